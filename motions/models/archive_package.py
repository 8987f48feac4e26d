"""Archivpaket einer Sitzung oder eines Jahres (ArchivG NRW, SI-05)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from .address import public_address
from .choices import Edition
from .meeting import Meeting
from .triggers import never_deleted

_ASKED = ("public_id", "meeting_id", "year", "edition", "asked_by_id", "asked_at")
_MADE = ("sha256", "size", "file_count", "made_at", "parts")


class ArchivePackage(models.Model):
    """Archivpaket: what is offered to the archive, of one meeting or of one year, for one audience (SI-05).

    The row stays as proof of what was made; its file is forgotten after some weeks, for it can be made again.
    ``failure`` is the sentence of the last attempt, ``done`` of ``total`` says how far the present one is. ``parts``
    are the ids of what is in it: a public one is handed out only as long as everybody may read all of them.
    """

    public_id = public_address()
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="archive_packages"
    )
    year = models.PositiveSmallIntegerField("Jahr", null=True, blank=True)
    edition = models.CharField("Ausfertigung", max_length=10, choices=Edition)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("beauftragt am")
    done = models.PositiveIntegerField("Dateien im Paket", default=0)
    total = models.PositiveIntegerField("Dateien insgesamt", default=0)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    size = models.PositiveBigIntegerField("Größe in Byte", null=True, blank=True)
    file_count = models.PositiveIntegerField("Dateien", null=True, blank=True)
    made_at = models.DateTimeField("hergestellt am", null=True, blank=True)
    parts = models.JSONField("Bestandteile", default=list, blank=True)
    forgotten_at = models.DateTimeField("Datei gelöscht am", null=True, blank=True)
    failure = models.CharField("Hindernis", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "Archivpaket"
        verbose_name_plural = "Archivpakete"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="archive_package_of_meeting_or_year",
                condition=Q(meeting__isnull=False, year__isnull=True)
                | Q(meeting__isnull=True, year__isnull=False, year__gte=1990, year__lte=2100),
            ),
            models.CheckConstraint(
                name="archive_package_made_whole",
                condition=Q(sha256="", size__isnull=True, file_count__isnull=True, made_at__isnull=True)
                | (Q(size__isnull=False, file_count__isnull=False, made_at__isnull=False) & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="archive_package_forgotten_when_made",
                condition=Q(forgotten_at__isnull=True)
                | Q(made_at__isnull=False, forgotten_at__gte=F("made_at")),
            ),
            models.UniqueConstraint(
                fields=["meeting", "year", "edition"],
                condition=Q(made_at__isnull=True),
                nulls_distinct=False,
                name="archive_package_one_at_a_time",
            ),
        ]
        triggers = [
            never_deleted("archive_package_never_deleted"),
            pgtrigger.Protect(
                name="archive_package_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(
                        [
                            *(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _ASKED),
                            *(
                                f"(OLD.sha256 <> '' AND OLD.{name} IS DISTINCT FROM NEW.{name})"
                                for name in _MADE
                            ),
                        ]
                    )
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter}, {self.get_edition_display()}"

    @property
    def matter(self) -> str:
        """What it is about, as people say it."""
        return str(self.meeting) if self.meeting else f"Jahr {self.year}"

    @property
    def is_secret(self) -> bool:
        """Its file holds what is not public."""
        return self.edition == Edition.INTERNAL
