"""Arbeitsmappen für Tests, made on the spot; the posts fit the demo town."""

from collections.abc import Callable, Sequence
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

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
