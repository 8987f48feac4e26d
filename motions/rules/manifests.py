"""Verzeichnis der Dokumente zur Ladung (SI-04): which files an agenda went out with, sealed once by the worker.

The public one lists what everybody may read, as if there were nothing else; the rest stands in one of its own (P-06).
Each Nachtrag gets the next pair, which names the SHA-256 of the one before: a chain in which nothing can be exchanged.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from motions.models import Attachment, Invitation, IssuedDocument, Meeting, MeetingDocument, Signature
from motions.models.choices import ISSUED, Edition, MeetingDocumentKind

from . import files, meeting_documents, permissions, signing
from .content import Content, moment, town_on
from .queue import each_later

_KIND = MeetingDocumentKind.MANIFEST
_LOOKED_BACK = dt.timedelta(days=30)
_READ_AT_ONCE = 32 * 1024 * 1024


class NotYet(Exception):
    """Ein Dokument der Tagesordnung ist noch nicht hergestellt; it is tried again."""


@dataclass(frozen=True)
class Recount:
    """Nachgezählt: how many documents a manifest lists, which of them are not ours as listed, and its chain."""

    count: int
    missing: tuple[str, ...]
    chain: int
    is_chain_whole: bool

    @property
    def is_right(self) -> bool:
        """Every document is there with its hash, and so is every manifest before this one."""
        return not self.missing and self.is_chain_whole


def digest(content: Content) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no blanks, UTF-8."""
    text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


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


def recount(document: MeetingDocument) -> Recount:
    """Look up every document of a manifest and its file, and walk back its chain.

    Anybody may ask for it: as many bytes are read as fit into a moment, of further files only that they are there.
    """
    rows = document.content["documents"]
    known = _known({row["sha256"] for row in rows})
    there = _there([(row["sha256"], known.get((row["id"], row["sha256"]), 0)) for row in rows])
    missing = tuple(
        row["title"] for row in rows if (row["id"], row["sha256"]) not in known or row["sha256"] not in there
    )
    before = MeetingDocument.objects.filter(
        meeting=document.meeting_id, kind=_KIND, edition=document.edition, revision__lte=document.revision
    )
    chain = list(before.order_by("revision"))
    links = [None, *({"revision": row.revision, "sha256": digest(row.content)} for row in chain)]
    is_whole = [row.content["previous"] for row in chain] == links[:-1]
    return Recount(len(rows), missing, len(chain), is_whole)


def _known(digests: set[str]) -> dict[tuple[str, str], int]:
    """Id and hash of everything of ours with one of these hashes, printed or signed, and its size."""
    found: dict[tuple[str, str], int] = {}
    for model in (IssuedDocument, MeetingDocument, Attachment):
        rows = model._default_manager.filter(sha256__in=digests).values_list("public_id", "sha256", "size")
        found |= {(str(public_id), sha256): size or 0 for public_id, sha256, size in rows}
    for row in Signature.objects.filter(sha256__in=digests).select_related("issued", "of_meeting"):
        found[str(row.document.public_id), row.sha256] = row.size
    return found


def _there(listed: list[tuple[str, int]]) -> set[str]:
    """The hashes whose file the store holds unchanged, as far as it is read."""
    found, left = set(), _READ_AT_ONCE
    for sha256, size in listed:
        left -= size
        if files.is_kept(sha256) and (left < 0 or files.is_intact(sha256)):
            found.add(sha256)
    return found


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
        "previous": {"revision": previous.revision, "sha256": digest(previous.content)} if previous else None,
        "documents": _documents(invitation, edition),
    }


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
    versions = signing.versions([agenda, *papers])
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
