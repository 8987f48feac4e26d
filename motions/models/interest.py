"""Angaben der Mitglieder nach der Ehrenordnung (§ 43 Abs. 3 GO NRW, § 7 KorruptionsbG NRW)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .organization import Person
from .period import Period, period_constraint
from .triggers import never_deleted


class InterestKind(models.TextChoices):
    """Welche Verbindung jemand zu einer Stelle hat."""

    EMPLOYMENT = "employment", "Beruf oder Arbeitgeber"
    BOARD = "board", "Aufsichtsrat, Vorstand oder ein anderes Organ"
    ASSOCIATION = "association", "Amt in einem Verein oder Verband"


class Interest(Period):
    """Angabe eines Mitglieds: for whom it works or holds an office; read by itself and the Ratsbüro only (R-08)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="interests")
    kind = models.CharField("Art", max_length=15, choices=InterestKind)
    body = models.CharField(
        "Name der Firma, des Vereins oder der Stelle",
        max_length=200,
        help_text="So, wie er in einer Vorlage stünde, zum Beispiel „Sportverein Bergland e. V.“.",
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        verbose_name = "Angabe nach der Ehrenordnung"
        verbose_name_plural = "Angaben nach der Ehrenordnung"
        ordering = ["person", "kind", "body"]
        constraints = [
            period_constraint("interest_period"),
            models.CheckConstraint(name="interest_names_a_body", condition=~Q(body="")),
        ]
        triggers = [never_deleted("interest_never_deleted")]

    def __str__(self) -> str:
        return self.body
