"""Formatierter Text: what is stored is what a browser sees, and the same when cleaned again."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from xml.etree.ElementTree import Element
from xml.sax.saxutils import escape

import pytest
import tinyhtml5  # type: ignore[import-untyped]
from hypothesis import example, given, settings
from hypothesis import strategies as st

from motions.pdf import richtext
from motions.pdf.richtext import RichTextTooLarge, clean, for_print, plain

from .judges import faults

PIECES = [
    *(
        "<p>",
        "</p>",
        "<br>",
        "<b>",
        "</b>",
        "<u>",
        "</u>",
        "<h2>",
        "</h2>",
        "<h4>",
        "</h4>",
        "<ul>",
        "</ul>",
        "<ol>",
    ),
    *(
        "<li>",
        "</li>",
        "<table>",
        "</table>",
        "<thead>",
        "<tbody>",
        "<tr>",
        "</tr>",
        "<td>",
        "</td>",
        "<th rowspan=3>",
    ),
    *(
        "<td colspan=2>",
        "<td colspan=99>",
        '<a href="https://example.org/">',
        '<a href="#">',
        "<a href=javascript:x>",
    ),
    *(
        "</a>",
        "<script>",
        "</script>",
        "<style>",
        "</style>",
        "<svg>",
        "</svg>",
        "<math>",
        "<mi>",
        "<button>",
        "<!--",
    ),
    *(
        "-->",
        "<![CDATA[",
        "<select>",
        "<option>",
        "<template>",
        "<noscript>",
        "<img src=x onerror=y>",
        "<form>",
    ),
    *(
        "Wort",
        " ",
        "ä",
        "&amp;",
        "&nbsp;",
        "&lt;p&gt;",
        "<",
        ">",
        '"',
        "\x00",
        "\u2028",
        "\ud800",
        "\ufffe",
        "\n",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=25).map("".join)


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example("<p><button><table><tr><td>a</td></tr></table></button></p>")
@example('<table><td><style></td></table><a href="https://example.org/">y')
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=200, deadline=None)
@given(TEXTS)
def test_stored_is_what_a_browser_reads(text: str) -> None:
    stored = clean(text)
    tree = tinyhtml5.parse(f"<!DOCTYPE html><body><div>{stored}</div>", namespace_html_elements=False)
    assert "".join(_written(tree.find("body/div"))) == f"<div>{_plainly(stored)}</div>"


def _written(element: Element) -> Iterator[str]:
    """An element as it was understood."""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.attrib.items())
    yield f"<{element.tag}{attributes}>"
    yield escape(element.text or "")
    for kid in element:
        yield from _written(kid)
        yield escape(kid.tail or "")
    if element.tag != "br":
        yield f"</{element.tag}>"


def _plainly(text: str) -> str:
    """Entities written one way."""
    return text.replace("&nbsp;", "\u00a0")


@settings(max_examples=200, deadline=None)
@given(TEXTS)
@example('<noscript><a href="#">')
def test_only_allowed_elements_and_links_remain(text: str) -> None:
    stored = clean(text)
    assert {name.lower() for name in re.findall(r"</?([a-zA-Z][^\s>/]*)", stored)} <= richtext.TAGS
    links = re.findall(r'<[^>]*\shref="([^"]*)"', stored)
    assert all(link.startswith(("https://", "http://", "mailto:")) for link in links)
    assert not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", stored)


@settings(max_examples=150, deadline=None)
@given(TEXTS)
def test_no_word_is_lost_in_print(text: str) -> None:
    stored = clean(text)
    assert _letters(for_print(stored)) == _letters(stored)


def _letters(text: str) -> str:
    return re.sub(r"[\s;]", "", plain(text))


@settings(max_examples=10, deadline=None)
@given(TEXTS)
@example("<ul>Wort")
def test_whatever_is_stored_prints_as_valid_document(text: str) -> None:
    from motions.pdf.render import render
    from motions.pdf.sources import unprintable

    from .contents import EMPTY, made

    stored = clean(text)
    if not unprintable(stored):
        assert faults(render(made(EMPTY, statement=stored))) == []


@pytest.mark.parametrize(
    ("given_text", "stored"),
    [
        ("", ""),
        ("<p> </p><p><br></p>&nbsp;", ""),
        ("nur Text", "nur Text"),
        ("<h1>Kopf</h1><b>fett</b> <i>kursiv</i>", "<h3>Kopf</h3><strong>fett</strong> <em>kursiv</em>"),
        ("<p>a</p><script>alert(1)</script><style>p{}</style>", "<p>a</p>"),
        ('<p onclick="x" style="color:red" class="y">a</p>', "<p>a</p>"),
        ('<a href="#">a</a> <a href="javascript:x">b</a> <a href="//c">c</a> <a>d</a>', "a b c d"),
        ('<a href="MAILTO:a@example.org">a</a>', '<a href="MAILTO:a@example.org">a</a>'),
        (
            '<a href="https://example.org/?a=1&amp;b=<2>" target="_blank">a</a>',
            '<a href="https://example.org/?a=1&amp;b=%3C2%3E">a</a>',
        ),
        ("a<br><br><br> <br>b", "a<br><br>b"),
        (
            '<table><tr><td colspan="12">a</td><td colspan="13">b</td></tr></table>',
            '<table><tbody><tr><td colspan="12">a</td><td>b</td></tr></tbody></table>',
        ),
        ("<p>a\x00\x07b\ud800\u2028c</p>", "<p>ab c</p>"),
        ('<p>x</p><img src="https://example.org/x.png">', "<p>x</p>"),
    ],
)
def test_examples(given_text: str, stored: str) -> None:
    assert clean(given_text) == stored


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("a" * 400_001, "Möglich sind 400.000 Zeichen"),
        ("<p>a</p>" * 4001, "zu viele Absätze"),
        ("<br>a" * 200_000, "zu lang"),
        ("<table>" + "<tr></tr>" * 1501 + "<tr><td>a</td></tr></table>", "zu viele Absätze"),
        ("<ul><li>" * 13 + "a", "zu tief verschachtelt"),
        ("<u>" * 25 + "a", "zu tief verschachtelt"),
        ("<u>" * 100_000, "zu viele Absätze"),
    ],
)
def test_too_much_is_refused_at_once(text: str, sentence: str) -> None:
    started = time.process_time()
    with pytest.raises(RichTextTooLarge, match=sentence) as caught:
        clean(text)
    assert isinstance(caught.value, ValueError)
    assert time.process_time() - started < 2


def test_first_row_becomes_the_head() -> None:
    printed = for_print("<table><tbody><tr><td>Jahr</td></tr><tr><td>57.000,00 €</td></tr></tbody></table>")
    assert printed == (
        '<table><thead><tr><th scope="col">Jahr</th></tr></thead>'
        '<tbody><tr><td class="number">57.000,00 €</td></tr></tbody></table>'
    )


def test_heads_of_rows_stay_heads_of_rows() -> None:
    printed = for_print(
        "<table><tbody><tr><th>a</th><td>x</td></tr><tr><th>b</th><td>y</td></tr></tbody></table>"
    )
    assert printed.count('scope="row"') == 2
    assert "thead" not in printed


def test_text_without_markup() -> None:
    assert (
        plain("<p>a &amp; b</p><ul><li>c</li></ul><table><tr><td>1</td><td>2</td></tr></table>")
        == "a & b\nc\n\n1\t2"
    )
