"""Verzeichnis der Dokumente zur Ladung (SI-04): which files an agenda went out with, sealed once by the worker.

The public one lists what everybody may read, as if there were nothing else; the rest stands in one of its own (P-06).
Each Nachtrag gets the next pair, which names the SHA-256 of the one before: a chain in which nothing can be exchanged.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from motions.models import Attachment, Invitation, IssuedDocument, Meeting, MeetingDocument
from motions.models.choices import ISSUED, Edition, MeetingDocumentKind

from . import meeting_documents, permissions, signed_versions, signing, version_chain
from .content import Content, moment, town_on
from .queue import each_later

_KIND = MeetingDocumentKind.MANIFEST
_LOOKED_BACK = dt.timedelta(days=30)


class NotYet(Exception):
    """Ein Dokument der Tagesordnung ist noch nicht hergestellt; it is tried again."""


def write(invitation_id: int, *, now: dt.datetime) -> NotYet | None:
    """Freeze the manifests up to this invitation that do not exist yet; twice changes nothing."""
    try:
        with transaction.atomic():
            invitation = Invitation.objects.get(pk=invitation_id)
            meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=invitation.meeting_id)
            known = set(meeting.documents.filter(kind=_KIND).values_list("edition", "revision"))
            sent = (
                _with_agenda().filter(meeting=meeting, revision__lte=invitation.revision).order_by("revision")
            )
            for row in sent:
                for edition in (Edition.PUBLIC, Edition.INTERNAL):
                    if (edition, row.revision) not in known:
                        _freeze(row, edition, now=now)
    except NotYet as failure:
        return failure
    return None


def seal(document_id: int, *, now: dt.datetime) -> None:
    """Order the seal of a printed manifest, once; in the name of whoever sent the invitation."""
    identity = signing.setup().seal()
    with transaction.atomic():
        rows = MeetingDocument.objects.filter(pk=document_id, kind=_KIND).exclude(sha256="")
        document = rows.select_for_update(of=("self",)).first()
        if identity is None or document is None or document.signing_requests.exists():
            return
        invitation = Invitation.objects.get(meeting=document.meeting_id, revision=document.revision)
        signing.ask(document, identity, shown=document.sha256, by=invitation.sent_by, now=now)


def ask_again(*, now: dt.datetime) -> int:
    """Have manifests written that are still missing some time after the invitation; returns how many."""
    return each_later("write_manifests", "invitation_id", missing(now=now))


def missing(*, now: dt.datetime) -> QuerySet[Invitation]:
    """Invitations of the last weeks without their manifests."""
    written = MeetingDocument.objects.filter(
        meeting=OuterRef("meeting"), kind=_KIND, revision=OuterRef("revision")
    )
    return _with_agenda().filter(~Exists(written), sent_at__gt=now - _LOOKED_BACK)


def _with_agenda() -> QuerySet[Invitation]:
    """Invitations whose agenda was issued; of those that came with the town from another system only the last was."""
    agenda = MeetingDocument.objects.filter(
        meeting=OuterRef("meeting"), kind=MeetingDocumentKind.AGENDA, revision=OuterRef("revision")
    )
    return Invitation.objects.filter(Exists(agenda))


def _freeze(invitation: Invitation, edition: str, *, now: dt.datetime) -> None:
    meeting_documents.freeze(
        invitation.meeting,
        _KIND,
        edition=edition,
        content=_content(invitation, edition),
        now=now,
        revision=invitation.revision,
        published_at=now,
    )


def _content(invitation: Invitation, edition: str) -> Content:
    meeting = invitation.meeting
    starts = timezone.localtime(meeting.starts_at)
    organ = meeting.organization
    before = meeting.documents.filter(kind=_KIND, edition=edition, revision__lt=invitation.revision)
    previous = before.order_by("revision").last()
    return {
        "schema": "ratsinfo-manifest/1",
        "town": town_on(timezone.localdate(invitation.sent_at)),
        "type": "Verzeichnis der Dokumente",
        "status": "released",
        "is_public": edition == Edition.PUBLIC,
        "organ": {"name": organ.name, "short_name": organ.short_name, "slug": organ.slug},
        "subject": f"{organ.name}, {starts:%d.%m.%Y}",
        "date": starts.date().isoformat(),
        "revision": invitation.revision,
        "created_at": moment(invitation.sent_at),
        "previous": None,
        "documents": _documents(invitation, edition),
    } | version_chain.naming(previous)


def _documents(invitation: Invitation, edition: str) -> list[dict[str, Any]]:
    """The agenda, then item by item the paper and its annexes, as they were when the invitation was sent."""
    is_public = edition == Edition.PUBLIC
    agenda = invitation.meeting.documents.get(
        kind=MeetingDocumentKind.AGENDA, edition=edition, revision=invitation.revision
    )
    items = invitation.meeting.items.filter(announced_at__lte=invitation.sent_at, consultation__isnull=False)
    if is_public:
        items = items.filter(is_public=True)
    labels = {
        item.consultation.paper_id: item.label
        for item in items.in_order().select_related("consultation")
        if item.consultation
    }
    papers = _papers(labels, invitation.sent_at, is_public=is_public)
    annexes = _annexes(labels, invitation.sent_at, is_public=is_public)
    versions = signed_versions.versions([agenda, *papers])
    if not all(document.is_made for document in versions):
        raise NotYet("Ein Dokument der Tagesordnung ist noch nicht hergestellt.")
    rows = [_row("", agenda.content["type"], agenda, versions[agenda].sha256, is_public)]
    for paper_id, label in labels.items():
        for document in papers:
            if document.paper_id == paper_id:
                title = f"Vorlage {document.content['reference']}"
                rows.append(_row(label, title, document, versions[document].sha256, is_public))
        of_paper = [annex for annex in annexes if annex.paper_id == paper_id]
        for number, annex in enumerate(of_paper, start=1):
            # A public list stays public when the annex no longer is: it must not tell its title for ever.
            title = f"Anlage {number}" if is_public else f"Anlage: {annex.title}"
            rows.append(_row(label, title, annex, annex.sha256, is_public))
    return rows


def _papers(papers: Any, sent_at: dt.datetime, *, is_public: bool) -> list[IssuedDocument]:
    """The last document of each paper for one audience at that time; the internal one only where it tells more."""
    rows = permissions.visible_documents(AnonymousUser())
    if not is_public:
        rows = IssuedDocument.objects.filter(edition=Edition.INTERNAL, paper__status__in=ISSUED)
    at_that_time = Q(release__revised_at__lte=sent_at) | Q(
        release__revised_at__isnull=True, release__released_at__lte=sent_at
    )
    found = rows.filter(at_that_time, paper__in=papers).order_by("release__revision")
    return list({row.paper_id: row for row in found}.values())


def _annexes(papers: Any, sent_at: dt.datetime, *, is_public: bool) -> list[Attachment]:
    rows = permissions.visible_attachments(AnonymousUser())
    if not is_public:
        is_secret = Q(is_public=False) | Q(paper__is_public=False)
        rows = Attachment.objects.filter(is_secret, paper__status__in=ISSUED)
    return list(rows.filter(paper__in=papers, uploaded_at__lte=sent_at).order_by("position", "pk"))


def _row(
    label: str, title: str, of: IssuedDocument | MeetingDocument | Attachment, sha256: str, is_public: bool
) -> dict[str, Any]:
    return {
        "label": label,
        "title": title,
        "id": str(of.public_id),
        "sha256": sha256,
        "is_public": is_public,
    }
