"""Zeilen der Beratungsfolge: the words they know, and their cells whatever stands between them."""

from __future__ import annotations

import re

from motions.importing.dates import locate_date
from motions.importing.tables import cells, without_bullet

COLUMNS = {
    "organ": "beratungsfolge, gremium, gremien, ausschuss, organ, gremium/ausschuss, rat/ausschuss",
    "date": "termin, datum, sitzungstermin, sitzungsdatum, sitzung am, sitzung, tag, am",
    "public": "behandlung, öffentlichkeit, status, öffentlichkeitsstatus, ö/n, ö/nö, "
    "öffentlich/nichtöffentlich, art",
    "role": "zuständigkeit, rolle, beratung, art der beratung, beschlussart, aufgabe, beratungsart, funktion",
    "number": "nr., nr, lfd. nr., pos., pos, #, reihenfolge",
    "other": "bemerkung, bemerkungen, top, ergebnis",
}
COLUMN_OF = {label: kind for kind, labels in COLUMNS.items() for label in labels.split(", ")}
PUBLICITY = {
    **dict.fromkeys(("öffentlich", "ö", "öff", "ja", "öffentliche sitzung", "ö. sitzung"), True),
    **dict.fromkeys(
        ("nichtöffentlich", "nicht öffentlich", "nicht-öffentlich", "nö", "n", "n.ö", "n. ö",
         "nichtöff", "nicht öff",
         "nichtöffentliche sitzung", "nicht öffentliche sitzung"), False),
}  # fmt: skip
ROLES = {
    "advisory": "vorberatung, vorberatend, beratend, beratung, empfehlung, empfehlend, "
    "zur vorberatung, zur beratung",
    "deciding": "entscheidung, entscheidend, beschluss, beschließend, beschlussfassung, zur entscheidung, "
    "zur beschlussfassung, zum beschluss",
    "noting": "kenntnisnahme, zur kenntnis, zur kenntnisnahme, information, zur information",
    "hearing": "anhörung, zur anhörung, anhörend",
}
ROLE_OF = {label.casefold(): role for role, labels in ROLES.items() for label in labels.split(", ")}
LONGEST_ORGAN = 120
BORDER = re.compile(r" {2,}|[;,]|\s[–—-]\s|\s(?=\()")
# What leads up to a day belongs to it, not to the name before it.
BEFORE_DAY = re.compile(
    r"(?:(?<=[\s,;])|^)(?:(?:mo|di|mi|do|fr|sa|so)\.?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch)"
    r"(?:,|\s|den\b)*$",
    re.IGNORECASE,
)
EDGE = " ,;:|–—-"


def publicity(text: str) -> bool | None:
    """Öffentlich (True) oder nichtöffentlich (False), None if the text says neither."""
    return PUBLICITY.get(" ".join(text.casefold().strip(" .()–-").split()))


def row_of(text: str, columns: list[str]) -> tuple[list[str], list[str]]:
    """The cells of a row and the columns they stand in; none if only their content says what they are."""
    row = cells(text)
    filled = [cell for cell in row if cell]
    if len(filled) > 1 and _is_divided(text, row, columns):
        return row, columns
    return _loose("  ".join(filled)), []


def is_word(cell: str) -> bool:
    """A publicity or a role."""
    return publicity(cell) is not None or cell.casefold().strip(".") in ROLE_OF


def _is_divided(text: str, row: list[str], columns: list[str]) -> bool:
    """Whether the gaps are those between cells: a copied name may hold some itself, before its day."""
    if not any(locate_date(cell)[0] for cell in row):
        return True
    if "\t" in text or "|" in text:
        is_day = bool(columns) and columns[0] == "date"
        return is_day or locate_date(row[0])[1] == 0
    days = [position for position, kind in enumerate(columns) if kind == "date"]
    return len(row) == len(columns) and any(_begins_with_day(row[position]) for position in days)


def _begins_with_day(cell: str) -> bool:
    day, start, _ = locate_date(cell)
    return day is not None and start == 0


def _loose(text: str) -> list[str]:
    """A row without clear cells: the organ with its commas, the day, and the known words around them."""
    bare = without_bullet(text.strip().strip("|"))
    day, start, end = locate_date(bare) if len(bare) <= LONGEST_ORGAN * 2 else (None, 0, 0)
    if day is None:
        return _split(bare) if len(bare) <= LONGEST_ORGAN * 2 else [bare]
    before, after = bare[:start].rstrip(" (:"), bare[end:].lstrip(" ):")
    weekday = BEFORE_DAY.search(before)
    middle = bare[weekday.start() : end] if weekday else bare[start:end]
    before = re.sub(r"(?:^|\s)(?:am|den)$", "", before[: weekday.start()] if weekday else before).strip(EDGE)
    if not before:
        return [*_split(after), middle]
    return [*_split(before), middle, *_words_apart(after)]


def _split(text: str) -> list[str]:
    """Known words at either end are cells of their own; what is left is one name."""
    borders = [(found.start(), found.end()) for found in BORDER.finditer(text)]
    tail: list[str] = []
    while borders and is_word(last := text[borders[-1][1] :].strip(EDGE + "()")):
        start, _ = borders.pop()
        tail.insert(0, last)
        text = text[:start]
    head: list[str] = []
    first = text[: borders[0][0]].strip(EDGE) if borders else ""
    if is_word(first) or first.isdecimal():
        head, text = [first], text[borders[0][1] :]
    name = " ".join(text.strip(EDGE).split())
    return [*head, *([name] if name else []), *tail]


def _words_apart(text: str) -> list[str]:
    """What follows the day, as known words if it is nothing else."""
    tokens = [token for token in (token.strip(EDGE) for token in text.split()) if token]
    found: list[str] = []
    position = 0
    while position < len(tokens):
        for length in (3, 2, 1):
            words = " ".join(tokens[position : position + length])
            if is_word(words):
                found.append(words)
                position += length
                break
        else:
            return [cell for cell in (piece.strip(EDGE) for piece in BORDER.split(text)) if cell]
    return found
