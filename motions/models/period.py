"""Zeitraum: dated rows that hold from one day to another, both included."""

import datetime as dt
from calendar import monthrange
from collections.abc import Collection

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

WRONG_WAY_ROUND = "Der letzte Tag liegt vor dem ersten. Korrigieren Sie den Zeitraum."


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day so many months later, or the last one of that month (§ 188 Abs. 2, 3 BGB)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


class Period(models.Model):
    """Gültigkeitszeitraum: from the first to the last day, both included; no last day means "until further notice"."""

    starts_on = models.DateField("gültig ab")
    ends_on = models.DateField("gültig bis", null=True, blank=True)

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """Days the wrong way round are told first: the database cannot compare such a period with others."""
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": WRONG_WAY_ROUND})
        super().validate_constraints(exclude)


def period_constraint(name: str) -> models.CheckConstraint:
    """A period never ends before it starts."""
    return models.CheckConstraint(
        condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
        name=name,
        violation_error_message=WRONG_WAY_ROUND,
    )


def holds_in(year: int) -> Q:
    """Condition: the dated row holds on some day of this year."""
    return Q(starts_on__lte=dt.date(year, 12, 31)) & (
        Q(ends_on__isnull=True) | Q(ends_on__gte=dt.date(year, 1, 1))
    )


def holds_on(day: dt.date, prefix: str = "") -> Q:
    """Condition: the dated row (or the one behind ``prefix``) holds on this day."""
    return Q(**{f"{prefix}starts_on__lte": day}) & (
        Q(**{f"{prefix}ends_on__isnull": True}) | Q(**{f"{prefix}ends_on__gte": day})
    )
