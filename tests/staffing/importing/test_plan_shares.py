"""Produktanteile: parts of one and percent are exact until their sum is known, and what is rounded is said (C-01)."""

from decimal import Decimal
from typing import Any

import pytest

from staffing.importing.imported import ReadPlan, Weight
from staffing.importing.plan_rows import read_plan
from tests.staffing.importing.sheets import post, workbook


def read(*written: Any) -> ReadPlan:
    """A post with these shares, one row each."""
    first, *others = written
    further = [[None] * 5 + [f"1.{place}", value, None, None] for place, value in enumerate(others)]
    return read_plan(workbook(post(Anteil=first), *further))


def shares(found: ReadPlan) -> list[Decimal]:
    return [share for _, share in found.posts[0].shares]


def told(found: ReadPlan) -> list[tuple[str, Weight, str, str]]:
    return [(str(row.place), row.weight, row.text, row.source) for row in found.remarks]


@pytest.mark.parametrize(
    ("written", "expected", "source"),
    [
        ((0.4, 0.6), ["40.00", "60.00"], "0,4 + 0,6"),
        ((0.334, 0.666), ["33.40", "66.60"], "0,334 + 0,666"),
        (("0,334", "0,666"), ["33.40", "66.60"], "0,334 + 0,666"),
        ((0.125, 0.875), ["12.50", "87.50"], "0,125 + 0,875"),
        ((1,), ["100.00"], "1"),
    ],
)
def test_c01_parts_of_one_are_multiplied_before_they_are_rounded_and_said(
    written: tuple[Any, ...], expected: list[str], source: str
) -> None:
    found = read(*written)
    assert shares(found) == [Decimal(share) for share in expected]
    sentence = "Die Anteile ergeben 1. Gelesen wurden sie als Teile von 100 %."
    assert told(found) == [("Blatt „Stellen“, Zelle G3", Weight.WARNING, sentence, source)]


def test_c01_a_share_with_more_than_two_places_is_rounded_and_said() -> None:
    found = read("33,3333 %", "66,6667 %")
    assert shares(found) == [Decimal("33.33"), Decimal("66.67")]
    sentence = "Mehr als zwei Nachkommastellen: gelesen als 33,33 + 66,67 % (gerundet)."
    assert told(found) == [("Blatt „Stellen“, Zelle G3", Weight.WARNING, sentence, "33,3333 + 66,6667")]
