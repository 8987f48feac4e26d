"""Eigenanteil: a lump sum that stays and a tariff that rises (domain.md 3.3; K-01 to K-03)."""

import datetime as dt
from decimal import Decimal
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.utils import timezone

from motions.models import Bylaw, Unit, User
from motions.rules import bylaw_values
from motions.rules.clearance import clearance
from staffing.models import (
    FundingGrant,
    FundingProgram,
    FundingRate,
    GrantPosition,
    GrantStageRecord,
    PayGrade,
    PayRaise,
    Position,
)
from staffing.models.choices import KimModule
from staffing.rules import grants, post_end
from staffing.rules.grants import YearShare
from staffing.rules.pay_book import PayBook
from staffing.rules.post_months import Post
from staffing.rules.rounding import rounded
from tests.people import Town
from tests.staffing.money import even_cost

KIM = Decimal(57_000)


def funded(town: Town, *, model: str = "lump_sum", since: dt.date, **fields: Any) -> GrantPosition:
    """A full post of KIM at 57,000 euro a year."""
    program = FundingProgram.objects.create(code="kim", name="KIM", giver="Land NRW", module=2)
    unit: Unit = town.units["FB II"]
    grant = FundingGrant.objects.create(
        program=program, title="KIM", model=model, lead_unit=unit, starts_on=since, **fields
    )
    FundingRate.objects.create(grant=grant, amount=KIM, starts_on=since, source="Mitteilung des KI")
    position = Position.objects.create(number=33)
    return GrantPosition.objects.create(grant=grant, position=position, fte=1, starts_on=since)


def shares(row: GrantPosition, *, since: dt.date, first: int) -> list[YearShare]:
    post = Post(PayGrade.objects.get(code="S 12"), Decimal("1.00"), 1, since)
    return grants.forecast(PayBook.read(), post, row, list(row.grant.rates.all()), first=first)


@pytest.fixture(autouse=True)
def _system(system: None) -> None:
    return


def test_k03_the_own_share_grows_more_than_tenfold(paid_town: Town) -> None:
    since = dt.date(2024, 1, 1)
    rows = shares(funded(paid_town, since=since), since=since, first=2024)
    assert [(row.year, row.grant) for row in rows] == [(year, KIM) for year in range(2024, 2029)]
    assert [round(row.own_personnel) for row in rows[:3]] == [7_567, 14_188, 16_929]
    assert [row.missing for row in rows] == [""] * 5


def test_a_lump_sum_is_paid_for_the_months_it_holds(paid_town: Town) -> None:
    row = funded(paid_town, since=dt.date(2023, 10, 1))
    rates = list(row.grant.rates.all())
    assert grants.paid_in(row, rates, even_cost(2023, 20_000)) == Decimal("14250.00")
    assert grants.paid_in(row, rates, even_cost(2022, 0)) == Decimal("0.00")


@pytest.mark.parametrize(
    ("ends_on", "rate_ends_on", "percent", "paid"),
    [
        (dt.date(2024, 6, 30), None, 100, "25000.00"),
        (dt.date(2024, 6, 30), None, 50, "12500.00"),
        (None, dt.date(2024, 3, 31), 100, "12500.00"),
        (None, None, 100, "50000.00"),
    ],
)
def test_actual_cost_is_that_of_the_months_the_grant_pays_for(
    paid_town: Town, ends_on: dt.date | None, rate_ends_on: dt.date | None, percent: int, paid: str
) -> None:
    """A post without a limit costs 50,000 euro a year; what it costs afterwards is not eligible (domain.md 3.3)."""
    row = funded(paid_town, model="capped_cost", since=dt.date(2024, 1, 1), ends_on=ends_on)
    row.grant.rates.update(ends_on=rate_ends_on)
    row.cost_percent = Decimal(percent)
    assert grants.paid_in(row, list(row.grant.rates.all()), even_cost(2024, 50_000)) == Decimal(paid)


