"""Aufbau formatierter Texte für den Druck: tables, lists and headings as PDF/UA-1 demands them (D-03).

Whatever the editor or an import left behind, the words stay; only the frame around them is put right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import html as lxml_html
from lxml.html import HtmlElement

_NUMBER = re.compile(r"[-–+±]?[\d.,\s]*\d\s*(?:€|%|EUR|VZÄ|m²|km|t)?")
_MANY_COLUMNS = 7
_WIDEST = 12


def put_right(root: HtmlElement) -> None:
    """Mend headings, lists and tables below an element."""
    _order_headings(root)
    _complete_lists(root)
    for table in list(root.iter("table")):
        if any(ancestor.tag == "table" for ancestor in table.iterancestors()):
            _flatten(table)
    for table in list(root.iter("table")):
        _mend_table(table)


def _order_headings(root: HtmlElement) -> None:
    """No level is skipped, and cells and list items hold no headings."""
    has_upper = False
    for heading in list(root.iter("h3", "h4")):
        if any(ancestor.tag in ("li", "td", "th") for ancestor in heading.iterancestors()):
            _embolden(heading)
        elif heading.tag == "h3" or not has_upper:
            heading.tag = "h3"
            has_upper = True


def _embolden(heading: HtmlElement) -> None:
    strong = _new("strong")
    strong.text, heading.text = heading.text, None
    strong.extend(list(heading))
    heading.append(strong)
    heading.tag = "p"


def _complete_lists(root: HtmlElement) -> None:
    """Items stand in lists, and lists hold items only."""
    for item in list(root.iter("li")):
        parent = item.getparent()
        if parent is not None and parent.tag not in ("ul", "ol"):
            _wrap(item, "ul")
    for found in list(root.iter("ul", "ol")):
        if found.text and found.text.strip():
            first = _new("li")
            first.text, found.text = found.text, None
            found.insert(0, first)
        for kid in list(found):
            if kid.tag != "li":
                kid = _wrap(kid, "li")
            if kid.tail and kid.tail.strip():
                loose = _new("li")
                loose.text, kid.tail = kid.tail, None
                kid.addnext(loose)


def _wrap(element: HtmlElement, tag: str) -> HtmlElement:
    """The element inside a new one, in the same place."""
    frame = _new(tag)
    frame.tail, element.tail = element.tail, None
    element.addprevious(frame)
    frame.append(element)
    return frame


def _flatten(table: HtmlElement) -> None:
    """A table in a cell becomes a paragraph for each of its rows."""
    for row in table.iter("tr"):
        words = "; ".join(text for cell in row for text in [" ".join(cell.text_content().split())] if text)
        line = _new("p")
        line.text = words
        table.addprevious(line)
    table.drop_tree()


def _mend_table(table: HtmlElement) -> None:
    """Equal rows, a head if the table has one, numbers that never break."""
    rows = [row for row in table.iter("tr") if len(row)]
    if not rows:
        table.drop_tree()
        return
    heads = _head_rows(rows)
    sections = [section for section in (rows[:heads], rows[heads:]) if section]
    width = max(_fit(section) for section in sections)
    for section in sections:
        _fill(section, width)
    for kid in list(table):
        table.remove(kid)
    table.text = None
    _join_rows(rows[heads:])
    for section, is_head in ((rows[:heads], True), (rows[heads:], False)):
        if section:
            frame = _new("thead" if is_head else "tbody")
            frame.extend(section)
            table.append(frame)
            _name_cells(section, is_head=is_head)
    if width >= _MANY_COLUMNS:
        table.set("class", "wide")


def _head_rows(rows: list[HtmlElement]) -> int:
    """How many rows head the columns: the first, and those it spans; none if only rows have heads."""
    first = rows[0]
    section = first.getparent()
    named_by_author = section is not None and section.tag == "thead"
    cells = [cell for row in rows for cell in row]
    only_rows = any(cell.tag == "th" for cell in cells) and any(cell.tag == "td" for cell in first)
    if len(rows) == 1 or (only_rows and not named_by_author):
        return 0
    tallest = max(_span(cell, "rowspan") for cell in first)
    return tallest if tallest < len(rows) else 1


def _fit(rows: list[HtmlElement]) -> int:
    """Clip spans to the section and to each other; returns the number of columns."""
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            high = min(_span(cell, "rowspan"), len(rows) - number)
            wide = 1
            while wide < _span(cell, "colspan") and (number, column + wide) not in taken:
                wide += 1
            _set_span(cell, "rowspan", high)
            _set_span(cell, "colspan", wide)
            taken |= {(number + down, column + right) for down in range(high) for right in range(wide)}
            column += wide
    return max(column for _, column in taken) + 1


def _fill(rows: list[HtmlElement], width: int) -> None:
    """Empty cells where a row is too short."""
    held = [0] * len(rows)
    for number, row in enumerate(rows):
        for cell in row:
            for down in range(_span(cell, "rowspan")):
                held[number + down] += _span(cell, "colspan")
    for number, row in enumerate(rows):
        row.extend(_new("td") for _ in range(width - held[number]))


def _join_rows(rows: list[HtmlElement]) -> None:
    """Rows under one cell stay on one page: a part of the cell on the next page would have no place there."""
    for number, row in enumerate(rows):
        tallest = max(_span(cell, "rowspan") for cell in row) if len(row) else 1
        for joined in rows[number : number + tallest - 1]:
            joined.set("class", "joined")


def _name_cells(rows: list[HtmlElement], *, is_head: bool) -> None:
    for cell in _cells(rows):
        if is_head:
            cell.tag = "th"
        if cell.tag == "th":
            cell.set("scope", "col" if is_head else "row")
        elif _NUMBER.fullmatch(cell.text_content().strip()):
            cell.set("class", "number")


def _cells(rows: list[HtmlElement]) -> Iterator[HtmlElement]:
    for row in rows:
        yield from row


def _span(cell: HtmlElement, name: str) -> int:
    value = cell.get(name, "1")
    return min(max(int(value[:9]), 1), _WIDEST) if value.isdecimal() else 1


def _set_span(cell: HtmlElement, name: str, value: int) -> None:
    if value > 1:
        cell.set(name, str(value))
    else:
        cell.attrib.pop(name, None)


def _new(tag: str) -> HtmlElement:
    return lxml_html.Element(tag)
