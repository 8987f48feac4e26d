"""Tabellen in HTML: each row of a table becomes a line with cells, however the file broke it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from motions.importing.imported import Line, Remark
from motions.importing.tables import piped, ruled

_OPEN = re.compile(r"<table\b", re.IGNORECASE)
_TAG = re.compile(
    r"<(?P<slash>/?)(?P<name>table|thead|tbody|tfoot|tr|td|th|caption|colgroup|col)\b(?P<attributes>[^<>]{0,2000})>",
    re.IGNORECASE,
)
_SPAN = re.compile(r"\b(?:col|row)span\s*=\s*[\"']?(?!1\b)[0-9]", re.IGNORECASE)


@dataclass
class _Row:
    number: int
    cells: list[list[str]] = field(default_factory=list)
    is_head: bool = True
    # A caption, or words between the cells.
    is_loose: bool = False

    def texts(self) -> list[str]:
        return [" ".join("".join(parts).split()) for parts in self.cells]


@dataclass
class _Table:
    """One table as far as it was read; a table in a cell is read as the words of that cell."""

    depth: int = 1
    rows: list[_Row] = field(default_factory=list)
    row: _Row | None = None
    in_cell: bool = False
    spans: list[Line] = field(default_factory=list)

    def take(self, number: int, text: str) -> None:
        if self.in_cell and self.row is not None:
            self.row.cells[-1].append(text)
        elif text.strip():
            self.row = None
            self.rows.append(_Row(number, [[text]], is_loose=True))

    def tag(self, number: int, tag: re.Match[str]) -> None:
        name, closes = tag["name"].casefold(), bool(tag["slash"])
        if name == "table":
            self.depth += -1 if closes else 1
        if name == "table" or self.depth > 1:
            self.take(number, " ")
            return
        self.in_cell = False
        if name not in ("td", "th"):
            self.row = None
        elif not closes:
            self._begin_cell(number, is_head=name == "th")
            if _SPAN.search(tag["attributes"]):
                self.spans.append(Line(number, tag.group()))

    def _begin_cell(self, number: int, *, is_head: bool) -> None:
        if self.row is None:
            self.row = _Row(number)
            self.rows.append(self.row)
        self.row.cells.append([])
        self.row.is_head &= is_head
        self.in_cell = True

    def lines(self, remarks: list[Remark]) -> list[Line]:
        """The rows as lines with pipes; a single one is no table but a line."""
        if self.spans:
            sentence = (
                "In dieser Tabelle sind Zellen verbunden. Prüfen Sie, ob jede Angabe in ihrer Spalte steht."
            )
            remarks.append(Remark(self.spans[0].number, sentence, self.spans[0].text))
        rows = [row for row in self.rows if any(row.texts())]
        is_table = sum(not row.is_loose for row in rows) > 1
        found = []
        has_head = False
        for row in rows:
            if row.is_loose or not is_table:
                found.append(Line(row.number, "\t".join(row.texts()).strip()))
                continue
            found.append(Line(row.number, piped(row.texts())))
            if row.is_head and not has_head:
                found.append(Line(row.number, ruled(len(row.cells))))
            has_head = True
        return found


def unfolded(lines: list[Line], remarks: list[Remark]) -> list[Line]:
    """The lines with the rows of each HTML table on lines of their own; a table that never ends is left as it is."""
    found: list[Line] = []
    table: _Table | None = None
    begun = (0, 0)
    for place, line in enumerate(lines):
        if table is None and not _OPEN.search(line.text):
            found.append(line)
            continue
        position = 0
        for tag in _TAG.finditer(line.text):
            opens = tag["name"].casefold() == "table" and not tag["slash"]
            if table is None and not opens:
                continue
            before, position = line.text[position : tag.start()], tag.end()
            if table is None:
                found += [Line(line.number, before)] if before.strip() else []
                table, begun = _Table(), (len(found), place)
                continue
            table.take(line.number, before)
            table.tag(line.number, tag)
            if not table.depth:
                found += table.lines(remarks)
                table = None
        rest = line.text[position:]
        if table is not None:
            table.take(line.number, f"{rest} ")
        elif rest.strip():
            found.append(Line(line.number, rest))
    if table is None:
        return found
    kept, first = begun
    return [*found[:kept], *lines[first:]]
