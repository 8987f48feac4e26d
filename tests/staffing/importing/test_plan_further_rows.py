"""Eine Stelle über mehrere Zeilen: products and notes of a further row reach the post above, or somebody is told."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from staffing.importing.imported import Mark, ReadPlan, Weight
from staffing.importing.plan_rows import read_plan
from tests.staffing.importing.sheets import HEAD, post, workbook

KW = Mark("phase_out", "date", dt.date(2026, 12, 31))
CELL = "Blatt „Stellen“, Zelle"


def further(**values: Any) -> list[Any]:
    """A row below a post that fills only these cells."""
    return [values.get(name) for name in HEAD]


def told(read: ReadPlan, weight: Weight) -> list[tuple[str, str]]:
    return [(str(row.place), row.source) for row in read.remarks if row.weight is weight]


@pytest.mark.parametrize("note", ["kw 31.12.2026", "kw zum 31.12.2026"])
def test_a_note_alone_on_a_second_line_belongs_to_the_post_above_and_is_no_heading(note: str) -> None:
    read = read_plan(workbook(post(1, Vermerke="Sperrvermerk"), further(Vermerke=note), post(2)))
    assert [(row.number, row.notes, row.heading) for row in read.posts] == [
        (1, (Mark("release_block"), KW), ""),
        (2, (), ""),
    ]
    assert read.remarks == ()


def test_c01_a_product_alone_on_a_second_line_asks_for_its_share_and_is_no_heading() -> None:
    read = read_plan(workbook(post(1, Anteil="50 %"), further(Produkt="1.11.02.02"), post(2)))
    assert [row.heading for row in read.posts] == ["", ""]
    assert told(read, Weight.ERROR) == [(f"{CELL} G4", "")]


def test_c01_a_second_line_has_its_product_and_its_note() -> None:
    second = further(Produkt="1.11.02.02", Anteil="50 %", Vermerke="kw 31.12.2026")
    read = read_plan(workbook(post(33, Anteil="50 %"), second))
    assert [(row.shares, row.notes) for row in read.posts] == [
        ((("1.11.02.01", Decimal("50.00")), ("1.11.02.02", Decimal("50.00"))), (KW,))
    ]
    assert read.remarks == ()


@pytest.mark.parametrize(
    ("name", "value", "cell"),
    [("Gruppe", "E 10", "D4"), ("Fachbereich", "FB II", "B4"), ("Kostenstelle", "110400", "H4")],
)
def test_what_else_a_second_line_says_differently_is_an_error_at_its_cell(
    name: str, value: str, cell: str
) -> None:
    second = further(Produkt="1.11.02.02", Anteil="50 %", **{name: value})
    read = read_plan(workbook(post(33, Anteil="50 %"), second))
    assert told(read, Weight.ERROR) == [(f"{CELL} {cell}", value)]
    usual = dict(zip(HEAD, post(33), strict=True))[name]
    repeated = further(Produkt="1.11.02.02", Anteil="50 %", **{name: usual})
    assert read_plan(workbook(post(33, Anteil="50 %"), repeated)).remarks == ()


def test_c01_a_share_on_a_second_line_needs_its_product() -> None:
    read = read_plan(workbook(post(33, Anteil="50 %"), further(Anteil="50 %")))
    assert told(read, Weight.ERROR) == [(f"{CELL} G4", "50 %")]


@pytest.mark.parametrize("before", [["FB I"], ["Summe", None, None, None, 1]], ids=["heading", "sum"])
def test_a_second_line_under_no_post_is_an_error(before: list[Any]) -> None:
    read = read_plan(workbook(post(1), before, further(Vermerke="kw 31.12.2026")))
    assert [row.notes for row in read.posts] == [()]
    assert told(read, Weight.ERROR) == [("Blatt „Stellen“, Zeile 5", "")]


def test_a_reason_on_a_second_line_is_an_error_and_no_heading() -> None:
    row = ["mehr Fälle" if name == "Begründung" else None for name in (*HEAD, "Begründung")]
    read = read_plan(workbook(post(1), row, post(2), head=(*HEAD, "Begründung")))
    assert [place for place, _ in told(read, Weight.ERROR)] == [f"{CELL} J4"]
    assert [found.heading for found in read.posts] == ["", ""]


def test_a_product_merged_downwards_counts_once() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("F3:F4")

    read = read_plan(workbook(post(1), further(Vermerke="kw 31.12.2026"), change=merge))
    assert [(row.shares, row.notes) for row in read.posts] == [((("1.11.02.01", Decimal("100.00")),), (KW,))]


def test_a_heading_merged_over_product_and_title_is_still_a_heading() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("A3:D3")

    head = ("Produkt", "Bezeichnung", "Gruppe", "VZÄ")
    read = read_plan(workbook(["FB II"], ["1.11.02.01", "Haushalt", "E 9b", 1], head=head, change=merge))
    assert [(row.title, row.heading) for row in read.posts] == [("Haushalt", "FB II")]


def test_a_title_merged_downwards_over_an_empty_row_is_no_heading_for_what_follows() -> None:
    def merge(sheet: Worksheet) -> None:
        sheet.merge_cells("C3:C4")

    read = read_plan(workbook(post(1), [], post(2), change=merge))
    assert [(row.number, row.heading) for row in read.posts] == [(1, ""), (2, "")]
