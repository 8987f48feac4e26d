"""Veränderungen zwischen zwei Fassungen: post by post in words, and old against new per group and area (S-08)."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from motions.rules.german_numbers import number, percent
from staffing.models import PlanEntry, Position

from . import sums
from .listing import Listing, listing_of
from .note_words import note_in_words
from .sums import NONE

NEW = "neu"
CHANGED = "geändert"
DROPPED = "entfällt"
SIGNS = {NEW: "+", CHANGED: "±", DROPPED: "–"}


@dataclass(frozen=True)
class Difference:
    """Eine Angabe vorher und nachher, in the words of the page."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Change:
    """Veränderung einer Stelle: without ``before`` it is new, without ``after`` it ends."""

    position: Position
    before: PlanEntry | None
    after: PlanEntry | None

    @property
    def entry(self) -> PlanEntry:
        """How the post is listed afterwards, or was before it ends."""
        entry = self.after or self.before
        assert entry is not None  # noqa: S101  made by between() alone, of one of both
        return entry

    @property
    def word(self) -> str:
        """neu, geändert or entfällt."""
        if self.before is None:
            return NEW
        return DROPPED if self.after is None else CHANGED

    @property
    def sign(self) -> str:
        """The sign beside the word: never colour alone."""
        return SIGNS[self.word]

    @property
    def fte_before(self) -> Decimal:
        """VZÄ before, 0 for a new post."""
        return self.before.fte if self.before else NONE

    @property
    def fte_after(self) -> Decimal:
        """VZÄ afterwards, 0 for one that ends."""
        return self.after.fte if self.after else NONE

    @property
    def fte(self) -> Decimal:
        """By how many VZÄ the plan grows, or shrinks."""
        return self.fte_after - self.fte_before

    @property
    def differences(self) -> list[Difference]:
        """What changed of a post that stays; nothing for one that is new or ends."""
        if self.before is None or self.after is None:
            return []
        return differences(self.before, self.after)


class Cut(NamedTuple):
    """Was von einer Stelle in die Summen eingeht; ``shares`` are percent by product area."""

    grade: str
    unit: str
    fte: Decimal
    shares: tuple[tuple[str, Decimal], ...]


@dataclass(frozen=True)
class SynopsisRow:
    """Alt gegen neu in einer Zeile, in VZÄ."""

    label: str
    before: Decimal
    after: Decimal

    @property
    def change(self) -> Decimal:
        """By how many VZÄ."""
        return self.after - self.before


@dataclass(frozen=True)
class Synopsis:
    """Veränderungsliste in Summen: the same total per pay group, per Produktbereich and per Fachbereich."""

    by_grade: tuple[SynopsisRow, ...]
    by_area: tuple[SynopsisRow, ...]
    by_unit: tuple[SynopsisRow, ...]
    total: SynopsisRow

    @property
    def agrees(self) -> bool:
        """Each table adds up to the posts themselves."""
        expected = (self.total.before, self.total.after)
        return all(_sum(rows) == expected for rows in (self.by_grade, self.by_area, self.by_unit))


def between(before: Sequence[PlanEntry], after: Sequence[PlanEntry]) -> list[Change]:
    """What changes from one plan to another, by number of the post; posts that stay as they are do not occur.

    Both are posts as `versions.entries` gives them; one that is listed as dropped counts as not there.
    """
    old, new = _by_number(before), _by_number(after)
    found = []
    for key in sorted(old.keys() | new.keys()):
        first, then = old.get(key), new.get(key)
        present = first or then
        if present is None or (first and then and not differences(first, then)):
            continue
        found.append(Change(present.position, first, then))
    return found


def differences(before: PlanEntry, after: PlanEntry) -> list[Difference]:
    """What is listed differently: each field once, before and after in German words."""
    return listing_differences(listing_of(before), listing_of(after))


def listing_differences(before: Listing, after: Listing) -> list[Difference]:
    """The same of a post that is not stored yet."""
    pairs = zip(told(before), told(after), strict=True)
    return [Difference(field, label, old, new) for (field, label, old), (_, _, new) in pairs if old != new]


def synopsis(
    before: Sequence[Cut],
    after: Sequence[Cut],
    *,
    grades: Mapping[str, str],
    areas: Mapping[str, str],
    units: Mapping[str, str],
    is_split: bool,
) -> Synopsis:
    """Old and new VZÄ per pay group, Produktbereich and Fachbereich (S-08); ``is_split`` as in the overview (C-02).

    ``grades``, ``areas`` and ``units`` are the labels by code, in the order of the plan.
    """
    sides = (before, after)
    return Synopsis(
        _rows(grades, *(_summed((row.grade, row.fte) for row in rows) for rows in sides)),
        _rows(areas, *(_summed(_by_area(rows, is_split=is_split)) for rows in sides)),
        _rows(units, *(_summed((row.unit, row.fte) for row in rows) for rows in sides)),
        SynopsisRow("Insgesamt", _fte(before), _fte(after)),
    )


def _by_number(entries: Iterable[PlanEntry]) -> dict[int, PlanEntry]:
    return {entry.position.number: entry for entry in entries if not entry.is_dropped}


def told(listing: Listing) -> Iterator[tuple[str, str, str]]:
    """Each thing that is listed about a post, with its word; the reason is no part of the post itself."""
    yield "title", "Bezeichnung", listing.title.strip()
    yield "unit", "Fachbereich", listing.unit.code
    yield "grade", "Gruppe", listing.grade.code
    yield "fte", "VZÄ", number(listing.fte)
    yield "cost_center", "Kostenstelle", listing.cost_center.code
    shares = sorted((product.code, share) for product, share in listing.shares)
    yield "shares", "Produkte", ", ".join(f"{code} ({percent(share)})" for code, share in shares)
    yield "notes", "Vermerke", "; ".join(sorted(note_in_words(note) for note in listing.notes)) or "keine"
    yield "is_elected", "Wahlamt", "ja" if listing.is_elected else "nein"


def _rows(
    labels: Mapping[str, str], old: Mapping[str, Decimal], new: Mapping[str, Decimal]
) -> tuple[SynopsisRow, ...]:
    return tuple(
        SynopsisRow(label, old.get(code, NONE), new.get(code, NONE))
        for code, label in labels.items()
        if code in old or code in new
    )


def _by_area(rows: Iterable[Cut], *, is_split: bool) -> Iterator[tuple[str, Decimal]]:
    for row in rows:
        yield from sums.parts(row.fte, row.shares, is_split=is_split)


def _summed(parts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for code, fte in parts:
        found[code] = found.get(code, NONE) + fte
    return found


def _fte(rows: Iterable[Cut]) -> Decimal:
    return sum((row.fte for row in rows), NONE)


def _sum(rows: Iterable[SynopsisRow]) -> tuple[Decimal, Decimal]:
    found = list(rows)
    return sum((row.before for row in found), NONE), sum((row.after for row in found), NONE)
