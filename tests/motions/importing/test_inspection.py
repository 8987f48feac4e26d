"""Dateien prüfen: every kind by its content, every refusal with a sentence, everything hidden by its name."""

from __future__ import annotations

import io
import re
import struct
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO, cast

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Pdf
from PIL import Image

from motions.importing.inspection import (
    AUTHOR,
    DOCX,
    FILE_TITLE,
    JPEG,
    OWN_PROPERTIES,
    PDF,
    PNG,
    REMARK,
    SCAN,
    TEXT,
    UNTAGGED,
    XLSX,
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


# --- PDF ----------------------------------------------------------------------------------------------------


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


# --- Word and Excel -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "hidden"),
    [
        (docx("<w:p><w:ins w:id='1'><w:r/></w:ins></w:p>"), ("nachverfolgte Änderungen",)),
        (
            docx(parts={"word/header1.xml": f"<w:hdr {W}><w:del w:id='1'/></w:hdr>"}),
            ("nachverfolgte Änderungen",),
        ),
        (docx(parts={"word/comments.xml": f"<w:comments {W}/>"}), ("Kommentare",)),
        (docx("<w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"), ("verborgener Text",)),
        (docx("<w:r><w:rPr><w:vanish w:val='false'/></w:rPr></w:r>"), ()),
        (docx("<w:p><w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr></w:p>"), ()),
        (
            docx(
                "<w:r><w:rPr><w:rStyle w:val='Weg'/></w:rPr></w:r>",
                parts={
                    "word/styles.xml": f"<w:s {W}><w:style w:styleId='Weg'><w:rPr><w:vanish/></w:rPr></w:style></w:s>"
                },
            ),
            ("verborgener Text",),
        ),
        (xlsx("<sheet name='a'/><sheet name='b' state='veryHidden'/>"), ("ausgeblendete Tabellenblätter",)),
        (
            xlsx(sheet="<sheetData><row r='1' hidden='1'/></sheetData>"),
            ("ausgeblendete Zeilen oder Spalten",),
        ),
        (
            xlsx(sheet="<cols><col min='1' max='2' hidden='true'/></cols>"),
            ("ausgeblendete Zeilen oder Spalten",),
        ),
        (xlsx(parts={"xl/comments1.xml": "<comments/>"}), ("Kommentare",)),
        (
            xlsx(parts={"xl/pivotCache/pivotCacheRecords1.xml": "<r/>"}),
            ("zwischengespeicherte Daten einer Pivot-Tabelle",),
        ),
        (
            xlsx(parts={"xl/externalLinks/externalLink1.xml": "<l/>"}),
            ("Werte aus verknüpften Dateien",),
        ),
    ],
)
def test_what_office_files_hide_is_named(data: bytes, hidden: tuple[str, ...]) -> None:
    assert look(data).hidden == hidden


CORE = (
    '<cp:coreProperties xmlns:cp="urn:cp" xmlns:dc="urn:dc"><dc:title>Plan</dc:title>'
    "<dc:creator>{}</dc:creator><cp:lastModifiedBy>{}</cp:lastModifiedBy></cp:coreProperties>"
)


@pytest.mark.parametrize(
    ("parts", "hidden"),
    [
        ({"docProps/core.xml": CORE.format("Selma Schiefer", "")}, (AUTHOR,)),
        ({"docProps/core.xml": CORE.format("", "Selma Schiefer")}, (AUTHOR,)),
        ({"docProps/core.xml": CORE.format("", " ")}, ()),
        ({"docProps/app.xml": "<Properties><Manager>Frida Findling</Manager></Properties>"}, (AUTHOR,)),
        ({"customXml/item1.xml": "<akte/>"}, (OWN_PROPERTIES,)),
        ({"docProps/custom.xml": "<Properties/>"}, (OWN_PROPERTIES,)),
    ],
)
def test_ds_02_the_properties_of_office_files_are_named(
    parts: dict[str, str], hidden: tuple[str, ...]
) -> None:
    assert look(docx("<w:p/>", parts=dict(parts))).hidden == hidden
    assert look(xlsx(parts=dict(parts))).hidden == hidden


def test_macros_are_refused() -> None:
    sentence = "Die Datei „a.docx“ enthält Makros. Speichern Sie sie ohne Makros (DOCX oder XLSX)."
    assert refusal(docx(parts={"word/vbaProject.bin": b"x"}), "a.docx") == sentence
    assert refusal(docx(declared="vnd.ms-word.document.macroEnabled.main+xml"), "a.docx") == sentence


