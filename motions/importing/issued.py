"""issued.json lesen und schreiben: every version of every document is compared with the bytes in the folder."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from motions.importing.imported import ImportRefused
from motions.importing.issued_rows import FILE, SCHEMA, IssuedFile, IssuedRow, ScanRow
from motions.importing.town import MOST_BYTES, inside
from motions.importing.town_fields import specs
from motions.importing.town_values import Reader, Words, written

_CHUNK = 1 << 20


@dataclass(frozen=True)
class Kept:
    """Wo die Bytes einer Prüfsumme liegen: the first ``size`` of a file."""

    path: Path
    size: int

    def chunks(self) -> Iterator[bytes]:
        """The bytes, piece by piece."""
        left = self.size
        with self.path.open("rb") as stream:
            while left and (chunk := stream.read(min(_CHUNK, left))):
                left -= len(chunk)
                yield chunk

    def read(self) -> bytes:
        """All of them."""
        return b"".join(self.chunks())


@dataclass(frozen=True)
class ReadIssued:
    """Gelesene Ausfertigungen; with ``errors`` they cannot be taken over. ``bytes_of`` finds a version by its hash."""

    file: IssuedFile = field(default_factory=IssuedFile)
    bytes_of: dict[str, Kept] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def read_issued(folder: Path, *, words: Words) -> ReadIssued:
    """What lies beside town.json, nothing where there is no such file; raises ImportRefused if it is none of ours."""
    path = folder / FILE
    if not path.exists():
        return ReadIssued()
    data = _parsed(path)
    reader = Reader(words)
    lists = {
        name: reader.rows_of(spec.below or object, data.get(name), name) for name, spec in specs(IssuedFile)
    }
    file, found = IssuedFile(**lists), ReadIssued(remarks=reader.remarks, errors=reader.errors)
    for name in ("papers", "meetings", "others"):
        for number, row in enumerate(getattr(file, name)):
            found.errors.extend(_versions(row, f"{name}[{number}]", folder, found.bytes_of))
    for number, minutes in enumerate(file.minutes):
        for scan in minutes.scans:
            found.errors.extend(_scan(scan, f"minutes[{number}]", folder, found.bytes_of))
    found.errors.extend(_no_address(file))
    return ReadIssued(file, found.bytes_of, found.remarks, found.errors)


def write_issued(file: IssuedFile) -> str:
    """The file as text: the same rows give the same bytes."""
    lists = {name: [written(row) for row in getattr(file, name)] for name, _ in specs(IssuedFile)}
    return json.dumps({"schema": SCHEMA, **lists}, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _parsed(path: Path) -> dict[str, Any]:
    if path.stat().st_size > MOST_BYTES:
        raise ImportRefused(f"„{FILE}“ ist größer als 256 MB. Übernehmen Sie einzelne Sitzungen.")
    try:
        data = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise ImportRefused(f"„{FILE}“ ist kein gültiges JSON.") from None
    if not isinstance(data, dict) or data.get("schema") != SCHEMA:
        raise ImportRefused(
            f"„{FILE}“ nennt nicht das Schema „{SCHEMA}“. Prüfen Sie, woher das Paket stammt."
        )
    return data


def _versions(row: IssuedRow, place: str, folder: Path, known: dict[str, Kept]) -> Iterator[str]:
    """The printed file and each signed one must be a beginning of the file, and the last one the whole of it."""
    try:
        path = inside(folder, row.file)
    except ImportRefused as refusal:
        yield f"{place}.file: „{row.file[:60]}“: {refusal}"
        return
    versions = [(row.sha256, row.size), *((one.sha256, one.size) for one in row.signatures)]
    sizes = [size for _, size in versions]
    if sizes != sorted(set(sizes)) or sizes[-1] != path.stat().st_size:
        yield f"{place}: Die Fassungen der Datei „{row.file[:60]}“ bauen nicht aufeinander auf."
        return
    if [one.number for one in row.signatures] != list(range(1, len(versions))):
        yield f"{place}: Die Signaturen sind nicht der Reihe nach gezählt."
        return
    for digest, size in versions:
        kept = Kept(path, size)
        if _digest(kept) != digest:
            yield f"{place}: Die Prüfsumme passt nicht zur Datei „{row.file[:60]}“."
            return
        known[digest] = kept


def _scan(row: ScanRow, place: str, folder: Path, known: dict[str, Kept]) -> Iterator[str]:
    try:
        kept = Kept(inside(folder, row.file), row.size)
    except ImportRefused as refusal:
        yield f"{place}.scans: „{row.file[:60]}“: {refusal}"
        return
    if kept.path.stat().st_size != row.size or _digest(kept) != row.sha256:
        yield f"{place}.scans: Die Prüfsumme passt nicht zur Datei „{row.file[:60]}“."
        return
    known[row.sha256] = kept


def _digest(kept: Kept) -> str:
    found = hashlib.sha256()
    for chunk in kept.chunks():
        found.update(chunk)
    return found.hexdigest()


def _no_address(file: IssuedFile) -> Iterator[str]:
    """Addresses that are none, or that two rows bear."""
    seen = set()
    documents: tuple[IssuedRow, ...] = (*file.papers, *file.meetings, *file.others)
    for address in [row.public_id for row in file.annexes] + [row.public_id for row in documents]:
        try:
            known = uuid.UUID(address)
        except ValueError:
            yield f"„{address}“ ist keine Adresse eines Dokuments."
            continue
        if known in seen:
            yield f"Die Adresse {known} kommt zweimal vor."
        seen.add(known)
