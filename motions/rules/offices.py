"""Ämter und Vertretung: what a person holds on a day, in the own right or for somebody absent (V-13)."""

import datetime as dt
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass

from django.db.models import QuerySet

from motions.models import Appointment, Substitution, User
from motions.models.choices import ONLY_ASKED, Office
from motions.models.period import holds_on


@dataclass(frozen=True)
class Holding:
    """Ein Amt, das jemand heute ausübt; ``absent`` is set when the person stands in for another.

    ``unit_id`` is None where the office is only asked: it sits in a unit and does not work for it.
    """

    office: str
    unit_id: int | None
    absent: User | None = None
    ground: str = ""


_known: ContextVar[dict[tuple[int, dt.date], list[Holding]] | None] = ContextVar("known", default=None)


@contextmanager
def remembered() -> Iterator[None]:
    """For one request: the same question about a person and a day is put to the database once."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def holdings(user: User, on: dt.date) -> list[Holding]:
    """All offices a person may use on a day: the own ones first, then those of absent colleagues."""
    known = _known.get()
    if known is None:
        return _asked(user, on)
    if (user.pk, on) not in known:
        known[user.pk, on] = _asked(user, on)
    return known[user.pk, on]


def _asked(user: User, on: dt.date) -> list[Holding]:
    own = [Holding(row.office, _unit_of(row)) for row in Appointment.held(user, on)]
    lent = [
        Holding(row.office, _unit_of(row), absence.absent, absence.ground)
        for absence in Substitution.objects.filter(holds_on(on), substitute=user).select_related("absent")
        for row in Appointment.held(absence.absent, on)
        if row.office not in (Office.MAYOR, Office.GENERAL_DEPUTY)
    ]
    return own + lent


def _unit_of(row: Appointment) -> int | None:
    return None if row.office in ONLY_ASKED else row.unit_id


def holds(user: User, *offices: str, on: dt.date) -> bool:
    """The person may act in one of these offices on this day."""
    return any(holding.office in offices for holding in holdings(user, on))


def unit_ids(user: User, on: dt.date) -> set[int]:
    """The units a person works in or stands in for."""
    return {holding.unit_id for holding in holdings(user, on) if holding.unit_id is not None}


def people_in_office(*held: str, on: dt.date, units: Collection[int] | None = None) -> QuerySet[User]:
    """Everybody who holds one of these offices on a day, or any in the administration; ``units``: who works there."""
    appointments = Appointment.objects.filter(holds_on(on))
    if held:
        appointments = appointments.filter(office__in=held)
    if units is not None:
        appointments = appointments.filter(unit__in=units).exclude(office__in=ONLY_ASKED)
    return User.objects.filter(pk__in=appointments.values("user"), is_active=True).order_by(
        "last_name", "first_name", "pk"
    )


def is_administration(user: User, on: dt.date) -> bool:
    """The person holds any office in the administration."""
    return bool(holdings(user, on))


def releasing_holding(user: User, on: dt.date) -> Holding | None:
    """In which office the person releases; the deputy only while the Bürgermeister is absent (V-13, § 68 GO NRW)."""
    own = Appointment.held(user, on)
    if any(row.office == Office.MAYOR for row in own):
        return next(Holding(row.office, row.unit_id) for row in own if row.office == Office.MAYOR)
    absence = absence_of_mayor(on)
    if absence is None:
        return None
    return next(
        (
            Holding(row.office, row.unit_id, absence.absent, absence.ground)
            for row in own
            if row.office == Office.GENERAL_DEPUTY
        ),
        None,
    )


def releasing_person(on: dt.date) -> User | None:
    """Who releases on a day: the Bürgermeister, or the allgemeine Vertreter in the absence."""
    office = Office.GENERAL_DEPUTY if absence_of_mayor(on) else Office.MAYOR
    rows = Appointment.objects.filter(holds_on(on), office=office, user__is_active=True)
    row = rows.select_related("user").order_by("pk").first()
    return row.user if row else None


def absence_of_mayor(on: dt.date) -> Substitution | None:
    """The recorded absence of the Bürgermeister on a day, with its ground (§ 68 GO NRW)."""
    mayors = Appointment.objects.filter(holds_on(on), office=Office.MAYOR).values("user")
    return Substitution.objects.filter(holds_on(on), absent__in=mayors).select_related("absent").first()
