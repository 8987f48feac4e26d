"""Akteneinsicht: request, ground, decision, time, what was shown (§ 55 GO NRW, IFG NRW; G-06)."""

import datetime as dt
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from motions import jobs
from motions.models import Bylaw, InspectionRequest
from motions.rules import bylaw_values, file_inspections, office_duties, retention
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.people import Town

NOW = timezone.now()
KEY = "retention.inspection_months"
DAY = dt.date(2026, 1, 31)


def requested(town: Town, **fields: Any) -> InspectionRequest:
    """Somebody wants to see the files of a building."""
    given = {
        "ground": "ifg",
        "requester": "Nora Nebelfeld",
        "received_on": DAY,
        "subject": "Bauakte Schlossplatz 1",
    }
    row = InspectionRequest(**given | fields)
    with clearance("system"):
        return file_inspections.record_request(row, by=town.office, now=NOW)


def decided(
    town: Town, row: InspectionRequest, decision: str = "granted", **fields: Any
) -> InspectionRequest:
    given: dict[str, Any] = {"decided_on": DAY, "reasons": ""} | fields
    with clearance("system"):
        return file_inspections.decide(row, decision=decision, by=town.office, now=NOW, **given)


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (dt.date(2026, 1, 31), dt.date(2026, 2, 28)),
        (dt.date(2026, 3, 15), dt.date(2026, 4, 15)),
        (dt.date(2026, 12, 1), dt.date(2027, 1, 1)),
        (dt.date(2023, 12, 31), dt.date(2024, 1, 31)),
    ],
)
def test_g06_the_public_is_answered_within_a_month(received: dt.date, due: dt.date) -> None:
    assert InspectionRequest(ground="ifg", received_on=received).due_on == due
    assert InspectionRequest(ground="member", received_on=received).due_on is None


def test_g06_request_decision_and_what_was_shown_are_kept(town: Town, system: None) -> None:
    row = requested(town)
    late = DAY + dt.timedelta(days=40)
    assert file_inspections.overdue(on=late) == [row]
    assert [duty.rule for duty in office_duties.of(town.office, on=late)] == ["G-06"]
    row = decided(town, row, "partly", reasons="Personenbezogene Daten Dritter.")
    assert (file_inspections.overdue(on=late), office_duties.of(town.office, on=late)) == ([], [])
    row = file_inspections.record_inspection(
        row, inspected_on=DAY, shown="Band 1, Blatt 1–20", by=town.office, now=NOW
    )
    stored = InspectionRequest.objects.get()
    assert (stored.decision, stored.decision_reasons, stored.inspected_on, stored.shown) == (
        "partly",
        "Personenbezogene Daten Dritter.",
        DAY,
        "Band 1, Blatt 1–20",
    )
    with pytest.raises(OutdatedState):
        file_inspections.record_inspection(row, inspected_on=DAY, shown="mehr", by=town.office, now=NOW)
    with pytest.raises(OutdatedState):
        decided(town, row)


def test_g06_what_is_not_granted_in_full_needs_grounds(town: Town, system: None) -> None:
    row = requested(town)
    for decision in ("partly", "refused"):
        with pytest.raises(Refused, match="Nennen Sie die Gründe"):
            decided(town, row, decision, reasons=" ")
    with pytest.raises(Refused, match="vor dem Antrag"):
        decided(town, row, decided_on=DAY - dt.timedelta(days=1))


def test_g06_no_day_of_a_request_lies_in_the_future(town: Town, system: None) -> None:
    tomorrow = timezone.localdate(NOW) + dt.timedelta(days=1)
    with pytest.raises(Refused, match="liegt in der Zukunft"):
        requested(town, received_on=tomorrow)
    row = requested(town)
    with pytest.raises(Refused, match="liegt in der Zukunft"):
        decided(town, row, decided_on=tomorrow)
    row = decided(town, row)
    with pytest.raises(Refused, match="liegt in der Zukunft"):
        file_inspections.record_inspection(
            row, inspected_on=tomorrow, shown="Band 1", by=town.office, now=NOW
        )


def test_g06_nothing_is_shown_before_it_is_granted(town: Town, system: None) -> None:
    row = requested(town)
    with pytest.raises(Refused, match="erst, wenn sie gewährt ist"):
        file_inspections.record_inspection(row, inspected_on=DAY, shown="Band 1", by=town.office, now=NOW)
    row = decided(town, row, "refused", reasons="Geheim.")
    with pytest.raises(Refused, match="erst, wenn sie gewährt ist"):
        file_inspections.record_inspection(row, inspected_on=DAY, shown="Band 1", by=town.office, now=NOW)


@pytest.mark.parametrize(
    "wrong",
    [
        {"requester": ""},
        {"decision": "granted"},
        {"decision": "refused", "decided_on": DAY},
        {"decision": "granted", "decided_on": DAY - dt.timedelta(days=1)},
        {"inspected_on": DAY, "shown": "Band 1"},
        {"decision": "granted", "decided_on": DAY, "inspected_on": DAY},
    ],
    ids=["nobody", "no day", "no grounds", "too early", "not granted", "nothing shown"],
)
def test_the_database_refuses_half_a_record(town: Town, system: None, wrong: dict[str, Any]) -> None:
    fields = {
        "ground": "ifg",
        "requester": "Nora Nebelfeld",
        "received_on": DAY,
        "subject": "Bauakte",
    } | wrong
    with pytest.raises(IntegrityError), transaction.atomic():
        InspectionRequest.objects.create(**fields, recorded_by=town.office, recorded_at=NOW)


