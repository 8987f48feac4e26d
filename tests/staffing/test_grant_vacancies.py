"""Vakanz einer geförderten Stelle: reckoned from the assignments, told without a person (K-04, C-11, L-04)."""

import datetime as dt
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from motions.models import Notification
from motions.rules.clearance import clearance
from staffing import jobs
from staffing.models import (
    Clawback,
    FundingGrant,
    GrantPosition,
    PayGrade,
    Position,
    PositionAssignment,
    UsageReport,
    VacancyReminder,
)
from staffing.rules import grant_ledger, grant_reminders, grant_repayments, grant_vacancies
from staffing.rules.grant_repayments import Duty
from staffing.rules.grant_vacancies import VacancyFlag
from tests.conftest import Login
from tests.staffing.world import Plans

NOW = timezone.now()
YEAR_END = dt.date(2024, 12, 31)
START = dt.date(2023, 10, 1)


@pytest.fixture
def grant(plans: Plans, system: None) -> FundingGrant:
    """KIM pays for post 33 since October 2023, 57,000 euro a year."""
    return FundingGrant.objects.get()


def occupy(plans: Plans, *, number: int = 33, **fields: Any) -> PositionAssignment:
    known: dict[str, Any] = {"holder": "Ada Beispiel", "fte": 1, "starts_on": START, "step": 1}
    return PositionAssignment.objects.create(
        position=Position.objects.get(number=number),
        grade=PayGrade.objects.get(code="S 12"),
        recorded_by=plans.town.personnel,
        recorded_at=NOW,
        **known | fields,
    )


def duties(plans: Plans, *, on: dt.date = YEAR_END) -> list[Duty]:
    (row,) = grant_ledger.ledger(plans.town.treasurer, on=on)
    return row.posts[0].duties


def flags(plans: Plans, *, on: dt.date = YEAR_END) -> list[VacancyFlag]:
    return [duty.flag for duty in duties(plans, on=on)]


def test_k04_months_nobody_was_on_a_funded_post_are_flagged_by_year(
    plans: Plans, grant: FundingGrant
) -> None:
    occupy(plans, ends_on=dt.date(2023, 12, 31))
    occupy(plans, holder="Bela Muster", starts_on=dt.date(2024, 6, 1))
    assert flags(plans) == [VacancyFlag(2024, (1, 2, 3, 4, 5), Decimal("23750.00"), False)]
    FundingGrant.objects.update(model="capped_cost")
    assert flags(plans) == [VacancyFlag(2024, (1, 2, 3, 4, 5), Decimal("23750.00"), True)]


def test_k04_a_post_that_was_never_filled_is_vacant_from_the_first_funded_month(
    plans: Plans, grant: FundingGrant
) -> None:
    assert flags(plans, on=dt.date(2024, 2, 1)) == [
        VacancyFlag(2023, (10, 11, 12), Decimal("14250.00"), False),
        VacancyFlag(2024, (1, 2), Decimal("9500.00"), False),
    ]


def test_k04_a_post_filled_by_half_owes_the_other_half(plans: Plans, grant: FundingGrant) -> None:
    occupy(plans, fte=Decimal("0.50"), ends_on=dt.date(2024, 3, 31))
    occupy(plans, fte=Decimal("0.25"), starts_on=dt.date(2024, 3, 1), holder="Bela Muster")
    found = flags(plans, on=dt.date(2024, 4, 1))
    assert found[0] == VacancyFlag(2023, (10, 11, 12), Decimal("7125.00"), False)
    # January and February lack 0.50, March 0.25, April 0.75.
    assert found[1] == VacancyFlag(2024, (1, 2, 3, 4), Decimal("9500.00"), False)


def test_k04_of_a_post_funded_in_part_the_funded_part_is_occupied_first(
    plans: Plans, grant: FundingGrant
) -> None:
    GrantPosition.objects.update(fte=Decimal("0.50"))
    occupy(plans, fte=Decimal("0.50"))
    assert flags(plans) == []


@pytest.mark.parametrize("absence", ["parental_leave", "leave", "secondment", "partial_retirement"])
def test_k04_who_is_away_leaves_the_post_vacant_and_a_substitute_fills_it(
    plans: Plans, grant: FundingGrant, absence: str
) -> None:
    occupy(plans, absence=absence)
    assert [(flag.year, len(flag.months)) for flag in flags(plans)] == [(2023, 3), (2024, 12)]
    occupy(plans, holder="Bela Muster", starts_on=dt.date(2024, 1, 1))
    assert [(flag.year, len(flag.months)) for flag in flags(plans)] == [(2023, 3)]


