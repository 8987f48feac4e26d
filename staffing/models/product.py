"""Haushaltsgliederung: product areas, products and cost centres; the digits of a code mean nothing (domain.md 2.6)."""

from __future__ import annotations

from django.db import models


class ProductArea(models.Model):
    """Produktbereich: the rows of the Stellenübersicht (§ 8 KomHVO NRW)."""

    number = models.CharField("Nummer", max_length=10, unique=True)
    name = models.CharField("Bezeichnung", max_length=200)

    class Meta:
        verbose_name = "Produktbereich"
        verbose_name_plural = "Produktbereiche"
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"


class Product(models.Model):
    """Produkt des Haushalts."""

    code = models.CharField("Nummer", max_length=30, unique=True)
    name = models.CharField("Bezeichnung", max_length=200, blank=True)
    area = models.ForeignKey(
        ProductArea, on_delete=models.PROTECT, related_name="products", verbose_name="Produktbereich"
    )

    class Meta:
        verbose_name = "Produkt"
        verbose_name_plural = "Produkte"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()


class CostCenter(models.Model):
    """Kostenstelle."""

    code = models.CharField("Nummer", max_length=30, unique=True)
    name = models.CharField("Bezeichnung", max_length=200, blank=True)

    class Meta:
        verbose_name = "Kostenstelle"
        verbose_name_plural = "Kostenstellen"
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {self.name}".strip()
