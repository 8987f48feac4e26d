"""Beratungsfolge: the ordered consultations of a paper (domain.md 1.6, OParl Consultation)."""

import pghistory
from django.db import models
from django.db.models import Q

from .choices import ConsultationRole
from .guards import only_growing_after_release
from .organization import Organization
from .paper import Paper


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Consultation(models.Model):
    """Beratung einer Vorlage in einem Gremium."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="consultations")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, verbose_name="Gremium")
    planned_on = models.DateField("Termin", null=True, blank=True)
    is_public = models.BooleanField("öffentlich", default=True)
    role = models.CharField("Zuständigkeit", max_length=10, choices=ConsultationRole)

    class Meta:
        verbose_name = "Beratung"
        verbose_name_plural = "Beratungsfolge"
        ordering = ["position"]
        triggers = [only_growing_after_release("consultation_frozen")]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"],
                name="consultation_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                name="consultation_date_plausible",
                condition=Q(planned_on__isnull=True)
                | Q(planned_on__year__gte=1990, planned_on__year__lte=2100),
                violation_error_message="Geben Sie einen Termin zwischen 1990 und 2100 ein.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} ({self.get_role_display()})"
