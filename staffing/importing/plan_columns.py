"""Spalten eines Stellenplans: the row of headings found by the words that towns use for them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from staffing.importing.grid import Cell, Sheet

FIELDS = {
    "number": "Stellennummer",
    "unit": "Fachbereich",
    "title": "Bezeichnung",
    "grade": "Gruppe",
    "fte": "VZÄ",
    "occupied": "besetzt am Stichtag",
    "cost_center": "Kostenstelle",
    "product": "Produkt",
    "share": "Anteil",
    "notes": "Vermerke",
    "reason": "Begründung",
    "is_elected": "Wahlamt",
    "is_tariff_forced": "Abweichung nach § 74 Abs. 2 GO NRW",
}
_OWN_NOTE = r"(vermerke? )?(k ?(?P<letter>[wu])( vermerke?)?|sperrvermerke?)"
# In this order: what names a thing precisely comes before the words that also occur in it.
_WORDS = (
    ("is_tariff_forced", r"abweichung.*"),
    ("is_elected", r"wahlamt|wahlbeamt.*"),
    ("occupied", r"(davon |tatsächlich )?besetzt.*|besetzung|ist( vzä| stellen)?"),
    ("product", r"(produkte?|kostenträger)( ?nr| ?nummer| ?\d)?|produkte und anteile"),
    ("share", r"(produkt ?)?anteile?( ?\d)?( in)?( %| prozent)?|prozent|%"),
    ("cost_center", r"kostenstellen?( ?nr| ?nummer)?|kst"),
    ("number", r"(plan)?stellen? ?(nummer|nr|id)|(lfd|laufende) ?(nr|nummer)|nr|nummer"),
    ("grade", r"(entgelt|besoldungs?|vergütungs?)( ?gruppe)?|eingruppierung|(stellen)?bewertung|gruppe|eg|besgr"),
    ("grade", r"entgelt ?(/|oder|und)? ?besoldungsgruppe|besoldungs ?(/|oder|und)? ?entgeltgruppe|bes gr"),
    ("fte", r"vzä|vzae|vollzeit.*|(stellen)?(anteil|umfang)|(zahl|anzahl) der (plan)?stellen.*|(plan)?stellen( soll)?"),
    ("fte", r"soll( vzä| stellen)?|stellenanteile?( vzä)?"),
    ("title", r"(stellen)?bezeichnung( der stelle)?|funktion|amtsbezeichnung|tätigkeit|aufgabe|dienstposten|stelle"),
    ("unit", r"organisations?einheit|oe|fachbereich|fb|amt|abteilung|dienststelle|dezernat"),
    ("notes", r"vermerke?|bemerkung(en)?|kw( ?/ ?| )ku.*|erläuterung(en)?.*|vermerke kw.*"),
    ("notes", _OWN_NOTE),
    ("reason", r"begründung"),
)  # fmt: skip
_PATTERNS = [(field, re.compile(pattern)) for field, pattern in _WORDS]
_LOOKED_AT = 40
_RUNNING = re.compile(r"(lfd|laufende) ?(nr|nummer)|nr|nummer")

Columns = dict[str, tuple[str, ...]]


def head_of(sheet: Sheet) -> tuple[int, Columns] | None:
    """The row of headings and the letters of each field; None where a sheet lists no posts."""
    for number in sorted(sheet.rows)[:_LOOKED_AT]:
        columns = columns_of(sheet.rows[number])
        if {"grade", "fte", "title"} <= columns.keys():
            return number, columns
    return None


def columns_of(row: Mapping[str, Cell]) -> Columns:
    """The letters under which a row of headings names each field; a number of posts wins over a running number."""
    found: dict[str, list[str]] = {}
    running = []
    for letter, cell in row.items():
        word = _normal(cell.text)
        field = next((field for field, pattern in _PATTERNS if pattern.fullmatch(word)), "")
        if field == "number" and _RUNNING.fullmatch(word):
            running.append(letter)
        elif field:
            found.setdefault(field, []).append(letter)
    if running and "number" not in found:
        found["number"] = running
    return {field: tuple(letters) for field, letters in found.items()}


def mark_of(heading: str) -> str:
    """The note a column is named after: kw, ku or Sperrvermerk; "" for one that takes any note."""
    match = re.fullmatch(_OWN_NOTE, _normal(heading))
    if match is None:
        return ""
    return f"k{match['letter']}" if match["letter"] else "Sperrvermerk"


def unknown_of(row: Mapping[str, Cell], columns: Columns) -> list[tuple[str, str]]:
    """Headings nobody understood, with their letters."""
    known = {letter for letters in columns.values() for letter in letters}
    return [(letter, cell.text) for letter, cell in row.items() if letter not in known and cell.text]


def _normal(text: str) -> str:
    """Small letters, no points, hyphens or line breaks, no notes in brackets."""
    words = re.sub(r"\([^)]*\)", " ", text.lower()[:100])
    words = re.sub(r"-\s+(?=[a-zäöü])", "", words)
    return " ".join(re.sub(r"[.:\-–_]", " ", words).split())
