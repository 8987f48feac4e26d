"""D-03: each document is PDF/A-3a and PDF/UA-1, as two independent judges see it."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
import pytest

from motions.pdf.richtext import clean

from .contents import ALL, EMPTY, PARAGRAPH, SHORT, made
from .judges import faults, printed, verdicts

ODD_TEXTS = {
    "small heading first": "<h4>Klein</h4><p>Text</p><h3>Groß</h3><h4>Klein</h4>",
    "heading in a cell": "<table><tr><td><h4>Kopf</h4></td></tr><tr><td>Zelle</td></tr></table>",
    "item without a list": "<li>Punkt</li><p>Text</p>",
    "text in a list": "<ul>Text<p>Absatz</p><li>Punkt</li></ul>",
    "list in a list": "<ul><li>a</li><ol><li>b<ul><li>c</li></ul></li></ol></ul>",
    "table of one row": "<table><tr><td>a</td><td>b</td></tr></table>",
    "rows of different length": "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>",
    "spans over the edge": "<table><tr><td colspan=3>a</td></tr><tr><td rowspan=12>c</td><td>d</td></tr></table>",
    "head over two rows": "<table><tr><td rowspan=2>a</td><td>b</td></tr><tr><td>c</td></tr><tr><td>d</td></table>",
    "spans that meet": "<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td></tr></table>",
    "table in a table": "<table><tr><td>x<table><tr><td>i</td></tr></table></td></tr><tr><td>y</td></tr></table>",
    "heads of rows": "<table><tr><th>a</th><td>1</td></tr><tr><th>b</th><td>2</td></tr></table>",
    "empty frames": "<p>a</p><ul></ul><h3></h3><table><tr></tr></table>",
    "link around paragraphs": '<a href="https://example.org"><p>a</p><p>b</p></a>',
    "paragraphs in items": "<ul><li><p>a</p><p>b</p><ul><li><p>c</p></li></ul></li></ul>",
    "span over a page": PARAGRAPH * 12
    + "<table>"
    + ("<tr><td rowspan=12>a</td><td>b</td></tr>" + "<tr><td>b</td></tr>" * 11) * 6
    + "</table>",
}


@pytest.mark.parametrize("content", ALL.values(), ids=ALL.keys())
def test_each_content_is_valid(content: dict[str, Any]) -> None:
    assert faults(printed(content)) == []


@pytest.mark.parametrize("text", ODD_TEXTS.values(), ids=ODD_TEXTS.keys())
def test_each_text_the_editor_lets_through_is_valid(text: str) -> None:
    paper = made(EMPTY, draft_resolution="<p>davor</p>", statement=clean(text), climate="<p>danach</p>")
    assert faults(printed(paper)) == []


@pytest.mark.parametrize(
    "name", ["empty", "short", "tables", "secret-draft", "follow-up", "agenda", "supplement"]
)
def test_reference_judge_agrees(name: str) -> None:
    assert verdicts(printed(ALL[name])) == {"3a": True, "ua1": True}


def _damaged(data: bytes) -> bytes:
    """The same document without its language and with content nobody tagged."""
    with pikepdf.open(io.BytesIO(data)) as document:
        del document.Root["/Lang"]
        del document.Root["/OutputIntents"]
        damaged = io.BytesIO()
        document.save(damaged)
    return damaged.getvalue()


def test_judges_find_faults() -> None:
    data = _damaged(printed(SHORT))
    assert {fault.split(":")[0] for fault in faults(data)} == {"3a", "ua1"}
    assert verdicts(data) == {"3a": False, "ua1": False}
