"""Sitzungstermine planen, ändern, verlegen (§§ 47, 58a GO NRW): the calendar of the Ratsbüro."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from django.db import transaction
from django.utils import timezone

from motions.models import Meeting, OnlineAccess, Organization, Person, User
from motions.models.choices import MeetingStatus, OrganizationType

from . import bylaws, invitations, meeting_permissions, notice_period, notices, organs, recipients
from .findings import Finding, NotPermitted, OutdatedState, Refused, block, warn
from .history import record
from .transitions import Act

_MOST_MONTHS = 2
LONGEST_REASON = 300
_MOVABLE = (MeetingStatus.PLANNED, MeetingStatus.INVITED)


@dataclass(frozen=True)
class Plan:
    """Zeit, Ort und Umstände einer Sitzung; without an editorial deadline the local law says it."""

    starts_at: dt.datetime
    place: str
    room: str = ""
    access_note: str = ""
    planned_end_at: dt.datetime | None = None
    editorial_deadline_on: dt.date | None = None
    is_hybrid: bool = False
    link: str = ""
    minute_taker: User | None = None


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
        passed = answered(foreseen(locked, plans, now=now), note=note, override=override)
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

    Who was invited is invited again with the new time; the Ladungsfrist must hold again (E-01), or the Ratsbüro lets
    it pass with a note. Raises OutdatedState, NotPermitted or Refused.
    """
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.version != version or locked.status not in _MOVABLE:
            raise OutdatedState(
                "Die Sitzung wurde inzwischen geändert. Prüfen Sie den Stand und speichern Sie dann noch einmal."
            )
        if not meeting_permissions.may_manage_meeting(by, locked, timezone.localdate(now)):
            raise NotPermitted("Sitzungen ändert das Ratsbüro.")
        if is_moved := plan.starts_at != locked.starts_at:
            _refuse_taken(locked.organization, [plan], but=locked)
        findings = foreseen(locked.organization, [plan], now=now, meeting=locked, reason=reason)
        passed = answered(findings, note=note, override=override)
        why = reason.strip() if is_moved else ""
        if is_moved:
            locked.moved_from, locked.change_reason = locked.starts_at, why
        _write(locked, plan)
        act, label = ("move", "Sitzung verlegt") if is_moved else ("change", "Angaben zur Sitzung geändert")
        before = f"Bisher: {timezone.localtime(locked.moved_from):%d.%m.%Y, %H:%M} Uhr." if is_moved else ""
        words = " ".join(filter(None, [before, why, told(note, passed)]))
        record(locked, act, label, by=by, now=now, note=words)
        if is_moved and locked.is_announced:
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


def foreseen(
    organ: Organization,
    plans: Sequence[Plan],
    *,
    now: dt.datetime,
    meeting: Meeting | None = None,
    reason: str = "",
) -> list[Finding]:
    """What stands against these plans; the meeting that is being changed does not count against itself."""
    found: list[Finding] = []
    if not organs.deliberating_organs().filter(pk=organ.pk).exists():
        found.append(block("E-14", f"{organ} tagt nicht (mehr). Wählen Sie ein anderes Gremium."))
    if any(plan.is_hybrid for plan in plans):
        found += _hybrid(organ, plans)
    if meeting is None or plans[0].starts_at != meeting.starts_at:
        found += _gaps(organ, plans, meeting)
        found += [] if meeting is None else _moving(meeting, plans[0], now, reason)
    return found


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
    taken = organ.meetings.not_cancelled().filter(starts_at__in=times).exclude(pk=_id(but))
    first = taken.order_by("starts_at").first()
    if first is not None or len(set(times)) < len(times):
        day = first.starts_at if first else times[0]
        raise OutdatedState(
            f"{organ} hat am {timezone.localtime(day):%d.%m.%Y, %H:%M} Uhr schon eine Sitzung. "
            "Prüfen Sie den Kalender und wählen Sie eine andere Zeit."
        )


def _id(meeting: Meeting | None) -> int:
    return meeting.pk if meeting else 0


def _hybrid(organ: Organization, plans: Sequence[Plan]) -> list[Finding]:
    """H-02: hybrid meetings are for committees, and only if the Hauptsatzung provides for them (§ 58a GO NRW)."""
    if organ.organization_type == OrganizationType.COUNCIL:
        text = (
            "Der Rat tagt nicht hybrid, außer in einer Notlage (§ 47a GO NRW). Nehmen Sie das Häkchen heraus."
        )
        return [block("H-02", text, "is_hybrid")]
    if not all(
        bylaws.is_on("meeting.hybrid_committees", on=timezone.localdate(plan.starts_at)) for plan in plans
    ):
        text = "Die Hauptsatzung sieht keine hybriden Sitzungen vor (§ 58a GO NRW). Nehmen Sie das Häkchen heraus."
        return [block("H-02", text, "is_hybrid")]
    return []


def _gaps(organ: Organization, plans: Sequence[Plan], but: Meeting | None) -> list[Finding]:
    """E-14: the Rat should meet at least every two months."""
    if organ.organization_type != OrganizationType.COUNCIL:
        return []
    new = {timezone.localdate(plan.starts_at) for plan in plans}
    days = sorted({*_held(organ, but), *new})
    left = {but.held_on} - set(days) if but else set()
    return [
        warn(
            "E-14",
            f"Zwischen den Sitzungen des Rates am {earlier:%d.%m.%Y} und am {later:%d.%m.%Y} liegen mehr als zwei "
            "Monate. Planen Sie eine Sitzung dazwischen oder begründen Sie es.",
            "starts_at",
        )
        for earlier, later in pairwise(days)
        if later > _two_months_after(earlier)
        and ({earlier, later} & new or any(earlier < day < later for day in left))
    ]


def _held(organ: Organization, but: Meeting | None) -> set[dt.date]:
    rows = organ.meetings.not_cancelled().exclude(pk=_id(but))
    return {row.held_on for row in rows}


def for_cancelling(act: Act[Meeting]) -> list[Finding]:
    """E-14: what the calendar of the Rat looks like without this meeting; the reason of the act answers it."""
    return _gaps(act.row.organization, [], act.row)


def _two_months_after(day: dt.date) -> dt.date:
    first = (day.replace(day=1) + dt.timedelta(days=31 * _MOST_MONTHS)).replace(day=1)
    end = (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    return first.replace(day=min(day.day, end.day))


def _moving(meeting: Meeting, plan: Plan, now: dt.datetime, reason: str) -> list[Finding]:
    """A moved meeting says why; members who were invited get the whole Ladungsfrist once more (E-01)."""
    found = []
    if not reason.strip():
        found.append(
            block(
                "E-01",
                "Nennen Sie den Grund der Verlegung; er wird allen mitgeteilt.",
                "reason",
                absolute=True,
            )
        )
    if plan.starts_at <= now:
        text = "Die neue Zeit liegt in der Vergangenheit. Wählen Sie einen späteren Beginn."
        found.append(block("E-01", text, "starts_at", absolute=True))
    elif meeting.is_announced:
        # The same meeting at another time, to be asked about; it is never saved.
        moved = Meeting(organization=meeting.organization, starts_at=plan.starts_at)
        period = notice_period.of_meeting(moved)
        if not period.is_kept(on=timezone.localdate(now)):
            text = (
                f"Die Mitglieder sind schon eingeladen. Für den {moved.held_on:%d.%m.%Y} hätte die Einladung bis zum "
                f"{period.last_day:%d.%m.%Y} versandt sein müssen. Wählen Sie einen späteren Termin."
            )
            found.append(block("E-01", text, "starts_at"))
    return found


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
