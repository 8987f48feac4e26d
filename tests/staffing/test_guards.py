"""Was nie falsch sein darf: the database refuses it, whoever tries (C-01, C-07, K-01, K-05, S-07)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.rules.findings import OutdatedState, Refused
from staffing.models import (
    FundingGrant,
    FundingProgram,
    GrantPosition,
    PayGrade,
    Position,
    StaffingPlan,
)
from staffing.rules import drafting, versions
from staffing.rules.listing import Listing, listing_of
from tests.motions.refusals import rules_of
from tests.people import Town
from tests.staffing.world import Plans

NOW = timezone.now()
YEAR = {"starts_on": dt.date(2024, 1, 1), "ends_on": dt.date(2024, 12, 31)}


pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def grants(plans: Plans) -> list[FundingGrant]:
    """Two grants that could pay for the same post."""
    program = FundingProgram.objects.create(code="test", name="Test", giver="Land NRW", module=2)
    unit = plans.town.units["FB II"]
    return [
        FundingGrant.objects.create(
            program=program, title=title, model="lump_sum", lead_unit=unit, starts_on=dt.date(2024, 1, 1)
        )
        for title in ("Land", "Bund")
    ]


def draft(plans: Plans) -> tuple[StaffingPlan, Listing]:
    """An amendment in work, and how the first post is listed."""
    plan = drafting.begin("amendment", 2023, "Versuch", by=plans.town.personnel, now=NOW)
    return plan, listing_of(versions.entries([plans.budget])[0])


def fund(grant: FundingGrant, percent: int, **period: Any) -> GrantPosition:
    position = Position.objects.get(number=34)
    return GrantPosition.objects.create(
        grant=grant, position=position, fte=1, cost_percent=percent, **YEAR | period
    )


@pytest.mark.parametrize("percent", ["99.99", "100.01"])
def test_c01_shares_that_are_not_whole_are_refused(plans: Plans, percent: str) -> None:
    plan, listing = draft(plans)
    wrong = replace(listing, shares=[(listing.shares[0][0], Decimal(percent))])
    with pytest.raises(Refused, match="Verteilen Sie genau 100 %") as refusal:
        drafting.put(plan, None, wrong, version=plan.version, by=plans.town.personnel)
    assert rules_of(refusal) == ["C-01"]


def test_c01_the_database_freezes_no_plan_with_half_a_share(plans: Plans) -> None:
    plan, listing = draft(plans)
    entry = drafting.put(plan, None, listing, version=plan.version, by=plans.town.personnel)
    entry.shares.update(percent=50)
    with pytest.raises(Exception, match="total 100 percent"), transaction.atomic():
        drafting.freeze(plan, by=plans.town.personnel, now=NOW)
    entry.shares.update(percent=100)
    assert drafting.freeze(plan, by=plans.town.personnel, now=NOW).is_frozen


@pytest.mark.parametrize("code", ["E 15Ü", "E 2Ü"])
def test_c07_transition_grades_are_not_for_new_posts(plans: Plans, code: str) -> None:
    plan, listing = draft(plans)
    wrong = replace(listing, grade=PayGrade.objects.get(code=code))
    with pytest.raises(Refused) as refusal:
        drafting.put(plan, None, wrong, version=plan.version, by=plans.town.personnel)
    assert rules_of(refusal) == ["C-07"]
    with pytest.raises(Refused, match="nur für Übergeleitete"):
        drafting.put(plan, Position.objects.get(number=1), wrong, version=None, by=plans.town.personnel)


@pytest.mark.parametrize("code", ["E 9", "S 1", "S 5", "S 6", "S 10", "A 9", "A 13"])
def test_c08_grades_that_say_too_little_or_do_not_exist_are_unknown(plans: Plans, code: str) -> None:
    assert not PayGrade.objects.filter(code=code).exists()


def test_an_empty_amendment_is_not_written_down(plans: Plans) -> None:
    plan, _ = draft(plans)
    with pytest.raises(Refused, match="noch keine Stelle"):
        drafting.freeze(plan, by=plans.town.personnel, now=NOW)


def test_a_second_tab_does_not_overwrite(plans: Plans) -> None:
    plan, listing = draft(plans)
    seen = plan.version
    drafting.put(plan, None, listing, version=seen, by=plans.town.personnel)
    with pytest.raises(OutdatedState, match="inzwischen geändert"):
        drafting.put(plan, None, listing, version=seen, by=plans.town.personnel)


def test_s01_a_year_without_a_plan_has_no_amendment(plans: Plans) -> None:
    with pytest.raises(Refused) as refusal:
        drafting.begin("amendment", 2031, "Versuch", by=plans.town.personnel, now=NOW)
    assert rules_of(refusal) == ["S-01"]


def test_a_dropped_post_leaves_the_plan(plans: Plans) -> None:
    plan, _ = draft(plans)
    first = versions.entries([plans.budget])[0]
    drafting.drop(plan, first, reason="Aufgabe entfällt", version=plan.version, by=plans.town.personnel)
    assert len(versions.entries([plans.budget, plan])) == 79
    drafting.take_back(plan, first.position, version=plan.version, by=plans.town.personnel)
    assert len(versions.entries([plans.budget, plan])) == 80


def test_k05_no_cost_is_funded_twice(grants: list[FundingGrant]) -> None:
    fund(grants[0], 60)
    with pytest.raises(Exception, match="no cost is funded twice"), transaction.atomic():
        fund(grants[1], 41)
    fund(grants[1], 40)
    assert GrantPosition.objects.filter(position__number=34).count() == 2


def test_k05_one_after_the_other_is_allowed_and_an_overlap_of_a_day_is_not(
    grants: list[FundingGrant],
) -> None:
    fund(grants[0], 100)
    later = {"starts_on": dt.date(2025, 1, 1), "ends_on": None}
    fund(grants[1], 100, **later)
    with pytest.raises(Exception, match="no cost is funded twice"), transaction.atomic():
        GrantPosition.objects.filter(grant=grants[0]).update(ends_on=dt.date(2025, 1, 1))


@pytest.mark.parametrize("stage", ["granted", "changed", "final"])
def test_k01_secured_is_only_what_a_document_says(grants: list[FundingGrant], town: Town, stage: str) -> None:
    told = {"reached_on": dt.date(2023, 7, 1), "recorded_by": town.personnel, "recorded_at": NOW}
    grants[0].stages.create(stage="announced", **told)
    with pytest.raises(IntegrityError, match="grant_secured_by_document"), transaction.atomic():
        grants[0].stages.create(stage=stage, **told)
    row = grants[0].stages.create(stage=stage, document="Bescheid vom 1. Juli 2023", **told)
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(document="")
