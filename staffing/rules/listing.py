"""Ausweisung einer Stelle, wie sie eingegeben wird, and why it cannot be listed like this (C-01, C-07, C-10)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motions.models import Organization, Unit
from motions.rules.findings import Finding, block
from motions.rules.german_numbers import percent
from staffing.models import (
    CostCenter,
    EntryNote,
    EntryShare,
    PayGrade,
    PlanEntry,
    Position,
    Product,
    StaffingPlan,
)
from staffing.models.choices import NoteKind

_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Note:
    """Ein Vermerk, wie er eingegeben wird."""

    kind: str
    trigger: str = ""
    on: dt.date | None = None
    target_grade: PayGrade | None = None
    released_by: Organization | None = None
    text: str = ""


@dataclass(frozen=True)
class Listing:
    """Wie eine Stelle ausgewiesen werden soll; ``shares`` are percent by product."""

    unit: Unit
    title: str
    grade: PayGrade
    fte: Decimal
    cost_center: CostCenter
    shares: Sequence[tuple[Product, Decimal]]
    notes: Sequence[Note] = ()
    reason: str = ""
    is_elected: bool = False
    is_tariff_forced: bool = False
    occupied_fte: Decimal = Decimal("0.00")


def objections(listing: Listing, *, is_new: bool) -> list[Finding]:
    """Why a post cannot be listed like this; nothing here may be let pass."""
    found = []
    if not listing.title.strip():
        found.append(block("S-01", "Geben Sie die Bezeichnung der Stelle ein.", "title", absolute=True))
    if is_new and listing.grade.is_transition:
        text = f"{listing.grade} gibt es nur für Übergeleitete, nicht für neue Stellen. Wählen Sie eine andere Gruppe."
        found.append(block("C-07", text, "grade", absolute=True))
    total = sum((share for _, share in listing.shares), Decimal(0))
    if total != _WHOLE:
        text = f"Die Produktanteile ergeben {percent(total)}"
        found.append(block("C-01", f"{text}. Verteilen Sie genau 100 %.", "shares", absolute=True))
    if not Decimal(0) < listing.fte <= 5:
        text = "Geben Sie den Umfang in VZÄ ein, größer als 0, zum Beispiel 0,50."
        found.append(block("C-10", text, "fte", absolute=True))
    for note in listing.notes:
        if note.kind == NoteKind.CONVERSION and note.target_grade is None:
            text = "Geben Sie an, in welche Gruppe die Stelle umgewandelt wird."
            found.append(block("S-01", text, "notes", absolute=True))
    return found


def listing_of(entry: PlanEntry) -> Listing:
    """How a post is listed now, to begin from."""
    return Listing(
        unit=entry.unit,
        title=entry.title,
        grade=entry.grade,
        fte=entry.fte,
        cost_center=entry.cost_center,
        shares=[(share.product, share.percent) for share in entry.shares.all()],
        notes=[
            Note(note.kind, note.trigger, note.on, note.target_grade, note.released_by, note.text)
            for note in entry.notes.all()
        ],
        reason=entry.reason,
        is_elected=entry.is_elected,
        is_tariff_forced=entry.is_tariff_forced,
        occupied_fte=entry.occupied_fte,
    )


def entry_of(plan: StaffingPlan, position: Position, listing: Listing) -> PlanEntry:
    """The row of a post listed like this, not yet written; its shares and notes follow with write_parts()."""
    return PlanEntry(
        plan=plan,
        position=position,
        unit=listing.unit,
        title=listing.title.strip(),
        grade=listing.grade,
        fte=listing.fte,
        cost_center=listing.cost_center,
        reason=listing.reason.strip(),
        is_elected=listing.is_elected,
        is_tariff_forced=listing.is_tariff_forced,
        occupied_fte=listing.occupied_fte,
    )


def write_parts(listed: Sequence[tuple[PlanEntry, Listing]]) -> None:
    """Shares and notes of entries that are written, whatever their number in two statements."""
    EntryShare.objects.bulk_create(
        EntryShare(entry=entry, product=product, percent=share)
        for entry, listing in listed
        for product, share in listing.shares
    )
    EntryNote.objects.bulk_create(
        EntryNote(entry=entry, **vars(note)) for entry, listing in listed for note in listing.notes
    )
