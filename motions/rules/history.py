"""Verlauf: one event for each act of a person (I12), and who changed a row last."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, cast

from motions.models import Event, ImplementationTask, Meeting, Minutes, Paper, User
from motions.models.choices import PaperStatus

from .clearance import clearance


@dataclass(frozen=True)
class Change:
    """Letzte Änderung einer Vorlage; ``by`` is nobody where a job or a command wrote; ``is_step``: handed on, not
    written: a new Stand or another drafter.
    """

    at: dt.datetime
    by: User | None
    is_step: bool


def last_change(paper: Paper) -> Change:
    """Who wrote the row as it stands now: the row history knows it, even where saving is no event of its own.

    It is closed to everybody but the system; callers show it to people who may edit the paper.
    """
    with clearance("system"):
        rows = cast("Any", paper).row_history.select_related("pgh_context").order_by("-pgh_id")
        last, *before = rows[:2]
        known = last.pgh_context.metadata.get("user") if last.pgh_context else None
        person = User.objects.filter(pk=known).first() if known else None
    is_step = any(row.status != last.status or row.drafter_id != last.drafter_id for row in before)
    return Change(last.pgh_created_at, person, is_step)


def has_drafted(user: User, paper: Paper) -> bool:
    """The person writes the paper, or did so before it was handed over (V-16)."""
    with clearance("system"):
        return bool(cast("Any", paper).row_history.filter(drafter=user.pk).exists())


def record(
    matter: Paper | Meeting | Minutes | ImplementationTask,
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
    """Write what a person did, in the same transaction as the act itself.

    A task stands on the Verlauf of its meeting; its own Stand is none of the meeting's.
    """
    if isinstance(matter, ImplementationTask):
        item, unit = matter.treatment.item, matter.unit
        label = f"{label} ({item.label or item.title}, {unit.code})"[:200]
        matter, from_status, to_status = item.meeting, "", ""
    return Event.objects.create(
        paper=matter if isinstance(matter, Paper) else None,
        meeting=_meeting_of(matter),
        act=act,
        label=label,
        actor=by,
        on_behalf=on_behalf,
        from_status=from_status,
        to_status=to_status,
        note=note,
        happened_at=now,
    )


def _meeting_of(matter: Paper | Meeting | Minutes) -> Meeting | None:
    """What is done with the minutes stands on the timeline of their meeting."""
    if isinstance(matter, Minutes):
        return matter.meeting
    return matter if isinstance(matter, Meeting) else None


def handed_in(paper: Paper) -> Event | None:
    """Who gave the paper to the Bürgermeister and with which words, while it lies there."""
    return _led_to(paper, PaperStatus.SUBMITTED)


def returned(paper: Paper) -> Event | None:
    """Who gave the paper back and why, until it goes on again."""
    return _led_to(paper, PaperStatus.RETURNED)


def _led_to(paper: Paper, status: PaperStatus) -> Event | None:
    if paper.status != status:
        return None
    rows = paper.events.filter(to_status=status).select_related("actor")
    return rows.order_by("-happened_at", "-pk").first()


@dataclass(frozen=True)
class Station:
    """Was mit einer Vorlage geschah, ohne Namen: what may be told outside of the administration.

    Of the notes only the one of a withdrawal is: it is the word of the Fraktion itself (O-03).
    """

    label: str
    happened_at: dt.datetime
    note: str


def stations(paper: Paper) -> list[Station]:
    """The changes of the status, the newest first; the caller has seen to it that the reader may know of the paper.

    The database shows events to the administration only, so these few words are fetched for others (M-05).
    """
    with clearance("system"):
        rows = paper.events.exclude(to_status="").order_by("-happened_at", "-pk")
        return [
            Station(row.label, row.happened_at, row.note if row.to_status == PaperStatus.WITHDRAWN else "")
            for row in rows
        ]
