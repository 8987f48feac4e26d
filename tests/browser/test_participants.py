"""Beteiligte, Vorschlag und Rückgängig: by keyboard on a phone, and without any script."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from motions.models import Paper, Unit
from motions.rules.clearance import clearance
from tests.factories import make_attachment

from .conftest import Visit
from .inspection import essentials
from .town import CLERK, draft, editor, user

PHONE = {"width": 390, "height": 844}


def asked(row: Paper) -> list[tuple[str, str, bool, str]]:
    with clearance("system"):
        rows = row.participations.order_by("unit__code")
        return [
            (one.name, one.kind, one.is_mandatory, one.due_on.isoformat() if one.due_on else "")
            for one in rows.select_related("unit")
        ]


def sequence(row: Paper) -> list[str]:
    with clearance("system"):
        return list(row.consultations.values_list("organization__short_name", flat=True))


def line(page: Page, code: str) -> str:
    """The start of the names of one unit's fields."""
    return f"beteiligung-{Unit.objects.get(code=code).pk}"


def test_a_unit_is_asked_by_keyboard_on_a_phone(visit: Visit) -> None:
    row = draft()
    clerk = visit(CLERK, PHONE)
    page = clerk.open(editor(row))
    own = line(page, "FB I")
    due, duty = page.locator(f"[name='{own}-due_on']"), page.locator(f"[name='{own}-is_mandatory']")
    expect(due).to_be_hidden()
    expect(duty).to_be_hidden()
    page.locator(f"[name='{own}-kind']").focus()
    clerk.press("ArrowDown")
    expect(due).to_be_visible()
    expect(duty).to_be_visible()
    due.fill("2090-03-01")
    duty.focus()
    clerk.press("Space")
    assert essentials(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert asked(row) == [("FB I", "co_signature", True, "2090-03-01")]


def test_without_script_units_are_asked_and_the_usual_sequence_is_taken(arrive: Visit) -> None:
    row = draft(consultations=[])
    page = arrive(CLERK, java_script_enabled=False).open(editor(row))
    own = line(page, "FB III")
    page.get_by_label("Betreff", exact=True).fill("Ohne Skript")
    page.locator(f"[name='{own}-kind']").select_option("acknowledgement")
    page.locator(f"[name='{own}-due_on']").fill("2090-04-01")
    page.get_by_role("button", name="Vorschlag übernehmen").click()
    expect(page.get_by_label("Betreff", exact=True)).to_have_value("Ohne Skript")
    assert sequence(row) == ["HFA", "Rat"]
    assert asked(row) == [("FB III", "acknowledgement", False, "2090-04-01")]


def test_without_script_a_removed_annex_comes_back(arrive: Visit) -> None:
    row = draft()
    make_attachment(row, by=user(CLERK), title="Lageplan")
    page = arrive(CLERK, java_script_enabled=False).open(editor(row))
    page.get_by_role("button", name="Entfernen Lageplan").click()
    expect(page.locator(".messages")).to_contain_text("Die Anlage „Lageplan“ ist entfernt.")
    page.get_by_role("button", name="Rückgängig Die Anlage „Lageplan“ ist entfernt.").click()
    expect(page.locator("#anlagen").get_by_role("link", name="Lageplan", exact=True)).to_be_visible()


def test_enter_in_a_field_saves_the_draft(visit: Visit) -> None:
    row = draft(consultations=[])
    clerk = visit(CLERK)
    page = clerk.open(editor(row))
    page.get_by_label("Aktenzeichen").fill("51-1")
    clerk.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert (sequence(row), page.url.endswith("/bearbeiten/")) == ([], True)
