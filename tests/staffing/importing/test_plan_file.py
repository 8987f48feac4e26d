"""Welche Datei als Arbeitsmappe angenommen wird: what is broken, too large or of another kind gets a sentence."""

import re
import zipfile
from io import BytesIO

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from staffing.importing import spreadsheet_worker
from staffing.importing.imported import SheetRefused
from staffing.importing.plan_rows import read_plan
from tests.staffing.importing.sheets import SHEET, changed, merged, post, workbook


def ods() -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    return out.getvalue()


def macros() -> bytes:
    out = BytesIO(workbook(post()))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return out.getvalue()


def bomb() -> bytes:
    out = BytesIO(workbook(post()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", b"0" * 40_000_000)
    return out.getvalue()


def without_references(data: bytes) -> bytes:
    """The same cells, each known only by its turn: the reference is optional."""
    with zipfile.ZipFile(BytesIO(data)) as source:
        sheet = source.read(SHEET)
    return changed(
        data, SHEET, sheet, re.sub(rb'(<(?:row|c))((?: [a-z]+="[^"]*")*?) r="[^"]*"', rb"\1\2", sheet)
    )


def test_cells_without_their_references_are_read_in_their_turn() -> None:
    data = without_references(workbook(*(post(number) for number in (1, 2))))
    assert [(row.row, row.number, row.title) for row in read_plan(data).posts] == [
        (3, 1, "Haushalt"), (4, 2, "Haushalt"),
    ]  # fmt: skip


def far_away(sheet: Worksheet) -> None:
    sheet.cell(spreadsheet_worker.MOST_ROWS + 1, 1, "weit unten")


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "leer"),
        (b"Nr.;Bezeichnung\n1;x", "CSV"),
        (b"%PDF-1.7\n\x00", "PDF-Datei"),
        (b"\x89PNG\r\n\x1a\n\x00", "Das ist keine Arbeitsmappe. Speichern"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 100, ".xls"),
        (ods(), ".ods"),
        (macros(), "Makros"),
        (bomb(), "entpackt zu groß"),
        (b"PK\x03\x04 kaputt", "beschädigt"),
        (b"x" * 3_000_000, "2 MB"),
        (workbook(post(), change=far_away), "ist zu groß"),
        (without_references(workbook(*([1] for _ in range(spreadsheet_worker.MOST_ROWS)))), "ist zu groß"),
        (without_references(workbook([1] * (spreadsheet_worker.MOST_COLUMNS + 1))), "ist zu groß"),
        (changed(workbook(change=merged("A9:B9")), SHEET, b"A9:B9", b"A9:XFD1048576"), "ist zu groß"),
    ],
    ids=["empty", "csv", "pdf", "png", "xls", "ods", "macros", "bomb", "broken", "bytes", "rows", "uncounted rows",
         "uncounted columns", "merged"],
)  # fmt: skip
def test_a_file_that_is_no_small_workbook_is_refused_with_a_sentence(data: bytes, words: str) -> None:
    with pytest.raises(SheetRefused, match=words):
        read_plan(data)
