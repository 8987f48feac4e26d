"""Bilder prüfen: size in pixels before anything is unpacked, and where they were taken."""

from __future__ import annotations

from typing import BinaryIO

from PIL import Image

from motions.importing.inspection import Inspection, InspectionRefused

MOST_PIXELS = 60_000_000
PLACE = "Aufnahmeort im Bild (GPS)"
_GPS = 0x8825


def examine(stream: BinaryIO, media_type: str) -> Inspection:
    """Facts about a PNG or JPEG; a PNG may have to be unpacked to find all of its metadata."""
    try:
        with Image.open(stream, formats=["PNG", "JPEG"]) as image:
            width, height = image.size
            if width * height > MOST_PIXELS:
                raise Image.DecompressionBombError
            has_place = bool(image.getexif().get_ifd(_GPS)) or _in_metadata(image)
    except Image.DecompressionBombError:
        raise InspectionRefused("hat mehr als 60 Millionen Bildpunkte. Verkleinern Sie das Bild.") from None
    except (OSError, SyntaxError, ValueError):
        raise InspectionRefused("ist kein lesbares Bild. Speichern Sie es neu.") from None
    return Inspection(media_type, None, (PLACE,) if has_place else ())


def _in_metadata(image: Image.Image) -> bool:
    """Some cameras write the place as XMP only."""
    metadata = [image.info.get("xmp", b""), image.info.get("XML:com.adobe.xmp", "")]
    return any(
        "GPSLatitude" in (text.decode("latin-1") if isinstance(text, bytes) else text) for text in metadata
    )
