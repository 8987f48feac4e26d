"""Anlagen und ausgefertigte Dokumente: files by content hash, releases that never change again."""

from __future__ import annotations

import datetime as dt

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .address import public_address
from .choices import Edition, Office
from .guards import frozen_with_its_paper
from .paper import Paper
from .printed import Printed, made_whole
from .triggers import frozen_row, never_deleted


@pghistory.track(
    pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), exclude=["public_id"]
)
class Attachment(models.Model):
    """Anlage einer Vorlage (OParl File); stored by content hash, type by content."""

    public_id = public_address()
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="attachments")
    position = models.PositiveSmallIntegerField("Reihenfolge")
    title = models.CharField("Titel", max_length=200)
    is_public = models.BooleanField("öffentlich", default=True)
    file_name = models.CharField("Dateiname", max_length=200)
    media_type = models.CharField("Dateityp", max_length=100)
    sha256 = models.CharField("Prüfsumme", max_length=64)
    size = models.PositiveBigIntegerField("Größe in Byte")
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    hidden = models.JSONField("Verborgene Inhalte", default=list, blank=True)
    # By its own word; nothing is known of files from before the question was asked.
    is_pdfa = models.BooleanField("nach eigener Angabe PDF/A", null=True, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("hochgeladen am")

    class Meta:
        verbose_name = "Anlage"
        verbose_name_plural = "Anlagen"
        ordering = ["position", "pk"]
        triggers = [frozen_with_its_paper("attachment_frozen")]
        constraints = [
            models.UniqueConstraint(
                fields=["paper", "position"],
                name="attachment_position_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return self.title


class Release(models.Model):
    """Freigabe: who released which revision, in whose place (V-13, V-16); never changes again.

    A revision whose only news is a further organ (B-07) names who added it and when; the text is still released by
    whoever released it first.
    """

    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="releases")
    revision = models.PositiveSmallIntegerField("Fassung")
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    office = models.CharField(
        "Amt",
        max_length=20,
        choices=[(Office.MAYOR, Office.MAYOR.label), (Office.GENERAL_DEPUTY, Office.GENERAL_DEPUTY.label)],
    )
    in_representation = models.BooleanField("in Vertretung", default=False)
    substitution_ground = models.CharField("Vertretungsgrund", max_length=200, blank=True)
    released_at = models.DateTimeField("freigegeben am")
    revised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revised_at = models.DateTimeField("Beratungsfolge ergänzt am", null=True, blank=True)

    class Meta:
        verbose_name = "Freigabe"
        verbose_name_plural = "Freigaben"
        ordering = ["paper", "revision"]
        constraints = [
            models.UniqueConstraint(fields=["paper", "revision"], name="release_revision_once"),
            models.CheckConstraint(
                name="release_representation_has_ground",
                condition=Q(in_representation=False, substitution_ground="")
                | (Q(in_representation=True) & ~Q(substitution_ground="")),
            ),
            models.CheckConstraint(
                name="release_revised_by_somebody",
                condition=Q(revised_by__isnull=True, revised_at__isnull=True)
                | Q(revised_by__isnull=False, revised_at__isnull=False, revised_at__gte=F("released_at")),
            ),
        ]
        triggers = [frozen_row("release_frozen")]

    @property
    def written_at(self) -> dt.datetime:
        """When this revision came about."""
        return self.revised_at or self.released_at


_FROZEN = ("public_id", "release_id", "paper_id", "edition", "content")


class IssuedDocument(Printed):
    """Ausfertigung einer freigegebenen Vorlage, for one audience (SI-04)."""

    signed_as = "issued"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="documents")
    paper = models.ForeignKey(Paper, on_delete=models.PROTECT, related_name="documents")
    edition = models.CharField("Ausfertigung", max_length=10, choices=Edition)

    class Meta:
        verbose_name = "Ausfertigung"
        verbose_name_plural = "Ausfertigungen"
        ordering = ["release", "edition"]
        constraints = [
            models.UniqueConstraint(fields=["release", "edition"], name="issued_document_once"),
            made_whole("issued_document_made_whole"),
        ]
        triggers = [
            never_deleted("issued_document_never_deleted"),
            pgtrigger.Protect(
                name="issued_document_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(
                        [
                            "OLD.sha256 <> ''",
                            *(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FROZEN),
                        ]
                    )
                ),
            ),
        ]
