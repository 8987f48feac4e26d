"""Ausfertigungen im Archivpaket: what has to be known to bring them back with their signatures (SI-05)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from motions.importing.issued_rows import (
    AnnexAddressRow,
    IssuedFile,
    MeetingDocumentRow,
    MinutesRow,
    MinutesSignatureRow,
    PaperDocumentRow,
    PublicDocumentRow,
    ScanRow,
    SignatureRow,
)
from motions.models import (
    Attachment,
    IssuedDocument,
    MeetingDocument,
    Minutes,
    MinutesScan,
    PublicDocument,
    Signature,
)
from motions.models.choices import MinutesStatus

from .archive_pieces import Piece
from .external_ids import Names, Register, concealed

Facts = dict[str, Any]


def issued_file(pieces: list[Piece], *, is_public: bool) -> IssuedFile:
    """The rows of a package; the number of queries does not depend on how many there are."""
    names: Names = concealed if is_public else Register().given
    papers, meetings, others = (
        _whole(pieces, kind) for kind in (IssuedDocument, MeetingDocument, PublicDocument)
    )
    annexes = [piece.source for piece in pieces if isinstance(piece.source, Attachment)]
    return IssuedFile(
        annexes=tuple(
            AnnexAddressRow(names("paper", row.paper_id), row.sha256, str(row.public_id)) for row in annexes
        ),
        papers=tuple(
            PaperDocumentRow(**facts, **_of_release(row, names, is_public=is_public)) for row, facts in papers
        ),
        meetings=tuple(MeetingDocumentRow(**facts, **_of_meeting(row, names)) for row, facts in meetings),
        others=tuple(PublicDocumentRow(**facts, **_of_series(row, names)) for row, facts in others),
        minutes=() if is_public else tuple(_minutes(pieces, names)),
    )


def _whole(pieces: list[Piece], kind: type[Any]) -> list[tuple[Any, Facts]]:
    """The documents of one kind with what every kind has."""
    found = {piece.source.pk: piece for piece in pieces if isinstance(piece.source, kind)}
    contents = dict(kind._default_manager.filter(pk__in=found).values_list("pk", "content"))
    signed: dict[int, list[Signature]] = {}
    for row in Signature.objects.filter(**{f"{kind.signed_as}__in": list(found)}).order_by("number"):
        signed.setdefault(getattr(row, f"{kind.signed_as}_id"), []).append(row)
    return [(piece.source, _facts(piece, contents[key], signed.get(key, []))) for key, piece in found.items()]


def _facts(piece: Piece, content: Facts, signatures: Iterable[Signature]) -> Facts:
    row: Any = piece.source
    return {
        "public_id": str(row.public_id),
        "file": piece.path,
        "edition": row.edition,
        "content": content,
        "sha256": row.sha256,
        "size": row.size,
        "pages": row.pages,
        "made_at": row.made_at,
        "signatures": tuple(map(_signature, signatures)),
    }


def _signature(row: Signature) -> SignatureRow:
    columns = ("number", "field", "kind", "signer", "sha256", "size", "verdict", "signed_at")
    return SignatureRow(**{name: getattr(row, name) for name in columns})


def _of_release(row: IssuedDocument, names: Names, *, is_public: bool) -> Facts:
    """The ground of a representation is the business of the administration."""
    release = row.release
    return {
        "paper": names("paper", row.paper_id),
        "revision": release.revision,
        "office": release.office,
        "in_representation": release.in_representation,
        "substitution_ground": "" if is_public else release.substitution_ground,
        "released_at": release.released_at,
        "revised_at": release.revised_at,
    }


def _of_meeting(row: MeetingDocument, names: Names) -> Facts:
    return {
        "meeting": names("meeting", row.meeting_id),
        "item": names("item", row.item_id),
        "kind": row.kind,
        "revision": row.revision,
        "issued_at": row.issued_at,
        "published_at": row.published_at,
    }


def _of_series(row: PublicDocument, names: Names) -> Facts:
    columns = ("series", "revision", "title", "page", "as_of", "issued_at")
    facts = {name: getattr(row, name) for name in columns}
    return facts | {"papers": tuple(names("paper", paper) for paper in row.papers)}


def _minutes(pieces: list[Piece], names: Names) -> list[MinutesRow]:
    """Only of the whole package: which items of the other part somebody chaired is not for everybody (N-06)."""
    meetings = {piece.source.meeting_id for piece in pieces if isinstance(piece.source, MeetingDocument)}
    places = {piece.sha256: piece.path for piece in reversed(pieces)}
    rows = Minutes.objects.filter(meeting__in=meetings, status=MinutesStatus.SIGNED)
    rows = rows.prefetch_related("signatures", "scans").order_by("meeting__starts_at", "pk")
    return [
        MinutesRow(
            meeting=names("meeting", row.meeting_id),
            signed_at=row.status_since,
            signatures=tuple(map(_hand, row.signatures.all())),
            scans=tuple(_scan(scan, places[scan.sha256]) for scan in row.scans.all()),
        )
        for row in rows
    ]


def _hand(row: Any) -> MinutesSignatureRow:
    columns = ("role", "name", "covers", "way", "signed_on", "refusal", "recorded_at")
    return MinutesSignatureRow(**{name: getattr(row, name) for name in columns})


def _scan(row: MinutesScan, file: str) -> ScanRow:
    columns = ("edition", "media_type", "sha256", "size", "pages", "uploaded_at")
    return ScanRow(file=file, **{name: getattr(row, name) for name in columns})
