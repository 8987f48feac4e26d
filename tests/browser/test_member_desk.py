"""Der Platz des Mitglieds am Telefon (390 px): to the first paper, a note, an Absage, and back (ux.md 9, journey 2)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import AgendaItem, Meeting, Organization
from motions.rules.clearance import clearance
from tests.factories import consultation, make_released
from tests.meetings import announce, make_item, make_meeting, make_paper_item

from .conftest import Visit
from .inspection import PHONE
from .town import CLERK, user

MEMBER = "Ada Ahornblatt"
OFFICE = "Silas Sandstein"


@pytest.fixture(scope="module")
def meeting(transactional_db: None) -> Meeting:
    """The next meeting of the Rat: six items, the second one with a paper, the last one secret."""
    with clearance("system"):
        council = Organization.objects.get(short_name="Rat")
    row = make_meeting(council, starts_at=timezone.now() + dt.timedelta(days=8))
    make_item(row, "Eröffnung")
    for subject in ("Eine Rampe am Bürgerbüro", "Neue Bäume im Park", "Licht am Radweg", "Ein Steg am Ufer"):
        paper = make_released(
            by=user(CLERK), subject=subject, consultations=[consultation(council, "deciding")]
        )
        with clearance("system"):
            make_paper_item(row, paper.consultations.get())
    make_item(row, "Verkauf an die Muster GmbH", is_public=False)
    return announce(row, by=user(OFFICE))


def press(page: Page, role: str, name: str) -> None:
    page.get_by_role(role, name=name, exact=True).first.click()  # type: ignore[arg-type]


def item(meeting: Meeting, title: str) -> str:
    with clearance("system"):
        return AgendaItem.objects.get(meeting=meeting, title=title).address


def test_a_member_reads_writes_and_declines_on_a_phone(meeting: Meeting, visit: Visit) -> None:
    visitor = visit(size=PHONE)
    page = visitor.open(reverse("demo-login"))
    visitor.start_counting()
    page.get_by_role("button", name=f"Anmelden als {MEMBER}", exact=False).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Meine Sitzungen")
    press(page, "link", "Erstes Dokument")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eine Rampe am Bürgerbüro")
    expect(page.get_by_text("Am Schlossplatz werden vier Bänke aufgestellt.")).to_be_visible()
    assert visitor.interactions() == 2
    visitor.start_counting()
    page.get_by_label("Notiz", exact=True).fill("Nach der Neigung fragen.")
    press(page, "button", "Notiz speichern")
    expect(page.locator(".note")).to_contain_text("Nach der Neigung fragen.")
    assert visitor.interactions() <= 2
    press(page, "link", "Zur Tagesordnung")
    row = page.locator(f"#top-{item(meeting, 'Eine Rampe am Bürgerbüro')}")
    expect(row).to_be_in_viewport()
    expect(row).to_contain_text("gelesen")
    expect(row).to_contain_text("Notiz")
    press(page, "link", "Zu- oder absagen")
    page.get_by_label("Ich komme nicht", exact=True).check()
    press(page, "button", "Antwort senden")
    expect(page.locator(".messages")).to_contain_text("Im Rat gibt es keine Stellvertretung")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_the_agenda_leads_to_each_paper_and_back_to_the_same_place(meeting: Meeting, visit: Visit) -> None:
    visitor = visit(MEMBER, PHONE)
    agenda = reverse("member-meeting", args=[meeting.slug])
    for title in ("Neue Bäume im Park", "Ein Steg am Ufer"):
        page = visitor.open(agenda)
        visitor.start_counting()
        press(page, "link", title)
        expect(page.get_by_role("heading", level=1)).to_have_text(title)
        assert visitor.interactions() == 1
        press(page, "link", "Zur Tagesordnung")
        expect(page.locator(f"#top-{item(meeting, title)}")).to_be_in_viewport()


def test_the_desk_is_used_by_keyboard_alone(meeting: Meeting, visit: Visit) -> None:
    visitor = visit(MEMBER)
    page = visitor.open(reverse("member-home"))
    page.get_by_role("link", name="Erstes Dokument").focus()
    visitor.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Eine Rampe am Bürgerbüro")
    page.get_by_label("Notiz", exact=True).focus()
    page.keyboard.type("Von Hand getippt")
    visitor.press("Tab", "Tab", "Tab")
    assert visitor.focused() == "Notiz speichern"
    visitor.press("Enter")
    expect(page.locator(".note").last).to_contain_text("Von Hand getippt")


def test_without_script_a_note_is_kept(meeting: Meeting, arrive: Visit) -> None:
    visitor = arrive("Quentin Rotkehlchen", java_script_enabled=False)
    address = reverse("member-item", args=[meeting.slug, item(meeting, "Licht am Radweg")])
    page = visitor.open(address)
    page.get_by_label("Notiz", exact=True).fill("Ohne Skript")
    press(page, "button", "Notiz speichern")
    expect(page.locator(".note")).to_contain_text("Ohne Skript")
    assert "Ohne Skript" not in arrive(MEMBER, java_script_enabled=False).open(address).content()


def test_without_script_the_desk_the_agenda_and_a_paper_are_read(meeting: Meeting, arrive: Visit) -> None:
    page = arrive(MEMBER, java_script_enabled=False).open(reverse("member-home"))
    page.locator(f"a[href='{reverse('member-meeting', args=[meeting.slug])}']").first.click()
    expect(page.locator("main")).to_contain_text("Licht am Radweg")
    expect(page.locator("main")).to_contain_text("Verkauf an die Muster GmbH")
    page.locator(
        f"a[href='{reverse('member-item', args=[meeting.slug, item(meeting, 'Licht am Radweg')])}']"
    ).first.click()
    expect(page.locator("h1")).to_contain_text("Licht am Radweg")
    expect(page.locator("main")).to_contain_text("Beschlussentwurf")


def test_the_agenda_and_a_paper_print_without_what_belongs_to_a_screen(
    meeting: Meeting, visit: Visit
) -> None:
    visitor = visit(MEMBER)
    page = visitor.page
    address = [meeting.slug, item(meeting, "Licht am Radweg")]
    for place, shown in (
        (reverse("member-meeting", args=[meeting.slug]), "Licht am Radweg"),
        (reverse("member-item", args=address), "Der Platz bietet heute keine Sitzgelegenheit."),
    ):
        visitor.open(place)
        page.emulate_media(media="print")
        expect(page.get_by_text(shown).first).to_be_visible()
        for hidden in (".site-nav", ".button-row >> nth=0"):
            expect(page.locator(hidden)).to_be_hidden()


def test_a_phone_has_the_four_ways_at_the_thumb_and_a_screen_does_not(meeting: Meeting, visit: Visit) -> None:
    page = visit(MEMBER, PHONE).open(reverse("member-meeting", args=[meeting.slug]))
    links = page.locator(".member-bar a")
    assert links.all_inner_texts() == ["Sitzungen", "Vorlagen", "Notizen", "Suche"]
    for link in links.all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 48
        assert box["y"] + box["height"] <= PHONE["height"]
    expect(page.locator(".site-nav").get_by_text("Meine Sitzungen")).to_be_hidden()
    press(page, "link", "Notizen")
    expect(page.get_by_role("heading", level=1)).to_have_text("Alle Notizen")
    page.set_viewport_size({"width": 1280, "height": 900})
    expect(page.locator(".member-bar")).to_be_hidden()
    expect(page.locator(".site-nav").get_by_text("Meine Sitzungen")).to_be_visible()


def test_a_wide_screen_shows_the_agenda_beside_the_paper(meeting: Meeting, visit: Visit) -> None:
    page = visit(MEMBER).open(
        reverse("member-item", args=[meeting.slug, item(meeting, "Neue Bäume im Park")])
    )
    page.set_viewport_size({"width": 1280, "height": 900})
    pane = page.locator(".agenda-pane")
    expect(pane.locator("[aria-current=page]")).to_contain_text("Neue Bäume im Park")
    pane.get_by_role("link", name="Licht am Radweg").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Licht am Radweg")
    page.set_viewport_size(PHONE)
    expect(pane).to_be_hidden()
