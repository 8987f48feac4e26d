"""Adressen der OParl-Objekte: stable, from the configured base, and no gap in them tells of anything (U-02, U-07)."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

# Which objects our rows are; a Fachbereich is an organisation there.
_TYPES = {
    "body": "body",
    "term": "legislativeterm",
    "organization": "organization",
    "unit": "organization",
    "person": "person",
    "membership": "membership",
    "meeting": "meeting",
    "item": "agendaitem",
    "paper": "paper",
    "consultation": "consultation",
}


@dataclass(frozen=True)
class Addresses:
    """Wo ein Objekt zu finden ist; ``name`` gives a row of a kind an id that is not counted."""

    base: str
    name: Callable[[str, int | None], str]

    @property
    def system(self) -> str:
        """The entry point."""
        return f"{self.base}/oparl/v1.1/system"

    def of(self, kind: str, pk: int) -> str:
        """The address of a row."""
        return f"{self.base}/oparl/v1.1/{_TYPES[kind]}/{self.name(kind, pk)}"

    def of_file(self, public_id: uuid.UUID) -> str:
        """A file bears a random id already."""
        return f"{self.base}/oparl/v1.1/file/{public_id.hex}"

    def of_place(self, text: str) -> str:
        """A place is known by its words alone."""
        return f"{self.base}/oparl/v1.1/location/{uuid.uuid5(uuid.NAMESPACE_URL, text).hex}"

    def list_of(self, kind: str, below: str = "") -> str:
        """An external list of the body, or of an object below it."""
        return f"{below or self.of('body', 1)}/{kind}"

    def page(self, path: str) -> str:
        """One of our own pages."""
        return f"{self.base}{path}"
