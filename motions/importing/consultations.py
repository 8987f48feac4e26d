"""Beratungsfolge: rows of organ, day, publicity and role, in any order of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from motions.importing.dates import find_date
from motions.importing.imported import ImportedConsultation, Line, Remark
from motions.importing.inline import plain
from motions.importing.tables import cells, is_rule, without_bullet

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
NOTHING = frozenset(("", "-", "–", "—"))
LONGEST_ORGAN = 120
SENTENCE_END = re.compile(r"[.!?:]$")


@dataclass
class _Row:
    organization: str = ""
    text: str = ""
    dated: bool = False
    public: bool | None = None
    role: str = ""


def publicity(text: str) -> bool | None:
    """Öffentlich (True) oder nichtöffentlich (False), None if the text says neither."""
    return PUBLICITY.get(" ".join(text.casefold().strip(" .()–-").split()))


def is_column_row(text: str) -> bool:
    """Whether the line is the head of a Beratungsfolge: an organ's column and one more, all known."""
    if len(text) > 200 or ("\t" not in text and "|" not in text and "  " not in text):
        return False
    kinds = _columns(cells(text))
    return kinds is not None and "organ" in kinds and ("date" in kinds or "public" in kinds)


def read_consultations(lines: list[Line], remarks: list[Remark]) -> tuple[ImportedConsultation, ...]:
    """The rows in the order of the file; what is no row becomes a remark."""
    found: list[ImportedConsultation] = []
    columns: list[str] = []
    ended = False
    for line in lines:
        if not line.text.strip() or is_rule(line.text):
            ended = ended or bool(found and not line.text.strip())
            continue
        row = _cells(line.text)
        head = _columns(row)
        if head is not None:
            columns, ended = head, False
            continue
        if len(row) == 1 and (ended or len(row[0]) > LONGEST_ORGAN or SENTENCE_END.search(row[0])):
            remarks.append(
                Remark(line.number, "Diese Zeile der Beratungsfolge wurde nicht verstanden.", line.text)
            )
            continue
        found.extend(_consultation(line, row, columns, remarks))
    return tuple(found)


def _columns(row: list[str]) -> list[str] | None:
    kinds = [COLUMN_OF.get(" ".join(cell.casefold().strip(" :*_").split()), "") for cell in row]
    filled = [kind for cell, kind in zip(row, kinds, strict=True) if cell.strip()]
    known = len(filled) > 1 or filled in (["organ"], ["date"])
    return kinds if filled and known and all(filled) else None


def _cells(text: str) -> list[str]:
    row = cells(text)
    if len([cell for cell in row if cell]) > 1:
        return row
    bare = without_bullet(text.strip().strip("|"))
    row = [cell.strip() for cell in bare.replace(";", ",").split(",") if cell.strip()]
    whole = " ".join(row)
    day, _ = find_date(whole) if len(whole) <= LONGEST_ORGAN * 2 else (None, "")
    if len(row) > 1 and day is not None and any(find_date(cell)[0] for cell in row[1:]):
        return row
    return _around_date(bare) if day is not None else [bare]


def _around_date(text: str) -> list[str]:
    """A row with single spaces only: what stands before the day is the organ, after it the rest."""
    words = text.split()
    for length in (1, 3):
        for start in range(1, len(words) - length + 1):
            middle = " ".join(words[start : start + length]).strip(",;:()")
            day, rest = find_date(middle)
            if day is not None and not rest:
                after = " ".join(words[start + length :]).strip(" ,;")
                organ = " ".join(words[:start]).rstrip(" ,;:")
                return [organ, middle, *([after] if after else [])]
    return [text]


def _consultation(
    line: Line, row: list[str], columns: list[str], remarks: list[Remark]
) -> list[ImportedConsultation]:
    entry = _Row()
    extra: list[str] = []
    for position, raw in enumerate(row):
        cell = raw.strip()
        kind = columns[position] if position < len(columns) else ""
        if cell not in NOTHING and not _take(entry, cell, kind, position):
            extra.append(cell)
    day, rest = find_date(entry.text)
    if entry.text and day is None:
        remarks.append(Remark(line.number, f"Der Termin „{entry.text}“ ist kein lesbares Datum.", line.text))
    elif rest:
        remarks.append(
            Remark(line.number, f"Neben dem Termin steht „{rest}“; das wurde nicht übernommen.", line.text)
        )
    if extra:
        named = ", ".join(f"„{cell}“" for cell in extra)
        remarks.append(Remark(line.number, f"In dieser Zeile wurde nicht verstanden: {named}.", line.text))
    if not entry.organization:
        remarks.append(
            Remark(line.number, "In dieser Zeile der Beratungsfolge fehlt das Gremium.", line.text)
        )
        return []
    return [
        ImportedConsultation(plain(entry.organization, line.number, remarks), day, entry.public, entry.role)
    ]


def _take(entry: _Row, cell: str, kind: str, position: int) -> bool:
    """Put the cell where its content belongs, else where its column says; False if there is no place."""
    if kind == "other":
        return False
    is_day = kind == "date" or (kind != "organ" and find_date(cell)[0] is not None)
    if is_day and not entry.dated and publicity(cell) is None:
        entry.text, entry.dated = cell, True
        return True
    if kind != "organ" and _take_words(entry, cell):
        return True
    if cell.strip(".)").isdecimal() and (kind == "number" or (position == 0 and not kind)):
        return True
    if kind in ("organ", "") and not entry.organization:
        entry.organization = cell
        return True
    return False


def _take_words(entry: _Row, cell: str) -> bool:
    """Publicity and role, alone or both in one cell."""
    if len(cell) > LONGEST_ORGAN:
        return False
    public, role = entry.public, entry.role
    for part in [cell] if _known(cell) else re.split(r"[,;/()–]+| - ", cell):
        word = part.strip()
        if not word:
            continue
        if publicity(word) is not None and public is None:
            public = publicity(word)
        elif (found := ROLE_OF.get(word.casefold().strip("."))) and not role:
            role = found
        else:
            return False
    entry.public, entry.role = public, role
    return True


def _known(cell: str) -> bool:
    return publicity(cell) is not None or cell.casefold().strip(".") in ROLE_OF
