"""SI-04: a certificate revoked later takes nothing from what was stamped before, and everything from the rest."""

from __future__ import annotations

import datetime as dt
import os
import shutil
from pathlib import Path
from typing import Any

import pgtrigger
import pytest
from asn1crypto.crl import CertificateList
from cryptography import x509
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import IssuedDocument, Signature
from motions.rules import short_address, signing
from motions.rules.clearance import clearance
from motions.signing import revocation
from motions.signing.authority import Authority
from tests.people import Town

from .keys_of_tests import authority, folder
from .test_orders import document, keys_are_set_up, ordered, work

__all__ = ["document", "keys_are_set_up"]
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """The keys of the run in a folder whose lists may change."""
    own = tmp_path / "signing"
    shutil.copytree(folder(), own)
    settings.SIGNING_DIR = own
    return own


def revoke(own: Path, name: str, *, at: dt.datetime) -> None:
    """Put a new list there, as a nightly fetch does; signing.toml stays as it is."""
    certificate = x509.load_pem_x509_certificate((own / f"{name}.pem").read_bytes())
    issuer = Authority.__new__(Authority)
    issuer.__dict__.update(authority().__dict__ | {"revoked": [certificate]})
    (own / "root.crl").write_bytes(issuer.revocations(now=at + HOUR))
    # As one that keeps the date of its server.
    long_ago = (at - 100 * HOUR).timestamp()
    os.utime(own / "root.crl", (long_ago, long_ago))


def sealed(town: Town, document: IssuedDocument) -> Signature:
    assert work(ordered(town, document)) is None
    with clearance("system"):
        return Signature.objects.get()


def checked(client: Client, digest: str) -> str:
    return client.post(reverse("document-check"), {"sha256": digest}).content.decode()


def test_si04_stamped_before_the_revocation_stays_valid_and_says_so(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    revoke(own_folder, "siegel", at=timezone.now() + HOUR)
    told = checked(client, made.sha256)
    assert "Elektronische Unterschrift gültig" in told
    assert "widerrufen. Ein Zeitstempel belegt, dass schon am" in told
    assert "Die Unterschrift bleibt gültig." in told


def test_si04_signed_after_the_revocation_is_not_valid(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    revoke(own_folder, "siegel", at=timezone.now() - HOUR)
    for told in (checked(client, made.sha256), at_short_address(client, document)):
        assert "Elektronische Unterschrift nicht mehr gültig" in told
        assert "Der Zeitstempel der Unterschrift ist jünger" in told
        assert "Elektronische Unterschrift gültig" not in told


def test_si04_without_a_time_stamp_a_revocation_ends_the_signature(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    settings_file = own_folder / "signing.toml"
    settings_file.write_text(settings_file.read_text().replace("is_demo = true", "is_demo = false"))
    made = sealed(town, document)
    assert made.verdict["signers"][0]["is_time_stamped"] is False
    assert "Elektronische Unterschrift gültig" in checked(client, made.sha256)
    revoke(own_folder, "siegel", at=timezone.now() + HOUR)
    told = checked(client, made.sha256)
    assert "Elektronische Unterschrift nicht mehr gültig" in told
    assert "Kein Zeitstempel belegt, dass vorher unterschrieben wurde" in told


def test_the_revocation_of_another_certificate_changes_nothing(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    revoke(own_folder, "vorsitz", at=timezone.now() - HOUR)
    told = checked(client, made.sha256)
    assert "Elektronische Unterschrift gültig" in told
    assert "widerrufen" not in told


def test_the_same_number_of_another_issuer_is_another_certificate(own_folder: Path) -> None:
    revoke(own_folder, "siegel", at=timezone.now())
    setup = signing.setup()
    listed = CertificateList.load((own_folder / "root.crl").read_bytes())
    serial = str(listed["tbs_cert_list"]["revoked_certificates"][0]["user_certificate"].native)
    own = revocation.issuer_id(setup.roots[0].subject)
    assert revocation.revoked_at(setup, issuer=own, serial=serial) is not None
    assert revocation.revoked_at(setup, issuer="0" * 64, serial=serial) is None


def at_short_address(client: Client, document: IssuedDocument) -> str:
    address = reverse("document-state", args=[short_address.code(document.public_id)])
    return client.get(address).content.decode()


def test_a_signature_of_an_earlier_version_of_this_program_says_what_is_not_known(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    told = [
        {name: value for name, value in row.items() if name not in ("issuer_id", "serial")}
        for row in made.verdict["signers"]
    ]
    with clearance("system"), pgtrigger.ignore("motions.Signature:signature_frozen"):
        Signature.objects.update(verdict=made.verdict | {"signers": told})
    revoke(own_folder, "siegel", at=timezone.now() - HOUR)
    answer = client.post(reverse("document-check"), {"sha256": made.sha256})
    assert answer.status_code == 200
    assert "Ob ihr Zertifikat danach widerrufen wurde, wissen wir" in answer.content.decode()
