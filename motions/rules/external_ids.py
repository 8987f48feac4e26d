"""Fremde Kennungen führen: which row bears which id of another system, and which id a row gets when it leaves."""

import uuid
from typing import Protocol

from django.utils.crypto import salted_hmac

from motions.models import ExternalId


class Names(Protocol):
    """Nennt die Kennung einer Zeile; "" for no row."""

    def __call__(self, kind: str, object_id: int | None) -> str: ...


class Register:
    """Verzeichnis der fremden Kennungen, read once and written through; works at the clearance "system"."""

    def __init__(self) -> None:
        rows = list(ExternalId.objects.values_list("kind", "external_id", "object_id"))
        self._objects = {(kind, external_id): object_id for kind, external_id, object_id in rows}
        self._names = {(kind, object_id): external_id for kind, external_id, object_id in rows}

    def find(self, kind: str, external_id: str) -> int | None:
        """The key of the row with this id."""
        return self._objects.get((kind, external_id))

    def known(self, kind: str, object_id: int | None) -> str:
        """The id of a row; one without gets a mark that no file can hold."""
        if object_id is None:
            return ""
        return self._names.get((kind, object_id), f"\n{object_id}")

    def release(self, kind: str, object_id: int) -> None:
        """The row gives up the id it bears, if any: another one takes its place."""
        external_id = self._names.pop((kind, object_id), None)
        if external_id is not None:
            ExternalId.objects.filter(kind=kind, object_id=object_id).delete()
            del self._objects[kind, external_id]

    def link(self, kind: str, external_id: str, object_id: int) -> None:
        """From now on the row bears this id; one that is gone bears it no longer."""
        ExternalId.objects.update_or_create(
            kind=kind, external_id=external_id, defaults={"object_id": object_id}
        )
        self._objects[kind, external_id] = object_id
        self._names[kind, object_id] = external_id

    def given(self, kind: str, object_id: int | None) -> str:
        """The id of a row that leaves: the one it bears, else one it gets for good, so that it is known again."""
        if object_id is None:
            return ""
        if (kind, object_id) not in self._names:
            self.link(kind, uuid.uuid4().hex, object_id)
        return self._names[kind, object_id]


def concealed(kind: str, object_id: int | None) -> str:
    """An id for everybody: stable, and no gap in it tells of a row that is not shown (P-06)."""
    if object_id is None:
        return ""
    return salted_hmac("motions.export_town", f"{kind}:{object_id}", algorithm="sha256").hexdigest()[:32]
