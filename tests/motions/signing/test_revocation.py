"""SI-04: a certificate revoked or ended later takes nothing from what was stamped before, and all from the rest."""

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
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import IssuedDocument, Signature
from motions.rules import document_check, revocations, short_address, signing
from motions.rules.clearance import clearance
from motions.signing import identities, revocation
from motions.signing.authority import Authority
from tests.people import Town

from .keys_of_tests import authority, folder
from .orders import ordered, work
from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]
HOUR = dt.timedelta(hours=1)
SIGNED = dt.datetime(2026, 9, 24, 18, tzinfo=dt.UTC)


@pytest.fixture
def own_folder(settings: Any, tmp_path: Path) -> Path:
    """The keys of the run in a folder whose lists may change."""
    own = tmp_path / "signing"
    shutil.copytree(folder(), own)
    settings.SIGNING_DIR = own
    return own


def revoke(own: Path, *names: str, at: dt.datetime, is_older: bool = False) -> None:
    """Put a new list there, as a nightly fetch does; signing.toml stays as it is."""
    issuer = Authority.__new__(Authority)
    revoked = [x509.load_pem_x509_certificate((own / f"{name}.pem").read_bytes()) for name in names]
    issuer.__dict__.update(authority().__dict__ | {"revoked": revoked})
    (own / "root.crl").write_bytes(issuer.revocations(now=at + HOUR))
    marks = [row.stat().st_mtime for row in own.iterdir()]
    moment = min(marks) - 60 if is_older else max(marks) + 60
    os.utime(own / "root.crl", (moment, moment))


def certified(own: Path, name: str) -> list[tuple[str, str]]:
    return [revocation.certified(identities.read_certificate((own / f"{name}.pem").read_bytes()))]


def told_of(own: Path, name: str) -> dict[str, Any]:
    """What a verdict notes of a stamped signature with certificates that hold for a year."""
    return {
        "name": name,
        "path": certified(own, name),
        "signed_at": SIGNED.isoformat(),
        "is_time_stamped": True,
        "valid_until": after(365),
        "stamped_by": [],
        "stamped_until": after(365),
    }


def of_version(*signers: dict[str, Any], archived_until: str = "") -> Signature:
    return Signature(verdict={"signers": list(signers), "archived_until": archived_until})


def after(days: int) -> str:
    return (SIGNED + dt.timedelta(days=days)).isoformat()


