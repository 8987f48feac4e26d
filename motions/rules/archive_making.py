"""Archivpaket herstellen (ArchivG NRW, SI-05): files as issued, metadata and data to take over, one BagIt package.

Read at once, then written without the database: what is issued never changes. The same state gives the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from textwrap import shorten
from typing import IO, Any

from django.template.loader import render_to_string

from motions.importing import issued_rows
from motions.importing.issued import write_issued
from motions.importing.issued_rows import IssuedFile
from motions.importing.town import write_town
from motions.importing.town_rows import AnnexRow, TownFile

from . import (
    archive_issued,
    archive_oparl,
    archive_pieces,
    archive_rows,
    archive_scope,
    files,
    town_export,
    town_parts,
)
from .archive_oparl import Kept
from .archive_pieces import ArchiveIncomplete, Piece
from .archive_rows import Rows
from .archive_scope import Scope
from .bags import Bag
from .clearance import clearance
from .town_export import Part

_CHUNK = 1 << 20
_LONGEST_NAME = 120
PROFILE = "ratsinfo-archive/1"


@dataclass(frozen=True)
class Plan:
    """Was in ein Paket kommt, fetched; nothing of it is written yet."""

    scope: Scope
    rows: Rows
    town: TownFile
    issued: IssuedFile

    @property
    def pieces(self) -> list[Piece]:
        """The files of the store."""
        return self.rows.pieces


def plan(scope: Scope) -> Plan:
    """Fetch what belongs in; raises ArchiveIncomplete. The caller answers for who gets to read it."""
    # A citizen's eyes for what everybody may read, so that the database is the second net (P-06).
    with clearance("public" if scope.is_public else "system"):
        found = archive_pieces.pieces(scope)
        rows = archive_rows.rows_of(scope, found)
        part = Part(archive_scope.meetings_of(scope), archive_scope.papers_of(scope))
        town = town_export.public_town(part) if scope.is_public else town_export.whole_town(part)
        issued = archive_issued.issued_file(found, is_public=scope.is_public)
    town = town_parts.standing_alone(town, first=scope.first, last=scope.last)
    return Plan(scope, rows, _with_places(town, found), issued)


def write(made: Plan, target: IO[bytes], *, tell: Callable[[int], None] = lambda done: None) -> int:
    """Write the package; returns how many files it holds. Raises ArchiveIncomplete, or StoreDown.

    ``tell`` hears after each file how many are done.
    """
    kept = {}
    with Bag(target, made.scope.name) as bag:
        for done, piece in enumerate(made.pieces, start=1):
            size = bag.add(piece.path, _bytes_of(piece))
            kept[piece.path] = Kept(size, bag.sha512[piece.path])
            tell(done)
        bag.add("town.json", [write_town(made.town).encode()])
        bag.add(issued_rows.FILE, [write_issued(made.issued).encode()])
        for name, found in sorted(archive_oparl.objects(made.rows, kept).items()):
            bag.add(f"oparl/{name}.json", [_json(found)])
        bag.add("inhalt.html", [_index(made).encode()])
        bag.finish(_info(made))
    return len(bag.sha512)


def _with_places(town: TownFile, pieces: list[Piece]) -> TownFile:
    """The annexes lie where people find them, not a second time beside the data."""
    places = {piece.sha256: piece.path for piece in reversed(pieces)}

    def placed(row: AnnexRow) -> AnnexRow:
        return replace(row, file=places[row.sha256])

    papers = tuple(replace(paper, attachments=tuple(map(placed, paper.attachments))) for paper in town.papers)
    return replace(town, papers=papers)


def _bytes_of(piece: Piece) -> Iterator[bytes]:
    """The bytes as they are kept; raises ArchiveIncomplete."""
    try:
        with files.fetch(piece.sha256) as stored:
            yield from stored.chunks(_CHUNK)
    except FileNotFoundError:
        raise ArchiveIncomplete(_sentence(piece, "fehlt in der Ablage")) from None
    except files.FileDamaged:
        raise ArchiveIncomplete(_sentence(piece, "ist in der Ablage beschädigt")) from None


def _sentence(piece: Piece, what: str) -> str:
    title, heading = (
        shorten(words, _LONGEST_NAME, placeholder=" …") for words in (piece.title, piece.heading)
    )
    return (
        f"Die Datei „{title}“ ({heading}) {what}. Das Paket wurde nicht hergestellt. Lassen Sie die "
        "Datei aus der Datensicherung zurückholen und stellen Sie das Paket dann noch einmal her."
    )


def _json(found: dict[str, Any]) -> bytes:
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _index(made: Plan) -> str:
    """What people read first: each heading once, with its files in their order."""
    groups: dict[str, list[Piece]] = {}
    for piece in made.pieces:
        groups.setdefault(piece.heading, []).append(piece)
    context = {
        "title": _title(made.scope),
        "town": made.rows.town.name,
        "is_public": made.scope.is_public,
        "groups": list(groups.items()),
    }
    return render_to_string("archive/index.html", context)


def _title(scope: Scope) -> str:
    edition = "öffentliche Ausfertigung" if scope.is_public else "nichtöffentliche Ausfertigung"
    return f"Archivpaket {scope.title}, {edition}"


def _info(made: Plan) -> list[tuple[str, str]]:
    """bag-info.txt; no day of making, so that the same state gives the same package."""
    return [
        ("Source-Organization", made.rows.town.name),
        ("Contact-Name", made.rows.town.office),
        ("Contact-Email", made.rows.town.email),
        ("External-Description", _title(made.scope)),
        ("External-Identifier", made.scope.name),
        ("Ratsinfo-Profile", PROFILE),
        ("Ratsinfo-Edition", made.scope.edition),
    ]
