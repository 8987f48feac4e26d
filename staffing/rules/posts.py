"""Stellen als Zahlen: what sums and statutory tables need of a post, without an object for each row (C-02, C-10).

A plan of 2,000 posts and the year before would be 10,000 objects; no number, name or step is read at all (C-11).
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, OuterRef, Sum, TextField, Value
from django.db.models.functions import Cast

from staffing.models import EntryNote, EntryShare, PayGrade, Product, StaffingPlan

from . import versions
from .note_words import note_in_words


class Post(NamedTuple):
    """Eine Stelle: VZÄ as planned and as occupied, percent by product area, notes as they are printed."""

    grade: PayGrade
    is_elected: bool
    fte: Decimal
    occupied_fte: Decimal
    shares: tuple[tuple[str, Decimal], ...]
    notes: tuple[str, ...]


class Former(NamedTuple):
    """Stellen des Vorjahres in einer Zeile: of them the plan prints the VZÄ of a pay group and nothing else."""

    grade: PayGrade
    is_elected: bool
    fte: Decimal


class Products:
    """Produkte mit ihrer Reihenfolge und ihrem Produktbereich, to read the shares of many posts by."""

    def __init__(self) -> None:
        rows = Product.objects.order_by("code").values_list("pk", "area__number")
        self._known = {str(pk): (place, area) for place, (pk, area) in enumerate(rows)}
        self._read: dict[str, tuple[tuple[str, Decimal], ...]] = {}

    def by_area(self, told: str) -> tuple[tuple[str, Decimal], ...]:
        """Percent by product area of one post, in the order of the products; many posts share theirs alike."""
        if told not in self._read:
            parts = (one.split(":") for one in told.strip("{}").split(",") if one)
            found = sorted((self._known[product], Decimal(percent)) for product, percent in parts)
            self._read[told] = tuple((area, percent) for (_, area), percent in found)
        return self._read[told]


def shares_told() -> Cast:
    """Shares of an entry in one text for Products, like {7:60.00,9:40.00}: rows or lists of 2,000 posts cost more."""
    rows = EntryShare.objects.filter(entry=OuterRef("pk")).order_by("product_id")
    word = Func("product_id", Value(":"), "percent", function="concat", output_field=TextField())
    return Cast(ArraySubquery(rows.values_list(word)), TextField())


def posts_of(plans: Sequence[StaffingPlan]) -> list[Post]:
    """The posts of versions laid over each other, by number; the same queries for one post and for 2,000."""
    if not plans:
        return []
    grades, products, notes = PayGrade.objects.in_bulk(), Products(), _notes(plans)
    rows = versions.laid_over(plans).order_by("position__number")
    columns = rows.values_list("pk", "grade", "is_elected", "fte", "occupied_fte", shares_told())
    return [
        Post(grades[grade], is_elected, fte, occupied, products.by_area(shares), tuple(notes.get(pk, ())))
        for pk, grade, is_elected, fte, occupied, shares in columns
    ]


def former_of(plans: Sequence[StaffingPlan]) -> list[Former]:
    """The same posts as the plan of the year after needs them, summed by the database."""
    grades = PayGrade.objects.in_bulk()
    rows = versions.laid_over(plans).order_by().values("grade", "is_elected").annotate(total=Sum("fte"))
    return [Former(grades[row["grade"]], row["is_elected"], row["total"]) for row in rows]


def _notes(plans: Sequence[StaffingPlan]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = EntryNote.objects.filter(entry__plan__in=plans).select_related("target_grade", "released_by")
    for note in rows:
        found.setdefault(note.entry_id, []).append(note_in_words(note))
    return found