def crl_of(
    rows: dict[int, tuple[x509.ReasonFlags | None, dt.datetime | None]], *, issuer: str = "Stelle"
) -> CertificateList:
    """A list with these numbers, each with its reason and the day its key was betrayed."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, issuer)])
    builder = x509.CertificateRevocationListBuilder().issuer_name(name)
    builder = builder.last_update(SIGNED).next_update(SIGNED + HOUR)
    for number, (reason, betrayed) in rows.items():
        row = x509.RevokedCertificateBuilder().serial_number(number).revocation_date(SIGNED)
        if reason:
            row = row.add_extension(x509.CRLReason(reason), critical=False)
        if betrayed:
            row = row.add_extension(x509.InvalidityDate(betrayed), critical=False)
        builder = builder.add_revoked_certificate(row.build())
    signed = builder.sign(authority().root.key, hashes.SHA256())
    return CertificateList.load(signed.public_bytes(Encoding.DER))


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
    assert "Elektronisches Siegel gültig" in told
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
        assert "Elektronisches Siegel gültig" not in told


def test_si04_without_a_time_stamp_a_revocation_ends_the_signature(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    settings_file = own_folder / "signing.toml"
    settings_file.write_text(settings_file.read_text().replace("is_demo = true", "is_demo = false"))
    made = sealed(town, document)
    assert made.verdict["signers"][0]["is_time_stamped"] is False
    assert "Elektronisches Siegel gültig" in checked(client, made.sha256)
    revoke(own_folder, "siegel", at=timezone.now() + HOUR)
    told = checked(client, made.sha256)
    assert "Elektronische Unterschrift nicht mehr gültig" in told
    assert "Kein gültiger Zeitstempel belegt, dass vorher unterschrieben wurde" in told


def test_the_revocation_of_another_certificate_changes_nothing(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    revoke(own_folder, "vorsitz", at=timezone.now() - HOUR)
    told = checked(client, made.sha256)
    assert "Elektronisches Siegel gültig" in told
    assert "widerrufen" not in told


def test_the_verdict_names_the_certificates_up_to_the_root_without_it(
    town: Town, own_folder: Path, document: IssuedDocument
) -> None:
    told = sealed(town, document).verdict["signers"][0]
    seal = signing.setup().seal()
    assert seal is not None
    assert told["path"] == [list(revocation.certified(seal.certificate))]
    assert dt.datetime.fromisoformat(told["valid_until"]) == seal.certificate.not_valid_after


def test_a_file_with_another_signature_behind_it_tells_of_both(own_folder: Path) -> None:
    revoke(own_folder, "vorsitz", "siegel", at=SIGNED - HOUR)
    first, second = told_of(own_folder, "siegel"), told_of(own_folder, "vorsitz")
    earlier, later = of_version(first), of_version(first, second)
    assert [row.name for row in revocations.of([earlier], now=SIGNED)] == ["siegel"]
    assert [row.name for row in revocations.of([earlier, later], now=SIGNED)] == ["siegel", "vorsitz"]


def test_si04_what_a_revoked_time_stamp_service_says_proves_nothing(own_folder: Path) -> None:
    told = told_of(own_folder, "siegel") | {"stamped_by": certified(own_folder, "vorsitz")}
    revoke(own_folder, "siegel", at=SIGNED + HOUR)
    assert [row.is_still_valid for row in revocations.of([of_version(told)], now=SIGNED)] == [True]
    revoke(own_folder, "siegel", "vorsitz", at=SIGNED + HOUR)
    assert [row.is_still_valid for row in revocations.of([of_version(told)], now=SIGNED)] == [False]


@pytest.mark.parametrize(
    ("days", "is_stamped", "archived_for", "found"),
    [
        (10, False, 0, []),
        (31, False, 0, [(False, False)]),
        (31, True, 0, [(False, True)]),
        (401, True, 0, [(False, False)]),
        (401, True, 900, [(False, True)]),
        (901, True, 900, [(False, False)]),
    ],
)
def test_si04_an_expired_certificate_needs_a_time_stamp_that_still_proves_something(
    own_folder: Path, days: int, is_stamped: bool, archived_for: int, found: list[tuple[bool, bool]]
) -> None:
    told = told_of(own_folder, "siegel") | {
        "is_time_stamped": is_stamped,
        "valid_until": after(30),
        "stamped_until": after(400) if is_stamped else "",
    }
    version = of_version(told, archived_until=after(archived_for) if archived_for else "")
    ended = revocations.of([version], now=SIGNED + dt.timedelta(days=days))
    assert [(row.is_revoked, row.is_still_valid) for row in ended] == found


def archived(at: int, until: int, by: list[tuple[str, str]], *, covers: int = 1) -> dict[str, Any]:
    """What a verdict notes of a time stamp of the archive, in days."""
    return {"at": after(at), "until": after(until), "by": by, "covers": covers}


@pytest.mark.parametrize(
    ("revoked_on", "renewed_on", "covers", "is_still_valid"),
    [
        (None, None, 1, True),
        (500, None, 1, False),
        # Stamped anew by another service, before and after the revocation.
        (500, 450, 1, True),
        (500, 550, 1, False),
        # A stamp that lies before a signature in the file does not vouch for it.
        (None, None, 0, False),
    ],
)
def test_si04_what_an_archive_stamp_proves_ends_with_its_certificate(
    own_folder: Path, revoked_on: int | None, renewed_on: int | None, covers: int, is_still_valid: bool
) -> None:
    """The certificate of the seal and the stamp of the signature have run out; the archive alone vouches for it."""
    told = told_of(own_folder, "siegel") | {"valid_until": after(30), "stamped_until": after(400)}
    rows = [archived(1, 900, certified(own_folder, "vorsitz"), covers=covers)]
    rows += [archived(renewed_on, 2000, [])] if renewed_on else []
    if revoked_on:
        revoke(own_folder, "vorsitz", at=SIGNED + dt.timedelta(days=revoked_on))
    version = Signature(verdict={"signers": [told], "archived_until": rows[-1]["until"], "archive": rows})
    (found,) = revocations.of([version], now=SIGNED + dt.timedelta(days=600))
    assert found.is_still_valid is is_still_valid


def test_the_verdict_names_the_certificates_of_its_archive_stamp(
    town: Town, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    (stamp,) = made.verdict["archive"]
    assert stamp["until"] == made.verdict["archived_until"]
    assert stamp["by"] == made.verdict["signers"][0]["stamped_by"] != []
    assert stamp["covers"] == 1
    assert revocations.are_watched([made])
    del made.verdict["archive"]
    assert not revocations.are_watched([made])


def test_si04_an_expired_seal_is_told_by_the_check_page(
    town: Town, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    proof = document_check.check(
        made.sha256, viewer=AnonymousUser(), now=timezone.now() + dt.timedelta(days=4000)
    )
    assert proof is not None
    assert not proof.is_signature_valid
    told = render_to_string("public/_signature_state.html", {"proof": proof, "what": "dieser Datei"})
    assert "Elektronische Unterschrift nicht mehr gültig" in told
    assert "abgelaufen. Kein gültiger Zeitstempel belegt" in told


@pytest.mark.parametrize("betrayed", [None, SIGNED - HOUR])
def test_the_day_a_key_was_betrayed_counts_and_a_lifted_suspension_does_not(
    betrayed: dt.datetime | None,
) -> None:
    listed = crl_of({1: (None, betrayed), 2: (x509.ReasonFlags.remove_from_crl, None)})
    found = revocation.moments([listed, crl_of({1: (None, None)})])
    assert {number: at for (_, number), at in found.items()} == {"1": betrayed or SIGNED}


def test_the_same_number_of_another_issuer_is_another_certificate() -> None:
    found = revocation.moments([crl_of({1: (None, None)}), crl_of({1: (None, None)}, issuer="Andere Stelle")])
    assert sorted(number for _, number in found) == ["1", "1"]


def test_a_list_put_there_with_an_older_date_counts_at_once(own_folder: Path) -> None:
    assert signing.setup().revoked == {}
    revoke(own_folder, "siegel", at=SIGNED, is_older=True)
    assert list(signing.setup().revoked.values()) == [SIGNED]


def at_short_address(client: Client, document: IssuedDocument) -> str:
    address = reverse("document-state", args=[short_address.code(document.public_id)])
    return client.get(address).content.decode()


def test_a_signature_of_an_earlier_version_of_this_program_says_what_is_not_known(
    town: Town, client: Client, own_folder: Path, document: IssuedDocument
) -> None:
    made = sealed(town, document)
    told = [{"name": row["name"], "is_time_stamped": True} for row in made.verdict["signers"]]
    with clearance("system"), pgtrigger.ignore("motions.Signature:signature_frozen"):
        Signature.objects.update(verdict=made.verdict | {"signers": told})
    revoke(own_folder, "siegel", at=timezone.now() - HOUR)
    answer = client.post(reverse("document-check"), {"sha256": made.sha256})
    assert answer.status_code == 200
    assert "Ob ihr Zertifikat danach widerrufen wurde, wissen wir" in answer.content.decode()
