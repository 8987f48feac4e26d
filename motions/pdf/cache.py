"""Schlüssel und Seitenzahl: what makes two documents the same, and how long one is."""

from __future__ import annotations

import functools
import hashlib
import io
import json
from importlib.metadata import version
from typing import Any

import pikepdf

from .sources import FONT_FILES, FONTS, PAGES, ROOT

_MADE_WITH = ("weasyprint", "pydyf", "fonttools", "segno", "Django")
_CODE = (
    "pdf/kinds.py",
    "pdf/render.py",
    "pdf/check_mark.py",
    "pdf/finish.py",
    "pdf/fields.py",
    "pdf/richtext.py",
    "pdf/structure.py",
    "templatetags/formats.py",
)


def cache_key(content: dict[str, Any]) -> str:
    """SHA-256 over everything that decides the bytes: content, templates, styles, fonts, versions."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{_workshop()}\n{text}".encode()).hexdigest()


def page_count(data: bytes) -> int:
    """Pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


@functools.cache
def _workshop() -> str:
    """One mark for templates, styles, fonts, our code and the libraries."""
    files = [*sorted(PAGES.iterdir()), *(FONTS / name for name in FONT_FILES)]
    files += [ROOT / "motions" / name for name in _CODE]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest() + " ".join(f"{name} {version(name)}" for name in _MADE_WITH)
