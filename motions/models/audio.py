"""Tonaufzeichnungen von Sitzungen (§ 52 GO NRW)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from .meeting import Meeting
from .recorded import Recorded
from .triggers import never_deleted


class AudioRecording(Recorded):
    """Tonaufzeichnung als Hilfe für die Niederschrift (N-07): where it is kept, and when it was deleted."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="audio_recording")
    kept_where = models.CharField(
        "Aufbewahrt", max_length=200, help_text="Zum Beispiel „Aufnahmegerät im Ratsbüro, Schrank 2“."
    )
    deleted_on = models.DateField("gelöscht am", null=True, blank=True)
    deleted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "Tonaufzeichnung"
        verbose_name_plural = "Tonaufzeichnungen"
        constraints = [
            models.CheckConstraint(name="audio_has_place", condition=~Q(kept_where="")),
            models.CheckConstraint(
                name="audio_deleted_by_somebody",
                condition=Q(deleted_on__isnull=True, deleted_by__isnull=True)
                | Q(deleted_on__isnull=False, deleted_by__isnull=False),
            ),
        ]
        triggers = [
            never_deleted("audio_never_deleted"),
            pgtrigger.Protect(
                name="audio_deleted_once",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition("OLD.deleted_on IS NOT NULL"),
            ),
        ]

    def __str__(self) -> str:
        return f"Tonaufzeichnung: {self.meeting}"
