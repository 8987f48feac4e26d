"""Eingetretene Vermerke: what a kw or ku note that has taken effect means for the next plan (domain.md 2.4)."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from motions.models.period import holds_on
from staffing.models import EntryNote, GrantPosition, PlanEntry, PositionAssignment
from staffing.models.choices import NoteKind, NoteTrigger
from staffing.models.struck import STANDING

from . import grant_end
from .listing import Listing, Note

_KINDS = (NoteKind.PHASE_OUT, NoteKind.TIME_LIMIT, NoteKind.CONVERSION)


def carried_over(listing: Listing, *, first_day: dt.date) -> Listing | None:
    """How a post begins in the next plan: without it after the day of its kw, in the target group after that of its ku.

    Other triggers are facts somebody must weigh; they are hints of the version (plan_checks.py).
    """
    dated = [note for note in listing.notes if note.trigger == NoteTrigger.DATE and note.on is not None]
    if any(note.kind == NoteKind.PHASE_OUT and _is_past(note, first_day) for note in dated):
        return None
    for note in dated:
        if note.kind == NoteKind.CONVERSION and note.target_grade and _is_reached(note, first_day):
            kept = [other for other in listing.notes if other is not note]
            reason = f"ku-Vermerk umgesetzt: {note.target_grade} statt {listing.grade}"
            return replace(listing, grade=note.target_grade, notes=kept, reason=reason)
    return listing


def of_entries(entries: Iterable[PlanEntry], *, day: dt.date) -> list[EntryNote]:
    """The notes at posts that have taken effect before a day; as many queries for one post as for many."""
    rows = EntryNote.objects.filter(entry__in=[entry.pk for entry in entries], kind__in=_KINDS)
    notes = list(
        rows.select_related("entry__position", "target_grade").order_by("entry__position__number", "pk")
    )
    positions = [note.entry.position_id for note in notes]
    left, unpaid = _left(positions, day), _unpaid(positions, day)
    return [
        note
        for note in notes
        if (note.trigger == NoteTrigger.DATE and note.on is not None and note.on < day)
        or (note.trigger == NoteTrigger.VACANCY and note.entry.position_id in left)
        or (note.trigger == NoteTrigger.END_OF_GRANT and note.entry.position_id in unpaid)
    ]


def _is_past(note: Note, day: dt.date) -> bool:
    return note.on is not None and note.on < day


def _is_reached(note: Note, day: dt.date) -> bool:
    return note.on is not None and note.on <= day


def _left(positions: Sequence[int], day: dt.date) -> set[int]:
    """Posts that were occupied and no longer are."""
    rows = PositionAssignment.objects.filter(position__in=positions, starts_on__lt=day)
    here = rows.filter(holds_on(day - dt.timedelta(days=1)))
    return {*rows.values_list("position", flat=True)} - {*here.values_list("position", flat=True)}


def _unpaid(positions: Sequence[int], day: dt.date) -> set[int]:
    """Posts whose grants are all over."""
    rows = GrantPosition.objects.filter(STANDING, position__in=positions, starts_on__lte=day)
    known = list(rows.select_related("grant").prefetch_related("grant__stages"))
    paid = {row.position_id for row in known if not grant_end.is_over(row, day)}
    return {row.position_id for row in known} - paid
