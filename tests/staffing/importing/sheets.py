"""Arbeitsmappen für Tests, made on the spot; the posts fit the demo town."""

import zipfile
from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

SHEET = "xl/worksheets/sheet1.xml"
HEAD = (
    "Stellennummer",
    "Fachbereich",
    "Bezeichnung",
    "Gruppe",
    "VZÄ",
    "Produkt",
    "Anteil",
    "Kostenstelle",
    "Vermerke",
)


def post(number: Any = 8, **values: Any) -> list[Any]:
    """A row that is in order, but for what is changed."""
    usual = {
        "Stellennummer": number,
        "Fachbereich": "FB I",
        "Bezeichnung": "Haushalt",
        "Gruppe": "E 9b",
        "VZÄ": 1,
        "Produkt": "1.11.02.01",
        "Anteil": "100 %",
        "Kostenstelle": "110200",
        "Vermerke": None,
    }
    return list((usual | values).values())


def workbook(
    *rows: Sequence[Any], head: Sequence[Any] = HEAD, change: Callable[[Worksheet], object] | None = None
) -> bytes:
    """A workbook with a title, a row of headings (row 2) and these rows (from row 3)."""
    book = Workbook()
    sheet = book["Sheet"]
    sheet.title = "Stellen"
    for row in (["Stellenplan 2027"], head, *rows):
        sheet.append(list(row))
    if change:
        change(sheet)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def merged(*references: str) -> Callable[[Worksheet], None]:
    def change(sheet: Worksheet) -> None:
        for reference in references:
            sheet.merge_cells(reference)

    return change


def changed(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            target.writestr(name, content.replace(old, new) if name == part else content)
    return out.getvalue()
