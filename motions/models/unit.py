"""Fachbereiche und Stabsstellen der Verwaltung."""

from django.db import models


class Unit(models.Model):
    """Fachbereich oder Stabsstelle; its code is the prefix of the paper's reference (domain.md 1.3)."""

    code = models.CharField("Kürzel", max_length=20, unique=True)
    name = models.CharField("Bezeichnung", max_length=200)
    phone = models.CharField("Telefon", max_length=50, blank=True)
    email = models.EmailField("E-Mail", blank=True)
    is_active = models.BooleanField("besteht noch", default=True)

    class Meta:
        verbose_name = "Fachbereich"
        verbose_name_plural = "Fachbereiche"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} – {self.name}"
