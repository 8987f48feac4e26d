"""Letzter Besuch: since when something counts as "neu oder geändert"; each member reads only the own one."""

import datetime as dt
from collections.abc import Iterable

from motions.models import AgendaItem, LastVisit, Meeting, User

# Going from an item back to the agenda is the same visit.
_ONE_VISIT = dt.timedelta(minutes=30)


def note(meeting: Meeting, item: AgendaItem | None = None, *, by: User, now: dt.datetime) -> None:
    """Write down that the person looks at an agenda, or at one item of it."""
    last = LastVisit.objects.filter(user=by, meeting=meeting, item=item).first()
    if last is None:
        LastVisit.objects.bulk_create(
            [LastVisit(user=by, meeting=meeting, item=item, seen_at=now)], ignore_conflicts=True
        )
        return
    before = last.seen_at if now - last.seen_at > _ONE_VISIT else last.before_at
    LastVisit.objects.filter(pk=last.pk, seen_at__lte=now).update(seen_at=now, before_at=before)


def since(visit: LastVisit | None, *, now: dt.datetime) -> dt.datetime | None:
    """The visit before the one that lasts, so that all its pages call the same things new; None without one."""
    if visit is None:
        return None
    return visit.before_at if now - visit.seen_at <= _ONE_VISIT else visit.seen_at


def of_meetings(user: User, meetings: Iterable[Meeting]) -> dict[tuple[int, int | None], LastVisit]:
    """The visits of some meetings and their items, by both keys."""
    rows = LastVisit.objects.filter(user=user, meeting__in=[meeting.pk for meeting in meetings])
    return {(row.meeting_id, row.item_id): row for row in rows}
