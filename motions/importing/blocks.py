"""Absätze, Aufzählungen, Tabellen: the lines of a section become safe HTML."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from motions.importing.columns import aligned
from motions.importing.dates import MONTHS
from motions.importing.imported import Line, Remark
from motions.importing.inline import inline
from motions.importing.tables import cells, is_row, is_rule

BULLET = re.compile(r"\s*[-*•–·▪◦‣\uf0b7]\s+(?=\S)")
NUMBERED = re.compile(r"\s*([0-9]{1,3})[.)]\s+(?=\S)(?!(?P<word>[A-Za-zäÄ]{3,9})\b\.? ?[0-9]{4})")
HEADING = re.compile(r"\s{0,3}(#{1,6})\s+(\S.*)")
# A shorter line was broken on purpose (an address, a list of names), a longer one by its editor.
WRAPPED_FROM = 50
# Lines that were written one below the other, however long they are: years, letters, amounts, labels.
YEAR = r"(?:(?:im |in )?(?:(?:haushalts)?jahr(?:es)? )?(?:19|20)[0-9]{2}(?:/[0-9]{2,4})?)"
AMOUNT = r"[0-9](?:,?[-–]{1,2})?\s?(?:T€|€|T?EUR\b|Euro\b)"
OWN_LINE = re.compile(
    rf"{YEAR}\s?(?:[:=|]|[–—-]\s(?!(?:19|20)[0-9]{{2}}\b)|\s[0-9.]{{1,20}},?[0-9–-]{{0,2}}\s?(?:T€|€|T?EUR|Euro))"
    r"|(?:\(?[a-z]|\([0-9]{1,2})\)\s",
    re.IGNORECASE,
)
BEGINS_WITH_YEAR = re.compile(rf"{YEAR}\b", re.IGNORECASE)
HAS_AMOUNT = re.compile(AMOUNT, re.IGNORECASE)
ENDS_WITH_AMOUNT = re.compile(rf"{AMOUNT}(?:\s\([^()]{{1,20}}\))?\s?[.;,]?$", re.IGNORECASE)
LABELLED = re.compile(r"[A-ZÄÖÜ][^:.;]{1,40}:\s")
MAX_COLUMNS = 40
DEEPEST_INDENT = 12


@dataclass
class _Item:
    """Entry of a list: its own lines, and the lines of the list within it."""

    number: int
    texts: list[str]
    below: list[Line] = field(default_factory=list)


def rich_text(lines: list[Line], remarks: list[Remark]) -> str:
    """The HTML of a section: p, br, strong, em, u, h3, h4, ul, ol, li, a, table and nothing else."""
    return html_of(aligned(lines, remarks), remarks)


def html_of(lines: list[Line], remarks: list[Remark]) -> str:
    """The same for lines whose tables of aligned columns are rows already."""
    parts: list[str] = []
    position = 0
    while position < len(lines):
        line = lines[position]
        if not line.text.strip() or is_rule(line.text):
            position += 1
            continue
        kind, end = _block(lines, position)
        block = lines[position:end]
        position = end
        if kind == "heading":
            parts.append(_heading(block[0], remarks))
        elif kind == "table":
            parts.append(_table(block, remarks))
        elif kind in ("ul", "ol"):
            parts.append(_list(kind, block, remarks))
        else:
            parts.append(_paragraph(block, remarks))
    return "".join(parts)


def _block(lines: list[Line], start: int) -> tuple[str, int]:
    text = lines[start].text
    if HEADING.match(text):
        return "heading", start + 1
    if is_row(text):
        end = start
        while end < len(lines) and (is_row(lines[end].text) or (end > start and "|" in lines[end].text)):
            end += 1
        if end - start > 1:
            return "table", end
    if BULLET.match(text):
        return "ul", _list_end(lines, start, BULLET)
    if NUMBERED.match(text) and not _names_a_month(text):
        return _numbered(lines, start)
    end = start + 1
    while end < len(lines) and not _starts_block(lines, end):
        end += 1
    return "paragraph", end


def _starts_block(lines: list[Line], position: int) -> bool:
    text = lines[position].text
    if not text.strip() or is_rule(text) or BULLET.match(text) or HEADING.match(text):
        return True
    if NUMBERED.match(text) and not _names_a_month(text):
        return True
    return is_row(text) and position + 1 < len(lines) and is_row(lines[position + 1].text)


def _names_a_month(text: str) -> bool:
    words = text.split(maxsplit=2)
    return len(words) > 1 and words[1].strip(".,").casefold() in MONTHS


def _list_end(lines: list[Line], start: int, marker: re.Pattern[str]) -> int:
    """End of the list: its items with what is indented below them, their wrapped lines, and blank lines between."""
    end = position = start + 1
    count = 1
    while position < len(lines):
        text = lines[position].text
        if _is_below(text, lines[start].text):
            end = position + 1
        elif marker.match(text):
            count += 1
            if marker is NUMBERED and (_number(text) != count or _names_a_month(text)):
                break
            end = position + 1
        elif text.strip():
            if end != position or _starts_block(lines, position):
                break
            end = position + 1
        position += 1
    return end


def _is_below(text: str, first: str) -> bool:
    """An entry of a list within the list that begins with this line."""
    is_numbered = NUMBERED.match(text) is not None and not _names_a_month(text)
    return (is_numbered or BULLET.match(text) is not None) and _indent(text) >= _indent(first) + 2


def _indent(text: str) -> int:
    """How far a line is moved in; what is moved further than any list needs stands at the deepest level."""
    return min(len(text[: len(text) - len(text.lstrip())].expandtabs(4)), DEEPEST_INDENT)


def _numbered(lines: list[Line], start: int) -> tuple[str, int]:
    """An ordered list as far as it counts 1, 2, 3; HTML would renumber any other, so that stays text."""
    if _number(lines[start].text) != 1:
        stop = start + 1
        while stop < len(lines) and not _starts_block(lines, stop):
            stop += 1
        return "paragraph", stop
    return "ol", _list_end(lines, start, NUMBERED)


def _number(text: str) -> int:
    found = NUMBERED.match(text)
    return int(found[1]) if found else 0


def _heading(line: Line, remarks: list[Remark]) -> str:
    found = HEADING.match(line.text)
    if found is None:
        return _paragraph([line], remarks)
    level = "h3" if len(found[1]) < 3 else "h4"
    return f"<{level}>{inline(found[2].rstrip('# '), line.number, remarks)}</{level}>"


def _paragraph(block: list[Line], remarks: list[Remark]) -> str:
    return f"<p>{inline(_joined([line.text for line in block]), block[0].number, remarks)}</p>"


def _joined(texts: list[str]) -> str:
    parts: list[str] = []
    for text in texts:
        stripped = " ".join(text.split())
        if parts:
            wrapped = len(parts[-1]) >= WRAPPED_FROM and not _is_own_line(parts[-1], stripped)
            parts.append(" " if wrapped else "\n")
        parts.append(stripped)
    return "".join(parts)


def _is_own_line(previous: str, text: str) -> bool:
    """Whether the line was begun on purpose, although the one before is long enough to have been wrapped."""
    if OWN_LINE.match(text) or (LABELLED.match(previous) and LABELLED.match(text)):
        return True
    if BEGINS_WITH_YEAR.match(text) and (
        previous.endswith((".", ":", ";")) or BEGINS_WITH_YEAR.match(previous)
    ):
        return True
    is_begun = text[:1].isupper() or text[:1].isdecimal()
    return (
        is_begun
        and ENDS_WITH_AMOUNT.search(previous[-60:]) is not None
        and HAS_AMOUNT.search(text) is not None
    )


def _list(kind: str, block: list[Line], remarks: list[Remark]) -> str:
    marker = BULLET if kind == "ul" else NUMBERED
    items: list[_Item] = []
    for line in block:
        found = marker.match(line.text)
        if _is_below(line.text, block[0].text) or (line.text.strip() and not found and items[-1].below):
            items[-1].below.append(line)
        elif found:
            items.append(_Item(line.number, [line.text[found.end() :]]))
        elif line.text.strip():
            items[-1].texts.append(line.text)
    inner = "".join(
        f"<li>{inline(_joined(item.texts), item.number, remarks)}{html_of(item.below, remarks)}</li>"
        for item in items
    )
    return f"<{kind}>{inner}</{kind}>"


def _table(block: list[Line], remarks: list[Remark]) -> str:
    rows = [(line.number, cells(line.text)) for line in block if not is_rule(line.text)]
    width = max((len(row) for _, row in rows), default=0)
    if width > MAX_COLUMNS:
        return "".join(_paragraph([line], remarks) for line in block)
    has_head = len(block) > 1 and is_rule(block[1].text)
    parts = ["<table>"]
    for position, (number, row) in enumerate(rows):
        tag = "th" if has_head and position == 0 else "td"
        filled = row + [""] * (width - len(row))
        html = "".join(f"<{tag}>{inline(cell, number, remarks)}</{tag}>" for cell in filled)
        if position == 0:
            parts.append(f"<thead><tr>{html}</tr></thead><tbody>" if has_head else f"<tbody><tr>{html}</tr>")
        else:
            parts.append(f"<tr>{html}</tr>")
    return "".join([*parts, "</tbody></table>"])
