"""Änderungen während der Mitzeichnung (M-04): one readable event, and those are told who have to sign anew."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from motions.models import Event, Paper, User
from motions.models.choices import PaperStatus

from . import co_signing, notices
from .clearance import clearance
from .history import record

_ACT = "change_text"
# Who saves every few seconds while writing does one thing, until somebody acts in between or a pause is made.
_PAUSE = dt.timedelta(hours=1)
_MOST_LOOKED_AT = 40


@contextmanager
def told(paper: Paper, parts: Sequence[str] = (), *, by: User, now: dt.datetime) -> Iterator[None]:
    """Tell what the change in this block does to the co-signatures; ``parts`` are named on the timeline.

    Before and after the Mitzeichnung nobody waits for the text: then nothing is told. An act with an event of its own
    (an annex) names no parts.
    """
    if paper.status != PaperStatus.CO_SIGNING:
        yield
        return
    before = {row.participation.pk: row for row in _standings(paper)}
    yield
    after = _standings(paper)
    known = [row for row in after if row.participation.pk in before]
    lost = [row for row in known if row.is_outdated and not before[row.participation.pk].is_outdated]
    if parts:
        _record(paper, parts, lost, by, now)
    notices.co_signature_outdated(paper, lost, by=by, now=now)
    asked = [row.participation for row in after if row not in known]
    notices.participation_asked(paper, asked, by=by, now=now)


def _standings(paper: Paper) -> list[co_signing.Standing]:
    with clearance("system"):
        return co_signing.standings(paper)


def _record(
    paper: Paper, parts: Sequence[str], lost: Sequence[co_signing.Standing], by: User, now: dt.datetime
) -> None:
    """Each part once as long as the same person goes on writing."""
    named = {part for event in _of_the_same_work(paper, by, now) for part in _parts(event)}
    new = [part for part in parts if part not in named]
    if not new and not lost:
        return
    lines = [", ".join(new or parts)]
    if lost:
        lines.append(f"Zu erneuern: {', '.join(str(row.participation) for row in lost)}")
    record(paper, _ACT, "Text geändert", by=by, now=now, note="\n".join(lines))


def _of_the_same_work(paper: Paper, by: User, now: dt.datetime) -> Iterator[Event]:
    for event in paper.events.order_by("-happened_at", "-pk")[:_MOST_LOOKED_AT]:
        if event.act != _ACT or event.actor_id != by.pk or now - event.happened_at > _PAUSE:
            return
        yield event


def _parts(event: Event) -> list[str]:
    return event.note.split("\n")[0].split(", ")
