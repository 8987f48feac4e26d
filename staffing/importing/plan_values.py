"""Werte eines Stellenplans: numbers, shares and yes or no, as towns write them; nothing is guessed."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from staffing.importing.grid import Cell

_CENT = Decimal("0.01")
_TOO_LARGE = Decimal(10) ** 9
_NO_NUMBER = "Das ist keine eindeutige Zahl. Geben Sie sie zum Beispiel als 0,50 ein."
_NUMBER = re.compile(
    r"([+-]?\d{1,9}(?:[.,]\d{1,9})?)\s*(?:vzä|vzae|stellen?|h|std\.?|stunden)?", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}(?:,\d+)?")
_HOURS = re.compile(
    r"(\d{1,2}(?:[.,]\d{1,2})?)\s*/\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|std\.?|stunden)?", re.IGNORECASE
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:%|v\. ?h\.|prozent)?", re.IGNORECASE)
_PART = re.compile(r"(?P<code>\S{1,60}?)\s*[:(]?\s*(?P<percent>\d{1,3}(?:[.,]\d{1,4})?)\s*%\s*\)?")
_YES = {"ja", "j", "x", "1", "wahr", "true"}
_NO = {"nein", "n", "", "0", "-", "–", "falsch", "false"}


class NotUnderstood(ValueError):
    """Ein Wert, der nicht gelesen werden konnte; the message is a German sentence."""


def exact(cell: Cell) -> Decimal:
    """The number a cell means, whole; raises NotUnderstood."""
    text = cell.text.strip()
    if cell.kind == "date":
        raise NotUnderstood(
            "Hier steht ein Datum. Stellen Sie die Zelle auf „Zahl“ und geben Sie die Zahl neu ein."
        )
    if cell.kind == "error":
        raise NotUnderstood("Hier steht ein Fehlerwert. Geben Sie die Zahl ein.")
    if cell.kind == "number":
        # What a spreadsheet has calculated carries a tail of binary digits that nobody has written.
        number = Decimal(text)
        if not number.is_finite() or abs(number) >= _TOO_LARGE:
            raise NotUnderstood(_NO_NUMBER)
        return number.quantize(Decimal("0.00000001"), ROUND_HALF_UP)
    if hours := _HOURS.fullmatch(text):
        given, full = (Decimal(part.replace(",", ".")) for part in hours.groups())
        if not full:
            raise NotUnderstood("Durch 0 Stunden kann nicht geteilt werden. Geben Sie den Umfang in VZÄ ein.")
        return given / full
    if _THOUSANDS.fullmatch(text) or not (match := _NUMBER.fullmatch(text)):
        raise NotUnderstood(_NO_NUMBER)
    return Decimal(match.group(1).replace(",", "."))


def in_cents(value: Decimal) -> Decimal:
    """Two places, half up (C-10)."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def percent(cell: Cell) -> Decimal:
    """A share in percent, whole: 50, 50 %, or 0.5 in a cell that shows percent; raises NotUnderstood."""
    if cell.kind == "number":
        value = exact(cell)
        return value * 100 if cell.is_percent else value
    match = _PERCENT.fullmatch(cell.text.strip())
    if match is None:
        raise NotUnderstood("Das ist kein Anteil. Geben Sie ihn in Prozent ein, zum Beispiel 50 %.")
    return Decimal(match.group(1).replace(",", "."))


def products(text: str) -> list[tuple[str, Decimal | None]]:
    """Codes of one cell, each with its percent if it names one: "1.31.11.01 50 % / 1.31.11.02 50 %"."""
    found: list[tuple[str, Decimal | None]] = []
    for part in re.split(r"[;\n]|\s/\s|(?<=%\)),\s|(?<=%),\s", text):
        words = part.strip()
        if not words:
            continue
        if match := _PART.fullmatch(words):
            found.append((match["code"], Decimal(match["percent"].replace(",", "."))))
        else:
            found.append((words.split(" ")[0], None))
    return found


def ticked(text: str) -> bool | None:
    """Yes or no, however it is ticked; None if it is neither."""
    word = text.strip().lower().removesuffix(".0")
    return word in _YES if word in _YES | _NO else None


def yes(text: str) -> bool:
    """Yes or no; raises NotUnderstood."""
    found = ticked(text)
    if found is None:
        raise NotUnderstood("Geben Sie hier „ja“ oder „nein“ ein.")
    return found
