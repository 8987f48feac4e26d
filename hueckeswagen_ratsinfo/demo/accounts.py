"""Fachbereiche, Konten und Ämter der Demo-Stadt (domain.md 7.1, 7.3)."""

import datetime as dt
from typing import Any

from motions.models import Appointment, Person, Substitution, Unit, User

from . import cast

SINCE = dt.date(cast.SINCE_YEAR, 11, 1)
_HOLIDAY = (dt.date(2023, 7, 31), dt.date(2023, 8, 11))


def load_units() -> dict[str, Unit]:
    """Units by their code."""
    rows = [
        Unit(code=code, name=name, phone=phone, email=f"{code.lower().replace(' ', '')}@hueckeswagen.example")
        for code, name, phone in cast.UNITS
    ]
    return {unit.code: unit for unit in Unit.objects.bulk_create(rows)}


def load_persons() -> dict[int, Person]:
    """Persons with a mandate by their number."""
    names = {member.number: member.name.split(" ", 1) for member in cast.MEMBERS}
    rows = Person.objects.bulk_create(
        Person(first_name=first, last_name=last) for first, last in names.values()
    )
    return dict(zip(names, rows, strict=True))


def load_accounts(units: dict[str, Unit], persons: dict[int, Person]) -> dict[str, User]:
    """Accounts by full name; none has a password (people come in by the demo page or by a one-time link)."""
    accounts: dict[str, User] = {}
    for official in cast.OFFICIALS:
        user = _account(official.name, function=official.function, short_sign=official.short_sign)
        accounts[official.name] = user
        for office in official.offices:
            Appointment.objects.create(user=user, office=office, unit=units[official.unit], starts_on=SINCE)
    for member in cast.MEMBERS:
        user = accounts.get(member.name) or _account(member.name, function=member.title)
        user.person = persons[member.number]
        user.save(update_fields=["person"])
        accounts[member.name] = user
    name, short_sign, function, _ = cast.ADMINISTRATOR
    accounts[name] = _account(
        name, function=function, short_sign=short_sign, is_staff=True, is_superuser=True
    )
    return accounts


def record_holiday_of_mayor(accounts: dict[str, User]) -> Substitution:
    """The absence in which paper 1 was released "i. V." (V-13)."""
    starts_on, ends_on = _HOLIDAY
    return Substitution.objects.create(
        absent=accounts[cast.MAYOR],
        substitute=accounts["Konrad Kupferhammer"],
        ground="Urlaub",
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _account(name: str, **fields: Any) -> User:
    first, last = name.split(" ", 1)
    return User.objects.create_user(cast.address_of(name), first_name=first, last_name=last, **fields)
