"""Aufwandsentschädigung und Sitzungsgeld berechnen (G-01 bis G-05, EntschVO NRW): from the recorded attendance alone.

All amounts are Decimal euro. What is computed here is frozen by fee_statements.py when the month is closed.
"""

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q

from motions.models import (
    Appointment,
    AttendanceInterval,
    Attendee,
    Bylaw,
    GroupAttendance,
    Membership,
    Person,
)
from motions.models.choices import MeetingStatus, MembershipRole, Office, OrganizationType, SeatKind
from motions.models.period import holds_on

from .bylaws import Series

_CITIZENS = (MembershipRole.EXPERT_CITIZEN, MembershipRole.ADVISORY_RESIDENT)
_PAID_SEATS = (SeatKind.MEMBER, SeatKind.SUBSTITUTE, SeatKind.ADVISORY)
_NOTHING = Decimal("0.00")
_NAMES = {
    "fees.model": "das Modell der Aufwandsentschädigung, volle oder Teilpauschale",
    "fees.full": "die volle Monatspauschale",
    "fees.partial": "die Teilpauschale im Monat",
    "fees.meeting": "das Sitzungsgeld je Sitzung",
    "fees.group_sessions_a_year": "die Höchstzahl der Fraktionssitzungen im Jahr",
    "fees.committee_chair": "der Zuschlag für den Vorsitz in Ausschüssen",
    "fees.group_chair": "der Zuschlag für den Vorsitz einer Fraktion",
    "fees.deputy_mayor": "der Zuschlag für die ehrenamtliche Stellvertretung",
    "fees.listeners": "ob Zuhören vergütet wird",
}
_EXTRAS: dict[tuple[str, str], str] = {
    (OrganizationType.COMMITTEE, MembershipRole.CHAIR): "fees.committee_chair",
    (OrganizationType.PARLIAMENTARY_GROUP, MembershipRole.CHAIR): "fees.group_chair",
    (OrganizationType.COUNCIL, MembershipRole.DEPUTY_MAYOR): "fees.deputy_mayor",
}


@dataclass(frozen=True)
class Line:
    """Eine Zeile der Abrechnung; ``remark`` says why nothing is paid."""

    on: dt.date
    label: str
    amount: Decimal
    remark: str = ""


@dataclass(frozen=True)
class Computed:
    """Was einer Person für einen Monat zusteht."""

    person: Person
    lines: list[Line]

    @property
    def total(self) -> Decimal:
        """The sum in euro."""
        return sum((line.amount for line in self.lines), _NOTHING)


def missing(month: dt.date) -> list[str]:
    """What of the Hauptsatzung and its rates is not recorded for the first day of a month, in words with its key."""
    known = set(Bylaw.objects.filter(holds_on(month), key__in=_NAMES).values_list("key", flat=True))
    return [f"{name} („{key}“)" for key, name in _NAMES.items() if key not in known]


def last_day(month: dt.date) -> dt.date:
    """Of the month that begins on this day."""
    return month.replace(day=monthrange(month.year, month.month)[1])


def of_month(month: dt.date) -> list[Computed]:
    """Everybody who is due something in the month that begins on this day, by name; raises BylawMissing."""
    rates = Series("fees.")
    seats = _seats(month)
    council = {
        row.person_id for row in seats if row.organization.organization_type == OrganizationType.COUNCIL
    }
    mayors = _mayors(month)
    lines: dict[Person, list[Line]] = defaultdict(list)
    for person, line in (
        *_lump_sums(seats, month, rates),
        *_extras(seats, month, rates),
        *_meetings(month, rates, council),
        *_group_sessions(month, rates, council),
    ):
        if person.pk not in mayors:
            lines[person].append(line)
    found = [Computed(person, rows) for person, rows in lines.items()]
    return sorted(found, key=lambda row: (row.person.last_name, row.person.first_name, row.person.pk))


def _seats(month: dt.date) -> list[Membership]:
    """Memberships that held on any day of the month, but for the sachkundigen Bürger, who get no lump sum."""
    holds = Q(starts_on__lte=last_day(month)) & (Q(ends_on__isnull=True) | Q(ends_on__gte=month))
    rows = Membership.objects.filter(holds).exclude(role__in=_CITIZENS)
    return list(rows.select_related("person", "organization").order_by("pk"))


