"""Auswirkung in Zahlen: tables that are reckoned elsewhere and stand in a Vorlage, frozen with its text."""

from __future__ import annotations

import pghistory
from django.db import models

from .guards import frozen_with_its_paper
from .paper import Paper


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ImpactTable(models.Model):
    """Tabelle in einer Vorlage, for example what a resolution changes in the Stellenplan (S-01, K-03).

    Cells are German text as printed; ``numeric`` names the columns (from 0) that hold figures. Nobody types here:
    whoever reckons the table writes it anew while the paper is drafted.
    """

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="impact_tables")
    position = models.PositiveSmallIntegerField(default=1)
    caption = models.CharField("Überschrift", max_length=200)
    head = models.JSONField("Spalten")
    rows = models.JSONField("Zeilen")
    numeric = models.JSONField("Spalten mit Zahlen", default=list)
    note = models.CharField("Anmerkung", max_length=1000, blank=True)

    class Meta:
        verbose_name = "Tabelle einer Vorlage"
        verbose_name_plural = "Tabellen einer Vorlage"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["paper", "position"], name="impact_table_once")]
        triggers = [frozen_with_its_paper("impact_table_frozen")]

    def __str__(self) -> str:
        return self.caption
