"""Der Platz eines Mitglieds für Tests: a meeting of the HFA that was sent, with a public and a secret paper."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.utils import timezone

from motions.models import AgendaItem, IssuedDocument, Meeting, Note, Paper, User
from motions.rules import member_desk, notes
from motions.rules.clearance import clearance
from motions.rules.member_desk import Entry
from motions.rules.notes import Words
from tests.factories import consultation, make_released
from tests.meetings import announce, make_meeting, make_paper_item
from tests.people import Town


@dataclass(frozen=True)
class Desk:
    """Was auf dem Tisch liegt."""

    meeting: Meeting
    item: AgendaItem
    secret: AgendaItem
    paper: Paper
    secret_paper: Paper

    @property
    def address(self) -> list[object]:
        """The arguments of the public item's page."""
        return [self.meeting.slug, self.item.address]

    @property
    def secret_address(self) -> list[object]:
        """The arguments of the secret item's page."""
        return [self.meeting.slug, self.secret.address]


def make_desk(town: Town, *, organ: str = "HFA", days: int = 30) -> Desk:
    """Sent a moment ago."""
    body = town.organs[organ]
    paper = make_released(by=town.clerk, consultations=[consultation(body, "deciding")])
    secret_paper = make_released(
        by=town.clerk,
        subject="Verkauf an die Muster GmbH",
        is_public=False,
        secrecy_ground="property",
        consultations=[consultation(body, "deciding", is_public=False)],
    )
    meeting = make_meeting(body, starts_at=timezone.now() + dt.timedelta(days=days))
    with clearance("system"):
        item = make_paper_item(meeting, paper.consultations.get())
        secret = make_paper_item(meeting, secret_paper.consultations.get())
        meeting = announce(meeting, by=town.office)
        item.refresh_from_db()
        secret.refresh_from_db()
    return Desk(meeting, item, secret, paper, secret_paper)


@contextmanager
def seen_by(user: User) -> Iterator[None]:
    """At the clearance of this person."""
    with clearance("user", user.pk):
        yield


def entry_of(user: User, meeting: Meeting, item: AgendaItem) -> Entry | None:
    """The item as this person finds it on the agenda."""
    with seen_by(user):
        return next(
            (row for row in member_desk.agenda(user, meeting, now=timezone.now()) if row.item == item), None
        )


def document_of(user: User, item: AgendaItem) -> IssuedDocument | None:
    """The newest document of an item as this person reads it."""
    entry = entry_of(user, item.meeting, item)
    return entry.document if entry else None


def write_note(
    user: User,
    item: AgendaItem,
    text: str = "Nach dem Preis fragen.",
    *,
    quote: str = "",
    is_shared: bool = False,
    now: dt.datetime | None = None,
) -> Note:
    """A note of this person about an item."""
    document = document_of(user, item)
    with seen_by(user):
        words = Words(text, quote, is_shared=is_shared)
        return notes.write(item, words, document=document, by=user, now=now or timezone.now())
