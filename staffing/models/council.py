"""Was zu einer Änderung des Stellenplans bedacht wird: the budget behind it, and who was heard."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q

from motions.models.recorded import Recorded, happened
from motions.models.triggers import frozen_row

from .choices import HearingBody
from .plan import OPEN_PLAN, StaffingPlan, while_open

REASON_MISSING = "Begründen Sie, warum eine Nachtragssatzung nötig ist oder nicht."


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class BudgetAssessment(models.Model):
    """Haushaltsrechtliche Prüfung einer Änderung (§§ 76, 81, 82, 83 GO NRW; S-03 to S-06).

    In NRW the Stellenplan is an annex of the budget, so an amendment needs no Nachtragssatzung unless one of the
    four reasons of § 81 Abs. 2 holds. What was answered is printed under "Finanzielle Auswirkungen".
    """

    plan = models.OneToOneField(StaffingPlan, on_delete=models.CASCADE, related_name="assessment")
    is_budgeted = models.BooleanField("Die Kosten sind im Haushalt gedeckt", default=False)
    brings_deficit = models.BooleanField("Es entsteht ein erheblicher Fehlbetrag", default=False)
    is_considerable = models.BooleanField(
        "Nicht veranschlagte Aufwendungen sind erheblich, gemessen am ganzen Haushalt", default=False
    )
    has_investment = models.BooleanField("Es sind nicht veranschlagte Investitionen nötig", default=False)
    changes_statute = models.BooleanField(
        "Die Haushaltssatzung regelt den Stellenplan und muss geändert werden", default=False
    )
    reason = models.CharField("Begründung", max_length=500)
    is_provisional = models.BooleanField(
        "Zum Beginn gilt noch kein Haushalt (vorläufige Haushaltsführung)", default=False
    )
    is_owed = models.BooleanField("Die Stelle ist rechtlich geboten oder unaufschiebbar", default=False)
    is_consolidating = models.BooleanField("Die Stadt hat ein Haushaltssicherungskonzept", default=False)
    consolidation_effect = models.CharField("Wirkung auf das Konzept", max_length=500, blank=True)

    class Meta:
        verbose_name = "Haushaltsrechtliche Prüfung"
        verbose_name_plural = "Haushaltsrechtliche Prüfungen"
        constraints = [
            models.CheckConstraint(
                name="assessment_has_reason",
                condition=~Q(reason=""),
                violation_error_message=REASON_MISSING,
            )
        ]
        triggers = [while_open("assessment_frozen", OPEN_PLAN)]

    def __str__(self) -> str:
        return f"{self.plan}: {self.reason}"

    @property
    def needs_supplementary_budget(self) -> bool:
        """One of the reasons of § 81 Abs. 2 GO NRW holds (S-03)."""
        return self.brings_deficit or self.is_considerable or self.has_investment or self.changes_statute


class Hearing(Recorded):
    """Anhörung einer Vertretung zum Stellenplan (§ 75 LPVG NRW, §§ 17, 18 LGG NRW, § 178 SGB IX; M-03).

    A line of the checklist with day and document; written once.
    """

    plan = models.ForeignKey(StaffingPlan, on_delete=models.PROTECT, related_name="hearings")
    body = models.CharField("Wer", max_length=20, choices=HearingBody)
    heard_on = models.DateField("am")
    document = models.CharField("Schreiben oder Aktenzeichen", max_length=200)
    result = models.CharField("Ergebnis", max_length=500, blank=True)

    class Meta:
        verbose_name = "Anhörung"
        verbose_name_plural = "Anhörungen"
        ordering = ["heard_on", "pk"]
        constraints = [
            models.CheckConstraint(name="hearing_documented", condition=~Q(document="")),
            happened("hearing_happened", "heard_on"),
        ]
        triggers = [frozen_row("hearing_frozen")]

    def __str__(self) -> str:
        return f"{self.get_body_display()}, {self.heard_on:%d.%m.%Y}"
