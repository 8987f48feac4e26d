"""Umzugsdatei lesen und schreiben (docs/handbook/datenuebernahme.md): file in, plain rows with remarks out.

Nothing is dropped silently: unknown fields and words are remarks with their place, missing ones errors. Paths of
annexes never leave the folder of the file.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path, PurePosixPath
from typing import Any

from motions.importing.imported import ImportRefused
from motions.importing.town_fields import specs
from motions.importing.town_rows import KINDS, SCHEMA, AnnexRow, PaperRow, TownFile
from motions.importing.town_values import Reader, Words, written

MOST_BYTES = 256 * 1024 * 1024
MOST_BYTES_OF_ANNEX = 50 * 1024 * 1024
_HEAD = ("schema", "imported_by")
_CHUNK = 1 << 20


@dataclass(frozen=True)
class ReadTown:
    """Gelesene Umzugsdatei; with ``errors`` it cannot be taken over. ``files`` finds an annex by its check sum."""

    town: TownFile
    imported_by: str = ""
    remarks: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    files: dict[str, Path] = field(default_factory=dict)


def read_town(path: Path, *, words: Words) -> ReadTown:
    """The rows of a file; ``words`` are the closed lists. Raises ImportRefused if it is no such file at all."""
    reader = Reader(words)
    data = _parsed(path, reader)
    if data.get("schema") != SCHEMA:
        raise ImportRefused(
            f"Die Datei nennt nicht das Schema „{SCHEMA}“. Prüfen Sie, ob es die richtige ist."
        )
    lists = dict(specs(TownFile))
    for name in data:
        if name not in lists and name not in _HEAD:
            reader.remarks.append(f"Die Liste „{name[:60]}“ ist unbekannt und bleibt außen vor.")
    rows = {name: reader.rows_of(spec.below or object, data.get(name), name) for name, spec in lists.items()}
    files: dict[str, Path] = {}
    rows["papers"] = tuple(
        _with_files(paper, f"papers[{number}]", path.parent, files, reader)
        for number, paper in enumerate(rows["papers"])
    )
    town = TownFile(**rows)
    reader.errors.extend(_twice(town))
    by = data.get("imported_by")
    return ReadTown(town, by if isinstance(by, str) else "", reader.remarks, reader.errors, files)


def write_town(town: TownFile) -> str:
    """The file as text: the same rows give the same bytes."""
    lists = {name: [written(row) for row in getattr(town, name)] for name, _ in specs(TownFile)}
    return json.dumps({"schema": SCHEMA, **lists}, ensure_ascii=False, indent=1) + "\n"


def kept_at(sha256: str, file_name: str) -> str:
    """Where an exported annex lies inside the folder: by its check sum, with the ending of its name."""
    return f"files/{sha256}{PurePosixPath(file_name).suffix.lower()}"


def _parsed(path: Path, reader: Reader) -> dict[str, Any]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise ImportRefused("Die Datei ist größer als 256 MB. Teilen Sie sie auf.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ImportRefused(f"Die Datei {path} ist nicht lesbar: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ImportRefused(
            "Die Datei ist nicht in UTF-8 gespeichert. Speichern Sie sie als UTF-8."
        ) from None

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            reader.errors.append(
                f"Ein Objekt nennt ein Feld zweimal: {', '.join(sorted(name[:60] for name, _ in pairs))}."
            )
        return found

    try:
        data = json.loads(text, object_pairs_hook=once, parse_float=Decimal, parse_constant=_no_number)
    except RecursionError:
        raise ImportRefused("Die Datei ist zu tief verschachtelt.") from None
    except ValueError as error:
        raise ImportRefused(f"Die Datei ist kein gültiges JSON: {error}.") from None
    if not isinstance(data, dict):
        raise ImportRefused("Die Datei beginnt nicht mit einem Objekt in geschweiften Klammern.")
    return data


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} ist keine Zahl")


def _with_files(
    paper: PaperRow, place: str, folder: Path, files: dict[str, Path], reader: Reader
) -> PaperRow:
    """The paper with the check sums of its annexes, compared with the bytes in the folder."""
    rows = []
    for number, row in enumerate(paper.attachments):
        try:
            found = inside(folder, row.file)
            digest = _digest(found)
        except (OSError, ValueError) as refusal:
            why = str(refusal) if isinstance(refusal, ImportRefused) else "Die Datei ist nicht lesbar."
            reader.errors.append(f"{place}.attachments[{number}].file: „{row.file[:60]}“: {why}")
            continue
        if row.sha256 and row.sha256.lower() != digest:
            reader.errors.append(
                f"{place}.attachments[{number}].sha256: Die Prüfsumme passt nicht zur Datei „{row.file[:60]}“."
            )
        files[digest] = found
        rows.append(_named(row, digest))
    return replace(paper, attachments=tuple(rows))


def _named(row: AnnexRow, digest: str) -> AnnexRow:
    return replace(row, sha256=digest, file_name=row.file_name or PurePosixPath(row.file).name)


def inside(folder: Path, name: str) -> Path:
    """A plain file below the folder; raises ImportRefused for every path that leads elsewhere."""
    parts = PurePosixPath(name)
    if parts.is_absolute() or ".." in parts.parts or "\\" in name or ":" in name:
        raise ImportRefused("Der Pfad muss im Ordner der Datei bleiben.")
    found = (folder / parts).resolve()
    if not found.is_relative_to(folder.resolve()):
        raise ImportRefused("Der Pfad muss im Ordner der Datei bleiben.")
    if not found.is_file():
        raise ImportRefused("Diese Datei gibt es im Ordner nicht.")
    if found.stat().st_size > MOST_BYTES_OF_ANNEX:
        raise ImportRefused("Die Datei ist größer als 50 MB. Verkleinern oder teilen Sie sie.")
    return found


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def _twice(town: TownFile) -> Iterator[str]:
    """Ids that more than one row of a kind bears."""
    seen: set[tuple[str, str]] = set()
    for row in _all(town):
        key = (KINDS[type(row)], row.id)
        if key in seen:
            yield f"Die Kennung „{row.id[:60]}“ ({key[0]}) kommt zweimal vor. Jede Zeile braucht ihre eigene."
        seen.add(key)


def _all(row: Any) -> Iterator[Any]:
    """Every row with an id, at whatever depth."""
    if type(row) in KINDS:
        yield row
    for name, spec in specs(row):
        if spec.kind == "rows":
            for inner in getattr(row, name):
                yield from _all(inner)
