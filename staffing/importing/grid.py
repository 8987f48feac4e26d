"""Zellen einer Arbeitsmappe als schlichte Werte: what one process reads and the other interprets."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Cell:
    """Eine Zelle: ``text`` as it is stored, numbers with a point; ``kind`` is text, number, date or error.

    ``merge`` is the reference of the merged range it belongs to; ``is_carried`` if the value stands in its first cell.
    """

    text: str = ""
    kind: str = "text"
    is_percent: bool = False
    is_formula: bool = False
    merge: str = ""
    is_carried: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing to read and nothing to report."""
        return not self.text and not self.is_formula


EMPTY = Cell()


@dataclass(frozen=True)
class Sheet:
    """Ein Tabellenblatt; ``rows`` by number, each with its filled cells by column letter."""

    name: str
    is_hidden: bool
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[str, ...]
    rows: dict[int, dict[str, Cell]]

    def as_data(self) -> dict[str, Any]:
        """For the way from one process to the other."""
        return asdict(self)


def sheet_of(data: dict[str, Any]) -> Sheet:
    """The way back."""
    rows = {
        int(number): {letter: Cell(**cell) for letter, cell in row.items()}
        for number, row in data["rows"].items()
    }
    hidden = {name: tuple(data[name]) for name in ("hidden_rows", "hidden_columns")}
    return Sheet(data["name"], data["is_hidden"], rows=rows, **hidden)


def carried(cell: Cell) -> Cell:
    """The same value further on in its merged range."""
    return replace(cell, is_carried=True)
