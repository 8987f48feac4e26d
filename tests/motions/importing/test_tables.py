"""Tabellen und Listen einer Textdatei: cells stay apart, columns are found, and the money goes where money goes."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest

from motions.importing.imported import ImportedAmount
from motions.importing.text import ImportedPaper, read_paper

from .coverage import TAG, lost_words

UNSURE = "Diese Zeilen können eine Tabelle sein"
ROWS = [["Jahr", "Aufwand", "Ertrag"], ["2024", "57.000 €", "56.000 €"], ["2025", "60.000 €", "0 €"]]


def read(text: str) -> ImportedPaper:
    paper = read_paper(f"Vorlage\n\n{text}".encode())
    assert lost_words(TAG.sub(" ", text), paper) == set()
    return paper


def table(rows: list[list[str]], head: bool = False) -> str:
    first, *rest = ["".join(f"<td>{cell}</td>" for cell in row) for row in rows]
    if head:
        first = first.replace("td>", "th>")
        return f"<table><thead><tr>{first}</tr></thead><tbody>{_lines(rest)}</tbody></table>"
    return f"<table><tbody>{_lines([first, *rest])}</tbody></table>"


def _lines(rows: list[str]) -> str:
    return "".join(f"<tr>{row}</tr>" for row in rows)


# --- HTML ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "source",
    [
        "<table><tr><td>2024</td><td>1.000</td></tr><tr><td>2025</td><td>2.000</td></tr></table>",
        "<table>\n<tr>\n<td>2024</td>\n<td>1.000</td>\n</tr>\n<tr>\n<td>2025</td><td>2.000\n</td></tr>\n</table>",
        "<TABLE border=1><TR><TD>2024<TD>1.000<TR><TD>2025<TD>2.000</TABLE>",
        "<table><tr><td>2024</td><td><p>1.000</p></td></tr>\n\n<tr><td>2025</td><td>2.000</td></tr></table>",
    ],
)
def test_the_cells_of_an_html_table_stay_cells(source: str) -> None:
    paper = read(f"Sachverhalt:\nVorher.\n{source}\nNachher.")
    rows = table([["2024", "1.000"], ["2025", "2.000"]])
    assert paper.statement == f"<p>Vorher.</p>{rows}<p>Nachher.</p>"


def test_the_head_of_an_html_table_stays_its_head() -> None:
    source = "<table><tr><th>Ort</th><th>a|b</th></tr><tr><td>Platz</td><td>-</td></tr></table>"
    paper = read(f"Sachverhalt:\n{source}")
    assert paper.statement == table([["Ort", "a|b"], ["Platz", "-"]], head=True)
    assert paper.remarks == ()


def test_joined_cells_are_named() -> None:
    paper = read("Sachverhalt:\n<table><tr><td colspan=2>A</td></tr><tr><td>B</td><td>C</td></tr></table>")
    assert [(remark.line, remark.source) for remark in paper.remarks] == [(4, "<td colspan=2>")]


def test_a_beratungsfolge_may_be_an_html_table() -> None:
    paper = read(
        "Beratungsfolge:\n<table><tr><td>Gremium</td><td>Termin</td><td>Behandlung</td></tr>"
        "<tr><td>Rat</td><td>26.09.2023</td><td>öffentlich</td></tr></table>"
    )
    assert [(row.organization, row.is_public) for row in paper.consultations] == [("Rat", True)]


def test_a_table_that_never_ends_swallows_no_section() -> None:
    paper = read("Sachverhalt:\n<table><tr><td>1</td><td>2\n\nKlimaauswirkungen:\nkeine")
    assert (paper.statement, paper.climate_impact) == ("<p>1 2</p>", "<p>keine</p>")


def test_words_of_two_blocks_never_become_one() -> None:
    paper = read("Sachverhalt:\n<div>Eins</div><div>Zwei</div><li>Drei</li><li><b>Vier</b></li>")
    assert paper.statement == "<p>Eins Zwei Drei<strong> Vier</strong></p>"


# --- columns of spaces --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "rows"),
    [
        (
            "Ort         Zahl   Preis\nPlatz         12     9 €\nWupper         3   120 €",
            [["Ort", "Zahl", "Preis"], ["Platz", "12", "9 €"], ["Wupper", "3", "120 €"]],
        ),
        (
            "Ort      A    B\nPlatz         1\nWupper   2",
            [["Ort", "A", "B"], ["Platz", "", "1"], ["Wupper", "2", ""]],
        ),
        ("Bänke    12\nBäume     3\nBrunnen   1", [["Bänke", "12"], ["Bäume", "3"], ["Brunnen", "1"]]),
    ],
)
def test_words_below_each_other_are_a_table(source: str, rows: list[list[str]]) -> None:
    paper = read(f"Sachverhalt:\nText.\n\n{source}\n\nEnde.")
    assert paper.statement == f"<p>Text.</p>{table(rows)}<p>Ende.</p>"
    assert paper.remarks == ()


def test_a_drawn_line_divides_the_head() -> None:
    paper = read("Sachverhalt:\nOrt     Zahl\n-----   ----\nPlatz     12")
    assert paper.statement == table([["Ort", "Zahl"], ["Platz", "12"]], head=True)


def test_columns_that_are_not_clear_are_named_and_stay_text() -> None:
    source = "Ort   Zahl   Preis\nAm Schlossplatz   12   9 €"
    paper = read(f"Sachverhalt:\n{source}")
    assert "<table>" not in paper.statement
    assert [(remark.line, remark.source) for remark in paper.remarks if UNSURE in remark.text] == [
        (4, source)
    ]


def test_sentences_with_two_spaces_are_no_table() -> None:
    lines = ["Der Platz ist leer.  Er soll schöner werden.  Das kostet etwas."] * 3
    paper = read("Sachverhalt:\n" + "\n".join(lines))
    assert "<table>" not in paper.statement
    assert paper.remarks == ()


# --- lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "html"),
    [
        (
            "- a\n  - b\n  - c\n- d",
            "<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>",
        ),
        (
            "1. a\n   - b\n2. c\n   1. d\n   2. e",
            "<ol><li>a<ul><li>b</li></ul></li><li>c<ol><li>d</li><li>e</li></ol></li></ol>",
        ),
        ("- a\n\t- b\n\t\t- c\n- d", "<ul><li>a<ul><li>b<ul><li>c</li></ul></li></ul></li><li>d</li></ul>"),
        (" - a\n - b\n- c", "<ul><li>a</li><li>b</li><li>c</li></ul>"),
    ],
)
def test_a_list_in_a_list_stays_one(source: str, html: str) -> None:
    assert read(f"Sachverhalt:\n{source}").statement == html


# --- amounts ------------------------------------------------------------------------------------------------


def shapes() -> list[str]:
    piped = "\n".join(f"| {' | '.join(row)} |" for row in ROWS)
    html = "<table>" + "".join(f"<tr><td>{'</td><td>'.join(row)}</td></tr>" for row in ROWS) + "</table>"
    spaced = "\n".join("".join(cell.ljust(14) for cell in row).rstrip() for row in ROWS)
    turned = "\n".join("\t".join(row) for row in zip(*ROWS, strict=True))
    return ["\n".join("\t".join(row) for row in ROWS), piped, html, spaced, turned]


@pytest.mark.parametrize("source", shapes())
def test_a_table_of_years_becomes_the_amounts(source: str) -> None:
    paper = read(f"Finanzielle Auswirkungen:\nDie Kosten:\n\n{source}\n\nSachverhalt:\nText.")
    assert paper.amounts == (
        ImportedAmount(2024, Decimal(57_000), Decimal(56_000)),
        ImportedAmount(2025, Decimal(60_000), Decimal(0)),
    )
    assert paper.financial_impact == "<p>Die Kosten:</p>"
    assert [remark.text for remark in paper.remarks] == [
        "Diese Tabelle steht bei den Beträgen je Haushaltsjahr. Prüfen Sie die Beträge."
    ]


def test_every_column_of_the_amounts_is_read() -> None:
    paper = read(
        "Finanzielle Auswirkungen:\n"
        "Haushaltsjahr | Aufwendungen in T€ | Zuschuss (€) | Eigenanteil | Produkt | Kostenstelle | Sachkonto | "
        "Im Haushalt gedeckt | Nachtrag\n"
        "2024 | 57 | 56.000,50 | 999,50 | 1.05.01 | 110300 | 501100 | ja | nein\n"
        "Summe: | 57 | 56.000,50 | 999,50 | | | | |"
    )
    row = ImportedAmount(
        2024, Decimal(57_000), Decimal("56000.50"), "1.05.01", "110300", "501100", True, False
    )
    assert (paper.amounts, paper.financial_impact) == ((row,), "")


@pytest.mark.parametrize(
    "rows",
    [
        "Jahr\tAufwand\tFarbe\n2024\t5 €\tblau",
        "Jahr\tAufwand\n2024\tetwa 5 €",
        "Jahr\tAufwand\n2024\t-5 €",
        "Jahr\tAufwand\n20244\t5 €\n2025\t1 €",
        "Jahr\tAufwand\tErtrag\tEigenanteil\n2024\t5 €\t1 €\t3 €",
        "Jahr\tAufwand\n2024\t5 €\nSumme\t6 €",
        "Jahr\tAufwand\tAufwand\n2024\t5 €\t6 €",
        "Jahr\tProdukt\n2024\t1.05",
        "Jahr\tAufwand in T€\n2024\t1234567890",
    ],
)
def test_amounts_that_are_not_sure_stay_in_the_text_and_are_named(rows: str) -> None:
    paper = read(f"Finanzielle Auswirkungen:\n{rows}")
    assert paper.amounts == ()
    assert paper.financial_impact.startswith("<table>")
    assert [(remark.line, remark.source) for remark in paper.remarks] == [(4, rows)]


def test_other_tables_of_the_finances_stay_where_they_are() -> None:
    paper = read("Finanzielle Auswirkungen:\nPosten\tPreis\nBank\t5 €")
    assert paper.financial_impact == table([["Posten", "Preis"], ["Bank", "5 €"]])
    assert (paper.amounts, paper.remarks) == ((), ())


def test_letters_of_one_word_stay_together() -> None:
    assert read_paper("Vorlage\n\nSachverhalt:\n<font>Fü</font>nf".encode()).statement == "<p>Fünf</p>"


@pytest.mark.parametrize(
    "piece",
    ["<table><tr><td>", "<td>a</td>", "a  b  c\n", "a   b\n---\n", "- a\n  - b\n", "\t", "Jahr\tAufwand\n"],
)
def test_two_megabytes_of_tables_are_read_in_time(piece: str) -> None:
    text = "Finanzielle Auswirkungen:\n<table>x</table>\n" + piece * (2_000_000 // len(piece))
    lines = text.split("\n")[:90_000]
    started = time.process_time()
    read_paper("\n".join(lines).encode()[:2_000_000])
    assert time.process_time() - started < 5  # security.md 2


def test_lists_deeper_than_any_page_are_read() -> None:
    steps = "\n".join(f"{' ' * (2 * level)}- a" for level in range(900))
    assert read(f"Sachverhalt:\n{steps}").statement.count("<li>") == 900
