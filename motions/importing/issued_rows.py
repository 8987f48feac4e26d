"""Ausfertigungen in einem Archivpaket, "ratsinfo-issued/1": what stands beside town.json in issued.json (SI-05).

One row for each issued document: its frozen content, its file in the package and every version that file had. A
version is the beginning of the next one, so the newest holds them all. References are the ids of town.json.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from motions.importing.town_fields import below, cells, count, data, day, flag, moment, ref, text, word

SCHEMA = "ratsinfo-issued/1"
FILE = "issued.json"
_LARGEST = 1 << 53


def _hash() -> Any:
    return text(64, needed=True)


def _size() -> Any:
    return count(most=_LARGEST, needed=True)


@dataclass(frozen=True)
class SignatureRow:
    """Signatur, as it was stored with what the check said that moment."""

    number: int = count(needed=True)
    field: str = text(40)
    kind: str = word("SignatureKind", needed=True)
    signer: str = text(200, needed=True)
    sha256: str = _hash()
    size: int = _size()
    verdict: dict[str, Any] = data()
    signed_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class IssuedRow:
    """Ausfertigung, whatever it belongs to; hash, size and pages are those of the printed file."""

    public_id: str = text(36, needed=True)
    file: str = text(500, needed=True)
    edition: str = word("Edition", needed=True)
    revision: int = count(needed=True)
    content: dict[str, Any] = data()
    sha256: str = _hash()
    size: int = _size()
    pages: int = count(needed=True)
    made_at: dt.datetime = moment(needed=True)
    signatures: tuple[SignatureRow, ...] = below(SignatureRow)


@dataclass(frozen=True)
class PaperDocumentRow(IssuedRow):
    """Ausfertigung einer Vorlage with the Freigabe it follows from."""

    paper: str = ref("paper", needed=True)
    office: str = word("Office", needed=True)
    in_representation: bool = flag()
    substitution_ground: str = text(200)
    released_at: dt.datetime = moment(needed=True)
    revised_at: dt.datetime | None = moment()


@dataclass(frozen=True)
class MeetingDocumentRow(IssuedRow):
    """Ausfertigung einer Sitzung."""

    meeting: str = ref("meeting", needed=True)
    item: str = ref("item")
    kind: str = word("MeetingDocumentKind", needed=True)
    issued_at: dt.datetime = moment(needed=True)
    published_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class PublicDocumentRow(IssuedRow):
    """Öffentliche Ausfertigung beside papers and meetings, for example of the Stellenplan."""

    series: str = text(60, needed=True)
    title: str = text(200, needed=True)
    page: str = text(200, needed=True)
    papers: tuple[str, ...] = cells()
    as_of: dt.date = day(needed=True)
    issued_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class MinutesSignatureRow:
    """Unterschrift unter der Niederschrift, or its refusal."""

    role: str = word("SignerRole", needed=True)
    name: str = text(200, needed=True)
    covers: str = text(200)
    way: str = word("SignatureWay", needed=True)
    signed_on: dt.date | None = day()
    refusal: str = text(500)
    recorded_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class ScanRow:
    """Scan der unterschriebenen Niederschrift."""

    file: str = text(500, needed=True)
    edition: str = word("Edition", needed=True)
    media_type: str = text(100, needed=True)
    sha256: str = _hash()
    size: int = _size()
    pages: int | None = count()
    uploaded_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class MinutesRow:
    """Abgeschlossene Niederschrift: who signed it and on which paper."""

    meeting: str = ref("meeting", needed=True)
    signed_at: dt.datetime = moment(needed=True)
    signatures: tuple[MinutesSignatureRow, ...] = below(MinutesSignatureRow)
    scans: tuple[ScanRow, ...] = below(ScanRow)


@dataclass(frozen=True)
class AnnexAddressRow:
    """Adresse einer Anlage: the lists that were sealed name it."""

    paper: str = ref("paper", needed=True)
    sha256: str = _hash()
    public_id: str = text(36, needed=True)


@dataclass(frozen=True)
class IssuedFile:
    """Die ganze Datei."""

    annexes: tuple[AnnexAddressRow, ...] = below(AnnexAddressRow)
    papers: tuple[PaperDocumentRow, ...] = below(PaperDocumentRow)
    meetings: tuple[MeetingDocumentRow, ...] = below(MeetingDocumentRow)
    others: tuple[PublicDocumentRow, ...] = below(PublicDocumentRow)
    minutes: tuple[MinutesRow, ...] = below(MinutesRow)
