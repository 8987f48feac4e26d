"""Sitzungsgeld (G-01 to G-05): from the recorded attendance, closed once a month, corrected with a reason."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import (
    Appointment,
    AttendanceInterval,
    Attendee,
    Bylaw,
    FeeMonth,
    FeeStatement,
    GroupAttendance,
    GroupSession,
    GroupSessionCorrection,
    Meeting,
    Membership,
    Organization,
    Person,
    User,
)
from motions.rules import bylaw_values, fee_statements, fees, group_sessions
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.meetings import announce, close_now, make_meeting, open_now
from tests.motions.refusals import rules_of
from tests.people import SINCE, Town, member, person_of

MARCH = dt.date(2024, 3, 1)
EVENING = dt.datetime(2024, 3, 12, 18, 0, tzinfo=ZoneInfo("Europe/Berlin"))
AFTER = dt.datetime(2024, 4, 5, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
PARTIAL, FEE = Decimal("168.30"), Decimal("25.50")


def held(
    town: Town, organ: str, *seats: tuple[Person, str], at: dt.datetime = EVENING, **seat: Any
) -> Meeting:
    """A closed meeting; each person in the seat named was there from beginning to end."""
    with clearance("system"):
        meeting = make_meeting(town.organs[organ], starts_at=at)
        meeting = open_now(announce(meeting, by=town.office, now=at), by=town.office, now=at)
        absent = None
        for person, kind in seats:
            row, _ = Attendee.objects.update_or_create(
                meeting=meeting,
                person=person,
                defaults={
                    "name": str(person),
                    "seat": "member" if kind == "absent" else kind,
                    "substitutes_for": absent if kind == "substitute" else None,
                },
            )
            absent = row if kind == "absent" else absent
            row.intervals.all().delete()
            if kind != "absent":
                AttendanceInterval.objects.create(attendee=row, arrived_at=at)
        return close_now(meeting, by=town.office, now=at + dt.timedelta(hours=2))


def session(town: Town, people: list[Person], on: dt.date, *, is_remote: bool = False) -> GroupSession:
    with clearance("system"):
        return fee_statements.record_session(
            town.organs["GF"], held_on=on, is_remote=is_remote, people=people, by=town.office, now=AFTER
        )


def lines(person: Person, month: dt.date = MARCH) -> list[tuple[str, Decimal]]:
    with clearance("system"):
        found = [row for row in fees.of_month(month) if row.person == person]
    return [(line.remark or line.label, line.amount) for row in found for line in row.lines]


def total(person: Person, month: dt.date = MARCH) -> Decimal:
    return sum((amount for _, amount in lines(person, month)), Decimal(0))


def close(by: User, month: dt.date = MARCH, now: dt.datetime = AFTER) -> list[FeeStatement]:
    with clearance("system"):
        return fee_statements.close_month(month, by=by, now=now)


def law(key: str, value: object) -> None:
    assert bylaw_values.objection(key, value) == ""
    Bylaw.objects.filter(key=key).update(value=value)


def chair(person: Person, organ: Organization, role: str = "chair") -> None:
    Membership.objects.filter(person=person, organization=organ).delete()
    Membership.objects.create(person=person, organization=organ, role=role, starts_on=SINCE)


# --- what is due --------------------------------------------------------------------------------------------


def test_g01_a_lump_sum_and_a_fee_for_each_meeting(town: Town) -> None:
    person = person_of(town.group_member)
    held(town, "Rat", (person, "member"))
    session(town, [person], dt.date(2024, 3, 11))
    assert lines(person) == [
        ("Monatspauschale", PARTIAL),
        ("Rat (Mitglied)", FEE),
        ("Fraktionssitzung Grünes Forum", FEE),
    ]
    assert total(person) == Decimal("219.30")
    assert lines(person, dt.date(2024, 4, 1)) == [("Monatspauschale", PARTIAL)]


def test_g01_the_full_lump_sum_holds_all_fees_of_a_ratsmitglied(town: Town) -> None:
    law("fees.model", "full")
    held(
        town,
        "HFA",
        (person_of(town.council_member), "member"),
        (person_of(town.expert_citizen), "advisory"),
    )
    assert total(person_of(town.council_member)) == Decimal("280.50")
    assert lines(person_of(town.expert_citizen)) == [("Haupt- und Finanzausschuss (Beratend)", FEE)]


def test_g01_rates_are_those_of_the_day(town: Town) -> None:
    person = person_of(town.council_member)
    for day in (12, 20):
        held(town, "HFA", (person, "member"), at=EVENING.replace(day=day))
    Bylaw.objects.filter(key="fees.meeting").update(ends_on=dt.date(2024, 3, 15))
    Bylaw.objects.create(key="fees.meeting", value=30, source="Test", starts_on=dt.date(2024, 3, 16))
    assert [amount for _, amount in lines(person)] == [PARTIAL, FEE, Decimal("30.00")]


@pytest.mark.parametrize(
    ("organ", "role", "amount"),
    [("HFA", "chair", "280.50"), ("GF", "chair", "561.00"), ("Rat", "deputy_mayor", "841.50")],
)
def test_g01_chairs_and_deputies_get_more(town: Town, organ: str, role: str, amount: str) -> None:
    person = person_of(town.council_member)
    chair(person, town.organs[organ], role)
    assert total(person) == PARTIAL + Decimal(amount)


def test_g01_the_mayor_and_sachkundige_buerger_get_no_lump_sum(town: Town) -> None:
    seat = person_of(town.council_member)
    Appointment.objects.filter(office="mayor").update(user=town.council_member)
    held(town, "Rat", (seat, "member"))
    assert lines(seat) == []
    assert lines(person_of(town.expert_citizen)) == []


def test_g02_sessions_above_the_yearly_number_are_shown_and_not_paid(town: Town) -> None:
    law("fees.group_sessions_a_year", 2)
    person = person_of(town.group_member)
    for on in (dt.date(2023, 12, 1), dt.date(2024, 2, 1), dt.date(2024, 3, 4), dt.date(2024, 3, 11)):
        session(town, [person], on)
    assert lines(person) == [
        ("Monatspauschale", PARTIAL),
        ("Fraktionssitzung Grünes Forum", FEE),
        ("Mehr als 2 Fraktionssitzungen im Jahr (G-02)", Decimal("0.00")),
    ]


def test_g03_the_fee_of_an_absent_member_goes_to_the_substitute(town: Town) -> None:
    absent, substitute = person_of(town.council_member), person_of(town.group_member)
    held(town, "HFA", (absent, "absent"), (substitute, "substitute"))
    assert lines(absent) == [("Monatspauschale", PARTIAL)]
    assert lines(substitute)[1:] == [("Haupt- und Finanzausschuss (Stellvertretung)", FEE)]


@pytest.mark.parametrize(("is_paid", "amount"), [(False, Decimal("0.00")), (True, FEE)])
def test_g04_who_only_listens_gets_a_fee_where_the_town_says_so(
    town: Town, is_paid: bool, amount: Decimal
) -> None:
    law("fees.listeners", is_paid)
    person = person_of(town.group_member)
    held(town, "HFA", (person, "listener"))
    assert [row[1] for row in lines(person)] == [PARTIAL, amount]


def test_g04_administration_and_guests_get_nothing(town: Town) -> None:
    person = person_of(town.expert_citizen)
    for day, seat in ((12, "administration"), (13, "guest")):
        held(town, "HFA", (person, seat), at=EVENING.replace(day=day))
    assert lines(person) == []


def test_g05_the_form_of_a_session_does_not_matter(town: Town) -> None:
    person = person_of(town.group_member)
    session(town, [person], dt.date(2024, 3, 11), is_remote=True)
    assert total(person) == PARTIAL + FEE


def test_g01_a_meeting_that_is_not_closed_pays_nothing(town: Town) -> None:
    person = person_of(town.council_member)
    with clearance("system"):
        meeting = make_meeting(town.organs["HFA"], starts_at=EVENING)
        meeting = open_now(announce(meeting, by=town.office, now=EVENING), by=town.office, now=EVENING)
        row = Attendee.objects.filter(meeting=meeting, person=person).first() or Attendee.objects.create(
            meeting=meeting, person=person, name="Ada", seat="member"
        )
        if not row.intervals.exists():
            AttendanceInterval.objects.create(attendee=row, arrived_at=EVENING)
    assert total(person) == PARTIAL
    with pytest.raises(Refused) as refusal:
        close(town.office)
    assert rules_of(refusal) == ["G-01"]


# --- closing and correcting ---------------------------------------------------------------------------------


def test_g01_a_month_is_closed_once_and_after_its_end(town: Town) -> None:
    person = person_of(town.council_member)
    held(town, "HFA", (person, "member"))
    with pytest.raises(Refused) as refusal:
        close(town.office, now=dt.datetime(2024, 3, 31, 21, 59, tzinfo=dt.UTC))
    assert rules_of(refusal) == ["G-01"]
    for other in (town.mayor, town.clerk, town.council_member):
        with pytest.raises(NotPermitted):
            close(other)
    closed = close(town.office)
    assert {row.person: row.total for row in closed} == {
        person: PARTIAL + FEE,
        person_of(town.group_member): PARTIAL,
    }
    with pytest.raises(OutdatedState):
        close(town.office)
    assert closed[0].content["lines"][0] == {
        "on": "2024-03-01",
        "label": "Monatspauschale",
        "amount": "168.30",
        "remark": "",
    }


def test_g01_a_month_nobody_is_due_anything_for_is_closed_too(town: Town, login: Login) -> None:
    person, empty = person_of(town.council_member), dt.date(2011, 2, 1)
    Bylaw.objects.filter(key__startswith="fees.").update(starts_on=dt.date(2010, 1, 1))
    page = "/sitzungsdienst/sitzungsgeld/2011/2/"
    client = login(town.office)
    assert "Monat abschließen" in client.get(page).content.decode()
    answer = client.post(f"{page}abschliessen/", follow=True).content.decode()
    assert ("niemandem steht etwas zu" in answer, "Monat abschließen" in answer) == (True, False)
    with clearance("system"):
        assert (fee_statements.is_closed(empty), fee_statements.is_closed(MARCH)) == (True, False)
        assert FeeStatement.objects.count() == 0
    with pytest.raises(OutdatedState):
        close(town.office, empty)
    with clearance("system"), pytest.raises(OutdatedState):
        fee_statements.correct(person, empty, reason="Vergessen.", by=town.office, now=AFTER)
    with clearance("system"):
        assert (FeeMonth.objects.all().delete()[0], FeeMonth.objects.update(closed_at=AFTER)) == (0, 0)
    with clearance("system"), pytest.raises(IntegrityError), transaction.atomic():
        FeeMonth.objects.create(month=dt.date(2011, 3, 2), closed_by=town.office, closed_at=AFTER)
    with clearance("user", town.mayor.pk):
        assert FeeMonth.objects.count() == 0


def test_g01_a_closed_statement_stays_and_a_correction_is_a_further_row(town: Town) -> None:
    person = person_of(town.group_member)
    close(town.office)
    with clearance("system"), pytest.raises(OutdatedState):
        fee_statements.correct(person, MARCH, reason="Nichts.", by=town.office, now=AFTER)
    session(town, [person], dt.date(2024, 3, 11))
    with clearance("system"):
        row = next(row for row in fee_statements.month_list(MARCH) if row.person == person)
        assert (row.total, row.differs) == (PARTIAL, True)
        with pytest.raises(Refused) as refusal:
            fee_statements.correct(person, MARCH, reason=" ", by=town.office, now=AFTER)
        assert rules_of(refusal) == ["G-01"]
        fee_statements.correct(person, MARCH, reason="Sitzung fehlte.", by=town.office, now=AFTER)
        rows = person.fee_statements.order_by("revision").values_list("revision", "total", "reason")
        assert list(rows) == [(1, PARTIAL, ""), (2, PARTIAL + FEE, "Sitzung fehlte.")]
        payroll = list(fee_statements.payroll_rows(MARCH))
    assert payroll == [
        ["03/2024", "Ahornblatt", "Ada", 1, None, PARTIAL, ""],
        ["03/2024", "Rotkehlchen", "Quentin", 2, PARTIAL, PARTIAL + FEE, "Sitzung fehlte."],
    ]


def test_g01_somebody_forgotten_gets_a_correction_too(town: Town) -> None:
    close(town.office)
    late = person_of(member("Lena Libelle", town.organs["Rat"]))
    with clearance("system"):
        row = fee_statements.correct(late, MARCH, reason="Fehlte.", by=town.office, now=AFTER)
    assert (row.revision, row.total) == (2, PARTIAL)


def test_g01_the_database_keeps_a_statement_as_it_was(town: Town) -> None:
    close(town.office)
    with clearance("system"):
        rows = FeeStatement.objects.all()
        for change in (lambda: rows.update(total=0), rows.delete):
            with pytest.raises(DatabaseError, match="fee_statement_frozen"), transaction.atomic():
                change()
        person = person_of(town.council_member)
        wrong: tuple[tuple[str, dict[str, Any]], ...] = (
            ("revision_once", {}),
            ("of_a_month", {"month": dt.date(2024, 3, 2)}),
            ("not_negative", {"total": -1, "month": dt.date(2024, 5, 1)}),
            ("correction_has_reason", {"revision": 2}),
        )
        for name, fields in wrong:
            values: dict[str, Any] = {"month": MARCH, "revision": 1, "total": 1, "content": {}} | fields
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                FeeStatement.objects.create(person=person, closed_by=town.office, closed_at=AFTER, **values)


def test_g02_a_session_is_recorded_once_and_not_in_advance(town: Town) -> None:
    person = person_of(town.group_member)
    session(town, [person], dt.date(2024, 3, 11))
    for on in (dt.date(2024, 3, 11), dt.date(2024, 4, 6)):
        with pytest.raises(Refused) as refusal:
            session(town, [person], on)
        assert rules_of(refusal) == ["G-02"]
    with clearance("system"), pytest.raises(NotPermitted):
        fee_statements.record_session(
            town.organs["GF"], held_on=MARCH, is_remote=False, people=[], by=town.group_member, now=AFTER
        )


def test_g02_a_session_is_corrected_with_a_reason_and_what_it_said_stays(town: Town, login: Login) -> None:
    there, absent = person_of(town.group_member), person_of(town.council_member)
    Membership.objects.create(person=absent, organization=town.organs["GF"], starts_on=SINCE)
    row = session(town, [there], dt.date(2024, 3, 11))
    other = session(town, [there], dt.date(2024, 3, 18))
    address = reverse("group-session-correct", args=["gf", row.pk])
    client = login(town.office)
    form = client.get(address).context["form"]
    assert (form["people"].value(), form["version"].value()) == ([there.pk], 1)
    sent = {"held_on": "2024-03-12", "people": [absent.pk], "reason": "Name verwechselt", "version": 1}
    assert client.post(address, sent | {"reason": " "}).status_code == 422
    assert client.post(address, sent | {"held_on": f"{other.held_on}"}).status_code == 422
    assert client.post(address, sent | {"held_on": "2099-01-01"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    late = client.post(address, sent | {"people": [there.pk]})
    assert (late.status_code, late.context["form"]["version"].value()) == (409, "2")
    with clearance("system"):
        log = GroupSessionCorrection.objects.get()
        assert (log.before, log.after, log.reason, log.corrected_by) == (
            f"11.03.2024, vor Ort, anwesend: {there}",
            f"12.03.2024, vor Ort, anwesend: {absent}",
            "Name verwechselt",
            town.office,
        )
        assert list(row.attendances.values_list("person", flat=True)) == [absent.pk]
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            GroupSessionCorrection.objects.update(reason="Anders")
    assert "Name verwechselt" in client.get(address).content.decode()
    assert login(town.group_member).get(address).status_code == 403


def test_g02_only_the_ratsbuero_reads_and_writes_corrections(town: Town) -> None:
    row = session(town, [person_of(town.group_member)], dt.date(2024, 3, 11))
    act: dict[str, Any] = {
        "held_on": row.held_on,
        "is_remote": True,
        "people": [],
        "reason": "x",
        "version": 1,
    }
    with clearance("system"), pytest.raises(NotPermitted):
        group_sessions.correct(row, **act, by=town.group_member, now=AFTER)
    with clearance("user", town.office.pk):
        group_sessions.correct(row, **act, by=town.office, now=AFTER)
    seen = {}
    for user in (town.office, town.mayor, town.group_member):
        with clearance("user", user.pk):
            seen[user] = GroupSessionCorrection.objects.count()
    assert list(seen.values()) == [1, 0, 0]
    for user in (town.mayor, town.group_member):
        with clearance("user", user.pk), pytest.raises(DatabaseError), transaction.atomic():
            GroupSessionCorrection.objects.create(
                session=row, before="x", after="y", reason="z", corrected_by=user, corrected_at=AFTER
            )


# --- both nets and pages ------------------------------------------------------------------------------------


def test_both_nets_show_everybody_the_own_money_only(town: Town) -> None:
    session(town, [person_of(town.group_member)], dt.date(2024, 3, 11))
    close(town.office)
    expected = {
        "council_member": (1, 0, 0),
        "group_member": (1, 1, 1),
        "expert_citizen": (0, 0, 0),
        "office": (2, 1, 1),
        "mayor": (0, 0, 0),
        "clerk": (0, 0, 0),
        "administrator": (0, 0, 0),
    }
    by_query, by_database = {}, {}
    for name in expected:
        user = getattr(town, name)
        with clearance("system"):
            by_query[name] = fee_statements.visible_statements(user).count()
        with clearance("user", user.pk):
            models = (FeeStatement, GroupSession, GroupAttendance)
            by_database[name] = tuple(model.objects.count() for model in models)
    assert by_database == expected
    assert by_query == {name: counts[0] for name, counts in expected.items()}
    assert FeeStatement.objects.count() == GroupSession.objects.count() == 0


def test_the_database_takes_money_from_the_ratsbuero_only(town: Town) -> None:
    for user in (town.clerk, town.mayor, town.group_member):
        with clearance("user", user.pk), pytest.raises(DatabaseError), transaction.atomic():
            GroupSession.objects.create(
                organization=town.organs["GF"], held_on=MARCH, recorded_by=user, recorded_at=timezone.now()
            )


def test_g01_the_ratsbuero_closes_and_corrects_on_its_pages(town: Town, login: Login) -> None:
    person = person_of(town.group_member)
    client = login(town.office)
    address = "/sitzungsdienst/sitzungsgeld/2024/3/"
    assert "168,30\u00a0€" in client.get(address).content.decode()
    assert client.post(f"{address}abschliessen/").status_code == 302
    assert client.post(f"{address}abschliessen/").status_code == 409
    group = "/sitzungsdienst/fraktionssitzungen/gf/"
    assert client.post(group, {"held_on": "2024-03-11"}).status_code == 422
    sent = {"held_on": "2024-03-11", "people": [person.pk]}
    assert client.post(group, sent).status_code == 302
    assert client.post(group, sent).status_code == 422
    assert "11.03.2024" in client.get(group).content.decode()
    assert "Weicht ab" in client.get(address).content.decode()
    own = f"{address}{person.pk}/"
    assert client.post(own, {"reason": ""}).status_code == 422
    assert client.post(own, {"reason": "Sitzung fehlte."}).status_code == 302
    assert client.post(own, {"reason": "Sitzung fehlte."}).status_code == 409
    table = client.get(f"{address}zahlstelle.csv").content.decode().splitlines()
    assert table[2] == "03/2024;Rotkehlchen;Quentin;2;168,30;193,80;Sitzung fehlte."
    for wrong in ("2024/13/", "1999/1/", "2024/3/999999/"):
        assert client.get(f"/sitzungsdienst/sitzungsgeld/{wrong}").status_code == 404


def test_g01_members_read_their_own_statements(town: Town, login: Login) -> None:
    close(town.office)
    page = login(town.council_member).get("/mein/sitzungsgeld/").content.decode()
    assert ("März 2024" in page, page.count("Summe</th>")) == (True, 1)
    assert "Noch keine Abrechnung" in login(town.expert_citizen).get("/mein/sitzungsgeld/").content.decode()


def test_long_lists_of_fees_ask_as_often_as_short_ones(town: Town, login: Login) -> None:
    lists = (
        ("office", "/sitzungsdienst/sitzungsgeld/2024/3/"),
        ("office", "/sitzungsdienst/sitzungsgeld/2024/3/zahlstelle.csv"),
        ("office", "/sitzungsdienst/fraktionssitzungen/gf/"),
        ("council_member", "/mein/sitzungsgeld/"),
    )

    def asked() -> list[int]:
        counts = []
        for person, address in lists:
            client = login(getattr(town, person))
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    held(town, "HFA", (person_of(town.council_member), "member"))
    session(town, [person_of(town.group_member)], dt.date(2024, 3, 4))
    close(town.office)
    few = asked()
    people = [
        person_of(member(f"Mitglied Nummer{n}", town.organs["Rat"], town.organs["GF"])) for n in range(4)
    ]
    held(town, "Rat", *[(person, "member") for person in people], at=EVENING.replace(day=20))
    session(town, people, dt.date(2024, 3, 18))
    close(town.office, month=dt.date(2024, 2, 1))
    assert asked() == few


@pytest.mark.parametrize(
    ("key", "value"),
    [("fees.meeting", -1), ("fees.meeting", "25"), ("fees.meeting", 25.555), ("fees.model", "half")],
)
def test_g01_a_rate_that_is_none_is_refused(key: str, value: object) -> None:
    assert bylaw_values.objection(key, value) != ""
