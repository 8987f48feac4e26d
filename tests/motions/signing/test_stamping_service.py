"""SI-04: time stamps of a service over HTTP (RFC 3161): every level, the renewal, and whatever it answers wrongly."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from motions import jobs
from motions.models import IssuedDocument, Signature, SigningRequest
from motions.rules.clearance import clearance
from motions.signing import identities, keys, throwaway
from tests.people import Town

from .keys_of_tests import NOW, authority
from .orders import ordered, work
from .stamping_service import StampingService


@pytest.fixture
def service() -> Iterator[StampingService]:
    """Its certificate ends in ninety days."""
    made = StampingService(authority().issue("Zeit", stamps_time=True, until=NOW + dt.timedelta(days=90)))
    yield made
    made.stop()


@pytest.fixture
def own(service: StampingService, settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The keys of the run with this service, and no key for time stamps of one's own."""
    throwaway.set_up(tmp_path, [], now=NOW, authority=authority())
    file, secrets = tmp_path / identities.FILE, tmp_path / identities.SECRETS_FILE
    file.write_text(f'time_stamps = "{service.address}"\n' + file.read_text())
    secrets.write_text(secrets.read_text().replace("[time_stamps]", "[none]"))
    settings.SIGNING_DIR = tmp_path  # type: ignore[attr-defined]
    monkeypatch.setenv(identities.SECRETS, str(secrets))
    monkeypatch.setattr(keys, "_PATIENCE", 1)
    return tmp_path


def versions() -> list[tuple[str, bool, bool]]:
    """Each version: what it is, whether its newest signature is stamped, and the file is for the archive."""
    with clearance("system"):
        rows = [(row.kind, row.verdict) for row in Signature.objects.order_by("number")]
    return [
        (kind, told["signers"][-1]["is_time_stamped"], bool(told["archived_until"])) for kind, told in rows
    ]


@pytest.mark.parametrize(("level", "is_archived"), [("B-T", False), ("B-LTA", True)])
def test_si04_a_service_stamps_each_level_and_stamps_again(
    town: Town,
    document: IssuedDocument,
    own: Path,
    service: StampingService,
    level: str,
    is_archived: bool,
) -> None:
    file = own / identities.FILE
    file.write_text(file.read_text().replace("B-LTA", level))
    assert work(ordered(town, document)) is None
    assert versions() == [("seal", True, is_archived)]
    later = StampingService(authority().issue("Zeit", stamps_time=True, until=NOW + dt.timedelta(days=3000)))
    file.write_text(file.read_text().replace(service.address, later.address))
    try:
        jobs.renew_time_stamps(0)
    finally:
        later.stop()
    assert versions() == [("seal", True, is_archived), ("time_stamp", True, True)]


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(
    "mood", ["down", "garbage", "page", "refused", "another_nonce", "another_hash", "slow"]
)
def test_si04_a_wrong_answer_of_the_service_makes_no_signature(
    town: Town, document: IssuedDocument, service: StampingService, mood: str
) -> None:
    service.mood = mood
    request = ordered(town, document)
    assert work(request) is not None
    assert versions() == []
    with clearance("system"):
        told = SigningRequest.objects.get().failure
    known = (
        "Die Signatur kam nicht zustande: Der Schlüssel",
        "Die fertige Signatur hat",
        "Der Zeitstempeldienst hat auf eine andere Anfrage geantwortet.",
    )
    assert told.startswith(known[2] if mood == "another_nonce" else known[:2])
