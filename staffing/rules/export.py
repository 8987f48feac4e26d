"""Stellenplan als Tabelle zum Herunterladen: the same rows and sums as on the page (C-10, C-11)."""

from collections.abc import Iterator
from decimal import Decimal

from motions.rules.csv_tables import Cell

from .statutory import Group, Row, Statutory

NO_PLAN = "–"
HEAD = ("Teil", "Laufbahngruppe", "Gruppe", "Stellen", "Vorjahr", "besetzt am Stichtag", "Vermerke")


def rows(plan: Statutory) -> Iterator[tuple[Cell, ...]]:
    """Teil A, Teil B and the sum of both."""
    yield from _part("A", plan.part_a, plan.total_a)
    yield from _part("B", plan.part_b, plan.total_b)
    yield _cells("A und B", "", "Insgesamt", plan.total)


def told(previous: Decimal | None) -> Decimal | str:
    """The figure of the year before, or that there is none."""
    return NO_PLAN if previous is None else previous


def _part(part: str, groups: tuple[Group, ...], total: Row) -> Iterator[tuple[Cell, ...]]:
    for group in groups:
        for row in group.rows:
            yield _cells(part, group.name, row.grade, row)
    yield _cells(part, "", "Insgesamt", total)


def _cells(part: str, group: str, grade: str, row: Row) -> tuple[Cell, ...]:
    return (part, group, grade, row.fte, told(row.previous), row.occupied, "; ".join(row.notes))
