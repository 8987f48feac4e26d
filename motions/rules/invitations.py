"""Einladung: numbers are drawn, the agenda is frozen, each member gets it on his or her way (§ 47 GO NRW, E-03)."""

import datetime as dt

from motions.models import Meeting

from .transitions import Act


def send(act: Act[Meeting]) -> str:
    """Draw the numbers of the agenda and tell everybody concerned."""
    announce_items(act.row, now=act.now)
    return ""


def announce_items(meeting: Meeting, *, now: dt.datetime) -> None:
    """Give each item not sent yet its number, counted in its part; what was sent keeps its own (E-12)."""
    for is_public in (True, False):
        items = meeting.items.filter(is_public=is_public, parent__isnull=True)
        for place, item in enumerate(items.order_by("position", "pk"), start=1):
            if not item.number:
                item.number, item.announced_at = str(place), now
                item.save(update_fields=["number", "announced_at"])
