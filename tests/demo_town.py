"""Die Demo-Stadt für Tests: loaded once for a run; whoever needs it works in a copy of its database."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from psycopg import sql

_LOADED = "demo_town"


class DemoTown:
    """Die geladene Stadt; workers of a private server share it, on a server of others each has its own."""

    def __init__(self) -> None:
        lock = os.environ.get("RATSINFO_TEST_LOCK")
        self._name = _LOADED if lock else f"{connection.settings_dict['NAME']}_{_LOADED}"
        self._is_shared = bool(lock)
        if lock:
            self._load_once(Path(f"{lock}-{_LOADED}"))
        else:
            self._load()

    @contextmanager
    def copied(self) -> Iterator[None]:
        """Be in a copy of the town; afterwards the tests are back in their own database."""
        name = f"{connection.settings_dict['NAME']}_copy"
        _copy(self._name, name)
        with _moved_to(name):
            yield
        _drop(name)

    def close(self) -> None:
        """Leave nothing on a server that goes on running."""
        if not self._is_shared:
            _drop(self._name)

    def _load_once(self, note: Path) -> None:
        with note.open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not note.stat().st_size:
                self._load()
                lock.write(_LOADED)

    def _load(self) -> None:
        """As the command loads it into an empty database."""
        _copy(connection.settings_dict["NAME"], self._name)
        with _moved_to(self._name):
            call_command("demo", verbosity=0)


@contextmanager
def _moved_to(name: str) -> Iterator[None]:
    ours = connection.settings_dict
    home = ours["NAME"]
    _leave()
    ours["NAME"] = name
    try:
        yield
    finally:
        _leave()
        ours["NAME"] = home


def _leave() -> None:
    """A database that somebody is connected to can be neither copied nor dropped."""
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]


def _copy(source: str, target: str) -> None:
    _drop(target)
    _leave()
    _act("CREATE DATABASE {} TEMPLATE {}", target, source)


def _drop(name: str) -> None:
    _act("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)


def _act(words: str, *names: str) -> None:
    with connection._nodb_cursor() as cursor:
        cursor.execute(sql.SQL(words).format(*map(sql.Identifier, names)))
