"""Dateien eines Archivpakets: which stored files it holds and under which names, safe on every system (SI-05)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.text import slugify

from motions.models import (
    Attachment,
    IssuedDocument,
    MeetingDocument,
    MinutesScan,
    Paper,
    PublicDocument,
)
from motions.models.choices import ISSUED, Edition, MeetingDocumentKind

from . import archive_scope, signed_versions
from .archive_scope import Scope
from .signed_versions import Document, Version

_LONGEST = 60
_PDF = "application/pdf"
_STEMS = {
    MeetingDocumentKind.AGENDA: "einladung",
    MeetingDocumentKind.MANIFEST: "verzeichnis",
    MeetingDocumentKind.NOTICE: "bekanntmachung",
    MeetingDocumentKind.MINUTES: "niederschrift",
    MeetingDocumentKind.EXTRACT: "beschlussauszug",
}


class ArchiveIncomplete(Exception):
    """Ein Dokument fehlt oder ist beschädigt: there is no package then; the message says which one and what to do."""


@dataclass(frozen=True)
class Piece:
    """Eine Datei im Paket: its place there, what it is called, below which heading, and where its bytes come from.

    ``source`` is its row, ``scan`` that of a scan of signed minutes. ``issued_at``: since when its readers could read
    it; ``changed_at``: when it was signed last.
    """

    path: str
    title: str
    heading: str
    sha256: str
    source: Document | Attachment | None = None
    scan: MinutesScan | None = None
    media_type: str = _PDF
    issued_at: dt.datetime | None = None
    changed_at: dt.datetime | None = None


class Paths:
    """Namen im Paket: plain letters, never one twice; what was typed by people is only a part of them."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def free(self, folder: str, stem: str, suffix: str) -> str:
        """A name nobody has yet; a second one of the same kind is counted."""
        plain = slugify(stem)[:_LONGEST].strip("-_") or "datei"
        for number in range(1, len(self._taken) + 2):
            path = f"{folder}/{plain}{f'-{number}' if number > 1 else ''}.{slugify(suffix) or 'bin'}"
            if path not in self._taken:
                break
        self._taken.add(path)
        return path


def pieces(scope: Scope) -> list[Piece]:
    """Every file of a package, the meetings first; raises ArchiveIncomplete where a PDF is not made yet."""
    paths = Paths()
    of_meetings = list(archive_scope.meeting_documents_of(scope))
    of_papers = _issued(list(archive_scope.paper_documents_of(scope)))
    others = list(archive_scope.public_documents_of(scope))
    documents: list[Document] = [*of_meetings, *of_papers, *others]
    versions = signed_versions.versions(documents)
    found = [_of_meeting(row, paths, versions[row]) for row in of_meetings]
    if not scope.is_public:
        found += [_scan(row, paths) for row in _scans(scope)]
    found += [_of_paper(row, paths, versions[row]) for row in of_papers]
    found += [_annex(row, paths) for row in archive_scope.annexes_of(scope)]
    found += [_other(row, paths, versions[row]) for row in others]
    for piece in found:
        if not piece.sha256:
            raise ArchiveIncomplete(
                f"„{piece.title}“ ({piece.heading}) hat noch kein PDF. Sehen Sie unter „Aufträge im Hintergrund“ "
                "nach, woran es liegt, und stellen Sie das Paket danach noch einmal her."
            )
    return found


def heading_of(paper: Paper) -> str:
    """How the index calls a paper."""
    return f"{paper.reference}: {paper.subject}"


def _issued(documents: list[IssuedDocument]) -> list[IssuedDocument]:
    """Without files that never came to be: of a text in force the newest must be there, an older one may lack."""
    newest = {(row.paper_id, row.edition): row for row in documents}
    return [
        row
        for row in documents
        if row.is_made or (newest[row.paper_id, row.edition] == row and row.paper.status in ISSUED)
    ]


def _mark(edition: str) -> str:
    return "-nichtoeffentlich" if edition == Edition.INTERNAL else ""


def _of_meeting(row: MeetingDocument, paths: Paths, version: Version) -> Piece:
    kind = MeetingDocumentKind(row.kind)
    label, place = (row.item.label, f"-{row.item.address.replace('.', '-')}") if row.item else ("", "")
    stem = f"{_STEMS[kind]}{place}-fassung-{row.revision}{_mark(row.edition)}"
    words = [f"{kind.label} {label}".strip(), f"Fassung {row.revision}"]
    words += ["nichtöffentlich"] * (row.edition == Edition.INTERNAL)
    return Piece(
        paths.free(f"sitzungen/{row.meeting.slug}".lower(), stem, "pdf"),
        ", ".join(words),
        str(row.meeting),
        version.sha256,
        source=row,
        issued_at=row.published_at,
        changed_at=version.signed_at or row.published_at,
    )


def _scans(scope: Scope) -> list[MinutesScan]:
    meetings = archive_scope.meetings_of(scope).order_by().values("pk")
    rows = MinutesScan.objects.filter(minutes__meeting__in=meetings)
    rows = rows.select_related("minutes__meeting__organization")
    return list(rows.order_by("minutes__meeting__starts_at", "minutes_id", "-edition"))


def _scan(row: MinutesScan, paths: Paths) -> Piece:
    meeting = row.minutes.meeting
    suffix = {"image/png": "png", "image/jpeg": "jpg"}.get(row.media_type, "pdf")
    return Piece(
        paths.free(f"sitzungen/{meeting.slug}".lower(), f"niederschrift-scan{_mark(row.edition)}", suffix),
        f"Niederschrift mit Unterschriften, Scan ({row.get_edition_display()})",
        str(meeting),
        row.sha256,
        scan=row,
        media_type=row.media_type,
        issued_at=row.uploaded_at,
        changed_at=row.uploaded_at,
    )


def _of_paper(row: IssuedDocument, paths: Paths, version: Version) -> Piece:
    stem = f"vorlage-fassung-{row.release.revision}{_mark(row.edition)}"
    words = ["Vorlage", f"Fassung {row.release.revision}"]
    words += ["nichtöffentlich"] * (row.edition == Edition.INTERNAL)
    return Piece(
        paths.free(f"vorlagen/{row.paper.slug}".lower(), stem, "pdf"),
        ", ".join(words),
        heading_of(row.paper),
        version.sha256,
        source=row,
        issued_at=row.release.written_at,
        changed_at=version.signed_at or row.release.written_at,
    )


def _other(row: PublicDocument, paths: Paths, version: Version) -> Piece:
    stem = f"{row.series}-fassung-{row.revision}"
    return Piece(
        paths.free(row.series, stem, "pdf"),
        f"Fassung {row.revision}",
        row.title,
        version.sha256,
        source=row,
        issued_at=row.issued_at,
        changed_at=version.signed_at or row.issued_at,
    )


def _annex(row: Attachment, paths: Paths) -> Piece:
    is_secret = not (row.is_public and row.paper.is_public)
    mark = _mark(Edition.INTERNAL) if is_secret else ""
    stem = f"anlage-{slugify(row.title)[: _LONGEST - 25]}".strip("-") + mark
    return Piece(
        paths.free(f"vorlagen/{row.paper.slug}".lower(), stem, PurePath(row.file_name).suffix),
        f"Anlage: {row.title}{' (nichtöffentlich)' if is_secret else ''}",
        heading_of(row.paper),
        row.sha256,
        source=row,
        media_type=row.media_type,
    )
