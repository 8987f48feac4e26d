"""Beratungsfolge: rows of organ, day, publicity and role, in any order of columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from motions.importing.dates import find_date
from motions.importing.imported import ImportedConsultation, Line, Remark
from motions.importing.inline import plain
from motions.importing.rows import COLUMN_OF, LONGEST_ORGAN, ROLE_OF, is_word, publicity, row_of
from motions.importing.tables import cells, is_rule

NOTHING = frozenset(("", "-", "–", "—"))
SENTENCE_END = re.compile(r"[.!?:]$")


@dataclass
class _Row:
    organization: str = ""
    text: str = ""
    dated: bool = False
    public: bool | None = None
    role: str = ""


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
        head = _columns(cells(line.text))
        if head is not None:
            columns, ended = head, False
            continue
        row, kinds = row_of(line.text, columns)
        if len(row) == 1 and (ended or len(row[0]) > LONGEST_ORGAN or SENTENCE_END.search(row[0])):
            remarks.append(
                Remark(line.number, "Diese Zeile der Beratungsfolge wurde nicht verstanden.", line.text)
            )
            continue
        found.extend(_consultation(line, row, kinds, remarks))
    return tuple(found)


def _columns(row: list[str]) -> list[str] | None:
    kinds = [COLUMN_OF.get(" ".join(cell.casefold().strip(" :*_").split()), "") for cell in row]
    filled = [kind for cell, kind in zip(row, kinds, strict=True) if cell.strip()]
    known = len(filled) > 1 or filled in (["organ"], ["date"])
    return kinds if filled and known and all(filled) else None


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
    for part in [cell] if is_word(cell) else re.split(r"[,;/()–]+| - ", cell):
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
