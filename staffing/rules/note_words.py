"""Vermerke und Produktanteile in Worten, as they are printed in the Stellenplan (domain.md 2.4, C-01)."""

from motions.rules.german_numbers import percent
from staffing.models import EntryNote, PlanEntry
from staffing.models.choices import NoteKind, NoteTrigger

from .listing import Note

_SHORT = {NoteKind.PHASE_OUT: "kw", NoteKind.CONVERSION: "ku", NoteKind.OTHER: ""}


def note_in_words(note: EntryNote | Note) -> str:
    """A note as it is printed: "kw 31.12.2026", "ku E 10 bei Freiwerden", "Sperrvermerk HFA"."""
    kind = NoteKind(note.kind)
    parts = [_SHORT.get(kind, kind.label)]
    if note.target_grade is not None:
        parts.append(note.target_grade.label)
    if note.on is not None:
        parts.append(f"{note.on:%d.%m.%Y}")
    elif note.trigger != NoteTrigger.NONE:
        parts.append(NoteTrigger(note.trigger).label)
    if note.released_by is not None:
        parts.append(note.released_by.short_name or note.released_by.name)
    return " ".join(part for part in [*parts, note.text] if part)


def shares_in_words(entry: PlanEntry) -> str:
    """The products of a post with their shares: "1.31.11.01 (50 %), 1.31.11.02 (50 %)"."""
    return ", ".join(f"{row.product.code} ({percent(row.percent)})" for row in entry.shares.all())
