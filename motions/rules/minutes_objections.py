"""Einwendungen gegen die Niederschrift: where the next meeting speaks about them (N-04, N-05, § 52 GO NRW)."""

import datetime as dt

from django.db.models import Q, QuerySet

from motions.models import AgendaItem, Meeting, MinutesObjection
from motions.models.choices import Edition, ItemKind, MeetingStatus


def place_of(meeting: Meeting, raised_on: dt.date) -> AgendaItem | None:
    """The item "Einwendungen" of the next meeting from the day it was raised on, where there is one already."""
    rows = AgendaItem.objects.filter(
        kind=ItemKind.OBJECTIONS,
        meeting__organization=meeting.organization_id,
        meeting__starts_at__gt=meeting.starts_at,
        meeting__starts_at__date__gte=raised_on,
    ).exclude(meeting__status=MeetingStatus.CANCELLED)
    return rows.order_by("meeting__starts_at", "position").first()


def at_item(item: AgendaItem) -> QuerySet[MinutesObjection]:
    """What an item "Einwendungen" is about, of its own part only (N-06).

    Also what was raised before anybody had planned the meeting, since the one before it.
    """
    if item.kind != ItemKind.OBJECTIONS:
        return MinutesObjection.objects.none()
    meeting = item.meeting
    before = Meeting.objects.filter(
        organization=meeting.organization_id, starts_at__lt=meeting.starts_at, items__kind=ItemKind.OBJECTIONS
    )
    last = before.order_by("-starts_at").first()
    waiting = Q(
        item=None, minutes__meeting__organization=meeting.organization_id, raised_on__lte=meeting.held_on
    )
    if last is not None:
        waiting &= Q(raised_on__gt=last.held_on)
    rows = MinutesObjection.objects.filter(Q(item=item) | waiting)
    part = Edition.PUBLIC if item.is_public else Edition.INTERNAL
    return rows.filter(edition=part).select_related("person", "minutes__meeting").order_by("raised_on", "pk")
