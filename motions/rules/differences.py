"""Abweichung zweier Fassungen (B-04): block beside block, word by word; data only, the page draws it."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import zip_longest

from lxml import html

_BLOCKS = frozenset({"p", "h3", "h4", "li", "td", "th"})
_FAIR = 0.4
# Comparing costs the product of both lengths: what is longer is shown as a whole, old and new.
_MOST_BLOCKS = 4_000_000
_MOST_WORDS = 1_000_000


class Sort(StrEnum):
    """Was mit einem Stück Text geschah."""

    SAME = "same"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    """Ein Stück eines Absatzes."""

    sort: Sort
    text: str


@dataclass(frozen=True)
class Block:
    """Ein Absatz, Listenpunkt oder Tabellenfeld aus beiden Fassungen."""

    pieces: tuple[Piece, ...]


def compare(before: str, after: str) -> list[Block]:
    """Two rich texts aligned by their blocks; formatting alone is no difference."""
    old, new = list(_blocks(before)), list(_blocks(after))
    rows: list[Block] = []
    if len(old) * len(new) > _MOST_BLOCKS:
        return [Block((Piece(sort, text),)) for sort, texts in _either(old, new) for text in texts]
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            rows += (Block((Piece(Sort.SAME, text),)) for text in old[a:b])
        else:
            rows += _replaced(old[a:b], new[c:d])
    return rows


def differ(before: str, after: str) -> bool:
    """The words of two rich texts are not the same."""
    return list(_blocks(before)) != list(_blocks(after))


def _replaced(old: list[str], new: list[str]) -> Iterator[Block]:
    """Blocks in place of others: word by word where they resemble each other, else one after the other."""
    for before, after in zip_longest(old, new, fillvalue=""):
        is_short = len(_words(before)) * len(_words(after)) <= _MOST_WORDS
        matcher = SequenceMatcher(None, _words(before), _words(after), autojunk=False)
        if before and after and is_short and matcher.ratio() >= _FAIR:
            yield Block(tuple(_pieces(matcher, _words(before), _words(after))))
            continue
        if before:
            yield Block((Piece(Sort.REMOVED, before),))
        if after:
            yield Block((Piece(Sort.ADDED, after),))


def _either(old: list[str], new: list[str]) -> list[tuple[Sort, list[str]]]:
    return [(Sort.SAME, new)] if old == new else [(Sort.REMOVED, old), (Sort.ADDED, new)]


def _pieces(matcher: "SequenceMatcher[str]", old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            yield Piece(Sort.SAME, " ".join(old[a:b]))
            continue
        if b > a:
            yield Piece(Sort.REMOVED, " ".join(old[a:b]))
        if d > c:
            yield Piece(Sort.ADDED, " ".join(new[c:d]))


def _words(text: str) -> list[str]:
    return text.split()


def _blocks(text: str) -> Iterator[str]:
    """The words of each innermost block in their order; a text without blocks is one."""
    if not text.strip():
        return
    for node in html.fragment_fromstring(text, create_parent="div").iter():
        if node.tag == "div" or node.tag in _BLOCKS:
            words = " ".join("".join(_own(node)).split())
            if words:
                yield words


def _own(node: html.HtmlElement) -> Iterator[str]:
    """The words of a block without those of the blocks in it."""
    yield node.text or ""
    for child in node:
        if child.tag == "br":
            yield " "
        elif child.tag not in _BLOCKS:
            yield from _own(child)
        yield child.tail or ""
