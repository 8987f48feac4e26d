"""Veränderungsliste: what two plans differ in, post by post and in sums that agree (S-08)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from staffing.models import PayGrade, PlanEntry, StaffingPlan
from staffing.rules import changes, drafting, plan_board, sums, versions
from staffing.rules.listing import listing_of
from staffing.rules.posts import posts_of
from tests.staffing.world import Plans

pytestmark = pytest.mark.usefixtures("system")
FULL = Decimal("1.00")


def amended(plans: Plans) -> tuple[list[PlanEntry], list[PlanEntry]]:
    """The plan of 2023 without and with an amendment that adds, changes and ends a post."""
    by = plans.town.personnel
    before = versions.entries([plans.budget])
    draft: StaffingPlan = drafting.begin("amendment", 2023, "Versuch", by=by, now=timezone.now())
    first, second = before[1], before[2]
    higher = PayGrade.objects.get(code="A 14")
    listing = replace(listing_of(first), grade=higher, fte=Decimal("0.50"), reason="Neu bewertet")
    drafting.put(draft, first.position, listing, version=draft.version, by=by)
    drafting.drop(draft, second, reason="Aufgabe entfällt", version=draft.version, by=by)
    new = replace(listing, title="Archiv", fte=FULL, shares=listing_of(second).shares)
    drafting.put(draft, None, new, version=draft.version, by=by)
    return before, versions.entries([plans.budget, draft])


def test_s08_each_change_has_its_word_and_what_was_before(plans: Plans) -> None:
    before, after = amended(plans)
    found = changes.between(before, after)
    assert [(row.word, row.entry.title == "Archiv", str(row.fte)) for row in found] == [
        ("geändert", False, str(Decimal("0.50") - before[1].fte)),
        ("entfällt", False, str(-before[2].fte)),
        ("neu", True, "1.00"),
    ]
    told = [(row.label, row.before, row.after) for row in found[0].differences]
    assert told == [("Gruppe", before[1].grade.code, "A 14"), ("VZÄ", "1,00", "0,50")]
    assert [row.differences for row in found[1:]] == [[], []]


def test_s08_a_post_that_is_only_explained_anew_has_not_changed(plans: Plans) -> None:
    before = versions.entries([plans.budget])
    assert changes.between(before, before) == []
    again = versions.entries([plans.budget])
    again[0].reason = "Anders begründet"
    assert changes.between(before, again) == []


def test_s08_the_synopsis_adds_up_in_both_cuts(plans: Plans) -> None:
    before, after = amended(plans)
    draft = StaffingPlan.objects.get(title="Versuch")
    board, posts = plan_board.board(draft, by=plans.town.personnel), posts_of([plans.budget, draft])
    for is_split in (True, False):
        table = plan_board.synopsis_of(board, is_split=is_split)
        assert (table.agrees, table.total.before, table.total.after) == (
            True,
            sum(row.fte for row in before),
            sum(row.fte for row in after),
        )
        assert sum(row.change for row in table.by_grade) == table.total.change
        areas = {row.label[:2]: row.after for row in table.by_area}
        expected: dict[str, Decimal] = {}
        for (area, _), fte in sums.by_area(posts, is_split=is_split).items():
            expected[area] = expected.get(area, Decimal(0)) + fte
        assert {area: fte for area, fte in areas.items() if fte} == expected
        of_units: dict[str, Decimal] = {}
        for row in after:
            of_units[str(row.unit)] = of_units.get(str(row.unit), Decimal(0)) + row.fte
        assert {row.label: row.after for row in table.by_unit if row.after} == of_units
    grown = {row.label: row.change for row in table.by_grade if row.change}
    assert grown["A 14"] == Decimal("1.50")


def test_s08_the_board_says_what_the_list_of_changes_says(plans: Plans) -> None:
    before, after = amended(plans)
    draft = StaffingPlan.objects.get(title="Versuch")
    board = plan_board.board(draft, by=plans.town.personnel)
    told = [(row.position, row.word, row.fte) for row in changes.between(before, after)]
    assert [(row.position, row.word, row.fte) for row in plan_board.changes_of(board)] == told


def test_s08_a_synopsis_that_loses_a_post_says_so(plans: Plans) -> None:
    amended(plans)
    board = plan_board.board(StaffingPlan.objects.get(title="Versuch"), by=plans.town.personnel)
    whole = plan_board.synopsis_of(board, is_split=True)
    assert not replace(whole, by_area=whole.by_area[1:]).agrees
    assert not replace(whole, by_unit=whole.by_unit[1:]).agrees
