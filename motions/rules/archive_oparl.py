"""Metadaten eines Archivpakets: its rows as OParl 1.1, one list for each type of object (SI-05).

Made when the files are written and their check sums are known; the rows were fetched before.
"""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from motions.models import (
    Attachment,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Membership,
    Paper,
    PublicDocument,
)
from motions.models.choices import Edition, MeetingDocumentKind
from motions.oparl import matters, town
from motions.oparl.addresses import Addresses
from motions.oparl.matters import FileFacts, Links, MeetingFiles, PaperFiles
from motions.oparl.values import Json, Stamp

from .archive_pieces import Piece
from .archive_rows import Key, Rows, owner_of, stamps_of
from .external_ids import concealed

_VIEWS = {
    IssuedDocument: "document-file",
    MeetingDocument: "meeting-document-file",
    PublicDocument: "public-document-file",
    Attachment: "attachment-file",
}


@dataclass(frozen=True)
class Kept:
    """Eine geschriebene Datei: size and check sum."""

    size: int
    sha512: str


def objects(rows: Rows, kept: Mapping[str, Kept]) -> dict[str, Json]:
    """The files of the folder ``oparl``: system and body as themselves, everything else as a list (L-01)."""
    made = _Making(rows, kept)
    terms = [town.term(made.at, row, rows.stand) for row in rows.terms]
    lists = {
        "legislativeTerm": terms,
        "organization": made.organizations(),
        "membership": [one for seats in made.seats.values() for one in seats],
        "person": made.people(),
        "location": list(made.places.values()),
        "meeting": made.meetings(),
        "agendaItem": [one for of_meeting in made.items.values() for one in of_meeting],
        "paper": made.papers(),
        "consultation": [one for of_paper in made.stations.values() for one in of_paper],
        "file": list(made.files.values()),
    }
    return {
        "system": town.system(made.at, rows.town, rows.stand),
        "body": town.body(made.at, rows.town, terms, rows.stand),
        **{
            name: {"data": data, "pagination": {"totalElements": len(data)}, "links": {}}
            for name, data in lists.items()
        },
    }


