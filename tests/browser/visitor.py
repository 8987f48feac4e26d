"""Menschen am Browser: one browser context each, with the real content security policy."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from motions.models import User

from .inspection import DESK

MOST_STOPS = 120
AFTER_THE_LAST_KEY = 1500  # milliseconds, as in static/js/autosave.js
# Activations of links, buttons, options and fields; a press on a label counts for its field (ux.md 9).
_COUNTER = """addEventListener("click", event => {
    if (!event.isTrusted || !event.target.closest("a, button, summary, input, select")) return
    sessionStorage.setItem("interactions", Number(sessionStorage.getItem("interactions")) + 1)
}, true)"""

# How far things moved without anybody's doing (CLS), and when the largest part of the page was there (LCP, ms).
_LOADED = """{
    window.loaded = { moved: 0, shown: 0 }
    const watch = (type, note) =>
        new PerformanceObserver(list => list.getEntries().forEach(note)).observe({ type, buffered: true })
    watch("layout-shift", one => { if (!one.hadRecentInput) loaded.moved += one.value })
    watch("largest-contentful-paint", one => { loaded.shown = one.startTime })
}"""


class Visitor:
    """A person at the browser; every error and every message about the policy is collected."""

    def __init__(self, browser: Browser, address: str, **options: Any) -> None:
        self.address = address
        given = {
            "locale": "de-DE",
            "timezone_id": "Europe/Berlin",
            "reduced_motion": "reduce",
            "viewport": DESK,
        }
        self.context: BrowserContext = browser.new_context(**given | options)
        self.context.set_default_timeout(10_000)
        self.context.add_init_script(_COUNTER)
        self.context.add_init_script(_LOADED)
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _listen(self, message: ConsoleMessage) -> None:
        is_complaint = "Content Security Policy" in message.text or message.type == "error"
        if is_complaint and "status of 4" not in message.text:
            self.complaints.append(message.text)

    def sit_down(self, user: User | None, size: ViewportSize = DESK) -> Visitor:
        """Become this person, as fresh as after a login, or a citizen; without a word to the login page."""
        self.context.clear_cookies()
        if user is not None:
            key = session_of(user)
            self.context.add_cookies([{"name": "sessionid", "value": key, "url": self.address}])
        self.page.emulate_media(media="screen", color_scheme="light", forced_colors="none")
        if self.page.viewport_size != size:
            self.page.set_viewport_size(size)
        return self

    def open(self, path: str) -> Page:
        """Go to a page of the house."""
        self.page.goto(self.address + path)
        return self.page

    def arrive_at(self, path: str) -> Page:
        """The same; it is this page and none it leads on to."""
        page = self.open(path)
        assert page.url == self.address + path
        return page

    def with_a_clock(self) -> Visitor:
        """From the next page on the clock of this window may be put forward."""
        self.page.clock.install()
        return self

    def pause(self) -> None:
        """Let pass what the page waits for after the last key, without waiting."""
        self.page.clock.fast_forward(AFTER_THE_LAST_KEY)

    def press(self, *keys: str) -> None:
        """Keys, one after the other."""
        for key in keys:
            self.page.keyboard.press(key)

    def tab_to(self, name: str) -> None:
        """Tab, and nothing else, until the focus is on what is called so."""
        passed: list[str] = []
        for _ in range(MOST_STOPS):
            self.press("Tab")
            passed.append(" ".join(self.focused().split()))
            if passed[-1] == name:
                return
        raise AssertionError(f"{name}: not among {passed}")

    def focused(self) -> str:
        """The accessible name of what has the focus, or its text."""
        script = "(node => node.getAttribute('aria-label') ?? node.labels?.[0]?.innerText ?? node.innerText)"
        return str(self.page.evaluate(f"{script}(document.activeElement)")).strip()

    def interactions(self) -> int:
        """How many activations since the counter was set to nought."""
        return int(self.page.evaluate("Number(sessionStorage.getItem('interactions'))"))

    def start_counting(self) -> None:
        """From here on."""
        self.page.evaluate("sessionStorage.removeItem('interactions')")

    def take_complaints(self) -> list[str]:
        """What the browser complained about since the last time."""
        complaints, self.complaints = self.complaints, []
        return complaints

    def leave(self) -> list[str]:
        """Close the browser; returns the complaints."""
        self.context.close()
        return self.take_complaints()


def session_of(user: User) -> str:
    """The key of a session that was just opened."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session["account_authentication_methods"] = [
        {"method": "demo", "at": time.time(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    return session.session_key or ""
