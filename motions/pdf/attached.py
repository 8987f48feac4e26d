"""Angehängte Daten: the JSON a document of ours was printed from, read out of its file."""

from __future__ import annotations

import io
import json
from typing import Any

import pikepdf


def attached_data(data: bytes) -> dict[str, Any] | None:
    """The data attached to one of our own files; None where there are none. Never for files of strangers."""
    try:
        with pikepdf.open(io.BytesIO(data)) as document:
            for spec in document.attachments.values():
                found = json.loads(spec.get_file().read_bytes())
                return found if isinstance(found, dict) else None
    except (pikepdf.PdfError, ValueError):
        return None
    return None
