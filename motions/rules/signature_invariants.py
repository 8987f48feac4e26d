"""Unumstößliches der Signaturen (security.md 4): each version goes on where the one before ended, and stays proven.

Called by invariants.py and written like it.
"""

from collections.abc import Callable, Iterator
from itertools import groupby

from django.utils import timezone

from motions.models import MeetingDocument, Signature
from motions.models.choices import MeetingDocumentKind

from . import files, manifest_check, stamp_ends, version_chain

_LARGEST = 64 * 1024 * 1024


def chains_whole() -> Iterator[str]:
    """I9: the first signature of a document is of its printed file, each further one of the version before."""
    for rows in _by_document():
        document, before = rows[0].document, rows[0].document.sha256
        for place, row in enumerate(rows, start=1):
            if (row.number, row.source_sha256) != (place, before):
                yield f"I9: Die Signaturen des Dokuments {document.public_id} bilden keine Kette (Nr. {row.number})."
            elif row.size <= _LARGEST and not _goes_on(row):
                yield f"I9: Die Signatur Nr. {row.number} des Dokuments {document.public_id} ersetzt ältere Bytes."
            before = row.sha256


def _by_document() -> Iterator[list[Signature]]:
    rows = Signature.objects.select_related("issued", "of_meeting", "public_document").order_by(
        "issued", "of_meeting", "public_document", "number"
    )
    for _, found in groupby(rows, key=lambda row: (row.issued_id, row.of_meeting_id, row.public_document_id)):
        yield list(found)


def _goes_on(row: Signature) -> bool:
    """Its file begins with every byte of the one before; a file that is lost or damaged is named elsewhere."""
    try:
        return files.read(row.sha256).startswith(files.read(row.source_sha256))
    except files.FileDamaged:
        return True


def manifests_right() -> Iterator[str]:
    """I9: whatever a Verzeichnis zur Ladung lists is there, and the chain of its meeting has no gap."""
    rows = MeetingDocument.objects.filter(kind=MeetingDocumentKind.MANIFEST)
    for document in rows.select_related("meeting__organization").order_by("pk"):
        if not manifest_check.recount(document).is_right:
            yield f"I9: {document.meeting}: Das Verzeichnis zur Ladung, Fassung {document.revision}, stimmt nicht."


def versions_chained() -> Iterator[str]:
    """I9: each version of a document names the data of the one before as they are."""
    for document in version_chain.broken():
        yield f"I9: Das Dokument {document.public_id} nennt eine andere frühere Fassung als die, die hier liegt."


def stamps_hold() -> Iterator[str]:
    """I9: no archive time stamp ends within ninety days: it is renewed a year before, every Saturday."""
    rows = stamp_ends.ending(now=timezone.now()).select_related("issued", "of_meeting", "public_document")
    for row in rows.order_by("pk"):
        yield (
            f"I9: Der Archivzeitstempel des Dokuments {row.document.public_id} endet am "
            f"{row.archived_until:%d.%m.%Y} und ist nicht erneuert. Läuft der Dienst für die Signaturen, und reicht "
            "sein Zeitstempeldienst weiter?"
        )


ALL: tuple[Callable[[], Iterator[str]], ...] = (chains_whole, manifests_right, versions_chained, stamps_hold)
