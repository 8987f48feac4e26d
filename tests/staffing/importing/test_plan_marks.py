"""Vermerke in eigenen Spalten: what stands under kw, ku or Sperrvermerk is that note, or an error, never lost."""

import datetime as dt
from typing import Any

import pytest

from staffing.importing.imported import Mark, Weight
from staffing.importing.plan_rows import read_plan
from tests.staffing.importing.sheets import HEAD, post, workbook

DAY = dt.date(2026, 12, 31)


def under(heading: str, written: Any) -> tuple[tuple[Mark, ...] | None, list[tuple[str, Weight]]]:
    """The notes of a post with this value below this heading, and what was said about it."""
    read = read_plan(workbook([*post()[:-1], written], head=(*HEAD[:-1], heading)))
    return read.posts[0].notes, [(str(row.place), row.weight) for row in read.remarks]


@pytest.mark.parametrize(
    ("heading", "written", "mark"),
    [
        ("kw", "x", Mark("phase_out")),
        ("k.w.", "X", Mark("phase_out")),
        ("kw-Vermerk", "ja", Mark("phase_out")),
        ("kw", 1, Mark("phase_out")),
        ("kw", "31.12.2026", Mark("phase_out", "date", DAY)),
        ("kw", DAY, Mark("phase_out", "date", DAY)),
        ("kw", "bei Freiwerden", Mark("phase_out", "vacancy")),
        ("kw", "kw, halbe Stelle", Mark("phase_out", text="halbe Stelle")),
        ("kw", "ku E 8", Mark("conversion", grade="E 8")),
        ("ku", "E 10", Mark("conversion", grade="E 10")),
        ("ku", "E 10 zum 31.12.2026", Mark("conversion", "date", DAY, grade="E 10")),
        ("ku", "x", Mark("conversion")),
        ("Sperrvermerk", "x", Mark("release_block")),
        ("Sperrvermerk", "HFA", Mark("release_block", organ="HFA")),
    ],
)
def test_a_column_named_after_a_note_puts_its_word_in_front(heading: str, written: Any, mark: Mark) -> None:
    assert under(heading, written) == ((mark,), [])


@pytest.mark.parametrize("written", [None, "nein", "-", 0])
def test_a_note_that_is_not_ticked_is_none(written: Any) -> None:
    assert under("kw", written) == ((), [])


@pytest.mark.parametrize(
    ("heading", "written"),
    [("kw", 0.5), ("kw", "2027"), ("kw", "vielleicht"), ("kw", "31.02.2026"), ("ku", "10"), ("Sperrvermerk", 3),
     ("Vermerke", "x")],
)  # fmt: skip
def test_what_says_no_clear_note_is_an_error_at_its_cell(heading: str, written: Any) -> None:
    assert under(heading, written) == ((), [("Blatt „Stellen“, Zelle I3", Weight.ERROR)])


def test_kw_and_ku_beside_a_column_for_any_note_are_each_read_by_their_own_heading() -> None:
    head, row = (*HEAD, "kw", "ku"), [*post(Vermerke="Amtszulage; Leitung"), "31.12.2026", "E 8"]
    read = read_plan(workbook(row, head=head))
    assert read.posts[0].notes == (
        Mark("allowance"),
        Mark("other", text="Leitung"),
        Mark("phase_out", "date", DAY),
        Mark("conversion", grade="E 8"),
    )
    assert [(str(found.place), found.weight, found.source) for found in read.remarks] == [
        ("Blatt „Stellen“, Zelle I3", Weight.INFO, "Leitung")
    ]


def test_a_note_that_is_ticked_and_written_out_is_one_note() -> None:
    head, row = (*HEAD, "kw"), [*post(Vermerke="kw 31.12.2026"), DAY]
    assert read_plan(workbook(row, head=head)).posts[0].notes == (Mark("phase_out", "date", DAY),)
