"""Was aus einer Arbeitsmappe gelesen wird: every kind of bad input gets a remark at its cell, nothing is guessed."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from staffing.importing.imported import Mark, ReadPlan, Weight
from staffing.importing.plan_rows import read_plan
from tests.staffing.importing.sheets import HEAD, SHEET, changed, merged, post, saved, workbook


def told(read: ReadPlan, weight: Weight) -> list[tuple[str, str]]:
    return [(str(row.place), row.text) for row in read.remarks if row.weight is weight]


def errors(data: bytes) -> list[tuple[str, str]]:
    return told(read_plan(data), Weight.ERROR)


def places(read: ReadPlan, weight: Weight) -> list[str]:
    return [place for place, _ in told(read, weight)]


def test_a_row_in_order_is_read_whole_and_without_a_remark() -> None:
    read = read_plan(workbook(post(33, Gruppe="S 12", Vermerke="kw 31.12.2026; Sperrvermerk HFA")))
    [found] = read.posts
    assert (found.number, found.unit, found.title, found.grade) == (33, "FB I", "Haushalt", "S 12")
    assert (found.fte, found.shares, found.cost_center) == (
        Decimal("1.00"),
        (("1.11.02.01", Decimal("100.00")),),
        "110200",
    )
    assert found.notes == (
        Mark("phase_out", "date", dt.date(2026, 12, 31)),
        Mark("release_block", organ="HFA"),
    )
    assert read.remarks == ()


@pytest.mark.parametrize(
    "head",
    [
        ("Nr.", "FB", "Funktion", "Entgeltgruppe", "Stellenanteil", "Produkt-Nr.", "%", "KSt.", "Bemerkungen"),
        ("lfd. Nr.", "Organisationseinheit", "Stelle", "Besoldungsgruppe", "Stellen", "Kostenträger", "Anteil in %",
         "Kostenstelle-Nr.", "Vermerke (kw, ku)"),
        ("Planstellen-Nr.", "Amt", "Amtsbezeichnung", "Einstufung? Nein: Eingruppierung", "Soll", "Produkt", "Anteil",
         "Kostenstelle", "kw/ku"),
    ],
)  # fmt: skip
def test_several_namings_of_the_columns_are_understood(head: tuple[str, ...]) -> None:
    words = ["Eingruppierung" if word.startswith("Einstufung") else word for word in head]
    [found] = read_plan(workbook(post(7), head=words)).posts
    assert (found.number, found.unit, found.title, found.grade, found.fte) == (
        7, "FB I", "Haushalt", "E 9b", Decimal("1.00"),
    )  # fmt: skip
    assert (found.shares, found.cost_center) == ((("1.11.02.01", Decimal("100.00")),), "110200")


@pytest.mark.parametrize(
    "words",
    ["Entgelt-/Besoldungsgruppe", "Entgelt- und Besoldungsgruppe", "Besoldungs-/\nEntgeltgruppe",
     "Besoldungs- oder Entgeltgruppe", "Entgelt/Besoldungsgruppe"],
)  # fmt: skip
def test_both_kinds_of_group_are_understood_in_one_heading(words: str) -> None:
    head = [words if name == "Gruppe" else name for name in HEAD]
    assert [row.grade for row in read_plan(workbook(post(7), head=head)).posts] == ["E 9b"]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("0,5", "0.50"), ("0.5", "0.50"), (0.5, "0.50"), ("1,00 VZÄ", "1.00"), ("19,5/39", "0.50"), (1, "1.00"),
        ("0,75 Stellen", "0.75"), (0.1 + 0.2, "0.30"), (" 1 ", "1.00"),
    ],
)  # fmt: skip
def test_c10_comma_point_and_text_numbers_are_the_same_exact_number(written: Any, expected: str) -> None:
    read = read_plan(workbook(post(VZÄ=written)))
    assert (read.posts[0].fte, read.remarks) == (Decimal(expected), ())


@pytest.mark.parametrize("written", ["1.000", "halb", "0,5 oder 1", "", dt.date(2026, 5, 1), "1/0", "½"])
def test_c10_what_is_no_clear_number_is_an_error_at_its_cell(written: Any) -> None:
    read = read_plan(workbook(post(VZÄ=written)))
    assert (read.posts[0].fte, places(read, Weight.ERROR)) == (None, ["Blatt „Stellen“, Zelle E3"])


def test_c10_a_third_of_full_time_is_rounded_and_said() -> None:
    read = read_plan(workbook(post(VZÄ="13/39")))
    assert read.posts[0].fte == Decimal("0.33")
    assert told(read, Weight.WARNING) == [
        ("Blatt „Stellen“, Zelle E3", "Mehr als zwei Nachkommastellen: gelesen als 0,33 VZÄ (gerundet).")
    ]


def test_title_heading_blank_and_sum_rows_are_passed_over_and_counted() -> None:
    rows = [
        ["FB I Zentrale Dienste"],
        post(1),
        [],
        ["Summe", None, None, None, 1],
        HEAD,
        ["Insgesamt", "", "", "", 1],
    ]
    read = read_plan(workbook(*rows))
    assert [(row.number, row.heading) for row in read.posts] == [(1, "FB I Zentrale Dienste")]
    assert told(read, Weight.INFO) == [
        ("Blatt „Stellen“", "Übergangene Summenzeilen: 2 (Zeilen 6, 8)."),
        ("Blatt „Stellen“", "Übergangene Überschriften: 2 (Zeilen 3, 7)."),
    ]


@pytest.mark.parametrize(
    "title",
    ["Gesamt-Personalrat", "Gesamt\u2011Personalrat", "Gesamtpersonalrat", "Zusammenarbeit, Ehrenamt"],
)
def test_a_post_whose_name_begins_like_a_sum_is_read(title: str) -> None:
    read = read_plan(workbook(post(None, Fachbereich=None, Bezeichnung=title)))
    assert ([row.title for row in read.posts], read.remarks) == ([title], ())


@pytest.mark.parametrize("number", [12, "12"])
def test_a_post_with_a_number_is_no_sum_whatever_it_is_called(number: Any) -> None:
    read = read_plan(workbook(post(number, Fachbereich=None, Bezeichnung="Gesamt Personalrat")))
    assert ([row.number for row in read.posts], read.remarks) == ([12], ())


@pytest.mark.parametrize(
    "words", ["Summe", "Summe FB I", "Zwischensumme:", "GESAMT", "Gesamt (Teil A)", "Übertrag"]
)
def test_a_sum_is_passed_over_by_its_first_word_and_its_row_is_named(words: str) -> None:
    read = read_plan(workbook(post(1), [None, None, words, None, 1]))
    assert [row.number for row in read.posts] == [1]
    assert told(read, Weight.INFO) == [("Blatt „Stellen“", "Übergangene Summenzeilen: 1 (Zeile 4).")]


def test_several_sheets_are_read_and_those_without_posts_named() -> None:
    book = Workbook()
    sheets: dict[str, list[Sequence[Any]]] = {
        "A": [HEAD, post(1)],
        "B": [HEAD, post(2)],
        "Übersicht": [["Gruppe", "Stellen"], ["E 8", 2]],
    }
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    read = read_plan(saved(book))
    assert [(row.sheet, row.number) for row in read.posts] == [("A", 1), ("B", 2)]
    assert places(read, Weight.INFO) == ["Blatt „Übersicht“"]


def test_the_value_of_merged_units_and_grades_holds_for_each_row_and_is_said() -> None:
    read = read_plan(workbook(post(1), post(2, Fachbereich=None), change=merged("B3:B4")))
    assert [row.unit for row in read.posts] == ["FB I", "FB I"]
    assert told(read, Weight.INFO) == [
        ("Blatt „Stellen“, Zelle B4", "Der Wert der verbundenen Zellen B3:B4 wurde übernommen (Fachbereich).")
    ]


@pytest.mark.parametrize(
    ("reference", "cell"),
    [("E3:E4", "E4"), ("C3:D3", "D3"), ("H3:I3", "I3")],
    ids=["VZÄ", "two columns", "codes"],
)
def test_a_merge_that_could_mean_two_things_is_an_error(reference: str, cell: str) -> None:
    found = dict(errors(workbook(post(1), post(2), change=merged(reference))))
    assert "sind verbunden" in found[f"Blatt „Stellen“, Zelle {cell}"]


@pytest.mark.parametrize("references", [(), ("A3:A4", "C3:C4", "E3:E4")], ids=["left out", "merged"])
def test_c01_a_post_over_two_rows_has_both_products(references: tuple[str, ...]) -> None:
    second = [None] * 5 + ["1.11.02.02", "50 %", None, None]
    read = read_plan(workbook(post(33, Anteil="50 %"), second, change=merged(*references)))
    assert [(row.number, row.shares) for row in read.posts] == [
        (33, (("1.11.02.01", Decimal("50.00")), ("1.11.02.02", Decimal("50.00"))))
    ]


@pytest.mark.parametrize(
    "written",
    [
        "1.31.11.01 50 % / 1.31.11.02 50 %",
        "1.31.11.01 (50 %); 1.31.11.02 (50 %)",
        "1.31.11.01 50 %\n1.31.11.02 50 %",
    ],
)
def test_c01_two_products_in_one_cell_are_read_with_their_shares(written: str) -> None:
    [found] = read_plan(workbook(post(Produkt=written, Anteil=None))).posts
    assert found.shares == (("1.31.11.01", Decimal("50.00")), ("1.31.11.02", Decimal("50.00")))


def test_c01_two_products_without_shares_are_asked_about() -> None:
    assert [place for place, _ in errors(workbook(post(Produkt="1.11; 1.12", Anteil=None)))] == [
        "Blatt „Stellen“, Zelle F3"
    ]


def test_a_formula_without_a_stored_value_is_an_error_and_never_evaluated() -> None:
    assert errors(workbook(post(VZÄ="=1/2"))) == [
        (
            "Blatt „Stellen“, Zelle E3",
            "VZÄ: Hier steht eine Formel ohne gespeicherten Wert. Ersetzen Sie sie durch den Wert.",
        )
    ]


def test_the_stored_value_of_a_formula_is_used_and_said() -> None:
    data = workbook(post(VZÄ="=1/2"))
    read = read_plan(changed(data, SHEET, b"<f>1/2</f><v></v>", b"<f>1/2</f><v>0.5</v>"))
    assert read.posts[0].fte == Decimal("0.50")
    assert told(read, Weight.WARNING) == [
        ("Blatt „Stellen“, Zelle E3", "VZÄ: Hier steht eine Formel. Gelesen wurde ihr gespeicherter Wert.")
    ]


def hide_row(sheet: Worksheet) -> None:
    sheet.row_dimensions[3].hidden = True


def hide_column(sheet: Worksheet) -> None:
    sheet.column_dimensions["I"].hidden = True


def hide_sheet(sheet: Worksheet) -> None:
    assert sheet.parent is not None
    sheet.parent.create_sheet("leer")
    sheet.sheet_state = "veryHidden"


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (hide_row, "Blatt „Stellen“, Zeile 3"),
        (hide_column, "Blatt „Stellen“"),
        (hide_sheet, "Blatt „Stellen“"),
    ],
)
def test_what_is_hidden_is_an_error(change: Any, place: str) -> None:
    found = errors(workbook(post(), change=change))
    assert [(where, "usgeblendet" in text) for where, text in found] == [(place, True)]


@pytest.mark.parametrize(
    "number", ["12a", "II/3", -4, 0, 1.5, 1_000_000, 1e20, "00000000123456789012", "9" * 5000]
)
def test_a_number_of_a_post_is_a_whole_number(number: Any) -> None:
    rule = "Eine Stellennummer ist hier eine ganze Zahl von 1 bis 999.999."
    told = f"{rule} Ändern Sie sie, oder lassen Sie die Zelle leer."
    assert errors(workbook(post(number))) == [("Blatt „Stellen“, Zelle A3", told)]


@pytest.mark.parametrize("number", [999_999, "000007"])
def test_the_highest_number_of_a_post_and_one_with_zeros_in_front_are_read(number: Any) -> None:
    assert [row.number for row in read_plan(workbook(post(number))).posts] == [int(number)]


@pytest.mark.parametrize("written", [1e9, -1e20, 1e300, "1e400"])
@pytest.mark.parametrize(
    ("name", "cell"), [("VZÄ", "E3"), ("Anteil", "G3"), ("besetzt", "J3")], ids=["VZÄ", "percent", "occupied"]
)
def test_c10_a_number_beyond_all_measure_is_an_error_at_its_cell(name: str, cell: str, written: Any) -> None:
    values = [*post(), 1]
    values[(*HEAD, "besetzt").index(name)] = 1e300 if written == "1e400" else written
    data = workbook(values, head=(*HEAD, "besetzt"))
    if written == "1e400":
        data = changed(data, SHEET, b"<v>1e+300</v>", b"<v>1e+400</v>")
    assert [place for place, _ in errors(data)] == [f"Blatt „Stellen“, Zelle {cell}"]


def test_an_unknown_column_and_one_that_stands_twice_are_said() -> None:
    read = read_plan(workbook([*post(), "rot", 2], head=(*HEAD, "Farbe", "VZÄ")))
    assert places(read, Weight.WARNING) == ["Blatt „Stellen“, Zelle J2"]
    assert places(read, Weight.ERROR) == ["Blatt „Stellen“, Zelle K2"]


def test_a_workbook_without_posts_says_what_was_looked_for() -> None:
    assert [text[:60] for _, text in errors(workbook(head=("Name", "Ort")))] == [
        "In keinem Blatt wurde eine Liste von Stellen gefunden. Gesuc"
    ]
