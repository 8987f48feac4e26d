"""Ausfertigung: what every issued document has in common, be it of a paper, of a meeting or of neither (SI-04)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, cast

import pgtrigger
from django.db import models
from django.db.models import Q

from .address import public_address
from .choices import SignatureKind

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


_OF_FILE = ("sha256", "size", "pages", "made_at")


class Kept(Protocol):
    """Eine Datei der Ablage."""

    sha256: str
    size: int | None


class Printed(models.Model):
    """Ausfertigung: frozen content under an address of its own and, once made, its file by hash (SI-04).

    ``failure`` is the sentence of the last attempt that made no file. ``signed_as`` is the name that orders and
    signatures have for this kind of document.
    """

    signed_as: ClassVar[str]
    signatures: RelatedManager[Any]

    public_id = public_address()
    content = models.JSONField("Inhalt")
    sha256 = models.CharField("SHA-256", max_length=64, blank=True, default="")
    size = models.PositiveBigIntegerField("Größe in Byte", null=True, blank=True)
    pages = models.PositiveIntegerField("Seiten", null=True, blank=True)
    made_at = models.DateTimeField("hergestellt am", null=True, blank=True)
    failure = models.CharField("Hindernis", max_length=500, blank=True, default="")

    class Meta:
        abstract = True

    @property
    def is_made(self) -> bool:
        """The PDF has been made and stored."""
        return bool(self.sha256)

    @property
    def delivered(self) -> Kept:
        """What is handed out, with its hash and size: the newest signed version, or the file as it was printed.

        Lists fetch ``signatures`` beforehand (signature.SIGNED).
        """
        return cast("Kept", max(self.signatures.all(), key=lambda row: row.number, default=self))

    @property
    def mark(self) -> str:
        """In words that the file is signed, "" if it is not."""
        kinds = {row.kind for row in self.signatures.all()}
        if SignatureKind.SEAL in kinds:
            return "mit Siegel der Stadt"
        return "elektronisch unterschrieben" if kinds else ""


def made_whole(name: str) -> models.CheckConstraint:
    """Hash, size, pages and time of a file, all or none."""
    return models.CheckConstraint(
        name=name,
        condition=Q(sha256="", size__isnull=True, pages__isnull=True, made_at__isnull=True)
        | (Q(size__isnull=False, pages__isnull=False, made_at__isnull=False) & ~Q(sha256="")),
    )


def frozen_with_its_file(
    name: str, columns: Iterable[str], *, of_file: Iterable[str] = ()
) -> pgtrigger.Trigger:
    """These columns never change; what is known of the file, ``of_file`` included, is written once."""
    known = ", ".join(f"OLD.{column}" for column in (*_OF_FILE, *of_file))
    return pgtrigger.Protect(
        name=name,
        operation=pgtrigger.Update,
        condition=pgtrigger.Condition(
            " OR ".join(
                [
                    *(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns),
                    f"OLD.sha256 <> '' AND ({known}) IS DISTINCT FROM ({known.replace('OLD', 'NEW')})",
                ]
            )
        ),
    )
