"""Word und Excel prüfen: no bombs, no macros, nothing packed inside; and what the file hides from the eye."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable, Iterator
from typing import BinaryIO
from xml.parsers import expat

from motions.importing.inspection import (
    AUTHOR,
    DOCX,
    OWN_PROPERTIES,
    WRONG_FORMAT,
    XLSX,
    Inspection,
    InspectionRefused,
)

MOST_MEMBERS = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_XML = 48 * 1024 * 1024
HIGHEST_RATIO = 150
SMALL = 4 * 1024 * 1024

TRACKED = "nachverfolgte Änderungen"
COMMENTS = "Kommentare"
HIDDEN_TEXT = "verborgener Text"
HIDDEN_SHEETS = "ausgeblendete Tabellenblätter"
HIDDEN_ROWS = "ausgeblendete Zeilen oder Spalten"
PIVOT = "zwischengespeicherte Daten einer Pivot-Tabelle"
LINKED = "Werte aus verknüpften Dateien"

_MAIN = {
    DOCX: ("word/document.xml", b"wordprocessingml.document.main+xml"),
    XLSX: ("xl/workbook.xml", b"spreadsheetml.sheet.main+xml"),
}
_MACROS = re.compile(r"vbaproject|vbadata|macrosheets/|dialogsheets/|activex/", re.IGNORECASE)
_WORDS = re.compile(r"word/(?:document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_SHEETS = re.compile(r"xl/worksheets/[^/]+\.xml")
_BY_NAME = (
    (
        re.compile(r"word/comments[^/]*\.xml|xl/comments[^/]*\.xml|xl/(?:threadedComments|comments)/.+"),
        COMMENTS,
    ),
    (re.compile(r"xl/revisions/.+"), TRACKED),
    (re.compile(r"xl/pivotCache/pivotCacheRecords.+"), PIVOT),
    (re.compile(r"xl/externalLinks/externalLink.+"), LINKED),
    (re.compile(r"customXml/item\d+\.xml|docProps/custom\.xml"), OWN_PROPERTIES),
)
_CHANGES = {
    "ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "tblPrChange", "trPrChange", "tcPrChange",
    "sectPrChange", "numberingChange", "cellIns", "cellDel", "cellMerge",
}  # fmt: skip
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"MZ", b"\x7fELF", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")
_NO = {"0", "false", "off"}
_PERSON = {"creator", "lastModifiedBy", "Manager"}

Element = Callable[[str, dict[str, str]], None]


def examine(stream: BinaryIO) -> Inspection:
    """Facts about an Office file."""
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_bomb(archive)
            media_type = _kind(archive)
            _refuse_inner_files(archive)
            look = _hidden_in_word if media_type == DOCX else _hidden_in_sheets
            found = set(_by_name(archive)) | set(look(archive)) | set(_people(archive))
            return Inspection(media_type, None, tuple(sorted(found)))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, expat.ExpatError):
        raise InspectionRefused("ist beschädigt oder verschlüsselt. Speichern Sie die Datei neu.") from None


def _refuse_bomb(archive: zipfile.ZipFile) -> None:
    """By the directory alone, before a byte is unpacked; zipfile never unpacks more than it says."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    is_dense = unpacked > SMALL and unpacked / packed > HIGHEST_RATIO
    if len(members) > MOST_MEMBERS or unpacked > MOST_UNPACKED or is_dense:
        raise InspectionRefused("ist entpackt zu groß. Teilen Sie den Inhalt auf mehrere Dateien auf.")


def _kind(archive: zipfile.ZipFile) -> str:
    """DOCX or XLSX by the parts it has; templates and files with macros are neither."""
    names = set(archive.namelist())
    if any(_MACROS.search(name) for name in names):
        raise InspectionRefused("enthält Makros. Speichern Sie sie ohne Makros (DOCX oder XLSX).")
    if "[Content_Types].xml" in names:
        declared = _read(archive, "[Content_Types].xml")
        for media_type, (part, mark) in _MAIN.items():
            if part in names and mark in declared:
                return media_type
        if b"macroEnabled" in declared:
            raise InspectionRefused("enthält Makros. Speichern Sie sie ohne Makros (DOCX oder XLSX).")
    raise InspectionRefused(WRONG_FORMAT)


