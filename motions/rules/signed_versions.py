"""Gesiegelte und unterschriebene Fassungen: what was signed, and which bytes are delivered (SI-04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from motions.models import IssuedDocument, MeetingDocument, PublicDocument, Signature

Document = IssuedDocument | MeetingDocument | PublicDocument


@dataclass(frozen=True)
class Version:
    """Die Fassung, die ausgeliefert wird: the newest signed one, or the file as it was printed."""

    sha256: str
    size: int
    signatures: int
    signed_at: dt.datetime | None


def of_document(document: Document) -> Q:
    """The rows of one document."""
    return Q(**named(document))


def named(document: Document) -> dict[str, Document]:
    """The document under the name that orders and signatures have for its kind."""
    return {document.signed_as: document}


def signatures(document: Document) -> QuerySet[Signature]:
    """Who signed, in order."""
    return Signature.objects.filter(of_document(document)).order_by("number")


def version(document: Document) -> Version:
    """What is delivered now."""
    return _version(document, signatures(document).last())


def versions(documents: Iterable[Document]) -> dict[Document, Version]:
    """The same for a list, with one query for each kind."""
    of_kind: dict[str, list[Document]] = {}
    for document in documents:
        of_kind.setdefault(document.signed_as, []).append(document)
    found: dict[Document, Version] = {}
    for name, rows in of_kind.items():
        signed = Signature.objects.filter(**{f"{name}__in": rows}).order_by("number")
        newest = {getattr(row, f"{name}_id"): row for row in signed}
        found |= {row: _version(row, newest.get(row.pk)) for row in rows}
    return found


def _version(document: Document, last: Signature | None) -> Version:
    if last is None:
        return Version(document.sha256, document.size or 0, 0, None)
    return Version(last.sha256, last.size, last.number, last.signed_at)


def is_version(document: Document, sha256: str) -> bool:
    """The document was printed or signed with exactly these bytes."""
    return document.is_made and (
        document.sha256 == sha256 or signatures(document).filter(sha256=sha256).exists()
    )
