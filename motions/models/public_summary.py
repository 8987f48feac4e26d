"""Bekanntgabe nichtöffentlicher Beschlüsse (§ 52 Abs. 2 GO NRW)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from .ballot import Treatment
from .meeting import Meeting
from .triggers import never_deleted, only_where


class SummaryWaiver(models.TextChoices):
    """Warum nichts bekanntgegeben wird (§ 52 Abs. 2 GO NRW)."""

    ORGAN = "organ", "Das Gremium hat im Einzelfall anders beschlossen"
    SECRECY = "secrecy", "Die Geheimhaltung ist weiter nötig"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class PublicSummary(models.Model):
    """Wesentlicher Inhalt eines nichtöffentlichen Beschlusses (§ 52 Abs. 2 GO NRW, P-07): published, or why not.

    ``text`` is public; everything else about the resolution stays where it is.
    """

    treatment = models.OneToOneField(Treatment, on_delete=models.PROTECT, related_name="public_summary")
    # The result itself is closed to the public; what is published is found by its meeting.
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="public_summaries")
    text = models.TextField("Öffentlicher Wortlaut", blank=True)
    waiver = models.CharField(
        "Warum nichts bekanntgegeben wird", max_length=10, choices=SummaryWaiver, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField("entschieden am")

    class Meta:
        verbose_name = "Bekanntgabe eines nichtöffentlichen Beschlusses"
        verbose_name_plural = "Bekanntgaben nichtöffentlicher Beschlüsse"
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                name="summary_text_or_reason",
                condition=Q(text="") & ~Q(waiver="") | ~Q(text="") & Q(waiver=""),
            ),
        ]
        triggers = [
            never_deleted("summary_never_deleted"),
            only_where(
                "summary_of_a_secret_result",
                "EXISTS (SELECT FROM motions_treatment t JOIN motions_agendaitem i ON i.id = t.item_id WHERE"
                " t.id = {row}.treatment_id AND i.meeting_id = {row}.meeting_id AND NOT i.is_public)",
                "a summary tells of a non-public result of its meeting",
            ),
        ]

    def __str__(self) -> str:
        return f"Bekanntgabe: {self.meeting}"
