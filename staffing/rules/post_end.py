"""Ende einer Stelle: whether the notes of a post end it, and on which day (domain.md 2.4; K-02, K-09, S-13)."""

import datetime as dt
from collections.abc import Iterable

from staffing.models import EntryNote, GrantPosition
from staffing.models.choices import NoteKind, NoteTrigger
from staffing.models.struck import standing

from . import grant_end

ENDING = (NoteKind.PHASE_OUT, NoteKind.TIME_LIMIT)


def is_limited(notes: Iterable[EntryNote]) -> bool:
    """A kw or a limit stands at the post."""
    return any(note.kind in ENDING for note in notes)


def last_day(notes: Iterable[EntryNote], *, grant_ends_on: dt.date | None) -> dt.date | None:
    """The day a post ends, as far as it is known; one without such a note goes on, whoever pays for it (K-09)."""
    days = [
        note.on if note.trigger == NoteTrigger.DATE else grant_ends_on
        for note in notes
        if note.kind in ENDING and note.trigger in (NoteTrigger.DATE, NoteTrigger.END_OF_GRANT)
    ]
    return min((day for day in days if day is not None), default=None)


def paid_until(funded: Iterable[GrantPosition]) -> dt.date | None:
    """The last day on which any grant pays for a post; None where none does, or one has no end that is known."""
    counting = standing(funded)
    ends = [(row.ends_on, grant_end.last_day(row.grant)) for row in counting]
    days = [min(day for day in pair if day is not None) for pair in ends if any(pair)]
    return max(days) if counting and len(days) == len(counting) else None
