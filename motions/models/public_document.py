"""Öffentliche Ausfertigung, die weder zu einer Vorlage noch zu einer Sitzung gehört."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models

from .choices import Edition
from .printed import Printed, frozen_with_its_file, made_whole
from .triggers import never_deleted

_FROZEN = ("public_id", "series", "revision", "title", "page", "papers", "as_of", "content", "issued_at")


class PublicDocument(Printed):
    """Öffentliche Ausfertigung, etwa der beschlossene Stellenplan (SI-04).

    ``series`` holds the revisions together, each in the place of the one before; ``as_of`` is the day whose state it
    tells. It is public as long as each of ``papers``, which it follows from, is. ``page`` is where it is shown.
    """

    signed_as = "public_document"

    series = models.SlugField("Reihe", max_length=60)
    revision = models.PositiveSmallIntegerField("Fassung")
    title = models.CharField("Titel", max_length=200)
    page = models.CharField("Seite", max_length=200)
    papers = ArrayField(models.BigIntegerField(), default=list, blank=True, verbose_name="Vorlagen")
    as_of = models.DateField("Stand")
    issued_at = models.DateTimeField("ausgefertigt am")

    class Meta:
        verbose_name = "Öffentliche Ausfertigung"
        verbose_name_plural = "Öffentliche Ausfertigungen"
        ordering = ["series", "-revision"]
        constraints = [
            models.UniqueConstraint(fields=["series", "revision"], name="public_document_once"),
            made_whole("public_document_made_whole"),
        ]
        triggers = [
            never_deleted("public_document_never_deleted"),
            frozen_with_its_file("public_document_frozen", _FROZEN),
        ]

    @property
    def edition(self) -> str:
        """There is no other audience."""
        return Edition.PUBLIC
