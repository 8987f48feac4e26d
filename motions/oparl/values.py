"""Werte, wie OParl 1.1 sie schreibt: days, moments, plain text, and no word about what is not there."""

from __future__ import annotations

import datetime as dt
import html
import re
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

Json = dict[str, Any]
SCHEMA = "https://schema.oparl.org/1.1/"
_BLOCK_ENDS = re.compile(r"</(p|li|h[1-6]|tr|div|blockquote)>|<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"<[^>]*>")
_BLANKS = re.compile(r"[^\S\n]+")
_NOTHING: tuple[Any, ...] = (None, "", [], {})


@dataclass(frozen=True)
class Stamp:
    """Wann etwas zuerst zu lesen war und wann es sich zuletzt geändert hat (OParl created, modified)."""

    created: dt.datetime
    modified: dt.datetime


def made(kind: str, address: str, stamp: Stamp, **properties: Any) -> Json:
    """An object of a type; properties that say nothing are left out (J-05)."""
    said = {name.rstrip("_"): value for name, value in properties.items() if value not in _NOTHING}
    return {
        "id": address,
        "type": f"{SCHEMA}{kind}",
        **said,
        "created": moment(stamp.created),
        "modified": moment(max(stamp.created, stamp.modified)),
    }


def embedded(obj: Json, parent: str) -> Json:
    """The same inside its parent: without the way back there (E-02)."""
    return {name: value for name, value in obj.items() if name != parent}


def day(value: dt.date | None) -> str | None:
    """A date as yyyy-mm-dd."""
    return value.isoformat() if value else None


def moment(value: dt.datetime | None) -> str | None:
    """A date-time of the town, to the second and with its offset (J-03)."""
    return timezone.localtime(value).replace(microsecond=0).isoformat() if value else None


def plain(text: str) -> str:
    """Formatted text as plain text, a line for each paragraph (J-02)."""
    lines = html.unescape(_TAG.sub("", _BLOCK_ENDS.sub("\n", text))).split("\n")
    return "\n".join(line for line in (_BLANKS.sub(" ", raw).strip() for raw in lines) if line)
