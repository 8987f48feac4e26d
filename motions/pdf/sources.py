"""Zutaten: the files every document is made from, and which characters their fonts can draw."""

from __future__ import annotations

import functools
from pathlib import Path

from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
PAGES = TEMPLATES / "pdf"
DRAFT_MARK = PAGES / "draft.svg"
FONTS = ROOT / "static" / "fonts"
FONT_FILES = tuple(f"noto-sans-{style}.ttf" for style in ("regular", "bold", "italic", "bolditalic"))

_INVISIBLE = frozenset(map(ord, "\n\r\t\u00ad\ufeff"))
_DRAWN_AS_NOTHING = frozenset({0x2028})  # the line separator: in the fonts, but set as a missing glyph


def unprintable(text: str) -> set[str]:
    """The characters of a text that no font of ours has."""
    known = _characters() | _INVISIBLE
    return {character for character in set(text) if ord(character) not in known}


@functools.cache
def _characters() -> frozenset[int]:
    """Characters every one of our fonts can draw."""
    maps = [set(TTFont(FONTS / name, lazy=True).getBestCmap()) for name in FONT_FILES]
    return frozenset(set.intersection(*maps)) - _DRAWN_AS_NOTHING
