"""Dateien prüfen: what a file really is and what it hides; file in, plain facts out (security.md 2).

The file is read in a process of its own (inspection_worker), which may be killed by a hostile file; the web
server never is.
"""

from __future__ import annotations

import json
import logging
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

log = logging.getLogger(__name__)

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PNG = "image/png"
JPEG = "image/jpeg"
TEXT = "text/plain"
ENDINGS = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx", PNG: "png", JPEG: "jpg", TEXT: "txt"}

SCAN = "Scan ohne Textebene"
UNTAGGED = "PDF ohne Struktur (Tags)"
AUTHOR = "Name einer Person in den Dateieigenschaften"
FILE_TITLE = "Name einer Datei als Titel in den Dateieigenschaften"
OWN_PROPERTIES = "zusätzliche Dateieigenschaften (customXml)"
REMARK = "Bemerkung in den Bildeigenschaften"
# What a program writes by itself, and often says nothing secret: people look and decide.
PROPERTIES = frozenset({AUTHOR, FILE_TITLE, OWN_PROPERTIES, REMARK})
# Nothing hidden, but hard or impossible to read for some people.
BARRIERS = frozenset({SCAN, UNTAGGED})
WRONG_FORMAT = "hat ein nicht erlaubtes Format. Erlaubt sind PDF, DOCX, XLSX, JPG, PNG und Text bis 50 MB."
_UNREADABLE = "ist beschädigt oder zu aufwendig aufgebaut. Speichern Sie sie neu oder teilen Sie sie auf."
_SECONDS = 30
_ROOT = Path(__file__).resolve().parents[2]
_WORKER = "motions.importing.inspection_worker"
_CHUNK = 1 << 20


class InspectionRefused(ValueError):
    """Die Datei wird nicht angenommen; the message says why and what to do."""


@dataclass(frozen=True)
class Inspection:
    """Was eine Datei ist: media type by content, pages, and the names of what it hides."""

    media_type: str
    pages: int | None = None
    hidden: tuple[str, ...] = ()


def inspect(stream: BinaryIO, file_name: str) -> Inspection:
    """Facts about an uploaded file; raises InspectionRefused with a German sentence."""
    facts = _examine(stream)
    if "refused" in facts:
        raise InspectionRefused(f"Die Datei „{file_name}“ {facts['refused']}")
    return Inspection(facts["media_type"], facts["pages"], tuple(facts["hidden"]))


def _examine(stream: BinaryIO) -> dict[str, Any]:
    """Ask the worker; one that dies or takes too long has met a file nobody should open."""
    try:
        with tempfile.TemporaryFile() as copy:
            # The worker moves in its file; sharing ours would move us, too.
            stream.seek(0)
            shutil.copyfileobj(stream, copy, _CHUNK)
            stream.seek(0)
            copy.seek(0)
            done = subprocess.run(
                [sys.executable, "-m", _WORKER],
                stdin=copy,
                capture_output=True,
                cwd=_ROOT,
                env={"PYTHONUTF8": "1"},
                timeout=_SECONDS,
                check=False,
            )
    except subprocess.TimeoutExpired:
        return {"refused": _UNREADABLE}
    if done.returncode:
        log.warning(
            "inspection ended with %s: %s", done.returncode, done.stderr[-500:].decode(errors="replace")
        )
        return {"refused": _UNREADABLE}
    facts: dict[str, Any] = json.loads(done.stdout)
    return facts
