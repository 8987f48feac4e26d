"""Dateien ausliefern: issued PDFs, annexes, previews; always through the row that owns them."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.contrib import messages
from django.core.files.base import ContentFile, File
from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from motions.models import Attachment, IssuedDocument, Meeting, MeetingDocument, MinutesScan, Paper
from motions.models.choices import Edition, MeetingStatus
from motions.pdf.failures import RenderFailed
from motions.rules import (
    documents,
    files,
    meeting_permissions,
    packages,
    permissions,
    public_documents,
    public_notice,
    reading,
    signed_versions,
    signing_page,
)

from .access import Access, access
from .desk_paper import read_paper
from .errors import file_lost
from .person import staff_of
from .search_engines import found_for_years

log = logging.getLogger(__name__)

PDF = "application/pdf"
RETRY_AFTER = "10"
# Shown in the browser; everything else is only saved, whatever it claims to be.
INLINE = {PDF: ".pdf", "image/png": ".png", "image/jpeg": ".jpg", "text/plain": ".txt"}
# No script, no form, no foreign source. A sandbox would keep the browser's own PDF viewer from opening.
LOCKED = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


@require_safe
@access(Access.PUBLIC)
def document_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Die ausgefertigte Vorlage als PDF."""
    rows = permissions.visible_documents(request.user).exclude(sha256="").select_related("paper", "release")
    document = get_object_or_404(rows, public_id=public_id)
    is_secret = document.edition == Edition.INTERNAL
    reading.note_reading(
        request.user, document.paper, f"PDF, Fassung {document.release.revision}", is_secret=is_secret
    )
    response = _deliver(request, signed_versions.version(document).sha256, PDF, _name_of_document(document))
    return found_for_years(response, timezone.localdate(document.release.written_at))


@require_safe
@access(Access.PUBLIC)
def meeting_document_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Einladung, Bekanntmachung, Niederschrift und andere Dokumente einer Sitzung als PDF."""
    rows = meeting_permissions.visible_meeting_documents(request.user).exclude(sha256="")
    document = get_object_or_404(rows.select_related("meeting"), public_id=public_id)
    if not packages.is_deliverable(request.user, document):
        raise Http404
    is_secret = document.edition == Edition.INTERNAL
    part = f"{document.get_kind_display()}, Fassung {document.revision}"
    reading.note_reading(request.user, document.meeting, part, is_secret=is_secret)
    response = _deliver(
        request, signed_versions.version(document).sha256, PDF, _name_of_meeting_document(document)
    )
    return found_for_years(response, document.meeting.held_on)


@require_safe
@access(Access.PUBLIC)
def public_document_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Der Stellenplan und anderes, das zu keiner Vorlage und keiner Sitzung gehört, als PDF."""
    document = get_object_or_404(public_documents.visible().exclude(sha256=""), public_id=public_id)
    name = f"{document.series}-stand-{document.as_of.isoformat()}.pdf"
    return _deliver(request, signed_versions.version(document).sha256, PDF, name)


@require_safe
@access(Access.PUBLIC)
def document_version(request: HttpRequest, public_id: uuid.UUID, sha256: str) -> HttpResponseBase:
    """Genau die Fassung eines Dokuments, die ein Verzeichnis zur Ladung nennt."""
    document = signing_page.found(request.user, public_id)
    if document is None or not signed_versions.is_version(document, sha256):
        raise Http404
    if isinstance(document, IssuedDocument):
        matter: Paper | Meeting = document.paper
        name = _name_of_document(document)
    elif isinstance(document, MeetingDocument) and packages.is_deliverable(request.user, document):
        matter, name = document.meeting, _name_of_meeting_document(document)
    else:
        raise Http404
    is_secret = document.edition == Edition.INTERNAL
    reading.note_reading(request.user, matter, "PDF, aufgeführte Fassung", is_secret=is_secret)
    response = _deliver(request, sha256, PDF, name)
    response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
@access(Access.PUBLIC)
def attachment_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Eine Anlage."""
    rows = permissions.visible_attachments(request.user).select_related("paper")
    attachment = get_object_or_404(rows, public_id=public_id)
    is_secret = not (attachment.is_public and attachment.paper.is_public)
    reading.note_reading(request.user, attachment.paper, f"Anlage {attachment.pk}", is_secret=is_secret)
    name = _name_of_attachment(attachment)
    response = _deliver(request, attachment.sha256, attachment.media_type, name)
    return found_for_years(response, timezone.localdate(attachment.uploaded_at))


@require_safe
@access(Access.WORK)
def paper_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Vorschau: the text as it stands, marked "Entwurf" (D-01)."""
    paper = read_paper(request, permissions.desk_papers(staff_of(request)), pk, part="Vorschau")
    back = Back(reverse("paper-detail", args=[pk]), "Zur Vorlage")
    return deliver_preview(request, lambda: documents.preview(paper), f"{_stem(paper)}-entwurf.pdf", back)


