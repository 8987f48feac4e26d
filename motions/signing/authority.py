"""Zertifizierungsstelle zum Wegwerfen: keys for the demo and for tests, made on the spot, trusted by nobody else.

A production system has keys of a real trust service; this module is then never called.
"""

from __future__ import annotations

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

TOWN = "Stadt Hückeswagen (Demo, ohne Rechtswirkung)"
_YEARS = dt.timedelta(days=3650)
_QC_STATEMENTS = ObjectIdentifier("1.3.6.1.5.5.7.1.3")
# QcCompliance and QcSSCD (ETSI EN 319 412-5): a sequence of two sequences, each with one object identifier.
_QUALIFIED = bytes.fromhex("30143008060604008e4601013008060604008e460104")


@dataclass(frozen=True)
class Issued:
    """Ein Zertifikat mit seinem Schlüssel."""

    certificate: x509.Certificate
    key: RSAPrivateKey

    def as_pkcs12(self, passphrase: str, *, chain: tuple[x509.Certificate, ...] = ()) -> bytes:
        """Key, certificate and chain as one locked file."""
        secret = BestAvailableEncryption(passphrase.encode())
        return pkcs12.serialize_key_and_certificates(b"key", self.key, self.certificate, chain, secret)

    def as_pem(self) -> bytes:
        """The certificate alone: what everybody may know."""
        return self.certificate.public_bytes(Encoding.PEM)


@dataclass
class Authority:
    """Eine Stelle, die Zertifikate ausstellt und widerruft; ``at`` is the day it begins."""

    at: dt.datetime
    name: str = "Demo-Zertifizierungsstelle (ohne Rechtswirkung)"
    bits: int = 2048
    revoked: list[x509.Certificate] = field(default_factory=list)

    def __post_init__(self) -> None:
        key = generate_private_key(65537, self.bits)
        name = _name(self.name)
        builder = _builder(name, name, key, self.at, self.at + _YEARS)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=1), critical=True)
        builder = builder.add_extension(_usage(signs_certificates=True), critical=True)
        self.root = Issued(builder.sign(key, hashes.SHA256()), key)

    def issue(
        self,
        name: str,
        *,
        is_qualified: bool = False,
        is_seal: bool = False,
        stamps_time: bool = False,
        until: dt.datetime | None = None,
    ) -> Issued:
        """A certificate for a person, the town (seal) or a time stamp service."""
        key = generate_private_key(65537, self.bits)
        builder = _builder(
            _name(name, is_seal=is_seal),
            self.root.certificate.subject,
            key,
            self.at,
            until or self.at + _YEARS,
        )
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        builder = builder.add_extension(_usage(signs_certificates=False), critical=True)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root.key.public_key()), critical=False
        )
        if stamps_time:
            purpose = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING])
            builder = builder.add_extension(purpose, critical=True)
        if is_qualified:
            statement = x509.UnrecognizedExtension(_QC_STATEMENTS, _QUALIFIED)
            builder = builder.add_extension(statement, critical=False)
        return Issued(builder.sign(self.root.key, hashes.SHA256()), key)

    def revocations(self, *, now: dt.datetime) -> bytes:
        """The list of revoked certificates (DER)."""
        builder = x509.CertificateRevocationListBuilder().issuer_name(self.root.certificate.subject)
        builder = builder.last_update(now - dt.timedelta(hours=1)).next_update(now + _YEARS)
        builder = builder.add_extension(x509.CRLNumber(len(self.revoked) + 1), critical=False)
        builder = builder.add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(self.root.key.public_key()), critical=False
        )
        for certificate in self.revoked:
            row = x509.RevokedCertificateBuilder().serial_number(certificate.serial_number)
            builder = builder.add_revoked_certificate(
                row.revocation_date(now - dt.timedelta(hours=1)).build()
            )
        return builder.sign(self.root.key, hashes.SHA256()).public_bytes(Encoding.DER)


def write_locked(file: Path, data: bytes) -> None:
    """Write what only the account of the application may read."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as target:
        target.write(data)


def _name(common: str, *, is_seal: bool = False) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "DE"), x509.NameAttribute(NameOID.COMMON_NAME, common)]
    if is_seal:
        parts.insert(1, x509.NameAttribute(NameOID.ORGANIZATION_NAME, common))
    return x509.Name(parts)


def _builder(
    subject: x509.Name, issuer: x509.Name, key: RSAPrivateKey, start: dt.datetime, end: dt.datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start - dt.timedelta(hours=1))
        .not_valid_after(end)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
