"""Vergütung: grades, dated tables, expected raises, steps and what else a cost is made of (domain.md 2.8, 2.9)."""

from __future__ import annotations

import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from motions.models.bylaw import DateRange
from motions.models.period import Period, period_constraint

from .choices import StaffCategory, Tariff


class PayGrade(models.Model):
    """Besoldungs- oder Entgeltgruppe; A 9 and A 13 exist twice, S 1 and E 9 not at all (domain.md 2.2, C-08)."""

    code = models.CharField("Gruppe", max_length=20, unique=True)
    label = models.CharField("Bezeichnung im Plan", max_length=20)
    tariff = models.CharField("Tarif", max_length=20, choices=Tariff)
    category = models.CharField("Beschäftigungsart", max_length=20, choices=StaffCategory)
    career_group = models.CharField("Laufbahngruppe", max_length=80, blank=True)
    rank = models.PositiveSmallIntegerField("Reihenfolge", unique=True)
    first_step = models.PositiveSmallIntegerField("erste Stufe", default=1)
    is_transition = models.BooleanField("nur für Übergeleitete", default=False)

    class Meta:
        verbose_name = "Vergütungsgruppe"
        verbose_name_plural = "Vergütungsgruppen"
        ordering = ["rank"]

    def __str__(self) -> str:
        return self.code


