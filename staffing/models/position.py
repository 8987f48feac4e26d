"""Stelle: what stays the same over all plans (domain.md 2.3)."""

from django.db import models


class Position(models.Model):
    """Stelle oder Planstelle: an identity; what is listed about it stands in the versions of the plan."""

    number = models.PositiveIntegerField("Stellennummer", unique=True)

    class Meta:
        verbose_name = "Stelle"
        verbose_name_plural = "Stellen"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"Stelle {self.number}"
