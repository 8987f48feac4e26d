"""Prüfung im eigenen Prozess: reads the file from standard input, prints the facts as JSON.

Limits of time and memory hold for everything the readers of PDF, ZIP, XML and images may do.
"""

from __future__ import annotations

import json
import re
import sys
from typing import BinaryIO

import filetype

from motions.importing import worker
from motions.importing.inspection import JPEG, PDF, PNG, TEXT, WRONG_FORMAT, Inspection, InspectionRefused

_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
# Text that a program would run or a browser would draw is no plain text.
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<[!?a-z]|#!|%!PS|\{\\rtf)", re.IGNORECASE)
_CHUNK = 1 << 20


def examine(stream: BinaryIO) -> Inspection:
    """Facts by content; raises InspectionRefused with the second half of a sentence.

    Only the reader of this kind is loaded: whoever uploads a file waits for it.
    """
    start = stream.read(8192)
    stream.seek(0)
    if not start:
        raise InspectionRefused("ist leer. Wählen Sie eine andere Datei.")
    guessed = filetype.guess_mime(start)
    if guessed == PDF:
        from motions.importing import inspection_pdf

        return inspection_pdf.examine(stream)
    if guessed in (PNG, JPEG):
        from motions.importing import inspection_image

        return inspection_image.examine(stream, guessed)
    if start.startswith(b"PK\x03\x04"):
        from motions.importing import inspection_office

        return inspection_office.examine(stream)
    if guessed is None and not _MARKUP.match(start) and _is_text(stream):
        return Inspection(TEXT)
    raise InspectionRefused(WRONG_FORMAT)


def _is_text(stream: BinaryIO) -> bool:
    """UTF-8 or Latin-1 without control characters."""
    return not any(_CONTROL.search(chunk) for chunk in iter(lambda: stream.read(_CHUNK), b""))


def main() -> None:
    """Examine standard input within the limits."""
    worker.limit()
    try:
        with open(0, "rb") as stream:
            facts = examine(stream)
        answer: dict[str, object] = {
            "media_type": facts.media_type,
            "pages": facts.pages,
            "hidden": list(facts.hidden),
            "is_pdfa": facts.is_pdfa,
        }
    except InspectionRefused as refusal:
        answer = {"refused": str(refusal)}
    json.dump(answer, sys.stdout)


if __name__ == "__main__":
    main()
