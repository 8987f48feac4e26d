"""Paket nach BagIt 1.0 (RFC 8493) als ZIP schreiben: piece by piece, the same content gives the same bytes.

Nothing is compressed and every date is the first a ZIP knows, so that neither a clock nor a version of zlib shows.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Iterable
from typing import IO, Self

_WHEN = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644 << 16
_UNIX = 3
# What every file system, every ZIP reader and every manifest takes without an escape.
_PLAIN = re.compile(r"[a-z0-9][a-zA-Z0-9._-]*(/[a-z0-9][a-zA-Z0-9._-]*)*")


class Bag:
    """Ein Paket, das gerade geschrieben wird; ``sha512`` holds the check sums of its payload so far."""

    def __init__(self, target: IO[bytes], name: str) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED)
        self._name = name
        self._tags: dict[str, str] = {}
        self.sha512: dict[str, str] = {}
        self.size = 0
        self._tag("bagit.txt", "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failure: object) -> None:
        """Whatever happens, the ZIP lets go of its target."""
        self._zip.close()

    def add(self, path: str, chunks: Iterable[bytes]) -> int:
        """Put a file below ``data/``; returns its size."""
        size, digest = self._write(f"data/{path}", chunks)
        self.sha512[path] = digest
        self.size += size
        return size

    def finish(self, info: Iterable[tuple[str, str]]) -> None:
        """Write what describes the bag, and its manifests last, when every check sum is known."""
        lines = [*info, ("Payload-Oxum", f"{self.size}.{len(self.sha512)}")]
        self._tag(
            "bag-info.txt",
            "".join(f"{label}: {' '.join(value.split())}\n" for label, value in lines if value),
        )
        self._tag("manifest-sha512.txt", _lines({f"data/{path}": sum_ for path, sum_ in self.sha512.items()}))
        self._write("tagmanifest-sha512.txt", [_lines(self._tags).encode()])

    def _tag(self, path: str, text: str) -> None:
        self._tags[path] = self._write(path, [text.encode()])[1]

    def _write(self, path: str, chunks: Iterable[bytes]) -> tuple[int, str]:
        full = f"{self._name}/{path}"
        if not _PLAIN.fullmatch(full) or full in self._zip.NameToInfo:
            raise ValueError(f"no name for a file of a bag: {full!r}")
        entry = zipfile.ZipInfo(full, _WHEN)
        entry.create_system, entry.external_attr = _UNIX, _MODE
        size, digest = 0, hashlib.sha512()
        with self._zip.open(entry, "w") as stream:
            for chunk in chunks:
                stream.write(chunk)
                digest.update(chunk)
                size += len(chunk)
        return size, digest.hexdigest()


def _lines(sums: dict[str, str]) -> str:
    return "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items()))
