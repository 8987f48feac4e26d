"""Was der Demo-Stadt für eine Seite noch fehlt: made when the first page asks for it, then the same for all."""

from __future__ import annotations

import functools
from typing import Any

from django.utils import timezone

from motions.models import (
    Attachment,
    Attendee,
    InspectionRequest,
    IssuedDocument,
    Meeting,
    MeetingDemand,
    Minutes,
    Note,
    Organization,
    Paper,
    Person,
    ResolutionObjection,
    Unit,
)
from motions.rules import fee_statements, files, group_sessions, minutes, notes, short_address
from motions.rules.clearance import clearance
from motions.rules.minutes_workflow import MAKE_READY
from motions.rules.notes import Words
from motions.rules.transitions import expected_findings, perform
from tests.factories import invite, make_attachment, make_co_signing, make_paper, make_released
from tests.meetings import close_now
from tests.resolutions import object_to

from .town import CLERK, OFFICE, in_session, item, user

MEMBER = "Ada Ahornblatt"
ITEMS = ("Erster Punkt", "Zweiter Punkt")


@functools.cache
def _printed() -> IssuedDocument:
    """A released paper whose PDF lies in the store; these pages show its hash, never its text."""
    with clearance("system"):
        rows = make_released(by=user(CLERK)).documents
        rows.update(**_file())
        return rows.get()


def _file() -> dict[str, Any]:
    return {"sha256": files.keep(b"%PDF-1.7"), "size": 8, "pages": 1, "made_at": timezone.now()}


def document() -> list[object]:
    """The address of its Siegel."""
    return [_printed().public_id]


def code() -> list[object]:
    """Its short address."""
    return [short_address.code(_printed().public_id)]


@functools.cache
def _session() -> Meeting:
    """A meeting of the Rat going on, with two items."""
    return in_session(46, ITEMS)


def under_way() -> list[object]:
    """That meeting."""
    return [_session().pk]


def under_way_item() -> list[object]:
    """Its first item."""
    with clearance("system"):
        return [_session().pk, _session().items.get(title=ITEMS[0]).pk]


def under_way_stay() -> list[object]:
    """Somebody's stay in it."""
    with clearance("system"):
        rows = Attendee.objects.filter(meeting=_session(), intervals__isnull=False)
        return [_session().pk, rows.earliest("pk").intervals.get().pk]


@functools.cache
def _ready() -> Meeting:
    """A meeting that is over; its minutes wait for the signatures."""
    row = close_now(in_session(50, ("Berichte",)), by=user(OFFICE))
    now = timezone.now()
    with clearance("system"):
        drafted = Minutes.objects.get(meeting=row)
        minutes.set_minute_taker(drafted, user(OFFICE), by=user(OFFICE), now=now)
        found = [one.key for one in expected_findings(drafted, MAKE_READY, by=user(OFFICE), now=now)]
        perform(drafted, MAKE_READY, by=user(OFFICE), now=now, note="Fertig.", let_pass=found)
        row.documents.update(**_file())
    return row


def to_sign() -> list[object]:
    """Its minutes."""
    return [_ready().pk]


@functools.cache
def _note() -> Note:
    row = item("HFA", "4783")
    with clearance("user", user(MEMBER).pk):
        return notes.write(
            row, Words("Nach der Pflege fragen."), document=None, by=user(MEMBER), now=timezone.now()
        )


def note() -> list[object]:
    """A note of the member."""
    return [_note().public_id]


@functools.cache
def _annex() -> Attachment:
    return make_attachment(make_paper(by=user(CLERK)), by=user(CLERK))


def annex() -> list[object]:
    """An annex of a draft."""
    return [_annex().public_id]


@functools.cache
def _co_signing() -> Paper:
    return make_co_signing(by=user(CLERK), invitations=[invite(Unit.objects.get(code="FB I"))])


def co_signature() -> list[object]:
    """What the Kämmerin has to sign."""
    with clearance("system"):
        return [_co_signing().pk, _co_signing().participations.get().pk]


@functools.cache
def _objection() -> ResolutionObjection:
    return object_to(item("2024-03-19", "4778").treatment, "legality", by=user(OFFICE))


def objection() -> list[object]:
    """An objection to a resolution."""
    return [_objection().pk]


def demand() -> list[object]:
    """The meeting a Fraktion demands."""
    with clearance("system"):
        return [MeetingDemand.objects.get().pk]


def inspection() -> list[object]:
    """A request that waits for its decision."""
    with clearance("system"):
        return [InspectionRequest.objects.get(decision="").pk]


def member() -> list[object]:
    """A member of the Rat."""
    return [Person.objects.get(user=user(MEMBER)).pk]


@functools.cache
def _group_session() -> list[object]:
    with clearance("system"):
        group = Organization.objects.get(slug="gruenes-forum")
        act: dict[str, Any] = {"by": user(OFFICE), "now": timezone.now()}
        people, day = list(fee_statements.members_of(group)), timezone.localdate()
        row = fee_statements.record_session(group, held_on=day, is_remote=False, people=people, **act)
        wanted: dict[str, Any] = {"held_on": day, "is_remote": True, "people": people}
        group_sessions.correct(row, **wanted, reason="Es war hybrid.", version=1, **act)
        return [group.slug, row.pk]


def group_session() -> list[object]:
    """A session of a Fraktion, recorded and corrected."""
    return _group_session()
