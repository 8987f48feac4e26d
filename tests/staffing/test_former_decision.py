"""Der erste Plan einer Stadt: a resolution from before this system puts a version into force (S-01)."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from staffing.models import StaffingPlan
from staffing.rules import drafting, sheet, versions
from staffing.rules.former_decision import FormerDecision
from tests.conftest import Login
from tests.staffing.world import Plans

SOURCE, REASON = "Niederschrift vom 09.12.2025, TOP 7", "Beschlossen, bevor es dieses System gab."


@pytest.fixture
def draft(plans: Plans) -> StaffingPlan:
    """A budget plan in work without a Vorlage."""
    with clearance("system"):
        return drafting.begin("budget", 2026, "Stellenplan 2026", by=plans.town.personnel, now=timezone.now())


def freeze(plans: Plans, plan: StaffingPlan, decision: FormerDecision) -> StaffingPlan:
    with clearance("system"):
        return drafting.freeze(plan, by=plans.town.personnel, now=timezone.now(), decision=decision)


def test_s01_a_plan_the_rat_adopted_before_this_system_holds_for_everybody(
    plans: Plans, draft: StaffingPlan, login: Login
) -> None:
    address = reverse("plan-freeze", args=[draft.pk])
    sent = {"decided_on": "2025-12-09", "decided_source": SOURCE}
    warned = login(plans.town.personnel).post(address, sent)
    assert (warned.status_code, list(warned.context["form"].errors)) == (422, ["decided_reason"])
    login(plans.town.personnel).post(address, sent | {"decided_reason": REASON})
    with clearance("public"):
        (version,) = versions.of_year(AnonymousUser(), 2026)
        assert version.in_force_from == dt.date(2025, 12, 9)
    page = login(plans.town.council_member).get(reverse("staffing-plan", args=[2026])).content.decode()
    assert (SOURCE in page, REASON in page) == (True, False)
    kept = login(plans.town.personnel).get(reverse("plan-version", args=[draft.pk])).content.decode()
    assert (SOURCE in kept, REASON in kept, f"Eingetragen von {plans.town.personnel}" in kept) == (True,) * 3


@pytest.mark.parametrize(
    ("decision", "fields"),
    [
        (FormerDecision(None, SOURCE, REASON), ["decided_on"]),
        (FormerDecision(dt.date(2025, 12, 9), " ", REASON), ["decided_source"]),
        (FormerDecision(dt.date(2999, 1, 1), SOURCE, REASON), ["decided_on"]),
    ],
)
def test_s01_half_a_resolution_or_one_to_come_is_none(
    plans: Plans, draft: StaffingPlan, decision: FormerDecision, fields: list[str]
) -> None:
    with pytest.raises(Refused) as refusal:
        freeze(plans, draft, decision)
    assert [finding.field for finding in refusal.value.findings] == fields


def test_s01_where_there_is_a_vorlage_it_decides_alone(plans: Plans, draft: StaffingPlan) -> None:
    with clearance("system"):
        StaffingPlan.objects.filter(pk=draft.pk).update(paper=plans.paper)
    with pytest.raises(Refused, match="mit ihrer Vorlage"):
        freeze(plans, draft, FormerDecision(dt.date(2025, 12, 9), SOURCE, REASON))


def test_the_database_knows_no_resolution_without_source_and_none_to_come(
    plans: Plans, draft: StaffingPlan
) -> None:
    later, by = {"frozen_at": timezone.now(), "frozen_by": plans.town.personnel}, StaffingPlan.objects
    told = {"decided_source": SOURCE, "decided_reason": REASON}
    for name, values in (
        ("plan_decision_documented", {"decided_on": dt.date(2025, 12, 9)}),
        ("plan_decision_documented", told),
        ("plan_decision_happened", {"decided_on": dt.date(2999, 1, 1), **told, **later}),
    ):
        with clearance("system"), pytest.raises(IntegrityError, match=name), transaction.atomic():
            by.filter(pk=draft.pk).update(**values)


@pytest.mark.usefixtures("system")
def test_c09_an_amendment_counts_until_the_next_plan_holds(plans: Plans) -> None:
    by, now = plans.town.personnel, timezone.now()

    def adopt(kind: str, year: int, day: dt.date, number: int = 0) -> StaffingPlan:
        plan = drafting.begin(kind, year, f"{kind} {day}", by=by, now=now)
        if number:
            entry = versions.entries([plans.budget])[number - 1]
            drafting.drop(plan, entry, reason="Entfällt", version=plan.version, by=by)
        return drafting.freeze(
            plan, by=by, now=now, decision=FormerDecision(day, "Niederschrift", "Altbestand")
        )

    late = adopt("amendment", 2023, dt.date(2024, 2, 6), 3)
    assert versions.at_end_of(AnonymousUser(), 2023) == [plans.budget, late]
    following = adopt("budget", 2024, dt.date(2024, 3, 19))
    assert (following.entries.count(), versions.base_of(by, following)) == (79, [plans.budget, late])
    too_late = adopt("amendment", 2023, dt.date(2024, 4, 2), 4)
    assert versions.last_day_of(AnonymousUser(), 2023) == dt.date(2024, 3, 18)
    assert too_late not in versions.before_year(AnonymousUser(), 2024)
    shown = sheet.of_year(AnonymousUser(), 2023, on=dt.date(2024, 2, 20))
    assert shown is not None
    assert [version.plan for version in shown.in_force] == [plans.budget, late]