class PayTable(Period):
    """Vergütungstabelle eines Tarifs für eine Zeit; ``is_official`` is false where values were calculated."""

    tariff = models.CharField("Tarif", max_length=20, choices=Tariff)
    source = models.CharField("Quelle", max_length=300)
    is_official = models.BooleanField("amtliche Werte", default=True)

    class Meta:
        verbose_name = "Vergütungstabelle"
        verbose_name_plural = "Vergütungstabellen"
        ordering = ["tariff", "starts_on"]
        constraints = [
            period_constraint("pay_table_period"),
            ExclusionConstraint(
                name="pay_table_one_at_a_time",
                expressions=[
                    ("tariff", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                violation_error_message="Für diese Zeit gibt es schon eine Tabelle. Beenden Sie zuerst die alte.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tariff_display()} ab {self.starts_on:%d.%m.%Y}"


class PayAmount(models.Model):
    """Tabellenwert: euro a month for full time in one grade and step."""

    table = models.ForeignKey(PayTable, on_delete=models.CASCADE, related_name="amounts")
    grade = models.ForeignKey(PayGrade, on_delete=models.PROTECT, related_name="+")
    step = models.PositiveSmallIntegerField("Stufe")
    monthly = models.DecimalField("Euro im Monat", max_digits=9, decimal_places=2)

    class Meta:
        verbose_name = "Tabellenwert"
        verbose_name_plural = "Tabellenwerte"
        ordering = ["grade", "step"]
        constraints = [
            models.UniqueConstraint(fields=["table", "grade", "step"], name="pay_amount_once"),
            models.CheckConstraint(name="pay_amount_positive", condition=Q(monthly__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.grade} Stufe {self.step}: {self.monthly}"


class PayRaise(models.Model):
    """Erhöhung nach dem Ende der letzten Tabelle: makes a projected amount, and says so (L-02)."""

    tariff = models.CharField("Tarif", max_length=20, choices=Tariff)
    starts_on = models.DateField("ab")
    percent = models.DecimalField("Prozent", max_digits=5, decimal_places=2, default=0)
    amount = models.DecimalField("Sockelbetrag in Euro", max_digits=8, decimal_places=2, default=0)
    source = models.CharField("Quelle oder Annahme", max_length=300)

    class Meta:
        verbose_name = "Fortschreibung"
        verbose_name_plural = "Fortschreibungen"
        ordering = ["tariff", "starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["tariff", "starts_on"], name="pay_raise_once"),
            models.CheckConstraint(
                name="pay_raise_plausible", condition=Q(percent__gte=-20, percent__lte=20)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tariff_display()} ab {self.starts_on:%d.%m.%Y}"


class StepDuration(Period):
    """Stufenlaufzeit: months in a step before the next begins; dated, because the rules changed (domain.md 2.9)."""

    tariff = models.CharField("Tarif", max_length=20, choices=Tariff)
    step = models.PositiveSmallIntegerField("Stufe")
    months = models.PositiveSmallIntegerField("Monate")
    source = models.CharField("Quelle", max_length=300)

    class Meta:
        verbose_name = "Stufenlaufzeit"
        verbose_name_plural = "Stufenlaufzeiten"
        ordering = ["tariff", "step", "starts_on"]
        constraints = [
            period_constraint("step_duration_period"),
            models.CheckConstraint(name="step_duration_positive", condition=Q(months__gt=0)),
            ExclusionConstraint(
                name="step_duration_one_at_a_time",
                expressions=[
                    ("tariff", RangeOperators.EQUAL),
                    ("step", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tariff_display()}, Stufe {self.step}: {self.months} Monate"


# Two values for the same scope on the same day: which of them a cost took would be chance.
_ONE_VALUE_AT_A_TIME = (
    "PERFORM pg_advisory_xact_lock(hashtext('staffing_costparameter'));"
    " IF EXISTS (SELECT FROM staffing_costparameter o WHERE o.key = NEW.key AND o.id IS DISTINCT FROM NEW.id"
    " AND o.starts_on <= coalesce(NEW.ends_on, 'infinity') AND NEW.starts_on <= coalesce(o.ends_on, 'infinity')"
    " AND (o.grades && NEW.grades OR o.grades = '{}' AND NEW.grades = '{}'"
    " AND (o.tariffs && NEW.tariffs OR o.tariffs = '{}' AND NEW.tariffs = '{}')))"
    " THEN RAISE EXCEPTION 'one value of a parameter at a time' USING ERRCODE = 'exclusion_violation'; END IF;"
    " RETURN NEW;"
)


class CostKey(models.TextChoices):
    """Was in die Kosten einer Stelle eingeht (domain.md 2.8)."""

    ALLOWANCE = "allowance", "Zulage, Euro im Monat"
    BONUS = "bonus", "Jahressonderzahlung, Anteil"
    PERFORMANCE = "performance", "Leistungsentgelt, Anteil"
    SOCIAL_INSURANCE = "social_insurance", "Sozialversicherung des Arbeitgebers, Anteil"
    PENSION = "pension", "Zusatzversorgung oder Versorgung, Anteil"
    HEALTH_AID = "health_aid", "Beihilfe, Euro im Jahr"
    ONE_OFF = "one_off", "Einmalzahlung, Euro im Monat"
    WORKPLACE = "workplace", "Sachkosten eines Arbeitsplatzes, Euro im Jahr"
    EQUIPMENT = "equipment", "Einrichtung eines Arbeitsplatzes, Euro einmalig"
    OVERHEAD = "overhead", "Gemeinkosten, Anteil der Personalkosten"
    PLANNING_STEP = "planning_step", "Planungsstufe einer unbesetzten Stelle"
    ENTRY_STEP = "entry_step", "Stufe bei der Einstellung auf eine neue Stelle"


class CostParameter(Period):
    """Rechengröße der Personalkosten: a dated value with its source, never a constant.

    ``tariffs`` and ``grades`` narrow it; a value for a grade goes before one for its tariff, and that before one for
    all.
    """

    key = models.CharField("Größe", max_length=20, choices=CostKey)
    tariffs = ArrayField(models.CharField(max_length=20, choices=Tariff), default=list, blank=True)
    grades = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    value = models.DecimalField("Wert", max_digits=12, decimal_places=4)
    source = models.CharField("Quelle oder Annahme", max_length=300)

    class Meta:
        verbose_name = "Rechengröße"
        verbose_name_plural = "Rechengrößen"
        ordering = ["key", "starts_on", "pk"]
        constraints = [
            period_constraint("cost_parameter_period"),
            models.CheckConstraint(name="cost_parameter_not_negative", condition=Q(value__gte=0)),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="cost_parameter_one_at_a_time",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_ONE_VALUE_AT_A_TIME,
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_key_display()}: {self.value}"

    def clean(self) -> None:
        """The sentence for what the database refuses: another value for the same grades or tariffs and time."""
        super().clean()
        later = Q(ends_on__isnull=True) | Q(ends_on__gte=self.starts_on) if self.starts_on else Q()
        others = CostParameter.objects.filter(later, key=self.key).exclude(pk=self.pk)
        if self.ends_on:
            others = others.filter(starts_on__lte=self.ends_on)
        if any(self._meets(other) for other in others):
            raise ValidationError(
                "Für diese Gruppen und diese Zeit gibt es schon einen Wert. Beenden Sie zuerst den alten."
            )

    def _meets(self, other: CostParameter) -> bool:
        if self.grades or other.grades:
            return bool(set(self.grades) & set(other.grades))
        if self.tariffs or other.tariffs:
            return bool(set(self.tariffs) & set(other.tariffs))
        return True
