"""Besetzung, Bewertung und Freigabe: who is on a post, what it is worth, who has released it (domain.md 2.3)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q

from motions.models import Treatment
from motions.models.period import Period, period_constraint
from motions.models.recorded import Recorded
from motions.models.triggers import frozen_row, never_deleted

from .choices import Absence
from .pay import PayGrade
from .position import Position

# No local law may forget who was on a post sooner: within a year the occupation may still be disputed.
LEAST_MONTHS_OF_ASSIGNMENT = 12
_HISTORY_KEPT = (
    "IF OLD.forgotten_at IS NULL AND EXISTS (SELECT FROM staffing_positionassignment a"
    " WHERE a.id = OLD.pgh_obj_id AND a.forgotten_at IS NOT NULL) THEN RETURN OLD; END IF;"
    " RAISE EXCEPTION 'the history of an assignment stays until its holder is forgotten';"
)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    append_only=False,
    meta={
        "triggers": [
            pgtrigger.Protect(name="append_only", operation=pgtrigger.Update),
            pgtrigger.Trigger(
                name="assignment_history_kept",
                operation=pgtrigger.Delete,
                when=pgtrigger.Before,
                func=_HISTORY_KEPT,
            ),
        ]
    },
)
class PositionAssignment(Period, Recorded):
    """Besetzung: one person with a share of full time on a post for a time; known to the personnel office alone (L-04).

    The name is a text: not everybody who works for the town has an account, and no account is shown by it. It ends by
    itself (DS-08): rules/retention.py takes it out of the row and of its history; the months stay, for the figures.
    """

    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="assignments", verbose_name="Stelle"
    )
    holder = models.CharField("Name", max_length=200, blank=True)
    grade = models.ForeignKey(
        PayGrade, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="tatsächliche Gruppe"
    )
    step = models.PositiveSmallIntegerField("Stufe", null=True, blank=True)
    fte = models.DecimalField("Anteil, VZÄ", max_digits=5, decimal_places=2)
    absence = models.CharField("Status", max_length=20, choices=Absence, blank=True, default=Absence.NONE)
    contract_ends_on = models.DateField("Vertrag befristet bis", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    forgotten_at = models.DateTimeField("Name gelöscht am", null=True, blank=True, editable=False)

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
            models.CheckConstraint(
                name="assignment_of_somebody",
                condition=Q(~Q(holder=""), forgotten_at__isnull=True, grade__isnull=False)
                | Q(
                    forgotten_at__isnull=False,
                    holder="",
                    grade__isnull=True,
                    step__isnull=True,
                    contract_ends_on__isnull=True,
                    absence__in=[Absence.NONE, Absence.AWAY],
                ),
            ),
        ]
        triggers = [
            never_deleted("assignment_kept"),
            pgtrigger.Protect(
                name="assignment_forgotten_late_and_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.forgotten_at IS NOT NULL OR NEW.forgotten_at IS NOT NULL AND (OLD.ends_on IS NULL"
                    f" OR OLD.ends_on > current_date - interval '{LEAST_MONTHS_OF_ASSIGNMENT} months')"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}: {self.holder or 'Name gelöscht'}"


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
