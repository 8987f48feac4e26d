"""Nummern der Haushaltsgliederung in der örtlichen Form: dated local law, digits mean nothing (domain.md 2.6)."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Bylaw
from motions.rules import bylaw_values
from staffing.models import CostCenter, Product
from staffing.rules import budget_codes
from tests.people import Town

DAY = dt.date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _forms(town: Town) -> None:
    """A form that has held for long, and another one from 2027 on."""
    Bylaw.objects.filter(key__in=budget_codes.KEYS.values()).delete()
    for key, form, starts_on, ends_on in (
        ("budget.cost_center_form", "######", dt.date(2020, 1, 1), dt.date(2026, 12, 31)),
        ("budget.cost_center_form", "AA-####", dt.date(2027, 1, 1), None),
        ("budget.product_form", "#.##.##.##", dt.date(2020, 1, 1), None),
    ):
        Bylaw.objects.create(key=key, value=form, starts_on=starts_on, ends_on=ends_on, source="Kontenplan")


@pytest.mark.parametrize(
    ("code", "day", "fits"),
    [
        ("120550", DAY, True),
        ("12055", DAY, False),
        ("1205500", DAY, False),
        ("12O550", DAY, False),
        ("AB-1205", DAY, False),
        ("AB-1205", dt.date(2027, 1, 1), True),
        ("120550", dt.date(2027, 1, 1), False),
        ("١٢٣٤٥٦", DAY, False),
        ("anything", dt.date(2019, 12, 31), True),
    ],
)
def test_a_cost_centre_has_the_form_of_its_day(code: str, day: dt.date, fits: bool) -> None:
    assert (budget_codes.objection(CostCenter, code, on=day) == "") is fits


def test_a_product_has_its_own_form_whose_points_are_points() -> None:
    told = [budget_codes.objection(Product, code, on=DAY) for code in ("1.31.11.01", "1x31x11x01")]
    assert told == [
        "",
        "„1x31x11x01“ hat nicht die Form „#.##.##.##“ (# Ziffer, A Buchstabe). Prüfen Sie die Nummer.",
    ]


@pytest.mark.parametrize("value", ["", "120550", 6, None, "#" * 31])
def test_a_typing_error_in_the_form_is_told_to_who_types(value: object) -> None:
    assert bylaw_values.objection("budget.product_form", value).startswith("Geben Sie die Form einer Nummer")
    assert bylaw_values.objection("budget.product_form", "#.##.##.##") == ""


def test_who_keeps_the_reference_data_is_told_and_an_old_number_stays(client: Client, town: Town) -> None:
    client.force_login(town.administrator)
    address = reverse("admin:staffing_costcenter_add")
    Bylaw.objects.filter(key="budget.cost_center_form", ends_on=None).delete()
    Bylaw.objects.filter(key="budget.cost_center_form").update(ends_on=None)
    refused = client.post(address, {"code": "12-05", "name": "Integration"})
    assert (refused.status_code, "Prüfen Sie die Nummer." in refused.content.decode()) == (200, True)
    assert client.post(address, {"code": "120550", "name": "Integration"}).status_code == 302
    old = CostCenter.objects.create(code="ALT 7")
    change = reverse("admin:staffing_costcenter_change", args=[old.pk])
    assert client.post(change, {"code": "ALT 7", "name": "Alt"}).status_code == 302
    assert list(CostCenter.objects.order_by("pk").values_list("code", "name")) == [
        ("120550", "Integration"),
        ("ALT 7", "Alt"),
    ]
