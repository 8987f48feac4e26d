"""Dateien, wie sie jemand hochlädt, für die Tests: made byte by byte."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Dictionary, Name, Pdf
from PIL import Image

from motions.importing.inspection import (
    Inspection,
    InspectionRefused,
    inspect,
)

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
X = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def look(data: bytes, name: str = "datei.bin") -> Inspection:
    return inspect(io.BytesIO(data), name)


def refusal(data: bytes, name: str = "datei.bin") -> str:
    with pytest.raises(InspectionRefused) as caught:
        look(data, name)
    return str(caught.value)


def pdf(
    change: Callable[[Pdf], None] = lambda _: None,
    *,
    pages: int = 1,
    font: bool = True,
    tagged: bool = True,
    **saving: Any,
) -> bytes:
    document = pikepdf.new()
    if tagged:
        document.Root.MarkInfo = Dictionary(Marked=True)
        document.Root.StructTreeRoot = Dictionary(
            Type=Name.StructTreeRoot, K=Dictionary(Type=Name.StructElem, S=Name.Document)
        )
    for _ in range(pages):
        document.add_blank_page()
    if font:
        document.pages[0].Resources = Dictionary(
            Font=Dictionary(F1=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
        )
    change(document)
    result = io.BytesIO()
    document.save(result, **saving)
    return result.getvalue()


def package(media: str, parts: dict[str, str | bytes], *, declared: str = "") -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", f'<Types><Override ContentType="application/{declared or media}"/></Types>'
        )
        for name, content in parts.items():
            archive.writestr(name, content)
    return result.getvalue()


def docx(body: str = "", declared: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    text = f"<w:document {W}><w:body>{body}</w:body></w:document>"
    media = "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return package(media, {"word/document.xml": text, **(parts or {})}, declared=declared)


def xlsx(sheets: str = "", sheet: str = "", parts: dict[str, str | bytes] | None = None) -> bytes:
    media = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    whole: dict[str, str | bytes] = {
        "xl/workbook.xml": f"<workbook {X}><sheets>{sheets}</sheets></workbook>",
        "xl/worksheets/sheet1.xml": f"<worksheet {X}>{sheet}</worksheet>",
    }
    return package(media, whole | (parts or {}))


def picture(kind: str, size: tuple[int, int] = (4, 3), **saving: Any) -> bytes:
    result = io.BytesIO()
    Image.new("RGB", size).save(result, kind, **saving)
    return result.getvalue()


def with_place() -> Image.Exif:
    exif = Image.Exif()
    exif.get_ifd(0x8825)[1] = "N"
    exif[0x8825] = {1: "N", 2: (51.0, 8.0, 40.0), 3: "E", 4: (7.0, 20.0, 20.0)}
    return exif


def exif(tag: int, value: object) -> Image.Exif:
    made = Image.Exif()
    made[tag] = value
    return made
