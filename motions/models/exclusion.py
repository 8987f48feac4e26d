"""Ausschluss der Öffentlichkeit im Einzelfall (§ 48 Abs. 2 GO NRW)."""

from __future__ import annotations

import pghistory
from django.db import models

from .ballot import OF_BALLOT, Ballot
from .choices import SecrecyGround
from .meeting import AgendaItem
from .meeting_guards import only_while_recorded
from .recorded import Recorded


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class ExclusionMotion(Recorded):
    """Antrag, die Öffentlichkeit bei einem Punkt auszuschließen (P-03).

    The vote is a ballot of the public item: everybody learns what came of the motion. Who moved it and what was said
    about it is non-public, also where it was rejected. ``continued_as`` is the non-public item the debate went on
    with.
    """

    ballot = models.OneToOneField(Ballot, on_delete=models.CASCADE, related_name="exclusion_motion")
    moved_by = models.CharField("Antrag von", max_length=200)
    ground = models.CharField("Grund", max_length=20, choices=SecrecyGround)
    debate = models.TextField("Beratung über den Antrag", blank=True)
    continued_as = models.OneToOneField(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="excluded_by"
    )

    class Meta:
        verbose_name = "Antrag auf Ausschluss der Öffentlichkeit"
        verbose_name_plural = "Anträge auf Ausschluss der Öffentlichkeit"
        ordering = ["ballot", "pk"]
        triggers = [only_while_recorded("exclusion_while_recorded", OF_BALLOT)]

    def __str__(self) -> str:
        return f"Ausschluss der Öffentlichkeit: {self.ballot.treatment.item}"
