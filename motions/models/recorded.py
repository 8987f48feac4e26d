"""Eingetragen: who wrote a row down, and when."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

TO_COME = "Dieser Tag liegt in der Zukunft. Geben Sie den Tag ein, an dem es geschehen ist."


class Recorded(models.Model):
    """Eintrag des Ratsbüros oder eines Mitglieds; who wrote it down stays, whoever changes it later."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        abstract = True


def happened(name: str, field: str) -> models.CheckConstraint:
    """What is written down has happened: its day is not after the one on which it was written down."""
    return models.CheckConstraint(
        name=name,
        condition=Q(**{f"{field}__isnull": True}) | Q(recorded_at__date__gte=F(field)),
        violation_error_message=TO_COME,
    )
