"""Prüfergebnis: what a signed PDF is worth, in plain German; anything doubtful is not valid (security.md 2).

Valid means: every signature verifies, its certificate is believed and was not revoked, nothing but the next
signature came afterwards, and the last one covers every byte of the file. Nothing is fetched from the network.
"""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import asdict, dataclass
from typing import Any

from asn1crypto import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import (
    EmbeddedPdfSignature,
    PdfSignatureStatus,
    validate_pdf_signature,
    validate_pdf_timestamp,
)
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko.sign.validation.status import TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.authority import CertTrustAnchor

from .identities import Setup
from .revocation import Certified, certified

_QC_STATEMENTS = "1.3.6.1.5.5.7.1.3"
_COMPLIANT, _ON_DEVICE = b"\x04\x00\x8e\x46\x01\x01", b"\x04\x00\x8e\x46\x01\x04"

_STALE = (
    "Ob das Zertifikat der Unterschrift noch gilt, steht nicht fest: Die Sperrliste seiner Stelle fehlt oder ist "
    "veraltet. Legen Sie die neue ab."
)
_NOT_IN_TIME = "Das Zertifikat der Unterschrift ist abgelaufen oder galt noch nicht."
_DISTRUST = {
    "REVOKED_CA": "Die Stelle, die das Zertifikat der Unterschrift ausgestellt hat, wurde widerrufen.",
    "REVOKED": "Das Zertifikat der Unterschrift wurde widerrufen.",
    "TRY_LATER": _STALE,
    "REVOCATION_OUT_OF_BOUNDS": _STALE,
    "CRYPTO_CONSTRAINTS": "Die Unterschrift benutzt ein Verfahren, das nicht mehr als sicher gilt. Sie zählt nicht.",
    "EXPIRED": _NOT_IN_TIME,
    "NOT_YET_VALID": _NOT_IN_TIME,
    "OUT_OF_BOUNDS": _NOT_IN_TIME,
}


@dataclass(frozen=True)
class SignerVerdict:
    """Eine Unterschrift in der Datei; ``problem`` is empty exactly if nothing speaks against it.

    ``path`` and ``stamped_by`` name the certificates of signer and time stamp up to the root, without it: they may be
    revoked later.
    """

    name: str
    issuer: str
    field: str
    is_qualified: bool
    signed_at: str
    is_time_stamped: bool
    path: tuple[Certified, ...]
    valid_until: str
    stamped_by: tuple[Certified, ...]
    stamped_until: str
    problem: str


@dataclass(frozen=True)
class ArchiveStamp:
    """Ein Archivzeitstempel: it vouches at a moment for the first ``covers`` signatures of the file.

    ``by`` names its certificates up to the root, without it: they may be revoked later.
    """

    at: str
    until: str
    by: tuple[Certified, ...]
    covers: int


@dataclass(frozen=True)
class Verdict:
    """Das Ergebnis für die ganze Datei; ``problem`` is a sentence, empty exactly if the file is valid."""

    signers: tuple[SignerVerdict, ...]
    archived_until: str
    problem: str
    archive: tuple[ArchiveStamp, ...] = ()

    @property
    def is_valid(self) -> bool:
        """Signed, unchanged, whole, by certificates that are believed."""
        return bool(self.signers) and not self.problem

    def as_data(self) -> dict[str, Any]:
        """What is stored beside the file."""
        return asdict(self) | {"is_valid": self.is_valid}


UNSIGNED = "Die Datei enthält keine elektronische Unterschrift."
UNREADABLE = "Die Datei ist keine lesbare PDF-Datei."
NOT_WHOLE = "Die Datei wurde nach der letzten Unterschrift verändert oder ergänzt. Was dort steht, ist nicht gesichert."
UNKNOWN_ISSUER = "Das Zertifikat der Unterschrift stammt von keiner Stelle, der die Stadt vertraut."
_ALTERED = (
    "Der Inhalt passt nicht zur Unterschrift: Die Datei wurde verändert oder die Unterschrift ist falsch."
)
_WRONG = "Die Unterschrift ist ungültig."
# What no passing of time explains: the file is not the one that was signed.
REFUSED = frozenset({UNSIGNED, UNREADABLE, NOT_WHOLE, _ALTERED, _WRONG})


