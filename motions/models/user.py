"""Konten: people who log in, what they hold in the administration and who stands in for them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from .bylaw import DateRange
from .choices import Office
from .organization import Person
from .period import Period, holds_on, period_constraint
from .unit import Unit


class UserManager(BaseUserManager["User"]):
    """Konten werden ohne Anfangskennwort angelegt: nobody ever knows another person's password."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A new account; without a password it can only be opened by a one-time link."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save()
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """The technical administration of reference data (Django admin)."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@pghistory.track(
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
    exclude=["password", "last_login"],
)
class User(AbstractBaseUser, PermissionsMixin):
    """Konto einer Person, by e-mail address."""

    email = models.EmailField("E-Mail")
    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    function = models.CharField(
        "Funktion",
        max_length=200,
        blank=True,
        help_text="Steht anstelle des Namens in öffentlichen Vorlagen, zum Beispiel „Sachbearbeitung Soziales“.",
    )
    short_sign = models.CharField("Kurzzeichen", max_length=10, blank=True)
    phone = models.CharField("Telefon", max_length=50, blank=True)
    person = models.OneToOneField(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        verbose_name="Person mit Mandat",
        related_name="user",
    )
    is_active = models.BooleanField("aktiv", default=True)
    is_staff = models.BooleanField("pflegt Stammdaten", default=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["first_name", "last_name"]
    objects = UserManager()

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        ordering = ["last_name", "first_name"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_once",
                violation_error_message="Zu dieser E-Mail-Adresse gibt es schon ein Konto.",
            )
        ]

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """First and last name as people say it."""
        return f"{self.first_name} {self.last_name}".strip()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Appointment(Period):
    """Amt: what a user holds in the administration, for a dated time (§ 62, § 68 GO NRW for the top)."""

    user = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="appointments", verbose_name="Konto"
    )
    office = models.CharField("Amt", max_length=20, choices=Office)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="appointments", verbose_name="Fachbereich"
    )

    class Meta:
        verbose_name = "Amt"
        verbose_name_plural = "Ämter"
        ordering = ["user", "starts_on"]
        constraints = [
            period_constraint("appointment_period"),
            ExclusionConstraint(
                name="appointment_one_mayor_at_a_time",
                expressions=[(DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS)],
                condition=Q(office=Office.MAYOR),
                violation_error_message=(
                    "In dieser Zeit ist das Amt schon besetzt. Beenden Sie zuerst das Amt der bisherigen Person."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_office_display()} ({self.unit.code})"

    @staticmethod
    def held(user: User, on: dt.date) -> models.QuerySet[Appointment]:
        """The offices a person holds on a day in his or her own right."""
        return Appointment.objects.filter(holds_on(on), user=user)


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Substitution(Period):
    """Vertretung: one person acts for another who is absent (V-13, § 68 GO NRW)."""

    absent = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="absences", verbose_name="abwesend"
    )
    substitute = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="vertreten durch"
    )
    ground = models.CharField(
        "Grund", max_length=200, help_text="Zum Beispiel: Urlaub, Dienstreise, Erkrankung."
    )

    class Meta:
        verbose_name = "Vertretung"
        verbose_name_plural = "Vertretungen"
        ordering = ["-starts_on"]
        constraints = [
            period_constraint("substitution_period"),
            models.CheckConstraint(
                condition=~Q(absent=F("substitute")),
                name="substitution_by_another",
                violation_error_message="Niemand kann sich selbst vertreten.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} für {self.absent}"
