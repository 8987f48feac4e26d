"""Niederschrift: text of the clerk, signatures, scans and objections (§ 52 GO NRW, domain.md 1.15)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from .choices import Edition, MinutesStatus, SignatureWay, SignerRole
from .meeting import AgendaItem, Meeting
from .organization import Person
from .recorded import happened
from .triggers import frozen_row, known_steps, never_deleted, only_where

MINUTES_STEPS: frozenset[tuple[str, str]] = frozenset(
    {
        (MinutesStatus.DRAFT, MinutesStatus.READY),
        (MinutesStatus.READY, MinutesStatus.DRAFT),
        (MinutesStatus.READY, MinutesStatus.SIGNED),
    }
)


def _while(name: str, status: MinutesStatus) -> pgtrigger.Trigger:
    """Rows of a Niederschrift come, change and go only in one of its states (N-04)."""
    condition = (
        f"EXISTS (SELECT FROM motions_minutes m WHERE m.id = {{row}}.minutes_id AND m.status = '{status}')"
    )
    return only_where(name, condition, "the minutes are in another state")


def _signed_by_both() -> pgtrigger.Trigger:
    """Chair and Schriftführung have signed, or their refusal is noted, before the minutes are closed (N-01, I11)."""
    missing = " OR ".join(
        "NOT EXISTS (SELECT FROM motions_minutessignature s"
        f" WHERE s.minutes_id = NEW.id AND s.role = '{role}')"
        for role in SignerRole.values
    )
    return pgtrigger.Trigger(
        name="minutes_signed_by_both",
        operation=pgtrigger.Update,
        when=pgtrigger.Before,
        condition=pgtrigger.Condition(f"OLD.status <> NEW.status AND NEW.status = '{MinutesStatus.SIGNED}'"),
        func=f"IF {missing} THEN RAISE EXCEPTION 'minutes need their signatures'; END IF; RETURN NEW;",
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Minutes(models.Model):
    """Niederschrift einer Sitzung: made of what was recorded and of the entries; both parts at once (N-06)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField("Stand", max_length=10, choices=MinutesStatus, default=MinutesStatus.DRAFT)
    version = models.PositiveIntegerField(default=1)
    status_since = models.DateTimeField("Stand seit")

    class Meta:
        verbose_name = "Niederschrift"
        verbose_name_plural = "Niederschriften"
        triggers = [
            never_deleted("minutes_never_deleted"),
            known_steps("minutes_known_steps", MINUTES_STEPS),
            _signed_by_both(),
        ]

    def __str__(self) -> str:
        return f"Niederschrift {self.meeting}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class MinutesEntry(models.Model):
    """Text zu einem Punkt: course of the debate, statements for the record; as public as its item (N-06)."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="entries")
    item = models.OneToOneField(AgendaItem, on_delete=models.PROTECT, related_name="entry")
    text = models.TextField("Text", blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField("geändert am")

    class Meta:
        verbose_name = "Text zur Niederschrift"
        verbose_name_plural = "Texte zur Niederschrift"
        triggers = [_while("minutes_entry_in_draft", MinutesStatus.DRAFT)]


class MinutesSignature(models.Model):
    """Unterschrift unter der Niederschrift, or the note that somebody refused it (N-01, N-02)."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField("als", max_length=15, choices=SignerRole)
    name = models.CharField("Name", max_length=200)
    covers = models.CharField("für", max_length=200)
    way = models.CharField("wie", max_length=12, choices=SignatureWay, default=SignatureWay.PAPER)
    signed_on = models.DateField("unterschrieben am", null=True, blank=True)
    refusal = models.CharField("Grund der Verweigerung", max_length=500, blank=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        verbose_name = "Unterschrift"
        verbose_name_plural = "Unterschriften"
        ordering = ["pk"]
        triggers = [_while("minutes_signature_when_ready", MinutesStatus.READY)]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "role", "name"], name="minutes_signature_once"),
            models.CheckConstraint(
                name="minutes_signed_or_refused",
                condition=Q(signed_on__isnull=False, refusal="")
                | (Q(signed_on__isnull=True) & ~Q(refusal="")),
            ),
            happened("minutes_signature_happened", "signed_on"),
        ]


class MinutesScan(models.Model):
    """Scan der unterschriebenen Niederschrift, one for each part, by its hash (N-01)."""

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="scans")
    edition = models.CharField("Teil", max_length=10, choices=Edition)
    media_type = models.CharField("Dateityp", max_length=100)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("Größe in Byte")
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("hochgeladen am")

    class Meta:
        verbose_name = "Scan einer Niederschrift"
        verbose_name_plural = "Scans einer Niederschrift"
        triggers = [_while("minutes_scan_when_ready", MinutesStatus.READY)]
        constraints = [
            models.UniqueConstraint(fields=["minutes", "edition"], name="minutes_scan_once_a_part")
        ]


class MinutesObjection(models.Model):
    """Einwendung gegen eine Niederschrift: it changes nothing and stands at its item of the next meeting (N-04, N-05).

    ``edition`` says which part it is about: words about the non-public one stay in non-public papers (N-06).
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="objections")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="objections"
    )
    edition = models.CharField("Teil", max_length=10, choices=Edition, default=Edition.PUBLIC)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    text = models.TextField("Einwendung")
    raised_on = models.DateField("erhoben am")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        verbose_name = "Einwendung gegen die Niederschrift"
        verbose_name_plural = "Einwendungen gegen die Niederschrift"
        ordering = ["raised_on", "pk"]
        triggers = [frozen_row("minutes_objection_frozen")]
        constraints = [happened("minutes_objection_happened", "raised_on")]
