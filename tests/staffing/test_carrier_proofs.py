"""Nachweise der Träger: no year's report goes out before the proof of that very year was checked (K-08)."""

import datetime as dt
from importlib import import_module
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from staffing.models import CarrierProof, Forwarding, FundingGrant, UsageReport
from staffing.rules import carrier_proofs, grant_file, grant_keeping, grant_ledger, grant_striking
from tests.conftest import Login
from tests.motions.refusals import rules_of
from tests.staffing.world import Plans

day = dt.date.fromisoformat
NOW = timezone.make_aware(dt.datetime(2028, 3, 1, 10))


@pytest.fixture
def grant(plans: Plans, system: None) -> FundingGrant:
    """KIM with its post."""
    return FundingGrant.objects.get()


def passed_on(grant: FundingGrant, since: str = "2024-01-01", until: str | None = "2026-12-31") -> Forwarding:
    return Forwarding.objects.create(
        grant=grant,
        carrier="Träger",
        amount=1000,
        contract="Vertrag vom 2. Mai",
        bank="Sparkasse (erfunden)",
        starts_on=day(since),
        ends_on=until and day(until),
    )


def proof(row: Forwarding, year: int, received: str, checked: str | None = None) -> CarrierProof:
    return CarrierProof(
        forwarding=row, year=year, received_on=day(received), checked_on=checked and day(checked)
    )


def keep(plans: Plans, grant: FundingGrant, part: Any) -> Any:
    return grant_keeping.keep(grant, part, version=grant.version, by=plans.town.personnel, now=NOW)


def report(grant: FundingGrant, year: int, **fields: Any) -> UsageReport:
    known: dict[str, Any] = {"kind": "content", "due_on": dt.date(year + 1, 3, 31), "document": "Az. 2"}
    return UsageReport(grant=grant, year=year, submitted_on=dt.date(year + 1, 3, 1), **known | fields)


def refused(plans: Plans, grant: FundingGrant, part: Any, sentence: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused, match=sentence) as refusal:
        keep(plans, grant, part)
    return [(finding.rule, finding.field) for finding in refusal.value.findings]


@pytest.mark.parametrize("missing", ["contract", "bank"])
def test_k08_nothing_goes_to_a_carrier_without_a_contract(
    plans: Plans, grant: FundingGrant, missing: str
) -> None:
    whole: dict[str, Any] = {"contract": "Vertrag vom 2. Mai", "bank": "Sparkasse (erfunden)"}
    fields: dict[str, Any] = {"carrier": "Träger", "amount": 1000, "starts_on": day("2024-01-01")}
    with pytest.raises(Refused, match="nur mit Weiterleitungsvertrag") as refusal:
        keep(plans, grant, Forwarding(grant=grant, **fields, **whole | {missing: ""}))
    assert rules_of(refusal) == ["K-08"]
    with pytest.raises(IntegrityError, match="forwarding_by_contract"), transaction.atomic():
        Forwarding.objects.create(grant=grant, **fields, **whole | {missing: ""})
    keep(plans, grant, Forwarding(grant=grant, **fields, **whole))


def test_k08_a_check_of_one_year_lets_no_report_of_the_next_year_go(
    plans: Plans, grant: FundingGrant
) -> None:
    row = passed_on(grant)
    first, second = report(grant, 2024), report(grant, 2025)
    assert refused(plans, grant, first, "für 2024 ist noch nicht geprüft: Träger") == [
        ("K-08", "submitted_on")
    ]
    keep(plans, grant, proof(row, 2024, "2025-02-01", "2025-02-02"))
    assert keep(plans, grant, first).pk is not None
    assert refused(plans, grant, second, "für 2025 ist noch nicht geprüft: Träger") == [
        ("K-08", "submitted_on")
    ]
    received = keep(plans, grant, proof(row, 2025, "2026-02-01"))
    assert refused(plans, grant, second, "für 2025 ist noch nicht geprüft: Träger") == [
        ("K-08", "submitted_on")
    ]
    received.checked_on = day("2026-02-02")
    keep(plans, grant, received)
    assert keep(plans, grant, second).pk is not None


def test_k08_each_carrier_of_the_year_is_waited_for_and_no_other(plans: Plans, grant: FundingGrant) -> None:
    keep(plans, grant, proof(passed_on(grant), 2024, "2025-02-01", "2025-02-02"))
    passed_on(grant, "2020-01-01", "2023-12-31")
    passed_on(grant, "2025-01-01", None)
    assert keep(plans, grant, report(grant, 2024)).pk is not None
    last = passed_on(grant, "2024-12-31", "2024-12-31")
    found = carrier_proofs.unchecked_carriers(report(grant, 2024))
    assert [finding.rule for finding in found] == ["K-08"]
    keep(plans, grant, proof(last, 2024, "2025-02-01", "2025-02-02"))
    assert carrier_proofs.unchecked_carriers(report(grant, 2024)) == []


