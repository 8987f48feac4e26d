"""Widerruf: since when a certificate is on one of the town's lists; read by every process, parses nothing foreign.

The lists are files of the operator's folder (``revocations`` in signing.toml), fetched from the trust service there.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable

from asn1crypto import x509
from asn1crypto.crl import CertificateList, RevokedCertificate

_WITHDRAWN = "remove_from_crl"  # a suspension that was lifted

Certified = tuple[str, str]


def certified(certificate: x509.Certificate) -> Certified:
    """What tells a certificate from all others, as a verdict notes it: issuer and number."""
    return _issuer(certificate.issuer), str(certificate.serial_number)


def moments(lists: Iterable[CertificateList]) -> dict[Certified, dt.datetime]:
    """When each listed certificate lost its force; the day its key was betrayed counts, where the list names one."""
    found: dict[Certified, dt.datetime] = {}
    for known in lists:
        issuer = _issuer(known.issuer)
        for row in known["tbs_cert_list"]["revoked_certificates"]:
            if _reason(row) != _WITHDRAWN:
                key = (issuer, str(row["user_certificate"].native))
                found[key] = min(_moment(row), found.get(key, _moment(row)))
    return found


def _issuer(name: x509.Name) -> str:
    return hashlib.sha256(name.hashable.encode()).hexdigest()


def _moment(row: RevokedCertificate) -> dt.datetime:
    revoked: dt.datetime = row["revocation_date"].native
    betrayed = row.invalidity_date_value
    return min(revoked, betrayed.native) if betrayed else revoked


def _reason(row: RevokedCertificate) -> str:
    found = row.crl_reason_value
    return found.native if found else ""
