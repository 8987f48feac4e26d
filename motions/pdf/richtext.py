"""Formatierter Text: what may be stored and printed, cleaned once on the server (security.md 2, pdf.md 7)."""

from __future__ import annotations

import re

import nh3
from lxml import html as lxml_html

TAGS = {
    *("p", "br", "strong", "em", "u", "h3", "h4", "ul", "ol", "li", "a"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
SCHEMES = {"http", "https", "mailto"}
MOST_CHARACTERS = 400_000
MOST_ELEMENTS = 4_000
MOST_ROWS = 1_500
DEEPEST = 24
WIDEST_CELL = 12

_EQUIVALENT = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
_BREAKS = re.compile(r"(?:<br>\s*){3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufdd0-\ufdef\ufffe\uffff]")
_RENAMED = re.compile(r"<(/?)(b|i|h1|h2|h5|h6)(?=[\s>/])", re.IGNORECASE)
_OPENED = re.compile(r"<([a-z][a-z0-9]*)[\s>]")
_BLOCKS = re.compile(r"</(?:p|h3|h4|li|tr|ul|ol|table)>|<br>")
_CELLS = re.compile(r"</t[dh]>(?=<t[dh])")
_TAG = re.compile(r"<[^>]*>")


class RichTextTooLarge(ValueError):
    """Der Text ist zu lang oder zu verschachtelt für ein Dokument; the message says what to do."""


def clean(text: str) -> str:
    """The text with allowed elements only; the same again when cleaned again; "" if it says nothing.

    Raises RichTextTooLarge with a German sentence.
    """
    text = _CONTROL.sub("", text)
    if len(text) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS:,}".replace(",", ".")
        raise RichTextTooLarge(
            f"Der Text ist zu lang. Möglich sind {limit} Zeichen. Lagern Sie Teile in eine Anlage aus."
        )
    if text.count("<") > 2 * MOST_ELEMENTS + 2 * DEEPEST:
        raise RichTextTooLarge(
            "Der Text hat zu viele Absätze, Zeilen oder Formatierungen. Lagern Sie Teile in eine Anlage aus."
        )
    text = _RENAMED.sub(lambda found: f"<{found[1]}{_EQUIVALENT[found[2].lower()]}", text)
    stored = nh3.clean(
        text,
        tags=TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    stored = _BREAKS.sub("<br><br>", _without_dead_links(stored)).strip()
    _measure(stored)
    return stored if plain(stored).strip() else ""


def plain(text: str) -> str:
    """The words without formatting, blocks on lines of their own."""
    if "<" not in text and "&" not in text:
        return text
    bare = _TAG.sub("", _CELLS.sub("\t", _BLOCKS.sub("\n", text)))
    for entity, character in (("&nbsp;", "\u00a0"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&amp;", "&")):
        bare = bare.replace(entity, character)
    return bare.strip("\n")


def for_print(text: str) -> str:
    """For page and PDF: the first row of a table becomes its head, so that cells know what they mean (D-03)."""
    if "<table" not in text:
        return text
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    for table in root.iter("table"):
        _make_head(table)
    inner = lxml_html.tostring(root, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _make_head(table: lxml_html.HtmlElement) -> None:
    rows = list(table.iter("tr"))
    if not rows or table.find("thead") is not None:
        for cell in table.iterfind(".//thead//th"):
            cell.set("scope", "col")
        return
    first = rows[0]
    parent = first.getparent()
    if parent is None:
        return
    parent.remove(first)
    head = lxml_html.Element("thead")
    head.append(first)
    table.insert(0, head)
    for cell in first:
        cell.tag = "th"
        cell.set("scope", "col")
    if not len(parent) and parent is not table:
        table.remove(parent)


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan"):
        return value if value.isdecimal() and 1 <= int(value[:4]) <= WIDEST_CELL and len(value) < 3 else None
    if name == "href":
        target = value.strip()
        return target if re.match(r"(?i)(https?://|mailto:)\S+$", target) else None
    return value


def _without_dead_links(text: str) -> str:
    """A link that leads nowhere is only its words."""
    parts = re.split(r"(<a>|<a href=\"[^\"]*\">|</a>)", text)
    kept, is_dead = [], False
    for part in parts:
        if part == "<a>":
            is_dead = True
        elif part == "</a>" and is_dead:
            is_dead = False
        else:
            kept.append(part)
    return "".join(kept)


def _measure(text: str) -> None:
    opened = _OPENED.findall(text)
    if len(opened) > MOST_ELEMENTS or opened.count("tr") > MOST_ROWS:
        raise RichTextTooLarge(
            "Der Text hat zu viele Absätze, Zeilen oder Formatierungen. Lagern Sie Teile in eine Anlage aus."
        )
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)[^>]*>", text):
        if name == "br":
            continue
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise RichTextTooLarge("Der Text ist zu tief verschachtelt. Vereinfachen Sie Listen und Tabellen.")
