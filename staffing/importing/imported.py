"""Übernommener Stellenplan: what a spreadsheet yields, plain data with remarks, no table behind it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class SheetRefused(ValueError):
    """Abgelehnte Datei: the message is a German sentence for the person who chose it."""


class Weight(StrEnum):
    """Gewicht eines Hinweises: an error stops everything, a warning asks for consent."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True)
class Place:
    """Wo etwas steht; row counted from 1, column by its letter; both may be unknown."""

    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        if not self.sheet:
            return "Datei"
        if self.row is None:
            return f"Blatt „{self.sheet}“"
        return f"Blatt „{self.sheet}“, {'Zelle' if self.column else 'Zeile'} {self.column}{self.row}"


@dataclass(frozen=True)
class Remark:
    """Hinweis: where, how grave, what was read word for word, and what to do."""

    place: Place
    weight: Weight
    text: str
    source: str = ""


@dataclass(frozen=True)
class Mark:
    """Ein Vermerk in Worten der Datei; ``kind`` and ``trigger`` as a note has them, ``grade`` and ``organ`` as read."""

    kind: str
    trigger: str = ""
    on: dt.date | None = None
    grade: str = ""
    organ: str = ""
    text: str = ""


@dataclass(frozen=True)
class Post:
    """Eine Stelle, wie sie in der Datei steht; None and empty: the file says nothing about it."""

    sheet: str
    row: int
    columns: dict[str, str]
    number: int | None
    title: str
    unit: str
    grade: str
    heading: str
    fte: Decimal | None
    occupied: Decimal | None
    cost_center: str
    shares: tuple[tuple[str, Decimal], ...]
    notes: tuple[Mark, ...] | None
    reason: str
    is_elected: bool | None
    is_tariff_forced: bool | None

    def at(self, field: str = "") -> Place:
        """Where the file says this about the post."""
        return Place(self.sheet, self.row, self.columns.get(field, ""))


@dataclass(frozen=True)
class ReadPlan:
    """Alles, was gelesen wurde."""

    posts: tuple[Post, ...]
    remarks: tuple[Remark, ...]
