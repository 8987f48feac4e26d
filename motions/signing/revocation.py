"""Widerruf: since when a certificate is on one of the town's lists; read by every process, parses nothing foreign.

The lists are files of the operator's folder (``revocations`` in signing.toml), fetched from the trust service there.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from asn1crypto import x509
from asn1crypto.crl import RevokedCertificate

from .identities import Setup

_WITHDRAWN = "remove_from_crl"  # a suspension that was lifted


def issuer_id(name: x509.Name) -> str:
    """The issuer of a certificate, as the verdict of a signature notes it."""
    return hashlib.sha256(name.hashable.encode()).hexdigest()


def revoked_at(setup: Setup, *, issuer: str, serial: str) -> dt.datetime | None:
    """When a certificate lost its force; the day its key was betrayed counts, where the list names one."""
    moments = [
        min(row["revocation_date"].native, _betrayed_at(row) or row["revocation_date"].native)
        for known in setup.revocations
        if issuer_id(known.issuer) == issuer
        for row in known["tbs_cert_list"]["revoked_certificates"]
        if str(row["user_certificate"].native) == serial and _reason(row) != _WITHDRAWN
    ]
    return min(moments, default=None)


def _betrayed_at(row: RevokedCertificate) -> dt.datetime | None:
    found = row.invalidity_date_value
    return found.native if found else None


def _reason(row: RevokedCertificate) -> str:
    found = row.crl_reason_value
    return found.native if found else ""
