"""Beträge je Haushaltsjahr: a table of the finances becomes rows if every column and every cell is understood."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from motions.importing.imported import ImportedAmount, Line, Remark
from motions.importing.inline import plain
from motions.importing.tables import cells, is_row, is_rule

_COLUMNS = {
    "year": "jahr, haushaltsjahr, kalenderjahr, hhj",
    "expense": "aufwand, aufwendung, aufwendungen, ausgabe, ausgaben, auszahlung, auszahlungen, kosten",
    "income": "ertrag, erträge, einnahme, einnahmen, einzahlung, einzahlungen, förderung, zuschuss, zuschüsse, "
    "zuwendung, zuwendungen, ertrag/förderung, erträge/zuwendungen, erträge/förderung",
    "own_share": "eigenanteil, eigenanteil der stadt, eigenmittel",
    "product": "produkt, produktnummer",
    "cost_center": "kostenstelle",
    "account": "konto, sachkonto",
    "is_budgeted": "gedeckt, im haushalt, im haushalt gedeckt, haushalt gedeckt",
    "needs_supplementary_budget": "nachtrag, nachtrag nötig, nachtrag erforderlich",
}
COLUMN_OF = {label: kind for kind, labels in _COLUMNS.items() for label in labels.split(", ")}
_TOTAL = re.compile(r"(?:gesamt|insgesamt|summe|gesamtsumme)\W*", re.IGNORECASE)
_UNIT = re.compile(r"\s*(?:\(?\s*(?:in\s+)?(?:T€|TEUR|Tsd\.\s?€|€|EUR|Euro)\s*\)?)\s*$", re.IGNORECASE)
_THOUSANDS = re.compile(r"\b(?:T€|TEUR|Tsd\.)", re.IGNORECASE)
_YEAR = re.compile(r"(?:haushaltsjahr\s+|jahr\s+)?([12][0-9]{3})", re.IGNORECASE)
_AMOUNT = re.compile(
    r"(?:€\s?)?(?P<whole>[0-9]{1,3}(?:\.[0-9]{3}){1,3}|[0-9]{1,12})(?:,(?P<cents>[0-9]{1,2}|[-–—]{1,2}))?\s?(?:€|EUR|Euro)?",
    re.IGNORECASE,
)
_NOTHING = frozenset(("", "-", "–", "—", "keine", "keiner", "./.", "entfällt"))
_YES, _NO = frozenset(("ja", "gedeckt", "x")), frozenset(("", "nein", "nicht gedeckt", "-", "–"))
_LONGEST_KEY = 30
_MOST = 60
_TOO_MUCH = Decimal(10) ** 12
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_TAKEN = "Diese Tabelle steht bei den Beträgen je Haushaltsjahr. Prüfen Sie die Beträge."
_LEFT = (
    "Die Spalten dieser Tabelle sind nicht alle als Beträge je Haushaltsjahr verstanden; sie blieb Text. Tragen Sie "
    "die Beträge im Editor ein."
)


def take_amounts(lines: list[Line], remarks: list[Remark]) -> tuple[tuple[ImportedAmount, ...], list[Line]]:
    """The amounts, and the lines without the tables they came from; every table is named in a remark."""
    found: list[ImportedAmount] = []
    rest: list[Line] = []
    position = 0
    while position < len(lines):
        end = position
        while end < len(lines) and is_row(lines[end].text):
            end += 1
        block = lines[position:end]
        position = max(end, position + 1)
        grid = _grid(block)
        if len(grid) < 2:
            rest += block or [lines[position - 1]]
            continue
        source = "\n".join(line.text for line in block)
        amounts = _amounts(grid) or _amounts([list(row) for row in zip(*grid, strict=True)])
        found += amounts
        if amounts:
            remarks.append(Remark(block[0].number, _TAKEN, source))
            continue
        rest += block
        if any(_YEAR.fullmatch(cell) for row in grid for cell in row):
            remarks.append(Remark(block[0].number, _LEFT, source))
    return tuple(found), rest


def _grid(block: list[Line]) -> list[list[str]]:
    """The cells without formatting, all rows of the same width; what is wrong in them is told where they stay text."""
    rows = [cells(row.text) for row in block if not is_rule(row.text)]
    width = max(map(len, rows), default=0)
    if width > _MOST or len(rows) > _MOST:
        return []
    return [[plain(cell, None, []) for cell in row] + [""] * (width - len(row)) for row in rows]


def _amounts(grid: list[list[str]]) -> list[ImportedAmount]:
    """One row for each year; none as soon as anything is not understood."""
    kinds = [_kind(cell) for cell in grid[0]]
    is_whole = "" not in kinds and len(set(kinds)) == len(kinds)
    if not is_whole or "year" not in kinds or not {"expense", "income"} & set(kinds):
        return []
    factors = [1000 if _THOUSANDS.search(cell) else 1 for cell in grid[0]]
    rows = [_row(kinds, factors, row) for row in grid[1:]]
    known = [row for row in rows if row is not None]
    years = [row for row in known if row["year"]]
    totals = [row for row in known if not row["year"]]
    fits = len(known) == len(rows) and all(_is_sum(row, years) for row in totals)
    return [_imported(row) for row in years] if fits else []


def _kind(cell: str) -> str:
    name = _UNIT.sub("", cell).strip(" :.").casefold()
    return COLUMN_OF.get(name.replace(" und ", "/").replace(", ", "/").replace(" / ", "/"), "")


def _row(kinds: list[str], factors: list[int], row: list[str]) -> dict[str, Any] | None:
    """The values by column; a row of sums has the year 0."""
    values: dict[str, Any] = {"expense": Decimal(0), "income": Decimal(0)}
    for kind, factor, cell in zip(kinds, factors, row, strict=True):
        value = _READ[kind](cell)
        if isinstance(value, Decimal):
            value *= factor
        if value is None or (isinstance(value, Decimal) and abs(value) >= _TOO_MUCH):
            return None
        values[kind] = value
    if "own_share" in values and values["own_share"] != values["expense"] - values["income"]:
        return None
    return values


def _is_sum(total: dict[str, Any], rows: list[dict[str, Any]]) -> bool:
    return all(total[name] == sum(row[name] for row in rows) for name in ("expense", "income"))


def _imported(row: dict[str, Any]) -> ImportedAmount:
    return ImportedAmount(**{name: value for name, value in row.items() if name != "own_share"})


def _year(cell: str) -> int | None:
    if _TOTAL.fullmatch(cell):
        return 0
    found = _YEAR.fullmatch(cell)
    year = int(found[1]) if found else 0
    return year if _FIRST_YEAR <= year <= _LAST_YEAR else None


def _amount(cell: str) -> Decimal | None:
    if cell.casefold() in _NOTHING:
        return Decimal(0)
    found = _AMOUNT.fullmatch(cell)
    if found is None:
        return None
    cents = (found["cents"] or "").strip("-–—")
    return Decimal(f"{found['whole'].replace('.', '')}.{cents or '0'}")


def _key(cell: str) -> str | None:
    return cell if len(cell) <= _LONGEST_KEY else None


def _answer(cell: str) -> bool | None:
    word = cell.casefold()
    return True if word in _YES else False if word in _NO else None


_READ: dict[str, Callable[[str], Any]] = {
    "year": _year,
    **dict.fromkeys(("expense", "income", "own_share"), _amount),
    **dict.fromkeys(("product", "cost_center", "account"), _key),
    **dict.fromkeys(("is_budgeted", "needs_supplementary_budget"), _answer),
}
