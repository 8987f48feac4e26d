"""Ausweisung einer Stelle, wie sie eingegeben wird, and why it cannot be listed like this (C-01, C-07, C-10)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motions.models import Organization, Unit
from motions.rules.findings import Finding, block
from motions.rules.german_numbers import percent
from staffing.models import CostCenter, PayGrade, PlanEntry, Product
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
