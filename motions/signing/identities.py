"""Wer unterschreiben kann: the public side of the keys, read by every process; the keys themselves are in keys.py.

``signing.toml`` in the folder of the setting SIGNING_DIR::

    is_demo = false                  # a notice on every page that shows a signature
    roots = ["root.pem"]             # whose certificates are believed
    chain = ["ca.pem"]               # what stands between the roots and the certificates, in any order
    qualified_roots = []             # of these, whose personal certificates count as qualified (eIDAS Art. 25)
    revocations = ["root.crl"]       # lists of revoked certificates (DER)
    time_stamps = "https://…"        # RFC 3161; empty: signatures without a time stamp (B-B)

    level = "B-LTA"                  # with the proofs for the archive; B-T without

    [identity.siegel]
    label = "Siegel der Stadt Hückeswagen"
    kind = "seal"                    # seal, advanced, qualified
    certificate = "siegel.pem"
    email = ""                       # of a personal one: the account that may use it

    [names]                          # where a certificate names somebody otherwise than the Niederschrift
    "Karima Lindenduft" = "Dr. Karima Lindenduft"
"""

from __future__ import annotations

import datetime as dt
import functools
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from asn1crypto import pem
from asn1crypto import x509 as asn1
from asn1crypto.crl import CertificateList

from . import revocation

FILE = "signing.toml"
SECRETS = "RATSINFO_SIGNING_SECRETS"
SECRETS_FILE = "secrets.toml"
TIME_STAMPS = "time_stamps"
SEAL, ADVANCED, QUALIFIED = "seal", "advanced", "qualified"


@dataclass(frozen=True)
class Identity:
    """Ein Schlüssel von außen: its name, what it is called, whose it is."""

    name: str
    label: str
    kind: str
    certificate: asn1.Certificate
    email: str = ""


@dataclass(frozen=True)
class Setup:
    """Was die Stadt eingerichtet hat."""

    identities: tuple[Identity, ...] = ()
    roots: tuple[asn1.Certificate, ...] = ()
    qualified_roots: tuple[asn1.Certificate, ...] = ()
    chain: tuple[asn1.Certificate, ...] = ()
    revocations: tuple[CertificateList, ...] = ()
    time_stamps: str = ""
    level: str = "B-T"
    names: Mapping[str, str] = field(default_factory=dict)
    is_demo: bool = False

    @functools.cached_property
    def revoked(self) -> Mapping[revocation.Certified, dt.datetime]:
        """Since when a certificate is on one of the lists; a long list is gone through once."""
        return revocation.moments(self.revocations)

    def list_ending(self, *, now: dt.datetime) -> dt.datetime | None:
        """When the first list of revoked certificates ends that should have been fetched anew by now.

        Three quarters of its time have passed: some hold for a day, others for half a year.
        """
        ends = []
        for known in self.revocations:
            facts = known["tbs_cert_list"]
            begin, end = facts["this_update"].native, facts["next_update"].native
            if end is not None and now > begin + (end - begin) * 3 / 4:
                ends.append(end)
        return min(ends, default=None)

    def seal(self) -> Identity | None:
        """The Siegel of the town, if there is one."""
        return next((row for row in self.identities if row.kind == SEAL), None)

    def of_person(self, email: str) -> Identity | None:
        """The personal key of an account, the qualified one first."""
        own = [row for row in self.identities if row.kind != SEAL and row.email.lower() == email.lower()]
        return max(own, key=lambda row: row.kind == QUALIFIED, default=None)

    def name_on_certificate(self, person: str) -> str:
        """How the certificate of a person calls him or her."""
        return self.names.get(person, person)

    def named(self, name: str) -> Identity | None:
        """An identity by its name in the file."""
        return next((row for row in self.identities if row.name == name), None)


def load(folder: Path) -> Setup:
    """What stands in the folder; nothing is set up where it does not exist."""
    file = folder / FILE
    if not file.exists():
        return Setup()
    facts = tomllib.loads(file.read_text(encoding="utf-8"))
    return Setup(
        identities=tuple(_identity(folder, name, row) for name, row in facts.get("identity", {}).items()),
        roots=_certificates(folder, facts.get("roots", [])),
        qualified_roots=_certificates(folder, facts.get("qualified_roots", [])),
        chain=_certificates(folder, facts.get("chain", [])),
        revocations=tuple(
            CertificateList.load((folder / name).read_bytes()) for name in facts.get("revocations", [])
        ),
        time_stamps=facts.get("time_stamps", ""),
        level=facts.get("level", "B-T"),
        names=facts.get("names", {}),
        is_demo=facts.get("is_demo", False),
    )


def _identity(folder: Path, name: str, row: dict[str, Any]) -> Identity:
    certificate = read_certificate((folder / row["certificate"]).read_bytes())
    return Identity(name, row["label"], row["kind"], certificate, row.get("email", ""))


def _certificates(folder: Path, names: list[str]) -> tuple[asn1.Certificate, ...]:
    return tuple(read_certificate((folder / name).read_bytes()) for name in names)


def read_certificate(data: bytes) -> asn1.Certificate:
    """A certificate as PEM or DER."""
    der = pem.unarmor(data)[2] if pem.detect(data) else data
    return asn1.Certificate.load(der)
