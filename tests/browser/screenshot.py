"""Bild für das README: the project starts its demo town and takes the picture itself (``make screenshot``)."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURE = ROOT / "docs" / "screenshot.png"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--lang=de-DE"]
PATIENCE = 120


def main() -> None:
    """Start, look, stop."""
    with tempfile.TemporaryDirectory() as folder, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        surroundings = os.environ | {"RATSINFO_DATA": folder, "PORT": str(port)}
        log = Path(folder) / "log"
        with open(log, "wb") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "run"], cwd=ROOT, env=surroundings, stdout=output
            )
            try:
                _wait_for(log)
                _take(f"http://127.0.0.1:{port}")
            finally:
                server.send_signal(signal.SIGINT)
                server.wait(30)


def _wait_for(log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while "läuft" not in log.read_text():
        if time.monotonic() > end:
            raise SystemExit(f"Die Demo-Stadt ist nicht gestartet: {log.read_text()}")
        time.sleep(0.5)


def _take(address: str) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=FLAGS)
        page = browser.new_page(viewport={"width": 1280, "height": 800}, locale="de-DE")
        page.goto(f"{address}/demo/")
        page.locator("li.card", has_text="Selma Schiefer").get_by_role("button").click()
        page.goto(f"{address}/arbeit/vorlagen/")
        page.screenshot(path=PICTURE)
        browser.close()


if __name__ == "__main__":
    main()