def test_k04_months_without_a_rate_brought_nothing_and_owe_nothing(plans: Plans, grant: FundingGrant) -> None:
    grant.rates.update(starts_on=dt.date(2024, 12, 1))
    assert flags(plans) == [VacancyFlag(2024, (12,), Decimal("4750.00"), False)]


def test_k04_somebody_on_another_post_fills_nothing_here(plans: Plans, grant: FundingGrant) -> None:
    occupy(plans, number=34)
    assert [flag.year for flag in flags(plans)] == [2023, 2024]


def test_k04_nothing_is_owed_outside_of_the_grant_or_before_the_first_known_plan(
    plans: Plans, grant: FundingGrant
) -> None:
    GrantPosition.objects.update(starts_on=dt.date(2019, 1, 1), ends_on=dt.date(2022, 3, 31))
    FundingGrant.objects.update(starts_on=dt.date(2019, 1, 1))
    row = grant_repayments.with_parts(FundingGrant.objects.all()).get().positions.all()[0]
    vacancy = grant_vacancies.vacancies([row], until=YEAR_END)[row.pk]
    assert vacancy == {dt.date(2022, month, 1): Decimal(1) for month in (1, 2, 3)}


@pytest.mark.parametrize(
    ("fields", "until"),
    [
        (None, "Für den Verwendungsnachweis 2024 ist noch keine Frist eingetragen"),
        ({"due_on": dt.date(2025, 3, 31)}, "Anzugeben im Verwendungsnachweis 2024, fällig am 31.03.2025."),
        (
            {"due_on": dt.date(2024, 12, 1)},
            "Anzugeben im Verwendungsnachweis 2024, überfällig seit dem 01.12.2024.",
        ),
        (
            {"due_on": dt.date(2025, 3, 31), "submitted_on": dt.date(2024, 12, 30), "document": "Az. 1"},
            "Der Verwendungsnachweis 2024 liegt seit dem 30.12.2024 vor.",
        ),
    ],
)
def test_k04_a_sentence_says_what_is_owed_and_until_when(
    plans: Plans, grant: FundingGrant, fields: dict[str, Any] | None, until: str
) -> None:
    UsageReport.objects.all().delete()
    if fields:
        UsageReport.objects.create(grant=grant, kind="usage", year=2024, **fields)
    occupy(plans, ends_on=dt.date(2024, 3, 31))
    occupy(plans, holder="Bela Muster", starts_on=dt.date(2024, 6, 2))
    (duty,) = duties(plans, on=YEAR_END)
    assert duty.what == (
        "2024 war die Stelle bisher 3 Monate nicht oder nicht ganz besetzt (April bis Juni). Zu prüfen ist, ob davon "
        "14.250,00\xa0€ der Pauschale zurückzuzahlen sind."
    )
    assert duty.until.startswith(until)


def test_k04_with_actual_cost_the_sentence_says_repay(plans: Plans, grant: FundingGrant) -> None:
    FundingGrant.objects.update(model="capped_cost")
    occupy(plans, ends_on=dt.date(2024, 12, 31))
    (duty,) = duties(plans, on=dt.date(2025, 1, 1))
    assert duty.what == (
        "2025 war die Stelle bisher 1 Monat nicht oder nicht ganz besetzt (Januar). Zurückzuzahlen sind "
        "4.750,00\xa0€, denn gefördert werden tatsächliche Kosten."
    )


def test_k04_repayments_on_file_answer_a_year_when_they_reach_it(plans: Plans, grant: FundingGrant) -> None:
    occupy(plans, starts_on=dt.date(2024, 1, 1))
    seen = []
    for amount in ("14249.99", "0.01"):
        Clawback.objects.create(
            grant=grant,
            kind="repayment",
            year=2023,
            amount=Decimal(amount),
            reason="Vakanz",
            recorded_by=plans.town.treasurer,
            recorded_at=NOW,
        )
        (duty,) = duties(plans)
        seen.append((duty.is_answered, duty.until.split(".")[0]))
    assert seen == [
        (False, "Unter „Rückzahlungen“ sind dafür 14"),
        (True, "Unter „Rückzahlungen“ sind dafür 14"),
    ]


def test_k04_months_are_named_in_spans() -> None:
    assert grant_repayments.months((1, 2, 3, 5, 11, 12)) == "Januar bis März, Mai, November bis Dezember"


