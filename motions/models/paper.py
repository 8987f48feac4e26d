"""Vorlagen: the paper, its number and its amounts (domain.md 1.3, 1.4, 4.3)."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from .choices import (
    EDITABLE,
    ISSUED,
    OPEN,
    CouncilMatter,
    PaperStatus,
    SecrecyGround,
    SuccessorKind,
)
from .guards import frozen_with_its_paper, of_a_paper
from .organization import Organization, Person
from .paper_type import PaperType
from .unit import Unit


class ReferenceCounter(models.Model):
    """Zähler der Vorlagennummern: one row; runs on over years and units (V-01)."""

    name = models.CharField(max_length=20, primary_key=True)
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = "Nummernzähler"
        verbose_name_plural = "Nummernzähler"


class PaperQuerySet(models.QuerySet["Paper"]):
    """Sets of papers; who may see them is decided in rules/permissions.py."""

    def issued(self) -> PaperQuerySet:
        """Released and not taken back; a replaced paper stays readable (V-03)."""
        return self.filter(status__in=ISSUED)

    def newest_first(self) -> PaperQuerySet:
        """By the date of the paper, then by number."""
        return self.order_by(F("dated_on").desc(), F("reference_number").desc(nulls_first=True), "-pk")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Paper(models.Model):
    """Vorlage (OParl Paper): what an organ is asked to decide or to note."""

    paper_type = models.ForeignKey(PaperType, on_delete=models.PROTECT, verbose_name="Vorlagenart")
    status = models.CharField("Stand", max_length=20, choices=PaperStatus, default=PaperStatus.DRAFT)
    version = models.PositiveIntegerField(default=1)
    status_since = models.DateTimeField("Stand seit")

    reference_prefix = models.CharField(max_length=20, blank=True)
    reference_number = models.PositiveIntegerField(null=True, blank=True)
    reference_year = models.PositiveSmallIntegerField(null=True, blank=True)
    reference_suffix = models.PositiveSmallIntegerField(null=True, blank=True)
    slug = models.SlugField(max_length=60, null=True, blank=True, unique=True)
    former_reference = models.CharField("Frühere Nummer", max_length=60, blank=True)
    original = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name="Ursprung",
    )
    successor_kind = models.CharField(
        "Verhältnis", max_length=12, choices=SuccessorKind, blank=True, default=""
    )
    amends = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="amendments",
        verbose_name="Ändert",
    )
    copied_from = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name="Kopie von",
    )

    dated_on = models.DateField("Datum")
    received_on = models.DateField("eingegangen am", null=True, blank=True)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="led_papers", verbose_name="Federführender Fachbereich"
    )
    author_group = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Antragstellende Fraktion",
    )
    author_person = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Antragstellendes Ratsmitglied",
    )
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="drafted_papers",
        verbose_name="Verfasst von",
    )
    file_reference = models.CharField("Aktenzeichen", max_length=60, blank=True)
    signatory = models.CharField("Sachbearbeitung", max_length=200, blank=True)

    subject = models.CharField("Betreff", max_length=500)
    plain_words = models.CharField("In einfachen Worten", max_length=600, blank=True)
    draft_resolution = models.TextField("Beschlussentwurf", blank=True)
    has_own_wording = models.BooleanField("Der Beschlussentwurf nennt die Gremien selbst", default=False)
    statement = models.TextField("Sachverhalt", blank=True)
    financial_impact = models.TextField("Finanzielle Auswirkungen", blank=True)
    climate_impact = models.TextField("Auswirkungen auf Klima und Umwelt", blank=True)
    administration_comment = models.TextField("Stellungnahme der Verwaltung", blank=True)

    is_public = models.BooleanField("öffentlich", default=True)
    secrecy_ground = models.CharField(
        "Grund der Nichtöffentlichkeit", max_length=20, choices=SecrecyGround, blank=True, default=""
    )
    council_matter = models.CharField(
        "Ausschließliche Zuständigkeit des Rates",
        max_length=20,
        choices=CouncilMatter,
        default=CouncilMatter.NONE,
    )
    affects_positions = models.BooleanField("Wirkt sich auf Stellen aus", default=False)

    created_at = models.DateTimeField("Angelegt am")
    changed_at = models.DateTimeField("Zuletzt geändert am")

    objects = PaperQuerySet.as_manager()

    class Meta:
        verbose_name = "Vorlage"
        verbose_name_plural = "Vorlagen"
        indexes = [models.Index(fields=["status", "-dated_on"], name="paper_by_status")]
        constraints = [
            models.UniqueConstraint(
                fields=["reference_number", "reference_suffix"],
                nulls_distinct=False,
                name="paper_number_once",
                condition=Q(reference_number__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_reference_whole",
                condition=Q(
                    reference_number__isnull=True,
                    reference_year__isnull=True,
                    slug__isnull=True,
                    reference_prefix="",
                )
                | (
                    Q(reference_number__isnull=False, reference_year__isnull=False, slug__isnull=False)
                    & ~Q(reference_prefix="")
                ),
            ),
            models.CheckConstraint(
                name="paper_number_before_release",
                condition=Q(status__in=[PaperStatus.DRAFT, PaperStatus.RETURNED, PaperStatus.WITHDRAWN])
                | Q(reference_number__isnull=False),
            ),
            models.CheckConstraint(
                name="paper_one_author",
                condition=Q(author_group__isnull=True) | Q(author_person__isnull=True),
                violation_error_message="Eine Vorlage kommt von einer Fraktion oder von einem Ratsmitglied.",
            ),
            models.CheckConstraint(
                name="paper_amends_another", condition=Q(amends__isnull=True) | ~Q(amends=F("pk"))
            ),
            models.CheckConstraint(
                name="paper_successor_of",
                condition=Q(original__isnull=True, successor_kind="")
                | (Q(original__isnull=False) & ~Q(successor_kind="")),
            ),
            models.UniqueConstraint(
                fields=["original"],
                name="paper_one_open_replacement",
                condition=Q(successor_kind=SuccessorKind.REPLACEMENT, status__in=sorted(OPEN)),
                violation_error_message="Zu dieser Vorlage wird schon eine Neufassung geschrieben.",
            ),
            models.CheckConstraint(
                name="paper_secrecy_has_ground",
                condition=Q(is_public=True, secrecy_ground="")
                | (Q(is_public=False) & ~Q(secrecy_ground=""))
                | Q(status__in=sorted(EDITABLE)),
                violation_error_message="Eine nichtöffentliche Vorlage braucht einen Grund (P-02).",
            ),
        ]
        triggers = of_a_paper()

    def __str__(self) -> str:
        return f"{self.reference or 'Entwurf'}: {self.subject}"

    @property
    def reference(self) -> str:
        """Vorlagennummer, for example "FB II/4753/2023/1"; empty before registration (V-02)."""
        if self.reference_number is None:
            return ""
        parts = [self.reference_prefix, self.reference_number, self.reference_year, self.reference_suffix]
        return "/".join(str(part) for part in parts if part is not None)

    @property
    def is_editable(self) -> bool:
        """The text may still change without a new version (V-15)."""
        return self.status in EDITABLE

    @property
    def is_issued(self) -> bool:
        """Released and readable for its audience."""
        return self.status in ISSUED

    @property
    def came_in_on(self) -> dt.date:
        """When a motion reached the town; without a day of its own when it was typed in (E-07)."""
        return self.received_on or timezone.localdate(self.created_at)

    @property
    def is_of_members(self) -> bool:
        """Antrag, Anfrage oder Änderungsantrag einer Fraktion oder eines Ratsmitglieds: their wording (V-17)."""
        return self.author_group_id is not None or self.author_person_id is not None

    @property
    def author_named(self) -> str:
        """Whose words these are, as printed; empty for a Vorlage of the administration."""
        if self.author_person is not None:
            return f"Ratsmitglied {self.author_person}"
        return f"Fraktion {self.author_group}" if self.author_group else ""


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FinancialRow(models.Model):
    """Finanzielle Auswirkung eines Jahres, amounts in euro; the own share is computed, never typed."""

    paper = models.ForeignKey(Paper, on_delete=models.CASCADE, related_name="financial_rows")
    position = models.PositiveSmallIntegerField(default=1)
    year = models.PositiveSmallIntegerField("Haushaltsjahr")
    expense = models.DecimalField("Aufwand", max_digits=14, decimal_places=2, default=0)
    income = models.DecimalField("Ertrag, Förderung", max_digits=14, decimal_places=2, default=0)
    own_share = models.GeneratedField(
        expression=F("expense") - F("income"),
        output_field=models.DecimalField(max_digits=15, decimal_places=2),
        db_persist=True,
        verbose_name="Eigenanteil",
    )
    product = models.CharField("Produkt", max_length=30, blank=True)
    cost_center = models.CharField("Kostenstelle", max_length=30, blank=True)
    account = models.CharField("Sachkonto", max_length=30, blank=True)
    is_budgeted = models.BooleanField("Im Haushalt gedeckt", default=False)
    needs_supplementary_budget = models.BooleanField("Nachtrag nötig", default=False)

    class Meta:
        verbose_name = "Finanzielle Auswirkung"
        verbose_name_plural = "Finanzielle Auswirkungen"
        ordering = ["position", "year"]
        triggers = [frozen_with_its_paper("financial_row_frozen")]
        constraints = [
            models.CheckConstraint(
                name="financial_row_not_negative",
                condition=Q(expense__gte=0, income__gte=0),
                violation_error_message="Geben Sie Aufwand und Ertrag als positive Beträge ein.",
            ),
            models.CheckConstraint(
                name="financial_row_year",
                condition=Q(year__gte=1990, year__lte=2100),
                violation_error_message="Geben Sie ein Haushaltsjahr zwischen 1990 und 2100 ein.",
            ),
        ]
