"""Stellen als Zahlen: what sums and statutory tables need of a post, without an object for each row (C-02, C-10).

A plan of 2,000 posts and the year before would be 10,000 objects; no number, name or step is read at all (C-11).
"""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from staffing.models import EntryNote, EntryShare, PayGrade, StaffingPlan

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


def posts_of(plans: Sequence[StaffingPlan]) -> list[Post]:
    """The posts of versions laid over each other, by number; the same queries for one post and for 2,000."""
    if not plans:
        return []
    grades = PayGrade.objects.in_bulk()
    shares, notes = shares_of(plans), _notes(plans)
    rows = versions.laid_over(plans).order_by("position__number")
    columns = rows.values_list("pk", "grade", "is_elected", "fte", "occupied_fte")
    return [
        Post(grades[grade], is_elected, fte, occupied, tuple(shares[pk]), tuple(notes[pk]))
        for pk, grade, is_elected, fte, occupied in columns
    ]


def shares_of(plans: Sequence[StaffingPlan]) -> defaultdict[int, list[tuple[str, Decimal]]]:
    """Percent by product area, by entry of these versions."""
    found: defaultdict[int, list[tuple[str, Decimal]]] = defaultdict(list)
    rows = EntryShare.objects.filter(entry__plan__in=plans).order_by("product__code")
    for entry, area, percent in rows.values_list("entry", "product__area__number", "percent"):
        found[entry].append((area, percent))
    return found


def _notes(plans: Sequence[StaffingPlan]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    rows = EntryNote.objects.filter(entry__plan__in=plans).select_related("target_grade", "released_by")
    for note in rows:
        found[note.entry_id].append(note_in_words(note))
    return found
