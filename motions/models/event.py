"""Ereignisse: what people did, one row for each act, readable on the timeline (security.md I12)."""

import pgtrigger
from django.conf import settings
from django.db import models

from .meeting import Meeting
from .paper import Paper
from .triggers import frozen_row


class Event(models.Model):
    """Ereignis auf dem Verlauf einer Vorlage oder einer Sitzung; never changed, never deleted."""

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="events")
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="events"
    )
    act = models.CharField("Handlung", max_length=40)
    label = models.CharField("Bezeichnung", max_length=200)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.CharField("in Vertretung", max_length=200, blank=True)
    from_status = models.CharField(max_length=20, blank=True, default="")
    to_status = models.CharField(max_length=20, blank=True, default="")
    note = models.TextField("Vermerk", blank=True)
    happened_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Ereignis"
        verbose_name_plural = "Ereignisse"
        ordering = ["happened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="event_of_one_matter",
                condition=models.Q(paper__isnull=False, meeting__isnull=True)
                | models.Q(paper__isnull=True, meeting__isnull=False),
            )
        ]
        triggers = [frozen_row("event_frozen")]

    def __str__(self) -> str:
        return self.label


FINDING_KEY_LENGTH = 100


class Waiver(models.Model):
    """Ausnahme: the Ratsbüro lets a paper pass one blocking finding, with a reason (SI-06).

    It holds for the text with this hash only (rules/waivers.py); a later text needs a new one.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="waivers")
    rule = models.CharField("Regel", max_length=10)
    finding_key = models.CharField("Feststellung", max_length=FINDING_KEY_LENGTH)
    text_hash = models.CharField("Prüfsumme des Textes", max_length=64)
    reason = models.TextField("Begründung")
    granted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Ausnahme"
        verbose_name_plural = "Ausnahmen"
        ordering = ["granted_at"]
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="waiver_has_reason"),
            models.UniqueConstraint(fields=["paper", "finding_key", "text_hash"], name="waiver_once"),
        ]
        triggers = [frozen_row("waiver_frozen")]


# The database keeps a reading at least as long, whatever the local law says (rules/bylaw_values.py asks for no less).
LEAST_MONTHS_OF_LOG = 12


class ReadRecord(models.Model):
    """Leseprotokoll: who read which non-public document and when (DS-09); holds no text.

    It is kept for a limited time, yet nobody can tidy away a trace: the application's role never changes a row and
    deletes none that is younger than LEAST_MONTHS_OF_LOG, at no clearance. Twice: by row-level security (migration
    0014), which also holds where triggers are ignored, and by the triggers, which also hold for a role above it.
    The age is that of the database's clock. Older rows go by rules/retention.py, at the clearance "system" only.
    """

    reader = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    part = models.CharField("was", max_length=40)
    read_at = models.DateTimeField("am")

    class Meta:
        verbose_name = "Lesevorgang"
        verbose_name_plural = "Leseprotokoll"
        ordering = ["-read_at"]
        constraints = [
            models.CheckConstraint(
                name="read_record_of_one_matter",
                condition=models.Q(paper__isnull=False, meeting__isnull=True)
                | models.Q(paper__isnull=True, meeting__isnull=False),
            )
        ]
        triggers = [
            pgtrigger.Protect(name="read_record_frozen", operation=pgtrigger.Update),
            pgtrigger.Protect(
                name="read_record_kept",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(
                    f"OLD.read_at > now() - interval '{LEAST_MONTHS_OF_LOG} months'"
                ),
            ),
        ]
