"""Angaben der Mitglieder nach der Ehrenordnung (§ 43 Abs. 3 GO NRW, § 7 KorruptionsbG NRW)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import Q

from .organization import Person
from .period import Period, period_constraint
from .recorded import Recorded
from .triggers import never_deleted


class InterestKind(models.TextChoices):
    """Welche Verbindung jemand zu einer Stelle hat."""

    EMPLOYMENT = "employment", "Beruf oder Arbeitgeber"
    BOARD = "board", "Aufsichtsrat, Vorstand oder ein anderes Organ"
    ASSOCIATION = "association", "Amt in einem Verein oder Verband"


class Interest(Period, Recorded):
    """Angabe eines Mitglieds: for whom it works or holds an office; read by itself and the Ratsbüro only (R-08)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField("Art", max_length=15, choices=InterestKind)
    body = models.CharField(
        "Name der Firma, des Vereins oder der Stelle",
        max_length=200,
        help_text="So, wie er in einer Vorlage stünde, zum Beispiel „Sportverein Bergland e. V.“.",
    )

    class Meta:
        verbose_name = "Angabe nach der Ehrenordnung"
        verbose_name_plural = "Angaben nach der Ehrenordnung"
        ordering = ["person", "kind", "body"]
        constraints = [
            period_constraint("interest_period"),
            models.UniqueConstraint(
                fields=["person", "kind", "body", "starts_on"],
                name="interest_once",
                violation_error_message="Diese Angabe steht schon in der Liste.",
            ),
            models.CheckConstraint(name="interest_names_a_body", condition=~Q(body="")),
        ]
        triggers = [
            never_deleted("interest_never_deleted"),
            pgtrigger.Protect(
                name="interest_only_ends",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "(OLD.ends_on IS NOT NULL OR (OLD.person_id, OLD.kind, OLD.body, OLD.starts_on, OLD.recorded_by_id)"
                    " IS DISTINCT FROM (NEW.person_id, NEW.kind, NEW.body, NEW.starts_on, NEW.recorded_by_id))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.body
