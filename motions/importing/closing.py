"""Schluss der Vorlage: beteiligte Fachbereiche and Anlagen."""

from __future__ import annotations

import re

from motions.importing.imported import ImportedAcknowledgement, Line, Remark
from motions.importing.inline import plain
from motions.importing.tables import cells, is_rule, without_bullet

UNIT_LABELS = frozenset(
    (
        "fb",
        "fachbereich",
        "fachbereiche",
        "amt",
        "ämter",
        "organisationseinheit",
        "stelle",
        "beteiligte fachbereiche",
    )
)
TEXT_LABELS = frozenset(
    ("kenntnis genommen", "kenntnisnahme", "zur kenntnis genommen", "mitgezeichnet", "mitzeichnung", "datum",
     "kürzel", "unterschrift", "handzeichen", "namenszeichen", "zeichen", "am")
)  # fmt: skip
KIND = re.compile(
    r"(?:zur\s+|mit\s+der\s+bitte\s+um\s+)?(?:(?P<co_signature>mitzeichnung|mitgezeichnet|mitzeichnend)"
    r"|(?P<acknowledgement>kenntnis(?:nahme|\s+genommen)?))",
    re.IGNORECASE,
)
UNIT_AND_KIND = re.compile(rf"(?P<unit>.*?\S)(?:\s*[(\[:–—-]\s*|\s+){KIND.pattern}\s*[)\]]?", re.IGNORECASE)
NONE_WORDS = frozenset(("keine", "keiner", "entfällt", "-", "–", "—", "./.", "k. a.", "nicht vorhanden"))
LONGEST_UNIT = 80


def read_participations(lines: list[Line], remarks: list[Remark]) -> tuple[ImportedAcknowledgement, ...]:
    """The units with the text of their Kenntnisnahme, from a table in either direction or from a list."""
    rows = [(line, cells(line.text)) for line in lines if line.text.strip() and not is_rule(line.text)]
    found: list[ImportedAcknowledgement] = []
    position = 0
    while position < len(rows):
        line, row = rows[position]
        position += 1
        if (
            _label(row) in UNIT_LABELS
            and all(_is_text_label(cell) for cell in row[1:] if cell)
            and any(row[1:])
        ):
            while position < len(rows):
                found.extend(_unit(rows[position][0], rows[position][1], remarks))
                position += 1
        elif _label(row) in UNIT_LABELS:
            texts: list[tuple[Line, list[str]]] = []
            while position < len(rows) and _label(rows[position][1]) in TEXT_LABELS:
                texts.append(rows[position])
                position += 1
            found.extend(_columns(line, row[1:], texts, remarks))
        elif _label(row) in TEXT_LABELS and not any(row[1:]):
            continue
        else:
            found.extend(_unit(line, row, remarks))
    return tuple(found)


def read_attachments(lines: list[Line], remarks: list[Remark]) -> tuple[str, ...]:
    """The titles of the Anlagen, one per line or divided by semicolons."""
    titles: list[str] = []
    for line in lines:
        if not line.text.strip() or is_rule(line.text):
            continue
        for part in line.text.split(";"):
            title = plain(
                without_bullet(" ".join(cell for cell in cells(part) if cell)), line.number, remarks
            )
            if title.casefold().rstrip(".") in NONE_WORDS:
                remarks.append(
                    Remark(line.number, f"Als Anlage ist „{title}“ angegeben; es gibt keine.", line.text)
                )
            elif title:
                titles.append(title)
    return tuple(titles)


def _label(row: list[str]) -> str:
    return " ".join(row[0].casefold().strip(" :*_").split())


def _is_text_label(cell: str) -> bool:
    return _label([cell]) in TEXT_LABELS


def _columns(
    line: Line, units: list[str], texts: list[tuple[Line, list[str]]], remarks: list[Remark]
) -> list[ImportedAcknowledgement]:
    for text_line, row in texts:
        if any(cell and (column >= len(units) or not units[column]) for column, cell in enumerate(row[1:])):
            remarks.append(
                Remark(text_line.number, "Zu dieser Kenntnisnahme fehlt der Fachbereich.", text_line.text)
            )
    found = []
    for column, unit in enumerate(units):
        if unit:
            parts = [
                plain(row[column + 1], own.number, remarks) for own, row in texts if column + 1 < len(row)
            ]
            name = plain(unit, line.number, remarks)
            found.append(ImportedAcknowledgement(name, " ".join(part for part in parts if part)))
    return found


def _unit(line: Line, row: list[str], remarks: list[Remark]) -> list[ImportedAcknowledgement]:
    filled = [cell for cell in row if cell]
    if not filled:
        return []
    if len(filled) > 1 and row[0]:
        return [_acknowledged(line, filled[0], " ".join(filled[1:]), remarks)]
    text = without_bullet(filled[0])
    if text.casefold().rstrip(".") in NONE_WORDS:
        remarks.append(
            Remark(line.number, f"Als beteiligt ist „{text}“ angegeben; es wurde niemand eingetragen.", text)
        )
        return []
    head, colon, rest = text.partition(":")
    if colon and len(head) <= LONGEST_UNIT:
        return [_acknowledged(line, head, rest.strip(), remarks)]
    units = [unit.strip() for unit in re.split(r"[,;]", text) if unit.strip()]
    if any(len(unit) > LONGEST_UNIT for unit in units) or text.endswith((".", "!", "?")):
        remarks.append(Remark(line.number, "Diese Zeile nennt keinen Fachbereich.", line.text))
        return []
    return [_acknowledged(line, unit, "", remarks) for unit in units]


def _acknowledged(line: Line, unit: str, text: str, remarks: list[Remark]) -> ImportedAcknowledgement:
    unit, text = plain(unit, line.number, remarks), plain(text, line.number, remarks)
    found = UNIT_AND_KIND.fullmatch(unit) if len(unit) <= LONGEST_UNIT * 2 else None
    if found is not None:
        return ImportedAcknowledgement(found["unit"], text, _kind(found))
    named = KIND.match(text)
    is_bare = named is not None and named.end() == len(text.rstrip(" ."))
    return ImportedAcknowledgement(unit, "" if is_bare else text, _kind(named) if named else "")


def _kind(found: re.Match[str]) -> str:
    return "co_signature" if found["co_signature"] else "acknowledgement"
