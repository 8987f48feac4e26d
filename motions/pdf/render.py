"""Dokumente als PDF: content in, bytes out; PDF/A-3a and PDF/UA-1, the same bytes for the same content.

Nothing is read from disk or network while rendering but our own fonts and style sheets (pdf.md 7).
The schema of a content says how it is printed (kinds.py).
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

from .check_mark import check_mark
from .failures import BROKEN, ForeignContent, RenderFailed, Unprintable
from .kinds import BY_SCHEMA, PAPER, Kind
from .sources import DRAFT_MARK, FONT_FILES, FONTS, PAGES, TEMPLATES, unprintable

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
    """Holt nur unsere Schriften und Zeichen und, was zu diesem Dokument gehört; everything else fails the rendering."""

    def __init__(self, own: dict[str, tuple[bytes, str]] | None = None) -> None:
        super().__init__()
        self.own = own or {}
        self.blocked: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """One of our files by its name; raises ValueError for any other address."""
        if url in self.own:
            data, kind = self.own[url]
            return URLFetcherResponse(url, data, {"Content-Type": kind})
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
def _fonts() -> FontConfiguration:
    """One for each process: a new font configuration costs more than the page."""
    return FontConfiguration()


@functools.cache
def _style(name: str) -> CSS:
    """A style sheet, parsed once for each process."""
    text = (PAGES / f"{name}.css").read_text(encoding="utf-8")
    return CSS(string=text, font_config=_fonts(), url_fetcher=LockedFetcher())


def warm_up() -> None:
    """Print one small page, so that fonts, hyphenation and style are at hand before the first document."""
    for kind in BY_SCHEMA.values():
        _engine().get_template(f"pdf/{kind.template}.html")
        _style(kind.template)
    _printed(_SAMPLE, "{}", kind=PAPER, created=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def page(content: dict[str, Any]) -> str:
    """The HTML that is printed."""
    kind = BY_SCHEMA[content["schema"]]
    name, subject = kind.running(content)
    room = max(_RUNNING_TITLE - len(f"{name} – "), 30)
    facts = {
        "c": content,
        "publicity": "öffentlich" if content["is_public"] else "nichtöffentlich",
        "running": {"name": name, "subject": textwrap.shorten(subject, room, placeholder=" …")},
    }
    template = _engine().get_template(f"pdf/{kind.template}.html")
    return str(template.render(Context(facts, use_l10n=False)))


def render(content: dict[str, Any]) -> bytes:
    """The PDF of one content, with the content attached as JSON; raises RenderFailed."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1)
    created = dt.datetime.fromisoformat(content["created_at"])
    kind = BY_SCHEMA[content["schema"]]
    return _printed(page(content), text, kind=kind, created=created, own=_own_pictures(content))


def _own_pictures(content: dict[str, Any]) -> dict[str, tuple[bytes, str]]:
    """What is drawn for this document alone: the code of its address, the chart of its figures."""
    drawn = {}
    if address := content.get("check_url"):
        drawn["mark:check"] = check_mark(address)
    if chart := content.get("share_chart"):
        template = _engine().get_template("pdf/share_chart.svg")
        drawn["picture:share-chart"] = template.render(Context({"chart": chart}, use_l10n=False)).encode()
    return {name: (data, "image/svg+xml") for name, data in drawn.items()}


def _printed(
    html: str,
    data: str,
    *,
    kind: Kind,
    created: dt.datetime,
    own: dict[str, tuple[bytes, str]] | None = None,
) -> bytes:
    sheets = [_style("sheet"), _style(kind.template)]
    fetcher = LockedFetcher(own)
    complaints = _Complaints()
    logger = logging.getLogger("weasyprint")
    logger.addHandler(complaints)
    try:
        made = (
            HTML(string=html, url_fetcher=fetcher)
            .render(stylesheets=sheets, font_config=_fonts())
            .write_pdf(
                pdf_variant="pdf/a-3a",
                finisher=functools.partial(finish, keeps_hyphens="\u2010" in html),
                attachments=[_attached(data, kind, created)],
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


def _attached(data: str, kind: Kind, created: dt.datetime) -> Attachment:
    return Attachment(
        string=data,
        name=kind.data_name,
        description=kind.data_description,
        relationship="Source",
        created=created,
        modified=created,
        url_fetcher=LockedFetcher(),
    )
