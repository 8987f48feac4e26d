"""Ein Fernsignaturdienst der Tests: CSC API 1 and 2 on loopback, with moods; a SAD holds once, for its hashes only."""

from __future__ import annotations

import base64
import json
import secrets
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed
from cryptography.hazmat.primitives.serialization import Encoding

from motions.signing.authority import Authority, Issued

CREDENTIAL, PIN, TOKEN, CLIENT_SECRET = "siegel-1", "2468", "token-1", "geheim"
SHA256, RSA, SHA256_RSA = "2.16.840.1.101.3.4.2.1", "1.2.840.113549.1.1.1", "1.2.840.113549.1.1.11"


class SigningService:
    """``mood`` names what it does wrong; ``signed`` are the hashes it has signed."""

    def __init__(self, authority: Authority, issued: Issued, *, version: str = "v1") -> None:
        self.authority, self.issued, self.version = authority, issued, version
        self.mood, self.algorithms = "", [SHA256_RSA]
        self.signed: list[str] = []
        self.paths: list[str] = []
        self.bound: dict[str, list[str]] = {}
        self.ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        """Nothing listens any more."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def set_up(self, folder: Path, source: Path, *, kind: str = "seal", **more: object) -> None:
        """Write the two files that name it; the time stamps are those of the folder ``source``."""
        for name in ("root.pem", "root.crl", "time_stamps.p12"):
            (folder / name).write_bytes((source / name).read_bytes())
        (folder / "siegel.pem").write_bytes(self.issued.as_pem())
        (folder / "signing.toml").write_text(
            'is_demo = true\nlevel = "B-LTA"\nroots = ["root.pem"]\nqualified_roots = ["root.pem"]\n'
            f'revocations = ["root.crl"]\n[identity.siegel]\nlabel = "Siegel"\nkind = "{kind}"\n'
            'certificate = "siegel.pem"\n'
        )
        stamps = (source / "secrets.toml").read_text().split("[time_stamps]")[1].split("[")[0]
        facts: dict[str, object] = {
            "csc": self.address,
            "credential": CREDENTIAL,
            "version": self.version,
            "pin": PIN,
        }
        facts |= {"token": TOKEN} | more
        rows = "\n".join(f"{name} = {json.dumps(value)}" for name, value in facts.items())
        (folder / "secrets.toml").write_text(f"[siegel]\n{rows}\n\n[time_stamps]{stamps}")

    def token(self, asked: dict[str, list[str]]) -> dict[str, Any] | None:
        """A token for the application that knows its secret."""
        is_known = asked.get("client_secret") == [CLIENT_SECRET] and asked.get("client_id") == ["stadt"]
        return {"access_token": TOKEN} if is_known else None

    def answer(self, path: str, asked: dict[str, Any]) -> dict[str, Any] | None:
        """What the standard says; None is a refusal."""
        if asked.get("credentialID") != CREDENTIAL:
            return None
        if path.endswith("credentials/info"):
            return self._described()
        given = asked["hash" if self.version == "v1" else "hashes"]
        if path.endswith("credentials/authorize"):
            pin = asked.get("PIN") if self.version == "v1" else asked["authData"][0]["value"]
            if pin != PIN or asked["numSignatures"] != len(given):
                return None
            name = secrets.token_hex(8)
            self.bound[name] = given
            return {"SAD": name, "expiresIn": 60}
        method = asked["hashAlgo" if self.version == "v1" else "hashAlgorithmOID"]
        if (self.bound.pop(asked["SAD"], None), method) != (given, SHA256):
            return None
        if asked["signAlgo"] not in self.algorithms:
            return None
        self.signed += given
        return {"signatures": [self._signature(base64.b64decode(row)) for row in given]}

    def _described(self) -> dict[str, Any]:
        named = self.issued
        if self.mood == "another_certificate":
            named = self.authority.issue("Andere Stadt", is_seal=True)
        chain = [
            row.public_bytes(Encoding.DER) for row in (named.certificate, self.authority.root.certificate)
        ]
        facts: dict[str, Any] = {
            "key": {"status": "enabled", "algo": self.algorithms, "len": 2048},
            "cert": {"certificates": [base64.b64encode(row).decode() for row in chain]},
            "multisign": 1,
            "SCAL": "2",
        }
        if self.version == "v1":
            is_asked = "true" if self.mood == "attended" else "false"
            return facts | {"authMode": "explicit", "OTP": {"presence": is_asked}}
        kinds = ["Password", "ChallengeResponse"] if self.mood == "attended" else ["Password"]
        return facts | {"auth": {"mode": "explicit", "objects": [{"type": kind} for kind in kinds]}}

    def _signature(self, digest: bytes) -> str:
        key = self.issued.key
        if self.mood == "another_hash":
            digest = bytes(32)
        if self.mood == "another_key":
            key = self.authority.root.key
        return base64.b64encode(key.sign(digest, PKCS1v15(), Prehashed(hashes.SHA256()))).decode()


def _handler(service: SigningService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 5

        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers["Content-Length"]), 10_000))
            service.paths.append(self.path)
            if self.path == "/token":
                return self._send(service.token(parse_qs(body.decode())))
            if self.headers.get("Authorization") != f"Bearer {TOKEN}" or "/csc/" not in self.path:
                return self._send(None)
            if service.mood and self.path.endswith("signHash") and self._is_moody():
                return None
            is_known = self.path.startswith(f"/csc/{service.version}/")
            return self._send(service.answer(self.path, json.loads(body)) if is_known else None)

        def do_GET(self) -> None:
            service.paths.append(f"GET {self.path}")
            self._send({"signatures": []})

        def _is_moody(self) -> bool:
            raw = {
                "garbage": b"<html>Wartung</html>",
                "list": b'["signatures"]',
                "none": b'{"signatures": []}',
                "no_base64": b'{"signatures": ["%%%"]}',
                "huge": b'{"signatures": ["' + b"A" * 400_000 + b'"]}',
            }
            if service.mood == "slow":
                service.ended.wait(5)
            elif service.mood in raw:
                self._reply(200, raw[service.mood])
            elif service.mood in ("refuse", "broken"):
                self._reply(403 if service.mood == "refuse" else 503, b"{}")
            elif service.mood == "redirect":
                self._reply(302, b"", location="/secret")
            elif service.mood == "hang_up":
                self.close_connection = True
            else:
                return False
            return True

        def _send(self, facts: dict[str, Any] | None) -> None:
            self._reply(200 if facts is not None else 400, json.dumps(facts or {"error": "x"}).encode())

        def _reply(self, status: int, body: bytes, location: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler
