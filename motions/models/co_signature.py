"""Mitzeichnung und Kenntnisnahme: who is asked, and what they did (domain.md 1.5)."""

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from .choices import CoSignatureDecision, Office, ParticipationKind
from .paper import Paper
from .triggers import frozen_row
from .unit import Unit


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Participation(models.Model):
    """Beteiligung: a unit or an office is asked to co-sign or to take note, all in parallel."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="participations")
    kind = models.CharField("Art", max_length=15, choices=ParticipationKind)
    unit = models.ForeignKey(
        Unit,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="participations",
        verbose_name="Fachbereich",
    )
    office = models.CharField("Amt", max_length=20, choices=Office, blank=True, default="")
    is_mandatory = models.BooleanField("verpflichtend", default=False)
    due_on = models.DateField("Frist", null=True, blank=True)
    required_by = models.CharField("Regel", max_length=10, blank=True)

    class Meta:
        verbose_name = "Beteiligung"
        verbose_name_plural = "Beteiligungen"
        ordering = ["kind", "unit__code", "office", "pk"]
        constraints = [
            models.CheckConstraint(
                name="participation_unit_or_office",
                condition=(Q(unit__isnull=False) & Q(office="")) | (Q(unit__isnull=True) & ~Q(office="")),
            ),
            models.UniqueConstraint(
                fields=["paper", "kind", "unit", "office"], nulls_distinct=False, name="participation_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.name}"

    @property
    def name(self) -> str:
        """Who is asked, as printed."""
        return self.unit.code if self.unit else self.get_office_display()

    @property
    def asked(self) -> str:
        """The unit with its whole name, or the office."""
        return str(self.unit) if self.unit else self.get_office_display()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CoSignature(models.Model):
    """Mitzeichnung oder Kenntnisnahme: one act of one person for the text with this hash (M-04, SI-01).

    Outdated is derived (``text_hash`` differs from the paper's text today), never stored.
    """

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="signatures")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="co_signatures")
    decision = models.CharField("Entscheidung", max_length=15, choices=CoSignatureDecision)
    note = models.TextField("Vermerk", blank=True)
    text_hash = models.CharField("Prüfsumme des Textes", max_length=64)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="durch"
    )
    for_absent = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="in Vertretung von",
    )
    signed_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Mitzeichnung"
        verbose_name_plural = "Mitzeichnungen"
        ordering = ["signed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="co_signature_refusal_has_note",
                condition=~Q(decision__in=[CoSignatureDecision.REFUSED, CoSignatureDecision.RESERVED])
                | ~Q(note=""),
                violation_error_message="Begründen Sie die Ablehnung oder den Vermerk.",
            )
        ]
        triggers = [frozen_row("co_signature_frozen")]
