"""Eine Fassung als Tabelle: all its posts with what changed, page by page, whatever its size (S-07, S-08)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from django.db.models import QuerySet

from motions.models import Unit, User
from staffing.models import (
    EntryNote,
    PayGrade,
    PlanEntry,
    ProductArea,
    StaffingPlan,
)

from . import changes, posts, versions
from .changes import CHANGED, DROPPED, NEW, SIGNS, Change, Cut, Synopsis
from .sums import NONE


@dataclass(frozen=True)
class Row:
    """Eine Stelle in der Tabelle; ``word`` is neu, geändert, entfällt, or empty and then nothing is told of before."""

    entry: PlanEntry
    before: PlanEntry | None
    word: str

    @property
    def change(self) -> Change:
        """Both sides."""
        return Change(self.entry.position, self.before, None if self.word == DROPPED else self.entry)

    @property
    def was(self) -> dict[str, str]:
        """By field, what stood there before."""
        if not self.word:
            return {}
        return {row.field: row.before for row in self.change.differences}

    @property
    def sign(self) -> str:
        """The sign beside the word."""
        return SIGNS[self.word] if self.word else ""


class Outline(NamedTuple):
    """Eine Stelle ohne ihre Objekte, as it is stored; ``shares`` are in words for posts.Products."""

    pk: int
    grade: int
    unit: int
    fte: Decimal
    shares: str
    title: str
    cost_center: int
    is_elected: bool
    notes: tuple[Any, ...]

    @property
    def listed(self) -> tuple[Any, ...]:
        """Everything that counts as a change."""
        return self[1:]


@dataclass(frozen=True)
class Board:
    """Was in einer Fassung steht, by post: ``now`` and ``before``, ``words`` of what changed.

    Both sides are laid over from the versions in ``plans`` and ``plans_before``.
    """

    plans_before: Sequence[StaffingPlan]
    plans: Sequence[StaffingPlan]
    now: dict[int, Outline]
    before: dict[int, Outline]
    words: dict[int, str]

    def entries(self) -> QuerySet[PlanEntry]:
        """Each post once: as it is listed, or as it was where it ends."""
        ended = [self.before[position].pk for position in self.having(DROPPED)]
        return versions.laid_over(self.plans) | PlanEntry.objects.filter(pk__in=ended)

    def changed(self) -> QuerySet[PlanEntry]:
        """Each post that is new, changed or ends."""
        return PlanEntry.objects.filter(pk__in=[self.shown(position).pk for position in self.words])

    def shown(self, position: int) -> Outline:
        """A post as it is listed, or as it was where it ends."""
        return self.now.get(position) or self.before[position]

    def having(self, word: str) -> list[int]:
        """The posts that are new, changed or ended."""
        return [position for position, found in self.words.items() if found == word]

    def is_regraded(self, position: int) -> bool:
        """The post was there before, in another pay group."""
        now, before = self.now.get(position), self.before.get(position)
        return now is not None and before is not None and now.grade != before.grade

    def rows(self, positions: Iterable[int]) -> list[Row]:
        """Posts of one page, if they changed with what was before; both are fetched together."""
        shown = {position: self.shown(position).pk for position in positions}
        before = {
            place: self.before[place].pk for place in shown if place in self.words and place in self.before
        }
        wanted = PlanEntry.objects.filter(pk__in={*shown.values(), *before.values()})
        found = {row.pk: row for row in versions.with_parts(wanted)}
        return [
            Row(found[pk], found.get(before.get(position, 0)), self.words.get(position, ""))
            for position, pk in shown.items()
        ]


def board(plan: StaffingPlan, *, by: User) -> Board:
    """The posts of a version against what it changes; the same queries for one post and for 2,000."""
    return compared(versions.base_of(by, plan), versions.plans_of(by, plan))


def compared(before: Sequence[StaffingPlan], after: Sequence[StaffingPlan]) -> Board:
    """Two plans, each laid over from its versions."""
    old, new = _outlines(before), _outlines(after)
    words = dict.fromkeys(new.keys() - old.keys(), NEW)
    words |= dict.fromkeys(old.keys() - new.keys(), DROPPED)
    both = (position for position in old.keys() & new.keys() if old[position].listed != new[position].listed)
    return Board(before, after, new, old, words | dict.fromkeys(both, CHANGED))


def _outlines(plans: Sequence[StaffingPlan]) -> dict[int, Outline]:
    """What versions laid over each other say, by post, without making objects of 2,000 of them."""
    notes = _notes_told(plans)
    columns = ("pk", "grade", "unit", "fte", posts.shares_told(), "title", "cost_center", "is_elected")
    rows = versions.laid_over(plans).values_list("position", *columns)
    return {row[0]: Outline._make((*row[1:], notes.get(row[1], ()))) for row in rows}


def _notes_told(plans: Sequence[StaffingPlan]) -> dict[int, tuple[Any, ...]]:
    """Notes as they are stored, by entry, in a fixed order."""
    fields = ("kind", "trigger", "on", "target_grade_id", "released_by_id", "text")
    rows = EntryNote.objects.filter(entry__plan__in=plans).order_by("entry_id", *fields)
    told = groupby(rows.values_list("entry_id", *fields), key=itemgetter(0))
    return {entry: tuple(note[1:] for note in found) for entry, found in told}


def changed_posts(board: Board) -> QuerySet[PlanEntry, int]:
    """The posts of the Veränderungsliste, by number, to be turned over page by page (S-08)."""
    return board.changed().order_by("position__number").values_list("position", flat=True)


def changes_of(board: Board, positions: Iterable[int] | None = None) -> list[Change]:
    """The Veränderungsliste, or what changes of the posts of one page (S-08)."""
    return [row.change for row in board.rows(changed_posts(board) if positions is None else positions)]


def synopsis_of(board: Board, *, is_split: bool) -> Synopsis:
    """Old and new VZÄ per pay group, Produktbereich and Fachbereich (S-08, C-02)."""
    grades = {pk: (code, label) for pk, code, label in PayGrade.objects.values_list("pk", "code", "label")}
    areas = {number: f"{number} {name}" for number, name in ProductArea.objects.values_list("number", "name")}
    units = {
        pk: (code, f"{code} – {name}") for pk, code, name in Unit.objects.values_list("pk", "code", "name")
    }
    products = posts.Products()
    before, after = (
        [
            Cut(grades[row.grade][0], units[row.unit][0], row.fte, products.by_area(row.shares))
            for row in rows.values()
        ]
        for rows in (board.before, board.now)
    )
    labels = {"grades": dict(grades.values()), "areas": areas, "units": dict(units.values())}
    return changes.synopsis(before, after, **labels, is_split=is_split)


@dataclass(frozen=True)
class Count:
    """Wie viel sich in einer Fassung ändert: posts by word, and VZÄ before and after."""

    new: int
    changed: int
    dropped: int
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """By how many VZÄ the plan grows, or shrinks."""
        return self.after - self.before


def count(board: Board) -> Count:
    """Posts and VZÄ of a version against what it changes."""
    new, changed, dropped = (len(board.having(word)) for word in (NEW, CHANGED, DROPPED))
    return Count(new, changed, dropped, _fte(board.before), _fte(board.now))


def _fte(rows: dict[int, Outline]) -> Decimal:
    return sum((row.fte for row in rows.values()), NONE)
