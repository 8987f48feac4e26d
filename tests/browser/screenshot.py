"""Das Bild der README: start the demo in a folder of its own, look at a paper on its way, keep the picture.

Run as ``python -m tests.browser.screenshot``; it needs Chromium and writes docs/screenshot.png.
"""

from __future__ import annotations

import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent.parent
PICTURE = ROOT / "docs" / "screenshot.png"
SIZE = (1280, 800)
PERSON = "Bea Basalt"
PAPER = "Fortsetzung des Klimaschutzmanagements bis zum 30. Juni 2027"
COLOURS = 128
PATIENCE = 300


@contextmanager
def demo_town() -> Iterator[str]:
    """The address of a fresh demo; it ends, and its data with it."""
    with tempfile.TemporaryDirectory() as data, socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        surroundings = os.environ | {"RATSINFO_DATA": data, "PORT": str(port)}
        program = [sys.executable, "manage.py", "run"]
        process = subprocess.Popen(program, cwd=ROOT, env=surroundings, stdout=subprocess.DEVNULL)
        try:
            _wait_for(port)
            yield f"http://localhost:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=30)


def _wait_for(port: int) -> None:
    for _ in range(PATIENCE * 4):
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.25)
    raise SystemExit(f"The demo did not answer within {PATIENCE} seconds.")


def look(page: Page, address: str) -> bytes:
    """Come in as the person and open her paper that others are to sign."""
    page.goto(f"{address}/demo/")
    page.get_by_role("button", name=f"Anmelden als {PERSON}").click()
    page.get_by_role("link", name=PAPER).click()
    page.get_by_role("heading", level=1, name=PAPER).wait_for()
    page.wait_for_load_state("networkidle")
    return page.screenshot()


def main() -> None:
    """Make the picture small enough for a repository."""
    with demo_town() as address, sync_playwright() as playwright:
        chromium = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--lang=de-DE"])
        width, height = SIZE
        page = browser.new_page(viewport={"width": width, "height": height}, locale="de-DE")
        taken = look(page, address)
        browser.close()
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(PICTURE, optimize=True)
    print(f"{PICTURE.relative_to(ROOT)}: {PICTURE.stat().st_size} bytes")


if __name__ == "__main__":
    main()
