"""The browser suite: Debian's Chromium against the real pages of the demo town, with the real policy.

The town is committed, because the server answers in threads of its own; it is a copy that stands for the tests of this
folder only.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.test.testcases import LiveServerThread
from playwright.sync_api import Browser, expect, sync_playwright
from pytest_django import DjangoDbBlocker

from tests.demo_town import DemoTown

from .inspection import DESK
from .town import CLERK, user
from .visitor import Visitor

expect.set_options(timeout=10_000)
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=de-DE",
    # There is one site only; windows of it need no process of their own.
    "--process-per-site",
    "--disable-site-isolation-trials",
]
Visit = Callable[..., Visitor]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """One browser for this folder; it leaves no event loop to the tests after it."""
    executable = shutil.which("chromium")
    assert executable, "Chromium fehlt: apt-get install chromium"
    with sync_playwright() as playwright:
        # Tests of the PDF leave this process with the few fonts of a document; a browser wants those of the system.
        own: dict[str, str | float | bool] = {
            name: value for name, value in os.environ.items() if not name.startswith("FONTCONFIG")
        }
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS, env=own)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def transactional_db(demo_town: DemoTown, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """In this folder the tests share one copy of the town; nothing is emptied after each of them."""
    with django_db_blocker.unblock(), demo_town.copied():
        yield


@pytest.fixture(scope="package")
def house(transactional_db: None) -> Iterator[str]:
    """The address of the running site; whitenoise serves the static files, as on a real server."""
    server = LiveServerThread("localhost", static_handler=_by_middleware)  # type: ignore[arg-type]
    server.daemon = True
    server.start()
    server.is_ready.wait()
    assert server.error is None
    yield f"http://localhost:{server.port}"
    server.terminate()


def _by_middleware(application: WSGIHandler) -> WSGIHandler:
    return application


@pytest.fixture(scope="package")
def room(chromium: Browser, house: str) -> Iterator[Visitor]:
    """One window for nearly all tests: starting one costs more than most pages."""
    visitor = Visitor(chromium, house)
    yield visitor
    visitor.leave()


@pytest.fixture
def visit(room: Visitor) -> Iterator[Visit]:
    """``visit("Selma Schiefer")`` sits down at the window; nobody is named: a citizen."""
    yield lambda name="", size=DESK: room.sit_down(user(name) if name else None, size)
    assert room.take_complaints() == []


@pytest.fixture
def arrive(chromium: Browser, house: str) -> Iterator[Visit]:
    """``arrive("Selma Schiefer")`` brings a window of her own, for a second person or another kind of browser."""
    people: list[Visitor] = []

    def come(name: str = "", **options: object) -> Visitor:
        people.append(Visitor(chromium, house, **options))
        return people[-1].sit_down(user(name) if name else None)

    yield come
    assert [complaint for person in people for complaint in person.leave()] == []


@pytest.fixture
def clerk(visit: Visit) -> Visitor:
    """Selma Schiefer, Sachbearbeitung Soziales, at her desk."""
    return visit(CLERK)
