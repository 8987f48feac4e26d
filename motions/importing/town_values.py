"""Werte des Umzugsformats lesen: one value in, one value out; what is not understood is a remark with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping
from dataclasses import MISSING, dataclass, field, fields
from decimal import Decimal, InvalidOperation
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from motions.importing.town_fields import Spec, specs

Day = TypeVar("Day", bound=dt.date)
Words = Mapping[str, Collection[str]]
TOWN_TIME = ZoneInfo("Europe/Berlin")
MOST_ROWS = 500_000
_FIRST_YEAR, _LAST_YEAR = 1900, 2200
_LONGEST_QUOTE = 60
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_BREAK = re.compile(r"[\r\n\t\u2028\u2029]+")
_NOTHING = object()


@dataclass
class Reader:
    """Liest Zeilen: ``remarks`` tell what was left out, ``errors`` what stands in the way of the import."""

    words: Words
    remarks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    rows: int = 0

    def row(self, kind: type[Any], data: Any, place: str) -> Any:
        """One row of this class; None, with an error, if it cannot be one."""
        self.rows += 1
        if not isinstance(data, dict):
            self.errors.append(f"{place}: Erwartet wird ein Objekt in geschweiften Klammern.")
            return None
        known = dict(specs(kind))
        for name in data:
            if name not in known:
                self.remarks.append(f"{place}: Das Feld „{_quote(name)}“ ist unbekannt und bleibt außen vor.")
        defaults = {found.name: found.default for found in fields(kind)}
        before = len(self.errors)
        values = {}
        for name, spec in known.items():
            known_errors = len(self.errors)
            value = self._value(spec, data.get(name), f"{place}.{name}")
            if value is _NOTHING and spec.needed:
                if len(self.errors) == known_errors:
                    self.errors.append(f"{place}.{name}: Diese Angabe fehlt. Ergänzen Sie sie.")
            elif value is not _NOTHING:
                values[name] = value
            elif defaults[name] is not MISSING:
                values[name] = defaults[name]
        return None if len(self.errors) > before else kind(**values)

    def rows_of(self, kind: type[Any], data: Any, place: str) -> tuple[Any, ...]:
        """A list of rows; those that cannot be read are errors."""
        if data is None:
            return ()
        if not isinstance(data, list):
            self.errors.append(f"{place}: Erwartet wird eine Liste in eckigen Klammern.")
            return ()
        if self.rows + len(data) > MOST_ROWS:
            self.errors.append(f"{place}: Die Datei hat mehr als {MOST_ROWS} Zeilen. Teilen Sie sie auf.")
            return ()
        found = (self.row(kind, row, f"{place}[{number}]") for number, row in enumerate(data))
        return tuple(row for row in found if row is not None)

    def _value(self, spec: Spec, value: Any, place: str) -> Any:
        if spec.kind == "rows":
            return self.rows_of(spec.below or object, value, place)
        if value is None or value == "":
            return _NOTHING
        if spec.kind == "row":
            return self.row(spec.below or object, value, place)
        try:
            return _READ[spec.kind](self, spec, value, place)
        except (ValueError, InvalidOperation, OverflowError):
            self.misunderstood(spec, value, place)
            return _NOTHING

    def misunderstood(self, spec: Spec, value: Any, place: str) -> None:
        """Left out with a remark, or an error where the row says nothing without it."""
        sentence = f"{place}: „{_quote(value)}“ nicht verstanden."
        if spec.needed:
            self.errors.append(f"{sentence} Berichtigen Sie die Angabe.")
        else:
            self.remarks.append(f"{sentence} Die Angabe bleibt leer.")

    def text(self, spec: Spec, value: Any, place: str) -> Any:
        """A string without control characters; a number is read as its digits."""
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise ValueError
        found = _CONTROL.sub("", value)
        if found != value:
            self.remarks.append(f"{place}: Steuerzeichen wurden entfernt.")
        if spec.kind in ("text", "ref", "cells", "grid"):
            found = _BREAK.sub(" ", found)
        found = found.strip()
        if len(found) > spec.most:
            self.errors.append(
                f"{place}: Der Text hat {len(found)} Zeichen, möglich sind {spec.most}. Kürzen Sie ihn."
            )
        return found or _NOTHING

    def cells(self, spec: Spec, value: Any, place: str) -> tuple[str, ...]:
        """A list of texts; a cell may be empty."""
        if not isinstance(value, list) or not all(isinstance(cell, str) for cell in value):
            raise ValueError
        found = (self.text(spec, cell, f"{place}[{number}]") for number, cell in enumerate(value))
        return tuple("" if cell is _NOTHING else cell for cell in found)

    def grid(self, spec: Spec, value: Any, place: str) -> tuple[tuple[str, ...], ...]:
        """A list of lists of texts."""
        if not isinstance(value, list) or self.rows + len(value) > MOST_ROWS:
            raise ValueError
        self.rows += len(value)
        return tuple(self.cells(spec, line, f"{place}[{number}]") for number, line in enumerate(value))

    def numbers(self, spec: Spec, value: Any, place: str) -> tuple[int, ...]:
        """A list of whole numbers."""
        if not isinstance(value, list):
            raise ValueError
        return tuple(self.count(spec, number, place) for number in value)

    def word(self, spec: Spec, value: Any, place: str) -> Any:
        """One of the words of the list."""
        if not isinstance(value, str) or value not in self.words[spec.words]:
            raise ValueError
        return value

    def flag(self, spec: Spec, value: Any, place: str) -> bool:
        """Only true and false; "ja" could mean anything."""
        if not isinstance(value, bool):
            raise ValueError
        return value

    def count(self, spec: Spec, value: Any, place: str) -> int:
        """A whole number."""
        if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= spec.most:
            raise ValueError
        return value

    def data(self, spec: Spec, value: Any, place: str) -> dict[str, Any]:
        """An object, unchanged."""
        if not isinstance(value, dict):
            raise ValueError
        return value

    def amount(self, spec: Spec, value: Any, place: str) -> Decimal:
        """Euro and cents, nothing below a cent."""
        if isinstance(value, bool) or not isinstance(value, int | str | Decimal):
            raise ValueError
        found = Decimal(value)
        if not found.is_finite() or abs(found) >= 10**12 or found != found.quantize(Decimal("0.01")):
            raise ValueError
        return found.quantize(Decimal("0.01"))

    def day(self, spec: Spec, value: Any, place: str) -> dt.date:
        """An ISO date."""
        if not isinstance(value, str) or len(value) != 10:
            raise ValueError
        return _plausible(dt.date.fromisoformat(value))

    def moment(self, spec: Spec, value: Any, place: str) -> dt.datetime:
        """An ISO moment."""
        if not isinstance(value, str) or not 16 <= len(value) <= 40:
            raise ValueError
        found = _plausible(dt.datetime.fromisoformat(value))
        return found if found.tzinfo else found.replace(tzinfo=TOWN_TIME)


_READ: dict[str, Any] = {
    "text": Reader.text,
    "ref": Reader.text,
    "lines": Reader.text,
    "rich": Reader.text,
    "cells": Reader.cells,
    "grid": Reader.grid,
    "numbers": Reader.numbers,
    "word": Reader.word,
    "flag": Reader.flag,
    "count": Reader.count,
    "data": Reader.data,
    "amount": Reader.amount,
    "day": Reader.day,
    "moment": Reader.moment,
}


def written(row: Any) -> dict[str, Any]:
    """A row as the file has it; what says no more than its absence is left out."""
    defaults = {found.name: found.default for found in fields(row)}
    told = {}
    for name, spec in specs(row):
        value = getattr(row, name)
        if spec.needed or value != defaults[name]:
            told[name] = _written(spec, value)
    return told


def _written(spec: Spec, value: Any) -> Any:
    if spec.kind == "rows":
        return [written(row) for row in value]
    if spec.kind == "row":
        return written(value)
    if spec.kind == "moment":
        return value.astimezone(TOWN_TIME).isoformat()
    if spec.kind == "day":
        return value.isoformat()
    return str(value) if spec.kind == "amount" else value


def _plausible(found: Day) -> Day:
    if not _FIRST_YEAR <= found.year <= _LAST_YEAR:
        raise ValueError
    return found


def _quote(value: Any) -> str:
    text = _CONTROL.sub("", _BREAK.sub(" ", str(value)))
    return text if len(text) <= _LONGEST_QUOTE else f"{text[:_LONGEST_QUOTE]}…"
