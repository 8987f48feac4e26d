"""Dringliche Entscheidungen: recorded, and put before the organ in its next meeting (§ 60 GO NRW, U-01 bis U-06)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from motions.models import Consultation, Meeting, Paper, UrgentDecision, User
from motions.models.choices import ConsultationRole, MeetingStatus

from . import agenda, further_organs, past_days, resolution_notices, urgent_checks
from .findings import NotPermitted, OutdatedState, Refused
from .further_organs import FurtherOrgan
from .history import record
from .permissions import Visitor


@dataclass(frozen=True)
class Awaited:
    """Eine Entscheidung, über die das Gremium noch sprechen muss: in which meeting, or too late (U-03)."""

    decision: UrgentDecision
    meeting: Meeting | None
    is_overdue: bool


def record_decision(
    decision: UrgentDecision, *, note: str = "", by: User, now: dt.datetime
) -> UrgentDecision:
    """Write down an urgent decision and put its approval on the next meeting of the organ (U-03).

    ``note`` answers the warnings U-05 and U-06. Raises NotPermitted, OutdatedState or Refused.
    """
    if not urgent_checks.may_record_urgent_decision(by):
        raise NotPermitted("Dringliche Entscheidungen trägt das Ratsbüro ein.")
    with transaction.atomic():
        paper = Paper.objects.select_for_update(of=("self",)).get(pk=decision.paper_id)
        if UrgentDecision.objects.filter(paper=paper).exists():
            raise OutdatedState("Zu dieser Vorlage ist die dringliche Entscheidung schon eingetragen.")
        findings = urgent_checks.of_decision(decision)
        findings += past_days.to_come("U-01", _days(decision), on=timezone.localdate(now))
        if any(found.blocks for found in findings) or (findings and not note.strip()):
            raise Refused(findings)
        decision.recorded_by, decision.recorded_at = by, now
        decision.save(force_insert=True)
        record(paper, "decide_urgently", "Dringlich entschieden", by=by, now=now, note=note.strip())
        _ask_for_approval(decision, by=by, now=now)
        resolution_notices.urgent_decision(decision, by=by, now=now)
    return decision


def awaited(user: Visitor) -> list[Awaited]:
    """Decisions about which the organ has not spoken, the oldest first."""
    visible = urgent_checks.visible_urgent_decisions(user).values("pk")
    rows = urgent_checks.unapproved().filter(pk__in=visible).order_by("decided_on", "pk")
    organs = {row.organ_id for row in rows}
    meetings = list(Meeting.objects.not_cancelled().filter(organization__in=organs).order_by("starts_at"))
    return [_awaited(row, [m for m in meetings if m.organization_id == row.organ_id]) for row in rows]


def _days(decision: UrgentDecision) -> dict[str, dt.date | None]:
    return {
        "decided_on": decision.decided_on,
        "signed_on": decision.signed_on,
        "second_signed_on": decision.second_signed_on,
    }


def _awaited(decision: UrgentDecision, meetings: list[Meeting]) -> Awaited:
    later = [meeting for meeting in meetings if meeting.held_on > decision.decided_on]
    is_overdue = any(meeting.status == MeetingStatus.CLOSED for meeting in later)
    coming = next((meeting for meeting in later if meeting.status != MeetingStatus.CLOSED), None)
    return Awaited(decision, coming, is_overdue)


def _ask_for_approval(decision: UrgentDecision, *, by: User, now: dt.datetime) -> None:
    """A consultation of the organ, and its item in the next meeting; once that is invited, for a Nachtrag (E-12)."""
    to_come = (MeetingStatus.PLANNED, MeetingStatus.INVITED)
    meetings = Meeting.objects.filter(organization=decision.organ_id, status__in=to_come)
    meeting = meetings.filter(starts_at__date__gt=decision.decided_on).order_by("starts_at").first()
    consultation = _consultation(decision, meeting, by=by, now=now)
    if meeting is not None and not meeting.items.filter(consultation=consultation).exists():
        agenda.add_papers(meeting, [consultation], by=by, now=now, version=meeting.version)


def _consultation(
    decision: UrgentDecision, meeting: Meeting | None, *, by: User, now: dt.datetime
) -> Consultation:
    paper = Paper.objects.get(pk=decision.paper_id)
    rows = paper.consultations.filter(organization=decision.organ_id, role=ConsultationRole.DECIDING)
    known = rows.order_by("-position").first()
    if known is None:
        organ = FurtherOrgan(
            decision.organ,
            ConsultationRole.DECIDING,
            is_public=paper.is_public,
            planned_on=meeting.held_on if meeting else None,
        )
        note = "Genehmigung der dringlichen Entscheidung (§ 60 GO NRW)."
        further_organs.add_organ(
            paper, organ, by=by, now=now, version=paper.version, note=note, override=True
        )
        known = rows.latest("position")
    return known
