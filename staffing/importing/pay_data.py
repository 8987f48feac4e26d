"""Vergütungsdaten lesen: grades, tables and parameters with their sources; touches no table (domain.md 2.9)."""

import datetime as dt
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Grade:
    """Eine Gruppe in der Reihenfolge des Plans."""

    code: str
    label: str
    tariff: str
    category: str
    career_group: str
    rank: int
    first_step: int
    is_transition: bool


@dataclass(frozen=True)
class Table:
    """Eine Tabelle: euro a month by grade and step; a step without an amount is left out."""

    tariff: str
    starts_on: dt.date
    ends_on: dt.date | None
    is_official: bool
    source: str
    amounts: dict[tuple[str, int], Decimal]


def grades(folder: Path = DATA) -> list[Grade]:
    """All grades, the highest first."""
    data = _read(folder / "grades.toml")
    first: dict[str, int] = data["first_steps"]
    found: list[Grade] = []
    for group in data["groups"]:
        for code in group["grades"]:
            found.append(
                Grade(
                    code=code,
                    label=code.partition(" LG ")[0],
                    tariff=group["tariff"],
                    category=group["category"],
                    career_group=group.get("career_group", ""),
                    rank=len(found) + 1,
                    first_step=first.get(code, 1),
                    is_transition=code.endswith("Ü"),
                )
            )
    return found


def tables(folder: Path = DATA) -> list[Table]:
    """All pay tables, by tariff and date."""
    return [_table(_read(file)) for file in sorted(folder.glob("pay-*.toml"))]


def costs(folder: Path = DATA) -> dict[str, list[dict[str, Any]]]:
    """Parameters, raises and steps as they stand in the file."""
    return _read(folder / "costs.toml")


def _table(data: dict[str, Any]) -> Table:
    amounts = {
        (code, step): Decimal(value)
        for code, row in data["amounts"].items()
        for step, value in enumerate(row, start=1)
        if value
    }
    return Table(
        data["tariff"], data["starts_on"], data.get("ends_on"), data["is_official"], data["source"], amounts
    )


def _read(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
