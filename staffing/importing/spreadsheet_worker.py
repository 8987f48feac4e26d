"""Arbeitsmappe im eigenen Prozess lesen: from standard input, prints its cells as JSON; evaluates nothing."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import zipfile
from collections.abc import Iterator
from io import BytesIO
from typing import Any
from xml.parsers import expat

import openpyxl
from openpyxl.cell import Cell as StoredCell
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from motions.importing import inspection_office, worker
from motions.importing.inspection import UNREADABLE, XLSX, InspectionRefused
from staffing.importing.grid import EMPTY, Cell, Sheet, carried

MOST_ROWS = 5_000
MOST_COLUMNS = 200
MOST_SHEETS = 50
MOST_MERGED = 100_000
LONGEST_TEXT = 2_000
_PART = re.compile(r"xl/worksheets/[^/]+\.xml")
_TOO_LARGE = (
    f"ist zu groß: Gelesen werden je Blatt bis {MOST_ROWS} Zeilen und {MOST_COLUMNS} Spalten und bis {MOST_SHEETS}"
    " Blätter. Löschen Sie, was nicht zum Stellenplan gehört."
)
_NO_WORKBOOK = (
    "ist keine Excel-Arbeitsmappe ohne Makros. Speichern Sie sie als .xlsx und wählen Sie diese Datei."
)


def sheets(data: bytes) -> list[Sheet]:
    """All sheets; raises InspectionRefused with the second half of a sentence."""
    if inspection_office.examine(BytesIO(data)).media_type != XLSX:
        raise InspectionRefused(_NO_WORKBOOK)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if _PART.fullmatch(name)]
        if len(parts) > MOST_SHEETS:
            raise InspectionRefused(_TOO_LARGE)
        for part in parts:
            _measure(archive.read(part))
    values = openpyxl.load_workbook(BytesIO(data), data_only=True, keep_links=False)
    formulas = openpyxl.load_workbook(BytesIO(data), keep_links=False)
    return [_sheet(sheet, formulas[sheet.title]) for sheet in values.worksheets]


def _measure(part: bytes) -> None:
    """Refuse before anything is built: a single reference can stand for a million cells.

    Rows and cells may leave out their references; then each follows the one before.
    """
    row = line = column = merged = 0

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal row, line, column, merged
        local, reference = name.rpartition(" ")[2], values.get("r")
        if local == "row":
            row, column = int(float(reference)) if reference else row + 1, 0
        elif local == "c":
            column, line = _bounds(reference)[2:] if reference else (column + 1, row)
        elif local in ("v", "f", "is"):
            if line > MOST_ROWS or column > MOST_COLUMNS:
                raise InspectionRefused(_TOO_LARGE)
        elif local == "mergeCell":
            left, top, right, bottom = _bounds(values.get("ref", "A1"))
            merged += (right - left + 1) * (bottom - top + 1)
            if merged > MOST_MERGED:
                raise InspectionRefused(_TOO_LARGE)

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = start
    parser.Parse(part, True)


def _bounds(reference: str) -> tuple[int, int, int, int]:
    left, top, right, bottom = range_boundaries(reference)
    if left is None or top is None or right is None or bottom is None:
        raise InspectionRefused(_TOO_LARGE)
    return left, top, right, bottom


def _sheet(values: Worksheet, formulas: Worksheet) -> Sheet:
    rows: dict[int, dict[str, Cell]] = {}
    for stored in _stored(values):
        formula = formulas.cell(stored.row, stored.column)
        cell = _cell(stored, is_formula=formula.data_type == "f")
        if not cell.is_empty:
            rows.setdefault(stored.row, {})[stored.column_letter] = cell
    for merged in values.merged_cells.ranges:
        _carry(rows, *_bounds(merged.coord), reference=merged.coord)
    hidden_rows = tuple(number for number in sorted(rows) if values.row_dimensions[number].hidden)
    return Sheet(
        values.title, values.sheet_state != "visible", hidden_rows, tuple(_hidden_columns(values)), rows
    )


def _stored(sheet: Worksheet) -> Iterator[StoredCell]:
    last_row, last_column = min(sheet.max_row, MOST_ROWS), min(sheet.max_column, MOST_COLUMNS)
    for row in sheet.iter_rows(max_row=last_row, max_col=last_column):
        yield from (cell for cell in row if isinstance(cell, StoredCell))


def _hidden_columns(sheet: Worksheet) -> Iterator[str]:
    """A hidden range of columns is stored once, under its first letter."""
    for dimension in sheet.column_dimensions.values():
        if dimension.hidden and dimension.min and dimension.max:
            last = min(dimension.max, MOST_COLUMNS)
            yield from (get_column_letter(place) for place in range(dimension.min, last + 1))


def _cell(stored: StoredCell, *, is_formula: bool) -> Cell:
    value: Any = stored.value
    if value is None:
        return Cell(is_formula=is_formula)
    if stored.data_type == "e":
        return Cell(str(value)[:LONGEST_TEXT], "error", is_formula=is_formula)
    if isinstance(value, (dt.date, dt.time, dt.timedelta)):
        told = f"{value:%d.%m.%Y}" if isinstance(value, dt.date) else str(value)
        return Cell(told, "date", is_formula=is_formula)
    if isinstance(value, bool):
        return Cell("ja" if value else "nein", is_formula=is_formula)
    if isinstance(value, (int, float)):
        return Cell(repr(value), "number", "%" in (stored.number_format or ""), is_formula)
    text = "\n".join(" ".join(line.split()) for line in str(value).splitlines())
    return Cell(text.strip()[: LONGEST_TEXT + 1], is_formula=is_formula)


def _carry(
    rows: dict[int, dict[str, Cell]], left: int, top: int, right: int, bottom: int, *, reference: str
) -> None:
    """What stands in the first cell of a merged range is meant for all of its cells."""
    first = rows.get(top, {}).get(get_column_letter(left), EMPTY)
    if first.is_empty:
        return
    first = Cell(first.text, first.kind, first.is_percent, first.is_formula, reference)
    for row in range(top, min(bottom, MOST_ROWS) + 1):
        for column in range(left, min(right, MOST_COLUMNS) + 1):
            is_first = (row, column) == (top, left)
            rows.setdefault(row, {})[get_column_letter(column)] = first if is_first else carried(first)


def main() -> None:
    """Read standard input within the limits."""
    worker.limit()
    try:
        with open(0, "rb") as stream:
            answer: dict[str, Any] = {"sheets": [sheet.as_data() for sheet in sheets(stream.read())]}
    except InspectionRefused as refusal:
        answer = {"refused": str(refusal)}
    except (
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        IndexError,
        expat.ExpatError,
        zipfile.BadZipFile,
    ):
        # openpyxl meets a broken workbook with whatever happens to go wrong first.
        answer = {"refused": UNREADABLE}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
