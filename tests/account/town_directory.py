"""Das Verzeichnis der Tests: an OpenID provider on loopback; a code holds once, for who can prove to have begun."""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "ratsinformation", "geheimnis-der-tests"
_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)


class TownDirectory:
    """``claims`` is what it says of the person; ``audience`` is for whom; without ``answers`` it is out of order."""

    def __init__(self) -> None:
        self.claims: dict[str, Any] = {}
        self.audience, self.answers = CLIENT, True
        self._begun: dict[str, dict[str, str]] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.issuer = f"http://127.0.0.1:{self._server.server_port}/stadt"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        """Nothing listens any more."""
        self._server.shutdown()
        self._server.server_close()

    def settings(self, *domains: str) -> dict[str, Any]:
        """What the environment says of it."""
        return {
            "RATSINFO_OIDC_ISSUER": self.issuer,
            "RATSINFO_OIDC_CLIENT": CLIENT,
            "RATSINFO_OIDC_SECRET": SECRET,
            "RATSINFO_OIDC_DOMAINS": ",".join(domains),
        }

    def visit(self, address: str) -> dict[str, str]:
        """The person logs in at the page of the directory; with what it sends the browser back."""
        asked = dict(parse_qsl(urlsplit(address).query))
        code = secrets.token_hex(8)
        self._begun[code] = asked
        return {"code": code, "state": asked["state"]}

    def described(self) -> dict[str, Any]:
        """Where everything is."""
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/anmelden",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/schluessel",
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def tokens(self, given: dict[str, str]) -> dict[str, Any] | None:
        """Who the person is, for the application that began; None is a refusal."""
        begun = self._begun.pop(given["code"], None)
        if begun is None or (given["client_id"], given["client_secret"]) != (CLIENT, SECRET):
            return None
        proof = hashlib.sha256(given["code_verifier"].encode()).digest()
        if base64.urlsafe_b64encode(proof).rstrip(b"=").decode() != begun["code_challenge"]:
            return None
        now = int(time.time())
        said = {"iss": self.issuer, "aud": self.audience, "sub": "p-17", "iat": now, "exp": now + 60}
        return {
            "access_token": "unbenutzt",
            "token_type": "Bearer",
            "id_token": jwt.encode(said | self.claims, _KEY, "RS256", headers={"kid": "eins"}),
        }


def _handler(directory: TownDirectory) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            known = self.path == "/stadt/.well-known/openid-configuration"
            self._send(directory.described() if known else None)

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(body).items()}
            self._send(directory.tokens(given) if self.path == "/stadt/token" else None)

        def _send(self, answer: dict[str, Any] | None) -> None:
            if not directory.answers:
                self.send_error(503)
                return
            body = json.dumps(answer or {"error": "invalid_grant"}).encode()
            self.send_response(200 if answer else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            pass

    return Handler
