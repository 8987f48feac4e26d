"""Stelle: what stays the same over all plans, how it was evaluated and who occupies it (domain.md 2.3)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from motions.models.period import Period, period_constraint

from .choices import AssignmentStatus
from .pay import PayGrade


class Position(models.Model):
    """Stelle oder Planstelle: an identity; what is listed about it stands in the versions of the plan."""

    number = models.PositiveIntegerField("Stellennummer", unique=True)

    class Meta:
        verbose_name = "Stelle"
        verbose_name_plural = "Stellen"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Stelle {self.number}"


class PositionEvaluation(models.Model):
    """Stellenbewertung: result of a job evaluation, which may differ from what is listed."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="evaluations")
    grade = models.ForeignKey(PayGrade, on_delete=models.PROTECT, related_name="+", verbose_name="Ergebnis")
    method = models.CharField("Verfahren", max_length=200)
    evaluated_on = models.DateField("bewertet am")

    class Meta:
        verbose_name = "Stellenbewertung"
        verbose_name_plural = "Stellenbewertungen"
        ordering = ["-evaluated_on"]

    def __str__(self) -> str:
        return f"{self.grade} vom {self.evaluated_on:%d.%m.%Y}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class PositionAssignment(Period):
    """Besetzung: who fills which share of a post; read by the personnel office alone (L-04, C-11)."""

    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="assignments")
    holder = models.CharField("Name", max_length=200)
    fte = models.DecimalField("VZÄ", max_digits=5, decimal_places=2)
    grade = models.ForeignKey(PayGrade, on_delete=models.PROTECT, related_name="+", verbose_name="Gruppe")
    step = models.PositiveSmallIntegerField("Stufe")
    status = models.CharField(
        "Stand", max_length=20, choices=AssignmentStatus, default=AssignmentStatus.ACTIVE
    )
    is_limited = models.BooleanField("befristeter Vertrag", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Besetzung"
        verbose_name_plural = "Besetzungen"
        ordering = ["position", "starts_on"]
        constraints = [
            period_constraint("assignment_period"),
            models.CheckConstraint(name="assignment_fte", condition=Q(fte__gt=0, fte__lte=1)),
            models.CheckConstraint(name="assignment_step", condition=Q(step__gte=1, step__lte=12)),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.fte}"
