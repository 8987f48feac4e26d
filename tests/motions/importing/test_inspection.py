"""Which files are taken at all: known by their content, whatever they are called."""

from __future__ import annotations

import tempfile
from typing import BinaryIO, cast

import pytest

from motions.importing.inspection import (
    DOCX,
    JPEG,
    PDF,
    PNG,
    TEXT,
    XLSX,
    Inspection,
    inspect,
)
from tests.motions.importing.made_files import (
    docx,
    look,
    package,
    pdf,
    picture,
    refusal,
    xlsx,
)


def test_each_allowed_kind_is_known_by_its_content() -> None:
    assert look(pdf(pages=3), "bild.png") == Inspection(PDF, 3)
    assert look(docx("<w:p/>"), "x.exe") == Inspection(DOCX)
    assert look(xlsx(), "x.txt") == Inspection(XLSX)
    assert look(picture("PNG")) == Inspection(PNG)
    assert look(picture("JPEG")) == Inspection(JPEG)
    assert look("Müll für 5 €\n".encode()) == Inspection(TEXT)
    assert look("Müll\r\n\tGroß".encode("latin-1")) == Inspection(TEXT)


@pytest.mark.parametrize(
    "data",
    [
        b"MZ\x90\x00" + bytes(200),
        b"GIF89a" + bytes(50),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"<!DOCTYPE html><script>alert(1)</script>",
        b'  <svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b"#!/bin/sh\nrm -rf /\n",
        b"{\\rtf1 Hallo}",
        b"Text mit \x00 Null",
        package("zip", {"etwas.txt": "x"}),
        b"x" * 9000 + b"\x07",
    ],
)
def test_everything_else_is_refused(data: bytes) -> None:
    assert refusal(data, "plan.pdf") == (
        "Die Datei „plan.pdf“ hat ein nicht erlaubtes Format. "
        "Erlaubt sind PDF, DOCX, XLSX, JPG, PNG und Text bis 50 MB."
    )


def test_empty_file() -> None:
    assert refusal(b"", "leer.pdf") == "Die Datei „leer.pdf“ ist leer. Wählen Sie eine andere Datei."


def test_a_file_on_disk_is_left_as_it_was() -> None:
    data = pdf() + bytes(range(256)) * 400
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.seek(0)
        assert inspect(cast(BinaryIO, file), "a.pdf").media_type == PDF
        assert file.read() == data
