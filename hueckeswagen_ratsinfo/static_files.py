"""Dateien der Oberfläche: collected and compressed once, then only when one of them has changed."""

import hashlib
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

_MADE_WITH = ("Django", "whitenoise")


def collect() -> None:
    """Compressing takes a while, looking at names, sizes and times takes none."""
    mark = Path(settings.STATIC_ROOT, ".collected")
    wanted = _fingerprint()
    if mark.exists() and mark.read_text() == wanted:
        return
    call_command("collectstatic", verbosity=0, interactive=False)
    mark.write_text(wanted)


def _fingerprint() -> str:
    """Changes with every file of the interface and with the programs that prepare them."""
    digest = hashlib.sha256(" ".join(f"{name} {version(name)}" for name in _MADE_WITH).encode())
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()
