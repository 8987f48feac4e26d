"""The browser suite: Debian's Chromium against the real pages, with the real content security policy."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from motions.models import User

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=de-DE",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole worker."""
    executable = shutil.which("chromium")
    if executable is None:
        pytest.skip("Chromium fehlt: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield browser
        browser.close()


class Visitor:
    """A person at the browser; every message about the content security policy is collected."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            locale="de-DE", timezone_id="Europe/Berlin", reduced_motion="reduce", **options
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        is_complaint = "Content Security Policy" in message.text or message.type == "error"
        if is_complaint and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def log_in(self, user: User) -> None:
        """Open a session for this person without the login page."""
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.context.add_cookies(
            [{"name": "sessionid", "value": session.session_key or "", "url": self.address}]
        )

    def open(self, path: str) -> Page:
        """Go to a page of the house."""
        self.page.goto(self.address + path)
        return self.page

    def axe(self) -> list[str]:
        """What axe finds on the page as it stands: rule and first place."""
        axe = Axe.from_file(ROOT / "node_modules" / "axe-core" / "axe.min.js")
        found = axe.run(self.page, options={"runOnly": {"type": "tag", "values": AXE_TAGS}})
        return [f"{item['id']}: {item['nodes'][0]['target']}" for item in found.response["violations"]]

    def overflows(self) -> int:
        """Pixels by which the page is wider than the window."""
        return int(self.page.evaluate("document.documentElement.scrollWidth - window.innerWidth"))


@pytest.fixture
def visitor(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody at a desk."""
    person = Visitor(chromium, live_server.url, viewport={"width": 1280, "height": 900})
    yield person
    person.context.close()
    assert person.complaints == []


@pytest.fixture
def phone(chromium: Browser, live_server: LiveServer) -> Iterator[Visitor]:
    """Somebody with a phone, 390 px wide."""
    person = Visitor(chromium, live_server.url, viewport={"width": 390, "height": 844})
    yield person
    person.context.close()
    assert person.complaints == []
