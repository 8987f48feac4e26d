"""Schlüssel und Seitenzahl: what makes two documents the same, and how long one is."""

from __future__ import annotations

import functools
import hashlib
import io
import json
from importlib.metadata import version
from typing import Any

import pikepdf

from .render import FONT_FILES, FONTS, ROOT, STYLE, TEMPLATES

_MADE_WITH = ("weasyprint", "pydyf", "fonttools", "Django")


def cache_key(content: dict[str, Any]) -> str:
    """SHA-256 over everything that decides the bytes: content, template, style, fonts, versions."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{_workshop()}\n{text}".encode()).hexdigest()


def page_count(data: bytes) -> int:
    """Pages of a PDF."""
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


@functools.cache
def _workshop() -> str:
    """One mark for template, style, fonts, our code and the libraries."""
    files = [TEMPLATES / "pdf" / "paper.html", STYLE, *(FONTS / name for name in FONT_FILES)]
    files += [ROOT / "motions" / "pdf" / name for name in ("render.py", "finish.py", "richtext.py")]
    digest = hashlib.sha256()
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest() + " ".join(f"{name} {version(name)}" for name in _MADE_WITH)
