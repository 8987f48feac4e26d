"""Paket nach BagIt (RFC 8493) lesen: every check sum is verified before anything of it is believed."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from motions.importing.imported import ImportRefused

_CHUNK = 1 << 20
_LINE = re.compile(r"([0-9a-f]{128})  (\S.*)")
_TAGS = ("bagit.txt", "bag-info.txt", "manifest-sha512.txt")


@dataclass(frozen=True)
class CheckedBag:
    """Ein geprüftes Paket: its folder in the ZIP, what it says about itself, how many files it holds."""

    path: Path
    name: str
    info: dict[str, str]
    payload: tuple[str, ...]


def read_bag(path: Path) -> CheckedBag:
    """Verify a whole package; raises ImportRefused with the file that is missing, superfluous or changed."""
    try:
        with zipfile.ZipFile(path) as archive:
            return _checked(path, archive)
    except OSError as error:
        raise ImportRefused(f"Die Datei {path} ist nicht lesbar: {error.strerror}.") from None
    except (zipfile.BadZipFile, NotImplementedError, UnicodeDecodeError):
        raise ImportRefused(
            "Die Datei ist kein ganzes ZIP-Archiv. Holen Sie das Paket noch einmal aus dem Archiv."
        ) from None


def unpack(bag: CheckedBag, folder: Path) -> None:
    """The payload as files below ``folder``; each is compared again, in case the ZIP was changed meanwhile."""
    with zipfile.ZipFile(bag.path) as archive:
        sums = _manifest(archive, bag.name, "manifest-sha512.txt")
        for name in bag.payload:
            target = folder / PurePosixPath(name).relative_to("data")
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.open(f"{bag.name}/{name}") as source, target.open("wb") as copy:
                while chunk := source.read(_CHUNK):
                    copy.write(chunk)
            with target.open("rb") as stream:
                if hashlib.file_digest(stream, "sha512").hexdigest() != sums[name]:
                    raise ImportRefused(_changed(name))


def _checked(path: Path, archive: zipfile.ZipFile) -> CheckedBag:
    names = archive.namelist()
    tops = {PurePosixPath(name).parts[0] for name in names if PurePosixPath(name).parts}
    if len(tops) != 1 or len(names) != len(set(names)) or not all(map(_is_inside, names)):
        raise ImportRefused("Die Datei ist kein Archivpaket: Sie enthält nicht genau einen Ordner.")
    (name,) = tops
    files = {entry.removeprefix(f"{name}/") for entry in names if not entry.endswith("/")}
    missing = [tag for tag in _TAGS if tag not in files]
    if missing:
        raise ImportRefused(f"Die Datei ist kein Archivpaket: „{missing[0]}“ fehlt.")
    if "tagmanifest-sha512.txt" in files:
        _compare(archive, name, _manifest(archive, name, "tagmanifest-sha512.txt"), files)
    sums = _manifest(archive, name, "manifest-sha512.txt")
    extra = sorted(file for file in files - sums.keys() if file.startswith("data/"))
    extra += sorted(file for file in sums if not file.startswith("data/"))
    if extra:
        raise ImportRefused(f"„{extra[0]}“ steht nicht da, wo das Verzeichnis des Pakets es vorsieht.")
    _compare(archive, name, sums, files)
    lines = archive.read(f"{name}/bag-info.txt").decode().splitlines()
    info = dict(line.split(": ", 1) for line in lines if ": " in line)
    return CheckedBag(path, name, info, tuple(sorted(sums)))


def _is_inside(name: str) -> bool:
    parts = PurePosixPath(name).parts
    return not name.startswith("/") and ".." not in parts and "\\" not in name and ":" not in name


def _manifest(archive: zipfile.ZipFile, name: str, file: str) -> dict[str, str]:
    found = {}
    for line in archive.read(f"{name}/{file}").decode().splitlines():
        parts = _LINE.fullmatch(line)
        if parts is None or not _is_inside(parts[2]):
            raise ImportRefused(f"Die Zeile „{line[:60]}“ in „{file}“ ist keine Prüfsumme.")
        found[parts[2]] = parts[1]
    return found


def _compare(archive: zipfile.ZipFile, name: str, sums: dict[str, str], files: set[str]) -> None:
    for file, expected in sums.items():
        if file not in files:
            raise ImportRefused(f"„{file}“ fehlt im Paket.")
        with archive.open(f"{name}/{file}") as stream:
            if hashlib.file_digest(stream, "sha512").hexdigest() != expected:  # type: ignore[arg-type]
                raise ImportRefused(_changed(file))


def _changed(name: str) -> str:
    return f"„{name}“ ist verändert: Die Prüfsumme passt nicht. Verwenden Sie das Paket nicht."
