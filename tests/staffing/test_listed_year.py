"""Kosten einer Stelle in dem Jahr, in dem der Rat sie ändert: each month as it was listed then (L-01)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.utils import timezone

from staffing.models import PayGrade, PlanEntry
from staffing.rules import drafting, position_costs, versions
from staffing.rules.former_decision import FormerDecision
from staffing.rules.listing import listing_of
from staffing.rules.position_costs import PositionCost
from tests.staffing.test_versions import resolve
from tests.staffing.world import Plans

pytestmark = pytest.mark.usefixtures("system")
DECEMBER = dt.date(2023, 12, 31)
JULY = dt.date(2023, 7, 1)


def entry_of(plans: Plans, grade: str) -> PlanEntry:
    rows = versions.entries([plans.budget])
    return next(row for row in rows if row.grade.code == grade and row.fte == 1 and not row.notes.all())


def amended(plans: Plans, entry: PlanEntry, grade: str = "") -> None:
    """Resolved elsewhere, in force from July on: another grade, or no post any more."""
    by, now = plans.town.personnel, timezone.now()
    plan = drafting.begin("amendment", 2023, f"Stelle {entry.position.number}", by=by, now=now)
    if grade:
        listing = replace(listing_of(entry), grade=PayGrade.objects.get(code=grade))
        drafting.put(plan, entry.position, listing, version=None, by=by)
    else:
        drafting.drop(plan, entry, reason="", version=None, by=by)
    plan.refresh_from_db()
    drafting.freeze(plan, by=by, now=now, decision=FormerDecision(JULY, "Niederschrift", "Altbestand"))


def cost(plans: Plans, entry: PlanEntry, year: int = 2023, *, on: dt.date = DECEMBER) -> PositionCost:
    found = position_costs.of_position(plans.town.treasurer, entry.position.number, year, on=on)
    assert found is not None
    assert found.cost is not None
    return found


def spans(found: PositionCost) -> list[str]:
    assert found.cost is not None
    return [line.formula.split(":")[0] for line in found.cost.lines if line.label.startswith("Tabellen")]


def test_l01_a_post_regraded_in_july_costs_half_a_year_in_each_grade(plans: Plans) -> None:
    entry = entry_of(plans, "E 8")
    before = cost(plans, entry)
    amended(plans, entry, "E 9a")
    found = cost(plans, entry)
    assert [words.split(",")[0] for words in spans(found)] == ["E 8", "E 9a"]
    assert found.cost is not None
    assert before.cost is not None
    lines = {line.label: line.amount for line in found.cost.lines}
    whole = {line.label: line.amount for line in before.cost.lines}
    assert lines["Tabellenentgelt 01 bis 06/2023"] == whole["Tabellenentgelt 01 bis 12/2023"] / 2
    assert found.cost.gross > before.cost.gross
    assert {words.split(",")[0] for words in spans(cost(plans, entry, 2024))} == {"E 9a"}


def test_l01_a_post_that_begins_in_september_costs_from_september_on(plans: Plans) -> None:
    resolve(plans)
    found = cost(plans, versions.entries([plans.amendment])[0])
    assert found.cost is not None
    assert [month for month, _ in found.cost.by_month] == [9, 10, 11, 12]
    assert found.cost.workplace == Decimal("3233.33")


def test_l01_a_post_that_ended_in_june_costs_until_june(plans: Plans) -> None:
    entry = entry_of(plans, "E 8")
    amended(plans, entry)
    found = cost(plans, entry, on=dt.date(2023, 6, 30))
    assert found.cost is not None
    assert [month for month, _ in found.cost.by_month] == [1, 2, 3, 4, 5, 6]
    assert position_costs.of_position(plans.town.treasurer, entry.position.number, 2023, on=DECEMBER) is None
