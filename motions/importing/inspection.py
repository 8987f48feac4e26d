"""Dateien prüfen: what a file really is and what it hides; file in, plain facts out (security.md 2).

The file is read in a process of its own (inspection_worker), which may be killed by a hostile file; the web
server never is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import BinaryIO

from motions.importing import worker

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
UNREADABLE = "ist beschädigt oder zu aufwendig aufgebaut. Speichern Sie sie neu oder teilen Sie sie auf."
_WORKER = "motions.importing.inspection_worker"


class InspectionRefused(ValueError):
    """Die Datei wird nicht angenommen; the message says why and what to do."""


@dataclass(frozen=True)
class Inspection:
    """Was eine Datei ist: media type by content, pages, the names of what it hides, and whether it says it is PDF/A."""

    media_type: str
    pages: int | None = None
    hidden: tuple[str, ...] = ()
    is_pdfa: bool = False


def inspect(stream: BinaryIO, file_name: str) -> Inspection:
    """Facts about an uploaded file; raises InspectionRefused with a German sentence."""
    facts = worker.ask(_WORKER, stream) or {"refused": UNREADABLE}
    if "refused" in facts:
        raise InspectionRefused(f"Die Datei „{file_name}“ {facts['refused']}")
    return Inspection(facts["media_type"], facts["pages"], tuple(facts["hidden"]), facts["is_pdfa"])
