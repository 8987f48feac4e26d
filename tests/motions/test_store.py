"""Dateiablage: what was half-written is never taken for the file (I14)."""

import hashlib
import io
from pathlib import Path

import pytest

from motions.rules import files

DATA = b"Lageplan" * 40_000
DIGEST = hashlib.sha256(DATA).hexdigest()


@pytest.fixture(autouse=True)
def folder(settings: object, tmp_path: Path) -> Path:
    """A store of its own."""
    options = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": options}  # type: ignore[attr-defined]
    return tmp_path


class FullDisk(io.BytesIO):
    """Can be read once for its hash; the second reading, that of the storing, ends halfway."""

    rounds = 0

    def seek(self, offset: int, whence: int = 0, /) -> int:
        self.rounds += offset == whence == 0
        return super().seek(offset, whence)

    def read(self, size: int | None = -1, /) -> bytes:
        if self.rounds > 1 and self.tell() > 0:
            raise OSError(28, "No space left on device")
        return super().read(1000 if self.rounds > 1 else size)


def test_i14_a_half_written_file_is_written_anew(folder: Path) -> None:
    half = folder / DIGEST[:2] / DIGEST
    half.parent.mkdir()
    half.write_bytes(DATA[:1000])
    assert files.keep(DATA) == DIGEST
    assert half.read_bytes() == DATA


def test_i14_an_uploaded_file_replaces_a_damaged_one_of_the_same_length(folder: Path) -> None:
    damaged = folder / DIGEST[:2] / DIGEST
    damaged.parent.mkdir()
    damaged.write_bytes(DATA[:-1] + b"x")
    files.keep_stream(io.BytesIO(DATA))
    assert damaged.read_bytes() == DATA


def test_i14_a_full_disk_leaves_neither_the_name_nor_a_rest(folder: Path) -> None:
    with pytest.raises(OSError, match="No space left"):
        files.keep_stream(FullDisk(DATA))
    assert not files.is_kept(DIGEST)
    assert [path for path in folder.rglob("*") if path.is_file()] == []


def test_i14_a_whole_file_is_kept_once(folder: Path) -> None:
    files.keep(DATA)
    before = (folder / DIGEST[:2] / DIGEST).stat().st_ino
    files.keep(DATA)
    assert (folder / DIGEST[:2] / DIGEST).stat().st_ino == before