class _Making:
    """Die Objekte eines Pakets, each made once and put into all that embed it."""

    def __init__(self, rows: Rows, kept: Mapping[str, Kept]) -> None:
        self.rows = rows
        self.at = Addresses(settings.PUBLIC_ADDRESS or settings.LOCAL_ADDRESS, concealed)
        self.stamps = stamps_of(rows)
        self.links = _links(rows)
        self.files: dict[str, Json] = {}
        self.of: dict[Key, list[tuple[Piece, Json]]] = defaultdict(list)
        for piece in rows.pieces:
            self._file(piece, kept)
        self.places = {
            row.where: town.location(self.at, row, rows.stand)
            for row in sorted(rows.meetings, key=lambda row: row.where)
        }
        self.items = self._items()
        self.stations = self._stations()
        self.seats: dict[int, list[Json]] = defaultdict(list)
        for seat in rows.memberships:
            self.seats[seat.person_id].append(town.membership(self.at, seat, rows.stand))

    def organizations(self) -> list[Json]:
        """Gremien, Fraktionen and the Fachbereiche that lead a paper."""
        of_organ: dict[int, list[Membership]] = defaultdict(list)
        for row in self.rows.memberships:
            of_organ[row.organization_id].append(row)
        stand = self.rows.stand
        return [
            town.organization(self.at, row, of_organ[row.pk], stand) for row in self.rows.organizations
        ] + [town.unit(self.at, row, stand) for row in self.rows.units]

    def people(self) -> list[Json]:
        """Everybody with a seat."""
        known = {row.person_id: row.person for row in self.rows.memberships}
        return [town.person(self.at, row, self.seats[pk], self.rows.stand) for pk, row in known.items()]

    def meetings(self) -> list[Json]:
        """The meetings with agenda and files."""
        return [
            matters.meeting(
                self.at,
                row,
                self.rows.ends[row.pk] if row.closed_at else None,
                self.items[row.pk],
                self._of_meeting(row),
                self.places[row.where],
                self.stamps["meeting", row.pk],
            )
            for row in self.rows.meetings
        ]

    def papers(self) -> list[Json]:
        """The papers with Beratungsfolge and files."""
        return [
            matters.paper(
                self.at,
                row,
                self.stations[row.pk],
                self._of_paper(row),
                self.links,
                self.stamps["paper", row.pk],
            )
            for row in self.rows.papers
        ]

    def _file(self, piece: Piece, kept: Mapping[str, Kept]) -> None:
        """What lies in the package; the Stellenplan leads back to no other object."""
        owner = owner_of(piece)
        stamp = self.stamps[owner] if owner else self.rows.stand
        if piece.issued_at and piece.changed_at:
            stamp = Stamp(piece.issued_at, piece.changed_at)
        public_id, access_path = _address_of(piece)
        facts = FileFacts(
            public_id=public_id,
            name=piece.title if owner else f"{piece.heading}, {piece.title}",
            file_name=piece.path.rpartition("/")[2],
            media_type=piece.media_type,
            size=kept[piece.path].size,
            sha512=kept[piece.path].sha512,
            date=timezone.localdate(stamp.created),
            access_path=access_path,
            stamp=stamp,
            path=f"data/{piece.path}",
        )
        back = {{"item": "agendaItem"}.get(owner[0], owner[0]): self.at.of(*owner)} if owner else {}
        made = matters.file(self.at, facts, **back)
        self.files[piece.path] = made
        if owner:
            self.of[owner].append((piece, made))

    def _items(self) -> dict[int, list[Json]]:
        found: dict[int, list[Json]] = defaultdict(list)
        for row in self.rows.items:
            extracts = [made for _, made in reversed(self.of["item", row.pk])]
            found[row.meeting_id].append(
                matters.agenda_item(
                    self.at,
                    row,
                    len(found[row.meeting_id]),
                    self.rows.treatments.get(row.pk),
                    extracts,
                    self.links,
                    self.stamps["item", row.pk],
                )
            )
        return found

    def _stations(self) -> dict[int, list[Json]]:
        found: dict[int, list[Json]] = defaultdict(list)
        for row in self.rows.consultations:
            stamp = self.stamps["paper", row.paper_id]
            found[row.paper_id].append(matters.consultation(self.at, row, self.links, stamp))
        return found

    def _of_meeting(self, row: Meeting) -> MeetingFiles:
        known = self.of["meeting", row.pk]
        invitation = _newest(known, MeetingDocumentKind.AGENDA)
        minutes = _newest(known, MeetingDocumentKind.MINUTES)
        rest = [made for _, made in known if made is not invitation and made is not minutes]
        return MeetingFiles(invitation, minutes, rest)

    def _of_paper(self, row: Paper) -> PaperFiles:
        known = self.of["paper", row.pk]
        texts = [made for piece, made in known if isinstance(piece.source, IssuedDocument)]
        main = _fullest([pair for pair in known if isinstance(pair[0].source, IssuedDocument)])
        annexes = [made for _, made in known if made not in texts]
        return PaperFiles(main, [*annexes, *(made for made in texts if made is not main)])


def _address_of(piece: Piece) -> tuple[uuid.UUID, str]:
    """The random id of a file and where it is fetched; a scan has none, and the Ratsbüro alone fetches it."""
    if piece.scan is not None:
        place = [piece.scan.minutes.meeting_id, piece.scan.edition]
        return uuid.UUID(hex=concealed("scan", piece.scan.pk)), reverse("minutes-scan-file", args=place)
    source: Any = piece.source
    return source.public_id, reverse(_VIEWS[type(source)], args=[source.public_id])


def _newest(known: list[tuple[Piece, Json]], kind: str) -> Json | None:
    return _fullest([pair for pair in known if getattr(pair[0].source, "kind", "") == kind])


def _fullest(known: list[tuple[Piece, Json]]) -> Json | None:
    """The last revision, in its fullest edition."""
    if not known:
        return None

    def rank(pair: tuple[Piece, Json]) -> tuple[int, bool]:
        source: Any = pair[0].source
        revision = source.release.revision if isinstance(source, IssuedDocument) else source.revision
        return revision, source.edition == Edition.INTERNAL

    return max(known, key=rank)[1]


def _links(rows: Rows) -> Links:
    papers = frozenset(row.pk for row in rows.papers)
    below: dict[int, list[int]] = defaultdict(list)
    for row in rows.papers:
        for above in (row.original_id, row.amends_id):
            if above in papers and above:
                below[above].append(row.pk)
    return Links(
        papers=papers,
        stations=frozenset(row.pk for row in rows.consultations),
        items={row.consultation_id: row for row in rows.items if row.consultation_id},
        below=below,
    )
