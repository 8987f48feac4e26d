"""Gestrichen: a wrong part of a grant is neither deleted nor rewritten; it stays readable and counts nowhere."""

from collections.abc import Iterable
from typing import TypeVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q


class Strikable(models.Model):
    """Teil, der gestrichen werden kann: with who struck it, when and why."""

    struck_at = models.DateTimeField("gestrichen am", null=True, blank=True, editable=False)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )
    struck_reason = models.CharField("Grund der Streichung", max_length=300, blank=True, editable=False)

    class Meta:
        abstract = True


_Row = TypeVar("_Row", bound=Strikable)
STANDING = Q(struck_at__isnull=True)


def standing(rows: Iterable[_Row]) -> list[_Row]:
    """The rows that count, of those already read."""
    return [row for row in rows if row.struck_at is None]


def struck_whole(name: str) -> models.CheckConstraint:
    """Reason, person and time, all or none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(STANDING, struck_by__isnull=True, struck_reason="")
        | Q(~Q(struck_reason=""), struck_at__isnull=False, struck_by__isnull=False),
        violation_error_message="Nennen Sie den Grund der Streichung.",
    )


def struck_once(name: str) -> pgtrigger.Trigger:
    """What is struck is neither changed nor deleted, and nobody takes it back."""
    return pgtrigger.Protect(
        name=name,
        operation=pgtrigger.Update | pgtrigger.Delete,
        condition=pgtrigger.Condition("OLD.struck_at IS NOT NULL"),
    )


def frozen_but_for_strike(name: str, *columns: str) -> pgtrigger.Trigger:
    """Written once; all that may still happen to the row is to be struck."""
    before, after = (", ".join(f"{row}.{column}" for column in columns) for row in ("OLD", "NEW"))
    return pgtrigger.Protect(
        name=name,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(f"ROW({before}) IS DISTINCT FROM ROW({after})"),
    )
