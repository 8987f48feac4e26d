"""Eingetragen: who wrote a row down, and when."""

from django.conf import settings
from django.db import models


class Recorded(models.Model):
    """Eintrag des Ratsbüros oder eines Mitglieds; who wrote it down stays, whoever changes it later."""

    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        abstract = True
