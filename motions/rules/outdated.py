"""Überholte Ausfertigung (SI-04): why a document takes no Siegel any more; what was sealed before stays as it is."""

from __future__ import annotations

from motions.models import IssuedDocument, MeetingDocument, Paper, PublicDocument
from motions.models.choices import PaperStatus

from . import public_documents

_NEWER = "Von diesem Dokument gibt es eine neuere Fassung. Siegeln Sie diese."


def reason(document: IssuedDocument | MeetingDocument | PublicDocument) -> str:
    """A sentence, "" for the newest version of something that holds."""
    if isinstance(document, IssuedDocument):
        return _of_paper(document)
    if isinstance(document, PublicDocument):
        last = public_documents.newest(document.series)
        return _NEWER if last is not None and last.revision > document.revision else ""
    later = MeetingDocument.objects.filter(
        meeting=document.meeting_id,
        kind=document.kind,
        edition=document.edition,
        item=document.item_id,
        revision__gt=document.revision,
    )
    return _NEWER if later.exists() else ""


def _of_paper(document: IssuedDocument) -> str:
    paper = Paper.objects.get(pk=document.paper_id)
    if paper.status != PaperStatus.RELEASED:
        standing = paper.get_status_display()
        return f"Diese Vorlage gilt nicht (Stand: {standing}). Ihre alte Ausfertigung bleibt ohne Siegel."
    is_old = paper.releases.filter(revision__gt=document.release.revision).exists()
    return _NEWER if is_old else ""
