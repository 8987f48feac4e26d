"""Vorlage als PDF: content in, bytes out; PDF/A-3a and PDF/UA-1, the same bytes for the same content.

Nothing is read from disk or network while rendering but our own fonts and style sheet (pdf.md 7).
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import logging
import os
import tempfile
import textwrap
from pathlib import Path
from typing import Any

from django.template import Context, Engine
from fontTools.ttLib import TTFont

ROOT = Path(__file__).resolve().parent.parent.parent
TEMPLATES = ROOT / "templates"
FONTS = ROOT / "static" / "fonts"
FONT_FILES = tuple(f"noto-sans-{style}.ttf" for style in ("regular", "bold", "italic", "bolditalic"))
_SHORT_SUBJECT = 52
STYLE = TEMPLATES / "pdf" / "paper.css"


class RenderFailed(Exception):
    """Das Dokument konnte nicht hergestellt werden; the message says why."""


def _only_our_fonts() -> None:
    """Without this a missing glyph falls back to whatever the machine has, and the bytes differ."""
    folder = Path(tempfile.mkdtemp(prefix="ratsinfo-fonts-"))
    config = folder / "fonts.conf"
    config.write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{FONTS}</dir><cachedir>{folder}</cachedir></fontconfig>'
    )
    os.environ["FONTCONFIG_FILE"] = str(config)


_only_our_fonts()

from weasyprint import CSS, HTML, Attachment  # noqa: E402  reads FONTCONFIG_FILE when loaded
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

from .finish import finish  # noqa: E402


class LockedFetcher(URLFetcher):  # type: ignore[misc]
    """Holt nur unsere Schriften; everything else fails the rendering."""

    def __init__(self) -> None:
        super().__init__()
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """A font by name; raises ValueError for any other address."""
        name = url.removeprefix("font:")
        if url.startswith("font:") and name in FONT_FILES:
            return URLFetcherResponse(url, (FONTS / name).read_bytes(), {"Content-Type": "font/ttf"})
        self.blocked.append(url)
        raise ValueError("blocked")


class _Complaints(logging.Handler):
    """Collects what WeasyPrint only logs but what breaks the archive format."""

    def __init__(self) -> None:
        super().__init__()
        self.missing: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the lines about glyphs no font has."""
        message = record.getMessage()
        if ".notdef" in message:
            self.missing.append(message)


@functools.cache
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)], libraries={"formats": "motions.templatetags.formats"})


@functools.cache
def _style() -> tuple[CSS, FontConfiguration]:
    """Parsed once for each process: a new font configuration costs more than the page."""
    fonts = FontConfiguration()
    sheet = CSS(string=STYLE.read_text(), font_config=fonts, url_fetcher=LockedFetcher())
    return sheet, fonts


@functools.cache
def _characters() -> frozenset[int]:
    """Characters every one of our fonts can draw."""
    maps = [set(TTFont(FONTS / name, lazy=True).getBestCmap()) for name in FONT_FILES]
    return frozenset(set.intersection(*maps))


_INVISIBLE = frozenset(map(ord, "\n\r\t\u00ad"))


def unprintable(text: str) -> set[str]:
    """The characters of a text that no font of ours has."""
    known = _characters()
    return {character for character in set(text) if ord(character) not in known and ord(character) not in _INVISIBLE}


def warm_up() -> None:
    """Parse what every document needs before the first one is asked for."""
    _style()
    _characters()
    _engine().get_template("pdf/paper.html")


def page(content: dict[str, Any]) -> str:
    """The HTML that is printed."""
    publicity = "öffentlich" if content["is_public"] else "nichtöffentlich"
    short = textwrap.shorten(content["subject"], _SHORT_SUBJECT, placeholder=" …")
    template = _engine().get_template("pdf/paper.html")
    return str(template.render(Context({"c": content, "publicity": publicity, "short_subject": short}, use_l10n=False)))


def render(content: dict[str, Any]) -> bytes:
    """The PDF of one content, with the content attached as JSON; raises RenderFailed."""
    sheet, fonts = _style()
    fetcher = LockedFetcher()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        html = HTML(string=page(content), url_fetcher=fetcher)
        made = html.render(stylesheets=[sheet, *_marks(content)], font_config=fonts).write_pdf(
            pdf_variant="pdf/a-3a", finisher=finish, attachments=[_data(content)]
        )
    finally:
        logger.removeHandler(complaints)
    if fetcher.blocked:
        raise RenderFailed("Der Text verweist auf fremde Bilder oder Dateien. Entfernen Sie sie.")
    if complaints.missing:
        bad = unprintable(json.dumps(content, ensure_ascii=False))
        named = ", ".join(f"U+{ord(character):04X}" for character in sorted(bad))
        raise RenderFailed(f"Diese Zeichen können nicht gedruckt werden: {named}. Ersetzen Sie sie.")
    return bytes(made)


def _data(content: dict[str, Any]) -> Attachment:
    moment = dt.datetime.fromisoformat(content["created_at"])
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return Attachment(
        string=text,
        name="vorlage.json",
        description="Die Vorlage als Daten",
        relationship="Source",
        created=moment,
        modified=moment,
        url_fetcher=LockedFetcher(),
    )


def _marks(content: dict[str, Any]) -> list[CSS]:
    """Words on every page: "Entwurf" (D-01) and "nichtöffentlich" (D-02)."""
    words = [word for word, is_on in (("Entwurf", content["status"] == "draft"), ("nichtöffentlich", not content["is_public"])) if is_on]
    if not words:
        return []
    look = "font-size: 8.5pt; font-weight: bold; color: #8a1a1e; white-space: nowrap; vertical-align: bottom;"
    line = "margin-bottom: 5mm; padding-bottom: 1.5mm; border-bottom: .4pt solid #8a1a1e;"
    text = f'content: "{" – ".join(words)}"; {look}'
    first = f"@page :first {{ @top-center {{ {text} border: none; padding-bottom: 1mm; margin-bottom: 2mm }} }}"
    rules = f"@page {{ @top-center {{ {text} {line} }} }} {first}"
    rules += " @page { @top-right { content: none } }"
    return [CSS(string=rules, url_fetcher=LockedFetcher())]