def test_c11_nobody_but_the_personnel_office_learns_who_left_a_funded_post_or_why(
    plans: Plans, login: Login
) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
        row = occupy(plans, holder="Zora Kennwort", absence="parental_leave", fte=Decimal("0.70"))
        occupy(plans, holder="Quirin Geheim", fte=Decimal("0.30"), starts_on=dt.date(2024, 1, 1))
    town = plans.town
    for user in (town.clerk, town.treasurer, town.mayor, town.personnel):
        client = login(user)
        for address in (reverse("grant-detail", args=[grant.pk]), reverse("grant-list")):
            text = client.get(address).content.decode()
            assert "nicht oder nicht ganz besetzt (Oktober bis Dezember)" in text
            for secret in ("Zora", "Quirin", "Elternzeit", "0,70", "0,30", f"besetzungen/{row.pk}"):
                assert secret not in text
    with clearance("user", town.treasurer.pk):
        assert PositionAssignment.objects.count() == 0


def test_k04_those_who_keep_the_grant_are_reminded_once_when_the_year_is_over(
    plans: Plans, grant: FundingGrant
) -> None:
    occupy(plans, starts_on=dt.date(2024, 2, 1))
    days = [dt.date(2023, 12, 31), dt.date(2024, 1, 1), dt.date(2024, 6, 1), dt.date(2025, 1, 1)]
    assert [grant_reminders.remind_of_vacancies(now=NOW, on=day) for day in days] == [0, 1, 0, 1]
    assert list(VacancyReminder.objects.order_by("year").values_list("year", flat=True)) == [2023, 2024]
    told = Notification.objects.filter(kind="repayment_check", page="grant-list")
    assert sorted(told.values_list("recipient__first_name", flat=True)) == sorted(["Marta", "Paula"] * 2)


def test_k04_a_year_that_is_answered_is_not_reminded_of(plans: Plans, grant: FundingGrant) -> None:
    occupy(plans, starts_on=dt.date(2024, 1, 1))
    Clawback.objects.create(
        grant=grant,
        kind="check",
        year=2023,
        amount=14_250,
        reason="Vakanz",
        recorded_by=plans.town.treasurer,
        recorded_at=NOW,
    )
    assert grant_reminders.remind_of_vacancies(now=NOW, on=YEAR_END) == 0


def test_k04_the_job_looks_every_morning_and_tells_nobody_twice(plans: Plans, grant: FundingGrant) -> None:
    with clearance("public"):
        jobs.remind_of_vacancies(0)
        jobs.remind_of_vacancies(0)
    years = list(VacancyReminder.objects.order_by("year").values_list("year", flat=True))
    assert years == list(range(2023, timezone.localdate().year))


def test_k04_a_reminder_is_written_once_and_stays(plans: Plans, grant: FundingGrant) -> None:
    row = VacancyReminder.objects.create(grant=grant, year=2024, told_at=NOW)
    with pytest.raises(IntegrityError, match="vacancy_reminder_once"), transaction.atomic():
        VacancyReminder.objects.create(grant=grant, year=2024, told_at=NOW)
    with pytest.raises(IntegrityError, match="vacancy_reminder_year"), transaction.atomic():
        VacancyReminder.objects.create(grant=grant, year=1, told_at=NOW)
    with pytest.raises(DatabaseError, match="Cannot update or delete"), transaction.atomic():
        row.delete()


def test_k04_ten_grants_are_asked_about_as_cheaply_as_one(
    plans: Plans, grant: FundingGrant, django_assert_num_queries: Callable[..., Any]
) -> None:
    occupy(plans, starts_on=dt.date(2024, 1, 1))
    for number in range(34, 43):
        other = FundingGrant.objects.create(
            program=grant.program,
            title=f"Weitere {number}",
            model="lump_sum",
            lead_unit=grant.lead_unit,
            starts_on=START,
        )
        GrantPosition.objects.create(
            grant=other, position=Position.objects.get(number=number), fte=1, starts_on=START
        )
    one = list(grant_repayments.with_parts(FundingGrant.objects.filter(pk=grant.pk)))
    ten = list(grant_repayments.with_parts(FundingGrant.objects.all()))
    seen = []
    for grants in (one, ten):
        with django_assert_num_queries(3):
            seen.append(len(grant_repayments.duties(grants, on=YEAR_END)))
    assert seen == [1, 10]