def test_actual_cost_of_half_a_year_is_that_of_its_months_not_half_of_the_year(paid_town: Town) -> None:
    since = dt.date(2024, 1, 1)
    row = funded(paid_town, model="capped_cost", since=since, ends_on=dt.date(2024, 6, 30))
    row.grant.rates.update(amount=1_000_000)
    first = shares(row, since=since, first=2024)[0]
    assert first.cost is not None
    assert first.grant == first.cost.gross_of(range(1, 7)) < rounded(first.cost.gross / 2)


@pytest.mark.parametrize(("gross", "paid"), [(64_567, 57_000), (50_000, 50_000)])
def test_actual_cost_is_paid_up_to_the_limit(paid_town: Town, gross: int, paid: int) -> None:
    row = funded(paid_town, model="capped_cost", since=dt.date(2024, 1, 1))
    assert grants.paid_in(row, list(row.grant.rates.all()), even_cost(2024, gross)) == Decimal(paid)


def test_a_lump_sum_stays_whatever_the_post_costs(paid_town: Town) -> None:
    row = funded(paid_town, since=dt.date(2024, 1, 1))
    assert grants.paid_in(row, list(row.grant.rates.all()), even_cost(2024, 50_000)) == KIM


def test_nothing_is_paid_after_the_grant_or_its_rate_has_ended(paid_town: Town) -> None:
    row = funded(paid_town, since=dt.date(2023, 1, 1), ends_on=dt.date(2024, 6, 30))
    assert grants.paid_in(row, list(row.grant.rates.all()), even_cost(2024, 0)) == KIM / 2
    row.grant.rates.update(ends_on=dt.date(2024, 3, 31))
    assert grants.paid_in(row, list(row.grant.rates.all()), even_cost(2024, 0)) == KIM / 4


def test_k09_a_grant_that_was_revoked_ends_on_that_day(paid_town: Town) -> None:
    row, months = funded(paid_town, since=dt.date(2023, 1, 1)), [3, 6, 12]
    ended = GrantStageRecord.objects.create(
        grant=row.grant,
        stage="ended",
        reached_on=dt.date(2024, 6, 30),
        recorded_by=paid_town.treasurer,
        recorded_at=timezone.now(),
    )

    def told() -> list[object]:
        grant = FundingGrant.objects.get()
        found = grants.paid_in(row, list(grant.rates.all()), even_cost(2024, 0))
        light = grants.light_of(grant, on=dt.date(2024, 7, 1), months=months)
        return [found, light.word, grants.end_of(grant), post_end.paid_until([row])]

    assert told() == [KIM / 2, "beendet", "bis 30.06.2024", dt.date(2024, 6, 30)]
    GrantStageRecord.objects.filter(pk=ended.pk).update(
        struck_at=timezone.now(), struck_by=paid_town.treasurer, struck_reason="Irrtum"
    )
    assert told() == [KIM, "läuft, Ende offen", "kein Ende genannt", None]


def test_the_three_parts_of_kim_are_there_from_the_start(db: None) -> None:
    import_module("staffing.migrations.0015_kim_programs").seed(apps, None)
    assert [
        (str(row), row.law.startswith("§ 9 TIntG")) for row in FundingProgram.objects.order_by("module")
    ] == [(f"Kommunales Integrationsmanagement (KIM), {label}", True) for label in KimModule.labels]


def test_a_grant_above_the_cost_leaves_no_negative_share(paid_town: Town) -> None:
    since = dt.date(2024, 1, 1)
    row = funded(paid_town, since=since)
    post = Post(PayGrade.objects.get(code="S 12"), Decimal("0.50"), 1, since)
    (first, *_) = grants.forecast(PayBook.read(), post, row, list(row.grant.rates.all()), first=2024)
    assert (first.own_personnel, first.own_total) == (Decimal(0), Decimal(4850))


def test_l02_a_year_that_cannot_be_reckoned_says_why(paid_town: Town) -> None:
    since = dt.date(2024, 1, 1)
    row = funded(paid_town, since=since)
    PayRaise.objects.filter(tariff="social").delete()
    found = shares(row, since=since, first=2024)
    assert [share.cost is None for share in found] == [False, False, True, True, True]
    assert "Hinterlegen Sie die neue Tabelle" in found[2].missing


