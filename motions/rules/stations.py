"""Beratungsfolge mit Ergebnissen: what earlier organs decided, in which words, and how the words went on (B-04)."""

import datetime as dt
from dataclasses import dataclass, field

from motions.models import Consultation, IssuedDocument, Paper, Treatment
from motions.models.choices import BallotMode, MeetingStatus
from motions.pdf.richtext import clean

from . import meeting_permissions, results, voted_text
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


def of_paper(user: Visitor, paper: Paper, document: IssuedDocument) -> list[Station]:
    """The consultations of a paper in their order; each wording is compared with the one before it."""
    decided = _results(user, paper)
    text, source = str(document.content.get("draft_resolution", "")), "Beschlussentwurf der Vorlage"
    found = []
    sequence = list(paper.consultations.select_related("organization").order_by("position"))
    for row in sequence:
        treatments = decided.get(row.pk, [])
        if not treatments:
            found.append(Station(row.organization.name, row.get_role_display(), row.planned_on))
        for treatment in treatments:
            words = clean(voted_text.core_of(row, treatment.final_text, sequence))
            is_other = bool(words) and differ(text, words)
            changes = compare(text, words) if is_other else []
            found.append(_station(row, treatment, words, changes, source if is_other else ""))
            if words:
                text, source = words, f"Wortlaut aus der Beratung: {row.organization.name}"
    return found


def _results(user: Visitor, paper: Paper) -> dict[int, list[Treatment]]:
    """Results the person may read, by consultation, in the order of their meetings."""
    rows = meeting_permissions.visible_treatments(user).filter(
        item__consultation__paper=paper, item__meeting__status=MeetingStatus.CLOSED
    )
    rows = (
        results.with_ballots(rows).select_related("item__meeting").order_by("item__meeting__starts_at", "pk")
    )
    found: dict[int, list[Treatment]] = {}
    for row in rows:
        found.setdefault(row.item.consultation_id or 0, []).append(row)
    return found


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