def context(setup: Setup, *, now: dt.datetime, may_fetch: bool = False) -> ValidationContext:
    """Whose certificates are believed at a moment; only the worker may ask the network, and only about our own."""
    return ValidationContext(**_believed(setup, now), allow_fetching=may_fetch)


def _believed(setup: Setup, now: dt.datetime) -> dict[str, Any]:
    """Where the town keeps lists of revoked certificates, each certificate must be found good on one."""
    return {
        "trust_roots": list(setup.roots),
        "other_certs": list(setup.chain),
        "crls": list(setup.revocations),
        "revocation_mode": "require" if setup.revocations else "soft-fail",
        "moment": now,
        "weak_hash_algos": {"md2", "md5", "sha1"},
    }


def verdict(data: bytes, setup: Setup, *, now: dt.datetime) -> Verdict:
    """What the file is worth at a moment; hostile files get a sentence, never an exception."""
    try:
        reader = PdfFileReader(io.BytesIO(data), strict=False)
        signatures = list(reader.embedded_signatures)
        if not signatures:
            return Verdict((), "", UNSIGNED)
        return _judged(data, reader, signatures, setup, now)
    # A hostile file finds a way to trip over that no list of exceptions foresees; it is not valid.
    except Exception:
        return Verdict((), "", UNREADABLE)


def _judged(
    data: bytes, reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], setup: Setup, now: dt.datetime
) -> Verdict:
    proofs = _proofs_of_time(reader, signatures, setup, now)
    signers = tuple(
        _signer(row, reader, setup, moment=proofs.first_after(place) or now)
        for place, row in enumerate(signatures)
        if _is_signature(row)
    )
    problems = [signer.problem for signer in signers if signer.problem]
    if proofs.is_broken:
        problems.append("Ein Zeitstempel der Datei ist ungültig.")
    if not _covers(signatures, data):
        problems.insert(0, NOT_WHOLE)
    if not signers:
        problems.append(UNSIGNED)
    return Verdict(signers, proofs.until, problems[0] if problems else "", proofs.stamps)


def _is_signature(row: EmbeddedPdfSignature) -> bool:
    return bool(row.sig_object.get("/Type", "/Sig") == "/Sig")


def _covers(signatures: list[EmbeddedPdfSignature], data: bytes) -> bool:
    """Of the newest signature every byte is signed but the signature itself, and each range begins at the start."""
    for row in signatures:
        start, length, gap, rest = (int(value) for value in row.byte_range)
        if start != 0 or length <= 0 or rest <= 0 or gap <= length:
            return False
        hole = data[length:gap]
        if not (hole.startswith(b"<") and hole.endswith(b">")) or len(hole) != 2 * len(row.pkcs7_content) + 2:
            return False
    newest = signatures[-1].byte_range
    return int(newest[2]) + int(newest[3]) == len(data)


def _signer(
    row: EmbeddedPdfSignature, reader: PdfFileReader, setup: Setup, *, moment: dt.datetime
) -> SignerVerdict:
    certificate = row.signer_cert
    status = validate_pdf_signature(
        row,
        _with_proofs(reader, setup, moment),
        key_usage_settings=KeyUsageConstraints(key_usage={"non_repudiation"}),
    )
    stamp = status.timestamp_validity
    is_stamped = bool(stamp and stamp.valid and stamp.trusted)
    signed_at = stamp.timestamp if stamp and is_stamped else row.self_reported_timestamp
    return SignerVerdict(
        name=str(certificate.subject.native.get("common_name", "")),
        issuer=str(certificate.issuer.native.get("common_name", "")),
        field=str(row.field_name),
        is_qualified=_is_qualified(certificate, status, setup),
        signed_at=signed_at.isoformat() if signed_at else "",
        is_time_stamped=is_stamped,
        path=_path(status),
        valid_until=certificate.not_valid_after.isoformat(),
        stamped_by=_path(stamp) if stamp and is_stamped else (),
        stamped_until=stamp.signing_cert.not_valid_after.isoformat() if stamp and is_stamped else "",
        problem=_problem(status, stamped_badly=bool(stamp) and not is_stamped),
    )


