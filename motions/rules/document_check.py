"""Dokument prüfen: what the holder of exact bytes may know about them (SI-04, P-06).

Only hashes are compared; no foreign file is opened. A public document is named with its place; of any other one nothing
is said but that it is ours and unchanged, not even when it was issued and who signed it. Whoever has other bytes learns
that they are not ours, and nothing more.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from django.contrib.auth.models import AnonymousUser
from django.urls import reverse

from motions.models import IssuedDocument, MeetingDocument, PublicDocument, Signature
from motions.models.choices import MeetingDocumentKind, PaperStatus, SignatureKind

from . import (
    families,
    manifest_check,
    meeting_permissions,
    permissions,
    public_documents,
    revocations,
    short_address,
    signed_versions,
    signing_page,
    version_chain,
)
from .clearance import clearance
from .permissions import Visitor
from .signed_versions import Document

_HEX_DIGITS = 64


@dataclass(frozen=True)
class Proof:
    """Was über eine Datei bekannt ist; ``title`` and the links are empty for what is not public.

    ``issued_at`` and ``signatures`` are, too, unless the person may read it. ``annex_to`` is the Vorlage of a file that
    was not issued but published with it.
    """

    title: str = ""
    annex_to: str = ""
    url: str = ""
    page_url: str = ""
    issued_at: dt.datetime | None = None
    newer: tuple[str, str] | None = None
    signatures: tuple[Signature, ...] = ()
    is_signed_later: bool = False
    recount: manifest_check.Recount | None = None
    listed: list[manifest_check.Listed] = field(default_factory=list)
    links: tuple[version_chain.Link, ...] = ()
    ended: list[revocations.Ended] = field(default_factory=list)

    @property
    def is_public(self) -> bool:
        """Everybody may read it."""
        return bool(self.title)

    @property
    def is_sealed(self) -> bool:
        """By the town alone; of a person's signature other words are said."""
        return {row.kind for row in self.signatures} <= {SignatureKind.SEAL, SignatureKind.TIME_STAMP}

    @property
    def is_revocation_known(self) -> bool:
        """Whether a certificate that ended later would be noticed here."""
        return revocations.are_watched(self.signatures)

    @property
    def is_signature_valid(self) -> bool:
        """Valid when it was stored, and no certificate that ended since has taken that away."""
        return all(row.is_still_valid for row in self.ended)


def check(digest: str, *, viewer: Visitor, now: dt.datetime) -> Proof | None:
    """What is known of the file with this SHA-256; None where it is not one of ours, or not a hash.

    Whoever may read a document that is not public is told who signed it, and of a manifest whether all of its documents
    are there.
    """
    with clearance("system"):
        document, signed = _issued(digest)
        if document is None:
            return _annex(digest)
        every = list(signed_versions.signatures(document))
    last = signed.number if signed else 0
    held = tuple(row for row in every if row.number <= last)
    with clearance("public"):  # judged with the eyes of a citizen, whoever asks
        if signing_page.found(AnonymousUser(), document.public_id) is not None:
            ended = revocations.of(held, now=now)
            named = _named(document, held, ended, is_signed_later=len(every) > last)
        else:
            named = None
    if named is not None:
        return replace(named, listed=_listed(document, viewer))
    if signing_page.found(viewer, document.public_id) is None:
        return Proof()
    return Proof(
        issued_at=_issued_at(document),
        signatures=held,
        recount=_recount(document),
        listed=_listed(document, viewer),
        links=_links(document),
        ended=revocations.of(held, now=now),
    )


def at(code: str, *, now: dt.datetime) -> Proof | None:
    """What everybody may know of the document with this short address; None for whatever is not public.

    An address of something secret goes exactly the way of one that does not exist (P-06).
    """
    between = short_address.ids(code)
    if between is None:
        return None
    nobody = AnonymousUser()
    issued = permissions.visible_documents(nobody).select_related("paper", "release")
    of_meetings = meeting_permissions.visible_meeting_documents(nobody).select_related(
        "meeting__organization", "item"
    )
    further = public_documents.visible()
    with clearance("public"):
        made = [
            rows.exclude(sha256="").filter(public_id__range=between).first()
            for rows in (issued, of_meetings, further)
        ]
        document: Document | None = next((row for row in made if row is not None), None)
        if document is None:
            return None
        held = tuple(signed_versions.signatures(document))
        named = _named(document, held, revocations.of(held, now=now))
        return replace(named, listed=_listed(document, nobody))


