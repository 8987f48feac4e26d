"""The tags a screen reader follows, and what no validator checks (pdf.md 3)."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pikepdf
import pytest

from motions.pdf.render import page

from .contents import DRAFT, SHORT, TABLES
from .judges import printed


def _document(content: dict[str, Any]) -> pikepdf.Pdf:
    return pikepdf.open(io.BytesIO(printed(content)))


def _elements(element: Any) -> Iterator[Any]:
    yield element
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from _elements(kid)


def _cells(document: pikepdf.Pdf, section: str) -> Counter[str]:
    return Counter(
        str(cell.A.Scope)
        for part in _elements(document.Root.StructTreeRoot.K[0])
        if section == part.S
        for cell in _elements(part)
        if cell.S == "/TH"
    )


def test_cells_say_what_they_head() -> None:
    document = _document(TABLES)
    assert set(_cells(document, "/THead")) == {"/Column"}
    assert set(_cells(document, "/TBody")) == {"/Row"}


def test_heads_are_listed_by_name() -> None:
    document = _document(TABLES)
    root = document.Root.StructTreeRoot
    names = list(root.IDTree.Kids[0].Names)
    heads = [element for element in _elements(root.K[0]) if element.S == "/TH" and "/ID" in element]
    assert sorted(map(str, names[::2])) == sorted(str(head.ID) for head in heads)


def test_lines_are_folded_into_their_paragraph() -> None:
    document = _document(SHORT)
    root = document.Root.StructTreeRoot
    spans = [element for element in _elements(root.K[0]) if element.S == "/Span"]
    assert len(spans) == page(SHORT).count("<span")


def test_each_marked_piece_has_its_owner() -> None:
    document = _document(TABLES)
    numbers = list(document.Root.StructTreeRoot.ParentTree.Nums)
    for key, owners in zip(numbers[::2], numbers[1::2], strict=True):
        if not isinstance(owners, pikepdf.Array):
            continue
        for mcid, owner in enumerate(owners):
            if owner is not None:
                assert mcid in list(owner.K), key


@pytest.mark.parametrize("content", [DRAFT, TABLES], ids=["draft", "released"])
def test_running_header_and_footer_are_not_read_aloud(content: dict[str, Any]) -> None:
    document = _document(content)
    assert len(document.pages) > 2
    for sheet in document.pages:
        artifacts = [
            piece.operands[1]
            for piece in pikepdf.parse_content_stream(sheet)
            if str(piece.operator) == "BDC" and str(piece.operands[0]) == "/Artifact"
        ]
        assert pikepdf.Dictionary(Type=pikepdf.Name.Pagination) in artifacts


def test_attachment_is_the_content_and_listed_once() -> None:
    document = _document(SHORT)
    assert [str(file.AFRelationship) for file in document.Root.AF] == ["/Source"]
    assert list(document.attachments) == ["vorlage.json"]


def test_headings_become_bookmarks() -> None:
    with _document(SHORT).open_outline() as outline:
        assert [entry.title for entry in outline.root][:3] == [
            "In einfachen Worten",
            "Beschlussentwurf",
            "Beratungsfolge",
        ]


def test_metadata_comes_from_the_content() -> None:
    document = _document(SHORT)
    assert str(document.Root.Lang) == "de"
    with document.open_metadata() as metadata:
        assert metadata["dc:creator"] == ["Schloss-Stadt Hückeswagen"]
        assert metadata["dc:title"] == f"Beschlussvorlage FB II/4812/2026: {SHORT['subject']}"
        assert metadata["xmp:CreateDate"].startswith("2026-03-03")
