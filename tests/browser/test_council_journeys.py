"""Papier 1 von der Einladung bis zum Beschluss des Rates, by clicks, with an upper bound of activations (ux.md 9)."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Meeting, Organization
from motions.rules.clearance import clearance
from tests.factories import make_released
from tests.meetings import make_item, make_meeting

from .conftest import Visit
from .town import CLERK, OFFICE, user
from .visitor import Visitor

SUBJECT = "Ein Case-Management für den Kreis"


def planned(organ: str, days: int) -> Meeting:
    with clearance("system"):
        row = Organization.objects.get(short_name=organ)
    return make_meeting(row, starts_at=timezone.now() + dt.timedelta(days=days), minute_taker=user(OFFICE))


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]


def invite(page: Page) -> None:
    """From the empty agenda to the sent invitation."""
    page.get_by_label(SUBJECT).check()
    press(page, "button", "Ausgewählte aufnehmen")
    press(page, "link", "Weiter zur Einladung")
    press(page, "button", "Einladung versenden")
    expect(page.locator(".messages")).to_contain_text("Die Einladung ist versandt.")


def on_its_day(meeting: Meeting) -> None:
    """The day of the meeting has come."""
    with clearance("system"):
        Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now())


def open_meeting(page: Page, absent: tuple[str, ...] = ()) -> None:
    """Opened, and who is absent is stated."""
    press(page, "link", "Sitzung eröffnen")
    press(page, "button", "Sitzung eröffnen")
    press(page, "link", "Anwesenheitsliste")
    for name in absent:
        page.get_by_label(name).first.check()
    press(page, "button", "Anwesenheit feststellen")
    press(page, "link", "Zum Sitzungsverlauf")


def vote(page: Page, yes: int, no: int, abstention: int) -> None:
    """The numbers are typed, then the meeting is closed; nobody asks for a wording of one's own."""
    expect(page.locator(".record__own")).to_be_hidden()
    for name, count in (("yes", yes), ("no", no), ("abstention", abstention)):
        page.locator(f"[name='{name}']").fill(str(count))
    expect(page.locator("[data-sum]")).to_contain_text("Die Summe stimmt")
    press(page, "button", "Stimmen eintragen")
    expect(page.locator(".record__outcome")).to_be_visible()
    press(page, "link", "Sitzung schließen")
    press(page, "button", "Sitzung schließen")
    expect(page.locator(".messages")).to_contain_text("Sitzung geschlossen")


def begin(visitor: Visitor, meeting: Meeting) -> Page:
    page = visitor.open(reverse("agenda-edit", args=[meeting.pk]))
    visitor.start_counting()
    return page


def test_a_paper_goes_from_its_invitation_to_the_resolution_of_the_rat(visit: Visit) -> None:
    paper = make_released(by=user(CLERK), subject=SUBJECT)
    committee, council = planned("HFA", 52), planned("Rat", 53)
    office = visit(OFFICE)
    page = begin(office, committee)
    invite(page)
    on_its_day(committee)
    page.reload()
    open_meeting(page)
    vote(page, 9, 1, 1)
    assert office.interactions() <= 12
    page = begin(office, council)
    invite(page)
    press(page, "link", "Bekanntmachung eintragen")
    press(page, "button", "Bekanntmachung eintragen")
    expect(page.locator(".messages")).to_contain_text("Die Bekanntmachung ist eingetragen.")
    on_its_day(council)
    open_meeting(page, absent=("Henning Igelkolben",))
    vote(page, 20, 2, 2)
    assert office.interactions() <= 15
    page = visit().open(reverse("public-paper", args=[paper.slug]))
    rows = page.get_by_role("table", name="Gremien in der Reihenfolge ihrer Beratung").locator("tbody tr")
    expect(rows.nth(0)).to_contain_text("empfohlen")
    expect(rows.nth(0)).to_contain_text("Ja 9, Nein 1, Enthaltung 1")
    expect(rows.nth(1)).to_contain_text("beschlossen")
    expect(rows.nth(1)).to_contain_text("Ja 20, Nein 2, Enthaltung 2")


def test_an_item_is_dragged_to_another_place_and_moved_by_keyboard_too(visit: Visit) -> None:
    meeting = planned("Rat", 55)
    for title in ("Eins", "Zwei", "Drei"):
        make_item(meeting, title)
    page = visit(OFFICE).open(reverse("agenda-edit", args=[meeting.pk]))
    lines = page.locator(".agenda--edit > li .agenda__text > p:first-child")
    expect(lines).to_have_text(["Eins", "Zwei", "Drei"])
    rows = page.locator(".agenda--edit > li")
    rows.nth(2).drag_to(rows.nth(0), source_position={"x": 8, "y": 8}, target_position={"x": 8, "y": 8})
    expect(lines).to_have_text(["Drei", "Eins", "Zwei"])
    page.get_by_role("button", name="Nach oben Ö 2").press("Enter")
    expect(lines).to_have_text(["Eins", "Drei", "Zwei"])
