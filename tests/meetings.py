"""Sitzungen für Tests: small ways to a meeting in each state; all at the clearance "system", fresh rows come back."""

import datetime as dt
import functools
from collections.abc import Callable, Collection, Iterator
from typing import Any

from django.utils import timezone

from motions.models import AgendaItem, Consultation, Meeting, MeetingDocument, Organization, Treatment, User
from motions.rules import offices
from motions.rules.clearance import clearance
from motions.rules.findings import Finding
from motions.rules.meeting_documents import agenda_content, freeze, make, next_revision
from motions.rules.meeting_workflow import CLOSE, INVITE, OPEN
from motions.rules.transitions import Transition, expected_findings, perform


def make_meeting(organ: Organization, *, starts_at: dt.datetime | None = None, **fields: Any) -> Meeting:
    """A planned meeting in thirty days, 18 Uhr, in the Heimatmuseum."""
    day = timezone.localtime() + dt.timedelta(days=30)
    starts_at = starts_at or day.replace(hour=18, minute=0, second=0, microsecond=0)
    with clearance("system"):
        return Meeting.objects.create(
            organization=organ,
            starts_at=starts_at,
            status_since=timezone.now(),
            **{"place": "Heimatmuseum", "slug": f"{timezone.localdate(starts_at)}-{organ.slug}"} | fields,
        )


def make_item(meeting: Meeting, title: str = "Berichte", **fields: Any) -> AgendaItem:
    """An item at the end of its part; a non-public one has a ground and an abstract title."""
    secret = {"secrecy_ground": "property", "public_title": "Grundstücksangelegenheit"}
    if fields.get("is_public", True):
        secret = {}
    with clearance("system"):
        position = meeting.items.count() + 1
        return AgendaItem.objects.create(
            meeting=meeting, title=title, **{"position": position} | secret | fields
        )


def make_paper_item(meeting: Meeting, consultation: Consultation, **fields: Any) -> AgendaItem:
    """The item of a paper, as public as its consultation."""
    return make_item(
        meeting,
        consultation.paper.subject,
        kind="paper",
        consultation=consultation,
        is_public=consultation.is_public,
        **fields,
    )


def make_agenda(
    meeting: Meeting, edition: str, *, kind: str = "agenda", is_published: bool = True
) -> MeetingDocument:
    """The next revision of the agenda for one audience, with its PDF."""
    now = timezone.now()
    with clearance("system"):
        revision = next_revision(meeting, kind, edition=edition)
        content = agenda_content(meeting, edition=edition, revision=revision, now=now, kind=kind)
        document = freeze(
            meeting,
            kind,
            edition=edition,
            content=content,
            now=now,
            published_at=now if is_published else None,
        )
        make(document.pk, now=now)
        return MeetingDocument.objects.get(pk=document.pk)


def announce(meeting: Meeting, *, by: User, now: dt.datetime | None = None) -> Meeting:
    """The meeting with its invitation sent; what is in the way is let pass with a note."""
    return take(meeting, INVITE, by=by, now=now)


def open_now(meeting: Meeting, *, by: User, now: dt.datetime | None = None) -> Meeting:
    """The meeting opened; what is in the way is let pass with a note."""
    return take(meeting, OPEN, by=by, now=now)


def close_now(meeting: Meeting, *, by: User, now: dt.datetime | None = None) -> Meeting:
    """The meeting closed; what is in the way is let pass with a note."""
    return take(meeting, CLOSE, by=by, now=now)


def settled(item: AgendaItem, **result: Any) -> Treatment:
    """The treatment of an item of a meeting in session, with its result."""
    treatment = Treatment.objects.get(item=item)
    for name, value in result.items():
        setattr(treatment, name, value)
    treatment.save()
    return treatment


def take(
    meeting: Meeting,
    step: Transition[Meeting],
    *,
    by: User,
    now: dt.datetime | None = None,
    note: str = "Test",
) -> Meeting:
    """One step of the life cycle, past everything that may be let pass."""
    now = now or timezone.now()
    with clearance("system"), offices.remembered():
        meeting = Meeting.objects.get(pk=meeting.pk)
        passed = _Expected(lambda: expected_findings(meeting, step, by=by, now=now))
        return perform(meeting, step, by=by, now=now, note=note, let_pass=passed)


class _Expected(Collection[str]):
    """The keys of what is expected to stand in the way; looked up only if a rule asks for one."""

    def __init__(self, findings: Callable[[], list[Finding]]) -> None:
        self._keys = functools.cache(lambda: [found.key for found in findings()])

    def __contains__(self, key: object) -> bool:
        return key in self._keys()

    def __iter__(self) -> Iterator[str]:
        return iter(self._keys())

    def __len__(self) -> int:
        return len(self._keys())
