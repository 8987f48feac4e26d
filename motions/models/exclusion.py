"""Ausschluss der Öffentlichkeit im Einzelfall (§ 48 Abs. 2 GO NRW)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models

from .ballot import OF_TREATMENT, Ballot, Treatment
from .choices import SecrecyGround
from .meeting import AgendaItem
from .meeting_guards import only_while_recorded


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ExclusionMotion(models.Model):
    """Antrag, die Öffentlichkeit bei einem Punkt auszuschließen (P-03).

    The vote is a ballot of the public item: everybody learns what came of the motion. Who moved it and what was said
    about it is non-public, also where it was rejected. ``continued_as`` is the non-public item the debate went on
    with.
    """

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="exclusion_motions")
    ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, related_name="exclusion_motion")
    moved_by = models.CharField("Antrag von", max_length=200)
    ground = models.CharField("Grund", max_length=20, choices=SecrecyGround)
    debate = models.TextField("Beratung über den Antrag", blank=True)
    continued_as = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="excluded_by"
    )
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        verbose_name = "Antrag auf Ausschluss der Öffentlichkeit"
        verbose_name_plural = "Anträge auf Ausschluss der Öffentlichkeit"
        ordering = ["treatment", "pk"]
        triggers = [only_while_recorded("exclusion_while_recorded", OF_TREATMENT)]

    def __str__(self) -> str:
        return f"Ausschluss der Öffentlichkeit: {self.treatment.item}"
