"""Kapazität außerhalb des Plans: who works for the town and is employed elsewhere (C-05, K-10)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from motions.models.period import Period, period_constraint

from .position import Position


class ExternalCapacity(Period):
    """Kapazität bei einem Träger: works for the town, is no post of its plan (C-05, K-10)."""

    employer = models.CharField("Träger", max_length=200)
    title = models.CharField("Aufgabe", max_length=200)
    fte = models.DecimalField("VZÄ beim Träger", max_digits=5, decimal_places=2)
    share_here = models.DecimalField("Anteil für die Stadt in Prozent", max_digits=5, decimal_places=2)
    elsewhere = models.CharField("Übriger Anteil", max_length=200, blank=True)
    followed_by = models.ForeignKey(
        Position,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="preceded_by",
        verbose_name="Folgestelle",
    )

    class Meta:
        verbose_name = "Kapazität bei einem Träger"
        verbose_name_plural = "Kapazitäten bei Trägern"
        ordering = ["starts_on"]
        constraints = [
            period_constraint("external_period"),
            models.CheckConstraint(
                name="external_share", condition=Q(share_here__gt=0, share_here__lte=100, fte__gt=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({self.employer})"
