"""Zeichen lesen: bytes of unknown origin become clean lines, or a refusal that says what to do."""

from __future__ import annotations

import codecs
import re
import unicodedata

from motions.importing.imported import ImportRefused, Line, Remark

MAX_BYTES = 2 * 1024 * 1024
MAX_LINES = 100_000
SAVE_AS_TEXT = (
    "Speichern Sie die Vorlage als Text (Dateityp „Nur Text“, Endung .txt) und wählen Sie diese Datei."
)
FOREIGN_FORMATS = {
    b"%PDF": "eine PDF-Datei",
    b"PK\x03\x04": "ein Word- oder ZIP-Dokument",
    b"PK\x05\x06": "ein leeres ZIP-Archiv",
    b"\xd0\xcf\x11\xe0": "ein älteres Office-Dokument",
    b"{\\rtf": "ein RTF-Dokument",
}
WIDE_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
LINE_BREAK = re.compile("\r\n|[\r\n\x0b\x0c\x85\u2028\u2029]")
SPACE = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
# Sorting a heap of combining marks takes quadratic time in Unicode composition; no word carries so many.
MARK_HEAP = re.compile(r"[^\w\s\x00-\u02ff]{31,}")
MOST_MARKS = 30
INVISIBLE = {
    "weiche Trennzeichen": re.compile("\u00ad"),
    "Zeichen für die Schreibrichtung": re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"),
    "unsichtbare Zeichen": re.compile("[\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb]"),
    "Steuerzeichen": re.compile("[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufdd0-\ufdef\ufffe\uffff]"),
}


def read_lines(data: bytes) -> tuple[list[Line], list[Remark]]:
    """The file as numbered lines of clean, composed text, with a remark on all that was changed."""
    _refuse_unfit(data)
    text, remarks = _decode(data)
    if "\x00" in text:
        raise ImportRefused(f"Die Datei enthält Nullzeichen und ist kein Text. {SAVE_AS_TEXT}")
    lines = LINE_BREAK.split(text)
    if len(lines) > MAX_LINES and text.strip():
        raise ImportRefused(
            "Die Datei hat mehr als 100.000 Zeilen; so lang ist keine Vorlage. Prüfen Sie die Datei."
        )
    for name, pattern in INVISIBLE.items():
        lines, removed = _without(pattern, lines, text)
        if name == "Steuerzeichen" and removed > 5 + len(text) // 200:
            raise ImportRefused(f"Die Datei enthält keinen lesbaren Text. {SAVE_AS_TEXT}")
        if removed:
            remarks.append(_removal(pattern, name, removed, text))
    shorter = [_without_heaps(line) for line in lines]
    changed = [number for number, (_, was_changed) in enumerate(shorter, 1) if was_changed]
    if changed:
        number = changed[0]
        remarks.append(
            Remark(number, "Gehäufte Zusatzzeichen wurden entfernt, zuerst hier.", _line_at(text, number))
        )
    if "\ufffd" in text:
        number, source = _first_line(re.compile("\ufffd"), text)
        remarks.append(
            Remark(
                number, "Die Datei enthält Ersatzzeichen: Dort war ein Buchstabe schon nicht lesbar.", source
            )
        )
    clean = [Line(n, unicodedata.normalize("NFC", SPACE.sub(" ", t))) for n, (t, _) in enumerate(shorter, 1)]
    if not any(line.text.strip() for line in clean):
        raise ImportRefused("Die Datei ist leer. Wählen Sie eine Datei mit dem Text der Vorlage.")
    return clean, remarks


def _refuse_unfit(data: bytes) -> None:
    if not data:
        raise ImportRefused("Die Datei ist leer. Wählen Sie eine Datei mit dem Text der Vorlage.")
    if len(data) > MAX_BYTES:
        raise ImportRefused(
            "Die Datei ist größer als 2 MB. Übernehmen Sie nur den Text der Vorlage, ohne Anlagen."
        )
    for mark, name in FOREIGN_FORMATS.items():
        if data.startswith(mark):
            raise ImportRefused(f"Die Datei ist {name} und kein Text. {SAVE_AS_TEXT}")


def _decode(data: bytes) -> tuple[str, list[Remark]]:
    for mark, encoding in WIDE_MARKS:
        if data.startswith(mark):
            try:
                return data.decode(encoding), []
            except UnicodeDecodeError as error:
                raise ImportRefused(f"Die Zeichen der Datei sind nicht lesbar. {SAVE_AS_TEXT}") from error
    try:
        return data.decode("utf-8-sig"), []
    except UnicodeDecodeError as error:
        broken_at = error.start
    try:
        text, name = data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError:
        text, name = data.decode("latin-1"), "Latin-1"
    head = data[:broken_at]
    number = len(LINE_BREAK.findall(head.decode("utf-8", "replace"))) + 1
    sentence = (
        f"Die Datei ist nicht in UTF-8 gespeichert und wurde als {name} gelesen. Prüfen Sie die Umlaute."
    )
    return text, [Remark(number, sentence, _line_at(text, number))]


def _without(pattern: re.Pattern[str], lines: list[str], text: str) -> tuple[list[str], int]:
    if not pattern.search(text):
        return lines, 0
    kept, removed = [], 0
    for line in lines:
        cleaned, count = pattern.subn("", line)
        kept.append(cleaned)
        removed += count
    return kept, removed


def _without_heaps(line: str) -> tuple[str, bool]:
    if line.isascii() or not MARK_HEAP.search(line):
        return line, False
    shorter = MARK_HEAP.sub(_shortened, line)
    return shorter, shorter != line


def _shortened(heap: re.Match[str]) -> str:
    kept, marks = [], 0
    for character in heap.group():
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)


def _removal(pattern: re.Pattern[str], name: str, removed: int, text: str) -> Remark:
    number, source = _first_line(pattern, text)
    return Remark(number, f"Entfernt wurden {name} (Anzahl: {removed}), zuerst in dieser Zeile.", source)


def _first_line(pattern: re.Pattern[str], text: str) -> tuple[int, str]:
    found = pattern.search(text)
    number = len(LINE_BREAK.findall(text[: found.start()])) + 1 if found else 1
    return number, _line_at(text, number)


def _line_at(text: str, number: int) -> str:
    lines = LINE_BREAK.split(text, maxsplit=number)
    return lines[number - 1] if len(lines) >= number else ""