def _path(status: PdfSignatureStatus | TimestampSignatureStatus) -> tuple[Certified, ...]:
    """Every certificate that can be revoked; the root is believed until the operator takes it out."""
    if status.validation_path is None:
        return (certified(status.signing_cert),)
    return tuple(certified(row) for row in status.validation_path.iter_certs(include_root=False))


def _problem(status: PdfSignatureStatus, *, stamped_badly: bool) -> str:
    """The first thing that speaks against a signature, the worst first."""
    if not status.intact or not status.valid:
        return _ALTERED
    level = status.modification_level
    if level is None or level > ModificationLevel.FORM_FILLING or status.docmdp_ok is False:
        return NOT_WHOLE
    if status.revoked or not status.trusted:
        return _distrust(str(status.trust_problem_indic))
    if stamped_badly:
        return "Der Zeitstempel der Unterschrift ist ungültig."
    return "" if status.bottom_line else _WRONG


def _distrust(said: str) -> str:
    """The library's word (ETSI EN 319 102-1) in a sentence; what it has no word for is not believed either."""
    for word, sentence in _DISTRUST.items():
        if word in said:
            return sentence
    return UNKNOWN_ISSUER


def _is_qualified(certificate: x509.Certificate, status: PdfSignatureStatus, setup: Setup) -> bool:
    """Issued as qualified, with the key on a device, below a root that counts for it (eIDAS Annex I)."""
    if not status.trusted or not setup.qualified_roots or status.validation_path is None:
        return False
    anchor = status.validation_path.trust_anchor
    if not isinstance(anchor, CertTrustAnchor) or anchor.certificate.sha256 not in {
        row.sha256 for row in setup.qualified_roots
    }:
        return False
    said = [
        row["extn_value"].contents
        for row in certificate["tbs_certificate"]["extensions"]
        if row["extn_id"].dotted == _QC_STATEMENTS
    ]
    return any(_COMPLIANT in text and _ON_DEVICE in text for text in said)


@dataclass(frozen=True)
class _Proofs:
    """Archivzeitstempel einer Datei: each vouches for what lies before it, for nothing behind it.

    ``moments`` by their place among the signatures, in order; ``until`` the newest holds; ``stamps`` as they are kept.
    """

    moments: tuple[tuple[int, dt.datetime], ...] = ()
    until: str = ""
    stamps: tuple[ArchiveStamp, ...] = ()
    is_broken: bool = False

    def first_after(self, place: int) -> dt.datetime | None:
        """When the signature at this place is proven to have existed."""
        return next((moment for stamp, moment in self.moments if stamp > place), None)


def _proofs_of_time(
    reader: PdfFileReader, signatures: list[EmbeddedPdfSignature], setup: Setup, now: dt.datetime
) -> _Proofs:
    """The unbroken chain of document time stamps; each is judged at the moment the one after it vouches for."""
    moments: list[tuple[int, dt.datetime]] = []
    stamps: list[ArchiveStamp] = []
    for place, row in reversed(list(enumerate(signatures))):
        if row.sig_object.get("/Type", "") != "/DocTimeStamp":
            continue
        status = validate_pdf_timestamp(row, _with_proofs(reader, setup, moments[0][1] if moments else now))
        if not (status.intact and status.valid and status.trusted):
            return _Proofs(is_broken=True)
        moments.insert(0, (place, status.timestamp))
        stamps.insert(
            0,
            ArchiveStamp(
                at=status.timestamp.isoformat(),
                until=row.signer_cert.not_valid_after.isoformat(),
                by=_path(status),
                covers=sum(map(_is_signature, signatures[:place])),
            ),
        )
    return _Proofs(tuple(moments), stamps[-1].until if stamps else "", tuple(stamps))


def _with_proofs(reader: PdfFileReader, setup: Setup, moment: dt.datetime) -> ValidationContext:
    """What was put beside the signatures in the file counts as proof, too (B-LT): certificates and lists."""
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return context(setup, now=moment)
    return store.as_validation_context(_believed(setup, moment) | {"allow_fetching": False})
