"""Teile einer Förderung streichen: kept, told by whom and why, and counted nowhere any more (K-01 to K-09)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import ImpactTable
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from staffing.models import (
    CarrierProof,
    Clawback,
    Drawdown,
    Forwarding,
    FundingGrant,
    FundingRate,
    GrantObligation,
    GrantPosition,
    GrantStageRecord,
    PayGrade,
    Position,
    UsageReport,
)
from staffing.rules import (
    assignments,
    council,
    council_checks,
    grant_file,
    grant_keeping,
    grant_ledger,
    grant_reminders,
    grant_striking,
    impact,
    position_history,
)
from staffing.rules.assignments import Occupation
from staffing.rules.grant_file import GrantFile
from staffing.rules.grant_ledger import Ledger
from tests.conftest import Login
from tests.motions.refusals import rules_of
from tests.staffing.world import Plans

NOW = timezone.make_aware(dt.datetime(2025, 1, 2, 10))
TODAY = dt.date(2025, 1, 2)
YEAR_2000 = (dt.date(2000, 1, 1), dt.date(2000, 12, 31))
PARTS: dict[Any, dict[str, Any]] = {
    GrantStageRecord: {"stage": "applied", "reached_on": TODAY, "recorded_at": NOW},
    FundingRate: {"amount": 1, "starts_on": YEAR_2000[0], "ends_on": YEAR_2000[1], "source": "Irrtum"},
    GrantPosition: {"fte": 1, "starts_on": dt.date(2040, 1, 1)},
    Drawdown: {"year": 2024, "amount": 5, "requested_on": TODAY},
    UsageReport: {"kind": "content", "year": 2024, "due_on": TODAY},
    GrantObligation: {"kind": "other", "text": "Irrtum"},
    Forwarding: {"carrier": "T", "amount": 1, "contract": "V", "bank": "B", "starts_on": TODAY},
    CarrierProof: {"year": 2025, "received_on": TODAY},
    Clawback: {"kind": "check", "year": 2024, "amount": 5, "reason": "Irrtum", "recorded_at": NOW},
}


@pytest.fixture
def grant(plans: Plans, system: None) -> FundingGrant:
    """KIM with its post."""
    return FundingGrant.objects.get()


def part(plans: Plans, grant: FundingGrant, table: Any) -> Any:
    fields = dict(PARTS[table])
    if "recorded_at" in fields:
        fields["recorded_by"] = plans.town.personnel
    if table is GrantPosition:
        fields["position"] = Position.objects.get(number=34)
    if table is CarrierProof:
        return table.objects.create(forwarding=part(plans, grant, Forwarding), **fields)
    return table.objects.create(grant=grant, **fields)


def strike(plans: Plans, grant: FundingGrant, row: Any, **changed: Any) -> Any:
    known: dict[str, Any] = {"reason": "Irrtum", "version": grant.version, "by": plans.town.personnel}
    return grant_striking.strike(grant, row, now=NOW, **known | changed)


def seen(plans: Plans, on: dt.date = TODAY) -> tuple[Ledger, GrantFile]:
    (row,) = grant_ledger.ledger(plans.town.treasurer, on=on)
    return row, grant_file.of_ledger(row, on=on)


@pytest.mark.parametrize("table", PARTS, ids=lambda table: table.__name__)
def test_a_struck_part_stays_with_who_when_and_why_and_nobody_changes_it_again(
    plans: Plans, grant: FundingGrant, table: Any
) -> None:
    row = part(plans, grant, table)
    strike(plans, grant, row, reason="  doppelt eingetragen ")
    stored = table.objects.get(pk=row.pk)
    assert (stored.struck_by, stored.struck_at, stored.struck_reason) == (
        plans.town.personnel,
        NOW,
        "doppelt eingetragen",
    )
    for change in ({"struck_at": None, "struck_by": None, "struck_reason": ""}, {"struck_reason": "anders"}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            table.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError, match="delete rows"), transaction.atomic():
        table.objects.filter(pk=row.pk).delete()
    with pytest.raises(OutdatedState, match="schon gestrichen"):
        strike(plans, grant, row)
    with pytest.raises(Refused, match="gestrichen und bleibt"):
        grant_keeping.keep(grant, stored, version=grant.version, by=plans.town.personnel, now=NOW)


@pytest.mark.parametrize("table", PARTS, ids=lambda table: table.__name__)
@pytest.mark.parametrize("missing", ["struck_at", "struck_by", "struck_reason"])
def test_reason_person_and_time_are_there_all_or_none(
    plans: Plans, grant: FundingGrant, table: Any, missing: str
) -> None:
    row = part(plans, grant, table)
    whole = {"struck_at": NOW, "struck_by": plans.town.personnel, "struck_reason": "Irrtum"}
    whole[missing] = "" if missing == "struck_reason" else None
    with pytest.raises(IntegrityError, match="struck_whole"), transaction.atomic():
        table.objects.filter(pk=row.pk).update(**whole)


def test_k01_a_stage_may_be_struck_and_is_never_changed_else(plans: Plans, grant: FundingGrant) -> None:
    row = part(plans, grant, GrantStageRecord)
    assert seen(plans)[0].stage == "beantragt"
    for change in ({"stage": "announced"}, {"document": "anders"}, {"reached_on": dt.date(2020, 1, 1)}):
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            GrantStageRecord.objects.filter(pk=row.pk).update(**change)
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        row.delete()
    strike(plans, grant, row)
    assert seen(plans)[0].stage == "in Aussicht gestellt"


def test_k03_a_struck_rate_pays_nothing_and_makes_room_for_the_right_one(
    plans: Plans, grant: FundingGrant
) -> None:
    row = FundingRate.objects.get()
    right = FundingRate(grant=grant, amount=Decimal(50_000), starts_on=row.starts_on, source="Bescheid")
    with pytest.raises(Refused, match="schon einen Fördersatz"):
        grant_keeping.keep(grant, right, version=grant.version, by=plans.town.personnel, now=NOW)
    strike(plans, grant, row)
    assert {share.grant for share in seen(plans)[0].posts[0].years} == {Decimal(0)}
    grant_keeping.keep(grant, right, version=grant.version, by=plans.town.personnel, now=NOW)
    ledger, file = seen(plans)
    assert ({share.grant for share in ledger.posts[0].years}, file.is_ending) == ({Decimal(50_000)}, False)


def test_k09_the_sums_of_a_file_leave_out_what_is_struck(plans: Plans, grant: FundingGrant) -> None:
    assert seen(plans)[1].received == Decimal(14_250)
    strike(plans, grant, Drawdown.objects.get())
    assert seen(plans)[1].received == Decimal(0)


def test_k09_a_grant_whose_end_was_a_mistake_is_not_ending(plans: Plans, grant: FundingGrant) -> None:
    end = GrantStageRecord.objects.create(
        grant=grant, stage="ended", reached_on=TODAY, recorded_by=plans.town.personnel, recorded_at=NOW
    )
    assert seen(plans)[1].is_ending is True
    strike(plans, grant, end)
    assert seen(plans)[1].is_ending is False


def test_k04_a_struck_post_owes_nothing_and_a_struck_repayment_answers_nothing(
    plans: Plans, grant: FundingGrant
) -> None:
    paid = part(plans, grant, Clawback)
    Clawback.objects.filter(pk=paid.pk).update(amount=57_000)
    assert [(duty.flag.year, duty.is_answered) for duty in seen(plans)[0].posts[0].duties][:2] == [
        (2023, False),
        (2024, True),
    ]
    strike(plans, grant, paid)
    assert [duty.is_answered for duty in seen(plans)[0].posts[0].duties] == [False] * 3
    strike(plans, grant, GrantPosition.objects.get())
    ledger, file = seen(plans)
    assert (ledger.posts, file.affected) == ([], [])
    assert grant_reminders.remind_of_vacancies(now=NOW, on=TODAY) == 0


def test_k05_a_struck_share_makes_room_for_another_grant(plans: Plans, grant: FundingGrant) -> None:
    other = FundingGrant.objects.create(
        program=grant.program, title="Bund", model="lump_sum", lead_unit=grant.lead_unit, starts_on=TODAY
    )
    wanted = {"position": Position.objects.get(number=33), "fte": 1, "starts_on": TODAY}
    with pytest.raises(DatabaseError, match="no cost is funded twice"), transaction.atomic():
        GrantPosition.objects.create(grant=other, **wanted)
    strike(plans, grant, GrantPosition.objects.get())
    row = GrantPosition(grant=other, **wanted)
    assert grant_keeping.keep(other, row, version=other.version, by=plans.town.personnel, now=NOW).pk
    again = GrantPosition(grant=grant, **wanted)
    with pytest.raises(Refused) as refusal:
        grant_keeping.keep(grant, again, version=grant.version, by=plans.town.personnel, now=NOW)
    assert rules_of(refusal) == ["K-05"]


def test_k06_a_struck_post_asks_for_no_time(plans: Plans, grant: FundingGrant) -> None:
    strike(plans, grant, GrantPosition.objects.get())
    row = UsageReport(grant=grant, kind="content", year=2024, due_on=TODAY, time_percent=Decimal(5))
    assert grant_keeping.time_share(row) == []


def test_k07_a_struck_report_is_neither_due_nor_reminded_of(plans: Plans, grant: FundingGrant) -> None:
    row = UsageReport.objects.get()
    assert len(seen(plans)[0].open_reports) == 1
    strike(plans, grant, row)
    assert seen(plans)[0].open_reports == []
    assert grant_reminders.remind(now=NOW, on=row.due_on) == 0
    again = UsageReport(grant=grant, kind=row.kind, year=row.year, due_on=TODAY)
    assert grant_keeping.keep(grant, again, version=grant.version, by=plans.town.personnel, now=NOW).pk


def test_k03_the_next_vorlage_reckons_without_a_struck_rate_and_without_a_struck_post(
    plans: Plans, grant: FundingGrant
) -> None:
    changes = council.changes_of(plans.amendment, by=plans.town.personnel)

    def income() -> tuple[Decimal, tuple[str, ...]]:
        found = impact.impact(changes, since=dt.date(2024, 1, 1))
        return found.of_year(2024).grant, found.stages

    assert income() == (Decimal(57_000), ("KIM, Case-Management: in Aussicht gestellt",))
    strike(plans, grant, FundingRate.objects.get())
    assert income()[0] == Decimal(0)
    strike(plans, grant, GrantPosition.objects.get())
    assert income() == (Decimal(0), ())


def test_s13_a_struck_share_is_no_risk_and_stands_not_at_the_post(plans: Plans, grant: FundingGrant) -> None:
    position = Position.objects.get(number=33)
    before = position_history.grants(position, plans.town.personnel)
    warned = council_checks._lasting_post_on_ending_grant(plans.amendment)
    assert (len(before), [finding.rule for finding in warned]) == (1, ["S-13"])
    strike(plans, grant, GrantPosition.objects.get())
    assert position_history.grants(position, plans.town.personnel) == []
    assert council_checks._lasting_post_on_ending_grant(plans.amendment) == []


def test_s02_a_struck_share_that_had_ended_lets_a_kw_post_be_filled(
    plans: Plans, grant: FundingGrant
) -> None:
    position, ended = Position.objects.get(number=50), dt.date(2023, 6, 30)
    row = GrantPosition.objects.create(
        grant=grant, position=position, fte=1, starts_on=dt.date(2023, 1, 1), ends_on=ended
    )
    wanted = Occupation("Ada Beispiel", PayGrade.objects.get(code="S 11b"), Decimal(1), dt.date(2023, 7, 1))
    with pytest.raises(Refused, match="kw-Vermerk ist eingetreten"):
        assignments.begin(position, wanted, by=plans.town.personnel, now=NOW)
    strike(plans, grant, row)
    assert assignments.begin(position, wanted, by=plans.town.personnel, now=NOW).pk


def test_striking_asks_for_a_reason_and_for_those_who_keep_the_grant(
    plans: Plans, grant: FundingGrant
) -> None:
    row = part(plans, grant, GrantObligation)
    with pytest.raises(Refused, match="Nennen Sie den Grund"):
        strike(plans, grant, row, reason=" ")
    for user in (plans.town.clerk, plans.town.mayor):
        with pytest.raises(NotPermitted):
            strike(plans, grant, row, by=user)
    with pytest.raises(OutdatedState, match="inzwischen geändert"):
        strike(plans, grant, row, version=grant.version - 1)
    assert GrantObligation.objects.get(pk=row.pk).struck_at is None


def test_what_was_struck_is_in_the_history_of_the_row(plans: Plans, grant: FundingGrant) -> None:
    row = part(plans, grant, Drawdown)
    strike(plans, grant, row)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT struck_reason FROM staffing_drawdownevent WHERE pgh_obj_id = %s ORDER BY pgh_id", [row.pk]
        )
        assert cursor.fetchall() == [("",), ("Irrtum",)]


def test_a_released_vorlage_with_amounts_of_the_grant_is_named(plans: Plans, login: Login) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
        assert grant_striking.papers_with(grant, by=plans.town.personnel) == []
        with pgtrigger.ignore("motions.ImpactTable:impact_table_frozen"):
            ImpactTable.objects.create(paper=plans.paper, caption="Kosten", head=["Jahr"], rows=[["2024"]])
        rate = FundingRate.objects.get()
    client = login(plans.town.treasurer)
    addresses = (
        reverse("grant-detail", args=[grant.pk]),
        reverse("grant-part-strike", args=[grant.pk, "satz", rate.pk]),
    )
    assert "Abbrechen" in client.get(addresses[1]).content.decode()
    with clearance("system"):
        drawdown = Drawdown.objects.get()
    page = client.get(
        reverse("grant-part-strike", args=[grant.pk, "mittelabruf", drawdown.pk])
    ).content.decode()
    assert ("14.250,00\u00a0€" in page, "wie sie freigegeben sind" in page) == (True, False)
    for address in addresses:
        page = client.get(address).content.decode()
        assert (plans.paper.reference in page, "wie sie freigegeben sind" in page) == (True, True)


def test_grant_part_strike_is_for_those_who_keep_the_grant(
    plans: Plans, client: Client, login: Login
) -> None:
    with clearance("system"):
        grant, row = FundingGrant.objects.get(), GrantObligation.objects.get()
    address = reverse("grant-part-strike", args=[grant.pk, "auflage", row.pk])
    town = plans.town
    assert client.get(address).status_code == 302
    readers = (town.council_member, town.outsider, town.clerk, town.treasurer)
    assert [login(user).get(address).status_code for user in readers] == [403, 404, 403, 200]
    keeper = login(town.treasurer)
    assert keeper.get(reverse("grant-part-strike", args=[grant.pk, "auflage", 999_999])).status_code == 404
    assert keeper.post(address, {"version": grant.version, "reason": ""}).status_code == 422
    stale = keeper.post(address, {"version": grant.version - 1, "reason": "Irrtum"})
    assert (stale.status_code, "inzwischen geändert" in stale.content.decode()) == (409, True)
    assert keeper.post(address, {"version": grant.version, "reason": "Irrtum <b>"}).status_code == 302
    page = keeper.get(reverse("grant-detail", args=[grant.pk])).content.decode()
    assert f"von {town.treasurer}: Irrtum &lt;b&gt;" in page
    assert (address in page, "<s>Qualifikation des Personals</s>" in page) == (False, True)
    again = keeper.post(address, {"version": grant.version + 1, "reason": "Irrtum"}, follow=True)
    assert "schon gestrichen" in again.content.decode()


def test_a_stage_offers_to_be_struck_though_it_is_never_changed(plans: Plans, login: Login) -> None:
    with clearance("system"):
        grant, row = FundingGrant.objects.get(), GrantStageRecord.objects.get()
    page = login(plans.town.personnel).get(reverse("grant-detail", args=[grant.pk])).content.decode()
    assert reverse("grant-part-strike", args=[grant.pk, "stand", row.pk]) in page
    assert f'href="{reverse("grant-part-edit", args=[grant.pk, "stand", row.pk])}"' not in page


def test_a_page_with_ten_struck_rows_costs_as_much_as_with_one(plans: Plans, login: Login) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
    client, counts = login(plans.town.personnel), []
    for number in (1, 9):
        with clearance("system"):
            for _ in range(number):
                strike(plans, grant, part(plans, grant, GrantObligation))
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("grant-detail", args=[grant.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]
