"""Arbeitsmappe lesen: bytes of unknown origin become plain cells, or a refusal that says what to do."""

from __future__ import annotations

from io import BytesIO

from motions.importing import worker
from motions.importing.inspection import UNREADABLE
from staffing.importing.grid import Sheet, sheet_of
from staffing.importing.imported import SheetRefused

MAX_BYTES = 2 * 1024 * 1024
_WORKER = "staffing.importing.spreadsheet_worker"
_SAVE_AS = "Speichern Sie den Stellenplan als Excel-Arbeitsmappe (Endung .xlsx) und wählen Sie diese Datei."
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
_ZIP = b"PK\x03\x04"
_PDF = b"%PDF-"


def read_sheets(data: bytes) -> list[Sheet]:
    """The sheets of an XLSX file; raises SheetRefused. Nothing in it is ever calculated."""
    if not data:
        raise SheetRefused("Die Datei ist leer. Wählen Sie eine andere Datei.")
    if len(data) > MAX_BYTES:
        text = "Die Datei ist größer als 2 MB. Löschen Sie Bilder und Blätter ohne Stellen, oder teilen Sie sie auf."
        raise SheetRefused(text)
    if data.startswith(_OLD_OFFICE):
        raise SheetRefused(f"Das ist eine ältere oder verschlüsselte Office-Datei (.xls). {_SAVE_AS}")
    if not data.startswith(_ZIP):
        raise SheetRefused(f"{_what_else(data)} {_SAVE_AS}")
    if b"application/vnd.oasis.opendocument" in data[:200]:
        raise SheetRefused(f"Das ist eine OpenDocument-Datei (.ods). {_SAVE_AS}")
    answer = worker.ask(_WORKER, BytesIO(data)) or {"refused": UNREADABLE}
    if "refused" in answer:
        raise SheetRefused(f"Die Datei {answer['refused']}")
    return [sheet_of(row) for row in answer["sheets"]]


def _what_else(data: bytes) -> str:
    """What a file that is no workbook seems to be."""
    if data.startswith(_PDF):
        return "Das ist eine PDF-Datei. Aus ihr lassen sich keine Zellen lesen."
    if b"\0" in data:
        return "Das ist keine Arbeitsmappe."
    return "Das ist keine Arbeitsmappe, vielleicht eine CSV- oder Textdatei."