def test_k08_what_is_struck_neither_answers_nor_holds_up_a_report(plans: Plans, grant: FundingGrant) -> None:
    row = passed_on(grant)
    wrong = keep(plans, grant, proof(row, 2024, "2025-02-01", "2025-02-02"))
    assert carrier_proofs.unchecked_carriers(report(grant, 2024)) == []
    by: dict[str, Any] = {"reason": "Irrtum", "by": plans.town.personnel, "now": NOW}
    grant_striking.strike(grant, wrong, version=grant.version, **by)
    assert len(carrier_proofs.unchecked_carriers(report(grant, 2024))) == 1
    assert keep(plans, grant, proof(row, 2024, "2025-02-03")).pk is not None
    grant_striking.strike(grant, row, version=grant.version, **by)
    assert carrier_proofs.unchecked_carriers(report(grant, 2024)) == []


@pytest.mark.parametrize(
    ("year", "checked", "field"),
    [
        (2023, "2026-02-02", "year"),
        (2027, "2028-02-02", "year"),
        (2025, "2025-12-31", "checked_on"),
        (2025, "2026-01-01", ""),
        (2026, "2026-06-30", "checked_on"),
        (2026, "2026-07-01", ""),
        (2026, None, ""),
    ],
)
def test_k08_a_proof_is_of_a_year_of_the_contract_and_checked_when_that_time_is_over(
    plans: Plans, grant: FundingGrant, year: int, checked: str | None, field: str
) -> None:
    row = proof(passed_on(grant, "2024-01-01", "2026-06-30"), year, "2025-06-01", checked)
    if not field:
        assert keep(plans, grant, row).pk is not None
        return
    assert refused(plans, grant, row, "Prüfen Sie das Jahr|nur den Eingang") == [("K-08", field)]


def test_k08_the_file_names_the_years_that_are_over_and_not_checked(
    plans: Plans, grant: FundingGrant
) -> None:
    row = passed_on(grant, "2023-05-01", "2026-06-30")
    keep(plans, grant, proof(row, 2024, "2025-02-01", "2025-02-02"))
    keep(plans, grant, proof(row, 2025, "2026-02-01"))

    def marks(on: str) -> list[str]:
        (ledger,) = grant_ledger.ledger(plans.town.treasurer, on=day(on))
        sections = {section.part: section for section in grant_file.of_ledger(ledger, on=day(on)).sections}
        return [line.mark for part in ("weiterleitung", "traegernachweis") for line in sections[part].rows]

    proofs = ["geprüft am 02.02.2025", "noch nicht geprüft"]
    assert marks("2023-12-31") == ["", *proofs]
    assert marks("2026-06-30") == ["Nachweis noch nicht geprüft: 2023, 2025", *proofs]
    assert marks("2030-01-01") == ["Nachweis noch nicht geprüft: 2023, 2025, 2026", *proofs]


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"year": 1989}, "carrier_proof_year"),
        ({"checked_on": day("2025-01-31")}, "carrier_proof_checked_after_receipt"),
        ({}, "carrier_proof_once"),
    ],
)
def test_the_database_refuses_what_must_never_be_of_a_proof(
    grant: FundingGrant, fields: dict[str, Any], name: str
) -> None:
    known = {"forwarding": passed_on(grant), "year": 2024, "received_on": day("2025-02-01")}
    CarrierProof.objects.create(**known)
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        CarrierProof.objects.create(**known | ({"year": 2025} | fields if fields else {}))


def test_a_proof_is_read_and_written_by_who_does_so_with_the_grant_and_its_history_is_kept(
    plans: Plans,
) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
        row = keep(plans, grant, proof(passed_on(grant), 2024, "2025-02-01"))
        row.checked_on = day("2025-02-02")
        keep(plans, grant, row)
        with connection.cursor() as cursor:
            cursor.execute("SELECT checked_on FROM staffing_carrierproofevent ORDER BY pgh_id")
            assert cursor.fetchall() == [(None,), (day("2025-02-02"),)]
    town = plans.town
    seen, written = [], []
    for user in (None, town.council_member, town.outsider, town.clerk, town.mayor, town.treasurer):
        with clearance("user", user.pk) if user else clearance("public"):
            seen.append((CarrierProof.objects.count(), _events()))
            written.append(CarrierProof.objects.filter(pk=row.pk).update(year=2024))
    assert seen == [(0, 0)] * 3 + [(1, 0)] * 3
    assert written == [0] * 5 + [1]
    refusal = pytest.raises(DatabaseError, match="row-level security")
    with clearance("user", town.mayor.pk), refusal, transaction.atomic():
        proof(row.forwarding, 2025, "2026-02-01").save()


