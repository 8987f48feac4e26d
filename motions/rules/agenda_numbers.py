"""TOP-Nummern: drawn once, never again; what comes later stands between them as "5a" or "5.1" (E-12)."""

import re
from collections.abc import Collection, Iterable
from string import ascii_lowercase

from motions.models import AgendaItem


def drawn(items: Iterable[AgendaItem]) -> dict[int, str]:
    """The number of each item that has none yet, by its id; both parts and all sub-items of one meeting.

    Whatever stands behind the last number that was sent counts on; what stands before it gets a letter.
    """
    rows = sorted(items, key=lambda row: (row.position, row.pk))
    numbers: dict[int, str] = {}
    for is_public in (True, False):
        part = [row for row in rows if row.is_public == is_public]
        top = [row for row in part if row.parent_id is None]
        numbers |= _among(top, "")
        for parent in top:
            children = [row for row in part if row.parent_id == parent.pk]
            numbers |= _among(children, f"{parent.number or numbers[parent.pk]}.")
    return numbers


def lettered_after(number: str, taken: Collection[str]) -> str:
    """The first free "5a" for what comes after 5 or 5a: what was sent keeps its number."""
    return next(found for found in _lettered(number.rstrip(ascii_lowercase)) if found not in taken)


def _among(rows: list[AgendaItem], prefix: str) -> dict[int, str]:
    """The numbers of siblings, which all begin with the number of their parent."""
    taken = {row.number for row in rows if row.number}
    last_sent = max((place for place, row in enumerate(rows) if row.number), default=-1)
    highest = max((_base(row, prefix) for row in rows if row.number), default=0)
    base, numbers = 0, {}
    for place, row in enumerate(rows):
        if row.number:
            base = _base(row, prefix)
            continue
        if place > last_sent:
            highest += 1
            number = f"{prefix}{highest}"
        else:
            number = next(found for found in _lettered(f"{prefix}{base}") if found not in taken)
        taken.add(number)
        numbers[row.pk] = number
    return numbers


def _base(row: AgendaItem, prefix: str) -> int:
    found = re.match("[0-9]+", row.number.removeprefix(prefix))
    return int(found[0]) if found else 0


def _lettered(number: str) -> Iterable[str]:
    """5a, 5b, … 5z, 5za, …"""
    while True:
        yield from (f"{number}{letter}" for letter in ascii_lowercase[:-1])
        number = f"{number}z"
