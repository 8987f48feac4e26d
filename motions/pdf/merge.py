"""Zusammenfügen: finished PDFs to one, with their structure trees joined, bookmarks and stamps (pdf.md 6.3, D-07).

Parts of our own stay PDF/A-3a and PDF/UA-1, and so does the whole. A foreign part may keep less (conformance.py); then
the whole claims no more than all of them keep, and ``shortfalls`` names the part and what is missing.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

import pikepdf
from pikepdf import Array, Dictionary, Name, OutlineItem, Pdf, String

from . import conformance
from .conformance import ACCESSIBLE, ARCHIVE
from .joined_tree import Tree, drop, without_annotations, without_fields

_MM = 72 / 25.4
_SIZE = 8.5
_MAPPED = re.compile(rb"^<([0-9a-f]{4})> <([0-9a-f]{4})>$", re.MULTILINE | re.IGNORECASE)
# How each claim stands in the metadata of our own documents, as an element or as an attribute.
_CLAIMS = {
    name: re.compile(rb'<%b:\w+>[^<]*</%b:\w+>|\s%b:\w+="[^"]*"' % (prefix, prefix, prefix))
    for name, prefix in ((ARCHIVE, b"pdfaid"), (ACCESSIBLE, b"pdfuaid"))
}
# How the corner of a page lies after /Rotate: the matrix from what is seen to what is written.
_TURNED = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}

UNREADABLE = (pikepdf.PdfError, pikepdf.PasswordError)
_MALFORMED = (*UNREADABLE, RecursionError, AttributeError, KeyError, TypeError, ValueError)


@dataclass(frozen=True)
class Part:
    """Ein Teil: its bytes, its bookmark ("" for none) with its depth, what is stamped on its pages."""

    stream: BinaryIO
    title: str
    depth: int = 0
    stamp: str = ""
    is_foreign: bool = False


@dataclass(frozen=True)
class Merged:
    """Das Ganze: its bytes, the first page of each part from 1, the formats it claims, what keeps it from others."""

    data: bytes
    first_pages: list[int]
    formats: frozenset[str]
    shortfalls: list[tuple[str, str]]


class Broken(Exception):
    """Ein Teil lässt sich nicht öffnen; ``place`` counts the parts from 0."""

    def __init__(self, place: int) -> None:
        super().__init__(place)
        self.place = place


def open_part(stream: BinaryIO) -> Pdf:
    """A source; raises one of UNREADABLE, also where it needs a password."""
    return pikepdf.open(stream)


def merge(parts: list[Part], *, name: str, font: bytes) -> Merged:
    """One PDF of all parts; language, metadata and colours are those of the first, which is our own.

    ``font`` is a small PDF with every character of the stamps, ``name`` what the pages are counted as. Raises Broken.
    """
    whole = pikepdf.new()
    tree = Tree(whole)
    opened, first_pages = [], []
    formats, shortfalls = frozenset({ARCHIVE, ACCESSIBLE}), []
    for place, part in enumerate(parts):
        try:
            source = open_part(part.stream)
            if part.is_foreign:
                found = conformance.of(source)
                _disarm(source)
                formats &= found.formats
                shortfalls += [(part.title, found.shortfall)] if found.shortfall else []
            else:
                without_fields(source)
            first_pages.append(len(whole.pages) + 1)
            whole.pages.extend(source.pages)
            tree.join(source, first=first_pages[-1] - 1)
        except _MALFORMED as error:
            raise Broken(place) from error
        opened.append(source)
    tree.finish()
    _take_over(whole, opened[0], formats=formats)
    _bookmark(whole, parts, first_pages)
    _stamp(whole, parts, first_pages, name=name, font=font)
    target = io.BytesIO()
    whole.save(target, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return Merged(target.getvalue(), first_pages, formats, shortfalls)


def _disarm(source: Pdf) -> None:
    """What a foreign page could do: nothing but lead to an address; what is filled in is printed on the page."""
    places = _take_off(source, conformance.is_unsigned_place)
    source.flatten_annotations("print")
    others = _take_off(source, lambda annotation: not _leads_to_an_address(annotation))
    for page in source.pages:
        drop(page.obj, "/AA")
    without_annotations(source, places + others)


def _take_off(source: Pdf, is_meant: Callable[[Any], bool]) -> list[Any]:
    """The annotations that are meant, no longer on their pages."""
    taken_off = []
    for page in source.pages:
        row: Any = page.obj
        notes = list(row.get("/Annots", Array()))
        taken_off += [note for note in notes if is_meant(note)]
        kept = [note for note in notes if not is_meant(note)]
        drop(row, "/Annots")
        if kept:
            row.Annots = Array(kept)
    return taken_off


def _leads_to_an_address(annotation: Any) -> bool:
    action = annotation.get("/A", Dictionary())
    return bool(annotation.get("/Subtype") == Name.Link and action.get("/S") == Name.URI)


def _take_over(whole: Pdf, first: Pdf, *, formats: frozenset[str]) -> None:
    """Language, title and colours of the first part; the claim of a format only if every part keeps it."""
    for key in ("/Lang", "/ViewerPreferences", "/OutputIntents", "/MarkInfo"):
        if key in first.Root:
            value = first.Root[key]
            is_ours = isinstance(value, Dictionary | Array)
            whole.Root[key] = whole.copy_foreign(first.make_indirect(value)) if is_ours else value
    described = bytes(first.Root.Metadata.read_bytes())
    for name, claim in _CLAIMS.items():
        if name not in formats:
            described = claim.sub(b"", described)
    whole.Root.Metadata = whole.make_stream(described, Type=Name.Metadata, Subtype=Name.XML)
    for key, value in first.docinfo.items():
        whole.docinfo[key] = String(str(value))
    whole.Root.PageLabels = Dictionary(Nums=Array([0, Dictionary(S=Name.D)]))


def _bookmark(whole: Pdf, parts: list[Part], first_pages: list[int]) -> None:
    with whole.open_outline() as outline:
        above: list[OutlineItem] = []
        for part, number in zip(parts, first_pages, strict=True):
            if not part.title:
                continue
            item = OutlineItem(part.title, number - 1)
            above = above[: part.depth]
            (above[-1].children if above else outline.root).append(item)
            above.append(item)


def _stamp(whole: Pdf, parts: list[Part], first_pages: list[int], *, name: str, font: bytes) -> None:
    """Number and item on each page, as pagination no screen reader reads aloud (ISO 14289-1, 7.8)."""
    with pikepdf.open(io.BytesIO(font)) as small:
        fonts: Any = small.pages[0].Resources.Font
        drawn = whole.copy_foreign(next(iter(fonts.values())))
    codes = {int(char, 16): code for code, char in _MAPPED.findall(drawn.ToUnicode.read_bytes())}
    before = whole.make_stream(b"q")
    bounds = zip(parts, first_pages, [*first_pages[1:], len(whole.pages) + 1], strict=True)
    for part, start, end in bounds:
        for number in range(start, end):
            page = whole.pages[number - 1]
            lines = [(f"{name} Seite {number} von {len(whole.pages)}", 25 * _MM, 6 * _MM)]
            width, height = _seen(page)
            if part.stamp:
                lines.append((part.stamp, width - 45 * _MM, height - 9 * _MM))
            key = page.add_resource(drawn, Name.Font, name=Name.PackageStamp)
            page.contents_add(before, prepend=True)
            page.contents_add(b"Q\n" + _marks(page, lines, str(key), codes))


def _seen(page: pikepdf.Page) -> tuple[float, float]:
    """Width and height as they are seen."""
    box = _box(page)
    width, height = box[2] - box[0], box[3] - box[1]
    return (height, width) if _turn(page) in (90, 270) else (width, height)


def _box(page: pikepdf.Page) -> list[float]:
    sides: Any = page.cropbox
    return [float(side) for side in sides]


def _turn(page: pikepdf.Page) -> int:
    row: Any = page.obj
    return int(row.get("/Rotate", 0)) % 360


def _marks(
    page: pikepdf.Page, lines: list[tuple[str, float, float]], font: str, codes: dict[int, bytes]
) -> bytes:
    left, low, right, high = _box(page)
    turn = _turn(page)
    a, b, c, d = _TURNED.get(turn, _TURNED[0])
    across = right if turn in (90, 180) else left
    up = high if turn in (180, 270) else low
    said = [f"/Artifact <</Type /Pagination>> BDC q {a} {b} {c} {d} {across:.2f} {up:.2f} cm 0.35 g BT"]
    for text, x, y in lines:
        coded = b"".join(codes.get(ord(character), b"") for character in text).decode()
        said.append(f"{font} {_SIZE} Tf 1 0 0 1 {x:.2f} {y:.2f} Tm <{coded}> Tj")
    said.append("ET Q EMC")
    return " ".join(said).encode()