def _events() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staffing_carrierproofevent")
        return int(cursor.fetchone()[0])


def test_a_proof_is_typed_for_a_carrier_of_this_grant(plans: Plans, login: Login) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
        other = FundingGrant.objects.create(
            program=grant.program,
            title="Andere",
            model="lump_sum",
            lead_unit=grant.lead_unit,
            starts_on=day("2024-01-01"),
        )
        row, foreign = passed_on(grant), passed_on(other)
    client = login(plans.town.treasurer)
    address = reverse("grant-part-new", args=[grant.pk, "traegernachweis"])
    typed = {"forwarding": row.pk, "year": "2024", "received_on": "2025-02-01", "version": grant.version}
    assert "Träger, ab 01.01.2024, Vertrag vom 2. Mai" in client.get(address).content.decode()
    for wrong in ({"forwarding": foreign.pk}, {"forwarding": ""}, {"year": "0"}, {"year": "2023"}):
        assert client.post(address, typed | wrong).status_code == 422
    assert client.post(address, typed).status_code == 302
    with clearance("system"):
        made = CarrierProof.objects.get()
    page = client.get(reverse("grant-detail", args=[grant.pk])).content.decode()
    edit = reverse("grant-part-edit", args=[grant.pk, "traegernachweis", made.pk])
    assert (edit in page, "Träger 2024" in page) == (True, True)
    elsewhere = reverse("grant-part-edit", args=[other.pk, "traegernachweis", made.pk])
    assert [client.get(one).status_code for one in (edit, elsewhere)] == [200, 404]


@pytest.mark.parametrize(
    "fields", [{"time_percent": "50"}, {"submitted_on": "2024-03-01", "document": "Az."}]
)
def test_a_report_of_the_year_0_is_refused_with_a_sentence(
    plans: Plans, login: Login, fields: dict[str, str]
) -> None:
    with clearance("system"):
        grant = FundingGrant.objects.get()
    typed = {"kind": "content", "year": "0", "due_on": "2024-03-31", "version": grant.version}
    address = reverse("grant-part-new", args=[grant.pk, "nachweis"])
    answer = login(plans.town.treasurer).post(address, typed | fields)
    assert (answer.status_code, "zwischen 1990 und 2100" in answer.content.decode()) == (422, True)


def test_the_one_day_known_before_goes_to_the_last_year_that_had_ended(grant: FundingGrant) -> None:
    """What the migration carries over; the columns it reads are put back for this test."""
    cases = [
        ("2024-01-01", "2026-12-31", "2025-02-01", "2025-02-02", (2024, "2025-02-02")),
        ("2020-01-01", None, "2025-12-01", "2026-01-02", (2025, "2026-01-02")),
        ("2020-01-01", None, "2026-02-01", None, (2025, None)),
        ("2020-01-01", "2021-06-30", "2025-02-01", "2025-02-02", (2021, "2025-02-02")),
        ("2025-01-01", "2025-06-30", "2025-08-01", "2025-08-02", (2025, "2025-08-02")),
        ("2025-01-01", None, "2025-08-01", "2025-08-02", (2025, None)),
        ("2025-01-01", None, None, None, None),
    ]
    rows = [passed_on(grant, since, until) for since, until, *_ in cases]
    carry_over = import_module("staffing.migrations.0012_carrier_proofs").CARRY_OVER
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE staffing_forwarding ADD proof_on date, ADD checked_on date")
        for row, (_, _, proof_on, checked_on, _) in zip(rows, cases, strict=True):
            cursor.execute(
                "UPDATE staffing_forwarding SET proof_on = %s, checked_on = %s WHERE id = %s",
                [proof_on, checked_on, row.pk],
            )
        cursor.execute("SELECT set_config('ris.level', '', true)")
        cursor.execute(carry_over)
        cursor.execute("SELECT set_config('ris.level', 'system', true)")
    found = {
        one.forwarding_id: (one.year, one.checked_on and f"{one.checked_on:%Y-%m-%d}")
        for one in CarrierProof.objects.all()
    }
    assert [found.get(row.pk) for row in rows] == [expected for *_, expected in cases]
    assert CarrierProof.objects.get(forwarding=rows[0]).received_on == day("2025-02-01")
