"""Ein Zeitstempeldienst der Tests: RFC 3161 over HTTP on loopback, with moods; ``asked`` counts the queries."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from asn1crypto import tsp
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps import DummyTimeStamper

from motions.signing.authority import Issued


class StampingService:
    """``mood`` names what it does wrong."""

    def __init__(self, issued: Issued) -> None:
        loaded = SimpleSigner.load_pkcs12_data(issued.as_pkcs12("x"), other_certs=[], passphrase=b"x")
        assert loaded is not None
        assert loaded.signing_cert is not None
        self.stamper = DummyTimeStamper(loaded.signing_cert, loaded.signing_key, loaded.cert_registry)
        self.mood, self.asked = "", 0
        self.ended = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        ).start()

    def stop(self) -> None:
        """Nothing listens any more."""
        self.ended.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: bytes) -> bytes:
        """What the standard says, or what it must not say."""
        self.asked += 1
        query = tsp.TimeStampReq.load(body)
        if self.mood == "another_hash":
            query["message_imprint"]["hashed_message"] = bytes(32)
        if self.mood == "another_nonce":
            query["nonce"] = 1
        if self.mood == "refused":
            return bytes(tsp.TimeStampResp({"status": {"status": "rejection"}}).dump())
        return bytes(self.stamper.request_tsa_response(tsp.TimeStampReq.load(query.dump(force=True))).dump())


def _handler(service: StampingService) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(min(int(self.headers["Content-Length"]), 10_000))
            if service.mood == "slow":
                service.ended.wait(5)
                return
            is_down = service.mood == "down"
            answer = b"<html>Wartung</html>" if service.mood == "garbage" else service.answer(body)
            kind = "text/html" if service.mood == "page" else "application/timestamp-reply"
            self.send_response(503 if is_down else 200)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, format: str, *args: object) -> None:
            """Silent."""

    return Handler
