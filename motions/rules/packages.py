"""Sitzungsmappe: the agenda, the papers by item and their annexes in one PDF for each audience (D-07, P-06).

Its content is frozen by hash. A supplement keeps what is there and adds a section at the end. Before it is handed
out every part must still be visible to the person (security.md 1.5); what was withdrawn makes a new package.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from motions.models import Attachment, IssuedDocument, Meeting, MeetingDocument, Recusal, User
from motions.models.choices import ANNOUNCED, ISSUED, Edition, MeetingDocumentKind

from . import meeting_permissions, permissions
from .clearance import clearance
from .content import Content, moment, town_on
from .findings import NotPermitted
from .meeting_documents import freeze
from .permissions import Visitor

AGENDA, PAPER, ANNEX = "agenda", "paper", "annex"
_PDF = "application/pdf"
Entry = dict[str, Any]


class State(StrEnum):
    """Wie es um eine Mappe steht."""

    MISSING = "missing"
    MAKING = "making"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    OUTDATED = "outdated"
    READY = "ready"


@dataclass(frozen=True)
class Offer:
    """Die Mappe einer Ausfertigung, as one person finds it."""

    edition: str
    state: State
    document: MeetingDocument | None

    @property
    def is_waiting(self) -> bool:
        """It is being made; the page looks again by itself."""
        return self.state == State.MAKING

    @property
    def can_be_asked(self) -> bool:
        """A new one can be asked for."""
        return self.state in (State.MISSING, State.WITHDRAWN, State.OUTDATED)


def offers(user: Visitor, meeting: Meeting) -> list[Offer]:
    """The packages a person may have, the public one first."""
    return [_offer(user, meeting, edition) for edition in editions_for(user, meeting)]


def editions_for(user: Visitor, meeting: Meeting) -> list[str]:
    """For everybody the public one; the internal one for who may read every non-public item (P-08 to P-10)."""
    if meeting.status not in ANNOUNCED:
        return []
    rows = meeting_permissions.visible_meeting_documents(user).filter(meeting=meeting)
    is_inside = rows.filter(edition=Edition.INTERNAL, kind=MeetingDocumentKind.AGENDA).exists()
    if not is_inside or not isinstance(user, User):
        return [Edition.PUBLIC]
    recused = Recusal.objects.filter(person=user.person_id, item__meeting=meeting, item__is_public=False)
    return [Edition.PUBLIC] if recused.exists() else [Edition.PUBLIC, Edition.INTERNAL]


def _offer(user: Visitor, meeting: Meeting, edition: str) -> Offer:
    rows = meeting_permissions.visible_meeting_documents(user).filter(
        meeting=meeting, kind=MeetingDocumentKind.PACKAGE, edition=edition
    )
    newest = rows.order_by("-revision").first()
    if newest is None:
        return Offer(edition, State.MISSING, None)
    if not is_deliverable(user, newest):
        return Offer(edition, State.WITHDRAWN, None)
    if not newest.is_made:
        return Offer(edition, State.FAILED if newest.failure else State.MAKING, newest)
    with clearance("system"):
        is_complete = not _missing_from(newest.content["sections"], _wanted(meeting, edition))
    return Offer(edition, State.READY if is_complete else State.OUTDATED, newest)


def ask(meeting: Meeting, *, edition: str, by: Visitor, now: dt.datetime) -> None:
    """Have a package made for its readers; whoever may have it may ask. Raises NotPermitted."""
    if edition not in editions_for(by, meeting):
        raise NotPermitted("Diese Mappe gibt es für Sie nicht.")
    with clearance("system"):
        issue(meeting, edition=edition, now=now)


def follow(document_id: int, *, now: dt.datetime) -> None:
    """After an agenda was made: its package, for the same readers."""
    document = MeetingDocument.objects.select_related("meeting").get(pk=document_id)
    if document.kind == MeetingDocumentKind.AGENDA and document.published_at and document.is_made:
        issue(document.meeting, edition=document.edition, now=now)


def issue(meeting: Meeting, *, edition: str, now: dt.datetime) -> MeetingDocument | None:
    """Freeze the package of today; nothing happens if it is the same as before or there is nothing to put in.

    What is new goes into a section at the end; only if a part was withdrawn a package begins anew.
    """
    with transaction.atomic():
        meeting = Meeting.objects.select_for_update().select_related("organization").get(pk=meeting.pk)
        rows = MeetingDocument.objects.filter(
            meeting=meeting, kind=MeetingDocumentKind.PACKAGE, edition=edition
        )
        before = rows.order_by("-revision").first()
        sections = before.content["sections"] if before and _is_whole(before, edition) else []
        fresh = _missing_from(sections, _wanted(meeting, edition))
        if not fresh:
            return before
        revision = before.revision + 1 if before else 1
        section = {"revision": revision, "issued_at": moment(now), "entries": fresh}
        content = _head(meeting, edition, revision, now) | {"sections": [*sections, section]}
        return freeze(
            meeting,
            MeetingDocumentKind.PACKAGE,
            edition=edition,
            content=content,
            now=now,
            revision=revision,
            published_at=now,
        )


def is_deliverable(user: Visitor, document: MeetingDocument) -> bool:
    """Every part of a package is still there for this person; true of other documents."""
    if document.kind != MeetingDocumentKind.PACKAGE:
        return True
    return _all_in(
        document,
        {
            AGENDA: meeting_permissions.visible_meeting_documents(user),
            PAPER: permissions.visible_documents(user),
            ANNEX: permissions.visible_attachments(user),
        },
    )


def _is_whole(document: MeetingDocument, edition: str) -> bool:
    """Nothing in it was withdrawn for its readers as a whole."""
    if edition == Edition.PUBLIC:
        return is_deliverable(AnonymousUser(), document)
    return _all_in(
        document,
        {
            AGENDA: MeetingDocument.objects.filter(published_at__isnull=False),
            PAPER: IssuedDocument.objects.filter(paper__status__in=ISSUED),
            ANNEX: Attachment.objects.filter(paper__status__in=ISSUED),
        },
    )


def _all_in(document: MeetingDocument, known: dict[str, QuerySet[Any]]) -> bool:
    for kind, rows in known.items():
        ids = {
            uuid.UUID(entry["id"])
            for entry in _entries(document.content["sections"])
            if entry["kind"] == kind
        }
        if ids and rows.filter(public_id__in=ids).values("public_id").distinct().count() != len(ids):
            return False
    return True


def _entries(sections: Iterable[dict[str, Any]]) -> list[Entry]:
    return [entry for section in sections for entry in section["entries"]]


def _missing_from(sections: list[dict[str, Any]], wanted: list[Entry]) -> list[Entry]:
    known = {entry["id"] for entry in _entries(sections)}
    return [entry for entry in wanted if entry["id"] not in known]


def _head(meeting: Meeting, edition: str, revision: int, now: dt.datetime) -> Content:
    starts = timezone.localtime(meeting.starts_at)
    organ = meeting.organization
    return {
        "schema": "ratsinfo-package/1",
        "town": town_on(timezone.localdate(now)),
        "type": "Sitzungsmappe",
        "status": "released",
        "is_public": edition == Edition.PUBLIC,
        "organ": {"name": organ.name, "short_name": organ.short_name, "slug": organ.slug},
        "subject": f"{organ.name}, {starts:%d.%m.%Y}",
        "date": starts.date().isoformat(),
        "revision": revision,
        "created_at": moment(now),
    }


def _wanted(meeting: Meeting, edition: str) -> list[Entry]:
    """What belongs in today: the newest agenda, then item by item the paper and its annexes."""
    agendas = MeetingDocument.objects.filter(
        meeting=meeting, kind=MeetingDocumentKind.AGENDA, edition=edition, published_at__isnull=False
    )
    newest = agendas.order_by("-revision").first()
    if newest is None:
        return []
    entries = [_entry(AGENDA, newest.public_id, newest.content["type"], sha256=newest.sha256)]
    items = meeting.items.announced().in_order().select_related("consultation")
    if edition == Edition.PUBLIC:
        items = items.filter(is_public=True)
    labels = {item.consultation.paper_id: item.label for item in items if item.consultation}
    papers, annexes = _files_of(list(labels), edition)
    for paper_id, label in labels.items():
        document = papers.get(paper_id)
        if document is None:
            continue
        title = f"{document.content['reference']}: {document.content['subject']}"
        entries.append(_entry(PAPER, document.public_id, title, label=label, sha256=document.sha256))
        entries += [
            _entry(
                ANNEX,
                annex.public_id,
                f"Anlage: {annex.title}",
                label=label,
                depth=1,
                sha256=annex.sha256,
                media_type=annex.media_type,
            )
            for annex in annexes.get(paper_id, [])
        ]
    return entries


def _files_of(
    papers: list[int], edition: str
) -> tuple[dict[int, IssuedDocument], dict[int, list[Attachment]]]:
    """The newest made document of each paper and its annexes, for one audience."""
    if edition == Edition.PUBLIC:
        issued = permissions.visible_documents(AnonymousUser())
        attached = permissions.visible_attachments(AnonymousUser())
    else:
        issued = IssuedDocument.objects.filter(paper__status__in=ISSUED)
        attached = Attachment.objects.filter(paper__status__in=ISSUED)
    documents: dict[int, IssuedDocument] = {}
    rows = issued.filter(paper__in=papers).exclude(sha256="").order_by("-release__revision", "edition")
    for document in rows:
        documents.setdefault(document.paper_id, document)
    annexes: dict[int, list[Attachment]] = {}
    for annex in attached.filter(paper__in=papers).order_by("position", "pk"):
        annexes.setdefault(annex.paper_id, []).append(annex)
    return documents, annexes


def _entry(kind: str, public_id: uuid.UUID, title: str, **facts: Any) -> Entry:
    usual = {"label": "", "depth": 0, "media_type": _PDF}
    return usual | {"kind": kind, "id": str(public_id), "title": title} | facts