def _refuse_inner_files(archive: zipfile.ZipFile) -> None:
    for member in archive.infolist():
        with archive.open(member) as part:
            start = part.read(8)
        if start.startswith(_PACKED) or "/embeddings/" in member.filename:
            raise InspectionRefused("enthält eingebettete Dateien. Laden Sie diese als eigene Anlagen hoch.")


def _by_name(archive: zipfile.ZipFile) -> Iterator[str]:
    for name in archive.namelist():
        yield from (label for pattern, label in _BY_NAME if pattern.fullmatch(name))


def _people(archive: zipfile.ZipFile) -> Iterator[str]:
    """Who wrote the file, who saved it last, and whose superior is named."""
    for part in ("docProps/core.xml", "docProps/app.xml"):
        if part in archive.namelist() and _names_somebody(archive, part):
            yield AUTHOR


def _names_somebody(archive: zipfile.ZipFile, part: str) -> bool:
    inside: list[str] = []
    said: list[str] = []

    def text(words: str) -> None:
        if inside and inside[-1] in _PERSON:
            said.append(words)

    _parse(archive, part, lambda name, _: inside.append(name), lambda _: inside.pop(), text)
    return bool("".join(said).strip())


def _hidden_in_word(archive: zipfile.ZipFile) -> set[str]:
    """Tracked changes and hidden runs, set directly or by a style that hides."""
    found: set[str] = set()
    styles = _hiding_styles(archive)
    inside: list[str] = []

    def start(name: str, values: dict[str, str]) -> None:
        if name in _CHANGES:
            found.add(TRACKED)
        elif (name == "vanish" and "pPr" not in inside and values.get("val", "1") not in _NO) or (
            name in ("rStyle", "pStyle") and values.get("val") in styles
        ):
            found.add(HIDDEN_TEXT)
        inside.append(name)

    for part in archive.namelist():
        if _WORDS.fullmatch(part):
            _parse(archive, part, start, lambda _: inside.pop())
    return found


def _hiding_styles(archive: zipfile.ZipFile) -> set[str]:
    hiding: set[str] = set()
    style = ""

    def start(name: str, values: dict[str, str]) -> None:
        nonlocal style
        if name == "style":
            style = values.get("styleId", "")
        elif name == "vanish" and style and values.get("val", "1") not in _NO:
            hiding.add(style)

    if "word/styles.xml" in archive.namelist():
        _parse(archive, "word/styles.xml", start)
    return hiding


def _hidden_in_sheets(archive: zipfile.ZipFile) -> set[str]:
    found: set[str] = set()

    def start(name: str, values: dict[str, str]) -> None:
        if name == "sheet" and values.get("state", "visible") != "visible":
            found.add(HIDDEN_SHEETS)
        elif name in ("row", "col") and values.get("hidden", "0") not in _NO:
            found.add(HIDDEN_ROWS)

    for part in archive.namelist():
        if part == "xl/workbook.xml" or _SHEETS.fullmatch(part):
            _parse(archive, part, start)
    return found


def _parse(
    archive: zipfile.ZipFile,
    part: str,
    start: Element,
    end: Callable[[str], object] | None = None,
    text: Callable[[str], object] | None = None,
) -> None:
    """Read one part piece by piece, names without their namespace; a DTD has no business here."""
    if archive.getinfo(part).file_size > MOST_XML:
        raise InspectionRefused("ist entpackt zu groß. Teilen Sie den Inhalt auf mehrere Dateien auf.")
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse_dtd(*_: object) -> None:
        raise InspectionRefused("enthält unzulässige Anweisungen. Speichern Sie die Datei neu.")

    def opened(name: str, values: dict[str, str]) -> None:
        start(_local(name), {_local(key): value for key, value in values.items()})

    parser.StartDoctypeDeclHandler = refuse_dtd
    parser.StartElementHandler = opened
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    with archive.open(part) as source:
        parser.ParseFile(source)


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as part:
        return part.read(SMALL)
