"""Stand der Beratungen: where a paper is on its way through the organs, derived from items and results, never stored.

Items nobody was invited with yet, and those the person may not see, say nothing here (P-06).
"""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from motions.models import AgendaItem, Consultation, Meeting, Paper
from motions.models.choices import MeetingStatus, Outcome

from . import meeting_permissions, results
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
    """Eine Beratung mit ihrem Stand; item, meeting and result as far as the person may see them."""

    consultation: Consultation
    state: Progress
    meeting: Meeting | None
    item: AgendaItem | None
    result: Result | None

    @property
    def label(self) -> str:
        """The state in words; once decided, the outcome itself."""
        return self.result.outcome if self.result and self.result.outcome else self.state

    @property
    def wording_label(self) -> str:
        """What the decided wording is called."""
        return f"Wortlaut: {self.consultation.organization.name}"


def stations(user: Visitor, paper: Paper) -> list[Station]:
    """The Beratungsfolge of a paper with what became of each consultation; the latest meeting counts."""
    consultations = list(paper.consultations.select_related("organization"))
    rows = meeting_permissions.visible_items(user).announced().filter(consultation__paper=paper)
    latest = {
        item.consultation_id: item
        for item in rows.select_related("meeting__organization").order_by("meeting__starts_at", "pk")
    }
    found = results.by_item(user, item__in=[item.pk for item in latest.values()])
    planned = _planned(consultations)
    return [_station(row, latest.get(row.pk), found, planned) for row in consultations]


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
