"""Formatierter Text: what may be stored and printed, cleaned once on the server (security.md 2, pdf.md 7)."""

from __future__ import annotations

import html as html_text
import re

import nh3
from lxml import html as lxml_html

from .structure import put_right

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
_MOST_ROUNDS = 6

_TOO_MANY = "Der Text hat zu viele Absätze, Zeilen oder Formatierungen. Lagern Sie Teile in eine Anlage aus."
_TOO_DEEP = "Der Text ist zu tief verschachtelt. Vereinfachen Sie Listen und Tabellen."

_EQUIVALENT = {"b": "strong", "i": "em", "h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
_BREAKS = re.compile(r"(?:<br>\s*){3,}")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_SEPARATORS = {0x2028: " ", 0x2029: " "}
_TO_MEND = re.compile(r"<(?:table|[uo]l|li|h[34])")
_RENAMED = re.compile(r"<(/?)(b|i|h1|h2|h5|h6)(?=[\s>/])", re.IGNORECASE)
_OPENED = re.compile(r"<([a-z][a-z0-9]*)[\s>]")
_BLOCKS = re.compile(r"</(?:p|h3|h4|li|tr|ul|ol|table)>|<br>")
_CELLS = re.compile(r"</t[dh]>(?=<t[dh])")
_ALIVE = re.compile(r"(?:https?://|mailto:)\S+", re.IGNORECASE)
_BRACKETS = str.maketrans({"<": "%3C", ">": "%3E", '"': "%22"})
_TAG = re.compile(r"<[^>]*>")
_SPAN = re.compile(r"[0-9]{1,2}")


class RichTextTooLarge(ValueError):
    """Der Text ist zu lang oder zu verschachtelt für ein Dokument; the message says what to do."""


def clean(text: str) -> str:
    """The text with allowed elements only; the same again when cleaned again; "" if it says nothing.

    Raises RichTextTooLarge with a German sentence.
    """
    text = _CONTROL.sub("", text.translate(_SEPARATORS))
    if len(text) > MOST_CHARACTERS:
        limit = f"{MOST_CHARACTERS:,}".replace(",", ".")
        raise RichTextTooLarge(
            f"Der Text ist zu lang. Möglich sind {limit} Zeichen. Lagern Sie Teile in eine Anlage aus."
        )
    if text.count("<") > 2 * MOST_ELEMENTS + 2 * DEEPEST:
        raise RichTextTooLarge(_TOO_MANY)
    for _ in range(_MOST_ROUNDS):
        stored = _sanitised(text)
        if stored == text:
            break
        text = stored
    else:
        raise RichTextTooLarge(_TOO_DEEP)
    _measure(stored)
    return stored if plain(stored).strip() else ""


def _sanitised(text: str) -> str:
    """One round; what a browser would move elsewhere shows in the next round."""
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
    return _BREAKS.sub(
        "<br><br>", _without_dead_links(_CONTROL.sub("", stored.translate(_SEPARATORS)))
    ).strip()


def plain(text: str) -> str:
    """The words without formatting, blocks on lines of their own."""
    if "<" not in text and "&" not in text:
        return text
    bare = _TAG.sub("", _CELLS.sub("\t", _BLOCKS.sub("\n", text)))
    return html_text.unescape(bare).strip("\n")


def for_print(text: str) -> str:
    """For page and PDF: tables with heads, complete lists, headings in order (D-03); no word is lost."""
    if not _TO_MEND.search(text):
        return text
    root = lxml_html.fragment_fromstring(text, create_parent="div")
    put_right(root)
    inner = lxml_html.tostring(root, encoding="unicode")
    return inner.removeprefix("<div>").removesuffix("</div>")


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name in ("colspan", "rowspan"):
        return value if _SPAN.fullmatch(value) and 1 <= int(value) <= WIDEST_CELL else None
    if name == "href":
        target = value.strip()
        return target.translate(_BRACKETS) if _ALIVE.fullmatch(target) else None
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
        raise RichTextTooLarge(_TOO_MANY)
    depth = deepest = 0
    for closing, name in re.findall(r"<(/?)([a-z][a-z0-9]*)[^>]*>", text):
        if name == "br":
            continue
        depth += -1 if closing else 1
        deepest = max(deepest, depth)
    if deepest > DEEPEST:
        raise RichTextTooLarge(_TOO_DEEP)
