"""Dateiablage nach Prüfsumme: a file is stored once under the hash of its bytes and never changes (I14).

It lies in a folder of the server or, where RATSINFO_S3_BUCKET is set, in an S3-compatible store.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import tempfile
from collections.abc import Collection
from pathlib import Path
from typing import BinaryIO, Protocol, cast

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

_CHUNK = 1 << 20
_KEPT_NAME = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})")


class StoreDown(OSError):
    """Die Dateiablage antwortet nicht; nothing was stored, and what was begun is not done."""

    def __init__(self) -> None:
        super().__init__(
            "Die Dateiablage antwortet gerade nicht. Gespeichert wurde nichts. Versuchen Sie es in einigen Minuten "
            "noch einmal; Aufträge im Hintergrund werden von selbst wiederholt."
        )


class FileDamaged(OSError):
    """Die Ablage hält unter dieser Prüfsumme andere Bytes oder keine; nobody gets to read them (I9)."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"Eine abgelegte Datei ist beschädigt oder fehlt (SHA-256 {digest}). Wenden Sie sich an die Betreuung."
        )


class ObjectStore(Protocol):
    """Eine Ablage ohne Ordner."""

    def put(self, name: str, content: File[bytes], *, sha256: str = "", once: bool = False) -> None:
        """Store whole or not at all; ``once`` leaves a name alone that is taken."""


def keep(data: bytes) -> str:
    """Store bytes; returns their SHA-256."""
    name = digest(data)
    _put(name, ContentFile(data))
    return name


def digest(data: bytes) -> str:
    """SHA-256 of bytes at hand."""
    return hashlib.sha256(data).hexdigest()


def keep_stream(stream: BinaryIO) -> str:
    """Store an uploaded file without holding it in memory; returns its SHA-256."""
    digest = digest_of(stream)
    _put(digest, File(stream))
    return digest


def digest_of(stream: BinaryIO | File[bytes]) -> str:
    """SHA-256 of an open file; it can be read from its beginning again."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    stream.seek(0)
    return digest.hexdigest()


def fetch(digest: str) -> File[bytes]:
    """Open a stored file for reading, compared with its hash; raises FileNotFoundError or FileDamaged (I9)."""
    return fetch_named(_name(digest), digest)


def fetch_named(name: str, digest: str) -> File[bytes]:
    """The same for a file that lies under another name than its hash."""
    stored = default_storage.open(name)
    if digest_of(stored) != digest:
        stored.close()
        raise FileDamaged(digest)
    return stored


def read(digest: str) -> bytes:
    """The whole of a stored file; raises FileDamaged where it is another one or missing."""
    try:
        with fetch(digest) as stored:
            return bytes(stored.read())
    except FileNotFoundError as missing:
        raise FileDamaged(digest) from missing


def is_kept(digest: str) -> bool:
    """The store holds a file with this hash."""
    return default_storage.exists(_name(digest))


def is_intact(digest: str) -> bool:
    """The stored bytes still have the hash they are stored under."""
    try:
        fetch(digest).close()
    except FileDamaged:
        return False
    return True


def size_of(stream: BinaryIO) -> int:
    """Bytes of an open file; it can be read from its beginning again."""
    size = stream.seek(0, 2)
    stream.seek(0)
    return size


def forget(folder: str, *, before: dt.datetime, but: Collection[str] = ()) -> int:
    """Delete what lies in a folder since before a moment; returns how many. Kept files lie in none of that kind."""
    if not default_storage.exists(folder):
        return 0
    names = [f"{folder}/{name}" for name in default_storage.listdir(folder)[1] if name not in but]
    old = [name for name in names if default_storage.get_modified_time(name) < before]
    for name in old:
        default_storage.delete(name)
    return len(old)


def digest_in(name: str) -> str:
    """The hash a stored name promises; "" for previews and other names that promise nothing."""
    found = _KEPT_NAME.fullmatch(name)
    return found[2] if found else ""


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _put(digest: str, content: File[bytes]) -> None:
    """A name alone proves nothing: what a crash or a bad disk left under it is written anew."""
    if not (is_kept(digest) and is_intact(digest)):
        write(_name(digest), content)


def write(name: str, content: File[bytes]) -> None:
    """Store bytes under a name, whole or not at all; a crash or a full disk leaves the name as it was."""
    try:
        target = Path(default_storage.path(name))
    except NotImplementedError:
        _write_object(name, content)
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=target.parent, prefix=".new-", delete=False) as new:
        try:
            for chunk in content.chunks():
                new.write(chunk)
            new.flush()
            os.fchmod(new.fileno(), settings.FILE_UPLOAD_PERMISSIONS or 0o600)
            os.fsync(new.fileno())
            os.replace(new.name, target)
        except BaseException:
            os.unlink(new.name)
            raise
    _make_last(target.parent)


def _write_object(name: str, content: File[bytes]) -> None:
    """A store of objects shows each of them whole or not at all; of two who write the same file one is enough."""
    digest = digest_in(name)
    once = bool(digest) and not default_storage.exists(name)
    cast("ObjectStore", default_storage).put(name, content, sha256=digest, once=once)


def _make_last(folder: Path) -> None:
    """The new name survives a power cut, too; so does a folder just made."""
    for place in (folder, folder.parent):
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
