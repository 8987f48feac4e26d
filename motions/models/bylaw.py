"""Ortsrecht: local values with a date (notice periods, thresholds, letterhead), never a constant."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Func

from .period import Period, period_constraint


class DateRange(Func):
    """PostgreSQL's daterange with both days included."""

    function = "daterange"
    template = "%(function)s(%(expressions)s, '[]')"


class Bylaw(Period):
    """Ortsrecht (Hauptsatzung, Geschäftsordnung, Dienstanweisung): one local value for one time."""

    key = models.CharField("Schlüssel", max_length=80)
    value = models.JSONField("Wert")
    source = models.CharField("Quelle", max_length=200, help_text="Zum Beispiel: § 14 Geschäftsordnung.")

    class Meta:
        verbose_name = "Ortsrecht"
        verbose_name_plural = "Ortsrecht"
        ordering = ["key", "starts_on"]
        constraints = [
            period_constraint("bylaw_period"),
            ExclusionConstraint(
                name="bylaw_one_value_at_a_time",
                expressions=[
                    ("key", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Für diesen Zeitraum gibt es schon einen Wert. Beenden Sie zuerst den alten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} ab {self.starts_on:%d.%m.%Y}"
