"""Werte eines Stellenplans: numbers, shares, marks and yes or no, as towns write them; nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from decimal import ROUND_HALF_UP, Decimal

from staffing.importing.grid import Cell
from staffing.importing.imported import Mark

_CENT = Decimal("0.01")
_NUMBER = re.compile(
    r"([+-]?\d{1,9}(?:[.,]\d{1,9})?)\s*(?:vzä|vzae|stellen?|h|std\.?|stunden)?", re.IGNORECASE
)
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}(?:,\d+)?")
_HOURS = re.compile(
    r"(\d{1,2}(?:[.,]\d{1,2})?)\s*/\s*(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|std\.?|stunden)?", re.IGNORECASE
)
_PERCENT = re.compile(r"(\d{1,3}(?:[.,]\d{1,4})?)\s*(?:%|v\. ?h\.|prozent)?", re.IGNORECASE)
_PART = re.compile(r"(?P<code>\S{1,60}?)\s*[:(]?\s*(?P<percent>\d{1,3}(?:[.,]\d{1,4})?)\s*%\s*\)?")
_DAY = re.compile(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b")
_GRADE = re.compile(r"\b(?:EG?|A|B|S)\s?\d{1,2}\s?(?:[a-c]\b|Ü)?(?: LG [12]\.[12])?", re.IGNORECASE)
_YES = {"ja", "j", "x", "1", "wahr", "true"}
_NO = {"nein", "n", "", "0", "-", "–", "falsch", "false"}
_KINDS = (
    ("phase_out", re.compile(r"(?:kw|k\. ?w\.|künftig wegfallend)(?![a-zäöü])", re.IGNORECASE)),
    ("conversion", re.compile(r"(?:ku|k\. ?u\.|künftig umzuwandeln)(?![a-zäöü])", re.IGNORECASE)),
    ("release_block", re.compile(r"sperrvermerk|gesperrt", re.IGNORECASE)),
    ("time_limit", re.compile(r"befristung|befristet", re.IGNORECASE)),
    ("refinanced", re.compile(r"refinanzierung|refinanziert", re.IGNORECASE)),
    ("allowance", re.compile(r"amtszulage", re.IGNORECASE)),
)
_VACANCY = re.compile(r"(?:bei|nach|mit) freiwerden|bei ausscheiden", re.IGNORECASE)
_GRANT = re.compile(r"(?:bei|mit|nach) wegfall der förderung|ende der förderung", re.IGNORECASE)


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
        return Decimal(text).quantize(Decimal("0.00000001"), ROUND_HALF_UP)
    if hours := _HOURS.fullmatch(text):
        given, full = (Decimal(part.replace(",", ".")) for part in hours.groups())
        if not full:
            raise NotUnderstood("Durch 0 Stunden kann nicht geteilt werden. Geben Sie den Umfang in VZÄ ein.")
        return given / full
    if _THOUSANDS.fullmatch(text) or not (match := _NUMBER.fullmatch(text)):
        raise NotUnderstood("Das ist keine eindeutige Zahl. Geben Sie sie zum Beispiel als 0,50 ein.")
    return Decimal(match.group(1).replace(",", "."))


def in_cents(value: Decimal) -> Decimal:
    """Two places, half up (C-10)."""
    return value.quantize(_CENT, ROUND_HALF_UP)


def percent(cell: Cell) -> Decimal:
    """A share in percent: 50, 50 %, or 0.5 in a cell that shows percent; raises NotUnderstood."""
    if cell.kind == "number":
        value = exact(cell)
        return in_cents(value * 100 if cell.is_percent else value)
    match = _PERCENT.fullmatch(cell.text.strip())
    if match is None:
        raise NotUnderstood("Das ist kein Anteil. Geben Sie ihn in Prozent ein, zum Beispiel 50 %.")
    return in_cents(Decimal(match.group(1).replace(",", ".")))


def products(text: str) -> list[tuple[str, Decimal | None]]:
    """Codes of one cell, each with its percent if it names one: "1.31.11.01 50 % / 1.31.11.02 50 %"."""
    found: list[tuple[str, Decimal | None]] = []
    for part in re.split(r"[;\n]|\s/\s|(?<=%\)),\s|(?<=%),\s", text):
        words = part.strip()
        if not words:
            continue
        if match := _PART.fullmatch(words):
            found.append((match["code"], in_cents(Decimal(match["percent"].replace(",", ".")))))
        else:
            found.append((words.split(" ")[0], None))
    return found


def marks(text: str) -> tuple[Mark, ...]:
    """Vermerke of one cell, a line or a semicolon each; what has no known word is an Erläuterung."""
    parts = text.split("\n") if "\n" in text else text.split(";")
    return tuple(_mark(part.strip()) for part in parts if part.strip(" -–"))


def _mark(text: str) -> Mark:
    kind, rest = "other", text
    for name, pattern in _KINDS:
        if match := pattern.match(text):
            kind, rest = name, text[match.end() :].strip(" :,")
            break
    if kind == "other":
        return Mark(kind, text=text)
    grade = ""
    if kind == "conversion" and (found := _GRADE.search(rest)):
        grade, rest = found.group(0).strip(), _without(rest, found)
    on, trigger, rest = _effect(rest)
    organ = ""
    if kind == "release_block" and rest:
        organ, rest = rest, ""
    return Mark(kind, trigger, on, grade, organ, rest)


def _effect(text: str) -> tuple[dt.date | None, str, str]:
    """When a note takes effect, and what is left of its words."""
    if found := _DAY.search(text):
        try:
            on = dt.date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            return None, "", text
        return on, "date", re.sub(r"^(?:zum|ab|am|bis)\b\s*", "", _without(text, found))
    for trigger, pattern in (("vacancy", _VACANCY), ("end_of_grant", _GRANT)):
        if found := pattern.search(text):
            return None, trigger, _without(text, found)
    return None, "", text


def _without(text: str, found: re.Match[str]) -> str:
    return " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())


def yes(text: str) -> bool:
    """Yes or no; raises NotUnderstood."""
    word = text.strip().lower()
    if word in _YES or word in _NO:
        return word in _YES
    raise NotUnderstood("Geben Sie hier „ja“ oder „nein“ ein.")
