"""Fernsignatur: a key at a signing service (Cloud Signature Consortium API 1 and 2); it never comes to us.

The service gets a hash and nothing of the document. What it sends back is believed only after it was checked
against the certificate that the town has set up.
"""

from __future__ import annotations

import asyncio
import dataclasses
from typing import Any

from aiohttp import ClientSession, ClientTimeout
from asn1crypto import algos
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_der_x509_certificate
from pyhanko.sign.signers import Signer
from pyhanko.sign.signers.csc_signer import (
    CSCAuthorizationInfo,
    CSCAuthorizationManager,
    CSCCredentialInfo,
    CSCServiceSessionInfo,
    CSCSigner,
    fetch_certs_in_csc_credential,
)
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from .failures import KeyUnavailable
from .identities import Identity, Setup
from .remote_session import checked, opened_session

ANOTHER_CERTIFICATE = (
    "Der Fernsignaturdienst nennt ein anderes Zertifikat als das eingerichtete. Es wurde nichts signiert."
)
ANOTHER_SIGNATURE = (
    "Was der Fernsignaturdienst zurückgab, ist nicht die Signatur dieser Datei. Sie wurde verworfen."
)
ATTENDED = (
    "Dieser Schlüssel verlangt bei jeder Signatur eine Bestätigung der Person. Im Hintergrund geht das nicht; "
    "laden Sie die Datei anderswo unterschrieben hoch."
)
INCOMPLETE = "Die Angaben zum Fernsignaturdienst sind unvollständig. Fragen Sie die Betreuung."
_DIGEST = algos.DigestAlgorithmId("sha256").dotted
_PLAIN_RSA = algos.SignedDigestAlgorithmId("rsassa_pkcs1v15").dotted
_LONGEST_SIGNATURE = 512


@dataclasses.dataclass(frozen=True, repr=False)
class _Service:
    """Der Dienst, wie ihn die Geheimnisse der Hintergrundarbeit nennen (keys.py)."""

    csc: str
    credential: str
    version: str = "v1"
    pin: str = ""
    token: str = ""
    token_address: str = ""
    client: str = ""
    client_secret: str = ""
    seconds: int = 20

    @property
    def patience(self) -> ClientTimeout:
        """For the whole of one call, connecting and reading included."""
        return ClientTimeout(total=self.seconds)


def remote_signer(secret: dict[str, Any], identity: Identity, setup: Setup) -> Signer:
    """The key of an identity at its service, after the service has named its certificate; raises KeyUnavailable."""
    try:
        service = _Service(**secret)
    except TypeError as error:
        raise KeyUnavailable(INCOMPLETE) from error
    return asyncio.run(_introduced(service, identity, setup))


async def _introduced(service: _Service, identity: Identity, setup: Setup) -> Signer:
    address = checked(service.csc)
    async with opened_session() as session:
        access = CSCServiceSessionInfo(
            address, service.credential, await _token(session, service), service.version
        )
        credential = await fetch_certs_in_csc_credential(session, access, timeout=service.seconds)
        if _needs_a_person(credential.response_data):
            raise KeyUnavailable(ATTENDED)
        if credential.signing_cert.dump() != identity.certificate.dump():
            raise KeyUnavailable(ANOTHER_CERTIFICATE)
        signer = _RemoteSigner(service, access, credential)
        signer.cert_registry.register_multiple(setup.chain)
        return signer


async def _token(session: ClientSession, service: _Service) -> str:
    """The one that was set up, or a new one for the application itself (OAuth 2, client credentials)."""
    if not service.client:
        return service.token
    asked = {
        "grant_type": "client_credentials",
        "client_id": service.client,
        "client_secret": service.client_secret,
    }
    where = checked(service.token_address)
    async with session.post(where, data=asked, timeout=service.patience) as response:
        return str((await response.json())["access_token"])


