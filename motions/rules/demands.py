"""Einberufungsverlangen: recorded, and a duty until the meeting is convened (§ 47 Abs. 1 Satz 4 GO NRW, E-15)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from motions.models import Meeting, MeetingDemand, User
from motions.models.choices import OrganizationType

from . import bylaws, meeting_permissions, organs, past_days
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .once import save_once

_NEEDED_OF = 5  # one fifth of the members, § 47 Abs. 1 Satz 4 GO NRW


@dataclass(frozen=True)
class Waiting:
    """Ein Verlangen ohne Sitzung; ``due_on``: the last day that still counts as "unverzüglich" here."""

    demand: MeetingDemand
    due_on: dt.date
    is_overdue: bool


def record_demand(demand: MeetingDemand, *, by: User, now: dt.datetime) -> MeetingDemand:
    """Write down that a meeting is demanded; raises NotPermitted, OutdatedState, or Refused where too few do (E-15)."""
    _insist_on_office(by)
    late = past_days.to_come("E-15", {"received_on": demand.received_on}, on=timezone.localdate(now))
    findings = [*_objections(demand), *late]
    if findings:
        raise Refused(findings)
    demand.recorded_by, demand.recorded_at = by, now
    save_once(demand, "Dieses Verlangen ist schon eingetragen.")
    return demand


def convene(demand: MeetingDemand, meeting: Meeting, *, by: User, now: dt.datetime) -> MeetingDemand:
    """Name the meeting that was convened for a demand; raises NotPermitted, OutdatedState or Refused."""
    _insist_on_office(by)
    with transaction.atomic():
        row = MeetingDemand.objects.select_for_update(of=("self",)).get(pk=demand.pk)
        if row.meeting_id is not None:
            raise OutdatedState("Zu diesem Verlangen ist die Sitzung schon eingetragen.")
        if meeting not in meetings_for(row):
            text = (
                "Diese Sitzung passt nicht: Gewählt wird eine Sitzung desselben Gremiums nach dem Verlangen."
            )
            raise Refused([block("E-15", text, "meeting", absolute=True)])
        row.meeting = meeting
        row.save(update_fields=["meeting"])
    return row


def meetings_for(demand: MeetingDemand) -> list[Meeting]:
    """Meetings of the organ after the demand that have not been cancelled."""
    rows = Meeting.objects.not_cancelled().filter(
        organization=demand.organ_id, starts_at__date__gt=demand.received_on
    )
    return list(rows.select_related("organization").order_by("starts_at"))


def waiting(*, on: dt.date) -> list[Waiting]:
    """Demands without a meeting, the oldest first; the warning of E-15 stands until one is named."""
    laws = bylaws.history("demand.days")
    rows = MeetingDemand.objects.filter(meeting=None).select_related("organ", "group")
    return [_waiting(row, int(laws.get("demand.days", row.received_on) or 0), on) for row in rows]


def _waiting(demand: MeetingDemand, days: int, on: dt.date) -> Waiting:
    due_on = demand.received_on + dt.timedelta(days=days)
    return Waiting(demand, due_on, due_on < on)


def _objections(demand: MeetingDemand) -> list[Finding]:
    found = []
    if demand.group and demand.group.organization_type != OrganizationType.PARLIAMENTARY_GROUP:
        found.append(block("E-15", "Wählen Sie eine Fraktion.", "group", absolute=True))
    if (demand.group is None) == (demand.supporter_count is None):
        text = "Nennen Sie entweder die Fraktion oder die Zahl der verlangenden Mitglieder."
        found.append(block("E-15", text, "supporter_count", absolute=True))
    elif demand.supporter_count is not None:
        members = organs.statutory_count(demand.organ, on=demand.received_on) or 0
        if demand.supporter_count * _NEEDED_OF < members:
            text = f"Nötig ist ein Fünftel der {members} Mitglieder. Prüfen Sie die Zahl."
            found.append(block("E-15", text, "supporter_count", absolute=True))
    if not demand.subjects.strip():
        text = "Nennen Sie die Beratungsgegenstände. Ohne sie muss niemand einberufen."
        found.append(block("E-15", text, "subjects", absolute=True))
    return found


def _insist_on_office(by: User) -> None:
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Einberufungsverlangen führt das Ratsbüro.")
