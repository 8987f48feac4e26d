"""Tabellen aus Leerzeichen: lines whose words stand below each other become rows; what is not sure is named."""

from __future__ import annotations

import re

from motions.importing.imported import Line, Remark
from motions.importing.tables import BULLET, is_row, is_rule, piped, ruled

# Two spaces after a sentence are how somebody types.
_GAP = re.compile(r"(?<![\s.!?;,]) {2}(?=\S)|(?<=\S) {3,}(?=\S)")
_MOST_COLUMNS = 40
_UNSURE = (
    "Diese Zeilen können eine Tabelle sein; ihre Spalten sind nicht eindeutig. Sie blieben Text. Legen Sie die Tabelle "
    "im Editor an."
)
Cell = tuple[int, int, str]


def aligned(lines: list[Line], remarks: list[Remark]) -> list[Line]:
    """The lines with every table of aligned columns as rows with pipes."""
    found: list[Line] = []
    position = 0
    while position < len(lines):
        end = _end(lines, position)
        block = lines[position:end]
        position = max(end, position + 1)
        rows = [cells for line in block if not is_rule(line.text) and (cells := _cells(line.text))]
        if len(rows) < 2:
            found += block or [lines[position - 1]]
            continue
        grid = _grid(rows, is_drawn=len(rows) < len(block))
        if grid is None:
            found += block
            if max(map(len, rows)) > 2:
                remarks.append(Remark(block[0].number, _UNSURE, "\n".join(line.text for line in block)))
            continue
        texts = iter(grid)
        for line in block:
            text = ruled(len(grid[0])) if is_rule(line.text) else piped(next(texts))
            found.append(Line(line.number, text))
    return found


def _end(lines: list[Line], start: int) -> int:
    """Where the run of lines with gaps ends; a line that only draws may stand between two of them."""
    end = start
    for position in range(start, len(lines)):
        text = lines[position].text
        if _cells(text):
            end = position + 1
        elif position == start or not is_rule(text):
            break
    return end


def _cells(text: str) -> list[Cell]:
    """The words between gaps with their places; nothing for a line that is no row of such a table."""
    if "  " not in text.strip() or is_row(text) or is_rule(text) or BULLET.match(text):
        return []
    found: list[Cell] = []
    start = len(text) - len(text.lstrip())
    for gap in _GAP.finditer(text.rstrip(), start):
        found.append((start, gap.start(), text[start : gap.start()]))
        start = gap.end()
    if not found or len(found) >= _MOST_COLUMNS:
        return []
    return [*found, (start, len(text.rstrip()), text[start:].strip())]


def _grid(rows: list[list[Cell]], *, is_drawn: bool) -> list[list[str]] | None:
    """Each cell in the one column above or below which it stands; None if a cell belongs to none or to two.

    Two columns are fewer than it takes: two labels with a wide space are lines (``is_drawn``: a line divides them).
    """
    columns = [[start, end] for start, end, _ in max(rows, key=len)]
    grid: list[list[str]] = []
    for row in rows:
        texts = [""] * len(columns)
        for start, end, text in row:
            below = [place for place, (left, right) in enumerate(columns) if start < right and end > left]
            if len(below) != 1 or texts[below[0]]:
                return None
            texts[below[0]] = text
            left, right = columns[below[0]]
            columns[below[0]] = [min(left, start), max(right, end)]
        grid.append(texts)
    is_sure = len(columns) > 2 or is_drawn or (len(rows) > 2 and _has_straight_edge(rows))
    return grid if is_sure else None


def _has_straight_edge(rows: list[list[Cell]]) -> bool:
    """The last of two columns begins or ends at one place: no sentence with a wide space does so by chance."""
    return len({row[-1][0] for row in rows}) == 1 or len({row[-1][1] for row in rows}) == 1
