"""Kurzadresse eines öffentlichen Dokuments: printed on it with a QR code, leads to what is known of it (SI-04).

Its code is the beginning of the document's random id: known before the file is made, held by no table, found by the
index of the id. What is not public has none (P-06).
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.urls import reverse

from motions.models.choices import Edition

_SIGNS = "0123456789abcdefghjkmnpqrstvwxyz"  # no i, l, o, u: nobody confuses them when typing from paper
_MISREAD = str.maketrans({"i": "1", "l": "1", "o": "0", "-": None, " ": None})
_LENGTH, _GROUP = 12, 4
PRINTED = "check_url"
_LEFT_OUT = 128 - 5 * _LENGTH


def code(public_id: uuid.UUID) -> str:
    """Twelve signs in three groups."""
    bits = public_id.int >> _LEFT_OUT
    signs = "".join(_SIGNS[bits >> 5 * place & 31] for place in reversed(range(_LENGTH)))
    return "-".join(signs[start : start + _GROUP] for start in range(0, _LENGTH, _GROUP))


def ids(typed: str) -> tuple[uuid.UUID, uuid.UUID] | None:
    """The first and the last id a code can stand for; None for what is no code."""
    signs = typed.lower().translate(_MISREAD)
    if len(signs) != _LENGTH or not set(signs) <= set(_SIGNS):
        return None
    bits = 0
    for sign in signs:
        bits = bits << 5 | _SIGNS.index(sign)
    return uuid.UUID(int=bits << _LEFT_OUT), uuid.UUID(int=(bits + 1 << _LEFT_OUT) - 1)


def printed(public_id: uuid.UUID, edition: str) -> dict[str, str]:
    """What the content of a document says of it; nothing where it is not public or the town has no address.

    In a demo it leads to the computer it runs on.
    """
    start = settings.PUBLIC_ADDRESS or (settings.LOCAL_ADDRESS if settings.DEMO else "")
    if edition != Edition.PUBLIC or not start:
        return {}
    return {PRINTED: f"{start}{reverse('document-state', args=[code(public_id)])}"}