def _mayors(month: dt.date) -> set[int | None]:
    """Who is Bürgermeister has a salary, and no allowance."""
    rows = Appointment.objects.filter(
        holds_on(month) | holds_on(last_day(month)), office=Office.MAYOR, user__person__isnull=False
    )
    return set(rows.values_list("user__person", flat=True))


def _lump_sums(seats: Iterable[Membership], month: dt.date, rates: Series) -> Iterator[tuple[Person, Line]]:
    """G-01: the full or the partial lump sum of the model the Hauptsatzung has chosen."""
    is_full = rates.at("fees.model", month) == "full"
    label = "Volle Monatspauschale" if is_full else "Monatspauschale"
    amount = rates.euro("fees.full" if is_full else "fees.partial", month)
    known = set()
    for row in seats:
        if row.organization.organization_type == OrganizationType.COUNCIL and row.person_id not in known:
            known.add(row.person_id)
            yield row.person, Line(month, label, amount)


def _extras(seats: Iterable[Membership], month: dt.date, rates: Series) -> Iterator[tuple[Person, Line]]:
    """G-01: chairs of committees and Fraktionen, and the honorary deputies of the Bürgermeister."""
    for row in seats:
        key = _EXTRAS.get((row.organization.organization_type, row.role))
        if key is not None:
            label = f"Zusätzlich: {row.function}, {row.organization}"
            yield row.person, Line(month, label, rates.euro(key, month))


def _meetings(month: dt.date, rates: Series, council: set[int]) -> Iterator[tuple[Person, Line]]:
    """G-01, G-03, G-04: a fee for whoever was there; the substitute gets it, a listener where the town says so."""
    was_there = Exists(AttendanceInterval.objects.filter(attendee=OuterRef("pk")))
    rows = Attendee.objects.filter(
        was_there,
        person__isnull=False,
        meeting__status=MeetingStatus.CLOSED,
        meeting__starts_at__date__range=(month, last_day(month)),
    )
    for row in rows.select_related("person", "meeting__organization").order_by("meeting__starts_at", "pk"):
        on = row.meeting.held_on
        label = f"{row.meeting.organization} ({row.get_seat_display()})"
        if row.person is None or not (row.seat in _PAID_SEATS or row.seat == SeatKind.LISTENER):
            continue
        if row.seat == SeatKind.LISTENER and not rates.at("fees.listeners", on):
            yield row.person, Line(on, label, _NOTHING, "Zuhören wird nicht vergütet (G-04)")
        else:
            yield row.person, _fee(row.person, on, label, rates, council)


def _group_sessions(month: dt.date, rates: Series, council: set[int]) -> Iterator[tuple[Person, Line]]:
    """G-02, G-05: up to the yearly number of the Hauptsatzung, in whatever form they were held."""
    rows = GroupAttendance.objects.filter(
        session__held_on__range=(month.replace(month=1, day=1), last_day(month))
    )
    counts: dict[int, int] = defaultdict(int)
    for row in rows.select_related("person", "session__organization").order_by("session__held_on", "pk"):
        on = row.session.held_on
        counts[row.person_id] += 1
        if on < month:
            continue
        label = f"Fraktionssitzung {row.session.organization}"
        most = int(rates.at("fees.group_sessions_a_year", on))
        if counts[row.person_id] > most:
            remark = f"Mehr als {most} Fraktionssitzungen im Jahr (G-02)"
            yield row.person, Line(on, label, _NOTHING, remark)
        else:
            yield row.person, _fee(row.person, on, label, rates, council)


def _fee(person: Person, on: dt.date, label: str, rates: Series, council: set[int]) -> Line:
    """One fee; a Ratsmitglied with the full lump sum gets none (G-01)."""
    if person.pk in council and rates.at("fees.model", on) == "full":
        return Line(on, label, _NOTHING, "In der vollen Pauschale enthalten")
    return Line(on, label, rates.euro("fees.meeting", on))
