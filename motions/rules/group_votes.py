"""Ergebnis nach Fraktionen (A-13): recorded where the Geschäftsordnung asks for it, and in open ballots alone."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping

from motions.models import Attendee, Ballot, GroupVote
from motions.models.choices import BallotMode

from . import bylaws
from .counting import Counts
from .findings import Finding, block, warn

ASKED = "ballot.by_group"
_SAID = ("yes", "no", "abstention")


def is_asked(*, on: dt.date) -> bool:
    """The local law wants the result of each Fraktion; without a value it does not."""
    return bylaws.known(ASKED, on=on) == [True]


def strengths(voters: Iterable[Attendee]) -> dict[str, int]:
    """How many of each Fraktion may vote, those without one last; "" stands for them."""
    found = Counter(row.group for row in voters)
    return {group: found[group] for group in sorted(found, key=lambda name: (not name, name))}


def summed(groups: Mapping[str, Counts], *, voters: int, note: str) -> Counts:
    """The result of all Fraktionen together; who is left has not voted, and ``note`` says why (A-06)."""
    yes, no, abstention = (_sum(groups, name) for name in _SAID)
    return Counts(yes, no, abstention, not_voted=max(voters - yes - no - abstention, 0), not_voted_note=note)


def findings(
    groups: Mapping[str, Counts] | None,
    counts: Counts | None,
    *,
    mode: str,
    voters: Iterable[Attendee],
    on: dt.date,
) -> list[Finding]:
    """What stands in the way of a result of each Fraktion."""
    if groups is None:
        return []
    if mode != BallotMode.OPEN:
        text = "Stimmen nach Fraktionen gibt es nur bei offener Abstimmung, bei geheimer nie."
        return [block("A-12", text, "mode", absolute=True)]
    if not is_asked(on=on):
        text = "Die Geschäftsordnung sieht kein Ergebnis nach Fraktionen vor. Tragen Sie die Summen ein."
        return [block("A-13", text, absolute=True)]
    there = strengths(voters)
    found = []
    if counts is None or any(_sum(groups, name) != getattr(counts, name) for name in _SAID):
        text = "Die Stimmen der Fraktionen ergeben nicht das Ergebnis der Abstimmung. Prüfen Sie die Stimmen."
        found.append(block("A-13", text, absolute=True))
    for group, said in groups.items():
        if said.total > there.get(group, 0):
            text = f"{group or 'Ohne Fraktion'}: {said.words}, anwesend sind {there.get(group, 0)}. "
            found.append(block("A-13", f"{text}Prüfen Sie die Stimmen oder die Anwesenheit.", absolute=True))
    return found


def missing(counts: Counts | None, *, mode: str, on: dt.date) -> list[Finding]:
    """The Fraktionen did not vote alike and nobody wrote down which; a list by name tells more than that."""
    if counts is None or mode != BallotMode.OPEN or counts.yes == counts.total or not is_asked(on=on):
        return []
    text = (
        "Die Geschäftsordnung verlangt das Ergebnis nach Fraktionen. Tragen Sie es unter „Abstimmung nach "
        "Fraktionen“ ein oder schreiben Sie in den Vermerk, warum es fehlt."
    )
    return [warn("A-13", text, "note")]


def write(groups: Mapping[str, Counts], ballot: Ballot) -> None:
    """What the ballot says of each Fraktion."""
    GroupVote.objects.bulk_create(
        GroupVote(
            ballot=ballot,
            position=place,
            group=group,
            yes_count=counts.yes,
            no_count=counts.no,
            abstention_count=counts.abstention,
        )
        for place, (group, counts) in enumerate(groups.items(), start=1)
    )


def _sum(groups: Mapping[str, Counts], name: str) -> int:
    return sum(getattr(counts, name) for counts in groups.values())
