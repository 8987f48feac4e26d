"""Benachrichtigungen per E-Mail: what each person wants, and the outbox of what is to be told."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from .meeting import Meeting
from .paper import Paper


class NotificationRhythm(models.TextChoices):
    """Wann jemand Nachrichten per E-Mail bekommt; chosen by each person alone."""

    AT_ONCE = "at_once", "Sofort"
    DAILY = "daily", "Einmal am Tag, morgens gesammelt"
    NONE = "none", "Keine E-Mails"


class NotificationKind(models.TextChoices):
    """Handlung, die jemanden betrifft: the words of the mail come from here, never from what was typed."""

    MEETING_INVITED = "meeting_invited", "Einladung zur Sitzung"
    MEETING_MOVED = "meeting_moved", "Sitzung verlegt"
    MEETING_CANCELLED = "meeting_cancelled", "Sitzung abgesagt"
    AGENDA_SUPPLEMENTED = "agenda_supplemented", "Nachtrag zur Tagesordnung"
    MEMBER_DECLINED = "member_declined", "Ein Mitglied hat abgesagt"
    SUBSTITUTE_CALLED = "substitute_called", "Sie vertreten in dieser Sitzung"
    SUBSTITUTE_FREED = "substitute_freed", "Ihre Vertretung in dieser Sitzung entfällt"
    PAPER_RETURNED = "paper_returned", "Vorlage zurückgegeben"
    PAPER_HANDED_OVER = "paper_handed_over", "Übergabe einer Vorlage"
    CO_SIGNATURE_ASKED = "co_signature_asked", "Mitzeichnung erbeten"
    SIGNATURE_OUTDATED = "signature_outdated", "Text geändert: Mitzeichnung ist zu erneuern"
    PAPER_SUBMITTED = "paper_submitted", "Vorlage zur Freigabe"
    PAPER_RELEASED = "paper_released", "Vorlage freigegeben"
    PAPER_DECIDED = "paper_decided", "Über eine Vorlage ist entschieden"
    PAPER_REFERRED = "paper_referred", "Eine Vorlage ist verwiesen"
    OBJECTION_RAISED = (
        "objection_raised",
        "Gegen einen Beschluss ist Widerspruch, Beanstandung oder Einspruch eingelegt",
    )
    URGENT_DECISION = "urgent_decision", "Eine dringliche Entscheidung ist zu genehmigen"
    TASK_GIVEN = "task_given", "Ein Beschluss ist umzusetzen"
    TASK_OVERDUE = "task_overdue", "Die Umsetzung eines Beschlusses ist überfällig"
    MINUTES_TO_SIGN = "minutes_to_sign", "Eine Niederschrift wartet auf Ihre Unterschrift"
    MINUTES_SIGNED = "minutes_signed", "Die Niederschrift liegt vor"
    REPORT_DUE = "report_due", "Ein Nachweis wird fällig"
    REPAYMENT_CHECK = "repayment_check", "Eine Rückzahlung ist zu prüfen"


class NotificationChoice(models.Model):
    """Wunsch einer Person, wann sie E-Mails bekommt; without a row at once."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notification_choice"
    )
    rhythm = models.CharField("E-Mails", max_length=10, choices=NotificationRhythm)

    class Meta:
        verbose_name = "Wunsch zu Benachrichtigungen"
        verbose_name_plural = "Wünsche zu Benachrichtigungen"
        constraints = [
            models.CheckConstraint(
                name="notification_choice_known", condition=Q(rhythm__in=NotificationRhythm.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_rhythm_display()}"


class NotificationQuerySet(models.QuerySet["Notification"]):
    """Sets of the outbox."""

    def unsent(self) -> NotificationQuerySet:
        """Still to be told; whose account was closed is told nothing."""
        return self.filter(sent_at__isnull=True, recipient__is_active=True)

    def waiting(self, now: dt.datetime, *, given_up_before: dt.datetime) -> NotificationQuerySet:
        """Due, and in nobody's hands; what was claimed longer ago than that moment is free again."""
        free = Q(claimed_at__isnull=True) | Q(claimed_at__lt=given_up_before)
        return self.unsent().filter(free, due_at__lte=now)


class Notification(models.Model):
    """Nachricht im Ausgang: written in the transaction of the act it tells of, sent later by a job.

    ``page`` is the name of the page where to read on about what is neither a paper nor a meeting.
    It holds no words: they are made from ``kind`` and from what is public when the mail leaves. ``mail`` names the
    mail the row went into, for each try the same; ``claimed_at`` keeps a second worker away (rules/outbox.py).
    """

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications"
    )
    kind = models.CharField("Anlass", max_length=20, choices=NotificationKind)
    meeting = models.ForeignKey(
        Meeting, on_delete=models.PROTECT, null=True, blank=True, related_name="notifications"
    )
    paper = models.ForeignKey(
        Paper, on_delete=models.CASCADE, null=True, blank=True, related_name="notifications"
    )
    page = models.SlugField("Seite einer anderen Sache", max_length=40, blank=True)
    created_at = models.DateTimeField("entstanden am")
    due_at = models.DateTimeField("fällig am")
    mail = models.UUIDField("E-Mail", null=True, blank=True)
    claimed_at = models.DateTimeField("in Arbeit seit", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("vergebliche Versuche", default=0)
    sent_at = models.DateTimeField("versandt am", null=True, blank=True)
    failure = models.CharField("Hindernis", max_length=300, blank=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        verbose_name = "Benachrichtigung"
        verbose_name_plural = "Benachrichtigungen"
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["due_at"], name="notification_unsent", condition=Q(sent_at__isnull=True))
        ]
        constraints = [
            models.CheckConstraint(
                name="notification_of_one_matter",
                condition=Q(meeting__isnull=False, paper__isnull=True, page="")
                | Q(meeting__isnull=True, paper__isnull=False, page="")
                | (Q(meeting__isnull=True, paper__isnull=True) & ~Q(page="")),
            ),
            models.CheckConstraint(
                name="notification_claimed_for_a_mail",
                condition=Q(mail__isnull=False) | Q(claimed_at__isnull=True, sent_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} an {self.recipient}"
