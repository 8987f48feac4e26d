"""Dokumente einer Sitzung als ZIP: what the person may read, streamed from the stored files, with an index."""

import html
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePath
from typing import IO, Any, cast

from django.utils.text import slugify

from motions.models import Meeting
from motions.models.choices import Edition, MeetingDocumentKind

from . import files, meeting_reading, reading, signed_versions
from .permissions import Visitor

_CHUNK = 1 << 18
_WHEN = (1980, 1, 1, 0, 0, 0)
_EXCLUDED = (MeetingDocumentKind.PACKAGE, MeetingDocumentKind.EXTRACT)


@dataclass(frozen=True)
class Entry:
    """Eine Datei im Archiv: its name there, what it is called, its bytes by hash."""

    name: str
    title: str
    sha256: str
    is_secret: bool


def entries(user: Visitor, meeting: Meeting) -> list[Entry]:
    """The documents of the meeting, then each paper and its annexes by item; only what the person may read."""
    published = meeting_reading.published_documents(user, meeting)
    own = [row for row in published if row.is_made and row.kind not in _EXCLUDED]
    agenda = meeting_reading.agenda_of(user, meeting)
    lines = agenda.held or [*agenda.public, *agenda.secret]
    papers = [line.pdf for line in lines if line.pdf is not None]
    newest = signed_versions.versions([*own, *papers])
    found = [
        _entry(
            "00",
            document.get_kind_display(),
            f"fassung-{document.revision}",
            newest[document].sha256,
            document.edition,
        )
        for document in own
    ]
    seen: set[int] = set()
    for line in lines:
        if line.paper is None or line.item is None or line.paper.pk in seen:
            continue
        seen.add(line.paper.pk)
        place = line.item.address
        if line.pdf is not None:
            found.append(
                _entry(
                    place,
                    f"TOP {line.label}: {line.paper}",
                    line.paper.slug or "vorlage",
                    newest[line.pdf].sha256,
                    line.pdf.edition,
                )
            )
        for number, annex in enumerate(reading.annexes(user, line.paper), start=1):
            row = annex.attachment
            suffix = slugify(PurePath(row.file_name).suffix) or "bin"
            name = f"{place}-anlage-{number}-{slugify(row.title)[:60] or 'anlage'}.{suffix}"
            found.append(Entry(name, f"TOP {line.label}: Anlage {row.title}", row.sha256, annex.is_secret))
    return found


def _entry(place: str, title: str, part: str, sha256: str, edition: str) -> Entry:
    is_secret = edition == Edition.INTERNAL
    mark = "-nichtoeffentlich" if is_secret else ""
    name = f"{place}-{slugify(title)[:60]}-{part}{mark}.pdf" if place == "00" else f"{place}-{part}{mark}.pdf"
    return Entry(name, title, sha256, is_secret)


def stream(meeting: Meeting, found: list[Entry]) -> Iterator[bytes]:
    """The archive piece by piece: no file is held in memory, nothing is packed twice."""
    sink = _Sink()
    with zipfile.ZipFile(cast("IO[bytes]", sink), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr(zipfile.ZipInfo("index.html", _WHEN), _index(meeting, found))
        yield sink.taken()
        for entry in found:
            with (
                archive.open(zipfile.ZipInfo(entry.name, _WHEN), "w") as target,
                files.fetch(entry.sha256) as stored,
            ):
                for chunk in stored.chunks(_CHUNK):
                    target.write(chunk)
                    yield sink.taken()
    yield sink.taken()


class _Sink:
    """What the archive writes, until somebody takes it."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: Any) -> int:
        """Keep a piece."""
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""

    def taken(self) -> bytes:
        """Everything written since."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


def _index(meeting: Meeting, found: list[Entry]) -> str:
    title = html.escape(str(meeting))
    rows = "".join(
        f'<li><a href="{html.escape(entry.name)}">{html.escape(entry.title)}</a>'
        f"{' (nichtöffentlich)' if entry.is_secret else ''}</li>\n"
        for entry in found
    )
    return (
        f'<!DOCTYPE html>\n<html lang="de"><head><meta charset="utf-8"><title>{title}</title></head>\n'
        f"<body><h1>{title}</h1>\n<ul>\n{rows}</ul></body></html>\n"
    )
