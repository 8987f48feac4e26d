"""Als Nächstes: the meetings that wait for an act of the Ratsbüro, each with the one act that comes next."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from motions.models import Meeting, User
from motions.models.choices import MeetingStatus, MinutesStatus

from . import meeting_board, meeting_permissions
from .meeting_board import Standing

_AHEAD = dt.timedelta(days=45)
_TO_WRITE = {MinutesStatus.DRAFT: "Niederschrift schreiben", MinutesStatus.READY: "Unterschriften eintragen"}


@dataclass(frozen=True)
class NextAct:
    """Was an einer Sitzung als Nächstes zu tun ist; ``page`` is the name of the page, ``due_on`` its last day."""

    meeting: Meeting
    label: str
    page: str
    step: str = ""
    due_on: dt.date | None = None
    is_late: bool = False


def of(user: User, *, now: dt.datetime) -> list[NextAct]:
    """For the Ratsbüro, what runs first, then by its last day; for anybody else nothing.

    Meetings of the next six weeks and those without signed minutes; as many queries for one as for a hundred.
    """
    if not meeting_permissions.may_plan_meetings(user):
        return []
    unsigned = Q(status=MeetingStatus.CLOSED, minutes__status__in=list(_TO_WRITE))
    running = Q(status=MeetingStatus.IN_SESSION)
    coming = Q(status__in=[MeetingStatus.PLANNED, MeetingStatus.INVITED], starts_at__lte=now + _AHEAD)
    rows = meeting_permissions.visible_meetings(user).filter(unsigned | running | coming)
    found = [_act(standing, timezone.localdate(now)) for standing in meeting_board.standings(rows, now=now)]
    return sorted(found, key=lambda act: (act.due_on or dt.date.min, act.meeting.starts_at, act.meeting.pk))


def _act(standing: Standing, today: dt.date) -> NextAct:
    meeting = standing.meeting
    if meeting.status == MeetingStatus.PLANNED:
        return _to_invite(standing)
    if meeting.status == MeetingStatus.INVITED:
        return _to_open(standing, today)
    if meeting.status == MeetingStatus.IN_SESSION:
        return NextAct(meeting, "Sitzungsverlauf führen", "meeting-record")
    label = _TO_WRITE[MinutesStatus(meeting.minutes.status)]
    return NextAct(meeting, label, "meeting-minutes", due_on=meeting.held_on)


def _to_invite(standing: Standing) -> NextAct:
    meeting, due_on = standing.meeting, standing.last_day or standing.meeting.held_on
    label, page = ("Einladen", "meeting-invite")
    if meeting_board.EMPTY in standing.missing:
        label, page = ("Tagesordnung aufstellen", "agenda-edit")
    return NextAct(meeting, label, page, due_on=due_on, is_late=standing.is_overdue)


def _to_open(standing: Standing, today: dt.date) -> NextAct:
    meeting = standing.meeting
    if meeting_board.NO_NOTICE in standing.missing:
        return NextAct(meeting, "Bekanntmachung eintragen", "meeting-notice", due_on=meeting.held_on)
    if vars(meeting)["new_count"] or vars(meeting)["replaced_count"]:
        return NextAct(meeting, "Nachtrag versenden", "meeting-supplement", due_on=meeting.held_on)
    if meeting.held_on > today:
        return NextAct(meeting, "Sitzung vorbereiten", "meeting-plan", due_on=meeting.held_on)
    is_late = meeting.held_on < today
    return NextAct(meeting, "Sitzung eröffnen", "record-step", "open", meeting.held_on, is_late)
