"""Ortsrecht lesen: dated local law, always asked for the day of the matter."""

import datetime as dt
from decimal import Decimal
from typing import Any

from motions.models import Bylaw
from motions.models.period import holds_on

_OF_A_PAPER = (
    "town.name",
    "town.office",
    "town.address",
    "town.phone",
    "town.email",
    "paper.impacts_required_for",
)


class BylawMissing(LookupError):
    """Für diesen Tag ist kein Wert hinterlegt."""


def values(*keys: str, on: dt.date) -> list[Any]:
    """The local values in force on a day, in the order of the keys; raises BylawMissing, never guesses."""
    known = dict(Bylaw.objects.filter(holds_on(on), key__in=keys).values_list("key", "value"))
    for key in keys:
        if key not in known:
            raise _missing(key, on)
    return [known[key] for key in keys]


def value(key: str, *, on: dt.date) -> Any:
    """One local value in force on a day; raises BylawMissing."""
    return values(key, on=on)[0]


class History:
    """Mehrere Werte mit allen Zeiten, in denen sie galten: for lists that ask for many days."""

    def __init__(self, rows: list[Bylaw]) -> None:
        self._rows = rows

    def get(self, key: str, on: dt.date) -> Any:
        """The value in force on a day, or None."""
        return next(
            (
                row.value
                for row in self._rows
                if row.key == key and row.starts_on <= on and (row.ends_on is None or on <= row.ends_on)
            ),
            None,
        )


def history(*keys: str) -> History:
    """Everything that ever held for these keys, in one query."""
    return History(list(Bylaw.objects.filter(key__in=keys)))


def known(*keys: str, on: dt.date) -> list[Any]:
    """Those of several local values that are in force on a day."""
    return list(Bylaw.objects.filter(holds_on(on), key__in=keys).values_list("value", flat=True))


class Series:
    """Alle Werte mit demselben Anfang des Schlüssels, asked once: for sums over many days."""

    def __init__(self, prefix: str) -> None:
        self._rows = list(Bylaw.objects.filter(key__startswith=prefix))

    def at(self, key: str, on: dt.date) -> Any:
        """The value in force on a day; raises BylawMissing, never guesses."""
        for row in self._rows:
            if row.key == key and row.starts_on <= on and (row.ends_on is None or row.ends_on >= on):
                return row.value
        raise _missing(key, on)

    def euro(self, key: str, on: dt.date) -> Decimal:
        """The same as an amount in euro."""
        return Decimal(str(self.at(key, on))).quantize(Decimal("0.01"))


def _missing(key: str, on: dt.date) -> BylawMissing:
    return BylawMissing(f"Für „{key}“ ist am {on:%d.%m.%Y} kein Wert hinterlegt. Ergänzen Sie das Ortsrecht.")


def amount(key: str, *, on: dt.date) -> Decimal:
    """A local threshold in euro."""
    return Decimal(str(value(key, on=on)))


def is_on(key: str, *, on: dt.date) -> bool:
    """A local yes or no."""
    return bool(value(key, on=on))


def text(key: str, *, on: dt.date) -> str:
    """A local wording, for example of the letterhead."""
    return str(value(key, on=on))


def address(*, on: dt.date) -> dict[str, str]:
    """Name and address of the town for the head and foot of a page; what is not recorded is left out."""
    keys = {"town.name": "name", "town.address": "address"}
    rows = Bylaw.objects.filter(holds_on(on), key__in=keys).values_list("key", "value")
    return {keys[key]: str(value) for key, value in rows}


def number(key: str, *, on: dt.date) -> int:
    """A local count, for example of days."""
    return int(value(key, on=on))


def covers_papers(*, on: dt.date) -> bool:
    """Everything a paper of this day asks for is known."""
    return Bylaw.objects.filter(holds_on(on), key__in=_OF_A_PAPER).count() == len(_OF_A_PAPER)
