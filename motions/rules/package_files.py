"""Herstellung der Sitzungsmappe: from the stored files of its parts to one PDF (D-07).

The first section begins with the contents; a supplement has contents of its own and stands at the end, so that no
page of what is there already moves. The stamp with page and TOP is on this copy only.
"""

import functools
import io
from dataclasses import dataclass
from typing import Any, cast

import pikepdf

from motions.models import MeetingDocument
from motions.pdf import conformance
from motions.pdf.conformance import ACCESSIBLE, ARCHIVE
from motions.pdf.failures import BROKEN, RenderFailed
from motions.pdf.isolation import render_isolated
from motions.pdf.merge import UNREADABLE, Broken, Merged, Part, merge, open_part

from . import files
from .content import Content

NOT_READY = "Ein Dokument der Mappe ist noch nicht fertig. Die Mappe wird danach erstellt."
NOT_A_PDF = "kein PDF, deshalb nur im ZIP-Archiv enthalten"
NOT_OPENED = "lässt sich nicht einbinden, deshalb nur im ZIP-Archiv enthalten"
NAME = "Sitzungsmappe"
_STAMPED = f"{NAME} Seite von TOP ÖN 0123456789.abcdefghijklmnopqrstuvwxyz"
_PDF = "application/pdf"


@dataclass
class _Source:
    """Ein Eintrag mit seiner Datei; without a stream it is only named."""

    entry: dict[str, Any]
    data: Any = None
    pages: int = 0
    note: str = ""
    page: int = 0
    formats: frozenset[str] = frozenset({ARCHIVE, ACCESSIBLE})


def build(content: Content) -> Merged:
    """The PDF of a package; an annex that cannot be put in is only named. Raises RenderFailed."""
    sections = [[_source(entry) for entry in section["entries"]] for section in content["sections"]]
    while True:
        try:
            return _joined(content, sections)
        except _Refused as refusal:
            refusal.source.data, refusal.source.note = None, NOT_OPENED


class _Refused(Exception):
    """Eine Anlage, die sich nicht einbinden lässt."""

    def __init__(self, source: _Source) -> None:
        super().__init__(source)
        self.source = source


def _joined(content: Content, sections: list[list[_Source]]) -> Merged:
    """One attempt; the contents are printed twice, because only then the pages are known."""
    lists = [render_isolated(_list_of(content, number, sections)) for number in range(len(sections))]
    starts = _count(sections, [_length(data) for data in lists])
    supplements = _supplements(content, starts)
    lists = [
        render_isolated(_list_of(content, number, sections, supplements)) for number in range(len(lists))
    ]
    parts: list[Part] = []
    owners: list[_Source | None] = []
    for number, sources in enumerate(sections):
        title = "Inhalt" if number == 0 else f"Nachtrag, Fassung {content['sections'][number]['revision']}"
        used = [source for source in sources if source.data is not None]
        parts += [Part(io.BytesIO(lists[number]), title), *map(_part, used)]
        owners += [None, *used]
    try:
        return merge(parts, name=NAME, font=_stamps())
    except Broken as failure:
        source = owners[failure.place]
        if source is None or not parts[failure.place].is_foreign:
            raise RenderFailed(BROKEN) from failure
        raise _Refused(source) from failure


def _source(entry: dict[str, Any]) -> _Source:
    """The file of an entry, opened to see whether it can be put in; raises RenderFailed if it is not made yet."""
    digest = entry["sha256"] or _made_since(entry)
    if entry["media_type"] != _PDF:
        return _Source(entry, note=NOT_A_PDF)
    try:
        stored = cast("Any", files.fetch(digest))
    except FileNotFoundError:
        raise files.FileDamaged(digest) from None
    try:
        with open_part(stored) as document:
            pages = len(document.pages)
            if not _is_foreign(entry):
                return _Source(entry, stored, pages)
            found = conformance.of(document)
            return _Source(entry, stored, pages, found.shortfall, formats=found.formats)
    except UNREADABLE:
        return _Source(entry, note=NOT_OPENED)


def _made_since(entry: dict[str, Any]) -> str:
    """The agenda is frozen together with the package, its PDF is made a moment later."""
    digest = MeetingDocument.objects.values_list("sha256", flat=True).get(public_id=entry["id"])
    if not digest:
        raise RenderFailed(NOT_READY)
    return digest


def _count(sections: list[list[_Source]], lengths: list[int]) -> list[int]:
    """Number the pages; returns where each section begins."""
    page, starts = 1, []
    for sources, length in zip(sections, lengths, strict=True):
        starts.append(page)
        page += length
        for source in sources:
            if source.data is not None:
                source.page = page
                page += source.pages
    return starts


def _supplements(content: Content, starts: list[int]) -> list[dict[str, Any]]:
    return [
        {"revision": section["revision"], "issued_on": section["issued_at"][:10], "page": start}
        for section, start in list(zip(content["sections"], starts, strict=True))[1:]
    ]


def _list_of(
    content: Content,
    number: int,
    sections: list[list[_Source]],
    supplements: list[dict[str, Any]] | None = None,
) -> Content:
    """What the contents of one section say."""
    section = content["sections"][number]
    head = {name: value for name, value in content.items() if name != "sections"}
    bound = [source for source in sections[number] if source.data is not None]
    entries = [
        {
            "label": source.entry["label"] if not source.entry["depth"] else "",
            "title": source.entry["title"],
            "depth": source.entry["depth"],
            "note": source.note,
            "page": source.page,
        }
        for source in sections[number]
    ]
    return head | {
        "section": section["revision"] if number else 1,
        "created_at": section["issued_at"],
        "entries": entries,
        "supplements": supplements or [],
        "has_foreign": any(_is_foreign(source.entry) for source in bound),
        "unclaimed": [
            name for name in (ARCHIVE, ACCESSIBLE) if any(name not in row.formats for row in bound)
        ],
    }


def _part(source: _Source) -> Part:
    entry = source.entry
    source.data.seek(0)
    stamp = f"TOP {entry['label']}" if entry["label"] else ""
    title = entry["title"] if entry["depth"] or not stamp else f"{stamp}: {entry['title']}"
    return Part(source.data, title, entry["depth"], stamp, is_foreign=_is_foreign(entry))


def _is_foreign(entry: dict[str, Any]) -> bool:
    """Not made by us."""
    return bool(entry["kind"] == "annex")


def _length(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as document:
        return len(document.pages)


@functools.cache
def _stamps() -> bytes:
    """A small PDF whose font has every character of the stamps."""
    content: Content = {
        "schema": "ratsinfo-stamp/1",
        "town": {"name": NAME},
        "type": NAME,
        "subject": NAME,
        "is_public": True,
        "characters": _STAMPED,
        "created_at": "2000-01-01T00:00:00+01:00",
    }
    return render_isolated(content)
