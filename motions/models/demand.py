"""Verlangen nach einer Sitzung (§ 47 Abs. 1 Satz 4 GO NRW)."""

from __future__ import annotations

import pgtrigger
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import MD5, Coalesce

from .meeting import Meeting
from .organization import Organization
from .recorded import Recorded
from .triggers import never_deleted


class MeetingDemand(Recorded):
    """Einberufungsverlangen (§ 47 Abs. 1 Satz 4 GO NRW, E-15): a meeting of an organ with named subjects is demanded.

    ``group`` is the Fraktion that demands it; without one ``supporter_count`` members do. ``meeting`` is the one that
    was convened for it.
    """

    organ = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="demands", verbose_name="Gremium"
    )
    received_on = models.DateField("eingegangen am")
    group = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Verlangt von der Fraktion",
    )
    supporter_count = models.PositiveSmallIntegerField(
        "Zahl der verlangenden Mitglieder",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Nur wenn keine Fraktion es verlangt.",
    )
    subjects = models.TextField("Beratungsgegenstände", help_text="Je Zeile ein Gegenstand.")
    meeting = models.ForeignKey(
        Meeting,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="demands",
        verbose_name="Einberufene Sitzung",
    )

    class Meta:
        verbose_name = "Einberufungsverlangen"
        verbose_name_plural = "Einberufungsverlangen"
        ordering = ["received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="demand_by_group_or_members",
                condition=Q(group__isnull=False, supporter_count__isnull=True)
                | Q(group__isnull=True, supporter_count__isnull=False, supporter_count__gte=1),
                violation_error_message=(
                    "Nennen Sie entweder die Fraktion oder die Zahl der verlangenden Mitglieder (E-15)."
                ),
            ),
            models.UniqueConstraint(
                "organ",
                "received_on",
                Coalesce("group", 0),
                Coalesce("supporter_count", 0),
                MD5("subjects"),
                name="demand_once",
                violation_error_message="Dieses Verlangen ist schon eingetragen.",
            ),
            models.CheckConstraint(name="demand_has_subjects", condition=~Q(subjects="")),
        ]
        triggers = [
            never_deleted("demand_never_deleted"),
            pgtrigger.Protect(
                name="demand_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.organ_id, OLD.received_on, OLD.group_id, OLD.supporter_count, OLD.subjects) IS DISTINCT FROM"
                    " (NEW.organ_id, NEW.received_on, NEW.group_id, NEW.supporter_count, NEW.subjects))"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organ.short_name}, {self.received_on:%d.%m.%Y}"

    @property
    def demanded_by(self) -> str:
        """Who demands it, in words."""
        if self.group:
            return str(self.group)
        return "1 Mitglied" if self.supporter_count == 1 else f"{self.supporter_count} Mitglieder"
