"""Aufzeichnung einer laufenden Sitzung: one lock for everything that is written down (I5, I6)."""

import datetime as dt

from django.utils import timezone

from motions.models import AgendaItem, Meeting, Treatment, User
from motions.models.choices import MeetingStatus

from . import meeting_permissions
from .findings import NotPermitted, OutdatedState

_HALF_A_DAY = dt.timedelta(hours=12)


def locked_meeting(meeting: Meeting, *, by: User, now: dt.datetime) -> Meeting:
    """The meeting for this transaction alone; raises OutdatedState unless it is in session, or NotPermitted."""
    row = Meeting.objects.select_for_update(of=("self",)).select_related("organization").get(pk=meeting.pk)
    if row.status != MeetingStatus.IN_SESSION:
        raise OutdatedState(
            f"Die Sitzung ist „{row.get_status_display()}“. Aufgezeichnet wird nur, solange sie läuft."
        )
    if not meeting_permissions.may_record_meeting(by, row, timezone.localdate(now)):
        raise NotPermitted("Den Sitzungsverlauf zeichnet das Ratsbüro auf.")
    return row


def locked_treatment(item: AgendaItem, *, version: int, by: User, now: dt.datetime) -> Treatment:
    """The treatment somebody is about to change, with the next version.

    ``version`` is what the person saw; raises OutdatedState if somebody was faster or pressed twice.
    """
    meeting = locked_meeting(item.meeting, by=by, now=now)
    row = Treatment.objects.select_for_update(of=("self",)).get(item=item)
    row.item = AgendaItem.objects.select_related("consultation__paper__paper_type").get(pk=item.pk)
    row.item.meeting = meeting
    if row.version != version:
        raise OutdatedState(
            f"{row.item.label} wurde inzwischen geändert, vielleicht in einem anderen Fenster oder durch einen "
            "zweiten Klick. Ihre Eingaben sind nicht verloren. Vergleichen Sie beide Fassungen."
        )
    row.version += 1
    return row


def opening_moment(time: dt.time, *, now: dt.datetime) -> dt.datetime:
    """A time of the clock at which a meeting was opened: of today, shortly after midnight of yesterday evening."""
    there = timezone.make_aware(dt.datetime.combine(timezone.localdate(now), time))
    return there - dt.timedelta(days=1) if there > now + _HALF_A_DAY else there


def moment(meeting: Meeting, time: dt.time) -> dt.datetime:
    """A time of the clock on the evening of the meeting; after midnight it is the next day."""
    opened = timezone.localtime(meeting.opened_at)
    there = timezone.make_aware(dt.datetime.combine(opened.date(), time))
    return there + dt.timedelta(days=1) if there < opened - _HALF_A_DAY else there
