"""Text nobody has written: no word lost, nothing broken, and read in time."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from motions.importing.decoding import MAX_BYTES
from motions.importing.text import (
    ImportRefused,
    read_paper,
)
from tests.motions.importing.coverage import lost_words
from tests.motions.importing.reading import PAPER, read

LINE = st.one_of(
    st.sampled_from(PAPER.splitlines()),
    st.sampled_from(
        [
            "Beschluss",
            "Kosten: 5",
            "| a | b |",
            "|---|---|",
            "- x",
            "2. y",
            "Anlagen:",
            "gez. Z",
            "Beteiligte FB",
            "Rat",
        ]
    ),
    st.text(alphabet="abÄß12 \t|:.,/-*_<>[]()#&\\'\";", max_size=40),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, max_size=14))
def test_loses_no_word(lines: list[str]) -> None:
    text = "\n".join(["x", *lines])
    assert lost_words(text, read(text)) == set()


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=300))
def test_never_breaks_on_bytes(data: bytes) -> None:
    with contextlib.suppress(ImportRefused):
        read_paper(data)


@pytest.mark.parametrize(
    "piece",
    [
        "**a ",
        "[",
        "[a](b",
        "<a ",
        "<u>",
        "a\t",
        "2. a ",
        " ",
        "a" * 60 + "\n",
        "2. " + "a" * 20 + "\n",
        "1." * 15 + "\n",
    ],
)
def test_reads_two_megabytes_in_time(piece: str) -> None:
    data = ("Sachverhalt:\nx " + piece * (MAX_BYTES // len(piece))).encode()[:MAX_BYTES]
    started = time.process_time()
    read_paper(data)
    assert time.process_time() - started < 3


@pytest.mark.parametrize(
    "line", ["|" + "-" * MAX_BYTES, "-" * MAX_BYTES, "1." * MAX_BYTES, "ü" + "\u0323\u0308" * MAX_BYTES]
)
def test_reads_a_hostile_line_in_time(line: str) -> None:
    data = ("Sachverhalt:\n" + line).encode()[: MAX_BYTES - 4] + b"x"
    started = time.process_time()
    read_paper(data)
    assert time.process_time() - started < 3