@require_safe
@access(Access.OFFICE)
def notice_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Bekanntmachung zum Aushängen, before it is recorded (E-05)."""
    rows = meeting_permissions.visible_meetings(staff_of(request)).filter(status=MeetingStatus.INVITED)
    meeting = get_object_or_404(rows.select_related("organization"), pk=pk)
    try:
        made = documents.preview_of(public_notice.to_hang_out(meeting))
    except documents.TooBusy as refusal:
        return _busy(request, refusal)
    except RenderFailed as failure:
        log.warning("the notice of meeting %s failed: %s", meeting.pk, failure)
        messages.warning(request, f"Das PDF ist nicht entstanden: {failure}")
        return redirect("meeting-notice", pk=pk)
    return _respond(ContentFile(made), PDF, f"bekanntmachung-{meeting.slug}.pdf")


@dataclass(frozen=True)
class Back:
    """Wohin es geht, wenn eine Vorschau nicht entsteht."""

    url: str
    label: str


def deliver_preview(
    request: HttpRequest, make: Callable[[], bytes], name: str, back: Back
) -> HttpResponseBase:
    """A PDF of what is not issued; its page has seen to it that the person may read it."""
    try:
        made = make()
    except documents.TooBusy as refusal:
        return _busy(request, refusal)
    except RenderFailed as failure:
        log.warning("the preview %s failed: %s", name, failure)
        return render(request, "motions/preview_failed.html", {"back": back, "reason": failure}, status=422)
    response = _respond(ContentFile(made), PDF, name)
    response["Cache-Control"] = "no-cache"
    return response


def _busy(request: HttpRequest, refusal: documents.TooBusy) -> HttpResponseBase:
    busy = render(request, "503.html", {"message": refusal}, status=503)
    busy["Retry-After"] = RETRY_AFTER
    return busy


def deliver_scan(request: HttpRequest, scan: MinutesScan, stem: str) -> HttpResponseBase:
    """A kept scan of signed minutes; its page has seen to it that the person may read it."""
    return _deliver(request, scan.sha256, scan.media_type, f"{stem}{INLINE[scan.media_type]}")


def deliver_minutes(request: HttpRequest, document: MeetingDocument, digest: str) -> HttpResponseBase:
    """A Niederschrift before its publication, for somebody who has to sign it."""
    return _deliver(request, digest, PDF, _name_of_meeting_document(document))


def _deliver(request: HttpRequest, digest: str, media_type: str, name: str) -> HttpResponseBase:
    """A kept file. Citizens' browsers ask again each time, so that a withdrawal works at once."""
    is_citizen = not request.user.is_authenticated
    known = get_conditional_response(request, etag=f'"{digest}"') if is_citizen else None
    if known is not None:
        return known
    try:
        stored = files.fetch(digest)
    except (FileNotFoundError, files.FileDamaged):
        log.error("the file %s is recorded but missing or damaged", digest)
        return file_lost(request)
    response = _respond(stored, media_type, name)
    if is_citizen:
        response["Cache-Control"] = "no-cache"
        response["ETag"] = f'"{digest}"'
    return response


def _respond(stored: File[bytes], media_type: str, name: str) -> FileResponse:
    shown = media_type if media_type in INLINE else "application/octet-stream"
    kind = "text/plain; charset=utf-8" if shown == "text/plain" else shown
    response = FileResponse(stored, as_attachment=media_type not in INLINE, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = LOCKED if media_type == PDF else f"sandbox; {LOCKED}"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _stem(paper: Paper) -> str:
    return f"vorlage-{paper.slug}" if paper.slug else f"vorlage-{paper.pk}"


def _name_of_document(document: IssuedDocument) -> str:
    revision = f"-fassung-{document.release.revision}" if document.release.revision > 1 else ""
    edition = "-nichtoeffentlich" if document.edition == Edition.INTERNAL else ""
    return f"{_stem(document.paper)}{revision}{edition}.pdf"


def _name_of_meeting_document(document: MeetingDocument) -> str:
    """Which document of which meeting; never a title, and an extract by a part of its own address (P-06)."""
    parts = [slugify(document.get_kind_display().split()[0]), document.meeting.slug]
    parts += [str(document.public_id)[:8]] * bool(document.item_id)
    parts += [f"fassung-{document.revision}"] * (document.revision > 1)
    parts += ["nichtoeffentlich"] * (document.edition == Edition.INTERNAL)
    return f"{'-'.join(parts)}.pdf"


def _name_of_attachment(attachment: Attachment) -> str:
    """Reference and title; no running number, a gap would tell of an annex left out (P-06)."""
    draft = "" if attachment.paper.is_issued else "-entwurf"
    suffix = (
        INLINE.get(attachment.media_type) or f".{slugify(PurePath(attachment.file_name).suffix) or 'bin'}"
    )
    return f"{_stem(attachment.paper)}-{slugify(attachment.title)[:60] or 'anlage'}{draft}{suffix}"
