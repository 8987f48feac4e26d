"""Eine Zeile des Stellenplans nur mit der Tastatur ändern: Enter opens and saves, Escape gives up, nothing is lost."""

from __future__ import annotations

import re

from django.urls import reverse
from playwright.sync_api import Page, expect

from motions.rules.clearance import clearance
from staffing.models import PlanEntry, StaffingPlan

from .conftest import Visit

KEEPER = "Paula Porzellan"


def _open(visit: Visit) -> tuple[Page, StaffingPlan]:
    with clearance("system"):
        plan = StaffingPlan.objects.get(frozen_at=None, year=2027)
    page = visit(KEEPER).open(f"{reverse('plan-version', args=[plan.pk])}?fachbereich=FB II")
    return page, plan


def _title(plan: StaffingPlan, number: int) -> str:
    with clearance("system"):
        return PlanEntry.objects.get(plan=plan, position__number=number).title


def test_a_row_is_chosen_changed_and_saved_by_keyboard(visit: Visit) -> None:
    page, plan = _open(visit)
    page.locator("tr[data-number='31'] [data-edit-row]").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("tr[data-number='32'] [data-edit-row]")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Bezeichnung, Stelle 32")).to_be_focused()
    page.keyboard.type("Stabsstelle Soziales")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Gruppe, Stelle 32")).to_be_focused()
    page.keyboard.type("E 9")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Geben Sie E 9a, E 9b oder E 9c ein.")).to_be_visible()
    expect(page.get_by_label("Gruppe, Stelle 32")).to_be_focused()
    page.keyboard.press("Control+a")
    page.keyboard.type("S 11b")
    page.keyboard.press("Enter")
    expect(page.locator("[data-plan-status]")).to_have_text("Stelle 32 ist gespeichert.")
    row = page.locator("tr[data-number='32']")
    expect(row).to_contain_text("geändert")
    expect(row).to_contain_text(re.compile(r"S 12.*S 11b"))
    expect(row.locator("[data-edit-row]")).to_be_focused()
    assert _title(plan, 32) == "Stabsstelle Soziales"


def test_escape_gives_up_what_was_typed(visit: Visit) -> None:
    page, plan = _open(visit)
    before = _title(plan, 35)
    page.locator("tr[data-number='35'] [data-edit-row]").press("Enter")
    page.keyboard.type("Ganz anders")
    page.keyboard.press("Escape")
    row = page.locator("tr[data-number='35']")
    expect(row).to_contain_text(before)
    expect(row.locator("[data-edit-row]")).to_be_focused()
    assert _title(plan, 35) == before


def test_the_slower_of_two_sees_both_versions_in_the_row(visit: Visit, arrive: Visit) -> None:
    page, plan = _open(visit)
    page.locator("tr[data-number='36'] [data-edit-row]").press("Enter")
    page.keyboard.type("Hausmeister Nord")
    other, _ = _open(arrive)
    other.locator("tr[data-number='36'] [data-edit-row]").press("Enter")
    other.keyboard.type("Hausmeister Süd")
    other.keyboard.press("Enter")
    expect(other.locator("[data-plan-status]")).to_have_text("Stelle 36 ist gespeichert.")
    page.keyboard.press("Enter")
    conflict = page.locator("[data-plan-conflict]")
    expect(conflict).to_contain_text("gespeichert Hausmeister Süd, Ihre Eingabe Hausmeister Nord")
    expect(page.get_by_label("Bezeichnung, Stelle 36")).to_have_value("Hausmeister Nord")
    page.keyboard.press("Enter")
    expect(page.locator("[data-plan-status]")).to_have_text("Stelle 36 ist gespeichert.")
    assert _title(plan, 36) == "Hausmeister Nord"
