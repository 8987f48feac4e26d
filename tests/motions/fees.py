"""Sitzungsgeld der Tests: meetings held, sessions of a Fraktion, what somebody is due."""

import datetime as dt
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from motions.models import (
    AttendanceInterval,
    Attendee,
    Bylaw,
    FeeStatement,
    GroupSession,
    Meeting,
    Membership,
    Organization,
    Person,
    User,
)
from motions.rules import bylaw_values, fee_statements, fees
from motions.rules.clearance import clearance
from tests.meetings import announce, close_now, make_meeting, open_now
from tests.people import SINCE, Town

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
