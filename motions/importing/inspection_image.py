"""Bilder prüfen: size in pixels before anything is unpacked, and where they were taken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from PIL import Image

from motions.importing.inspection import AUTHOR, REMARK, Inspection, InspectionRefused

MOST_PIXELS = 60_000_000
PLACE = "Aufnahmeort im Bild (GPS)"
_GPS, _PHOTO, _USER_COMMENT = 0x8825, 0x8769, 0x9286
# Artist, Copyright and what Windows writes beside them; ImageDescription, XPComment, XPTitle, XPSubject.
_AUTHORS = (0x013B, 0x8298, 0x9C9D)
_REMARKS = (0x010E, 0x9C9C, 0x9C9B, 0x9C9F)
_ENCODING = re.compile("^(?:ASCII|UNICODE|JIS)\x00+")


def examine(stream: BinaryIO, media_type: str) -> Inspection:
    """Facts about a PNG or JPEG; a PNG may have to be unpacked to find all of its metadata."""
    try:
        with Image.open(stream, formats=["PNG", "JPEG"]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Image.DecompressionBombError
            hidden = tuple(_hidden(image))
    except Image.DecompressionBombError:
        raise InspectionRefused("hat mehr als 60 Millionen Bildpunkte. Verkleinern Sie das Bild.") from None
    except (OSError, SyntaxError, ValueError):
        raise InspectionRefused("ist kein lesbares Bild. Speichern Sie es neu.") from None
    return Inspection(media_type, None, hidden)


def _hidden(image: Image.Image) -> Iterator[str]:
    exif = image.getexif()
    xmp = _said(image.info.get("xmp")) + _said(image.info.get("XML:com.adobe.xmp"))
    # Some cameras write the place as XMP only.
    if exif.get_ifd(_GPS) or "GPSLatitude" in xmp:
        yield PLACE
    if (
        any(_said(exif.get(tag)) for tag in _AUTHORS)
        or _said(image.info.get("Author"))
        or "<dc:creator" in xmp
    ):
        yield AUTHOR
    remarks = [*(exif.get(tag) for tag in _REMARKS), exif.get_ifd(_PHOTO).get(_USER_COMMENT)]
    remarks += [image.info.get(key) for key in ("comment", "Comment", "Description", "Title")]
    if any(_said(remark) for remark in remarks):
        yield REMARK


def _said(value: object) -> str:
    """The words of a field; many programs write fields of blanks and of the name of an encoding."""
    text = value.decode("latin-1") if isinstance(value, bytes) else str(value or "")
    return _ENCODING.sub("", text).strip("\x00 \t\r\n")
