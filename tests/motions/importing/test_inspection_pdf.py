"""What a PDF hides or does: refused, or named before it is published (DS-02, X-03)."""

from __future__ import annotations

import io
import re
import struct
import time
import zlib
from collections.abc import Callable

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf

from motions.importing.inspection import (
    AUTHOR,
    FILE_TITLE,
    SCAN,
    UNTAGGED,
)
from tests.motions.importing.made_files import (
    look,
    pdf,
    refusal,
)


def test_encrypted_pdfs_are_refused_with_and_without_a_password_to_open() -> None:
    for user in ("", "geheim"):
        data = pdf(encryption=pikepdf.Encryption(owner="o", user=user))
        assert refusal(data, "a.pdf") == (
            "Die Datei „a.pdf“ ist verschlüsselt. Speichern Sie das PDF ohne Kennwort."
        )


def test_damaged_pdf() -> None:
    assert (
        refusal(b"%PDF-1.7\nUnsinn", "a.pdf")
        == "Die Datei „a.pdf“ ist beschädigt. Erstellen Sie das PDF neu."
    )


def script(document: Pdf) -> None:
    document.Root.OpenAction = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def named_script(document: Pdf) -> None:
    action = document.make_indirect(Dictionary(S=Name.JavaScript, JS="app.alert(1)"))
    document.Root.Names = Dictionary(JavaScript=Dictionary(Names=Array(["a", action])))


def launch(document: Pdf) -> None:
    link = Dictionary(
        Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9], A=Dictionary(S=Name.Launch, F="cmd.exe")
    )
    document.pages[0].Annots = Array([link])


def form_program(document: Pdf) -> None:
    document.Root.AcroForm = Dictionary(Fields=Array([]), XFA=document.make_stream(b"<xdp/>"))


@pytest.mark.parametrize("change", [script, named_script, launch, form_program])
@pytest.mark.parametrize("packed", [False, True])
def test_pdfs_that_run_something_are_refused(change: Callable[[Pdf], None], packed: bool) -> None:
    mode = pikepdf.ObjectStreamMode.generate if packed else pikepdf.ObjectStreamMode.disable
    assert refusal(pdf(change, object_stream_mode=mode), "a.pdf").startswith(
        "Die Datei „a.pdf“ enthält Programme"
    )


def test_pdfs_with_embedded_files_are_refused() -> None:
    def embed(document: Pdf) -> None:
        document.attachments["daten.bin"] = b"x"

    assert refusal(pdf(embed), "a.pdf").startswith("Die Datei „a.pdf“ enthält eingebettete Dateien")


def test_comments_redactions_and_layers_of_a_pdf_are_named() -> None:
    def change(document: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Text, Rect=[0, 0, 9, 9], Contents="geheim")
        mark = Dictionary(Type=Name.Annot, Subtype=Name.Redact, Rect=[0, 0, 9, 9])
        link = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=[0, 0, 9, 9])
        document.pages[0].Annots = Array([link, note, mark])
        layer = document.make_indirect(Dictionary(Type=Name.OCG, Name="intern"))
        document.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))

    assert look(pdf(change)).hidden == (
        "Kommentare im PDF",
        "nicht angewendete Schwärzungen",
        "ausgeblendete Ebenen",
    )