def _annex(digest: str) -> Proof | None:
    """A published annex: it comes from somebody who handed it in, and is told with its Vorlage."""
    with clearance("public"):
        rows = permissions.visible_attachments(AnonymousUser()).filter(sha256=digest)
        annex = rows.select_related("paper").order_by("-pk").first()
        if annex is None:
            return None
        return Proof(
            title=annex.title,
            annex_to=annex.paper.reference,
            url=reverse("attachment-file", args=[annex.public_id]),
            page_url=reverse("public-paper", args=[annex.paper.slug]),
        )


def _issued(digest: str) -> tuple[Document | None, Signature | None]:
    """The document and, if the bytes are a signed version of it, the last signature in them."""
    if len(digest) != _HEX_DIGITS:
        return None, None
    signed = Signature.objects.filter(sha256=digest).select_related(
        "issued__paper",
        "issued__release",
        "of_meeting__meeting__organization",
        "of_meeting__item",
        "public_document",
    )
    row = signed.first()
    if row is not None:
        return row.document, row
    issued = IssuedDocument.objects.filter(sha256=digest).select_related("paper", "release").first()
    of_meeting = (
        MeetingDocument.objects.filter(sha256=digest).select_related("meeting__organization", "item").first()
    )
    return issued or of_meeting or PublicDocument.objects.filter(sha256=digest).first(), None


def _issued_at(document: Document) -> dt.datetime:
    return document.release.written_at if isinstance(document, IssuedDocument) else document.issued_at


def _named(
    document: Document,
    signatures: tuple[Signature, ...],
    ended: list[revocations.Ended],
    *,
    is_signed_later: bool = False,
) -> Proof:
    return Proof(
        title=signing_page.title_of(document),
        url=signing_page.url_of(document),
        page_url=_page(document),
        issued_at=_issued_at(document),
        newer=_newer(document),
        signatures=signatures,
        is_signed_later=is_signed_later,
        recount=_recount(document),
        links=_links(document),
        ended=ended,
    )


def _recount(document: Document) -> manifest_check.Recount | None:
    if not isinstance(document, MeetingDocument) or document.kind != MeetingDocumentKind.MANIFEST:
        return None
    with clearance("system"):
        return manifest_check.recount(document)


def _listed(document: Document, viewer: Visitor) -> list[manifest_check.Listed]:
    if not isinstance(document, MeetingDocument) or document.kind != MeetingDocumentKind.MANIFEST:
        return []
    return manifest_check.listed(document, viewer)


def _links(document: Document) -> tuple[version_chain.Link, ...]:
    """The chain is told by numbers and hashes, which the newest version names anyway."""
    with clearance("system"):
        return version_chain.links(document)


def _page(document: Document) -> str:
    if isinstance(document, IssuedDocument):
        return reverse("public-paper", args=[document.paper.slug])
    if isinstance(document, PublicDocument):
        return document.page
    return reverse("meeting", args=[document.meeting.slug])


def _newer(document: Document) -> tuple[str, str] | None:
    """What takes the place of a public document: name and address of a public one, else nothing is told."""
    nobody = AnonymousUser()
    if isinstance(document, IssuedDocument):
        if document.paper.status == PaperStatus.SUPERSEDED:
            for paper in permissions.public_papers().filter(pk__in=families.valid_texts(document.paper)):
                return (f"Vorlage {paper.reference}", reverse("public-paper", args=[paper.slug]))
        rows = permissions.visible_documents(nobody).filter(
            paper=document.paper_id, edition=document.edition, release__revision__gt=document.release.revision
        )
        found: Document | None = rows.select_related("paper").order_by("-release__revision").first()
    elif isinstance(document, PublicDocument):
        later = public_documents.visible().filter(series=document.series, revision__gt=document.revision)
        found = later.order_by("-revision").first()
    else:
        found = (
            meeting_permissions.visible_meeting_documents(nobody)
            .filter(
                meeting=document.meeting_id,
                kind=document.kind,
                edition=document.edition,
                item=document.item_id,
                revision__gt=document.revision,
            )
            .select_related("meeting__organization")
            .order_by("-revision")
            .first()
        )
    return (signing_page.title_of(found), signing_page.url_of(found)) if found else None
