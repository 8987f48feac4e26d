"""Gesäte Wörter: every column of text of every model says a word of its own, another where a reader must not look.

A word names its column, so that whoever finds it on a page knows what got out: ``xq017x`` was planted where the
database hides the row from the reader, ``xz017x`` where it shows it.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.utils import timezone
from psycopg import sql

from motions.models import (
    ArchivePackage,
    FeeStatement,
    IssuedDocument,
    MinutesSignature,
    Notification,
    Signature,
    SignedUpload,
    SigningRequest,
    User,
)
from motions.rules.clearance import clearance
from staffing.models import Forwarding
from staffing.models.struck import Strikable

WORD = re.compile(r"x([qz])(\d{3})x")
_LONG = 7
# What is no text but a key, a hash, a setting or a name other rows go by.
_TECHNICAL = {
    *("slug", "sha256", "source_sha256", "digest", "text_hash", "media_type", "password", "pgh_label"),
    *("key", "value", "code", "short_name", "number", "reference_prefix", "former_reference"),
    *("finding_key", "rule", "act", "from_status", "to_status", "numeric", "parts", "verdict", "edition"),
    *("external_id", "series", "required_by"),
}
# Told by the paths they hold: the page of a notice or a document is asked for by its address.
_PATHS = {"Notification.page", "PublicDocument.page", "ReferenceCounter.name", "ReadRecord.part"}


@dataclass(frozen=True)
class Column:
    """Eine Spalte mit Text."""

    model: type[models.Model]
    field: models.Field[Any, Any]

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.field.name}"


def columns() -> list[Column]:
    """All that may hold words of people."""
    found = [
        Column(model, field)
        for label in ("motions", "staffing")
        for model in apps.get_app_config(label).get_models()
        for field in model._meta.concrete_fields
        if isinstance(field, (models.CharField, models.TextField, models.JSONField)) and not field.choices
    ]
    return [
        one for one in found if one.field.name not in _TECHNICAL and str(one) not in _PATHS and _fits(one)
    ]


def _fits(column: Column) -> bool:
    return (column.field.max_length or 100) > _LONG


def plant(level: str, user_id: int | None = None) -> dict[str, list[str]]:
    """Plant everywhere; what was planted with "q", in rows hidden from the reader, and with "z", in the others."""
    planted: dict[str, list[str]] = {"q": [], "z": []}
    for place, column in enumerate(columns()):
        manager = column.model._default_manager
        with clearance(level, user_id):  # type: ignore[arg-type]
            shown = list(manager.values_list("pk", flat=True))
        with clearance("system"), _unguarded(column.model):
            hidden = list(manager.exclude(pk__in=shown).values_list("pk", flat=True))
            for sign, keys in (("q", hidden), ("z", shown)):
                if keys and _say(column, f"x{sign}{place:03}x", keys):
                    planted[sign].append(str(column))
    return planted


def _say(column: Column, word: str, keys: list[Any]) -> bool:
    """Also where there is no text yet, unless a constraint wants it empty."""
    if isinstance(column.field, models.JSONField):
        return _say_in_data(column, word, keys)
    table, name, key = (
        sql.Identifier(str(one))
        for one in (column.model._meta.db_table, column.field.column, column.model._meta.pk.column)
    )
    room = (column.field.max_length or 10**6) - _LONG
    change = sql.SQL("UPDATE {0} SET {1} = {2} || left({1}, {3}) WHERE {4} = ANY({5})").format(
        table, name, sql.Literal(f"{word} "), sql.Literal(room), key, sql.Literal(keys)
    )
    for condition in (sql.SQL(""), sql.SQL(" AND {} <> ''").format(name)):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(change + condition)
                return bool(cursor.rowcount)
        except IntegrityError:
            continue
    return False


def _say_in_data(column: Column, word: str, keys: list[Any]) -> bool:
    said = False
    for key, data in column.model._default_manager.filter(pk__in=keys).values_list("pk", column.field.name):
        spoken = _spoken(data, word)
        said = said or spoken != data
        column.model._default_manager.filter(pk=key).update(**{column.field.name: spoken})
    return said


def _spoken(data: Any, word: str) -> Any:
    """Sentences are text; a single word in data is a key."""
    if isinstance(data, dict):
        return {key: _spoken(value, word) for key, value in data.items()}
    if isinstance(data, list):
        return [_spoken(value, word) for value in data]
    return f"{word} {data}" if isinstance(data, str) and " " in data else data


@contextmanager
def _unguarded(model: type[models.Model]) -> Iterator[None]:
    """As somebody who has broken into the database."""
    table = sql.Identifier(model._meta.db_table)
    off = "ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER"
    on = "SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {0} FORCE ROW LEVEL SECURITY, ENABLE TRIGGER USER"
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL(off).format(table))
        yield
        cursor.execute(sql.SQL(on).format(table))


def without_row_level_security() -> None:
    """Take the second net away: only what the sets of the rules leave out stays hidden."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_class WHERE relkind = 'r' AND relrowsecurity")
        for (table,) in cursor.fetchall():
            cursor.execute(
                sql.SQL("ALTER TABLE {0} NO FORCE ROW LEVEL SECURITY, DISABLE ROW LEVEL SECURITY").format(
                    sql.Identifier(table)
                )
            )