@pytest.mark.parametrize(
    ("on", "words"),
    [
        (dt.date(2024, 1, 15), "endet in höchstens 12 Monaten, bis 31.12.2024"),
        (dt.date(2024, 6, 30), "endet in höchstens 12 Monaten, bis 31.12.2024"),
        (dt.date(2024, 7, 1), "endet in höchstens 6 Monaten, bis 31.12.2024"),
        (dt.date(2024, 10, 15), "endet in höchstens 3 Monaten, bis 31.12.2024"),
        (dt.date(2023, 12, 30), "bis 31.12.2024"),
        (dt.date(2023, 12, 31), "endet in höchstens 12 Monaten, bis 31.12.2024"),
        (dt.date(2025, 1, 1), "beendet am 31.12.2024"),
    ],
)
def test_k02_the_end_is_told_at_twelve_six_and_three_months(paid_town: Town, on: dt.date, words: str) -> None:
    row = funded(paid_town, since=dt.date(2023, 1, 1), ends_on=dt.date(2024, 12, 31))
    assert grants.warning_of(row.grant, on=on, months=grants.warn_months(on=on)) == words


def test_k02_the_months_before_the_end_are_dated_local_law(paid_town: Town) -> None:
    grant = funded(paid_town, since=dt.date(2023, 1, 1), ends_on=dt.date(2024, 12, 31)).grant
    told = Bylaw.objects.filter(key=grants.WARN_KEY)
    assert told.get().value == [12, 6, 3]
    told.update(ends_on=dt.date(2024, 2, 29))
    Bylaw.objects.create(key=grants.WARN_KEY, value=[1, 18], source="Test", starts_on=dt.date(2024, 3, 1))
    seen = []
    for on in (dt.date(2024, 2, 29), dt.date(2024, 3, 1), dt.date(2024, 12, 1)):
        light = grants.light_of(grant, on=on, months=grants.warn_months(on=on))
        seen.append((light.kind, light.word))
    assert seen == [
        ("warning", "endet in höchstens 12 Monaten"),
        ("warning", "endet in höchstens 18 Monaten"),
        ("danger", "endet in höchstens 1 Monat"),
    ]


def test_k02_without_local_law_a_grant_is_warned_of_as_usual(paid_town: Town) -> None:
    Bylaw.objects.filter(key=grants.WARN_KEY).delete()
    assert grants.warn_months(on=dt.date(2024, 1, 1)) == [3, 6, 12]


@pytest.mark.parametrize("value", [[], [0], ["12"], 12, [12.5], [True]])
def test_k02_a_typing_error_in_the_months_is_told_to_who_types(value: Any) -> None:
    assert bylaw_values.objection(grants.WARN_KEY, value).startswith("Geben Sie eine Liste von Monaten ein")
    assert bylaw_values.objection(grants.WARN_KEY, [12, 6, 3]) == ""


def test_k01_the_newest_stage_counts(paid_town: Town) -> None:
    row = funded(paid_town, since=dt.date(2023, 7, 1))
    told = {"recorded_by": paid_town.personnel, "recorded_at": "2023-07-01T10:00+02:00"}
    assert grants.stage_of(row.grant) == "noch kein Stand eingetragen"
    row.grant.stages.create(stage="announced", reached_on=dt.date(2023, 7, 1), **told)
    assert grants.stage_of(row.grant) == "in Aussicht gestellt"
    row.grant.stages.create(stage="granted", reached_on=dt.date(2023, 9, 1), document="Bescheid", **told)
    assert grants.stage_of(FundingGrant.objects.get()) == "bewilligt"


def test_who_keeps_or_leads_a_grant_reads_it_and_nobody_else(paid_town: Town) -> None:
    funded(paid_town, since=dt.date(2023, 7, 1))
    seen = []
    for user in _readers(paid_town):
        with clearance("user", user.pk) if user else clearance("public"):
            seen.append(
                (FundingGrant.objects.count(), FundingRate.objects.count(), GrantPosition.objects.count())
            )
    assert seen == [(0, 0, 0)] * 3 + [(1, 1, 1)] * 4


def _readers(town: Town) -> list[User | None]:
    """Three who must not know of a grant, and four who may."""
    return [None, town.council_member, town.outsider, town.clerk, town.treasurer, town.personnel, town.mayor]
