"""Ein Verzeichnis zur Ladung nachzählen (SI-04): its documents, its attached data, and the chain of its supplements."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django.urls import reverse

from motions.models import Attachment, IssuedDocument, MeetingDocument, Signature
from motions.pdf.attached import attached_data

from . import files, meeting_permissions, permissions, version_chain
from .permissions import Visitor
from .version_chain import Link

_READ_AT_ONCE = 32 * 1024 * 1024


@dataclass(frozen=True)
class Recount:
    """Nachgezählt: how many documents a manifest lists, which of them are not ours as listed, its data, its chain."""

    count: int
    missing: tuple[str, ...]
    links: tuple[Link, ...]
    is_attached_right: bool

    @property
    def is_chain_whole(self) -> bool:
        """Every manifest before this one is as the next one says."""
        return all(link.is_whole for link in self.links)

    @property
    def is_right(self) -> bool:
        """Every document is there with its hash, the data are those that were printed, and the chain has no gap."""
        return not self.missing and self.is_attached_right and self.is_chain_whole


@dataclass(frozen=True)
class Listed:
    """Ein aufgeführtes Dokument, das die Person lesen darf: the very version that was listed."""

    label: str
    title: str
    url: str


def recount(document: MeetingDocument) -> Recount:
    """Look up every document of a manifest and its file, and walk back its chain.

    Anybody may ask for it: as many bytes are read as fit into a moment, of further files only that they are there.
    """
    rows = document.content["documents"]
    known = _known({row["sha256"] for row in rows})
    there = _there([(row["sha256"], known.get((row["id"], row["sha256"]), 0)) for row in rows])
    missing = tuple(
        row["title"] for row in rows if (row["id"], row["sha256"]) not in known or row["sha256"] not in there
    )
    links = version_chain.links(document, begins_here=True)
    return Recount(len(rows), missing, links, _is_attached_right(document))


def listed(document: MeetingDocument, viewer: Visitor) -> list[Listed]:
    """What of the list a person may read, in its order; of the rest nothing is said."""
    rows = document.content["documents"]
    wanted = {uuid.UUID(row["id"]) for row in rows}
    issued = set(
        permissions.visible_documents(viewer).filter(public_id__in=wanted).values_list("public_id", flat=True)
    )
    of_meetings = meeting_permissions.visible_meeting_documents(viewer).filter(public_id__in=wanted)
    issued |= set(of_meetings.values_list("public_id", flat=True))
    annexes = permissions.visible_attachments(viewer).filter(public_id__in=wanted)
    others = dict(annexes.values_list("public_id", "title"))
    found = []
    for row in rows:
        address = uuid.UUID(row["id"])
        if address in others:
            url = reverse("attachment-file", args=[address])
            found.append(Listed(row["label"], f"Anlage: {others[address]}", url))
        elif address in issued:
            url = reverse("document-version", args=[address, row["sha256"]])
            found.append(Listed(row["label"], row["title"], url))
    return found


def _is_attached_right(document: MeetingDocument) -> bool:
    """The file carries the very data it was printed from; a file that is lost is named with the documents."""
    if not document.is_made:
        return True
    try:
        found = attached_data(files.read(document.sha256))
    except files.FileDamaged:
        return False
    return found is not None and version_chain.digest(found) == version_chain.digest(document.content)


def _known(digests: set[str]) -> dict[tuple[str, str], int]:
    """Id and hash of everything of ours with one of these hashes, printed or signed, and its size."""
    found: dict[tuple[str, str], int] = {}
    for model in (IssuedDocument, MeetingDocument, Attachment):
        rows = model._default_manager.filter(sha256__in=digests).values_list("public_id", "sha256", "size")
        found |= {(str(public_id), sha256): size or 0 for public_id, sha256, size in rows}
    for row in Signature.objects.filter(sha256__in=digests).select_related("issued", "of_meeting"):
        found[str(row.document.public_id), row.sha256] = row.size
    return found


def _there(listed: list[tuple[str, int]]) -> set[str]:
    """The hashes whose file the store holds unchanged, as far as it is read."""
    found, left = set(), _READ_AT_ONCE
    for sha256, size in listed:
        left -= size
        if files.is_kept(sha256) and (left < 0 or files.is_intact(sha256)):
            found.add(sha256)
    return found
