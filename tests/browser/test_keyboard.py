"""Nur mit der Tastatur: where the focus is can be seen, and nothing covers it (WCAG 2.4.7, 2.4.11)."""

from __future__ import annotations

import pytest
from django.urls import reverse

from .conftest import Visit
from .inspection import SMALL_PHONE, skip_link_faults, walk
from .town import CLERK, MAYOR, paper

STEPS = 30
DRAFT = "4781"


@pytest.mark.parametrize(
    ("name", "who", "reference"),
    [
        ("home", "", ""),
        ("paper-list", CLERK, ""),
        ("paper-check", MAYOR, "4780"),
        ("paper-edit", CLERK, DRAFT),
    ],
)
def test_the_focus_can_always_be_seen(name: str, who: str, reference: str, visit: Visit) -> None:
    page = visit(who).open(reverse(name, args=[paper(reference).pk] if reference else []))
    assert skip_link_faults(page) == []
    assert walk(page, STEPS) == []


def test_the_bar_at_the_bottom_of_a_phone_covers_nothing(visit: Visit) -> None:
    page = visit(CLERK, SMALL_PHONE).open(reverse("paper-edit", args=[paper(DRAFT).pk]))
    page.get_by_label("Aktenzeichen").focus()
    assert walk(page, STEPS) == []
