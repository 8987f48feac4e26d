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
    """One transaction that may see more; afterwards the level before it holds again."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(_ASK)
            before = cursor.fetchone()
            cursor.execute(_PUT, [level, str(user_id or "")])
        try:
            yield
        finally:
            _put_back(before)


def _put_back(before: tuple[str, str] | None) -> None:
    """An aborted transaction forgets by itself; a living one is told."""
    raw = connection.connection
    if before is None or connection.needs_rollback or raw is None:
        return
    if raw.info.transaction_status == TransactionStatus.INTRANS:
        with connection.cursor() as cursor:
            cursor.execute(_PUT, list(before))
