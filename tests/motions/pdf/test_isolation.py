"""Herstellung im eigenen Prozess: limits hold, failures are named, nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from motions.pdf.failures import (
    BROKEN,
    TOO_LARGE,
    TOO_LONG,
    ForeignContent,
    RenderFailed,
    RenderTimeout,
    Unprintable,
)
from motions.pdf.isolation import render_isolated
from motions.pdf.render import render
from motions.pdf.richtext import clean
from motions.pdf.sources import ROOT

from .contents import EMPTY, SHORT, made

ENDLESS = made(EMPTY, statement='<div style="display: flex">' * 16 + "x")


def test_bytes_are_the_same_as_in_process() -> None:
    assert render_isolated(SHORT) == render(SHORT)


def test_threads_of_a_server_may_ask_together() -> None:
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(render_isolated, [EMPTY] * 6))) == 1


def test_failures_come_back_with_their_reason() -> None:
    with pytest.raises(Unprintable, match=r"U\+1F600") as caught:
        render_isolated(made(EMPTY, statement="<p>\U0001f600</p>"))
    assert caught.value.characters == {"\U0001f600"}
    with pytest.raises(ForeignContent):
        render_isolated(made(EMPTY, statement='<img src="file:///etc/hostname">'))
    with pytest.raises(RenderFailed, match=BROKEN):
        render_isolated(made(EMPTY, created_at="gestern"))


def test_endless_layout_ends_at_its_limit() -> None:
    started = time.monotonic()
    with pytest.raises(RenderTimeout, match="zu lange gedauert"):
        render_isolated(ENDLESS, seconds=1)
    assert time.monotonic() - started < 5
    assert render_isolated(SHORT).startswith(b"%PDF")


def _outcome(text: str) -> str:
    try:
        return render_isolated(made(EMPTY, statement=text))[:4].decode()
    except RenderFailed as failure:
        return str(failure)


@pytest.mark.parametrize("text", ["<b>" * 1000, "<ul><li>" * 200])
def test_hostile_text_ends_in_a_sentence(text: str) -> None:
    """Raw, as it can never be stored: the process is the second net."""
    assert _outcome(text) == TOO_LARGE


def test_largest_text_that_can_be_stored_ends_within_the_limit() -> None:
    text = clean("<p>" + "Wort " * 70 + "</p>" + "<p>a<br>b</p>" * 1900)
    assert _outcome(text) in {"%PDF", TOO_LONG}


_SERVER = """
import sys, threading, time
from motions.pdf.isolation import render_isolated
from tests.motions.pdf.contents import SHORT
from tests.motions.pdf.test_isolation import ENDLESS
if __name__ == "__main__":
    render_isolated(SHORT)
    threading.Thread(target=render_isolated, args=(ENDLESS,), daemon=True).start()
    time.sleep(1)
    print("ready", flush=True)
    time.sleep(60)
"""


def _family(root: int) -> set[int]:
    """A process and all below it."""
    parents = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
    family = {root}
    while more := {child for child, parent in parents.items() if parent in family} - family:
        family |= more
    return family


def _alive(process: int) -> bool:
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_nothing_survives_a_killed_server(tmp_path: Path) -> None:
    script = tmp_path / "server.py"
    script.write_text(_SERVER)
    environment: dict[str, Any] = os.environ | {"PYTHONPATH": str(ROOT)}
    server = subprocess.Popen(
        [sys.executable, str(script)], env=environment, stdout=subprocess.PIPE, cwd=tmp_path
    )
    assert server.stdout is not None
    assert server.stdout.readline() == b"ready\n"
    family = _family(server.pid)
    assert len(family) >= 3  # the server, the warm process, one rendering
    server.send_signal(signal.SIGKILL)
    server.wait()
    server.stdout.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and any(map(_alive, family)):
        time.sleep(0.1)
    assert [process for process in family if _alive(process)] == []
