"""Eine Fassung als Tabelle: all its posts with what changed, page by page, whatever its size (S-07, S-08)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet, Sum

from motions.models import User
from staffing.models import EntryNote, EntryShare, PlanEntry, StaffingPlan

from . import changes, revising, versions
from .changes import CHANGED, DROPPED, NEW, SIGNS, Change, Synopsis
from .sums import NONE


@dataclass(frozen=True)
class Row:
    """Eine Stelle in der Tabelle, with how it stood before; ``word`` is neu, geändert, entfällt or empty."""

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
        return {row.field: row.before for row in self.change.differences}

    @property
    def sign(self) -> str:
        """The sign beside the word."""
        return SIGNS[self.word] if self.word else ""


@dataclass(frozen=True)
class Board:
    """Was in einer Fassung steht, as the numbers of rows: ``now`` and ``before`` by post, ``words`` of what changed."""

    now: dict[int, int]
    before: dict[int, int]
    words: dict[int, str]

    def entries(self) -> QuerySet[PlanEntry]:
        """Each post once: as it is listed, or as it was where it ends."""
        ended = [self.before[position] for position, word in self.words.items() if word == DROPPED]
        return PlanEntry.objects.filter(pk__in=[*self.now.values(), *ended])

    def having(self, word: str) -> list[int]:
        """The posts that are new, changed or ended."""
        return [position for position, found in self.words.items() if found == word]

    def rows(self, entries: Sequence[PlanEntry]) -> list[Row]:
        """Entries of one page with what was before."""
        wanted = [self.before[row.position_id] for row in entries if row.position_id in self.before]
        before = {
            row.position_id: row for row in versions.with_parts(PlanEntry.objects.filter(pk__in=wanted))
        }
        return [Row(row, before.get(row.position_id), self.words.get(row.position_id, "")) for row in entries]


def board(plan: StaffingPlan, *, by: User) -> Board:
    """The posts of a version against what it changes; the same queries for one post and for 2,000."""
    return compared(versions.base_of(by, plan), revising.plans_of(plan, by=by))


def compared(before: Sequence[StaffingPlan], after: Sequence[StaffingPlan]) -> Board:
    """Two plans, each laid over from its versions."""
    old, new = _outlines(before), _outlines(after)
    words = dict.fromkeys(new.keys() - old.keys(), NEW)
    words |= dict.fromkeys(old.keys() - new.keys(), DROPPED)
    words |= {
        position: CHANGED for position in old.keys() & new.keys() if old[position][1] != new[position][1]
    }
    return Board(
        {position: pk for position, (pk, _) in new.items()},
        {position: pk for position, (pk, _) in old.items()},
        words,
    )


def _outlines(plans: Sequence[StaffingPlan]) -> dict[int, tuple[int, Any]]:
    """By post: the number of its row and everything that counts as a change, without making objects of it."""
    if not plans:
        return {}
    columns = ("title", "unit", "grade", "fte", "cost_center", "is_elected")
    rows = list(versions.laid_over(plans).values_list("position", "pk", *columns))
    keys = [row[1] for row in rows]
    shares: dict[int, list[Any]] = {}
    for entry, *share in EntryShare.objects.filter(entry__in=keys).values_list("entry", "product", "percent"):
        shares.setdefault(entry, []).append(tuple(share))
    notes: dict[int, list[Any]] = {}
    parts = ("kind", "trigger", "on", "target_grade", "released_by", "text")
    for entry, *note in EntryNote.objects.filter(entry__in=keys).values_list("entry", *parts):
        notes.setdefault(entry, []).append(tuple(map(str, note)))
    return {
        position: (pk, (listed, sorted(shares.get(pk, ())), sorted(notes.get(pk, ()))))
        for position, pk, *listed in rows
    }


def changes_of(board: Board) -> list[Change]:
    """The Veränderungsliste, by number of the post (S-08)."""
    changed = board.entries().filter(position__in=list(board.words)).order_by("position__number")
    return [row.change for row in board.rows(list(versions.with_parts(changed)))]


def synopsis_of(board: Board, *, is_split: bool) -> Synopsis:
    """Old and new VZÄ per pay group and Produktbereich (S-08, C-02)."""
    rows = PlanEntry.objects.select_related("grade").prefetch_related("shares__product__area")
    before, after = (list(rows.filter(pk__in=keys.values())) for keys in (board.before, board.now))
    return changes.synopsis(before, after, is_split=is_split)


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


def _fte(rows: dict[int, int]) -> Decimal:
    found: Decimal | None = PlanEntry.objects.filter(pk__in=rows.values()).aggregate(fte=Sum("fte"))["fte"]
    return found or NONE
