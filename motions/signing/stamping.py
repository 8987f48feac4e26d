"""Zeitstempel eines Dienstes (RFC 3161): the answer must be to our own question, or it is thrown away."""

from __future__ import annotations

from asn1crypto import tsp
from pyhanko.sign.timestamps import HTTPTimeStamper

from .failures import KeyUnavailable

_ANOTHER_QUESTION = (
    "Der Zeitstempeldienst hat auf eine andere Anfrage geantwortet. Sein Zeitstempel ist verworfen. Es wird wieder "
    "versucht; bleibt es dabei, prüfen Sie die Adresse des Dienstes in signing.toml und fragen Sie seinen Betreiber."
)


class CarefulTimeStamper(HTTPTimeStamper):
    """Compares the nonce itself: the library trips over its own words for another one."""

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """The answer of the service; raises KeyUnavailable where it is to another question."""
        response = await super().async_request_tsa_response(req)
        if response["status"]["status"].native == "granted":
            told = response["time_stamp_token"]["content"]["encap_content_info"]["content"].parsed
            if told["nonce"].native != req["nonce"].native:
                raise KeyUnavailable(_ANOTHER_QUESTION)
        return response
