"""Dateiablage nach Prüfsumme: a file is stored once under the hash of its bytes and never changes (I14)."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

_CHUNK = 1 << 20


def keep(data: bytes) -> str:
    """Store bytes; returns their SHA-256."""
    digest = hashlib.sha256(data).hexdigest()
    _put(digest, ContentFile(data))
    return digest


def keep_stream(stream: BinaryIO) -> str:
    """Store an uploaded file without holding it in memory; returns its SHA-256."""
    digest = hashlib.sha256()
    stream.seek(0)
    while chunk := stream.read(_CHUNK):
        digest.update(chunk)
    stream.seek(0)
    _put(digest.hexdigest(), File(stream))
    return digest.hexdigest()


def fetch(digest: str) -> File[bytes]:
    """Open a stored file for reading; raises FileNotFoundError."""
    return default_storage.open(_name(digest))


def is_kept(digest: str) -> bool:
    """The store holds a file with this hash."""
    return default_storage.exists(_name(digest))


def is_intact(digest: str) -> bool:
    """The stored bytes still have the hash they are stored under."""
    found = hashlib.sha256()
    with fetch(digest) as stored:
        for chunk in stored.chunks():
            found.update(chunk)
    return found.hexdigest() == digest


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"


def _put(digest: str, content: File[bytes]) -> None:
    name = _name(digest)
    if default_storage.exists(name):
        return
    stored = default_storage.save(name, content)
    if stored != name:
        default_storage.delete(stored)
