"""Stellenplan in der amtlichen Gliederung: Teil A, Teil B and the Stellenübersichten (§ 8 KomHVO NRW, domain.md 2.2).

One description for page, PDF and spreadsheet, so that they cannot say different things. No name, no number of a post
and no step stands in it (C-11).
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from motions.rules.german_numbers import number
from staffing.models import (
    PayGrade,
    ProductArea,
    StaffingPlan,
    TemporaryStaff,
    TraineeGroup,
)

from . import sums
from .posts import Former, Post
from .sums import NONE

ELECTED = "Wahlbeamte"
_Post = TypeVar("_Post", bound=Post | Former)


@dataclass(frozen=True)
class Row:
    """Eine Zeile: posts of a grade this year, the year before, and occupied on the day.

    ``previous`` is None where no plan of the year before is known: nothing is said then, not that there was nobody.
    """

    grade: str
    fte: Decimal
    previous: Decimal | None
    occupied: Decimal
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """Zeilen einer Laufbahngruppe with their sum; Teil B has one group without a name."""

    name: str
    rows: tuple[Row, ...]

    @property
    def total(self) -> Row:
        """The sum of the rows."""
        return total_of(self.rows)


@dataclass(frozen=True)
class Overview:
    """Stellenübersicht nach Produktbereichen: rows are areas, columns are grades."""

    grades: tuple[str, ...]
    rows: tuple[tuple[str, str, tuple[Decimal, ...]], ...]
    has_rounding_note: bool

    @property
    def lines(self) -> tuple[tuple[str, str, tuple[Decimal, ...], Decimal], ...]:
        """Each area with its cells and their sum, the last column of the form."""
        return tuple((number, name, cells, sum(cells, NONE)) for number, name, cells in self.rows)

    @property
    def column_totals(self) -> tuple[Decimal, ...]:
        """The sum of each grade."""
        return tuple(sum((row[2][place] for row in self.rows), NONE) for place in range(len(self.grades)))

    @property
    def total(self) -> Decimal:
        """The sum of everything."""
        return sum(self.column_totals, NONE)


@dataclass(frozen=True)
class Statutory:
    """Der ganze Plan, wie er gedruckt wird."""

    part_a: tuple[Group, ...]
    part_b: tuple[Group, ...]
    overview_a: Overview
    overview_b: Overview
    trainees: tuple[TraineeGroup, ...]
    temporary: tuple[TemporaryStaff, ...]

    @property
    def total_a(self) -> Row:
        """The sum of Teil A."""
        return total_of([group.total for group in self.part_a])

    @property
    def total_b(self) -> Row:
        """The sum of Teil B."""
        return total_of([group.total for group in self.part_b])

    @property
    def total(self) -> Row:
        """The sum of both."""
        return total_of([self.total_a, self.total_b])


def total_of(rows: Iterable[Row]) -> Row:
    """The sum of rows."""
    found = list(rows)
    return Row(
        "",
        sum((row.fte for row in found), NONE),
        _previous_of(found),
        sum((row.occupied for row in found), NONE),
    )


def _previous_of(rows: Iterable[Row]) -> Decimal | None:
    known = [row.previous for row in rows]
    return None if None in known else sum((fte for fte in known if fte is not None), NONE)


def statutory(
    entries: Sequence[Post],
    previous: Sequence[Post | Former] | None,
    *,
    budget: StaffingPlan,
    is_split: bool,
) -> Statutory:
    """The plan of posts with the year before; lists beside the posts are those of the budget plan (S-12, S-14).

    ``previous`` is None where the year before has no plan. ``is_split``: a post over several areas is counted in each
    with its share, else where the largest lies (C-02).
    """
    part_a = [row for row in entries if sums.is_part_a(row)]
    part_b = [row for row in entries if not sums.is_part_a(row)]
    before_a = None if previous is None else [row for row in previous if sums.is_part_a(row)]
    before_b = None if previous is None else [row for row in previous if not sums.is_part_a(row)]
    areas = {area.number: area.name for area in ProductArea.objects.all()}
    return Statutory(
        part_a=_groups(part_a, before_a),
        part_b=_groups(part_b, before_b),
        overview_a=_overview(part_a, areas, is_split=is_split),
        overview_b=_overview(part_b, areas, is_split=is_split),
        trainees=tuple(budget.trainees.all()),
        temporary=tuple(budget.temporary.all()),
    )


def _groups(entries: Sequence[Post], previous: Sequence[Post | Former] | None) -> tuple[Group, ...]:
    """Groups in the order of the official form; the posts of Wahlbeamte stand first."""
    now, before = _by_key(entries), _by_key(previous or ())
    keys = {_key(row): row.grade for row in (*(previous or ()), *entries)}
    names = sorted({name for name, _ in keys}, key=lambda name: (name != ELECTED, _first_rank(keys, name)))
    return tuple(
        Group(
            name,
            tuple(
                _row(grade, now[key], None if previous is None else before[key])
                for key, grade in _sorted(keys, name)
            ),
        )
        for name in names
    )


def _by_key(entries: Sequence[_Post]) -> defaultdict[tuple[str, str], list[_Post]]:
    found: defaultdict[tuple[str, str], list[_Post]] = defaultdict(list)
    for entry in entries:
        found[_key(entry)].append(entry)
    return found


def _key(entry: Post | Former) -> tuple[str, str]:
    return (ELECTED if entry.is_elected else entry.grade.career_group, entry.grade.code)


def _first_rank(keys: dict[tuple[str, str], PayGrade], name: str) -> int:
    return min(grade.rank for (group, _), grade in keys.items() if group == name)


def _sorted(keys: dict[tuple[str, str], PayGrade], name: str) -> list[tuple[tuple[str, str], PayGrade]]:
    return sorted(
        ((key, grade) for key, grade in keys.items() if key[0] == name), key=lambda pair: pair[1].rank
    )


def _row(grade: PayGrade, here: Sequence[Post], before: Sequence[Post | Former] | None) -> Row:
    previous = None if before is None else sums.fte_of(before)
    return Row(grade.label, sums.fte_of(here), previous, sums.occupied_of(here), _notes_of(here))


def _notes_of(entries: Sequence[Post]) -> tuple[str, ...]:
    """What the notes say, with the share of the posts that bear them."""
    found: dict[str, Decimal] = {}
    for entry in entries:
        for words in entry.notes:
            found[words] = found.get(words, NONE) + entry.fte
    return tuple(f"{number(fte)} {words}" for words, fte in found.items())


def _overview(entries: Sequence[Post], areas: dict[str, str], *, is_split: bool) -> Overview:
    cells = sums.by_area(entries, is_split=is_split)
    grades = {entry.grade.code: entry.grade for entry in entries}
    columns = sorted(grades.values(), key=lambda grade: grade.rank)
    numbers = sorted({area for area, _ in cells})
    rows = tuple(
        (number, areas.get(number, ""), tuple(cells.get((number, grade.code), NONE) for grade in columns))
        for number in numbers
    )
    return Overview(
        tuple(grade.label for grade in columns), rows, sums.needs_rounding_note(list(cells.values()))
    )