def test_files_inside_of_office_files_are_refused() -> None:
    start = "Die Datei „a.docx“ enthält eingebettete Dateien."
    assert refusal(docx(parts={"word/media/bild.png": docx()}), "a.docx").startswith(start)
    assert refusal(docx(parts={"word/embeddings/mappe.bin": b"harmlos"}), "a.docx").startswith(start)
    assert refusal(docx(parts={"word/media/lauf.png": b"MZ\x90"}), "a.docx").startswith(start)


@pytest.mark.parametrize(
    "data",
    [
        docx("<w:p/>" * 4_000_000),
        docx(parts={f"word/p{number}.xml": "" for number in range(2_000)}),
        xlsx(parts={"xl/media/bild.emf": bytes(300 * 1024 * 1024)}),
    ],
    ids=["ratio", "entries", "size"],
)
def test_bombs_are_refused_at_once(data: bytes) -> None:
    began = time.monotonic()
    assert refusal(data, "a.docx") == (
        "Die Datei „a.docx“ ist entpackt zu groß. Teilen Sie den Inhalt auf mehrere Dateien auf."
    )
    assert time.monotonic() - began < 5


def test_entities_of_xml_are_never_expanded() -> None:
    laughs = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    data = package(
        "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml", {"word/document.xml": laughs}
    )
    assert refusal(data, "a.docx").startswith("Die Datei „a.docx“ enthält unzulässige Anweisungen.")


def test_broken_zip() -> None:
    assert refusal(docx()[:-30], "a.docx").startswith("Die Datei „a.docx“ ist beschädigt oder verschlüsselt.")


# --- images -------------------------------------------------------------------------------------------------


def test_the_place_of_a_photo_is_named() -> None:
    place = ("Aufnahmeort im Bild (GPS)",)
    assert look(picture("JPEG", exif=with_place())).hidden == place
    assert look(picture("PNG", exif=with_place())).hidden == place
    xmp = b"<x:xmpmeta><exif:GPSLatitude>51,8N</exif:GPSLatitude></x:xmpmeta>"
    assert look(picture("JPEG", xmp=xmp)).hidden == place


def exif(tag: int, value: object) -> Image.Exif:
    made = Image.Exif()
    made[tag] = value
    return made


@pytest.mark.parametrize(
    ("saving", "hidden"),
    [
        ({"exif": exif(0x013B, "Selma Schiefer")}, (AUTHOR,)),
        ({"exif": exif(0x8298, "Selma Schiefer")}, (AUTHOR,)),
        ({"exif": exif(0x010E, "Grundstück Meier")}, (REMARK,)),
        ({"exif": exif(0x010E, "   ")}, ()),
        ({"exif": exif(0x8769, {0x9286: b"ASCII\x00\x00\x00Nachbar Meier"})}, (REMARK,)),
        ({"exif": exif(0x8769, {0x9286: b"ASCII\x00\x00\x00   "})}, ()),
        ({"comment": b"Nachbar Meier"}, (REMARK,)),
        ({"xmp": b"<x:xmpmeta><dc:creator>Selma</dc:creator></x:xmpmeta>"}, (AUTHOR,)),
    ],
)
def test_ds_02_people_and_remarks_in_a_photo_are_named(
    saving: dict[str, Any], hidden: tuple[str, ...]
) -> None:
    assert look(picture("JPEG", **saving)).hidden == hidden


def test_pixel_bombs_are_refused_without_unpacking() -> None:
    data = bytearray(picture("PNG"))
    for width, height in ((7_746, 7_746), (60_000, 60_000)):
        head = b"IHDR" + struct.pack(">II", width, height) + data[24:29]
        bomb = bytes(data[:12]) + head + struct.pack(">I", zlib.crc32(head)) + bytes(data[33:])
        assert refusal(bomb, "a.png").startswith("Die Datei „a.png“ hat mehr als 60 Millionen Bildpunkte.")


def test_damaged_image() -> None:
    assert refusal(picture("PNG")[:20], "a.png") == (
        "Die Datei „a.png“ ist kein lesbares Bild. Speichern Sie es neu."
    )


def test_a_file_on_disk_is_left_as_it_was() -> None:
    data = pdf() + bytes(range(256)) * 400
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.seek(0)
        assert inspect(cast(BinaryIO, file), "a.pdf").media_type == PDF
        assert file.read() == data