def test_the_database_keeps_what_was_written(town: Town, system: None) -> None:
    row = decided(town, requested(town))
    for changes in ({"requester": "Jemand"}, {"decision": "refused", "decision_reasons": "x"}):
        with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
            InspectionRequest.objects.filter(pk=row.pk).update(**changes)
    with pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        row.delete()


def test_who_asked_is_known_to_the_office_and_the_mayor_only(town: Town, system: None) -> None:
    requested(town)
    read = []
    for name in ("clerk", "council_member", "group_member", "administrator", "mayor", "office"):
        with clearance("user", getattr(town, name).pk):
            read += [name] * InspectionRequest.objects.count()
    with clearance("public"):
        read += ["citizen"] * InspectionRequest.objects.count()
    assert read == ["mayor", "office"]
    with pytest.raises(NotPermitted):
        file_inspections.decide(
            InspectionRequest.objects.get(),
            decision="granted",
            decided_on=DAY,
            reasons="",
            by=town.mayor,
            now=NOW,
        )


def test_a_request_goes_its_way_through_the_pages(town: Town, login: Login) -> None:
    client = login(town.office)
    sent = {"ground": "ifg", "requester": "Nora Nebelfeld", "received_on": DAY, "subject": "Bauakte"}
    assert client.post(reverse("inspection-new"), sent | {"subject": ""}).status_code == 422
    assert client.post(reverse("inspection-new"), sent).status_code == 302
    page = client.get(reverse("inspection-list")).content.decode()
    assert ("offen, bis 28.02.2026" in page, "Überfällig" in page) == (True, True)
    with clearance("system"):
        address = reverse("inspection-detail", args=[InspectionRequest.objects.get().pk])
    refused = client.post(address, {"decision": "refused", "decided_on": DAY, "reasons": ""})
    assert (refused.status_code, "Nennen Sie die Gründe" in refused.content.decode()) == (422, True)
    assert client.post(address, {"decision": "granted", "decided_on": DAY}).status_code == 302
    assert client.post(address, {"inspected_on": DAY, "shown": "Band 1"}).status_code == 302
    assert client.post(address, {"inspected_on": DAY, "shown": "Band 2"}).status_code == 409
    assert "Band 1" in client.get(address).content.decode()


def test_g06_the_same_request_twice_is_told_and_kept_once(town: Town) -> None:
    requested(town)
    with pytest.raises(OutdatedState, match="schon eingetragen"):
        requested(town)
    with clearance("system"):
        assert InspectionRequest.objects.count() == 1


def test_a_stale_page_says_that_it_is_decided(town: Town, login: Login) -> None:
    row = requested(town)
    decided(town, row)
    address = reverse("inspection-detail", args=[row.pk])
    answer = login(town.office).post(address, {"decision": "refused", "decided_on": DAY, "reasons": "Nein"})
    assert (answer.status_code, "schon entschieden" in answer.content.decode()) == (409, True)


@pytest.fixture
def old(town: Town) -> dict[str, InspectionRequest]:
    """One request of each kind, all of 31 January 2020 or later in that year."""
    day = dt.date(2020, 1, 31)
    rows = {name: requested(town, received_on=day, subject=name) for name in ("open", "refused", "shown")}
    decided(town, rows["refused"], "refused", decided_on=day, reasons="Keine Akten.")
    decided(town, rows["shown"], decided_on=day)
    with clearance("system"):
        later = day + dt.timedelta(days=100)
        file_inspections.record_inspection(
            rows["shown"], inspected_on=later, shown="Bauakte", by=town.office, now=NOW
        )
    return rows


def left() -> list[str]:
    with clearance("system"):
        return sorted(InspectionRequest.objects.values_list("subject", flat=True))


def test_ds10_closed_requests_end_after_the_local_period(town: Town, old: object) -> None:
    Bylaw.objects.filter(key=KEY).update(value=36)
    for day, kept in (
        (dt.date(2023, 1, 31), ["open", "refused", "shown"]),
        (dt.date(2023, 2, 1), ["open", "shown"]),
        (dt.date(2023, 5, 11), ["open"]),
    ):
        with clearance("system"):
            retention.forget_inspections(now=dt.datetime(day.year, day.month, day.day, 12, tzinfo=dt.UTC))
        assert left() == kept


def test_ds10_without_a_period_no_request_ends(town: Town, old: object) -> None:
    Bylaw.objects.filter(key=KEY).delete()
    jobs.forget_inspections(0)
    assert left() == ["open", "refused", "shown"]


def test_ds10_every_night(town: Town, old: object) -> None:
    jobs.forget_inspections(0)
    assert left() == ["open"]


def test_ds10_the_database_keeps_what_is_open_or_young(town: Town, old: dict[str, InspectionRequest]) -> None:
    assert bylaw_values.objection(KEY, 11) != ""
    today = timezone.localdate()
    young = decided(town, requested(town, received_on=today, subject="young"), decided_on=today)
    for row in (old["open"], young):
        with clearance("system"), pytest.raises(DatabaseError), transaction.atomic():
            InspectionRequest.objects.filter(pk=row.pk).delete()
    with clearance("user", town.office.pk):
        assert InspectionRequest.objects.filter(pk=old["refused"].pk).delete()[0] == 0
    assert left() == ["open", "refused", "shown", "young"]
