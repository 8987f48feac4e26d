"""Dateien prüfen: what a file really is and what it hides; file in, plain facts out (security.md 1.6, 2)."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

import filetype
import pikepdf
from PIL import Image

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"
ENDINGS = {PDF: "pdf", DOCX: "docx", XLSX: "xlsx", "image/png": "png", "image/jpeg": "jpg", TEXT: "txt"}

MOST_PIXELS = 60_000_000
MOST_MEMBERS = 2_000
MOST_UNPACKED = 256 * 1024 * 1024
MOST_PART = 64 * 1024 * 1024
HIGHEST_RATIO = 200
SCAN = "Scan ohne Textebene"

_FORMATS = "Erlaubt sind PDF, DOCX, XLSX, JPG, PNG und Text bis 50 MB."
_HIDING_IN_WORD = (
    ("Änderungen im Überarbeitungsmodus", re.compile(rb"<w:(?:ins|del|moveFrom|moveTo)\b")),
    ("verborgener Text", re.compile(rb"<w:vanish\b(?! w:val=\"(?:0|false)\")")),
)
_HIDDEN_SHEET = re.compile(rb"<sheet\b[^>]*state=\"(?:hidden|veryHidden)\"")
_ACTIVE = {"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/RichMedia"}
_GPS_TAG = 0x8825


class InspectionRefused(ValueError):
    """Die Datei wird nicht angenommen; the message says why and what to do."""


@dataclass(frozen=True)
class Inspection:
    """Was eine Datei ist: media type by content, pages, and the names of what it hides."""

    media_type: str
    pages: int | None = None
    hidden: tuple[str, ...] = ()


def inspect(stream: BinaryIO, file_name: str) -> Inspection:
    """Facts about an uploaded file; raises InspectionRefused with a German sentence."""
    stream.seek(0)
    start = stream.read(8192)
    stream.seek(0)
    if not start:
        raise InspectionRefused(f"Die Datei „{file_name}“ ist leer. Wählen Sie eine andere Datei.")
    guessed = filetype.guess_mime(start) or ""
    if guessed == PDF:
        return _pdf(stream, file_name)
    if guessed in ("image/png", "image/jpeg"):
        return _image(stream, file_name, guessed)
    if start.startswith(b"PK\x03\x04"):
        return _office(stream, file_name)
    if not guessed and _is_text(stream):
        return Inspection(TEXT)
    raise _wrong_format(file_name)


def _wrong_format(file_name: str) -> InspectionRefused:
    return InspectionRefused(f"Die Datei „{file_name}“ hat ein nicht erlaubtes Format. {_FORMATS}")


def _is_text(stream: BinaryIO) -> bool:
    """UTF-8 or Latin-1 without control characters."""
    while chunk := stream.read(1 << 20):
        if re.search(rb"[\x00-\x08\x0e-\x1f\x7f]", chunk):
            stream.seek(0)
            return False
    stream.seek(0)
    return True


def _pdf(stream: BinaryIO, file_name: str) -> Inspection:
    try:
        with pikepdf.open(stream) as document:
            if document.is_encrypted:
                raise InspectionRefused(f"„{file_name}“ ist verschlüsselt. Speichern Sie das PDF ohne Kennwort.")
            if document.attachments or _is_active(document):
                raise InspectionRefused(
                    f"„{file_name}“ enthält Programme oder eingebettete Dateien. Drucken Sie das PDF neu aus und laden Sie es hoch."
                )
            hidden = ["Kommentare im PDF"] if _has_comments(document) else []
            if not _has_text(document):
                hidden.append(SCAN)
            return Inspection(PDF, len(document.pages), tuple(hidden))
    except pikepdf.PasswordError:
        raise InspectionRefused(f"„{file_name}“ ist verschlüsselt. Speichern Sie das PDF ohne Kennwort.") from None
    except pikepdf.PdfError:
        raise InspectionRefused(f"„{file_name}“ ist beschädigt. Erstellen Sie das PDF neu.") from None


def _is_active(document: pikepdf.Pdf) -> bool:
    for item in document.objects:
        if isinstance(item, pikepdf.Dictionary):
            kind = str(item.get("/S", ""))
            if kind in _ACTIVE or "/JS" in item:
                return True
    return False


def _has_comments(document: pikepdf.Pdf) -> bool:
    links = {"/Link", "/Widget", "/Popup"}
    annotations = (note for page in document.pages for note in page.get("/Annots", []))
    return any(str(note.get("/Subtype", "")) not in links for note in annotations)


def _has_text(document: pikepdf.Pdf) -> bool:
    """Any page that names a font can show text."""
    return any("/Font" in page.get("/Resources", {}) for page in document.pages)


def _image(stream: BinaryIO, file_name: str, media_type: str) -> Inspection:
    try:
        with Image.open(stream) as image:
            width, height = image.size
            has_place = _GPS_TAG in image.getexif()
    except (OSError, SyntaxError, Image.DecompressionBombError):
        raise InspectionRefused(f"„{file_name}“ ist kein lesbares Bild. Speichern Sie es neu.") from None
    finally:
        stream.seek(0)
    if width * height > MOST_PIXELS:
        raise InspectionRefused(f"„{file_name}“ ist zu groß ({width} × {height} Pixel). Verkleinern Sie das Bild.")
    return Inspection(media_type, None, ("Aufnahmeort im Bild (GPS)",) if has_place else ())


def _office(stream: BinaryIO, file_name: str) -> Inspection:
    try:
        with zipfile.ZipFile(stream) as archive:
            _refuse_bomb(archive, file_name)
            names = set(archive.namelist())
            if any(name.lower().endswith(("vbaproject.bin", ".zip")) for name in names):
                raise InspectionRefused(f"„{file_name}“ enthält Makros oder weitere Archive. Speichern Sie ohne sie.")
            if "word/document.xml" in names:
                return Inspection(DOCX, None, _hidden_in_word(archive, names))
            if "xl/workbook.xml" in names:
                return Inspection(XLSX, None, _hidden_in_sheets(archive, names))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError):
        raise InspectionRefused(f"„{file_name}“ ist beschädigt oder verschlüsselt. Speichern Sie die Datei neu.") from None
    finally:
        stream.seek(0)
    raise _wrong_format(file_name)


def _refuse_bomb(archive: zipfile.ZipFile, file_name: str) -> None:
    """By the directory alone, before a byte is unpacked."""
    members = archive.infolist()
    unpacked = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members) or 1
    is_bomb = unpacked > MOST_UNPACKED or any(member.file_size > MOST_PART for member in members)
    if len(members) > MOST_MEMBERS or is_bomb or (unpacked > 10_000_000 and unpacked / packed > HIGHEST_RATIO):
        raise InspectionRefused(f"„{file_name}“ ist entpackt zu groß. Teilen Sie den Inhalt auf mehrere Dateien auf.")


def _read(archive: zipfile.ZipFile, name: str) -> bytes:
    """One part, never more than the limit, whatever the directory says."""
    with archive.open(name) as part:
        return part.read(MOST_PART)


def _hidden_in_word(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, ...]:
    text = _read(archive, "word/document.xml")
    found = [label for label, pattern in _HIDING_IN_WORD if pattern.search(text)]
    if "word/comments.xml" in names and b"<w:comment " in _read(archive, "word/comments.xml"):
        found.append("Kommentare")
    return tuple(found)


def _hidden_in_sheets(archive: zipfile.ZipFile, names: set[str]) -> tuple[str, ...]:
    found = ["ausgeblendete Tabellenblätter"] if _HIDDEN_SHEET.search(_read(archive, "xl/workbook.xml")) else []
    if any(name.startswith("xl/comments") or name.startswith("xl/threadedComments") for name in names):
        found.append("Kommentare")
    sheets = sorted(name for name in names if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name))[:50]
    if any(re.search(rb"<(?:row|col)\b[^>]*hidden=\"1\"", _read(archive, name)) for name in sheets):
        found.append("ausgeblendete Zeilen oder Spalten")
    return tuple(found)
