"""Besetzung, Bewertung und Freigabe: who is on a post, what it is worth, who has released it (domain.md 2.3)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from motions.models import Treatment
from motions.models.period import Period, period_constraint
from motions.models.recorded import Recorded
from motions.models.triggers import frozen_row, never_deleted

from .choices import Absence
from .pay import PayGrade
from .position import Position


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class PositionAssignment(Period, Recorded):
    """Besetzung: one person with a share of full time on a post for a time; known to the personnel office alone (L-04).

    The name is a text: not everybody who works for the town has an account, and no account is shown by it.
    """

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="assignments", verbose_name="Stelle"
    )
    holder = models.CharField("Name", max_length=200)
    grade = models.ForeignKey(
        PayGrade, on_delete=models.PROTECT, related_name="+", verbose_name="tatsächliche Gruppe"
    )
    step = models.PositiveSmallIntegerField("Stufe", null=True, blank=True)
    fte = models.DecimalField("Anteil, VZÄ", max_digits=5, decimal_places=2)
    absence = models.CharField("Status", max_length=20, choices=Absence, blank=True, default=Absence.NONE)
    contract_ends_on = models.DateField("Vertrag befristet bis", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "Besetzung"
        verbose_name_plural = "Besetzungen"
        ordering = ["-starts_on", "-pk"]
        constraints = [
            period_constraint("assignment_period"),
            models.CheckConstraint(name="assignment_share", condition=Q(fte__gt=0, fte__lte=1)),
            models.CheckConstraint(
                name="assignment_step", condition=Q(step=None) | Q(step__gte=1, step__lte=12)
            ),
            models.CheckConstraint(name="assignment_of_somebody", condition=~Q(holder="")),
        ]
        triggers = [never_deleted("assignment_kept")]

    def __str__(self) -> str:
        return f"{self.position}: {self.holder}"


class PositionEvaluation(Recorded):
    """Stellenbewertung: what the evaluation of the tasks found on a day; written once (domain.md 2.3)."""

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="evaluations", verbose_name="Stelle"
    )
    evaluated_on = models.DateField("bewertet am")
    method = models.CharField("Verfahren", max_length=200)
    grade = models.ForeignKey(PayGrade, on_delete=models.PROTECT, related_name="+", verbose_name="Ergebnis")
    document = models.CharField("Aktenzeichen des Gutachtens", max_length=200)

    class Meta:
        verbose_name = "Stellenbewertung"
        verbose_name_plural = "Stellenbewertungen"
        ordering = ["-evaluated_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="evaluation_documented", condition=~Q(document="") & ~Q(method=""))
        ]
        triggers = [frozen_row("evaluation_frozen")]

    def __str__(self) -> str:
        return f"{self.position}: {self.grade}"


class BlockRelease(Recorded):
    """Freigabe einer gesperrten Stelle by a resolution of the organ the Sperrvermerk names; written once."""

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="releases", verbose_name="Stelle"
    )
    treatment = models.ForeignKey(
        Treatment, on_delete=models.PROTECT, related_name="+", verbose_name="Beschluss"
    )

    class Meta:
        verbose_name = "Freigabe"
        verbose_name_plural = "Freigaben"
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["position", "treatment"], name="release_once")]
        triggers = [frozen_row("release_frozen")]

    def __str__(self) -> str:
        return f"{self.position}: {self.treatment}"
