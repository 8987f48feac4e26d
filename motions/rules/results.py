"""Ergebnisse lesen: outcome, votes and wording of agenda items, as far as the person may see them (A-06, A-07)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from motions.models import Ballot, Organization, Treatment
from motions.models.choices import BallotKind, MeetingStatus

from . import counting, meeting_permissions
from .permissions import Visitor

_DECIDING = (BallotKind.MAIN, BallotKind.ELECTION)


@dataclass(frozen=True)
class Result:
    """Was bei einem Punkt herauskam: outcome and votes in words; ``text`` is the wording that was decided."""

    treatment: Treatment
    outcome: str
    votes: str
    text: str
    ballots: list[Ballot]


def with_ballots(rows: QuerySet[Treatment]) -> QuerySet[Treatment]:
    """Treatments with everything a result shows; the same number of queries for 1 and for 100."""
    related = rows.select_related("deferred_to__organization", "referred_to", "chaired_by", "debated_with")
    return related.prefetch_related(
        "ballots__candidates", "ballots__group_votes", "ballots__named_votes__person"
    )


def by_item(user: Visitor, **narrow: object) -> dict[int, Result]:
    """The results the person may see, by item; ``narrow`` says which items (filters of Treatment)."""
    rows = with_ballots(meeting_permissions.visible_treatments(user).filter(**narrow))
    return {row.item_id: result_of(row) for row in rows}


def last_decisions(user: Visitor, *, organ: Organization | None = None, limit: int) -> list[Result]:
    """The newest results of public items, of one organ or of all."""
    rows = meeting_permissions.visible_treatments(user).filter(
        item__is_public=True, item__meeting__status=MeetingStatus.CLOSED, item__consultation__isnull=False
    )
    rows = rows.exclude(outcome="")
    if organ is not None:
        rows = rows.filter(item__meeting__organization=organ)
    newest = with_ballots(rows).select_related("item__meeting__organization")
    return [result_of(row) for row in newest.order_by("-item__meeting__starts_at", "item__position")[:limit]]


def result_of(treatment: Treatment) -> Result:
    """Outcome and votes of one treatment in words."""
    ballots = list(treatment.ballots.all())
    return Result(
        treatment=treatment,
        outcome=treatment.get_outcome_display(),
        votes=_in_words(deciding(ballots)),
        text=treatment.final_text,
        ballots=ballots,
    )


def deciding(ballots: Iterable[Ballot]) -> Ballot | None:
    """The vote on the whole comes last (A-15, A-16)."""
    return next((one for one in reversed(list(ballots)) if one.kind in _DECIDING), None)


def _in_words(ballot: Ballot | None) -> str:
    """The counts; of an election who got how many (A-14)."""
    if ballot is None:
        return ""
    if ballot.kind != BallotKind.ELECTION:
        return votes_in_words(ballot)
    rows = ballot.candidates.all()
    return ", ".join(f"{row.name} {row.votes}{' (durch Los)' * row.drawn_by_lot}" for row in rows)


def votes_in_words(ballot: Ballot) -> str:
    """The counts as they are read out: "einstimmig" if carried by all, or how many each (A-03, A-06 to A-08)."""
    if ballot.yes_count is None:
        return "einstimmig" if ballot.is_unanimous else ""
    counts = [("Ja", ballot.yes_count), ("Nein", ballot.no_count), ("Enthaltung", ballot.abstention_count)]
    counts += [("ungültig", ballot.invalid_count)] * bool(ballot.invalid_count)
    words = ", ".join(f"{name} {count}" for name, count in counts)
    is_one = not (ballot.no_count or ballot.abstention_count or ballot.invalid_count)
    is_election = ballot.kind == BallotKind.ELECTION
    return f"einstimmig ({words})" if is_one and not is_election and counting.is_carried(ballot) else words
