"""Stellenplan als Arbeitsmappe: the statutory tables on a sheet each, figures as figures (C-10, C-11)."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from .export import told
from .public_changes import VersionChanges
from .statutory import Group, Overview, Row, Statutory

_FTE = "#,##0.00"
_EURO = '#,##0.00" €"'
_PLAN = ("Gruppe", "Stellen", "Vorjahr", "besetzt am Stichtag", "Vermerke")
_CHANGES = ("Fassung", "Stelle", "Änderung", "Fachbereich", "Gruppe", "bisher", "neu", "Begründung")
_WIDE = ("Fassung", "Stelle", "Begründung", "Bezeichnung", "Name", "Vermerke", "Gruppe", "Erläuterung")
Value = str | int | Decimal


def workbook(
    plan: Statutory, explained: Sequence[VersionChanges] = (), *, title: str, mark: str = ""
) -> bytes:
    """The whole plan as XLSX; a text never becomes a formula. ``mark`` is printed on each page, like "Entwurf"."""
    book = Workbook()
    first = book.active
    if isinstance(first, Worksheet):
        book.remove(first)
    write_sheet(
        book, "Teil A", f"{title}, Teil A: Beamtinnen und Beamte", _PLAN, _part(plan.part_a, plan.total_a)
    )
    write_sheet(
        book, "Teil B", f"{title}, Teil B: Tariflich Beschäftigte", _PLAN, _part(plan.part_b, plan.total_b)
    )
    for name, overview in (("Übersicht A 1", plan.overview_a), ("Übersicht A 2", plan.overview_b)):
        head = ("Produktbereich", "Name", *overview.grades, "Summe")
        write_sheet(book, name, f"{title}, {name}", head, _overview(overview))
    trainees = [(row.name, row.pay, row.planned, row.employed, row.remark) for row in plan.trainees]
    head = ("Bezeichnung", "Vergütung", "vorgesehen", "am 1. Oktober des Vorjahres", "Erläuterung")
    write_sheet(book, "Nachwuchskräfte", f"{title}, Nachwuchskräfte (nicht in den Summen)", head, trainees)
    temporary = [(row.name, row.months, row.budget) for row in plan.temporary]
    told = f"{title}, nur vorübergehend Beschäftigte (ohne Stelle)"
    write_sheet(book, "Vorübergehend", told, ("Bezeichnung", "Monate", "Ansatz"), temporary, decimals=_EURO)
    if explained:
        write_sheet(book, "Erläuterungen", f"{title}, Erläuterungen", _CHANGES, _explained(explained))
    for sheet in book.worksheets:
        if mark and sheet.oddHeader is not None:
            sheet.oddHeader.center.text = mark
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _explained(found: Iterable[VersionChanges]) -> Iterator[tuple[Value, ...]]:
    for row in found:
        for change in row.changes:
            entry = change.entry
            told = (row.version.plan.title, entry.title, change.word, entry.unit.code, entry.grade.label)
            yield (*told, change.fte_before, change.fte_after, entry.reason)
        if row.more:
            yield (row.version.plan.title, f"und {row.more} weitere Stellen")


def _part(groups: Iterable[Group], total: Row) -> Iterator[tuple[Value, ...]]:
    for group in groups:
        if group.name:
            yield (group.name,)
        for row in group.rows:
            yield _cells(row.grade, row)
        if group.name:
            yield _cells("Summe", group.total)
    yield _cells("Insgesamt", total)


def _cells(label: str, row: Row) -> tuple[Value, ...]:
    return (label, row.fte, told(row.previous), row.occupied, "; ".join(row.notes))


def _overview(overview: Overview) -> Iterator[tuple[Value, ...]]:
    for number, name, cells in overview.rows:
        yield (number, name, *cells, sum(cells, Decimal("0.00")))
    yield ("", "Summe", *overview.column_totals, overview.total)


def write_sheet(
    book: Workbook,
    name: str,
    title: str,
    head: Sequence[str],
    rows: Iterable[Sequence[Value]],
    *,
    decimals: str = _FTE,
) -> None:
    """One sheet: its title, a row of headings that is repeated in print, and the rows."""
    sheet = book.create_sheet(name)
    _put(sheet.cell(1, 1), title, decimals)
    for column, label in enumerate(head, start=1):
        _put(sheet.cell(3, column), label, decimals)
    for place, row in enumerate(rows, start=4):
        for column, value in enumerate(row, start=1):
            _put(sheet.cell(place, column), value, decimals)
    for cell in (sheet.cell(1, 1), *sheet[3]):
        cell.font = Font(bold=True)
        cell.alignment = Alignment(wrap_text=cell.row > 1, vertical="top")
    sheet.freeze_panes = "A4"
    sheet.print_title_rows = "3:3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for column in range(1, len(head) + 1):
        letter = sheet.cell(3, column).column_letter
        is_wide = head[column - 1] in _WIDE
        sheet.column_dimensions[letter].width = 36 if is_wide else 14


def _put(cell: Cell, value: Value, decimals: str) -> None:
    cell.value = value
    if isinstance(value, str):
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(("=", "+", "-", "@"))
    elif isinstance(value, Decimal):
        cell.number_format = decimals
