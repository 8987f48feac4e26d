"""Plugin: a throw-away PostgreSQL in memory for the test run, unless DATABASE_URL names a server.

Loaded by ``-p tests.postgres`` before Django reads its settings; workers of a parallel run inherit the address.
"""

import atexit
import fcntl
import os
import shutil
import tempfile
from pathlib import Path

from hueckeswagen_ratsinfo.embedded import Embedded

_PREFIX = "ris-test-"


def _folder() -> Path:
    memory = Path("/dev/shm")
    return memory if os.access(memory, os.W_OK) else Path(tempfile.gettempdir())


def _clear_leftovers() -> None:
    """Runs that were killed leave a folder in memory; its lock is free."""
    for folder in _folder().glob(f"{_PREFIX}*"):
        try:
            with open(folder / "run", "w") as run:
                fcntl.flock(run, fcntl.LOCK_EX | fcntl.LOCK_NB)
                shutil.rmtree(folder, ignore_errors=True)
        except OSError:
            continue


def _start() -> None:
    _clear_leftovers()
    root = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=_folder()))
    run = open(root / "run", "w")  # noqa: SIM115  held until the process ends
    fcntl.flock(run, fcntl.LOCK_EX)
    os.environ["RATSINFO_DATA"] = str(root / "files")
    server = Embedded(root / "pg", throwaway=True).start()
    os.environ["DATABASE_URL"] = server.url()
    os.environ["RATSINFO_TEST_LOCK"] = str(root / "migrated")
    os.environ["RATSINFO_THREADS"] = "36"  # a connection for each of the 32 people of the races

    def stop() -> None:
        server.stop()
        run.close()
        shutil.rmtree(root, ignore_errors=True)

    atexit.register(stop)


if "DATABASE_URL" not in os.environ:
    _start()
