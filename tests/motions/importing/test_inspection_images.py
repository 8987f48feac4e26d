"""What a photo tells beside what is seen (DS-02)."""

from __future__ import annotations

import struct
import zlib
from typing import Any

import pytest

from motions.importing.inspection import (
    AUTHOR,
    REMARK,
)
from tests.motions.importing.made_files import (
    exif,
    look,
    picture,
    refusal,
    with_place,
)


def test_the_place_of_a_photo_is_named() -> None:
    place = ("Aufnahmeort im Bild (GPS)",)
    assert look(picture("JPEG", exif=with_place())).hidden == place
    assert look(picture("PNG", exif=with_place())).hidden == place
    xmp = b"<x:xmpmeta><exif:GPSLatitude>51,8N</exif:GPSLatitude></x:xmpmeta>"
    assert look(picture("JPEG", xmp=xmp)).hidden == place


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
