"""Stand der Beratungen: where a paper is on its way through the organs, derived from items and results, never stored.

Items nobody was invited with yet, and those the person may not see, say nothing here (P-06).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from motions.models import AgendaItem, Ballot, Consultation, Meeting, Paper
from motions.models.choices import MeetingStatus, Outcome
from motions.models.meeting import AgendaItemQuerySet

from . import amendment_results, families, meeting_permissions, results
from .permissions import Visitor
from .results import Result


class Progress(StrEnum):
    """Stand einer Beratung; the value is the German word."""

    OPEN = "noch ohne Termin"
    PLANNED = "vorgesehen"
    SCHEDULED = "auf der Tagesordnung"
    IN_CONSULTATION = "in Beratung"
    DEFERRED = "vertagt"
    CANCELLED = "Sitzung abgesagt"
    HELD = "beraten, Ergebnis noch nicht eingetragen"
    DONE = "entschieden"


@dataclass(frozen=True)
class Station:
    """Eine Beratung mit ihrem Stand; item, meeting and result as far as the person may see them.

    ``ballot`` is the vote on an Änderungsantrag at the item of the paper it was to change (A-15).
    """

    consultation: Consultation
    state: Progress
    meeting: Meeting | None
    item: AgendaItem | None
    result: Result | None
    ballot: Ballot | None = None

    @property
    def label(self) -> str:
        """The state in words; once decided, the outcome itself."""
        if self.ballot is not None:
            return amendment_results.outcome_of(self.ballot)
        return self.result.outcome if self.result and self.result.outcome else self.state

    @property
    def votes(self) -> str:
        """The counts in words."""
        if self.ballot is not None:
            return results.votes_in_words(self.ballot)
        return self.result.votes if self.result else ""

    @property
    def wording_label(self) -> str:
        """What the decided wording is called."""
        return f"Wortlaut: {self.consultation.organization.name}"


def stations(user: Visitor, paper: Paper) -> list[Station]:
    """The Beratungsfolge of a paper with what became of each consultation; the latest meeting counts.

    What an organ said about a text this one replaced stands where it has said nothing about this one.
    """
    consultations = list(paper.consultations.select_related("organization"))
    rows = meeting_permissions.visible_items(user).announced()
    ordered = rows.select_related("meeting__organization").order_by("meeting__starts_at", "pk")
    latest = {item.consultation_id: item for item in ordered.filter(consultation__paper=paper)}
    before = _of_earlier_texts(ordered, paper)
    shown = {
        row.pk: latest.get(row.pk) or before.get((row.organization_id, row.role)) for row in consultations
    }
    found = results.by_item(user, item__in=[item.pk for item in shown.values() if item is not None])
    planned, voted = _planned(consultations), amendment_results.by_organ(user, paper)
    return [
        _amended(row, voted[row.organization_id])
        if shown[row.pk] is None and row.organization_id in voted
        else _station(row, shown[row.pk], found, planned)
        for row in consultations
    ]


def _amended(consultation: Consultation, ballot: Ballot) -> Station:
    item = ballot.treatment.item
    return Station(consultation, Progress.DONE, item.meeting, item, None, ballot)


def _of_earlier_texts(items: AgendaItemQuerySet, paper: Paper) -> dict[tuple[int, str], AgendaItem]:
    """Where an organ treated what this Neufassung replaces; a cancelled meeting says nothing any more (V-15)."""
    if not families.is_replacement(paper):
        return {}
    rows = items.filter(consultation__paper__in=families.earlier_texts(paper).values("pk"))
    rows = rows.exclude(meeting__status=MeetingStatus.CANCELLED).select_related("consultation")
    return {
        (item.consultation.organization_id, item.consultation.role): item
        for item in rows
        if item.consultation
    }


def _station(
    consultation: Consultation,
    item: AgendaItem | None,
    found: dict[int, Result],
    planned: dict[tuple[int, dt.date], Meeting],
) -> Station:
    if item is None:
        day = consultation.planned_on
        meeting = planned.get((consultation.organization_id, day)) if day else None
        return Station(consultation, Progress.PLANNED if day else Progress.OPEN, meeting, None, None)
    result = found.get(item.pk)
    return Station(consultation, _state(item.meeting, result), item.meeting, item, result)


def _state(meeting: Meeting, result: Result | None) -> Progress:
    if meeting.status == MeetingStatus.CANCELLED:
        return Progress.CANCELLED
    if meeting.status == MeetingStatus.IN_SESSION:
        return Progress.IN_CONSULTATION
    if meeting.status != MeetingStatus.CLOSED:
        return Progress.SCHEDULED
    if result is None or not result.treatment.outcome:
        return Progress.HELD
    return Progress.DEFERRED if result.treatment.outcome == Outcome.DEFERRED else Progress.DONE


def _planned(consultations: list[Consultation]) -> dict[tuple[int, dt.date], Meeting]:
    """The meetings on the planned days: the dates are public, whatever will be treated there."""
    days = [row.planned_on for row in consultations if row.planned_on]
    organs = [row.organization_id for row in consultations]
    rows = Meeting.objects.not_cancelled().filter(organization__in=organs, starts_at__date__in=days)
    return {(row.organization_id, row.held_on): row for row in rows}
