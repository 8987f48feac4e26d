"""Hinweise zu einer Fassung: what should be looked at before it is written down (C-04, S-11, S-12, S-14)."""

import datetime as dt
import re
from dataclasses import dataclass

from django.db.models import F, Q

from motions.rules.findings import Finding, warn
from motions.rules.german_numbers import number
from staffing.models import EntryNote, PlanEntry
from staffing.models.choices import NoteKind

from . import changes, due_notes, versions
from .changes import DROPPED
from .listing import Listing, listing_of
from .note_words import note_in_words
from .plan_board import Board

_TEMPORARY = re.compile(r"aushilfe|vorübergehend|saison|urlaubsvertret|wahlhelf", re.IGNORECASE)
_TRAINEE = re.compile(
    r"auszubildend|in ausbildung|anwärter|praktik|anerkennungsjahr|freiwilligendienst|volontär", re.IGNORECASE
)


@dataclass(frozen=True)
class Hint:
    """Was an einer Stelle auffällt."""

    entry: PlanEntry
    finding: Finding


def of_board(board: Board) -> list[Hint]:
    """What is unusual in a version: its changes, and posts on which more is occupied than listed (C-04)."""
    wanted = Q(pk__in=board.changed().values("pk")) | Q(occupied_fte__gt=F("fte"))
    entries = board.entries().filter(wanted, is_dropped=False).select_related("position")
    return [
        Hint(entry, finding)
        for entry in entries.order_by("position__number")
        if board.words.get(entry.position_id) != DROPPED
        for finding in _unusual(
            entry,
            is_changed=entry.position_id in board.words,
            is_regraded=board.is_regraded(entry.position_id),
        )
    ]


def of_notes(board: Board, *, day: dt.date) -> list[Hint]:
    """Notes at listed posts that have taken effect before a day, and what the version should do (domain.md 2.4)."""
    return [
        Hint(note.entry, warn("S-02", _what_follows(note), "notes"))
        for note in due_notes.of_entries(versions.laid_over(board.plans).filter(is_dropped=False), day=day)
    ]


def _what_follows(note: EntryNote) -> str:
    told = f"Der Vermerk „{note_in_words(note)}“ ist eingetreten."
    if note.kind == NoteKind.CONVERSION:
        return f"{told} Weisen Sie die Stelle mit {note.target_grade} aus."
    return f"{told} Lassen Sie die Stelle wegfallen, oder begründen Sie, warum sie bleibt."


def hints(listing: Listing, before: PlanEntry | None) -> list[Finding]:
    """What is unusual about one post as it shall be listed."""
    is_changed = before is None or bool(changes.listing_differences(listing_of(before), listing))
    is_regraded = before is not None and before.grade != listing.grade
    return _unusual(listing, is_changed=is_changed, is_regraded=is_regraded)


def _unusual(listing: Listing | PlanEntry, *, is_changed: bool, is_regraded: bool) -> list[Finding]:
    found = []
    if _TEMPORARY.search(listing.title):
        text = "Nur vorübergehend Beschäftigte haben keine Stelle im Plan. Tragen Sie den Ansatz bei den Listen ein."
        found.append(warn("S-12", text, "title"))
    if _TRAINEE.search(listing.title):
        text = "Nachwuchskräfte zählen nicht im Plan. Tragen Sie sie bei den Listen ein."
        found.append(warn("S-14", text, "title"))
    if listing.is_tariff_forced and is_regraded:
        text = "Die Gruppe ändert sich, weil das Tarifrecht dazu zwingt (Abweichung nach § 74 Abs. 2 GO NRW)."
        found.append(warn("S-11", text, "grade"))
    if listing.is_tariff_forced and not is_regraded:
        text = "Eine Abweichung ist vermerkt, die Gruppe ändert sich aber nicht. Prüfen Sie den Haken."
        found.append(warn("S-11", text, "is_tariff_forced"))
    if is_changed and not listing.reason.strip():
        found.append(
            warn("S-08", "Begründen Sie die Änderung; sie wird in der Veränderungsliste erläutert.", "reason")
        )
    if listing.occupied_fte > listing.fte:
        told = f"Besetzt sind {number(listing.occupied_fte)} VZÄ, ausgewiesen {number(listing.fte)}. Prüfen Sie beides."
        found.append(warn("C-04", told, "occupied_fte"))
    return found
