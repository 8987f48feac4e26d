"""Sitzungstermine planen, ändern, verlegen (§§ 47, 58a GO NRW): the calendar of the Ratsbüro."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction
from django.utils import timezone

from motions.models import Meeting, OnlineAccess, Organization, Person, User
from motions.models.choices import MeetingStatus

from . import bylaws, invitations, meeting_permissions, notices, planning_checks, recipients
from .findings import Finding, NotPermitted, OutdatedState, Refused
from .history import record
from .planning_checks import Plan
from .transitions import Act

LONGEST_REASON = 300
_MOVABLE = (MeetingStatus.PLANNED, MeetingStatus.INVITED)


def plan_meeting(
    organ: Organization, plan: Plan, *, by: User, now: dt.datetime, note: str = "", override: bool = False
) -> Meeting:
    """Put one meeting into the calendar; raises OutdatedState (it is there already), NotPermitted or Refused."""
    return plan_series(organ, [plan], by=by, now=now, note=note, override=override)[0]


def plan_series(
    organ: Organization,
    plans: Sequence[Plan],
    *,
    by: User,
    now: dt.datetime,
    note: str = "",
    override: bool = False,
) -> list[Meeting]:
    """Put many meetings into the calendar, all or none; ``note`` answers warnings, ``override`` lets a block pass.

    Raises OutdatedState if the organ meets at one of these times already, NotPermitted or Refused.
    """
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Sitzungen plant das Ratsbüro.")
    with transaction.atomic():
        # A second click waits here until the first is done.
        locked = Organization.objects.select_for_update().get(pk=organ.pk)
        _refuse_taken(locked, plans)
        passed = answered(planning_checks.foreseen(locked, plans, now=now), note=note, override=override)
        return [_put(locked, plan, by, now, told(note, passed)) for plan in plans]


def change_meeting(
    meeting: Meeting,
    plan: Plan,
    *,
    by: User,
    now: dt.datetime,
    version: int,
    reason: str = "",
    note: str = "",
    override: bool = False,
) -> Meeting:
    """Change place or time; another time means "verlegt" and says from when and why.

    Who was invited is invited again with the new time or the new place; for a new time the Ladungsfrist must hold
    again (E-01), or the Ratsbüro lets it pass with a note. Raises OutdatedState, NotPermitted or Refused.
    """
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.version != version or locked.status not in _MOVABLE:
            raise OutdatedState(
                "Die Sitzung wurde inzwischen geändert. Prüfen Sie den Stand und speichern Sie dann noch einmal."
            )
        if not meeting_permissions.may_manage_meeting(by, locked, timezone.localdate(now)):
            raise NotPermitted("Sitzungen ändert das Ratsbüro.")
        plan = _with_deadline(locked, plan)
        if is_moved := plan.starts_at != locked.starts_at:
            _refuse_taken(locked.organization, [plan], but=locked)
        findings = planning_checks.foreseen(
            locked.organization, [plan], now=now, meeting=locked, reason=reason
        )
        passed = answered(findings, note=note, override=override)
        why = reason.strip() if is_moved else ""
        if is_moved:
            locked.moved_from, locked.change_reason = locked.starts_at, why
        is_elsewhere = (plan.place, plan.room) != (locked.place, locked.room)
        _write(locked, plan)
        act, label = ("move", "Sitzung verlegt") if is_moved else ("change", "Angaben zur Sitzung geändert")
        before = f"Bisher: {timezone.localtime(locked.moved_from):%d.%m.%Y, %H:%M} Uhr." if is_moved else ""
        words = " ".join(filter(None, [before, why, told(note, passed)]))
        record(locked, act, label, by=by, now=now, note=words)
        if is_elsewhere and not is_moved:
            why = f"Anderer Ort: {locked.where}"
        if (is_moved or is_elsewhere) and locked.is_announced:
            invitations.send_again(locked, by=by, now=now, reason=why, tell=notices.meeting_moved)
        elif is_moved:
            notices.meeting_moved(locked, _concerned(locked), by=by, now=now)
    return locked


def cancel(act: Act[Meeting]) -> str:
    """Absage: the reason stands in the calendar, where everybody who wants to come reads it."""
    act.row.change_reason = act.note[:LONGEST_REASON]
    notices.meeting_cancelled(act.row, _concerned(act.row), by=act.by, now=act.now)
    return ""


def _concerned(meeting: Meeting) -> list[Person]:
    """Everybody who is or would be invited."""
    return [row.person for row in recipients.of_meeting(meeting)]


def editorial_deadline(day: dt.date) -> dt.date:
    """Redaktionsschluss: until when papers for a meeting of this day are to be handed in; raises BylawMissing."""
    return day - dt.timedelta(days=bylaws.number("meeting.editorial_days", on=day))


def answered(findings: Sequence[Finding], *, note: str, override: bool) -> list[Finding]:
    """The blocks let pass; raises Refused unless a note answers the warnings and an override the blocks."""
    blocks = [row for row in findings if row.blocks]
    asking = [row for row in findings if row.blocks or row.warns]
    if any(row.is_absolute for row in blocks) or (blocks and not override) or (asking and not note.strip()):
        raise Refused(asking)
    return blocks


def told(note: str, passed: Sequence[Finding]) -> str:
    """The note for the event, with the exceptions it answers for."""
    rules = [f"Ausnahme von Regel {row.rule}." for row in passed]
    return " ".join(filter(None, [*rules, note.strip()]))


def _refuse_taken(organ: Organization, plans: Sequence[Plan], but: Meeting | None = None) -> None:
    times = [plan.starts_at for plan in plans]
    taken = organ.meetings.not_cancelled().filter(starts_at__in=times).exclude(pk=but.pk if but else 0)
    first = taken.order_by("starts_at").first()
    if first is not None or len(set(times)) < len(times):
        day = first.starts_at if first else times[0]
        raise OutdatedState(
            f"{organ} hat am {timezone.localtime(day):%d.%m.%Y, %H:%M} Uhr schon eine Sitzung. "
            "Prüfen Sie den Kalender und wählen Sie eine andere Zeit."
        )


def _with_deadline(meeting: Meeting, plan: Plan) -> Plan:
    """Another day has another Redaktionsschluss, unless one was chosen with it."""
    is_same_day = timezone.localdate(plan.starts_at) == meeting.held_on
    if is_same_day or plan.editorial_deadline_on != meeting.editorial_deadline_on:
        return plan
    return replace(plan, editorial_deadline_on=None)


def _put(organ: Organization, plan: Plan, by: User, now: dt.datetime, note: str) -> Meeting:
    plan = replace(plan, editorial_deadline_on=plan.editorial_deadline_on or _usual_deadline(plan))
    meeting = Meeting(organization=organ, slug=_slug(organ, plan), status_since=now)
    _fill(meeting, plan)
    meeting.save()
    _keep_link(meeting, plan)
    record(meeting, "plan", "Sitzung geplant", by=by, now=now, note=note)
    return meeting


def _usual_deadline(plan: Plan) -> dt.date:
    return editorial_deadline(timezone.localdate(plan.starts_at))


def _slug(organ: Organization, plan: Plan) -> str:
    """Day and organ; the address stays when the meeting is moved, so a later one on that day gets a number."""
    base = f"{timezone.localdate(plan.starts_at)}-{organ.slug}"
    taken = set(Meeting.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _write(meeting: Meeting, plan: Plan) -> None:
    _fill(meeting, replace(plan, editorial_deadline_on=plan.editorial_deadline_on or _usual_deadline(plan)))
    meeting.version += 1
    meeting.save(update_fields=["version", "moved_from", "change_reason", *_FIELDS])
    _keep_link(meeting, plan)


_FIELDS = (
    "starts_at",
    "place",
    "room",
    "access_note",
    "planned_end_at",
    "editorial_deadline_on",
    "is_hybrid",
    "minute_taker",
)


def _fill(meeting: Meeting, plan: Plan) -> None:
    for name in _FIELDS:
        setattr(meeting, name, getattr(plan, name))


def _keep_link(meeting: Meeting, plan: Plan) -> None:
    if plan.is_hybrid and plan.link:
        OnlineAccess.objects.update_or_create(meeting=meeting, defaults={"link": plan.link})
    else:
        OnlineAccess.objects.filter(meeting=meeting).delete()
