"""Freigeben, siegeln, mitnehmen: counted activations from the draft to the signed file (issue 5.1, ux.md 9)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import (
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Membership,
    Organization,
    SigningRequest,
    User,
)
from motions.models.choices import MembershipRole
from motions.rules import documents, extracts, files, meeting_documents, minutes, signing_work
from motions.rules.clearance import clearance
from motions.rules.minutes_workflow import MAKE_READY
from motions.rules.transitions import perform
from motions.signing import identities
from motions.signing.throwaway import Holder
from tests.factories import make_submitted
from tests.meetings import announce, close_now, make_item, make_meeting, open_now, settled
from tests.motions.signing.keys_of_tests import keys_for

from .conftest import Visit
from .town import CLERK, MAYOR, OFFICE, user


def chair() -> User:
    """A member who chairs a committee, and here each item of the HFA."""
    with clearance("system"):
        seats = Membership.objects.filter(role=MembershipRole.CHAIR).values("person")
        return User.objects.filter(person__in=seats, is_active=True).order_by("pk")[0]


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch, house: str) -> Iterator[Path]:
    """The town has a Siegel, chair and Schriftführung have a key each."""
    people = [chair(), user(OFFICE)]
    folder = keys_for(*(Holder(f"p{row.pk}", row.get_full_name(), row.email) for row in people))
    monkeypatch.setenv(identities.SECRETS, str(folder / identities.SECRETS_FILE))
    with override_settings(SIGNING_DIR=folder):
        yield folder


def print_all() -> None:
    """What the worker does with the orders for PDFs."""
    with clearance("system"):
        for made in IssuedDocument.objects.filter(sha256="", failure=""):
            documents.make(made.pk, now=timezone.now())
        for row in MeetingDocument.objects.filter(sha256="", failure="").exclude(kind="package"):
            meeting_documents.make(row.pk, now=timezone.now())


def sign_all() -> int:
    """The same with the orders for signatures; how many there were. Not in the thread of the browser and its loop."""
    with ThreadPoolExecutor(1) as worker:
        return worker.submit(_sign).result()


def _sign() -> int:
    try:
        with clearance("system"):
            waiting = list(SigningRequest.objects.filter(ended_at__isnull=True))
            answers = [signing_work.fulfil(row.pk, now=timezone.now()) for row in waiting]
    finally:
        connection.close()
    assert answers == [None] * len(waiting)
    return len(waiting)


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]


def test_release_seal_and_export_are_three_activations(visit: Visit, keys: Path) -> None:
    paper = make_submitted(by=user(CLERK), subject="Bänke am Schloss")
    mayor = visit(MAYOR)
    page = mayor.open(reverse("paper-check", args=[paper.pk]))
    mayor.start_counting()
    note = page.locator("[name='note']")
    if note.count():
        note.first.fill("Geprüft.")
    press(page, "button", "Freigeben")
    print_all()
    expect(page.get_by_role("button", name="Siegel setzen")).to_be_visible()
    press(page, "button", "Siegel setzen")
    assert sign_all() == 1
    with page.expect_download() as taken:
        press(page, "link", "Signiertes PDF herunterladen")
    data = taken.value.path().read_bytes()
    with clearance("system"):
        made = IssuedDocument.objects.get(paper=paper).signatures.get()
    assert (files.digest(data), made.verdict["is_valid"]) == (made.sha256, True)
    assert mayor.interactions() <= 3


def closed_with_minutes(days: int = 71) -> Meeting:
    """A meeting of the HFA that is over, its minutes printed for their signatures."""
    now, office = timezone.now(), user(OFFICE)
    with clearance("system"):
        organ = Organization.objects.get(short_name="HFA")
        meeting = make_meeting(organ, starts_at=now + dt.timedelta(days=days), minute_taker=office)
        items = [make_item(meeting, title) for title in ("Spielplatz", "Jugendclub", "Rathausuhr")]
        meeting = open_now(announce(meeting, by=office), by=office)
        for item in items:
            final = {"outcome": "adopted", "final_text": f"<p>Beschluss zu {item.title}.</p>"}
            settled(item, started_at=now, ended_at=now, chaired_by=chair().person, **final)
        meeting = close_now(meeting, by=office)
        perform(minutes.begin(meeting, now=now), MAKE_READY, by=office, now=now, note="ok")
    print_all()
    return meeting


def test_minutes_are_signed_in_two_activations_each_and_closed_in_one(visit: Visit, keys: Path) -> None:
    meeting = closed_with_minutes()
    for name in (chair().get_full_name(), OFFICE):
        signer = visit(name)
        page = signer.open(reverse("signatures-due"))
        signer.start_counting()
        page.get_by_role("link", name=f"Niederschrift {meeting}").click()
        press(page, "button", "Unterschreiben")
        expect(page.locator(".messages")).to_contain_text("Ihre Unterschrift wird gesetzt.")
        assert (signer.interactions(), sign_all()) == (2, 1)
    office = visit(OFFICE)
    page = office.open(reverse("meeting-minutes", args=[meeting.pk]))
    office.start_counting()
    press(page, "button", "Niederschrift abschließen")
    expect(page.locator(".messages")).to_contain_text("Niederschrift abgeschlossen und veröffentlicht")
    assert office.interactions() == 1
    with clearance("system"):
        document = MeetingDocument.objects.get(meeting=meeting, kind="minutes")
        assert [row.kind for row in document.signatures.order_by("number")] == ["qualified", "qualified"]


def test_all_extracts_are_sealed_in_one_act(visit: Visit, keys: Path) -> None:
    with clearance("system"):
        meeting = Meeting.objects.filter(organization__short_name="HFA", status="closed").latest("starts_at")
        extracts.issue_all(meeting, by=user(OFFICE), now=timezone.now())
        count = MeetingDocument.objects.filter(meeting=meeting, kind="extract").count()
    print_all()
    office = visit(OFFICE)
    page = office.open(reverse("extracts-seal", args=[meeting.pk]))
    office.start_counting()
    press(page, "button", "Alle siegeln")
    expect(page.locator(".messages")).to_contain_text(f"{count} Beschlussauszüge werden gesiegelt.")
    assert (office.interactions(), sign_all()) == (1, count)
