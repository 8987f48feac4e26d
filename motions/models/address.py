"""Kennung in einer Adresse: random, a counted one would tell by its gaps of what is not shown (P-06)."""

from __future__ import annotations

import uuid

from django.contrib.postgres.functions import RandomUUID
from django.db import models


def public_address() -> models.UUIDField[uuid.UUID, uuid.UUID]:
    """The id of a row that has an address of its own."""
    return models.UUIDField("Kennung", unique=True, editable=False, db_default=RandomUUID())
