"""Vorlage als PDF: content in, bytes out; PDF/A-3a and PDF/UA-1, the same bytes for the same content.

Nothing is read from disk or network while rendering but our own fonts and style sheet (pdf.md 7).
"""

from __future__ import annotations

import atexit
import datetime as dt
import functools
import json
import logging
import os
import shutil
import tempfile
import textwrap
import threading
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from django.template import Context, Engine

from .failures import BROKEN, ForeignContent, RenderFailed, Unprintable
from .sources import DRAFT_MARK, FONT_FILES, FONTS, PAGE, STYLE, TEMPLATES, unprintable

_RUNNING_TITLE = 90  # characters that fit beside the marks in the header of the following pages
_SAMPLE = (
    "<html lang=de><title>Probe</title><meta name=author content=Probe><body class=draft><h1>Probe</h1>"
    "<p style=width:30mm>Straßenausbaubeitragssatzung Grundstücksverkehrsgenehmigung <b>fett</b>"
    "<p><i>kursiv <b>beides</b></i> <a href=https://example.org>Link</a>"
    "<ul><li>Punkt</ul><table><caption>Probe</caption><thead><tr><th>Kopf<tbody><tr><td>1</table>"
)


def _only_our_fonts() -> None:
    """Without this a missing glyph falls back to whatever the machine has, and the bytes differ."""
    folder = Path(tempfile.mkdtemp(prefix="ratsinfo-fonts-"))
    config = folder / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?><fontconfig>'
        f"<dir>{escape(str(FONTS))}</dir><cachedir>{escape(str(folder))}</cachedir></fontconfig>"
    )
    os.environ["FONTCONFIG_FILE"] = str(config)
    owner = os.getpid()

    def remove() -> None:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)

    atexit.register(remove)


_only_our_fonts()

from weasyprint import CSS, HTML, Attachment  # noqa: E402  reads FONTCONFIG_FILE when loaded
from weasyprint.text.fonts import FontConfiguration  # noqa: E402
from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: E402

from .finish import finish  # noqa: E402

_ASSETS = {f"font:{name}": (FONTS / name, "font/ttf") for name in FONT_FILES}
_ASSETS["mark:draft"] = (DRAFT_MARK, "image/svg+xml")


class LockedFetcher(URLFetcher):  # type: ignore[misc]
    """Holt nur unsere Schriften und Zeichen; everything else fails the rendering."""

    def __init__(self) -> None:
        super().__init__()
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """One of our files by its name; raises ValueError for any other address."""
        if url in _ASSETS:
            file, kind = _ASSETS[url]
            return URLFetcherResponse(url, file.read_bytes(), {"Content-Type": kind})
        self.blocked.append(url)
        raise ValueError("blocked")


class _Complaints(logging.Handler):
    """Notes what WeasyPrint only logs but what breaks the archive format."""

    def __init__(self) -> None:
        super().__init__()
        self.has_missing_glyph = False
        self._thread = threading.get_ident()

    def emit(self, record: logging.LogRecord) -> None:
        """Watch for glyphs no font has, in this rendering only."""
        if record.thread == self._thread and ".notdef" in record.getMessage():
            self.has_missing_glyph = True


@functools.cache
def _engine() -> Engine:
    return Engine(dirs=[str(TEMPLATES)], libraries={"formats": "motions.templatetags.formats"})


@functools.cache
def _style() -> tuple[CSS, FontConfiguration]:
    """Parsed once for each process: a new font configuration costs more than the page."""
    fonts = FontConfiguration()
    sheet = CSS(string=STYLE.read_text(encoding="utf-8"), font_config=fonts, url_fetcher=LockedFetcher())
    return sheet, fonts


def warm_up() -> None:
    """Print one small page, so that fonts, hyphenation and style are at hand before the first document."""
    _engine().get_template(str(PAGE.relative_to(TEMPLATES)))
    _printed(_SAMPLE, "{}", created=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def page(content: dict[str, Any]) -> str:
    """The HTML that is printed."""
    reference = content["reference"] or "(Entwurf)"
    room = max(_RUNNING_TITLE - len(f"{content['type']} {reference} – "), 30)
    facts = {
        "c": content,
        "publicity": "öffentlich" if content["is_public"] else "nichtöffentlich",
        "short_subject": textwrap.shorten(content["subject"], room, placeholder=" …"),
    }
    template = _engine().get_template(str(PAGE.relative_to(TEMPLATES)))
    return str(template.render(Context(facts, use_l10n=False)))


def render(content: dict[str, Any]) -> bytes:
    """The PDF of one content, with the content attached as JSON; raises RenderFailed."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    return _printed(page(content), text, created=dt.datetime.fromisoformat(content["created_at"]))


def _printed(html: str, data: str, *, created: dt.datetime) -> bytes:
    sheet, fonts = _style()
    fetcher = LockedFetcher()
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        made = (
            HTML(string=html, url_fetcher=fetcher)
            .render(stylesheets=[sheet], font_config=fonts)
            .write_pdf(
                pdf_variant="pdf/a-3a",
                finisher=functools.partial(finish, keeps_hyphens="\u2010" in html),
                attachments=[_attached(data, created)],
            )
        )
    finally:
        logger.removeHandler(complaints)
    if fetcher.blocked:
        raise ForeignContent(fetcher.blocked)
    if complaints.has_missing_glyph:
        missing = unprintable(data)
        raise Unprintable(missing) if missing else RenderFailed(BROKEN)
    return bytes(made)


def _attached(data: str, created: dt.datetime) -> Attachment:
    return Attachment(
        string=data,
        name="vorlage.json",
        description="Die Vorlage als Daten",
        relationship="Source",
        created=created,
        modified=created,
        url_fetcher=LockedFetcher(),
    )
