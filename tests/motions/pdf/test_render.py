"""D-06 and safety: the same bytes each time, and nothing is fetched from anywhere."""

from __future__ import annotations

import contextlib
import http.server
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from motions.pdf.cache import cache_key
from motions.pdf.failures import ForeignContent, Unprintable
from motions.pdf.render import page, render
from motions.pdf.richtext import clean
from motions.pdf.sources import ROOT, unprintable

from .contents import EMPTY, SHORT, made

# How long the server may take to see that it is over, and each test with it.
_PATIENCE = 0.005


@pytest.fixture
def loopback() -> Iterator[tuple[str, list[str]]]:
    """A server that notes each request."""
    asked: list[str] = []

    class Noting(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *args: Any) -> None:
            """Be quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Noting)
    threading.Thread(target=server.serve_forever, args=(_PATIENCE,), daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


VECTORS = [
    '<img src="{0}">',
    '<link rel="stylesheet" href="{0}">',
    '<link rel="attachment" href="{0}">',
    '<a rel="attachment" href="{0}">x</a>',
    "<style>@import url('{0}');</style>",
    "<p style=\"background: url('{0}')\">x</p>",
    "<ul style=\"list-style-image: url('{0}')\"><li>x</li></ul>",
    "<style>@font-face {{ font-family: x; src: url('{0}') }} p {{ font-family: x }}</style><p>x</p>",
    "<style>p::before {{ content: url('{0}') }}</style><p>x</p>",
    "<style>@page {{ background: url('{0}') }}</style>",
    '<object data="{0}">x</object>',
    '<embed src="{0}">',
    '<svg xmlns="http://www.w3.org/2000/svg"><image href="{0}" width="9" height="9"/></svg>',
    '<base href="{0}/"><img src="x.png">',
]


@pytest.mark.parametrize("vector", VECTORS)
@pytest.mark.parametrize("is_file", [False, True])
def test_nothing_is_fetched(
    vector: str, is_file: bool, loopback: tuple[str, list[str]], tmp_path: Path
) -> None:
    address, asked = loopback
    secret = tmp_path / "secret.txt"
    secret.write_text("GEHEIM-4711")
    data = b""
    with contextlib.suppress(ForeignContent):
        data = render(made(EMPTY, statement=vector.format(secret.as_uri() if is_file else address)))
    assert secret.read_bytes() not in data
    assert asked == []


@pytest.mark.parametrize("vector", VECTORS)
def test_cleaned_text_does_not_even_try(vector: str) -> None:
    render(made(EMPTY, statement=clean("<p>Text</p>" + vector.format("http://127.0.0.1:9/"))))


def test_d06_same_content_same_bytes() -> None:
    first = render(SHORT)
    render(made(EMPTY, statement="<table><tr><td>a</td><td>b</td></tr></table>"))
    assert render(made(SHORT)) == first


def test_d06_same_bytes_in_another_process_and_time_zone() -> None:
    code = (
        "import sys; from tests.motions.pdf.contents import SHORT; from motions.pdf.render import render;"
        "sys.stdout.buffer.write(render(SHORT))"
    )
    places = {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7", "LC_ALL": "C", "PYTHONPATH": str(ROOT)}
    made_elsewhere = subprocess.run(
        [sys.executable, "-c", code], cwd="/", env=os.environ | places, stdout=subprocess.PIPE, check=True
    )
    assert made_elsewhere.stdout == render(SHORT)


def test_threads_do_not_disturb_each_other() -> None:
    bad = made(EMPTY, statement="<p>\U0001f600</p>")

    def attempt(content: dict[str, Any]) -> str:
        try:
            render(content)
        except Unprintable as failure:
            return str(failure.characters)
        return "printed"

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(attempt, [SHORT, bad] * 4)) == ["printed", "{'\U0001f600'}"] * 4


def test_characters_no_font_has_are_named() -> None:
    with pytest.raises(Unprintable, match=r"U\+2192, U\+1F600") as caught:
        render(made(EMPTY, statement="<p>a → b \U0001f600</p>"))
    assert caught.value.characters == {"→", "\U0001f600"}


def test_check_agrees_with_the_printer() -> None:
    assert unprintable("Müßiggang – „57.000,00 €“ C̨̆ K̲ Ə ẗ ș Ω я") == set()
    assert unprintable("a → \u2028 \U0001f600") == {"→", "\u2028", "\U0001f600"}


@pytest.mark.parametrize("character", ["→", "\u2028", "\u25e6", "\U0001f600"])
def test_what_the_check_refuses_is_refused_by_the_printer(character: str) -> None:
    assert unprintable(character) == {character}
    with pytest.raises(Unprintable):
        render(made(EMPTY, subject=f"a {character} b"))


def test_key_changes_with_the_content_only() -> None:
    assert cache_key(made(SHORT)) == cache_key(dict(reversed(SHORT.items())))
    assert cache_key(made(SHORT, revision=2)) != cache_key(SHORT)


def test_template_needs_no_settings() -> None:
    code = (
        "from tests.motions.pdf.contents import SHORT; from motions.pdf.render import render; render(SHORT);"
        "from django.conf import settings; assert not settings.configured"
    )
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DJANGO")}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=environment, check=True)


def test_d06_page_is_the_same_without_any_part() -> None:
    assert "None" not in page(EMPTY)
