"""Schlüssel öffnen: a file (PKCS#12), a token (PKCS#11) or a remote service (CSC); only the worker knows how.

``RATSINFO_SIGNING_SECRETS`` names a file that only the worker's account reads, and only the worker's unit sets it::

    [siegel]                      # the name of the identity in signing.toml
    pkcs12 = "siegel.p12"         # relative to the file
    passphrase = "…"

    [ratsbuero]
    pkcs11 = "/usr/lib/softhsm/libsofthsm2.so"
    token = "ratsinfo"
    pin = "…"
    key = "siegel"                # label on the token

    [vorsitz]
    csc = "https://…"             # what stands before /csc/v1 in the addresses of the service
    version = "v1"                # or "v2"
    credential = "…"              # credentialID
    pin = "…"                     # if the service wants one
    token = "…"                   # OAuth bearer token; or, for a new one each time:
    token_address = "https://…"
    client = "…"
    client_secret = "…"
    seconds = 20                  # for each call

    [time_stamps]                 # demo and tests: time stamps by an own key instead of a service
    pkcs12 = "zeit.p12"
    passphrase = "…"
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pkcs11
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_der_private_key
from pyhanko.config.pkcs11 import TokenCriteria
from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session
from pyhanko.sign.signers import Signer, SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper, TimeStamper
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from .failures import KeyRefused, KeyUnavailable
from .identities import SECRETS, TIME_STAMPS, Identity, Setup
from .remote import remote_signer
from .stamping import CarefulTimeStamper

_PATIENCE = 10
_REFUSALS = (
    *(pkcs11.PinIncorrect, pkcs11.PinInvalid, pkcs11.PinLenRange, pkcs11.PinLocked, pkcs11.PinExpired),
    pkcs11.UserPinNotInitialized,
)


class _WarmSigner(SimpleSigner):
    """Parses and checks the key once, not for every signature (pdf.md 5: seven times as fast)."""

    _warm: RSAPrivateKey | None = None

    def sign_raw(self, data: bytes, digest_algorithm: str) -> bytes:
        """The raw signature; other kinds of keys go the library's way."""
        if self._warm is None:
            loaded = load_der_private_key(self.signing_key.dump(), password=None)
            if not isinstance(loaded, RSAPrivateKey):
                return super().sign_raw(data, digest_algorithm)
            self._warm = loaded
        return self._warm.sign(data, PKCS1v15(), get_pyca_cryptography_hash(digest_algorithm))


@contextmanager
def opened(identity: Identity, setup: Setup) -> Iterator[Signer]:
    """The key of an identity for one signature or one batch; raises KeyUnavailable."""
    secret = _secret(identity.name)
    if "csc" in secret:
        yield remote_signer(secret, identity, setup)
        return
    if "pkcs11" not in secret:
        key = _from_file(secret, setup)
        if key.signing_cert is None or key.signing_cert.dump() != identity.certificate.dump():
            raise KeyUnavailable(
                "Die Schlüsseldatei gehört zu einem anderen Zertifikat als dem eingerichteten. Prüfen Sie beide."
            )
        yield key
        return
    try:
        session = open_pkcs11_session(
            secret["pkcs11"],
            token_criteria=TokenCriteria(label=secret["token"]),
            user_pin=str(secret["pin"]),
        )
    except _REFUSALS as error:
        raise KeyRefused(
            "Die Signaturkarte weist die PIN ab. Prüfen Sie die PIN, ehe Sie es noch einmal versuchen: Nach wenigen "
            "Versuchen sperrt sich die Karte."
        ) from error
    except (pkcs11.PKCS11Error, RuntimeError, OSError) as error:
        raise KeyUnavailable(
            "Die Signaturkarte antwortet nicht. Prüfen Sie, ob sie eingesteckt ist."
        ) from error
    with session:
        try:
            yield PKCS11Signer(
                session,
                key_label=secret["key"],
                signing_cert=identity.certificate,
                ca_chain=(*setup.chain, *setup.roots),
                other_certs_to_pull=(),
            )
        except pkcs11.PKCS11Error as error:
            raise KeyUnavailable(
                "Die Signaturkarte hat nicht signiert. Prüfen Sie, ob sie eingesteckt ist und wie der Schlüssel auf "
                "ihr heißt."
            ) from error


def time_stamper(setup: Setup) -> TimeStamper | None:
    """Where time stamps come from: a service, the own key of the demo, or nowhere."""
    if setup.time_stamps:
        return CarefulTimeStamper(
            setup.time_stamps, https=setup.time_stamps.startswith("https:"), timeout=_PATIENCE
        )
    if not setup.is_demo or TIME_STAMPS not in _secrets():
        return None
    own = _from_file(_secret(TIME_STAMPS), setup)
    certificate = own.signing_cert
    if certificate is None:
        return None
    return DummyTimeStamper(certificate, own.signing_key, own.cert_registry)


def _from_file(secret: dict[str, Any], setup: Setup) -> SimpleSigner:
    file = Path(os.environ[SECRETS]).parent / secret["pkcs12"]
    try:
        loaded = SimpleSigner.load_pkcs12(str(file), passphrase=secret["passphrase"].encode())
    except (OSError, ValueError) as error:
        raise KeyUnavailable("Die Schlüsseldatei lässt sich nicht öffnen. Prüfen Sie sie.") from error
    if loaded is None or loaded.signing_cert is None:
        raise KeyUnavailable("Die Schlüsseldatei lässt sich nicht öffnen. Prüfen Sie Datei und Kennwort.")
    # What lies in the file beside the key goes into the signature, too: most services put their own chain there.
    loaded.cert_registry.register_multiple([loaded.signing_cert, *setup.chain, *setup.roots])
    return _WarmSigner(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)


def _secret(name: str) -> dict[str, Any]:
    found = _secrets().get(name)
    if not isinstance(found, dict):
        raise KeyUnavailable(
            "Zu dieser Unterschrift ist kein Schlüssel hinterlegt. Fragen Sie die Betreuung."
        )
    return found


def _secrets() -> dict[str, Any]:
    """What only the worker may read; any other process has no such file."""
    place = os.environ.get(SECRETS, "")
    if not place or not Path(place).exists():
        raise KeyUnavailable("Dieser Prozess öffnet keine Schlüssel. Signiert wird im Hintergrund.")
    return tomllib.loads(Path(place).read_text(encoding="utf-8"))
