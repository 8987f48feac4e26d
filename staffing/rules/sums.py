"""Summen des Stellenplans: by grade, product area, always of exact Decimals (C-02, C-10)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from staffing.models import PayGrade
from staffing.models.choices import StaffCategory

from .posts import Post
from .rounding import rounded

NONE = Decimal("0.00")


class Planned(Protocol):
    """Was in eine Gruppe zählt: posts of a plan, as a row of figures or as they are stored."""

    @property
    def grade(self) -> PayGrade:
        """Its pay group."""

    @property
    def fte(self) -> Decimal:
        """VZÄ as planned."""


class Counted(Planned, Protocol):
    """Dasselbe mit dem, was besetzt ist."""

    @property
    def occupied_fte(self) -> Decimal:
        """VZÄ occupied on the day of the plan."""


@dataclass(frozen=True)
class Totals:
    """Stellen eines Plans: posts and VZÄ of Teil A, Teil B and both."""

    posts_a: int
    posts_b: int
    fte_a: Decimal
    fte_b: Decimal

    @property
    def posts(self) -> int:
        """All posts."""
        return self.posts_a + self.posts_b

    @property
    def fte(self) -> Decimal:
        """All VZÄ."""
        return self.fte_a + self.fte_b


def is_part_a(entry: Planned) -> bool:
    """The post stands in Teil A."""
    return entry.grade.category == StaffCategory.CIVIL_SERVANT


def totals(entries: Iterable[Planned]) -> Totals:
    """Posts and VZÄ of both parts."""
    rows = list(entries)
    part_a, part_b = [row for row in rows if is_part_a(row)], [row for row in rows if not is_part_a(row)]
    return Totals(len(part_a), len(part_b), fte_of(part_a), fte_of(part_b))


def fte_of(entries: Iterable[Planned]) -> Decimal:
    """VZÄ of posts."""
    return sum((entry.fte for entry in entries), NONE)


def occupied_of(entries: Iterable[Counted]) -> Decimal:
    """VZÄ that were occupied on the day of the plan (C-03)."""
    return sum((entry.occupied_fte for entry in entries), NONE)


def by_area(entries: Iterable[Post], *, is_split: bool = True) -> dict[tuple[str, str], Decimal]:
    """VZÄ by product area and grade: split exactly, or whole where the largest share lies (C-02)."""
    found: dict[tuple[str, str], Decimal] = defaultdict(lambda: NONE)
    for entry in entries:
        for area, fte in parts(entry.fte, entry.shares, is_split=is_split):
            found[area, entry.grade.code] += fte
    return dict(found)


def parts(
    fte: Decimal, shares: Sequence[tuple[str, Decimal]], *, is_split: bool
) -> list[tuple[str, Decimal]]:
    """VZÄ of one post by product area: ``shares`` are percent by area (C-02)."""
    if not is_split and shares:
        area, _ = max(shares, key=lambda share: share[1])
        return [(area, fte)]
    return [(area, fte * share / 100) for area, share in shares]


def needs_rounding_note(values: Sequence[Decimal]) -> bool:
    """The printed values do not add up to the printed total (C-10)."""
    return sum((rounded(value) for value in values), NONE) != rounded(sum(values, NONE))
