"""Stehende Welten: built once for each process, and put back as it was for every test that asks for it.

The rows are kept as text and inserted in one go; constraints and the history see them as they see any others. Their
numbers are taken from sequences, which no rollback turns back: rows made later never meet them. A world may stand on
another one, whose rows it finds or brings.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Generic, TypeVar, cast

import pgtrigger
from django.apps import apps
from django.db import connection, transaction
from pghistory.models import Event
from psycopg import sql
from pytest_django import DjangoDbBlocker

from motions.rules.clearance import clearance
from tests.people import Town

World = TypeVar("World")
_INSERT = sql.SQL(
    "INSERT INTO {0} ({1}) SELECT {1} FROM json_populate_recordset(NULL::{0}, {2}) one"
    " WHERE NOT EXISTS (SELECT FROM {0} found WHERE found.{3} = one.{3});"
)


class Standing(Generic[World]):
    """Eine Welt und ihre Zeilen; the history of the rows is written by the database each time."""

    def __init__(self, build: Callable[[], World]) -> None:
        with transaction.atomic():
            world = build()
            with clearance("system"):
                self._rows = _all_rows()
            self._world = pickle.dumps(world)
            transaction.set_rollback(True)

    def is_alone(self) -> bool:
        """Whether the tables hold these rows as they were built, and no others."""
        with clearance("system"):
            return self._rows == _all_rows()

    def put_back(self) -> World:
        """Everything as it was after it had been built; nobody else holds these objects."""
        with clearance("system"), pgtrigger.ignore(*_guards()), connection.cursor() as cursor:
            cursor.execute(self._rows)
        return cast("World", pickle.loads(self._world))


@functools.cache
def _guards() -> list[str]:
    """What keeps a released paper or a closed meeting from getting further parts; here they come with it."""
    return [
        f"{model._meta.label}:{trigger.name}"
        for model, trigger in pgtrigger.registered()
        if str(trigger.name).endswith(("_frozen", "_while_recorded"))
    ]


class Ground:
    """Der Boden: ``ground.build(make)`` builds on the town, for all tests of a file."""

    def __init__(self, town: Standing[Town], blocker: DjangoDbBlocker) -> None:
        self._town = town
        self._blocker = blocker

    def build(self, make: Callable[[Town], World]) -> Standing[World]:
        """A world that stands; it is made at the clearance "system".

        A test may have it made before it changes anything itself, else the change would be part of the world.
        """

        def whole() -> World:
            town = self._town.put_back()
            assert self._town.is_alone()
            return make(town)

        with self._blocker.unblock(), clearance("system"):
            return Standing(whole)


def _all_rows() -> str:
    # The guards that are ignored are named in a parameter, so a percent sign of ours is to be doubled.
    return "".join(_insertions()).replace("%", "%%")


def _insertions() -> Iterator[str]:
    """One statement for each table of ours that holds rows; keys are checked at the end of the transaction."""
    ours = (apps.get_app_config(name).get_models() for name in ("motions", "staffing"))
    for model in chain.from_iterable(ours):
        if issubclass(model, Event):
            continue
        table = sql.Identifier(model._meta.db_table)
        fields = [field for field in model._meta.concrete_fields if not field.generated]
        columns = sql.SQL(", ").join(sql.Identifier(str(field.column)) for field in fields)
        key = sql.Identifier(str(model._meta.pk.column))
        with connection.cursor() as cursor:
            cursor.execute(
                sql.SQL("SELECT json_agg(one ORDER BY one.{})::text FROM {} one").format(key, table)
            )
            (rows,) = cursor.fetchone()
            if rows:
                insertion = _INSERT.format(table, columns, sql.Literal(rows), key)
                yield insertion.as_string(cursor.connection)
