"""Gremien, Personen mit Mandat, Wahlperioden und Mitgliedschaften (§§ 40, 57–59 GO NRW)."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models

from .bylaw import DateRange
from .choices import Article, CommitteeKind, MembershipRole, OrganizationType
from .period import Period, holds_on, period_constraint


class LegislativeTerm(Period):
    """Wahlperiode: the size of the council is a property of the term (§ 42 GO NRW)."""

    name = models.CharField("Bezeichnung", max_length=50, unique=True)

    class Meta:
        verbose_name = "Wahlperiode"
        verbose_name_plural = "Wahlperioden"
        ordering = ["-starts_on"]
        constraints = [period_constraint("term_period")]

    def __str__(self) -> str:
        return self.name


class Organization(models.Model):
    """Gremium: Rat, Ausschuss oder Fraktion (OParl Organization)."""

    name = models.CharField("Bezeichnung", max_length=200, unique=True)
    short_name = models.CharField("Kürzel", max_length=20, unique=True)
    slug = models.SlugField("Adresse", max_length=100, unique=True)
    organization_type = models.CharField("Art", max_length=30, choices=OrganizationType)
    committee_kind = models.CharField(
        "Ausschussart", max_length=20, choices=CommitteeKind, blank=True, default=""
    )
    article = models.CharField("Artikel", max_length=3, choices=Article, default=Article.MASCULINE)
    is_active = models.BooleanField("besteht noch", default=True)

    class Meta:
        verbose_name = "Gremium"
        verbose_name_plural = "Gremien"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization_type"],
                condition=models.Q(organization_type=OrganizationType.COUNCIL),
                name="organization_one_council",
                violation_error_message="Es gibt schon einen Rat.",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def takes_expert_citizens(self) -> bool:
        """Only voluntary committees have sachkundige Bürger (Q-06, §§ 58, 59 GO NRW)."""
        return self.committee_kind == CommitteeKind.VOLUNTARY


class Seating(models.Model):
    """Besetzung eines Gremiums in einer Wahlperiode: gesetzliche Mitgliederzahl (Q-01)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="seatings", verbose_name="Gremium"
    )
    term = models.ForeignKey(
        LegislativeTerm, on_delete=models.PROTECT, related_name="seatings", verbose_name="Wahlperiode"
    )
    statutory_member_count = models.PositiveSmallIntegerField(
        "gesetzliche Mitgliederzahl",
        help_text="Alle Sitze, im Rat mit der Bürgermeisterin oder dem Bürgermeister.",
    )

    class Meta:
        verbose_name = "Besetzung"
        verbose_name_plural = "Besetzungen"
        constraints = [models.UniqueConstraint(fields=["organization", "term"], name="seating_once_a_term")]

    def __str__(self) -> str:
        return f"{self.organization} {self.term}: {self.statutory_member_count}"


class Person(models.Model):
    """Person mit Mandat oder Funktion in einem Gremium (OParl Person)."""

    first_name = models.CharField("Vorname", max_length=100)
    last_name = models.CharField("Nachname", max_length=100)
    title = models.CharField("Titel", max_length=50, blank=True)
    wants_post = models.BooleanField(
        "bekommt Einladungen mit der Post",
        default=False,
        db_default=False,
        help_text="Sonst steht die Einladung im Ratsinformationssystem bereit; dafür braucht die Person ein Konto.",
    )

    class Meta:
        verbose_name = "Person"
        verbose_name_plural = "Personen"
        ordering = ["last_name", "first_name"]

    def __str__(self) -> str:
        return " ".join(filter(None, [self.title, self.first_name, self.last_name]))


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Membership(Period):
    """Mitgliedschaft in einem Gremium, with function and vote (OParl Membership)."""

    person = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="memberships", verbose_name="Person"
    )
    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="memberships", verbose_name="Gremium"
    )
    role = models.CharField("Funktion", max_length=20, choices=MembershipRole, default=MembershipRole.MEMBER)
    has_vote = models.BooleanField("stimmberechtigt", default=True)
    rank = models.PositiveSmallIntegerField(
        "Rang der Stellvertretung",
        null=True,
        blank=True,
        help_text="Nur bei ehrenamtlichen Stellvertretungen: 1 für die erste, 2 für die zweite (§ 67 GO NRW).",
    )

    class Meta:
        verbose_name = "Mitgliedschaft"
        verbose_name_plural = "Mitgliedschaften"
        ordering = ["organization", "person"]
        constraints = [
            period_constraint("membership_period"),
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    ("organization", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message=(
                    "In dieser Zeit ist die Person schon Mitglied dieses Gremiums. "
                    "Beenden Sie zuerst die bisherige Mitgliedschaft."
                ),
            ),
            models.CheckConstraint(
                condition=~models.Q(role=MembershipRole.ADVISORY_RESIDENT, has_vote=True),
                name="membership_advice_without_vote",
                violation_error_message="Sachkundige Einwohner haben kein Stimmrecht (§ 58 Abs. 4 GO NRW).",
            ),
            models.CheckConstraint(
                condition=models.Q(rank__isnull=True)
                | models.Q(role=MembershipRole.DEPUTY_MAYOR, rank__gte=1),
                name="membership_rank_of_deputy",
                violation_error_message="Einen Rang haben nur die ehrenamtlichen Stellvertretungen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"

    @property
    def function(self) -> str:
        """The role as people say it, with the rank of a deputy (§ 67 GO NRW)."""
        name = self.get_role_display()
        return f"{self.rank}. {name[0].lower()}{name[1:]}" if self.rank else name

    @staticmethod
    def held(person: Person, on: dt.date) -> models.QuerySet[Membership]:
        """The memberships of a person on a day."""
        return Membership.objects.filter(holds_on(on), person=person)


class SubstituteMembership(Period):
    """Stellvertretung im Ausschuss, in order and from the same Fraktion (Q-08)."""

    organization = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="substitutes", verbose_name="Gremium"
    )
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", verbose_name="Person")
    parliamentary_group = models.ForeignKey(
        Organization, on_delete=models.PROTECT, related_name="+", verbose_name="Fraktion"
    )
    position = models.PositiveSmallIntegerField("Reihenfolge")

    class Meta:
        verbose_name = "Stellvertretung"
        verbose_name_plural = "Stellvertretungen"
        ordering = ["organization", "parliamentary_group", "position"]
        constraints = [
            period_constraint("substitute_period"),
            models.UniqueConstraint(
                fields=["organization", "parliamentary_group", "position", "starts_on"],
                name="substitute_order_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.person}, {self.organization}"
