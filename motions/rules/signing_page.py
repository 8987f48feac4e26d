"""Was die Seiten zum Signieren zeigen: the file and its hash, who signed, what waits, what stands still."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.urls import reverse

from motions.models import (
    AgendaItem,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    PublicDocument,
    Signature,
    SigningRequest,
    User,
)
from motions.models.choices import Edition, MeetingDocumentKind, SignatureKind

from . import meeting_permissions, outdated, permissions, public_documents, signed_versions, signing
from .clearance import clearance
from .permissions import Visitor
from .signed_versions import Document, Version

_SHOWN_DONE = 20
_SEAL, _BY_HAND = "Siegel der Stadt", "Elektronische Unterschrift"


@dataclass(frozen=True)
class Sheet:
    """Ein Dokument, das gesiegelt werden kann oder ist; ``request`` waits for the worker."""

    document: Document
    title: str
    url: str
    back_url: str
    version: Version
    signatures: list[Signature]
    request: SigningRequest | None
    is_secret: bool
    outdated: str

    @property
    def is_sealed(self) -> bool:
        """By the town, not by a person."""
        return any(row.kind == SignatureKind.SEAL for row in self.signatures)

    @property
    def heading(self) -> str:
        """What the page is about: the Siegel, unless a person has signed or does so."""
        if self.signatures:
            return _SEAL if self.is_sealed else _BY_HAND
        return _BY_HAND if self.request and self.request.kind != SignatureKind.SEAL else _SEAL

    @property
    def is_waiting(self) -> bool:
        """Something will happen by itself."""
        return not self.document.is_made or (self.request is not None and not self.request.failure)


def found(user: Visitor, public_id: uuid.UUID) -> Document | None:
    """The document with this id, as far as the person may see it."""
    issued = permissions.visible_documents(user).select_related("paper", "release")
    of_meetings = meeting_permissions.visible_meeting_documents(user).select_related(
        "meeting__organization", "item"
    )
    for rows in (issued, of_meetings, public_documents.visible()):
        document: Document | None = rows.filter(public_id=public_id).first()
        if document is not None:
            return document
    return None


def sheet(document: Document) -> Sheet:
    """What the page of one document shows."""
    return Sheet(
        document=document,
        title=title_of(document),
        url=url_of(document),
        back_url=_back(document),
        version=signed_versions.version(document),
        signatures=list(signed_versions.signatures(document)),
        request=signing.open_request(document),
        is_secret=document.edition == Edition.INTERNAL,
        outdated=outdated.reason(document),
    )


def title_of(document: Document) -> str:
    """What the document is called for who may read it."""
    if isinstance(document, IssuedDocument):
        return f"Vorlage {document.paper.reference}, {document.get_edition_display()}"
    if isinstance(document, PublicDocument):
        return document.title
    label = f" {document.content['item']['label']}" if document.kind == MeetingDocumentKind.EXTRACT else ""
    secret = " (nichtöffentlich)" if document.edition == Edition.INTERNAL else ""
    return f"{document.get_kind_display()}{label}, Fassung {document.revision}{secret}, {document.meeting}"


def url_of(document: Document) -> str:
    """Where the file is."""
    names = {IssuedDocument: "document-file", MeetingDocument: "meeting-document-file"}
    return reverse(names.get(type(document), "public-document-file"), args=[document.public_id])


def work_url_of(document: Document) -> str:
    """Where whoever looks after its signatures finds it: the page of the Siegel, or that of the Niederschrift."""
    if isinstance(document, MeetingDocument) and document.kind not in signing.SEALED_KINDS:
        return _back(document)
    return reverse("document-seal", args=[document.public_id])


def url_after(user: User, order: SigningRequest) -> str:
    """Where an act on an order leads: signers who are not of the office see what waits for them."""
    if signing.looks_after(user, order.document):
        return work_url_of(order.document)
    return reverse("signatures-due")


def _back(document: Document) -> str:
    if isinstance(document, IssuedDocument):
        return reverse("paper-detail", args=[document.paper_id])
    if isinstance(document, PublicDocument):
        return document.page
    of_minutes = document.kind in (MeetingDocumentKind.EXTRACT, MeetingDocumentKind.MINUTES)
    return reverse("meeting-minutes" if of_minutes else "meeting-plan", args=[document.meeting_id])


def extracts_to_seal(meeting: Meeting) -> list[tuple[MeetingDocument, Version]]:
    """The newest extract of each item that has neither a seal nor an order for one, in the order of the agenda."""
    rows = meeting.documents.filter(kind=MeetingDocumentKind.EXTRACT).select_related("item", "meeting")
    newest = {row.item_id: row for row in rows.order_by("revision")}
    waiting = set(
        SigningRequest.objects.filter(of_meeting__meeting=meeting, ended_at__isnull=True).values_list(
            "of_meeting", flat=True
        )
    )
    versions = signed_versions.versions(newest.values())
    agenda = AgendaItem.objects.filter(meeting=meeting).in_order().values_list("pk", flat=True)
    places: dict[int | None, int] = {pk: place for place, pk in enumerate(agenda)}
    return [
        (row, versions[row])
        for row in sorted(newest.values(), key=lambda row: places.get(row.item_id, len(places)))
        if row.is_made and row.pk not in waiting and not versions[row].signatures
    ]


def orders(user: User) -> QuerySet[SigningRequest]:
    """The orders of documents the person may read."""
    issued = permissions.visible_documents(user)
    of_meetings = meeting_permissions.visible_meeting_documents(user)
    further = public_documents.visible()
    return _whole(
        SigningRequest.objects.filter(
            Q(issued__in=issued) | Q(of_meeting__in=of_meetings) | Q(public_document__in=further)
        )
    )


def order(user: User, public_id: uuid.UUID) -> SigningRequest | None:
    """One order, of a document the person may read or asked for by the person: signers do not see their minutes."""
    found = orders(user).filter(public_id=public_id).first()
    if found is None:
        with clearance("system"):
            own = SigningRequest.objects.filter(asked_by=user, public_id=public_id)
            found = _whole(own).first()
    return found


def _whole(rows: QuerySet[SigningRequest]) -> QuerySet[SigningRequest]:
    return rows.select_related(
        "issued__paper",
        "issued__release",
        "of_meeting__meeting__organization",
        "of_meeting__item",
        "public_document",
        "asked_by",
    )


def waiting_orders(user: User) -> QuerySet[SigningRequest]:
    """Those the worker still has to carry out, the oldest first."""
    return orders(user).filter(ended_at__isnull=True).order_by("asked_at")


def done_orders(user: User) -> QuerySet[SigningRequest]:
    """The last ones that were carried out."""
    return orders(user).filter(signature__isnull=False).order_by("-ended_at")[:_SHOWN_DONE]
