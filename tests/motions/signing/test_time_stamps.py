"""SI-04: what was signed stays provable: a new time stamp before the old one ends."""

from __future__ import annotations

import dataclasses
import datetime as dt
from pathlib import Path

import pgtrigger
import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from motions import jobs
from motions.models import IssuedDocument, Signature
from motions.rules import files, signature_invariants, signed_versions, signing, time_stamps
from motions.rules.clearance import clearance
from motions.signing import identities, throwaway
from motions.signing.verdict import verdict
from tests.people import Town

from .keys_of_tests import NOW, authority, use_stamps_of
from .orders import ordered, printed, work
from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]


def use_stamps_until(folder: Path, until: dt.datetime) -> None:
    """Another key of the time stamp service."""
    use_stamps_of(folder, authority().issue("Zeit", stamps_time=True, until=until))


@pytest.fixture
def ending_soon(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Time stamps that end within a year."""
    throwaway.set_up(tmp_path, [], now=NOW, authority=authority())
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setenv(identities.SECRETS, str(tmp_path / identities.SECRETS_FILE))
    use_stamps_until(tmp_path, NOW + dt.timedelta(days=90))


@pytest.mark.usefixtures("ending_soon")
def test_i9_a_damaged_document_keeps_no_other_from_being_stamped_anew(
    town: Town, document: IssuedDocument, tmp_path: Path
) -> None:
    for row in (document, printed(town)):
        assert work(ordered(town, row)) is None
    use_stamps_until(tmp_path, NOW + dt.timedelta(days=3000))
    with clearance("system"):
        first, second = Signature.objects.order_by("pk")
    place = Path(default_storage.path(f"{first.sha256[:2]}/{first.sha256}"))
    place.write_bytes(b"anderes")
    with pytest.raises(files.FileDamaged):
        jobs.renew_time_stamps(0)
    with clearance("system"):
        renewed = Signature.objects.filter(kind="time_stamp")
        assert [row.source_sha256 for row in renewed] == [second.sha256]


@pytest.mark.usefixtures("ending_soon")
def test_si04_a_time_stamp_that_ends_soon_is_renewed_once(
    town: Town, document: IssuedDocument, tmp_path: Path
) -> None:
    assert work(ordered(town, document)) is None
    use_stamps_until(tmp_path, NOW + dt.timedelta(days=3000))
    jobs.renew_time_stamps(0)
    jobs.renew_time_stamps(0)
    with clearance("system"):
        assert list(Signature.objects.values_list("number", "kind")) == [(1, "seal"), (2, "time_stamp")]
        assert list(signature_invariants.chains_whole()) == []
        assert list(signature_invariants.stamps_hold()) == []
        assert time_stamps.ending(now=timezone.now()) == []
        first, second = (_read(row.sha256) for row in Signature.objects.order_by("number"))
        assert signed_versions.version(document).signatures == 2
    later = NOW + dt.timedelta(days=120)
    assert second.startswith(first)
    assert verdict(first, signing.setup(), now=later).is_valid is False
    assert verdict(second, signing.setup(), now=later).is_valid


@pytest.mark.usefixtures("ending_soon")
def test_i9_a_version_that_does_not_go_on_from_the_one_before_is_found(
    town: Town, document: IssuedDocument, tmp_path: Path
) -> None:
    """Changed past every guard, as somebody could who reaches the database itself."""
    assert work(ordered(town, document)) is None
    use_stamps_until(tmp_path, NOW + dt.timedelta(days=3000))
    jobs.renew_time_stamps(0)
    strange = files.keep(b"anderes")
    with clearance("system"), pgtrigger.ignore("motions.Signature:signature_frozen"):
        stamped = Signature.objects.filter(number=2)
        stamped.update(sha256=strange, size=7)
        name = str(document.public_id)
        assert list(signature_invariants.chains_whole()) == [
            f"I9: Die Signatur Nr. 2 des Dokuments {name} ersetzt ältere Bytes."
        ]
        stamped.update(source_sha256=files.digest(b"nie gedruckt"))
        assert list(signature_invariants.chains_whole()) == [
            f"I9: Die Signaturen des Dokuments {name} bilden keine Kette (Nr. 2)."
        ]


@pytest.mark.usefixtures("ending_soon")
def test_si04_a_stamp_that_reaches_no_further_is_not_kept_and_named(
    town: Town, document: IssuedDocument
) -> None:
    """The service still has the certificate of the last time: each Saturday another version would prove no more."""
    for row in (document, printed(town)):
        assert work(ordered(town, row)) is None
    jobs.renew_time_stamps(0)
    with clearance("system"):
        assert list(Signature.objects.values_list("number", "kind")) == [(1, "seal"), (1, "seal")]
        assert len(time_stamps.ending(now=timezone.now())) == 2
        assert len(list(signature_invariants.stamps_hold())) == 2


@pytest.mark.usefixtures("ending_soon")
def test_si04_every_document_whose_stamp_ends_is_stamped_on_the_same_saturday(
    town: Town, document: IssuedDocument, tmp_path: Path
) -> None:
    for row in (document, printed(town)):
        assert work(ordered(town, row)) is None
    use_stamps_until(tmp_path, NOW + dt.timedelta(days=3000))
    jobs.renew_time_stamps(0)
    with clearance("system"):
        assert Signature.objects.filter(kind="time_stamp").count() == 2


@pytest.mark.parametrize("service", [True, False], ids=["B-T", "B-B"])
def test_si04_a_signature_without_an_archive_stamp_gets_one(
    town: Town, document: IssuedDocument, settings: object, tmp_path: Path, monkeypatch: object, service: bool
) -> None:
    throwaway.set_up(tmp_path, [], now=NOW, authority=authority())
    file, secrets = tmp_path / identities.FILE, tmp_path / identities.SECRETS_FILE
    file.write_text(file.read_text().replace("B-LTA", "B-T"))
    if not service:
        secrets.write_text(secrets.read_text().replace("[time_stamps]", "[none]"))
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setenv(identities.SECRETS, str(secrets))  # type: ignore[attr-defined]
    assert work(ordered(town, document)) is None
    with clearance("system"):
        assert Signature.objects.get().verdict["archived_until"] == ""
    jobs.renew_time_stamps(0)
    jobs.renew_time_stamps(0)
    with clearance("system"):
        rows = Signature.objects.order_by("number")
        made = [(row.kind, bool(row.verdict["archived_until"])) for row in rows]
        last = _read(rows[len(rows) - 1].sha256)
    assert made == [("seal", False), *([("time_stamp", True)] if service else [])]
    if service:  # what it needs to be proven later lies in the file
        known = dataclasses.replace(signing.setup(), revocations=())
        assert verdict(last, known, now=NOW + dt.timedelta(days=400)).is_valid


def _read(digest: str) -> bytes:
    with files.fetch(digest) as stored:
        return bytes(stored.read())
