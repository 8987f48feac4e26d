"""Verlauf: one event for each act of a person (I12)."""

import datetime as dt

from motions.models import Event, Paper, User
from motions.models.choices import PaperStatus


def record(
    paper: Paper,
    act: str,
    label: str,
    *,
    by: User,
    now: dt.datetime,
    note: str = "",
    on_behalf: str = "",
    from_status: str = "",
    to_status: str = "",
) -> Event:
    """Write what a person did, in the same transaction as the act itself."""
    return Event.objects.create(
        paper=paper,
        act=act,
        label=label,
        actor=by,
        on_behalf=on_behalf,
        from_status=from_status,
        to_status=to_status,
        note=note,
        happened_at=now,
    )


def handed_in(paper: Paper) -> Event | None:
    """When and with which words the paper came to the Bürgermeister the last time."""
    rows = paper.events.filter(to_status=PaperStatus.SUBMITTED).select_related("actor")
    return rows.order_by("-happened_at", "-pk").first()
