"""Zeilen im Editor by keyboard: add, move, remove; each act is announced and nothing needs a mouse (ux.md 3.2)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from motions.models import Paper
from motions.rules.clearance import clearance

from .conftest import Visit
from .town import CLERK, draft, editor
from .visitor import Visitor

CUT = """rows => rows.flatMap(row => [...row.querySelectorAll("select")]).filter(field => {
  const style = getComputedStyle(field), pen = document.createElement("canvas").getContext("2d")
  pen.font = style.font
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight)
  return pen.measureText(field.selectedOptions[0].text).width > room
}).map(field => field.selectedOptions[0].text)"""


@pytest.fixture
def row() -> Paper:
    """A draft whose Beratungsfolge is HFA, Rat."""
    return draft()


def sequence(page: Page) -> Locator:
    return page.locator("[data-formset='beratung']")


def chosen(page: Page) -> list[str]:
    """The organs of the visible rows, as the page shows them."""
    selects = sequence(page).locator("[data-formset-row]:not([hidden]) select[name$='organization']")
    return [str(name) for name in selects.evaluate_all("all => all.map(one => one.selectedOptions[0].text)")]


def stored(paper: Paper) -> list[str]:
    with clearance("system"):
        return list(paper.consultations.values_list("organization__name", flat=True))


def test_a_committee_is_added_moved_and_removed_by_keyboard(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    said = sequence(page).get_by_role("status")
    sequence(page).get_by_role("button", name="Beratung hinzufügen").focus()
    clerk.press("Enter")
    expect(said).to_have_text("Beratung 3 hinzugefügt.")
    assert clerk.focused().startswith("Gremium")

    clerk.press("ArrowDown")
    added = chosen(page)[2]
    assert added.startswith("Ausschuss")
    while clerk.focused() != "Nach oben: Beratung 3":
        clerk.press("Tab")
    clerk.press("Enter")
    expect(said).to_have_text("Jetzt an Position 2 von 3.")
    assert clerk.focused() == "Nach oben: Beratung 2"
    clerk.press("Enter")
    expect(said).to_have_text("Jetzt an Position 1 von 3.")
    assert clerk.focused() == "Nach unten: Beratung 1"
    assert chosen(page) == [added, "Haupt- und Finanzausschuss", "Rat"]

    sequence(page).get_by_role("button", name="Entfernen: Beratung 2").focus()
    clerk.press("Enter")
    expect(said).to_have_text("Beratung 2 entfernt. Noch 2 Zeilen.")
    assert clerk.focused() == "Entfernen: Beratung 2"
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert stored(row) == chosen(page) == [added, "Rat"]


def test_a_moved_row_keeps_its_place_through_a_save_that_failed(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    sequence(page).get_by_role("button", name="Nach oben: Beratung 2").click()
    page.get_by_role("button", name="Haushaltsjahr hinzufügen").click()
    page.locator("[name='finanzen-0-year']").fill("2025")
    page.locator("[name='finanzen-0-expense']").fill("abc")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator("[data-error-summary]")).to_contain_text("Haushaltsjahr 1, Aufwand (€)")
    assert chosen(page) == ["Rat", "Haupt- und Finanzausschuss"]
    page.locator("[name='finanzen-0-expense']").fill("100")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert stored(row) == ["Rat", "Haupt- und Finanzausschuss"]


@pytest.mark.parametrize("width", [1280, 390])
def test_what_is_chosen_in_a_row_is_read_to_its_end(visit: Visit, row: Paper, width: int) -> None:
    page = visit(CLERK, {"width": width, "height": 800}).open(editor(row))
    rows = sequence(page).locator("[data-formset-row]")
    assert chosen(page) == ["Haupt- und Finanzausschuss", "Rat"]
    assert rows.evaluate_all(CUT) == []
    day = rows.first.locator("input[type='date']").bounding_box()
    assert day is not None
    assert day["width"] >= 200


def test_the_last_row_cannot_move_and_leaves_the_button_to_add(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    sequence(page).get_by_role("button", name="Entfernen: Beratung 1").click()
    for way in ("Nach oben: Beratung 1", "Nach unten: Beratung 1"):
        button = sequence(page).get_by_role("button", name=way)
        expect(button).to_have_attribute("aria-disabled", "true")
        button.press("Enter")
        assert (clerk.focused(), chosen(page)) == (way, ["Rat"])
    sequence(page).get_by_role("button", name="Entfernen: Beratung 1").press("Enter")
    assert clerk.focused() == "Beratung hinzufügen"
    expect(sequence(page).get_by_text("Noch keine Beratung.")).to_be_visible()


def test_amounts_are_added_up_while_typing(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    for year, expense, income in (("2024", "12.500,50", "2500"), ("2025", "1000", "0,50")):
        page.get_by_role("button", name="Haushaltsjahr hinzufügen").click()
        line = page.locator("[data-formset='finanzen'] > [data-formset-rows] > [data-formset-row]").last
        for name, value in (("year", year), ("expense", expense), ("income", income)):
            line.locator(f"[name$='-{name}']").fill(value)
    totals = page.locator("[data-total]").all_inner_texts()
    assert [total.replace("\u00a0", " ") for total in totals] == ["13.500,50 €", "2.500,50 €", "11.000,00 €"]


def test_the_ground_of_secrecy_appears_below_its_choice_and_is_announced(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    ground = page.get_by_label("Grund der Nichtöffentlichkeit")
    expect(ground).to_be_hidden()
    page.get_by_label("Öffentlich", exact=True).uncheck()
    expect(ground).to_be_visible()
    expect(
        page.get_by_text("Darunter ist ein Feld dazugekommen: Grund der Nichtöffentlichkeit")
    ).to_be_attached()
