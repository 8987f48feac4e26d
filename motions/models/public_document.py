"""Öffentliche Ausfertigung, die weder zu einer Vorlage noch zu einer Sitzung gehört."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from .address import public_address
from .choices import Edition
from .triggers import never_deleted

_FROZEN = ("public_id", "series", "revision", "title", "page", "papers", "as_of", "content", "issued_at")


class PublicDocument(models.Model):
    """Öffentliche Ausfertigung, etwa der beschlossene Stellenplan: frozen content and, once made, its file (SI-04).

    ``series`` holds the revisions together, each in the place of the one before; ``as_of`` is the day whose state it
    tells. It is public as long as each of ``papers``, which it follows from, is. ``page`` is where it is shown.
    """

    public_id = public_address()
    series = models.SlugField("Reihe", max_length=60)
    revision = models.PositiveSmallIntegerField("Fassung")
    title = models.CharField("Titel", max_length=200)
    page = models.CharField("Seite", max_length=200)
    papers = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="Vorlagen")
    as_of = models.DateField("Stand")
    content = models.JSONField("Inhalt")
    issued_at = models.DateTimeField("ausgefertigt am")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    size = models.PositiveBigIntegerField("Größe in Byte", null=True, blank=True)
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    made_at = models.DateTimeField("hergestellt am", null=True, blank=True)
    failure = models.CharField("Hindernis", max_length=500, blank=True, default="")

    class Meta:
        verbose_name = "Öffentliche Ausfertigung"
        verbose_name_plural = "Öffentliche Ausfertigungen"
        ordering = ["series", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["series", "revision"], name="public_document_once"),
            models.CheckConstraint(
                name="public_document_made_whole",
                condition=Q(sha256="", size__isnull=True, pages__isnull=True, made_at__isnull=True)
                | (Q(size__isnull=False, pages__isnull=False, made_at__isnull=False) & ~Q(sha256="")),
            ),
        ]
        triggers = [
            never_deleted("public_document_never_deleted"),
            pgtrigger.Protect(
                name="public_document_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(
                        [
                            *(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _FROZEN),
                            "OLD.sha256 <> '' AND (OLD.sha256, OLD.size, OLD.pages, OLD.made_at) IS DISTINCT FROM"
                            " (NEW.sha256, NEW.size, NEW.pages, NEW.made_at)",
                        ]
                    )
                ),
            ),
        ]

    @property
    def edition(self) -> str:
        """There is no other audience."""
        return Edition.PUBLIC

    @property
    def is_made(self) -> bool:
        """The PDF has been made and stored."""
        return bool(self.sha256)
