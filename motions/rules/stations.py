"""Beratungsfolge mit Ergebnissen: what earlier organs decided, in which words, and how the words went on (B-04)."""

import datetime as dt
from dataclasses import dataclass, field, replace

from motions.models import Ballot, Consultation, IssuedDocument, Paper, Treatment
from motions.models.choices import BallotMode, MeetingStatus
from motions.pdf.richtext import clean

from . import amendment_results, families, meeting_permissions, results, voted_text
from .differences import Block, compare, differ
from .permissions import Visitor
from .results import Result


@dataclass(frozen=True)
class Station:
    """Eine Beratung: planned, or with its result; ``words`` is the decided text where the organ has one of its own."""

    organization: str
    role: str
    day: dt.date | None
    outcome: str = ""
    votes: str = ""
    words: str = ""
    reason: str = ""
    changes: list[Block] = field(default_factory=list)
    compared_with: str = ""
    of_text: str = ""


def of_paper(user: Visitor, paper: Paper, document: IssuedDocument) -> list[Station]:
    """The consultations of a paper in their order; each wording is compared with the one before it.

    What an organ said about an earlier text of the same matter stands there, too, with the number of that text.
    """
    sequence = list(paper.consultations.select_related("organization").order_by("position"))
    decided = _results(user, paper, sequence)
    voted = amendment_results.by_organ(user, paper)
    text, source = str(document.content.get("draft_resolution", "")), "Beschlussentwurf der Vorlage"
    found = []
    for row, treatments in decided:
        if not treatments:
            found.append(_untreated(row, voted.get(row.organization_id)))
        for treatment in treatments:
            said_of = treatment.item.consultation or row
            words = clean(voted_text.core_of(said_of, treatment.final_text, _sequence_of(said_of, sequence)))
            is_other = bool(words) and differ(text, words)
            changes = compare(text, words) if is_other else []
            of_text = "" if said_of.paper_id == paper.pk else said_of.paper.reference
            station = _station(row, treatment, words, changes, source if is_other else "")
            found.append(replace(station, of_text=of_text))
            if words:
                text, source = words, f"Wortlaut aus der Beratung: {row.organization.name}"
    return found


def _untreated(row: Consultation, ballot: Ballot | None) -> Station:
    """Planned, or voted on along with the paper it was to change (A-15)."""
    station = Station(row.organization.name, row.get_role_display(), row.planned_on)
    if ballot is None:
        return station
    day = ballot.treatment.item.meeting.held_on
    votes = results.votes_in_words(ballot)
    return replace(station, day=day, outcome=amendment_results.outcome_of(ballot), votes=votes)


def _sequence_of(row: Consultation, sequence: list[Consultation]) -> list[Consultation] | None:
    return sequence if any(own.pk == row.pk for own in sequence) else None


def _results(
    user: Visitor, paper: Paper, sequence: list[Consultation]
) -> list[tuple[Consultation, list[Treatment]]]:
    """Results the person may read, by consultation, in the order of their meetings; earlier texts included.

    An organ that the Beratungsfolge of this text no longer names stands in front.
    """
    texts = [paper.pk, *families.earlier_texts(paper).values_list("pk", flat=True)]
    rows = meeting_permissions.visible_treatments(user).filter(
        item__consultation__paper__in=texts, item__meeting__status=MeetingStatus.CLOSED
    )
    rows = results.with_ballots(rows).select_related(
        "item__meeting", "item__consultation__organization", "item__consultation__paper"
    )
    own = {row.pk: row for row in sequence}
    found: dict[int, tuple[Consultation, list[Treatment]]] = {}
    for row in rows.order_by("item__meeting__starts_at", "pk"):
        if (said_of := row.item.consultation) is not None:
            here = own.get(said_of.pk) or _counterpart(said_of, sequence)
            found.setdefault(here.pk, (here, []))[1].append(row)
    former = [pair for pk, pair in found.items() if pk not in own]
    return [*former, *(found.get(row.pk, (row, [])) for row in sequence)]


def _counterpart(row: Consultation, sequence: list[Consultation]) -> Consultation:
    """Where this organ stands in the Beratungsfolge of the newer text; the row itself if it does not."""
    same = [own for own in sequence if own.organization_id == row.organization_id]
    return min(same, key=lambda own: (own.role != row.role, own.position), default=row)


def _station(
    row: Consultation, treatment: Treatment, words: str, changes: list[Block], compared_with: str
) -> Station:
    result = results.result_of(treatment)
    outcome = f"{result.outcome} an {treatment.referred_to}" if treatment.referred_to else result.outcome
    return Station(
        row.organization.name,
        row.get_role_display(),
        treatment.item.meeting.held_on,
        outcome or "ohne Ergebnis",
        _votes(result),
        words,
        treatment.reason,
        changes,
        compared_with,
    )


def _votes(result: Result) -> str:
    """The counts of the vote that decided, with the word that it was secret."""
    ballot = results.deciding(result.ballots)
    is_secret = ballot is not None and ballot.mode == BallotMode.SECRET
    return f"in geheimer Abstimmung: {result.votes}" if is_secret else result.votes