def _needs_a_person(facts: dict[str, Any]) -> bool:
    """A one-time code or a login at each signature, in the words of version 1 or of version 2."""
    asked = facts.get("auth", {})
    return (
        "oauth2code" in (facts.get("authMode"), asked.get("mode"))
        or facts.get("OTP", {}).get("presence") == "true"
        or any(row.get("type") != "Password" for row in asked.get("objects", []))
    )


class _RemoteSigner(Signer):
    """Opens its session when it signs: a session belongs to the event loop it was opened in."""

    def __init__(
        self, service: _Service, access: CSCServiceSessionInfo, credential: CSCCredentialInfo
    ) -> None:
        super().__init__(signing_cert=credential.signing_cert, cert_registry=credential.as_cert_store())
        self._service, self._access, self._credential = service, access, credential

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """One signature, authorised for exactly this hash, and checked before anybody sees it."""
        if dry_run:
            return bytes(_LONGEST_SIGNATURE)
        async with opened_session() as session:
            authorization = _Authorization(session, self._service, self._access, self._credential)
            caller = _Caller(session, authorization, sign_timeout=self._service.seconds)
            made = await caller.async_sign_raw(data, digest_algorithm)
        _insist_on_signature(made, data, digest_algorithm, self._credential)
        return made


class _Authorization(CSCAuthorizationManager):
    """Asks for activation data bound to the hash, also where the service would not insist on it."""

    def __init__(
        self,
        session: ClientSession,
        service: _Service,
        access: CSCServiceSessionInfo,
        credential: CSCCredentialInfo,
    ) -> None:
        super().__init__(access, credential)
        self._session, self._service = session, service

    async def authorize_signature(self, hash_b64s: list[str]) -> CSCAuthorizationInfo:
        request = self.format_csc_auth_request(hash_b64s=hash_b64s, pin=self._service.pin or None)
        async with self._session.post(
            self.csc_session_info.endpoint_url("credentials/authorize"),
            headers=self.auth_headers,
            json=_worded(request, self._service.version),
            timeout=self._service.patience,
        ) as response:
            return self.parse_csc_auth_response(await response.json())


class _Caller(CSCSigner):
    """The library's call of signHash, for services that name RSA without the hash and for version 2 as well."""

    def get_signature_mechanism_for_digest(self, digest_algorithm: str | None) -> algos.SignedDigestAlgorithm:
        """What the kind of the key says; the service gets it in a word from its own list."""
        return Signer.get_signature_mechanism_for_digest(self, digest_algorithm)

    async def format_csc_signing_req(self, tbs_hashes: list[str], digest_algorithm: str) -> dict[str, Any]:
        request = await super().format_csc_signing_req(tbs_hashes, digest_algorithm)
        offered = self.auth_manager.credential_info.response_data["key"]["algo"]
        if request["signAlgo"] not in offered and _PLAIN_RSA in offered:
            request["signAlgo"] = _PLAIN_RSA
        return _worded(request, self.auth_manager.csc_session_info.api_ver)


def _worded(request: dict[str, Any], version: str) -> dict[str, Any]:
    """The library speaks version 1; the second has other names for the same."""
    if version == "v1":
        return request
    request["hashes"] = request.pop("hash")
    request["hashAlgorithmOID"] = request.pop("hashAlgo", _DIGEST)
    if "PIN" in request:
        request["authData"] = [{"id": "PIN", "value": request.pop("PIN")}]
    return request


def _insist_on_signature(
    made: bytes, data: bytes, digest_algorithm: str, credential: CSCCredentialInfo
) -> None:
    """Of this data, by the key of this certificate; raises KeyUnavailable."""
    key = load_der_x509_certificate(credential.signing_cert.dump()).public_key()
    digest = get_pyca_cryptography_hash(digest_algorithm)
    try:
        if isinstance(key, RSAPublicKey):
            key.verify(made, data, PKCS1v15(), digest)
        elif isinstance(key, EllipticCurvePublicKey):
            key.verify(made, data, ECDSA(digest))
        else:
            raise KeyUnavailable(ANOTHER_SIGNATURE)
    except InvalidSignature as error:
        raise KeyUnavailable(ANOTHER_SIGNATURE) from error
