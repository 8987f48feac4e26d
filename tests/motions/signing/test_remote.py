"""Ein Schlüssel bei einem Fernsignaturdienst (CSC API): the hash goes there, only a signature that fits comes in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from motions.pdf import sign
from motions.signing import identities, keys, remote, remote_session
from motions.signing.failures import KeyUnavailable
from motions.signing.verdict import Verdict, context, verdict

from .keys_of_tests import appearance, authority, folder, plain
from .signing_service import CLIENT_SECRET, RSA, SigningService

REFUSED = "Der Fernsignaturdienst lehnt ab"


@pytest.fixture
def service() -> Iterator[SigningService]:
    """One that behaves."""
    made = SigningService(authority(), authority().issue("Stadt Hückeswagen", is_seal=True))
    yield made
    made.stop()


@pytest.fixture
def place(service: SigningService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that names it."""
    service.set_up(tmp_path, folder())
    monkeypatch.setenv(identities.SECRETS, str(tmp_path / "secrets.toml"))
    return tmp_path


def sealed(place: Path, *, level: str = "B-B") -> bytes:
    known = identities.load(place)
    identity = known.seal()
    assert identity is not None
    with keys.opened(identity, known) as key:
        return sign.sign(
            plain(),
            sign.Act("signature-1", "Siegel", "Siegel", appearance()),
            key,
            time_stamper=None if level == "B-B" else keys.time_stamper(known),
            archived_with=context(known, now=dt.datetime.now(dt.UTC)) if level == "B-LTA" else None,
        )


def judged(data: bytes, place: Path) -> Verdict:
    return verdict(data, identities.load(place), now=dt.datetime.now(dt.UTC))


@pytest.mark.parametrize("level", ["B-B", "B-T", "B-LTA"])
def test_si04_a_remote_service_seals_as_a_file_does(place: Path, service: SigningService, level: str) -> None:
    data = sealed(place, level=level)
    found = judged(data, place)
    assert (found.is_valid, found.signers[0].name) == (True, "Stadt Hückeswagen")
    assert found.signers[0].is_time_stamped is (level != "B-B")
    assert bool(found.archived_until) is (level == "B-LTA")
    assert data.startswith(plain())
    called = [
        f"/csc/v1/{name}" for name in ("credentials/info", "credentials/authorize", "signatures/signHash")
    ]
    assert (service.paths, len(service.signed), service.bound) == (called, 1, {})


def test_si04_version_2_of_the_interface_has_other_names_for_the_same(
    tmp_path: Path, service: SigningService, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.version, service.algorithms = "v2", [RSA]
    service.set_up(tmp_path, folder())
    monkeypatch.setenv(identities.SECRETS, str(tmp_path / "secrets.toml"))
    assert judged(sealed(tmp_path), tmp_path).is_valid
    service.mood = "attended"
    with pytest.raises(KeyUnavailable, match="Bestätigung der Person"):
        sealed(tmp_path)


def test_si04_an_application_may_fetch_a_token_of_its_own(place: Path, service: SigningService) -> None:
    own = {"token": "", "token_address": f"{service.address}/token", "client": "stadt"}
    service.set_up(place, folder(), **own, client_secret=CLIENT_SECRET)
    assert judged(sealed(place), place).is_valid
    service.set_up(place, folder(), **own, client_secret="falsch")
    with pytest.raises(KeyUnavailable, match=REFUSED):
        sealed(place)
    assert len(service.signed) == 1


@pytest.mark.parametrize(
    ("mood", "sentence"),
    [
        ("another_hash", remote.ANOTHER_SIGNATURE),
        ("another_key", remote.ANOTHER_SIGNATURE),
        ("another_certificate", remote.ANOTHER_CERTIFICATE),
        ("attended", remote.ATTENDED),
        ("garbage", remote_session.UNREADABLE),
        ("list", remote_session.UNREADABLE),
        ("none", remote_session.UNREADABLE),
        ("no_base64", remote.ANOTHER_SIGNATURE),
        ("huge", remote_session.UNREADABLE),
        ("redirect", remote_session.REDIRECTS),
        ("refuse", f"{REFUSED} (Status 403). Prüfen Sie Zugang, PIN und Schlüssel."),
        ("broken", "Der Fernsignaturdienst ist gestört (Status 503)."),
        ("hang_up", remote_session.SILENT),
        ("slow", remote_session.SILENT),
    ],
)
def test_si04_whatever_the_service_does_wrong_is_a_sentence_and_no_signature(
    place: Path, service: SigningService, mood: str, sentence: str
) -> None:
    service.mood = mood
    if mood == "slow":
        service.set_up(place, folder(), seconds=1)
    with pytest.raises(KeyUnavailable) as failure:
        sealed(place)
    assert str(failure.value) == sentence
    assert not [path for path in service.paths if path.startswith("GET") or "secret" in path]


def test_si04_a_service_that_is_down_is_tried_again_later(place: Path, service: SigningService) -> None:
    service.stop()
    with pytest.raises(KeyUnavailable, match="antwortet nicht"):
        sealed(place)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"pin": "0000"}, REFUSED),
        ({"token": "fremd"}, REFUSED),
        ({"credential": "fremd"}, REFUSED),
        ({"passwort": "x"}, "unvollständig"),
    ],
)
def test_si04_wrong_secrets_sign_nothing(
    place: Path, service: SigningService, wrong: dict[str, str], sentence: str
) -> None:
    service.set_up(place, folder(), **wrong)
    with pytest.raises(KeyUnavailable, match=sentence):
        sealed(place)
    assert service.signed == []


@pytest.mark.parametrize(
    "address",
    [
        "http://sign.example.org",
        "http://localhost.example.org",
        "http://127.0.0.1@sign.example.org",
        "https://name:word@sign.example.org",
        "https://sign.example.org/?to=x",
        "file:///etc/passwd",
        "https://[",
        "",
    ],
)
def test_si04_secrets_go_over_tls_or_stay_on_the_machine(
    place: Path, service: SigningService, address: str
) -> None:
    service.set_up(place, folder(), csc=address)
    with pytest.raises(KeyUnavailable, match="beginnt nicht mit https oder ist falsch"):
        sealed(place)
    service.set_up(place, folder(), token="", client="stadt", token_address=address)
    with pytest.raises(KeyUnavailable, match="beginnt nicht mit https oder ist falsch"):
        sealed(place)
    assert service.paths == []
