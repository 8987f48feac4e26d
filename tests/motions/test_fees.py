"""Sitzungsgeld (G-01 to G-05): what is due, from the recorded attendance and the rates of the day."""

import datetime as dt
from decimal import Decimal

import pytest

from motions.models import (
    Appointment,
    AttendanceInterval,
    Attendee,
    Bylaw,
)
from motions.rules import bylaw_values
from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from tests.meetings import announce, make_meeting, open_now
from tests.motions.fees import (
    EVENING,
    FEE,
    PARTIAL,
    chair,
    close,
    held,
    law,
    lines,
    session,
    total,
)
from tests.motions.refusals import rules_of
from tests.people import Town, person_of


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


@pytest.mark.parametrize(
    ("key", "value"),
    [("fees.meeting", -1), ("fees.meeting", "25"), ("fees.meeting", 25.555), ("fees.model", "half")],
)
def test_g01_a_rate_that_is_none_is_refused(key: str, value: object) -> None:
    assert bylaw_values.objection(key, value) != ""
