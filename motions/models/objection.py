"""Widerspruch, Beanstandung und Einspruch gegen Beschlüsse (§ 54, § 57 Abs. 4 GO NRW)."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Q

from .ballot import Treatment
from .recorded import Recorded, happened
from .triggers import never_deleted


class ObjectionKind(models.TextChoices):
    """Wer sich gegen einen Beschluss wendet, und warum."""

    VETO = "veto", "Widerspruch (§ 54 Abs. 1 GO NRW)"
    LEGALITY = "legality", "Beanstandung (§ 54 Abs. 2 und 3 GO NRW)"
    APPEAL = "appeal", "Einspruch (§ 57 Abs. 4 GO NRW)"


class ObjectionResult(models.TextChoices):
    """Was daraus wurde."""

    CONFIRMED = "confirmed", "Der Beschluss bleibt bestehen"
    SET_ASIDE = "set_aside", "Der Beschluss ist aufgehoben"


EARLIEST_AFTER = dt.timedelta(days=3)
LATEST_AFTER = dt.timedelta(days=14)


class ResolutionObjection(Recorded):
    """Widerspruch, Beanstandung oder Einspruch: puts off the execution until it is resolved (W-02).

    ``supporter_count``: how many members of the committee raised an Einspruch; none where the Bürgermeister did.
    ``insisted_on``: after a Beanstandung the organ stayed with its resolution; the next one above decides (W-04, W-06).
    """

    treatment = models.ForeignKey(Treatment, on_delete=models.PROTECT, related_name="objections")
    kind = models.CharField("Art", max_length=10, choices=ObjectionKind)
    raised_on = models.DateField("eingelegt am")
    supporter_count = models.PositiveSmallIntegerField(
        "Zahl der einsprechenden Ausschussmitglieder",
        null=True,
        blank=True,
        help_text="Nur beim Einspruch; leer, wenn die Bürgermeisterin oder der Bürgermeister ihn eingelegt hat.",
    )
    reasons = models.TextField("Schriftliche Begründung")
    insisted_on = models.DateField("Gremium blieb dabei am", null=True, blank=True)
    result = models.CharField("Ausgang", max_length=10, choices=ObjectionResult, blank=True, default="")
    resolved_on = models.DateField("entschieden am", null=True, blank=True)
    resolution_note = models.TextField("Vermerk zum Ausgang", blank=True)

    class Meta:
        verbose_name = "Widerspruch oder Beanstandung"
        verbose_name_plural = "Widersprüche und Beanstandungen"
        ordering = ["-raised_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["treatment"],
                condition=Q(kind=ObjectionKind.VETO),
                name="objection_one_veto",
                violation_error_message="Gegen diesen Beschluss gibt es schon einen Widerspruch (W-03).",
            ),
            models.CheckConstraint(name="objection_has_reasons", condition=~Q(reasons="")),
            models.CheckConstraint(
                name="objection_resolved_with_result",
                condition=Q(result="", resolved_on__isnull=True)
                | (~Q(result="") & Q(resolved_on__gte=F("raised_on"))),
            ),
            models.CheckConstraint(
                name="objection_supporters_of_appeal",
                condition=Q(supporter_count__isnull=True) | Q(kind=ObjectionKind.APPEAL),
            ),
            models.CheckConstraint(
                name="objection_insisted_after_legality",
                condition=Q(insisted_on__isnull=True)
                | Q(kind=ObjectionKind.LEGALITY, insisted_on__gte=F("raised_on")),
            ),
            happened("objection_happened", "raised_on"),
        ]
        triggers = [
            never_deleted("objection_never_deleted"),
            pgtrigger.Protect(
                name="objection_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.resolved_on IS NOT NULL OR OLD.insisted_on IS DISTINCT FROM NEW.insisted_on"
                    " AND OLD.insisted_on IS NOT NULL OR (OLD.treatment_id, OLD.kind, OLD.raised_on, OLD.reasons,"
                    " OLD.supporter_count) IS DISTINCT FROM (NEW.treatment_id, NEW.kind, NEW.raised_on,"
                    " NEW.reasons, NEW.supporter_count)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.get_kind_display()

    @property
    def earliest_on(self) -> dt.date:
        """The third day after a Widerspruch (W-02); anything else is treated from its own day on."""
        return self.raised_on + EARLIEST_AFTER if self.kind == ObjectionKind.VETO else self.raised_on

    @property
    def latest_on(self) -> dt.date | None:
        """And within two weeks (W-02); for a Beanstandung or an Einspruch the law names none."""
        return self.raised_on + LATEST_AFTER if self.kind == ObjectionKind.VETO else None
