"""Ein Schlüssel auf einer Karte (PKCS#11): SoftHSM plays the token; the key never leaves it."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from motions.pdf import sign
from motions.signing import identities, keys
from motions.signing.failures import KeyRefused, KeyUnavailable
from motions.signing.verdict import verdict

from .keys_of_tests import appearance, authority, folder, plain, setup

LIBRARY = Path("/usr/lib/softhsm/libsofthsm2.so")
PIN = "4321"


@pytest.fixture(scope="module")
def token(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a token that holds one key, and the two files that name it."""
    made = tmp_path_factory.mktemp("token")
    (made / "tokens").mkdir()
    (made / "softhsm2.conf").write_text(f"directories.tokendir = {made}/tokens\nlog.level = ERROR\n")
    # The library reads it once, when it is loaded into this process.
    os.environ["SOFTHSM2_CONF"] = str(made / "softhsm2.conf")
    issued = authority().issue("Stadt Hückeswagen", is_seal=True)
    key = issued.key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (made / "key.pem").write_bytes(key)
    (made / "siegel.pem").write_bytes(issued.as_pem())
    _run("--init-token", "--free", "--label", "ratsinfo", "--so-pin", "1234", "--pin", PIN)
    _run(
        *("--import", str(made / "key.pem"), "--token", "ratsinfo", "--label", "siegel"),
        *("--id", "a1", "--pin", PIN),
    )
    (made / "key.pem").unlink()
    for name in ("root.pem", "root.crl"):
        (made / name).write_bytes((folder() / name).read_bytes())
    (made / "signing.toml").write_text(
        'roots = ["root.pem"]\nrevocations = ["root.crl"]\n'
        '[identity.siegel]\nlabel = "Siegel"\nkind = "seal"\ncertificate = "siegel.pem"\n'
    )
    return made


def _run(*arguments: str) -> None:
    subprocess.run(["softhsm2-util", *arguments], check=True, capture_output=True)


def with_pin(
    token: Path, pin: str, monkeypatch: pytest.MonkeyPatch, label: str = "ratsinfo", key: str = "siegel"
) -> None:
    (token / "secrets.toml").write_text(
        f'[siegel]\npkcs11 = "{LIBRARY}"\ntoken = "{label}"\npin = "{pin}"\nkey = "{key}"\n'
    )
    monkeypatch.setenv(identities.SECRETS, str(token / "secrets.toml"))


def sealed(token: Path) -> bytes:
    known = identities.load(token)
    identity = known.seal()
    assert identity is not None
    with keys.opened(identity, known) as key:
        return sign.sign(plain(), sign.Act("signature-1", "Siegel", "Siegel", appearance()), key)


def test_si04_a_token_seals_as_a_file_does(token: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup()
    with_pin(token, PIN, monkeypatch)
    found = verdict(sealed(token), identities.load(token), now=dt.datetime.now(dt.UTC))
    assert (found.is_valid, found.signers[0].name) == (True, "Stadt Hückeswagen")


def test_si04_a_token_that_is_missing_is_tried_again_later(
    token: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup()
    with_pin(token, PIN, monkeypatch, "fehlt")
    with pytest.raises(KeyUnavailable, match="antwortet nicht") as failure:
        sealed(token)
    assert failure.type is KeyUnavailable


def test_si04_a_token_without_the_key_says_so(token: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    setup()
    with_pin(token, PIN, monkeypatch, key="fehlt")
    with pytest.raises(KeyUnavailable, match="wie der Schlüssel auf ihr heißt"):
        sealed(token)


def test_si04_a_token_that_refuses_the_pin_is_not_asked_again(
    token: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    setup()
    with_pin(token, "0000", monkeypatch)
    with pytest.raises(KeyRefused, match="weist die PIN ab"):
        sealed(token)
