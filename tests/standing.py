"""Stehende Welten: built once for each process, and put back as it was for every test that asks for it.

The rows are kept as text and inserted in one go, so triggers and constraints see them as they see any others. Their
numbers are taken from sequences, which no rollback turns back: rows made later never meet them.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterator
from typing import Generic, TypeVar, cast

from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event
from psycopg import sql

World = TypeVar("World")


class Standing(Generic[World]):
    """Eine Welt und ihre Zeilen; the history of the rows is written by the database each time."""

    def __init__(self, build: Callable[[], World]) -> None:
        with transaction.atomic():
            self._world = pickle.dumps(build())
            self._rows = "".join(_insertions())
            transaction.set_rollback(True)

    def put_back(self) -> World:
        """Everything as it was after it had been built; nobody else holds these objects."""
        with connection.cursor() as cursor:
            cursor.execute(self._rows)
        return cast("World", pickle.loads(self._world))


def _insertions() -> Iterator[str]:
    """One statement for each table of ours that holds rows; keys are checked at the end of the transaction."""
    for model in apps.get_app_config("motions").get_models():
        if issubclass(model, Event):
            continue
        table = sql.Identifier(model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(sql.SQL("SELECT json_agg(one)::text FROM {} one").format(table))
            (rows,) = cursor.fetchone()
            if rows:
                insert = sql.SQL("INSERT INTO {0} SELECT * FROM json_populate_recordset(NULL::{0}, {1});")
                yield insert.format(table, sql.Literal(rows)).as_string(cursor.connection)
