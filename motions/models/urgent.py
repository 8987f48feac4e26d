"""Dringliche Entscheidungen (§ 60 GO NRW): decided in place of an organ that could not meet in time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .organization import Organization, Person
from .paper import Paper
from .recorded import Recorded, happened
from .triggers import frozen_row


class UrgencyLevel(models.TextChoices):
    """Stufe der Dringlichkeit (domain.md 1.13)."""

    MAIN_COMMITTEE = "main_committee", "Der Haupt- und Finanzausschuss entscheidet für den Rat"
    MAYOR = "mayor", "Bürgermeisterin oder Bürgermeister entscheidet mit einem Ratsmitglied"


class UrgentDecision(Recorded):
    """Dringliche Entscheidung (§ 60 GO NRW, U-01): who decided in whose place, when and why.

    Whether the organ approved it is derived from its later treatment of the paper, never stored.
    """

    paper = models.OneToOneField(
        Paper, on_delete=models.PROTECT, related_name="urgent_decision", verbose_name="Vorlage"
    )
    level = models.CharField("Stufe", max_length=15, choices=UrgencyLevel)
    organ = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="Anstelle von"
    )
    decided_on = models.DateField("entschieden am")
    needed_by = models.DateField(
        "spätestens nötig am", help_text="Bis zu welchem Tag entschieden werden musste."
    )
    why_no_meeting = models.TextField(
        "Warum kann nicht rechtzeitig getagt werden?",
        help_text="Für den Rat und für den Haupt- und Finanzausschuss, wenn beide nicht tagen können.",
    )
    disadvantage = models.TextField("Welcher Nachteil oder welche Gefahr droht sonst?")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Bürgermeisterin, Bürgermeister oder allgemeine Vertretung",
    )
    signed_on = models.DateField("unterschrieben am", null=True, blank=True)
    second_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Mitentscheidendes Ratsmitglied",
    )
    second_signed_on = models.DateField("vom Ratsmitglied unterschrieben am", null=True, blank=True)

    class Meta:
        verbose_name = "Dringliche Entscheidung"
        verbose_name_plural = "Dringliche Entscheidungen"
        ordering = ["-decided_on", "-pk"]
        triggers = [frozen_row("urgent_decision_frozen")]
        constraints = [
            models.CheckConstraint(
                name="urgent_decision_by_two",
                condition=Q(
                    level=UrgencyLevel.MAIN_COMMITTEE,
                    decided_by__isnull=True,
                    signed_on__isnull=True,
                    second_person__isnull=True,
                    second_signed_on__isnull=True,
                )
                | Q(
                    level=UrgencyLevel.MAYOR,
                    decided_by__isnull=False,
                    signed_on__isnull=False,
                    second_person__isnull=False,
                    second_signed_on__isnull=False,
                ),
                violation_error_message=(
                    "Auf der zweiten Stufe entscheiden zwei: Tragen Sie beide Personen und beide Unterschriften ein. "
                    "Auf der ersten Stufe bleiben diese Felder leer (U-01)."
                ),
            ),
            models.CheckConstraint(
                name="urgent_decision_has_reasons", condition=~Q(why_no_meeting="") & ~Q(disadvantage="")
            ),
            happened("urgent_decision_happened", "decided_on"),
        ]

    def __str__(self) -> str:
        return f"{self.paper.reference}, {self.decided_on:%d.%m.%Y}"
