"""Stellenliste einer Fassung als Arbeitsmappe: each post a row, in columns that an import understands again.

For those who know drafts; what everybody may download (workbook) names no single post (C-11).
"""

from collections.abc import Iterable, Iterator
from io import BytesIO

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from motions.rules.german_numbers import percent
from staffing.models import PlanEntry, StaffingPlan

from . import versions
from .note_words import note_in_words
from .workbook import Value, write_sheet

_HEAD = (
    "Stellennummer", "Fachbereich", "Bezeichnung", "Gruppe", "VZÄ", "Besetzt am Stichtag", "Produkte", "Kostenstelle",
    "Vermerke", "Begründung", "Wahlamt", "Abweichung",
)  # fmt: skip


def of_plan(plan: StaffingPlan) -> bytes:
    """The posts of a version; of an amendment those it touches and keeps."""
    rows = PlanEntry.objects.filter(plan=plan, is_dropped=False).order_by("position__number")
    return workbook(versions.with_parts(rows), title=plan.title)


def workbook(entries: Iterable[PlanEntry], *, title: str) -> bytes:
    """Posts as XLSX."""
    book = Workbook()
    first = book.active
    if isinstance(first, Worksheet):
        book.remove(first)
    write_sheet(book, "Stellen", title, _HEAD, _rows(entries))
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(entries: Iterable[PlanEntry]) -> Iterator[tuple[Value, ...]]:
    for entry in entries:
        yield (
            entry.position.number,
            entry.unit.code,
            entry.title,
            entry.grade.code,
            entry.fte,
            entry.occupied_fte,
            "; ".join(f"{share.product.code} ({percent(share.percent)})" for share in entry.shares.all()),
            entry.cost_center.code,
            "\n".join(note_in_words(note) for note in entry.notes.all()),
            entry.reason,
            "ja" if entry.is_elected else "nein",
            "ja" if entry.is_tariff_forced else "nein",
        )
