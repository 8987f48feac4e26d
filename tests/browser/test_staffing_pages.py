"""Die Seiten der Personalstelle: no fault for axe, structure, reflow, spacing and targets."""

from __future__ import annotations

import pytest
from django.urls import reverse

from motions.rules.clearance import clearance
from staffing.models import ExternalCapacity, FundingGrant, FundingRate, PositionAssignment, StaffingPlan

from .conftest import Visit
from .inspection import faults
from .places import Place
from .test_plan_rows import KEEPER


def _draft() -> list[object]:
    with clearance("system"):
        return [StaffingPlan.objects.get(frozen_at=None, year=2027).pk]


def _entry() -> list[object]:
    return [*_draft(), 41]


def _position() -> list[object]:
    return [34]


def _former() -> list[object]:
    with clearance("system"):
        return [StaffingPlan.objects.exclude(frozen_at=None).latest("pk").pk]


def _assignment() -> list[object]:
    with clearance("system"):
        return [PositionAssignment.objects.filter(position__number=34).latest("pk").pk]


def _external() -> list[object]:
    with clearance("system"):
        return [ExternalCapacity.objects.get().pk]


def _grant() -> list[object]:
    with clearance("system"):
        return [FundingGrant.objects.get(title="KIM, Case-Management").pk]


def _rate() -> list[object]:
    with clearance("system"):
        rate = FundingRate.objects.get(grant__title="KIM, Case-Management")
        return [rate.grant_id, "satz", rate.pk]


PUBLIC = (
    Place("staffing-plans"),
    Place("staffing-plan", arguments=lambda: [2023]),
)
PLACES = (
    Place("plan-list", KEEPER),
    Place("plan-new", KEEPER),
    Place("plan-import", KEEPER),
    Place("plan-stage", KEEPER, _former),
    Place("plan-paper", KEEPER, _draft),
    Place("hearing-new", KEEPER, _draft),
    Place("entry-new", KEEPER, _draft),
    Place("plan-version", KEEPER, _draft, "?stand=veraendert"),
    Place("plan-freeze", KEEPER, _draft),
    Place("plan-lists", KEEPER, _draft),
    Place("plan-occupied", KEEPER, _draft),
    Place("staffing-plan-version", KEEPER, lambda: [2027, 1], state="Entwurf"),
    Place("staffing-plan", KEEPER, lambda: [2027], state="noch ohne Plan"),
    Place("plan-day", KEEPER, query="?stichtag=2023-12-31"),
    Place("plan-compare", KEEPER, query="?von_tag=2022-12-31&bis_tag=2026-12-31"),
    Place("entry-edit", KEEPER, _entry),
    Place("entry-row", KEEPER, _entry),
    Place("entry-drop", KEEPER, _entry),
    Place("position-detail", KEEPER, _position),
    Place("assignment-new", KEEPER, _position),
    Place("evaluation-new", KEEPER, _position),
    Place("external-list", KEEPER),
    Place("release-new", KEEPER, _position),
    Place("assignment-change", KEEPER, _assignment),
    Place("assignment-end", KEEPER, _assignment),
    Place("position-cost", KEEPER, lambda: [34, 2026]),
    Place("external-new", KEEPER),
    Place("external-edit", KEEPER, _external),
    Place("grant-list", KEEPER),
    Place("grant-detail", KEEPER, _grant),
    Place("grant-new", KEEPER),
    Place("grant-edit", KEEPER, _grant),
    Place("grant-part-new", KEEPER, lambda: [*_grant(), "mittelabruf"]),
    Place("grant-part-edit", KEEPER, _rate),
    Place("grant-part-strike", KEEPER, _rate),
)


@pytest.mark.parametrize("place", [*PUBLIC, *PLACES], ids=str)
def test_every_page_is_accessible(place: Place, visit: Visit) -> None:
    assert faults(visit(place.who).arrive_at(place.address())) == []


def test_a_row_in_work_is_accessible(visit: Visit) -> None:
    page = visit(KEEPER).open(reverse("plan-version", args=_draft()))
    page.locator("tr[data-number='12'] [data-edit-row]").press("Enter")
    assert faults(page) == []
    page.keyboard.press("Escape")
