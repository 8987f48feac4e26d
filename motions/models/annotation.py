"""Notizen, letzter Besuch und Kalenderabo: what belongs to one member alone (§ 43 GO NRW, free mandate)."""

from __future__ import annotations

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.db.models import F, Q

from .meeting import AgendaItem, Meeting
from .organization import Organization
from .paper import Paper

_PLACE = ("public_id", "author_id", "item_id", "paper_id", "revision", "written_at")


class Note(models.Model):
    """Notiz eines Mitglieds zu einem Tagesordnungspunkt und seiner Vorlage; read by the author and nobody else.

    ``shared_with`` opens it to the own Fraktion. ``revision`` and ``quote`` say for which text it was written, so
    that it outlives every new one. No clearance reads all notes, not even "system", and no history keeps their text.
    """

    public_id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(
        "Kennung", unique=True, editable=False, db_default=RandomUUID()
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.PROTECT, related_name="+")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    revision = models.PositiveSmallIntegerField("Fassung der Vorlage", null=True, blank=True)
    quote = models.CharField("Stelle im Text", max_length=300, blank=True)
    text = models.TextField("Notiz")
    shared_with = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="geteilt mit der Fraktion",
    )
    version = models.PositiveIntegerField(default=1)
    written_at = models.DateTimeField("geschrieben am")
    changed_at = models.DateTimeField("geändert am")

    class Meta:
        verbose_name = "Notiz"
        verbose_name_plural = "Notizen"
        ordering = ["written_at", "pk"]
        indexes = [models.Index(fields=["author", "item"], name="note_by_author")]
        constraints = [
            models.CheckConstraint(name="note_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="note_of_a_revision",
                condition=Q(paper__isnull=True, revision__isnull=True)
                | Q(paper__isnull=False, revision__isnull=False),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="note_keeps_its_place",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _PLACE)
                ),
            )
        ]


class LastVisit(models.Model):
    """Letzter Besuch eines Mitglieds: of an agenda, or with ``item`` of one of its points.

    ``before_at`` is the visit before the present one: what came later is "neu oder geändert".
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(AgendaItem, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    seen_at = models.DateTimeField("zuletzt gesehen")
    before_at = models.DateTimeField("davor gesehen", null=True, blank=True)

    class Meta:
        verbose_name = "letzter Besuch"
        verbose_name_plural = "letzte Besuche"
        constraints = [
            models.UniqueConstraint(
                fields=["user", "meeting", "item"], nulls_distinct=False, name="last_visit_once"
            )
        ]


class CalendarToken(models.Model):
    """Kalenderabo eines Mitglieds: the secret of its address, kept as SHA-256 only; revoked for good."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    digest = models.CharField("Prüfsumme", max_length=64, unique=True)
    created_at = models.DateTimeField("angelegt am")
    revoked_at = models.DateTimeField("widerrufen am", null=True, blank=True)

    class Meta:
        verbose_name = "Kalenderabo"
        verbose_name_plural = "Kalenderabos"
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(revoked_at__isnull=True), name="calendar_token_one_in_force"
            ),
            models.CheckConstraint(
                name="calendar_token_revoked_later",
                condition=Q(revoked_at__isnull=True) | Q(revoked_at__gte=F("created_at")),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="calendar_token_stays_revoked",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.revoked_at IS NOT NULL OR (OLD.user_id, OLD.digest, OLD.created_at)"
                    " IS DISTINCT FROM (NEW.user_id, NEW.digest, NEW.created_at)"
                ),
            )
        ]
