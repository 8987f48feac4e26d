"""Aufwandsentschädigung und Sitzungsgeld (§ 45 GO NRW, EntschVO NRW): what was paid to whom, frozen month by month."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from .organization import Organization, Person
from .triggers import frozen_row


class GroupSession(models.Model):
    """Fraktionssitzung: counts for the fee up to the number of the Hauptsatzung, whatever its form (G-05)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="group_sessions", verbose_name="Fraktion"
    )
    held_on = models.DateField("Datum")
    is_remote = models.BooleanField("digital oder hybrid", default=False)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("eingetragen am")

    class Meta:
        verbose_name = "Fraktionssitzung"
        verbose_name_plural = "Fraktionssitzungen"
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "held_on"],
                name="group_session_once_a_day",
                violation_error_message="Für diesen Tag ist schon eine Sitzung dieser Fraktion eingetragen.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.held_on:%d.%m.%Y}"


class GroupAttendance(models.Model):
    """Teilnahme an einer Fraktionssitzung."""

    session = models.ForeignKey(GroupSession, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "Teilnahme an einer Fraktionssitzung"
        verbose_name_plural = "Teilnahmen an Fraktionssitzungen"
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="group_attendance_once_a_person")
        ]


class GroupSessionCorrection(models.Model):
    """Berichtigung einer Fraktionssitzung: what was recorded before and after it, and why (G-02); never changed."""

    session = models.ForeignKey(GroupSession, on_delete=models.PROTECT, related_name="corrections")
    before = models.TextField("vorher")
    after = models.TextField("nachher")
    reason = models.TextField("Grund")
    corrected_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    corrected_at = models.DateTimeField("berichtigt am")

    class Meta:
        verbose_name = "Berichtigung einer Fraktionssitzung"
        verbose_name_plural = "Berichtigungen von Fraktionssitzungen"
        ordering = ["-corrected_at", "-pk"]
        triggers = [frozen_row("group_session_correction_frozen")]
        constraints = [
            models.CheckConstraint(name="group_session_correction_has_reason", condition=~Q(reason=""))
        ]


class FeeMonth(models.Model):
    """Abgeschlossener Monat: written once, also where nobody was due anything (G-01); ``month`` is its first day."""

    month = models.DateField("Monat", unique=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("abgeschlossen am")

    class Meta:
        verbose_name = "Abgeschlossener Monat"
        verbose_name_plural = "Abgeschlossene Monate"
        ordering = ["-month"]
        triggers = [frozen_row("fee_month_frozen")]
        constraints = [models.CheckConstraint(name="fee_month_is_a_month", condition=Q(month__day=1))]

    def __str__(self) -> str:
        return f"{self.month:%m/%Y}"


class FeeStatement(models.Model):
    """Abrechnung einer Person für einen Monat: frozen when it is closed; a correction is a further row with a reason.

    ``month`` is its first day; ``content`` holds the lines as they were computed, amounts as text in euro.
    """

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="fee_statements")
    month = models.DateField("Monat")
    revision = models.PositiveSmallIntegerField("Fassung", default=1)
    content = models.JSONField("Inhalt")
    total = models.DecimalField("Summe", max_digits=10, decimal_places=2)
    reason = models.TextField("Grund der Berichtigung", blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    closed_at = models.DateTimeField("abgeschlossen am")

    class Meta:
        verbose_name = "Abrechnung"
        verbose_name_plural = "Abrechnungen"
        ordering = ["-month", "person__last_name", "person__first_name", "-revision"]
        triggers = [frozen_row("fee_statement_frozen")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "month", "revision"], name="fee_statement_revision_once"
            ),
            models.CheckConstraint(name="fee_statement_of_a_month", condition=Q(month__day=1)),
            models.CheckConstraint(name="fee_statement_not_negative", condition=Q(total__gte=0)),
            models.CheckConstraint(
                name="fee_statement_correction_has_reason",
                condition=Q(revision=1, reason="") | (Q(revision__gt=1) & ~Q(reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.month:%m/%Y}"
