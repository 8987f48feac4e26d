"""What files of Word and Excel hide: refused, or named before they are published (DS-02)."""

from __future__ import annotations

import time

import pytest

from motions.importing.inspection import (
    AUTHOR,
    OWN_PROPERTIES,
)
from tests.motions.importing.made_files import (
    W,
    docx,
    look,
    package,
    refusal,
    xlsx,
)


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
