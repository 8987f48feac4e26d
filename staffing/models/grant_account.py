"""Abwicklung einer Förderung: drawdowns, reports, obligations, repayments (domain.md 3.4).

No data of any client is kept here, nor may be (K-12).
"""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from motions.models.recorded import Recorded
from motions.models.triggers import frozen_row

from .choices import ClawbackKind, ObligationKind, ReportKind
from .grant import FundingGrant
from .struck import STANDING, Strikable, struck_once, struck_whole

NO_CLIENTS = "Keine Angaben zu betreuten Menschen: keine Namen, keine Fälle, keine Zahlen zu Einzelnen."


def year_constraint(name: str) -> models.CheckConstraint:
    """A year somebody can mean."""
    return models.CheckConstraint(
        name=name,
        condition=Q(year__gte=1990, year__lte=2100),
        violation_error_message="Geben Sie ein Jahr zwischen 1990 und 2100 ein.",
    )


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Drawdown(Strikable):
    """Mittelabruf: money asked for and, once it is there, the day it came in; euro."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="drawdowns")
    year = models.PositiveSmallIntegerField("Für das Jahr")
    amount = models.DecimalField("Betrag in Euro", max_digits=12, decimal_places=2)
    requested_on = models.DateField("abgerufen am")
    received_on = models.DateField("eingegangen am", null=True, blank=True)
    remark = models.CharField("Bemerkung", max_length=300, blank=True, help_text=NO_CLIENTS)

    class Meta:
        verbose_name = "Mittelabruf"
        verbose_name_plural = "Mittelabrufe"
        ordering = ["requested_on", "pk"]
        constraints = [
            year_constraint("drawdown_year"),
            models.CheckConstraint(
                name="drawdown_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Geben Sie einen Betrag größer als 0 ein, zum Beispiel 28.500,00.",
            ),
            models.CheckConstraint(
                name="drawdown_received_after_request",
                condition=Q(received_on__isnull=True) | Q(received_on__gte=F("requested_on")),
                violation_error_message="Das Geld kann nicht vor dem Abruf eingegangen sein. Prüfen Sie die Tage.",
            ),
            models.UniqueConstraint(
                fields=["grant", "year", "requested_on", "amount"],
                name="drawdown_once",
                condition=STANDING,
                violation_error_message="Dieser Mittelabruf ist schon eingetragen.",
            ),
            struck_whole("drawdown_struck_whole"),
        ]
        triggers = [struck_once("drawdown_struck_once")]

    def __str__(self) -> str:
        return f"Mittelabruf vom {self.requested_on:%d.%m.%Y}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class UsageReport(Strikable):
    """Verwendungsnachweis oder Sachbericht: due on a day, handed in with its document (K-06, K-07).

    ``time_percent`` is the share of working time spent on the funded task.
    """

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="reports")
    kind = models.CharField("Art", max_length=12, choices=ReportKind)
    year = models.PositiveSmallIntegerField("Für das Jahr")
    due_on = models.DateField("fällig am")
    submitted_on = models.DateField("vorgelegt am", null=True, blank=True)
    document = models.CharField("Dokument oder Aktenzeichen", max_length=300, blank=True)
    time_percent = models.DecimalField(
        "Zeitanteil für die geförderte Aufgabe in Prozent",
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
    )
    remark = models.CharField("Bemerkung", max_length=500, blank=True, help_text=NO_CLIENTS)

    class Meta:
        verbose_name = "Verwendungsnachweis"
        verbose_name_plural = "Verwendungsnachweise"
        ordering = ["due_on", "pk"]
        constraints = [
            year_constraint("report_year"),
            models.CheckConstraint(
                name="report_submitted_with_document",
                condition=Q(submitted_on__isnull=True) | ~Q(document=""),
                violation_error_message="Nennen Sie das vorgelegte Dokument oder sein Aktenzeichen.",
            ),
            models.CheckConstraint(
                name="report_time",
                condition=Q(time_percent__isnull=True) | Q(time_percent__gte=0, time_percent__lte=100),
                violation_error_message="Geben Sie den Zeitanteil zwischen 0 und 100 Prozent ein.",
            ),
            models.UniqueConstraint(
                fields=["grant", "kind", "year"],
                name="report_once",
                condition=STANDING,
                violation_error_message="Für dieses Jahr ist dieser Bericht schon eingetragen.",
            ),
            struck_whole("report_struck_whole"),
        ]
        triggers = [struck_once("report_struck_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class ReportReminder(models.Model):
    """Erinnerung an einen Bericht, so many days before it is due; written once, so that nobody is told twice (K-07)."""

    report = models.ForeignKey(UsageReport, on_delete=models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField("Tage vorher")
    due_on = models.DateField("fällig am")
    told_at = models.DateTimeField("erinnert am")

    class Meta:
        verbose_name = "Erinnerung"
        verbose_name_plural = "Erinnerungen"
        constraints = [models.UniqueConstraint(fields=["report", "days", "due_on"], name="reminder_once")]
        triggers = [frozen_row("reminder_frozen")]

    def __str__(self) -> str:
        return f"{self.report}: {self.days} Tage vorher"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GrantObligation(Strikable):
    """Auflage oder Pflicht aus einem Bescheid: Zweckbindung, Besserstellungsverbot and others."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="obligations")
    kind = models.CharField("Art", max_length=16, choices=ObligationKind)
    text = models.CharField("Was ist zu tun oder zu lassen?", max_length=500, help_text=NO_CLIENTS)
    ends_on = models.DateField("bis", null=True, blank=True)
    met_on = models.DateField("erfüllt am", null=True, blank=True)

    class Meta:
        verbose_name = "Auflage"
        verbose_name_plural = "Auflagen"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(name="obligation_says_something", condition=~Q(text="")),
            struck_whole("obligation_struck_whole"),
        ]
        triggers = [struck_once("obligation_struck_once")]

    def __str__(self) -> str:
        return self.get_kind_display()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Clawback(Recorded, Strikable):
    """Rückzahlung oder ihre Prüfung: an amount of a year that may have to go back; euro (K-04)."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="clawbacks")
    kind = models.CharField("Art", max_length=12, choices=ClawbackKind)
    year = models.PositiveSmallIntegerField("Für das Jahr")
    amount = models.DecimalField("Betrag in Euro", max_digits=12, decimal_places=2)
    reason = models.CharField("Grund", max_length=300, help_text=NO_CLIENTS)
    settled_on = models.DateField("erledigt am", null=True, blank=True)

    class Meta:
        verbose_name = "Rückzahlung"
        verbose_name_plural = "Rückzahlungen"
        ordering = ["year", "pk"]
        constraints = [
            year_constraint("clawback_year"),
            models.CheckConstraint(
                name="clawback_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Geben Sie einen Betrag größer als 0 ein.",
            ),
            struck_whole("clawback_struck_whole"),
        ]
        triggers = [struck_once("clawback_struck_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.year}"


class VacancyReminder(models.Model):
    """Erinnerung an eine Rückzahlung wegen Vakanz, once for each grant and year that is over (K-04)."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="vacancy_reminders")
    year = models.PositiveSmallIntegerField("Für das Jahr")
    told_at = models.DateTimeField("erinnert am")

    class Meta:
        verbose_name = "Erinnerung an eine Vakanz"
        verbose_name_plural = "Erinnerungen an Vakanzen"
        constraints = [
            year_constraint("vacancy_reminder_year"),
            models.UniqueConstraint(fields=["grant", "year"], name="vacancy_reminder_once"),
        ]
        triggers = [frozen_row("vacancy_reminder_frozen")]

    def __str__(self) -> str:
        return f"{self.grant}: {self.year}"