def test_scan_is_a_pdf_of_images_without_any_font() -> None:
    def scan(document: Pdf) -> None:
        image = document.make_stream(b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        document.pages[0].Resources = Dictionary(XObject=Dictionary(I1=image))

    def recognised(document: Pdf) -> None:
        scan(document)
        layer = document.make_stream(b"", Type=Name.XObject, Subtype=Name.Form)
        layer.Resources = Dictionary(Font=Dictionary(F1=Dictionary(Type=Name.Font)))
        document.pages[0].Resources.XObject.T1 = layer

    assert look(pdf(scan, font=False)).hidden == (SCAN,)
    assert look(pdf(recognised, font=False)).hidden == ()
    assert look(pdf(font=False)).hidden == ()


def test_x03_a_pdf_without_tags_is_named_and_a_scan_only_once() -> None:
    def emptied(document: Pdf) -> None:
        document.Root.StructTreeRoot = Dictionary(Type=Name.StructTreeRoot, K=Array([]))

    def unmarked(document: Pdf) -> None:
        document.Root.MarkInfo = Dictionary(Marked=False)

    def scan(document: Pdf) -> None:
        image = document.make_stream(b"\x00", Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1)
        document.pages[0].Resources = Dictionary(XObject=Dictionary(I1=image))

    assert look(pdf()).hidden == ()
    untagged = [pdf(tagged=False), pdf(tagged=False, font=False), pdf(emptied), pdf(unmarked)]
    assert [look(data).hidden for data in untagged] == [(UNTAGGED,)] * 4
    assert look(pdf(scan, font=False, tagged=False)).hidden == (SCAN,)


def revised() -> bytes:
    """As programs save that only append: the first text is still in the file."""
    first = pdf()
    body = b"\n9 0 obj<</Secret(Geheimvogel)>>endobj\n"
    at = len(first) + len(body)
    table = b"xref\n9 1\n%010d 00000 n \n" % (len(first) + 1)
    root = re.search(rb"/Root (\d+ \d+ R)", first)
    before = re.search(rb"startxref\s+(\d+)", first)
    assert root
    assert before
    trailer = b"trailer<</Size 10/Root %s/Prev %s>>\n" % (root.group(1), before.group(1))
    return first + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % at


def test_si05_a_pdf_says_whether_it_is_made_for_the_archive() -> None:
    with pikepdf.open(io.BytesIO(pdf())) as document:
        with document.open_metadata() as told:
            told["pdfaid:part"], told["pdfaid:conformance"] = "2", "B"
        target = io.BytesIO()
        document.save(target)
    assert look(target.getvalue()).is_pdfa is True
    assert look(pdf()).is_pdfa is False
    with pikepdf.open(io.BytesIO(pdf())) as document:
        document.Root.Metadata = document.make_stream(
            b"<x:xmpmeta", Type=pikepdf.Name.Metadata, Subtype=pikepdf.Name.XML
        )
        target = io.BytesIO()
        document.save(target)
    assert look(target.getvalue()).is_pdfa is False


def test_ds_02_earlier_versions_in_a_pdf_are_named() -> None:
    assert look(revised()).hidden == ("frühere Fassungen im PDF",)
    assert look(pdf(linearize=True)).hidden == ()
    assert look(pdf(object_stream_mode=pikepdf.ObjectStreamMode.generate)).hidden == ()


def docinfo(**values: str) -> Callable[[Pdf], None]:
    def change(document: Pdf) -> None:
        for key, value in values.items():
            document.docinfo[f"/{key}"] = value

    return change


def xmp(document: Pdf) -> None:
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:creator"] = ["Selma Schiefer"]
        metadata["dc:title"] = "Vergabe_intern.docx"


@pytest.mark.parametrize(
    ("change", "hidden"),
    [
        (docinfo(Author="Selma Schiefer"), (AUTHOR,)),
        (docinfo(Author=" "), ()),
        (docinfo(Title="Microsoft Word - Vergabe intern"), (FILE_TITLE,)),
        (docinfo(Title="Lageplan"), ()),
        (xmp, (AUTHOR, FILE_TITLE)),
    ],
    ids=["author", "blank", "file name", "title", "xmp"],
)
def test_ds_02_the_properties_of_a_pdf_are_named(
    change: Callable[[Pdf], None], hidden: tuple[str, ...]
) -> None:
    assert look(pdf(change)).hidden == hidden


def test_too_many_pages() -> None:
    assert (
        refusal(pdf(pages=3001), "a.pdf") == "Die Datei „a.pdf“ hat mehr als 3000 Seiten. Teilen Sie sie auf."
    )


def test_pdf_bomb_in_an_object_stream_is_refused_in_time() -> None:
    press = zlib.compressobj(1)
    blank = b" " * (1 << 20)
    packed = press.compress(b"1 0 ") + b"".join(press.compress(blank) for _ in range(1_200)) + press.flush()
    data = (
        b"%PDF-1.5\n5 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length "
        + str(len(packed)).encode()
        + b">>stream\n"
        + packed
        + b"\nendstream endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    )
    table = b"".join(
        struct.pack(">BIB", *row) for row in [(0, 0, 0), (2, 5, 0), (1, data.find(b"2 0 obj"), 0)]
    )
    at = len(data)
    data += (
        b"6 0 obj<</Type/XRef/Size 7/W[1 4 1]/Index[0 3]/Root 1 0 R/Length "
        + str(len(table)).encode()
        + b">>stream\n"
        + table
        + b"\nendstream endobj\nstartxref\n"
        + str(at).encode()
        + b"\n%%EOF"
    )
    began = time.monotonic()
    assert refusal(data, "a.pdf").startswith("Die Datei „a.pdf“ ist")
    assert time.monotonic() - began < 40
