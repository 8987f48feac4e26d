"""Einmal eintragen: the second of two clicks is told so, it writes no second row."""

from django.db import IntegrityError, models, transaction
from psycopg.errors import UniqueViolation

from .findings import OutdatedState


def save_once(row: models.Model, told: str) -> None:
    """Insert a row the database takes only once; raises OutdatedState with ``told`` for the second one."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise OutdatedState(told) from None
