"""Signaturaufträge und Signaturen: which bytes somebody had signed, and the file that came of it (SI-02, SI-04)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Prefetch, Q

from .address import public_address
from .choices import SignatureKind
from .document import IssuedDocument
from .invitation import MeetingDocument
from .public_document import PublicDocument
from .triggers import frozen_row, never_deleted

_ASKED = (
    *("public_id", "issued_id", "of_meeting_id", "public_document_id", "field", "kind", "key", "signer"),
    *("source_sha256", "asked_by_id", "asked_at"),
)
_DOCUMENTS = ("issued", "of_meeting", "public_document")


def _document(related_name: str) -> dict[str, Any]:
    return {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": related_name}


def _one_document(name: str) -> models.CheckConstraint:
    either = Q()
    for one in _DOCUMENTS:
        either |= Q(**{f"{other}__isnull": other != one for other in _DOCUMENTS})
    return models.CheckConstraint(name=name, condition=either)


class SigningRequest(models.Model):
    """Signaturauftrag: sign exactly these bytes; the worker does it once, however often it is tried.

    ``source_sha256`` is the hash that stood on the screen. ``failure`` is the sentence of the last try.
    ``is_held``: its key was refused, and it waits for a person.
    ``ended_at``: signed, taken back by ``cancelled_by``, or outdated by another version (``failure`` says so).
    """

    public_id = public_address()
    issued = models.ForeignKey(IssuedDocument, **_document("signing_requests"))
    of_meeting = models.ForeignKey(MeetingDocument, **_document("signing_requests"))
    public_document = models.ForeignKey(PublicDocument, **_document("signing_requests"))
    field = models.CharField("Feld", max_length=40)
    kind = models.CharField("Art", max_length=10, choices=SignatureKind)
    key = models.CharField("Schlüssel", max_length=60)
    signer = models.CharField("wer unterschreibt", max_length=200)
    source_sha256 = models.CharField("SHA-256 der gezeigten Datei", max_length=64)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField("beauftragt am")
    tries = models.PositiveSmallIntegerField("Versuche", default=0)
    failure = models.CharField("Hindernis", max_length=500, blank=True, default="")
    is_held = models.BooleanField("angehalten", default=False, db_default=False)
    tried_at = models.DateTimeField("zuletzt versucht am", null=True, blank=True)
    ended_at = models.DateTimeField("beendet am", null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = "Signaturauftrag"
        verbose_name_plural = "Signaturaufträge"
        ordering = ["-asked_at", "-pk"]
        constraints = [
            _one_document("signing_request_of_one_document"),
            models.UniqueConstraint(
                fields=list(_DOCUMENTS),
                condition=Q(ended_at__isnull=True),
                nulls_distinct=False,
                name="signing_request_one_at_a_time",
            ),
            models.CheckConstraint(
                name="signing_request_cancelled_ended",
                condition=Q(cancelled_by__isnull=True) | Q(ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="signing_request_held_for_a_reason",
                condition=Q(is_held=False) | ~Q(failure=""),
            ),
        ]
        triggers = [
            never_deleted("signing_request_never_deleted"),
            pgtrigger.Protect(
                name="signing_request_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    " OR ".join(
                        [
                            "OLD.ended_at IS NOT NULL",
                            *(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in _ASKED),
                        ]
                    )
                ),
            ),
        ]

    @property
    def document(self) -> IssuedDocument | MeetingDocument | PublicDocument:
        """What is signed."""
        return self.issued or self.of_meeting or self.public_document

    @property
    def is_open(self) -> bool:
        """Neither signed nor taken back."""
        return self.ended_at is None


class Signature(models.Model):
    """Signatur: one more version of an issued document, the bytes of the one before with a signature behind them.

    A chain: ``source_sha256`` is what was signed, ``sha256`` what came of it; no version is signed twice. ``verdict``
    is what the own check said the moment it was stored (signing/verdict.py).
    """

    request = models.OneToOneField(
        SigningRequest, on_delete=models.PROTECT, null=True, blank=True, related_name="signature"
    )
    issued = models.ForeignKey(IssuedDocument, **_document("signatures"))
    of_meeting = models.ForeignKey(MeetingDocument, **_document("signatures"))
    public_document = models.ForeignKey(PublicDocument, **_document("signatures"))
    number = models.PositiveSmallIntegerField("laufend")
    field = models.CharField("Feld", max_length=40)
    kind = models.CharField("Art", max_length=10, choices=SignatureKind)
    signer = models.CharField("wer unterschrieben hat", max_length=200)
    source_sha256 = models.CharField("SHA-256 vorher", max_length=64)
    sha256 = models.CharField("SHA-256", max_length=64, unique=True)
    size = models.PositiveBigIntegerField("Größe in Byte")
    verdict = models.JSONField("Prüfergebnis")
    signed_at = models.DateTimeField("signiert am")

    class Meta:
        verbose_name = "Signatur"
        verbose_name_plural = "Signaturen"
        ordering = ["number"]
        triggers = [frozen_row("signature_frozen")]
        constraints = [
            _one_document("signature_of_one_document"),
            models.UniqueConstraint(
                fields=[*_DOCUMENTS, "number"], nulls_distinct=False, name="signature_number_once"
            ),
            models.UniqueConstraint(
                fields=[*_DOCUMENTS, "source_sha256"],
                nulls_distinct=False,
                name="signature_version_signed_once",
            ),
            models.CheckConstraint(
                name="signature_changes_the_file", condition=~Q(source_sha256=F("sha256")) & ~Q(sha256="")
            ),
        ]

    @property
    def document(self) -> IssuedDocument | MeetingDocument | PublicDocument:
        """What was signed."""
        return self.issued or self.of_meeting or self.public_document

    @property
    def archived_until(self) -> dt.datetime | None:
        """Until when the last archive time stamp of the file vouches for it."""
        until = self.verdict["archived_until"]
        return dt.datetime.fromisoformat(until) if until else None


# For lists of documents that tell which file is handed out (Printed.delivered).
SIGNED = Prefetch("signatures", Signature.objects.defer("verdict"))


class SignedUpload(models.Model):
    """Anderswo unterschriebene Datei: what was uploaded and what the check said; with a ``problem`` it counts nothing.

    Checked by the worker: until ``checked_at`` nothing is known. An accepted one becomes a Signature (SI-02).
    """

    of_meeting = models.ForeignKey(MeetingDocument, on_delete=models.PROTECT, related_name="signed_uploads")
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("Größe in Byte")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField("hochgeladen am")
    checked_at = models.DateTimeField("geprüft am", null=True, blank=True)
    problem = models.CharField("Was dagegen spricht", max_length=500, blank=True, default="")
    verdict = models.JSONField("Prüfergebnis", null=True, blank=True)

    class Meta:
        verbose_name = "Anderswo unterschriebene Datei"
        verbose_name_plural = "Anderswo unterschriebene Dateien"
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["of_meeting", "sha256"], name="signed_upload_once"),
            models.CheckConstraint(
                name="signed_upload_checked_whole",
                condition=Q(checked_at__isnull=True, verdict__isnull=True, problem="")
                | Q(checked_at__isnull=False, verdict__isnull=False),
            ),
        ]
        triggers = [
            never_deleted("signed_upload_never_deleted"),
            pgtrigger.Protect(
                name="signed_upload_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.checked_at IS NOT NULL OR (OLD.of_meeting_id, OLD.sha256, OLD.size, OLD.uploaded_by_id,"
                    " OLD.uploaded_at) IS DISTINCT FROM (NEW.of_meeting_id, NEW.sha256, NEW.size,"
                    " NEW.uploaded_by_id, NEW.uploaded_at)"
                ),
            ),
        ]
