"""Förderungen führen: what the rules and the database refuse, and what follows from a grant (K-01 to K-12)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from motions.models import Notification
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from staffing import jobs
from staffing.models import (
    Clawback,
    CostParameter,
    Drawdown,
    ExternalCapacity,
    FundingGrant,
    FundingRate,
    GrantObligation,
    GrantPosition,
    GrantStageRecord,
    Position,
    ReportReminder,
    UsageReport,
    VacancyReminder,
)
from staffing.rules import grant_file, grant_keeping, grant_ledger, grant_reminders, grant_vacancies, post_end
from tests.motions.refusals import rules_of
from tests.staffing.world import Plans

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


@pytest.fixture
def grant(plans: Plans, system: None) -> FundingGrant:
    """KIM with its post."""
    return FundingGrant.objects.get()


def keep(plans: Plans, grant: FundingGrant, part: Any, by: Any = None) -> Any:
    return grant_keeping.keep(grant, part, version=grant.version, by=by or plans.town.personnel, now=NOW)


def report(grant: FundingGrant, **fields: Any) -> UsageReport:
    known: dict[str, Any] = {"kind": "content", "year": 2024, "due_on": dt.date(2025, 3, 31)}
    return UsageReport(grant=grant, **known | fields)


@pytest.mark.parametrize(
    ("table", "fields", "rule", "late"),
    [
        (Clawback, {"kind": "check", "year": 2024, "amount": 5, "reason": "Vakanz"}, "K-04", "settled_on"),
        (Drawdown, {"year": 2024, "amount": 5, "requested_on": TODAY}, "K-02", "received_on"),
        (
            UsageReport,
            {"kind": "content", "year": 2024, "due_on": TODAY, "document": "Az. 1"},
            "K-07",
            "submitted_on",
        ),
        (GrantObligation, {"kind": "other", "text": "Bericht"}, "K-02", "met_on"),
    ],
)
def test_k04_what_is_done_was_done_today_or_before(
    plans: Plans, grant: FundingGrant, table: Any, fields: dict[str, Any], rule: str, late: str
) -> None:
    row = table(grant=grant, **fields | {late: TODAY + dt.timedelta(days=1)})
    with pytest.raises(Refused, match="liegt in der Zukunft") as refusal:
        keep(plans, grant, row)
    assert [(one.rule, one.field) for one in refusal.value.findings] == [(rule, late)]
    setattr(row, late, TODAY)
    assert keep(plans, grant, row).pk is not None


@pytest.mark.parametrize("stage", ["granted", "changed", "final"])
def test_k01_secured_without_a_document_is_refused_with_a_sentence(
    plans: Plans, grant: FundingGrant, stage: str
) -> None:
    row = GrantStageRecord(grant=grant, stage=stage, reached_on=TODAY)
    with pytest.raises(Refused, match="erst mit Bescheid oder Vertrag") as refusal:
        keep(plans, grant, row)
    assert rules_of(refusal) == ["K-01"]
    row.document = "Bescheid vom 1. März"
    assert keep(plans, grant, row).recorded_by == plans.town.personnel


def test_k05_a_second_grant_for_the_same_cost_is_refused_with_its_name(
    plans: Plans, grant: FundingGrant
) -> None:
    other = FundingGrant.objects.create(
        program=grant.program, title="Bund", model="lump_sum", lead_unit=grant.lead_unit, starts_on=TODAY
    )
    row = GrantPosition(
        grant=other,
        position=Position.objects.get(number=33),
        fte=1,
        cost_percent=Decimal("0.01"),
        starts_on=TODAY,
    )
    with pytest.raises(Refused, match="schon gefördert durch „KIM, Case-Management“") as refusal:
        keep(plans, other, row)
    assert rules_of(refusal) == ["K-05"]
    GrantPosition.objects.filter(grant=grant).update(ends_on=TODAY - dt.timedelta(days=1))
    assert keep(plans, other, row).pk is not None


def test_k06_less_time_than_funded_is_warned_until_it_is_explained(plans: Plans, grant: FundingGrant) -> None:
    with pytest.raises(Refused, match=r"unter dem geförderten Anteil von 100") as refusal:
        keep(plans, grant, report(grant, time_percent=Decimal("99.99")))
    assert [(finding.rule, finding.warns) for finding in refusal.value.findings] == [("K-06", True)]
    keep(plans, grant, report(grant, time_percent=Decimal("99.99"), remark="Vertretung im März"))
    keep(plans, grant, report(grant, time_percent=Decimal(100), year=2025))
    assert UsageReport.objects.filter(kind="content").count() == 2


def test_k07_reminders_go_out_60_and_14_days_before_to_lead_unit_and_kaemmerei(
    plans: Plans, grant: FundingGrant
) -> None:
    UsageReport.objects.all().delete()
    row = report(grant, due_on=TODAY + dt.timedelta(days=60))
    row.save()
    days = [TODAY + dt.timedelta(days=number) for number in (-1, 0, 1, 45, 46, 47, 61)]
    assert [grant_reminders.remind(now=NOW, on=day) for day in days] == [0, 1, 0, 0, 1, 0, 0]
    assert list(ReportReminder.objects.order_by("pk").values_list("days", flat=True)) == [60, 14]
    told = Notification.objects.filter(kind="report_due", page="grant-list")
    assert sorted(told.values_list("recipient__first_name", flat=True)) == sorted(["Frida", "Marta"] * 2)


def test_k07_the_job_runs_every_morning_and_tells_nobody_twice(plans: Plans, grant: FundingGrant) -> None:
    UsageReport.objects.all().delete()
    report(grant, due_on=TODAY + dt.timedelta(days=3)).save()
    with clearance("public"):
        jobs.remind_of_reports(0)
        jobs.remind_of_reports(0)
    assert list(ReportReminder.objects.values_list("days", flat=True)) == [14]


def test_k07_what_is_handed_in_is_not_reminded_of(grant: FundingGrant) -> None:
    UsageReport.objects.all().delete()
    report(grant, due_on=TODAY, submitted_on=TODAY, document="Az. 1").save()
    assert grant_reminders.remind(now=NOW, on=TODAY) == 0


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (-2, "überfällig seit 2 Tagen"),
        (-1, "überfällig seit 1 Tag"),
        (0, "heute fällig"),
        (14, "fällig in 14 Tagen"),
    ],
)
def test_k07_overdue_is_told_in_words(grant: FundingGrant, days: int, words: str) -> None:
    assert (
        grant_reminders.due_in_words(report(grant, due_on=TODAY + dt.timedelta(days=days)), on=TODAY) == words
    )


def test_k10_the_time_nobody_did_the_work_is_a_gap_and_no_post(plans: Plans, grant: FundingGrant) -> None:
    row = grant_ledger.of_grant(plans.town.personnel, grant.pk, on=TODAY)
    assert row is not None
    assert [(gap.starts_on, gap.ends_on) for gap in row.posts[0].gaps] == [
        (dt.date(2023, 7, 1), dt.date(2023, 9, 30))
    ]
    before = list(ExternalCapacity.objects.all())
    assert grant_vacancies.gaps(before, dt.date(2023, 7, 1)) == []


def test_k02_the_light_says_in_a_word_what_its_colour_says(plans: Plans, grant: FundingGrant) -> None:
    seen = []
    for day in (
        None,
        dt.date(2026, 12, 31),
        dt.date(2025, 12, 31),
        dt.date(2025, 3, 31),
        dt.date(2024, 12, 31),
    ):
        FundingGrant.objects.update(ends_on=day)
        row = grant_ledger.of_grant(plans.town.personnel, grant.pk, on=dt.date(2025, 1, 1))
        assert row is not None
        seen.append((row.light.kind, row.light.word))
    assert seen == [
        ("info", "läuft, Ende offen"),
        ("success", "läuft"),
        ("warning", "endet in höchstens 12 Monaten"),
        ("danger", "endet in höchstens 3 Monaten"),
        ("danger", "beendet"),
    ]


def test_k09_when_a_grant_ends_or_is_cut_its_posts_and_their_gap_are_named(
    plans: Plans, grant: FundingGrant
) -> None:
    def file() -> grant_file.GrantFile:
        row = grant_ledger.of_grant(plans.town.personnel, grant.pk, on=dt.date(2025, 1, 1))
        assert row is not None
        return grant_file.of_ledger(row, on=dt.date(2025, 1, 1))

    assert file().is_ending is False
    FundingRate.objects.update(ends_on=dt.date(2025, 12, 31))
    FundingRate.objects.create(grant=grant, amount=50_000, starts_on=dt.date(2026, 1, 1), source="Kürzung")
    found = file()
    assert [(post.funded.position.number, post.at_stake) for post in found.affected] == [
        (33, Decimal(57_000))
    ]
    assert found.is_ending is True


def test_k09_a_post_without_a_limit_costs_on_when_its_grant_has_ended(
    plans: Plans, grant: FundingGrant
) -> None:
    FundingGrant.objects.update(ends_on=dt.date(2025, 12, 31))
    GrantPosition.objects.update(ends_on=dt.date(2025, 12, 31))
    row = grant_ledger.of_grant(plans.town.personnel, grant.pk, on=dt.date(2025, 1, 1))
    assert row is not None
    after = row.posts[0].years[1]
    assert after.cost is not None
    assert (after.grant, after.own_personnel, after.cost.months) == (Decimal(0), after.cost.gross, 12)


def test_a_second_tab_overwrites_nothing(plans: Plans, grant: FundingGrant) -> None:
    seen = grant.version
    keep(plans, grant, GrantObligation(grant=grant, kind="publicity", text="Logo zeigen"))
    with pytest.raises(OutdatedState, match="inzwischen geändert"):
        grant_keeping.save_grant(grant, version=seen, by=plans.town.treasurer)
    assert grant.version == seen + 1


def test_only_the_personnel_office_and_the_kaemmerei_keep_grants(plans: Plans, grant: FundingGrant) -> None:
    row = GrantObligation(grant=grant, kind="publicity", text="Logo zeigen")
    for user in (plans.town.clerk, plans.town.unit_head, plans.town.mayor, plans.town.office):
        with pytest.raises(NotPermitted):
            keep(plans, grant, row, user)
    keep(plans, grant, row, plans.town.treasurer)


@pytest.mark.parametrize(
    ("table", "fields", "name"),
    [
        (Drawdown, {"year": 2024, "amount": 0, "requested_on": TODAY}, "drawdown_positive"),
        (Drawdown, {"year": 1, "amount": 1, "requested_on": TODAY}, "drawdown_year"),
        (
            Drawdown,
            {"year": 2024, "amount": 1, "requested_on": TODAY, "received_on": TODAY - dt.timedelta(days=1)},
            "drawdown_received_after_request",
        ),
        (
            UsageReport,
            {"kind": "content", "year": 2024, "due_on": TODAY, "submitted_on": TODAY},
            "report_submitted_with_document",
        ),
        (UsageReport, {"kind": "content", "year": 2024, "due_on": TODAY, "time_percent": 101}, "report_time"),
        (GrantObligation, {"kind": "other", "text": ""}, "obligation_says_something"),
        (
            Clawback,
            {"kind": "check", "year": 2024, "amount": -1, "reason": "x", "recorded_at": NOW},
            "clawback_positive",
        ),
    ],
)
def test_the_database_refuses_what_must_never_be(
    plans: Plans, grant: FundingGrant, table: Any, fields: dict[str, Any], name: str
) -> None:
    by = {"recorded_by": plans.town.personnel} if table is Clawback else {}
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        table.objects.create(grant=grant, **fields, **by)


def test_one_value_of_a_parameter_at_a_time(plans: Plans, system: None) -> None:
    def parameter(**fields: Any) -> CostParameter:
        known: dict[str, Any] = {
            "key": "performance",
            "value": "0.05",
            "source": "Test",
            "starts_on": "2024-01-01",
        }
        return CostParameter(**known | fields)

    for fields in ({"tariffs": ["social"]}, {"tariffs": ["general", "civil_service"]}):
        with pytest.raises(IntegrityError, match="one value of a parameter"), transaction.atomic():
            parameter(**fields).save()
    with pytest.raises(ValidationError, match="schon einen Wert"):
        parameter(tariffs=["social"], starts_on=dt.date(2024, 1, 1)).full_clean()
    parameter(tariffs=["civil_service"]).save()
    parameter(grades=["S 12", "S 13"]).save()
    with pytest.raises(IntegrityError, match="one value of a parameter"), transaction.atomic():
        parameter(grades=["S 13"], tariffs=["social"]).save()


def test_what_was_changed_about_a_grant_is_kept(plans: Plans, grant: FundingGrant) -> None:
    row = keep(plans, grant, Drawdown(grant=grant, year=2024, amount=100, requested_on=TODAY))
    row.amount = Decimal(200)
    keep(plans, grant, row)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT amount FROM staffing_drawdownevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [row.pk]
        )
        assert [int(amount) for (amount,) in cursor.fetchall()] == [100, 200]


def test_who_reads_the_grant_reads_its_parts_and_nobody_else(plans: Plans) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
        keep(plans, grant, Clawback(grant=grant, kind="check", year=2024, amount=5, reason="Vakanz"))
        VacancyReminder.objects.create(grant=grant, year=2023, told_at=NOW)
    town = plans.town
    seen = []
    for user in (None, town.council_member, town.outsider, town.clerk, town.treasurer):
        with clearance("user", user.pk) if user else clearance("public"):
            tables = (Drawdown, UsageReport, GrantObligation, Clawback, ReportReminder, VacancyReminder)
            seen.append(tuple(table._default_manager.count() for table in tables))
    assert seen == [(0,) * 6] * 3 + [(1, 1, 1, 1, 0, 0)] * 2


@pytest.mark.parametrize(
    ("shares", "last"),
    [
        ([("2026-06-30", "2027-12-31")], "2026-06-30"),
        ([(None, "2027-12-31")], "2027-12-31"),
        ([("2026-06-30", None), (None, "2027-12-31")], "2027-12-31"),
        ([("2026-06-30", None), (None, None)], None),
        ([], None),
    ],
)
def test_s13_a_post_is_paid_for_until_the_last_grant_ends_its_share(
    shares: list[tuple[str | None, str | None]], last: str | None, db: None
) -> None:
    """The end of the share, else that of its grant; alike in ledger and Vorlage."""
    day = dt.date.fromisoformat
    rows = [
        GrantPosition(ends_on=own and day(own), grant=FundingGrant(pk=number, ends_on=whole and day(whole)))
        for number, (own, whole) in enumerate(shares)
    ]
    assert post_end.paid_until(rows) == (last and day(last))
    struck = GrantPosition(ends_on=day("2030-12-31"), grant=FundingGrant(pk=99), struck_at=NOW)
    assert post_end.paid_until([*rows, struck]) == (last and day(last))
