"""Was eine Änderung im Jahr ausmacht: the year with it less the year without it, whatever its month (L-01, K-03)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest

from staffing.models import PayGrade, PlanEntry
from staffing.rules import costs, council, drafting, impact, versions
from staffing.rules.listing import listing_of
from staffing.rules.pay_book import PayBook
from tests.staffing.world import NOW, Plans

pytestmark = pytest.mark.usefixtures("system")
JULY = dt.date(2025, 7, 1)


def entry_of(plans: Plans, grade: str) -> PlanEntry:
    """A full post of a grade without notes."""
    rows = versions.entries([plans.budget])
    return next(row for row in rows if row.grade.code == grade and row.fte == 1 and not row.notes.all())


def year_of(grade: str, *, until: dt.date | None = None) -> costs.YearCost:
    book, first = PayBook.read(), dt.date(2025, 1, 1)
    found = PayGrade.objects.get(code=grade)
    return costs.year_cost(book, costs.planned_post(book, found, Decimal(1), since=first, until=until), 2025)


def test_l01_a_post_regraded_in_july_costs_more_from_july_on_and_in_the_whole_bonus(plans: Plans) -> None:
    entry, by = entry_of(plans, "E 8"), plans.town.personnel
    plan = drafting.begin("amendment", 2023, "Höher bewertet", by=by, now=NOW)
    higher = replace(listing_of(entry), grade=PayGrade.objects.get(code="E 9a"))
    drafting.put(plan, entry.position, higher, version=None, by=by)
    found = impact.impact(council.changes_of(plan, by=by), since=JULY)
    lines = {line.label: line for line in year_of("E 8").lines}
    bonus = Decimal("3986.06") * Decimal("0.7028") - lines["Jahressonderzahlung"].amount
    monthly = 6 * (Decimal("3986.06") - Decimal("3738.68"))
    expected = (monthly * Decimal("1.02") + bonus) * (1 + Decimal("0.2095") + Decimal("0.0775"))
    assert round(found.of_year(2025).personnel, 1) == round(expected, 1)
    assert found.of_year(2026).personnel > 0


def test_l01_a_post_that_ends_in_june_saves_six_months_and_the_whole_bonus(plans: Plans) -> None:
    entry, by = entry_of(plans, "E 8"), plans.town.personnel
    plan = drafting.begin("amendment", 2023, "Wegfall", by=by, now=NOW)
    drafting.drop(plan, entry, reason="", version=None, by=by)
    found = impact.impact(council.changes_of(plan, by=by), since=JULY)
    whole, half = year_of("E 8"), year_of("E 8", until=dt.date(2025, 6, 30))
    assert found.of_year(2025).personnel == half.gross - whole.gross
    assert [line.label for line in half.lines if line.label == "Jahressonderzahlung"] == []


def test_k03_a_funded_post_that_ends_in_june_loses_the_grant_of_six_months(plans: Plans) -> None:
    """57,000 euro a year, paid by the month."""
    by = plans.town.personnel
    change = council.changes_of(plans.amendment, by=by)[0]
    dropped = replace(change, before=change.after, after=None)
    found = impact.impact([dropped], since=JULY)
    assert [found.of_year(year).grant for year in (2025, 2026)] == [Decimal(-28_500), Decimal(-57_000)]
