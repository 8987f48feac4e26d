"""Sichtstufe: the only writer of the database's clearance setting (stack.md 6).

Nothing set means public: outside of ``clearance`` the database returns public rows only, whatever the query
says. Levels: "user" with the account's id, "system" for jobs, commands and the login itself, "public" to look from
there with the eyes of a citizen.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Literal

from django.db import connection, transaction
from psycopg.pq import TransactionStatus

_ASK = (
    "SELECT coalesce(current_setting('ris.level', true), ''), coalesce(current_setting('ris.uid', true), '')"
)
_PUT = "SELECT set_config('ris.level', %s, true), set_config('ris.uid', %s, true)"


@contextmanager
def clearance(level: Literal["user", "system", "public"], user_id: int | None = None) -> Iterator[None]:
    """One transaction that may see more; afterwards the level before it holds again.

    At the level held already there is no transaction of its own: an error inside then spoils the one around it, and
    whoever needs a savepoint takes one.
    """
    wanted = (level, str(user_id or ""))
    if not connection.in_atomic_block:
        with transaction.atomic():
            _put(wanted)
            yield
        return
    before = _held()
    if before == wanted:
        yield
        return
    with transaction.atomic():
        _put(wanted)
        try:
            yield
        finally:
            _put_back(before)


def _held() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(_ASK)
        level, user_id = cursor.fetchone()
    return level, user_id


def _put(setting: tuple[str, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_PUT, list(setting))


def _put_back(before: tuple[str, str]) -> None:
    """An aborted transaction forgets by itself; a living one is told."""
    raw = connection.connection
    if connection.needs_rollback or raw is None:
        return
    if raw.info.transaction_status == TransactionStatus.INTRANS:
        _put(before)