# --- rows for the models the demo town has none of -----------------------------------------------------------------


def fill_gaps() -> None:
    """A row for every model with text that has none, and one for texts that need a row of their own kind."""
    for model in dict.fromkeys(column.model for column in columns()):
        with clearance("system"):
            is_empty = not model._default_manager.exists()
        if is_empty:
            make_row(model)
        if issubclass(model, Strikable):
            make_row(model, struck_reason=_WORD, struck_at=timezone.now(), struck_by_id=_first(User))
    make_row(MinutesSignature, refusal=_WORD)
    make_row(SignedUpload, problem=_WORD, checked_at=timezone.now(), verdict={})


def make_row(model: type[models.Model], **given: Any) -> None:
    """A row with something in every column, past every rule; the constraints of the table hold."""
    values = _values(model) | {name: value() for name, value in _GIVEN.get(model, {}).items()} | given
    with clearance("system"), _unguarded(model):
        model._default_manager.bulk_create([model(**values)])


def _values(model: type[models.Model]) -> dict[str, Any]:
    return {
        field.attname: _value(field)
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.has_default() and not field.has_db_default() and not field.null
    }


def _value(field: models.Field[Any, Any]) -> Any:
    if isinstance(field, models.ForeignKey):
        return _first(field.related_model)
    if field.choices:
        return field.choices[0][0]
    if field.name == "year":
        return _this_year()
    simple: dict[type, Any] = {
        models.DateTimeField: timezone.now(),
        models.DateField: dt.date.today().replace(day=1),
        models.DecimalField: Decimal(1),
        models.IntegerField: 1,
        models.BooleanField: False,
        models.JSONField: {"text": _WORD},
    }
    if isinstance(field, models.CharField | models.TextField) and not field.blank:
        return str(uuid.uuid4())[: field.max_length]
    return next((value for kind, value in simple.items() if isinstance(field, kind)), "")


def _first(model: Any) -> Any:
    with clearance("system"):
        known = model._default_manager.values_list("pk", flat=True).order_by("pk")
        if not known.exists():
            make_row(model)
        return known.all()[0]


def _this_year() -> int:
    return dt.date.today().year


def _issued() -> Any:
    return _first(IssuedDocument)


_WORD = "Ein Wort"
# What the constraints of a table want besides.
_GIVEN: dict[type[models.Model], dict[str, Any]] = {
    ArchivePackage: {"year": _this_year},
    FeeStatement: {"revision": lambda: 2, "reason": lambda: _WORD},
    Forwarding: {"contract": lambda: _WORD, "bank": lambda: _WORD},
    Notification: {"page": lambda: "/"},
    Signature: {"issued_id": _issued},
    SigningRequest: {"issued_id": _issued},
}
