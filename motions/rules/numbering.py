"""Vorlagennummer: drawn once at registration, running on over years and units, never reused (V-01 to V-05)."""

import datetime as dt

from django.db import connection
from django.db.models import Max
from django.utils.text import slugify

from motions.models import Paper, ReferenceCounter

from .clearance import clearance

# In front of the number of a motion nobody's Fraktion stands behind.
_OF_MEMBERS = "RM"
_DRAW = """
INSERT INTO motions_referencecounter (name, last) VALUES ('paper', 1)
ON CONFLICT (name) DO UPDATE SET last = motions_referencecounter.last + 1 RETURNING last
"""
_RAISE = """
INSERT INTO motions_referencecounter (name, last) VALUES ('paper', %s)
ON CONFLICT (name) DO UPDATE SET last = greatest(motions_referencecounter.last, excluded.last)
"""


def register(paper: Paper, *, on: dt.date) -> None:
    """Give the paper its number; a paper that has one keeps it (V-04).

    A Neufassung or Ergänzung takes the number of its original with the next suffix (V-03). The caller holds the
    row's lock; the counter's row stays locked until the transaction ends, so numbers have no gap (V-05).
    """
    if paper.reference_number is not None:
        return
    if paper.original_id is not None:
        _take_suffix(paper, paper.original_id)
    else:
        with connection.cursor() as cursor:
            cursor.execute(_DRAW)
            (paper.reference_number,) = cursor.fetchone()
        paper.reference_prefix = _prefix(paper)
        paper.reference_year = on.year
    paper.slug = slugify(paper.reference.replace("/", "-"))
    paper.save(
        update_fields=["reference_prefix", "reference_number", "reference_year", "reference_suffix", "slug"]
    )


def is_free(number: int, suffix: int | None) -> bool:
    """Nobody bears this number yet."""
    return not Paper.objects.filter(reference_number=number, reference_suffix=suffix).exists()


def adopt(paper: Paper, *, prefix: str, number: int, year: int, suffix: int | None) -> None:
    """Take over the number a paper already bears on its printed copy (import); the counter never falls behind."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [number])
    paper.reference_prefix, paper.reference_number = prefix, number
    paper.reference_year, paper.reference_suffix = year, suffix
    paper.slug = slugify(paper.reference.replace("/", "-"))
    paper.save(
        update_fields=["reference_prefix", "reference_number", "reference_year", "reference_suffix", "slug"]
    )


def lead_on(number: int) -> None:
    """A town that has numbered before goes on from here: the next number drawn is this one, unless it is given out."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [number - 1])


def has_begun() -> bool:
    """A number was given out or taken over already."""
    return last_drawn() > 0


def last_drawn() -> int:
    """The highest number given out so far."""
    return ReferenceCounter.objects.filter(name="paper").values_list("last", flat=True).first() or 0


def _prefix(paper: Paper) -> str:
    if paper.author_person_id is not None:
        return _OF_MEMBERS
    return paper.author_group.short_name if paper.author_group else paper.lead_unit.code


def _take_suffix(paper: Paper, original_id: int) -> None:
    """Counted over the whole family: one the submitter cannot see has taken its suffix all the same."""
    with clearance("system"):
        original = Paper.objects.select_for_update(of=("self",)).get(pk=original_id)
        family = Paper.objects.filter(reference_number=original.reference_number)
        last = family.aggregate(last=Max("reference_suffix"))["last"] or 0
    paper.reference_prefix, paper.reference_number = original.reference_prefix, original.reference_number
    paper.reference_year, paper.reference_suffix = original.reference_year, last + 1
