"""Verbindung zum Fernsignaturdienst: bounded in time and size, TLS only, nowhere but to the address that is set up."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

from aiohttp import (
    ClientError,
    ClientHandlerType,
    ClientRequest,
    ClientResponse,
    ClientSession,
    DummyCookieJar,
)
from pyhanko.sign.general import SigningError

from .failures import KeyRefused, KeyUnavailable

SILENT = "Der Fernsignaturdienst antwortet nicht. Prüfen Sie seine Erreichbarkeit."
UNREADABLE = (
    "Der Fernsignaturdienst antwortet mit etwas, das keine Signatur ist. Fragen Sie seinen Betreiber."
)
REDIRECTS = "Der Fernsignaturdienst leitet auf eine andere Adresse um. Tragen Sie die richtige Adresse ein."
INSECURE = "Die Adresse des Fernsignaturdienstes beginnt nicht mit https oder ist falsch. Tragen Sie sie richtig ein."
_LARGEST_ANSWER = 256 * 1024
_OWN_MACHINE = ("127.0.0.1", "::1")


def checked(address: str) -> str:
    """The address, if the connection to it is encrypted or stays on this machine; raises KeyUnavailable."""
    try:
        parts = urlsplit(address)
        is_plain = bool(parts.hostname) and not (parts.username or parts.query or parts.fragment)
    except ValueError as error:
        raise KeyUnavailable(INSECURE) from error
    is_kept_private = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _OWN_MACHINE)
    if not (is_plain and is_kept_private):
        raise KeyUnavailable(INSECURE)
    return address.rstrip("/")


@asynccontextmanager
async def opened_session() -> AsyncIterator[ClientSession]:
    """A session for a few calls in one event loop; whatever goes wrong in it is KeyUnavailable."""
    try:
        async with ClientSession(
            response_class=_BoundedAnswer,
            middlewares=(_judged,),
            cookie_jar=DummyCookieJar(),
            auto_decompress=False,
            headers={"Accept-Encoding": "identity"},
        ) as session:
            yield session
    except (TimeoutError, ClientError) as error:
        raise KeyUnavailable(SILENT) from error
    # What the library trips over when an answer has another shape than the standard says.
    except (SigningError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise KeyUnavailable(UNREADABLE) from error


class _BoundedAnswer(ClientResponse):
    """Reads no more than an answer of the interface can be long, compressed ones not at all."""

    async def json(self, **options: Any) -> Any:
        body = bytearray()
        try:
            async for chunk in self.content.iter_any():
                body += chunk
                if len(body) > _LARGEST_ANSWER:
                    raise KeyUnavailable(UNREADABLE)
            return json.loads(body)
        except ClientError as error:
            raise KeyUnavailable(SILENT) from error
        except (ValueError, RecursionError) as error:
            raise KeyUnavailable(UNREADABLE) from error


async def _judged(request: ClientRequest, handler: ClientHandlerType) -> ClientResponse:
    """Says what is wrong in a sentence, before the library follows a redirect or loses the reason."""
    try:
        response = await handler(request)
    except ClientError as error:
        raise KeyUnavailable(SILENT) from error
    if response.status == 200:
        return response
    response.close()
    if 300 <= response.status < 400:
        raise KeyUnavailable(REDIRECTS)
    if response.status in (400, 401, 403, 404):
        raise KeyRefused(
            f"Der Fernsignaturdienst lehnt ab (Status {response.status}). Prüfen Sie Zugang, PIN und Schlüssel."
        )
    raise KeyUnavailable(f"Der Fernsignaturdienst ist gestört (Status {response.status}).")
