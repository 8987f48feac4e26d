"""Einladung, Zustellung, Bekanntmachung und Ausfertigungen einer Sitzung (§ 48 GO NRW, SI-04)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from .choices import Channel, Edition, MeetingDocumentKind
from .meeting import AgendaItem, Meeting
from .organization import Person
from .printed import Printed, frozen_with_its_file, made_whole
from .triggers import frozen_row, never_deleted

_FROZEN = ("public_id", "meeting_id", "kind", "edition", "revision", "item_id", "content", "issued_at")


class Invitation(models.Model):
    """Einladung oder Nachtrag: who sent which revision of the agenda, when and why at short notice (E-01, E-02)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    revision = models.PositiveSmallIntegerField("Fassung")
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField("versandt am")
    is_short_notice = models.BooleanField("mit verkürzter Frist", default=False)
    urgency_reason = models.TextField("Begründung der Dringlichkeit", blank=True)

    class Meta:
        verbose_name = "Einladung"
        verbose_name_plural = "Einladungen"
        ordering = ["meeting", "revision"]
        triggers = [frozen_row("invitation_frozen")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "revision"], name="invitation_revision_once"),
            models.CheckConstraint(
                name="invitation_short_notice_has_reason",
                condition=Q(is_short_notice=False) | ~Q(urgency_reason=""),
            ),
        ]


class Delivery(models.Model):
    """Zustellung der Einladung an ein Mitglied (E-03): when it was provided, on which way, when told."""

    invitation = models.ForeignKey(Invitation, on_delete=models.PROTECT, related_name="deliveries")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    channel = models.CharField("Weg", max_length=10, choices=Channel)
    is_substitute = models.BooleanField("zur Information als Stellvertretung", default=False)
    provided_at = models.DateTimeField("bereitgestellt am")
    notified_at = models.DateTimeField("benachrichtigt am", null=True, blank=True)

    class Meta:
        verbose_name = "Zustellung"
        verbose_name_plural = "Zustellungen"
        ordering = ["invitation", "person__last_name", "person__first_name"]
        constraints = [
            models.UniqueConstraint(fields=["invitation", "person"], name="delivery_once_a_person")
        ]
        triggers = [
            never_deleted("delivery_never_deleted"),
            pgtrigger.Protect(
                name="delivery_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "OLD.notified_at IS NOT NULL OR (OLD.invitation_id, OLD.person_id, OLD.channel,"
                    " OLD.is_substitute, OLD.provided_at) IS DISTINCT FROM (NEW.invitation_id, NEW.person_id,"
                    " NEW.channel, NEW.is_substitute, NEW.provided_at)"
                ),
            ),
        ]


class PublicNotice(models.Model):
    """Bekanntmachung von Zeit, Ort und Tagesordnung in der Form der Hauptsatzung (§ 48 Abs. 1 GO NRW, E-05)."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="notices")
    revision = models.PositiveSmallIntegerField("Fassung")
    form = models.CharField("Form", max_length=200)
    published_on = models.DateField("bekannt gemacht am")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        verbose_name = "Bekanntmachung"
        verbose_name_plural = "Bekanntmachungen"
        ordering = ["meeting", "revision"]
        triggers = [frozen_row("public_notice_frozen")]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "revision"], name="public_notice_revision_once")
        ]


class MeetingDocument(Printed):
    """Ausfertigung aus einer Sitzung (SI-04).

    ``edition`` is its audience: the public one is made from public rows only, so that nothing in it tells of the
    other (P-06, N-06). ``published_at`` says since when its audience may read it; before that only the Ratsbüro may.
    ``shortfalls`` names the annexes of a package that keep it from a format, each with its reason; null where nobody
    asked.
    """

    signed_as = "of_meeting"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField("Art", max_length=10, choices=MeetingDocumentKind)
    edition = models.CharField("Ausfertigung", max_length=10, choices=Edition)
    revision = models.PositiveSmallIntegerField("Fassung")
    item = models.ForeignKey(
        AgendaItem, on_delete=models.PROTECT, null=True, blank=True, related_name="documents"
    )
    issued_at = models.DateTimeField("ausgefertigt am")
    published_at = models.DateTimeField("veröffentlicht am", null=True, blank=True)
    shortfalls = models.JSONField("Abweichungen vom Archivformat", null=True, blank=True)

    class Meta:
        verbose_name = "Ausfertigung einer Sitzung"
        verbose_name_plural = "Ausfertigungen einer Sitzung"
        ordering = ["meeting", "kind", "edition", "-revision"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "kind", "edition", "revision", "item"],
                nulls_distinct=False,
                name="meeting_document_once",
            ),
            made_whole("meeting_document_made_whole"),
            models.CheckConstraint(
                name="meeting_document_extract_of_an_item",
                condition=Q(kind=MeetingDocumentKind.EXTRACT, item__isnull=False)
                | (~Q(kind=MeetingDocumentKind.EXTRACT) & Q(item__isnull=True)),
            ),
        ]
        triggers = [
            never_deleted("meeting_document_never_deleted"),
            frozen_with_its_file("meeting_document_frozen", _FROZEN, of_file=["shortfalls"]),
        ]
