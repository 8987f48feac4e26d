"""Stammdaten beim Übernehmen eines Stellenplans: words of a file to units, grades, products; the nearest ones named."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from motions.models import Organization, Unit
from staffing.models import CostCenter, PayGrade, PlanEntry, Position, Product

Row = TypeVar("Row", Unit, CostCenter, Product)
_GRADE = re.compile(
    r"(?P<letter>EG|E|A|B|S)?\s*\.?\s*(?P<step>\d{1,2})\s*(?P<small>[A-CÜ]?)(?P<rest>\s*LG\s*[12]\.[12])?"
)
_NAMES = re.compile(
    r"^(?:ENTGELTGRUPPE|BESOLDUNGSGRUPPE|BES\.?\s*-?GR\.?|ENTGELTGR\.?|TVÖD(?:-\w+)?|SUE)\s*", re.IGNORECASE
)
_MOST_NAMED = 3


@dataclass(frozen=True)
class Known:
    """Was es gibt, once for the whole file; ``base`` are the posts of the plan in force by number."""

    units: Mapping[str, Unit]
    grades: Mapping[str, PayGrade]
    cost_centers: Mapping[str, CostCenter]
    products: Mapping[str, Product]
    organs: Mapping[str, Organization]
    positions: frozenset[int]
    base: Mapping[int, PlanEntry]


def load(base: Iterable[PlanEntry]) -> Known:
    """Everything a file may speak of; as many queries for one post as for 2,000."""
    organs: dict[str, Organization] = {}
    for organ in Organization.objects.all():
        organs |= {_key(name): organ for name in (organ.name, organ.short_name) if name}
    return Known(
        units=_by_words(Unit.objects.filter(is_active=True)),
        grades={grade.code: grade for grade in PayGrade.objects.all()},
        cost_centers=_by_words(CostCenter.objects.all()),
        products=_by_words(Product.objects.all()),
        organs=organs,
        positions=frozenset(Position.objects.values_list("number", flat=True)),
        base={entry.position.number: entry for entry in base},
    )


def find(rows: Mapping[str, Row], words: str) -> Row | None:
    """A row by its code, its name, or both beside each other."""
    key = _key(words)
    if key in rows:
        return rows[key]
    return next((row for row in rows.values() if key == _key(f"{row.code} {row.name}")), None)


def organ_of(known: Known, words: str) -> tuple[Organization | None, str]:
    """The organ that words begin with, and what is left of them."""
    key = _key(words)
    for name in sorted(known.organs, key=len, reverse=True):
        if key == name or key.startswith(f"{name} "):
            return known.organs[name], words[len(name) :].strip()
    return None, words


def nearest(rows: Mapping[str, Any], words: str) -> str:
    """A sentence that names what comes nearest; "" where nothing does."""
    found = difflib.get_close_matches(_key(words)[:80], rows, n=_MOST_NAMED, cutoff=0.5)
    named = dict.fromkeys(f"{rows[key].code} {rows[key].name}".strip() for key in found)
    return f" Am ähnlichsten: {', '.join(named)}." if named else ""


def grades_of(known: Known, words: str, career: str) -> list[PayGrade]:
    """The grades a text can mean: one is understood, several must be asked about, none is unknown (C-08).

    ``career`` is the heading above, which tells A 13 of one Laufbahngruppe from A 13 of the other.
    """
    if named := [grade for code, grade in known.grades.items() if _key(code) == _key(words)]:
        return named
    match = _GRADE.fullmatch(_NAMES.sub("", " ".join(words.split())).upper().replace("BES", "").strip())
    if match is None:
        return []
    step, small = match["step"].lstrip("0"), match["small"]
    tail = f"{step}{small.lower() if small != 'Ü' else small}"
    rest = " ".join((match["rest"] or "").replace("LG", "LG ").split())
    letters = [match["letter"][0]] if match["letter"] else ["E", "A", "B", "S"]
    if match["letter"] is None and not small:
        return [grade for code, grade in known.grades.items() if tail in code.split(" ")[1:2]]
    found = []
    for letter in letters:
        code = f"{letter} {tail}"
        exact = known.grades.get(f"{code} {rest}".strip())
        further = re.compile(rf"{re.escape(code)}(?:[a-c]| LG [12]\.[12])")
        found += (
            [exact] if exact else [grade for name, grade in known.grades.items() if further.fullmatch(name)]
        )
    fitting = [grade for grade in found if grade.career_group and _key(grade.career_group) in _key(career)]
    return fitting if len(found) > 1 and fitting else found


def _by_words(rows: Iterable[Row]) -> dict[str, Row]:
    """By name, where only one bears it, and by code, which always counts."""
    found = list(rows)
    names = [_key(row.name) for row in found]
    by_name = {_key(row.name): row for row in found if row.name and names.count(_key(row.name)) == 1}
    return by_name | {_key(row.code): row for row in found}


def _key(words: str) -> str:
    return " ".join(words.split()).casefold()
