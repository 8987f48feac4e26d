"""Kette der Fassungen (SI-04): what is frozen names the SHA-256 of the version before, so nothing can be exchanged.

The hash is that of the data, which are attached to each PDF as JSON: whoever has two versions can compare them without
us. Documents from before this rule name none; their files are held by their own hashes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from motions.models import IssuedDocument, MeetingDocument, PublicDocument

from .content import Content

NAME = "previous"
Row = IssuedDocument | MeetingDocument | PublicDocument


@dataclass(frozen=True)
class Link:
    """Eine Fassung der Kette by the hash of its data; ``is_whole``: what it says of the one before is so."""

    revision: int
    sha256: str
    is_whole: bool


def digest(content: Content) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def naming(before: Row | None) -> Content:
    """What the next version says of the one before; nothing where it is the first."""
    if before is None:
        return {}
    return {NAME: {"revision": _revision(before), "sha256": digest(before.content)}}


def before_release(document: IssuedDocument) -> IssuedDocument | None:
    """The version of a paper before this one, for the same audience."""
    rows = IssuedDocument.objects.filter(
        paper=document.paper_id,
        edition=document.edition,
        release__revision__lt=document.release.revision,
    )
    return rows.select_related("release").order_by("-release__revision").first()


def links(document: Row, *, begins_here: bool = False) -> tuple[Link, ...]:
    """The versions up to this one, the oldest first; ``begins_here``: the first one may name none before it."""
    last = _revision(document)
    rows = (row for row in _series(document) if _revision(row) <= last)
    return tuple(_linked(rows, begins_here=begins_here))


def broken() -> Iterator[Row]:
    """Every version whose predecessor is not what it says."""
    for rows in _all():
        found = list(rows)
        yield from (row for row, link in zip(found, _linked(found), strict=True) if not link.is_whole)


def _linked(rows: Iterable[Row], *, begins_here: bool = False) -> list[Link]:
    """A first version that names one before came from an archive that did not hold it, unless the chain begins here."""
    found: list[Link] = []
    for row in rows:
        named = row.content.get(NAME)
        if found:
            expected: dict[str, Any] | None = {"revision": found[-1].revision, "sha256": found[-1].sha256}
        else:
            expected = None if begins_here else named
        is_whole = NAME not in row.content or named == expected
        found.append(Link(_revision(row), digest(row.content), is_whole))
    return found


def _series(document: Row) -> Iterable[Row]:
    if isinstance(document, IssuedDocument):
        return (
            IssuedDocument.objects.filter(paper=document.paper_id, edition=document.edition)
            .select_related("release")
            .order_by("release__revision")
        )
    if isinstance(document, PublicDocument):
        return PublicDocument.objects.filter(series=document.series).order_by("revision")
    same = {name: getattr(document, name) for name in ("meeting_id", "kind", "edition", "item_id")}
    return MeetingDocument.objects.filter(**same).order_by("revision")


def _all() -> Iterator[Iterator[Row]]:
    """Every series; one after the other, for the contents of a town are large."""
    of_papers = IssuedDocument.objects.select_related("release").order_by(
        "paper", "edition", "release__revision"
    )
    of_meetings = MeetingDocument.objects.order_by("meeting", "kind", "edition", "item", "revision")
    sorts: tuple[tuple[Any, Any], ...] = (
        (of_papers, lambda row: (row.paper_id, row.edition)),
        (of_meetings, lambda row: (row.meeting_id, row.kind, row.edition, row.item_id)),
        (PublicDocument.objects.order_by("series", "revision"), lambda row: row.series),
    )
    for rows, key in sorts:
        for _, found in groupby(rows.iterator(chunk_size=200), key=key):
            yield found


def _revision(row: Row) -> int:
    return row.release.revision if isinstance(row, IssuedDocument) else row.revision
