"""Sitzungen und ihre Tagesordnung (§§ 47, 48 GO NRW; OParl Meeting, AgendaItem)."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from .choices import ANNOUNCED, ItemKind, MeetingStatus, SecrecyGround
from .consultation import Consultation
from .meeting_guards import of_a_meeting, of_an_agenda_item
from .organization import Organization


class MeetingQuerySet(models.QuerySet["Meeting"]):
    """Sets of meetings; the dates are public, what is treated there is decided in rules/permissions.py."""

    def by_date(self) -> MeetingQuerySet:
        """In the order they take place."""
        return self.order_by("starts_at", "organization__name", "pk")

    def not_cancelled(self) -> MeetingQuerySet:
        """Those that take place or took place."""
        return self.exclude(status=MeetingStatus.CANCELLED)

    def to_come(self, day: dt.date) -> MeetingQuerySet:
        """From a day on, the cancelled ones included: who wants to come must read that, too."""
        return self.filter(starts_at__date__gte=day).exclude(status=MeetingStatus.CLOSED)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Meeting(models.Model):
    """Sitzung eines Gremiums (OParl Meeting)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="meetings", verbose_name="Gremium"
    )
    status = models.CharField("Stand", max_length=12, choices=MeetingStatus, default=MeetingStatus.PLANNED)
    version = models.PositiveIntegerField(default=1)
    status_since = models.DateTimeField("Stand seit")
    slug = models.SlugField("Adresse", max_length=120, unique=True)

    starts_at = models.DateTimeField("Beginn")
    planned_end_at = models.DateTimeField("voraussichtliches Ende", null=True, blank=True)
    place = models.CharField("Ort", max_length=200)
    room = models.CharField("Raum", max_length=100, blank=True)
    access_note = models.CharField("Hinweise zum Zugang", max_length=300, blank=True)
    editorial_deadline_on = models.DateField("Redaktionsschluss", null=True, blank=True)
    is_hybrid = models.BooleanField("hybride Sitzung", default=False)
    moved_from = models.DateTimeField("verlegt vom", null=True, blank=True)
    change_reason = models.CharField("Grund der Verlegung oder Absage", max_length=300, blank=True)
    second_summons = models.BooleanField("zweite Einladung zum selben Gegenstand", default=False)

    opened_at = models.DateTimeField("eröffnet", null=True, blank=True)
    closed_at = models.DateTimeField("geschlossen", null=True, blank=True)
    minute_taker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Schriftführung",
    )

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = "Sitzung"
        verbose_name_plural = "Sitzungen"
        ordering = ["starts_at"]
        indexes = [models.Index(fields=["organization", "starts_at"], name="meeting_by_organ")]
        triggers = of_a_meeting()
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "starts_at"],
                name="meeting_once_at_a_time",
                condition=~Q(status=MeetingStatus.CANCELLED),
                violation_error_message="Dieses Gremium hat zu dieser Zeit schon eine Sitzung.",
            ),
            models.CheckConstraint(
                name="meeting_opened_in_session",
                condition=Q(
                    status__in=[MeetingStatus.PLANNED, MeetingStatus.INVITED, MeetingStatus.CANCELLED],
                    opened_at__isnull=True,
                    closed_at__isnull=True,
                )
                | Q(status=MeetingStatus.IN_SESSION, opened_at__isnull=False, closed_at__isnull=True)
                | Q(
                    status__in=[MeetingStatus.IN_SESSION, MeetingStatus.CLOSED],
                    opened_at__isnull=False,
                    closed_at__gte=F("opened_at"),
                ),
            ),
            models.CheckConstraint(
                name="meeting_date_plausible",
                condition=Q(starts_at__year__gte=1990, starts_at__year__lte=2100),
                violation_error_message="Geben Sie einen Beginn zwischen 1990 und 2100 ein.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {timezone.localtime(self.starts_at):%d.%m.%Y}"

    @property
    def held_on(self) -> dt.date:
        """The day of the meeting in the town; memberships and local law are asked for this day."""
        return timezone.localdate(self.starts_at)

    @property
    def is_announced(self) -> bool:
        """Members were invited, so the agenda has numbers that stay (E-12)."""
        return self.status in ANNOUNCED

    @property
    def where(self) -> str:
        """Place and room as people say it."""
        return ", ".join(filter(None, [self.place, self.room]))


class OnlineAccess(models.Model):
    """Einwahl in eine hybride Sitzung: for the members of the organ only (§ 58a GO NRW, H-02)."""

    meeting = models.OneToOneField(Meeting, on_delete=models.CASCADE, related_name="online_access")
    link = models.URLField("Link zur Videokonferenz", max_length=500)

    class Meta:
        verbose_name = "Online-Zugang"
        verbose_name_plural = "Online-Zugänge"


class AgendaItemQuerySet(models.QuerySet["AgendaItem"]):
    """Sets of agenda items; who may see them is decided in rules/permissions.py."""

    def in_order(self) -> AgendaItemQuerySet:
        """The public part first, each item before its sub-items."""
        return self.annotate(
            place_of_parent=Coalesce("parent__position", "position"),
            parent_first=Case(When(parent__isnull=True, then=Value(0)), default=Value(1)),
            family=Coalesce("parent", "pk"),
        ).order_by("meeting", "-is_public", "place_of_parent", "family", "parent_first", "position", "pk")

    def announced(self) -> AgendaItemQuerySet:
        """Sent with an invitation, a supplement or by an extension of the agenda."""
        return self.filter(announced_at__isnull=False)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class AgendaItem(models.Model):
    """Tagesordnungspunkt (TOP, OParl AgendaItem).

    ``position`` orders the items below one parent, ``number`` is what was sent: frozen from then on (E-12).
    Of a non-public item the public reads ``public_title`` only, from the frozen agenda (E-13).
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    parent = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="children"
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")
    kind = models.CharField("Art", max_length=15, choices=ItemKind, default=ItemKind.OTHER)
    title = models.CharField("Titel", max_length=500)
    public_title = models.CharField("Titel für die Öffentlichkeit", max_length=200, blank=True)
    is_public = models.BooleanField("öffentlich", default=True)
    secrecy_ground = models.CharField(
        "Grund der Nichtöffentlichkeit", max_length=20, choices=SecrecyGround, blank=True, default=""
    )
    consultation = models.ForeignKey(
        Consultation,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name="Beratung",
    )
    is_tabled = models.BooleanField("Tischvorlage", default=False)
    number = models.CharField("TOP", max_length=12, blank=True, default="")
    announced_at = models.DateTimeField("mitgeteilt am", null=True, blank=True)
    extension_reason = models.TextField("Dringlichkeit der Erweiterung", blank=True)
    accepted_note = models.CharField("Vermerk zur Aufnahme", max_length=300, blank=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        verbose_name = "Tagesordnungspunkt"
        verbose_name_plural = "Tagesordnungspunkte"
        ordering = ["meeting", "-is_public", "position", "pk"]
        triggers = of_an_agenda_item()
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "is_public", "number"],
                condition=~Q(number=""),
                name="agenda_item_number_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "consultation", "is_public"],
                condition=Q(consultation__isnull=False),
                name="agenda_item_consultation_once_a_part",
                violation_error_message="Diese Vorlage steht schon auf der Tagesordnung.",
            ),
            models.CheckConstraint(
                name="agenda_item_announced_with_number",
                condition=Q(announced_at__isnull=True, number="")
                | (Q(announced_at__isnull=False) & ~Q(number="")),
            ),
            models.CheckConstraint(
                name="agenda_item_secrecy_has_ground",
                condition=Q(is_public=True, secrecy_ground="") | (Q(is_public=False) & ~Q(secrecy_ground="")),
                violation_error_message="Wählen Sie den Grund der Nichtöffentlichkeit (P-02).",
            ),
            models.CheckConstraint(
                name="agenda_item_secret_has_public_title",
                condition=Q(is_public=True) | Q(announced_at__isnull=True) | ~Q(public_title=""),
                violation_error_message="Ein nichtöffentlicher Punkt braucht einen öffentlichen Titel (E-13).",
            ),
            models.CheckConstraint(
                name="agenda_item_below_another", condition=Q(parent__isnull=True) | ~Q(parent=F("pk"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} {self.title}".strip()

    @property
    def label(self) -> str:
        """The number as it is spoken, "Ö 5" or "N 2"; empty before it was sent."""
        return f"{'Ö' if self.is_public else 'N'} {self.number}" if self.number else ""

    @property
    def address(self) -> str:
        """The label in an address, "oe-5" or "n-2"."""
        return f"{'oe' if self.is_public else 'n'}-{self.number}"
