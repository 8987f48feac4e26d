"""Unterschrift: name and function at the end of a Vorlage, in either order."""

from __future__ import annotations

import re

from motions.importing.imported import Line, Remark
from motions.importing.inline import plain
from motions.importing.sections import Section
from motions.importing.tables import cells, is_rule

LABEL = re.compile(
    r"(?:(?:der|die)\s+)?(?:erste[rn]?\s+)?(?:(?:stellv\.|stellvertretende[rn]?)\s+)?"
    r"(?:bürgermeister(?:in)?|beigeordnete[rn]?|kämmerer|kämmerin)"
    r"(?:\s+(?:o\.?\s?v\.?\s?i\.?\s?a\.?|i\.\s?[va]\.?|im auftrag|in vertretung))?"
    r"|i\.\s?[va]\.|in vertretung|im auftrag",
    re.IGNORECASE,
)
# "i. V. Clara Schlossgarten": how somebody signed is no part of the name.
_FOR_OTHERS = re.compile(r"(?:i\.\s?[va]\.|(?:in vertretung|im auftrag)(?=[\s:,])[:,]?)\s*", re.IGNORECASE)
SIGNED = re.compile(r"\(?(?:gez\.|gezeichnet:?)(?:\s+|$)", re.IGNORECASE)
# Two to five words with capitals; an entry of a list begins with its mark and is none.
NAME = re.compile(
    r"(?:[A-ZÄÖÜ][\w'’.-]{0,30}\s){1,3}(?:(?:von|van|de|der|zu)\s){0,2}"
    r"[A-ZÄÖÜ][\w'’-]{1,40}"
)
LONGEST_NAME = 80
# What may stand below the signature.
BELOW = ("participations", "attachments")


def cut_signatures(sections: list[Section]) -> list[Line]:
    """Take the last signature block out of its section; participating units and Anlagen may follow it."""
    is_last = True
    for section in reversed(sections):
        start = _start(section, is_last)
        if start is not None:
            block = [line for line in section.lines[start:] if line.text.strip()]
            section.lines = section.lines[:start]
            return block
        is_last = is_last and section.key in BELOW
    return []


def read_signature(lines: list[Line], remarks: list[Remark]) -> tuple[str, str]:
    """Label and name of the block, whichever comes first; another line becomes a remark."""
    labels: list[str] = []
    mark = name = ""
    for line in lines:
        for cell in _parts(line.text):
            bare = SIGNED.sub("", plain(cell, line.number, remarks), count=1)
            if LABEL.fullmatch(bare) and (not name or not labels):
                labels.append(bare)
            elif not name and len(bare) <= LONGEST_NAME:
                mark, name = _without_mark(bare.strip("()"))
            elif bare:
                remarks.append(
                    Remark(line.number, "Diese Zeile nach der Unterschrift wurde nicht verstanden.", cell)
                )
    return " ".join(filter(None, [*labels, mark])), name


def _without_mark(text: str) -> tuple[str, str]:
    """ "i. V." or "i. A." in front of a name, and the name."""
    mark = _FOR_OTHERS.match(text)
    return (mark[0].rstrip(" :,"), text[mark.end() :]) if mark else ("", text)


def _start(section: Section, is_last: bool) -> int | None:
    """Where the block begins, among the last lines of the section."""
    lines = section.lines
    filled = [position for position, line in enumerate(lines) if line.text.strip() and not is_rule(line.text)]
    for place, position in list(enumerate(filled))[-4:]:
        text = lines[position].text.strip()
        if len(text) > LONGEST_NAME * 2:
            continue
        after_blank = position == 0 or not lines[position - 1].text.strip()
        if _is_label(text) and after_blank:
            return position
        if is_last and SIGNED.match(text) and (after_blank or _is_name(text)):
            return position
        if is_last and _is_name_above_label(section, filled, place):
            return position
    return None


def _is_name_above_label(section: Section, filled: list[int], place: int) -> bool:
    """A name with its function in the same or the next, last line.

    What is nothing but the content of its section is no name: "Keine Auswirkungen" above a bare "Bürgermeisterin".
    """
    if place < len(filled) - 2:
        return False
    lines, position = section.lines, filled[place]
    text = lines[position].text
    parts = _parts(text)
    if place == len(filled) - 1:
        return len(parts) == 2 and _is_name(parts[0]) and LABEL.fullmatch(parts[1]) is not None
    if not _is_name(text) or not _is_label(lines[filled[place + 1]].text):
        return False
    is_adjacent = filled[place + 1] == position + 1
    is_own = section.heading is not None and lines[position].number == section.heading.number
    after_blank = position > 0 and not lines[position - 1].text.strip()
    return not is_own and (is_adjacent or (after_blank and (place > 0 or section.key in BELOW)))


def _is_label(text: str) -> bool:
    return LABEL.fullmatch(next(filter(None, cells(text)), "")) is not None


def _is_name(text: str) -> bool:
    _, name = _without_mark(SIGNED.sub("", text.strip(), count=1).strip("() "))
    return NAME.fullmatch(name) is not None


def _parts(text: str) -> list[str]:
    """The cells of a line; "Name, Bürgermeisterin" is two."""
    found = [cell for cell in cells(text) if cell]
    if len(found) == 1:
        name, comma, label = found[0].rpartition(",")
        if comma and LABEL.fullmatch(label.strip()):
            return [name.strip(), label.strip()]
    return found
