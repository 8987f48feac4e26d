"""Was bei den Förderungen überfällig ist, steht unter „Aufgaben“ (K-04, K-07), and how one gets to them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import User
from motions.models.period import months_after
from motions.rules.clearance import clearance
from staffing.models import Clawback, FundingGrant, UsageReport
from staffing.rules import grant_duties
from tests.conftest import Login
from tests.staffing.world import Plans

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
REPORT = "1 Nachweis oder Bericht ist überfällig"
REPAYMENT = "1 Rückzahlung oder Prüfung ist nicht erledigt"


def late_report(grant: FundingGrant, **fields: Any) -> UsageReport:
    known: dict[str, Any] = {"kind": "content", "year": 2024, "due_on": TODAY - dt.timedelta(days=1)}
    with clearance("system"):
        return UsageReport.objects.create(grant=grant, **known | fields)


def repayment(plans: Plans, grant: FundingGrant, **fields: Any) -> Clawback:
    by: dict[str, Any] = {"recorded_by": plans.town.personnel, "recorded_at": NOW, "kind": "check"}
    known: dict[str, Any] = {"year": 2024, "amount": 5, "reason": "Vakanz"}
    with clearance("system"):
        return Clawback.objects.create(grant=grant, **by | known | fields)


def told(user: User) -> list[str]:
    with clearance("user", user.pk):
        return [duty.text for duty in grant_duties.of(user, TODAY) if "Vakanz" not in duty.text]


@pytest.fixture
def grant(plans: Plans) -> FundingGrant:
    with clearance("system"):
        return FundingGrant.objects.get()


def test_k07_a_late_report_is_a_task_of_the_keepers_and_of_the_unit(
    plans: Plans, grant: FundingGrant
) -> None:
    late_report(grant)
    late_report(grant, year=2023, due_on=TODAY)
    late_report(grant, year=2022, submitted_on=TODAY, document="Az. 1")
    town = plans.town
    people = (town.personnel, town.treasurer, town.unit_head, town.mayor, town.office, town.outsider)
    assert [told(user) for user in people] == [[REPORT], [REPORT], [REPORT], [], [], []]


def test_k02_a_grant_that_ends_soon_is_a_task_of_the_keepers_and_of_the_unit(
    plans: Plans, grant: FundingGrant
) -> None:
    town, first = plans.town, months_after(TODAY, 12)
    people = (town.personnel, town.treasurer, town.unit_head, town.mayor, town.outsider)
    for ends_on, words in (
        (first, [f"1 Förderung endet bis {first:%d.%m.%Y}"]),
        (first + dt.timedelta(days=1), []),
        (TODAY - dt.timedelta(days=1), []),
    ):
        with clearance("system"):
            FundingGrant.objects.filter(pk=grant.pk).update(ends_on=ends_on)
        assert [told(user) for user in people] == [words, words, words, [], []]


def test_k04_an_open_repayment_is_a_task_of_the_keepers(plans: Plans, grant: FundingGrant) -> None:
    repayment(plans, grant)
    repayment(plans, grant, year=2023, settled_on=TODAY)
    town = plans.town
    people = (town.personnel, town.treasurer, town.unit_head, town.mayor)
    assert [told(user) for user in people] == [[REPAYMENT], [REPAYMENT], [], []]


def test_the_desk_leads_to_the_grants(plans: Plans, grant: FundingGrant, login: Login) -> None:
    late_report(grant)
    link = f'<a href="{reverse("grant-list")}">{REPORT}</a>'
    assert link in login(plans.town.treasurer).get(reverse("desk")).content.decode()
    assert REPORT not in login(plans.town.mayor).get(reverse("desk")).content.decode()


def test_the_duties_cost_the_same_for_one_and_for_many(plans: Plans, grant: FundingGrant) -> None:
    def asked() -> int:
        user = plans.town.personnel
        with clearance("user", user.pk), CaptureQueriesContext(connection) as found:
            grant_duties.of(user, TODAY)
        return len(found)

    late_report(grant)
    repayment(plans, grant)
    few = asked()
    with clearance("system"):
        values = {"program": grant.program, "lead_unit": grant.lead_unit, "starts_on": grant.starts_on}
        others = [
            FundingGrant.objects.create(title=f"F {number}", model=grant.model, **values)
            for number in range(3)
        ]
    for other in others:
        late_report(other)
        repayment(plans, other)
    assert asked() == few


def test_grants_are_found_from_the_plan_and_marked_as_its_section(
    plans: Plans, grant: FundingGrant, login: Login
) -> None:
    client, address = login(plans.town.treasurer), reverse("grant-list")
    assert f'href="{address}"' in client.get(reverse("plan-list")).content.decode()
    for page in (address, reverse("grant-detail", args=[grant.pk]), reverse("external-list")):
        shown = client.get(page).content.decode()
        assert re.findall(r'aria-current="(\w+)">([^<]+)</a></li>', shown)[:1] == [("true", "Stellenplan")]
    shown = login(plans.town.unit_head).get(address).content.decode()
    assert re.findall(r'aria-current="(\w+)">([^<]+)</a></li>', shown)[:1] == [("true", "Aufgaben")]
