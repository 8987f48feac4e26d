"""Stellenplan: versions of a year, the posts in them, and the lists outside their sums (domain.md 2.1 to 2.6)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from motions.models import Organization, Paper, Unit
from motions.models.recorded import TO_COME
from motions.models.triggers import only_where

from .choices import NoteKind, NoteTrigger, PlanKind, PlanStage
from .pay import PayGrade
from .position import Position
from .product import CostCenter, Product

# What a paper proposes stands still while it is decided upon: from its submission until it is returned.
_IN_WORK = (
    "p.frozen_at IS NULL AND (p.stage <> 'administration' OR NOT EXISTS (SELECT FROM motions_paper m"
    " WHERE m.id = p.paper_id AND m.status NOT IN ('draft', 'co_signing', 'returned')))"
)
OPEN_PLAN = "EXISTS (SELECT FROM staffing_staffingplan p WHERE p.id = {row}.plan_id AND " + _IN_WORK + ")"
_OPEN_ENTRY = (
    "EXISTS (SELECT FROM staffing_planentry e JOIN staffing_staffingplan p ON p.id = e.plan_id"
    " WHERE e.id = {row}.entry_id AND " + _IN_WORK + ")"
)

_WHOLE_SHARES = (
    "IF EXISTS (SELECT FROM staffing_planentry e LEFT JOIN staffing_entryshare s ON s.entry_id = e.id"
    " WHERE e.plan_id = NEW.id AND NOT e.is_dropped GROUP BY e.id HAVING coalesce(sum(s.percent), 0) <> 100)"
    " THEN RAISE EXCEPTION 'the shares of a post total 100 percent'; END IF; RETURN NEW;"
)


def while_open(name: str, condition: str) -> pgtrigger.Trigger:
    """A row comes, changes and goes only while its version is in work (S-07)."""
    return only_where(name, condition, "the version of the plan is frozen")


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class StaffingPlan(models.Model):
    """Fassung des Stellenplans (§ 41 Abs. 1 lit. h, § 79 Abs. 2 GO NRW): once frozen it never changes again (S-07).

    A budget plan lists all posts; an amendment only those it touches, each as it shall be afterwards. Whether a version
    is in force is never stored: it follows from the outcome of ``paper`` in the Rat. ``decided_on`` stands only where
    there is no paper, for plans from before this system, with its source and why there is no paper.
    """

    year = models.PositiveSmallIntegerField("Haushaltsjahr")
    number = models.PositiveSmallIntegerField("Nummer im Jahr")
    kind = models.CharField("Art", max_length=12, choices=PlanKind)
    stage = models.CharField("Fassung", max_length=16, choices=PlanStage, default=PlanStage.ADMINISTRATION)
    title = models.CharField("Bezeichnung", max_length=200)
    paper = models.ForeignKey(
        Paper,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="staffing_plans",
        verbose_name="Vorlage",
    )
    decided_on = models.DateField("beschlossen am (vor diesem System)", null=True, blank=True)
    decided_source = models.CharField("Beleg des Beschlusses", max_length=300, blank=True)
    decided_reason = models.CharField("Warum es keine Vorlage gibt", max_length=500, blank=True)
    effective_on = models.DateField("gilt ab", null=True, blank=True)
    occupied_on = models.DateField("Stichtag der Besetzung", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField("angelegt am")
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    frozen_at = models.DateTimeField("festgeschrieben am", null=True, blank=True)

    class Meta:
        verbose_name = "Stellenplan"
        verbose_name_plural = "Stellenpläne"
        ordering = ["-year", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["year", "number"], name="plan_number_once"),
            models.CheckConstraint(name="plan_year", condition=Q(year__gte=1990, year__lte=2100)),
            models.CheckConstraint(
                name="plan_frozen_by_somebody",
                condition=Q(frozen_at__isnull=True, frozen_by__isnull=True)
                | Q(frozen_at__isnull=False, frozen_by__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_decided_once",
                condition=Q(paper__isnull=True) | Q(decided_on__isnull=True),
                violation_error_message="Über eine Fassung mit Vorlage entscheidet allein die Vorlage.",
            ),
            models.CheckConstraint(
                name="plan_decision_documented",
                condition=Q(decided_on__isnull=True, decided_source="", decided_reason="")
                | Q(~Q(decided_source=""), ~Q(decided_reason=""), decided_on__isnull=False),
            ),
            models.CheckConstraint(
                name="plan_decision_happened",
                condition=Q(decided_on__isnull=True)
                | Q(frozen_at__isnull=True)
                | Q(frozen_at__date__gte=F("decided_on")),
                violation_error_message=TO_COME,
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="plan_frozen",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Condition("OLD.frozen_at IS NOT NULL"),
            ),
            pgtrigger.Trigger(
                name="plan_frozen_with_whole_shares",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Condition("OLD.frozen_at IS NULL AND NEW.frozen_at IS NOT NULL"),
                func=_WHOLE_SHARES,
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_frozen(self) -> bool:
        """Nothing in it changes any more (S-07)."""
        return self.frozen_at is not None


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class PlanEntry(models.Model):
    """Ausweisung einer Stelle in einer Fassung: grade, share of full time (VZÄ), unit, cost centre.

    ``is_dropped`` ends the post by an amendment. ``occupied_fte`` is what was occupied on the day of the plan (C-03).
    """

    plan = models.ForeignKey(StaffingPlan, on_delete=models.CASCADE, related_name="entries")
    position = models.ForeignKey(
        Position, on_delete=models.PROTECT, related_name="entries", verbose_name="Stelle"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="Fachbereich")
    title = models.CharField("Bezeichnung", max_length=200)
    grade = models.ForeignKey(PayGrade, on_delete=models.PROTECT, related_name="+", verbose_name="Gruppe")
    fte = models.DecimalField("VZÄ", max_digits=5, decimal_places=2)
    cost_center = models.ForeignKey(
        CostCenter, on_delete=models.PROTECT, related_name="+", verbose_name="Kostenstelle"
    )
    occupied_fte = models.DecimalField("besetzt am Stichtag", max_digits=5, decimal_places=2, default=0)
    is_elected = models.BooleanField("Wahlbeamtin oder Wahlbeamter", default=False)
    is_tariff_forced = models.BooleanField("Abweichung nach § 74 Abs. 2 GO NRW", default=False)
    is_dropped = models.BooleanField("fällt weg", default=False)
    reason = models.CharField("Begründung", max_length=500, blank=True)

    class Meta:
        verbose_name = "Stelle im Plan"
        verbose_name_plural = "Stellen im Plan"
        ordering = ["position__number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "position"], name="entry_once"),
            models.CheckConstraint(
                name="entry_fte",
                condition=Q(is_dropped=True, fte=0) | Q(is_dropped=False, fte__gt=0, fte__lte=5),
                violation_error_message="Geben Sie den Stellenumfang in VZÄ ein, größer als 0, zum Beispiel 0,50.",
            ),
            models.CheckConstraint(
                name="entry_occupied", condition=Q(occupied_fte__gte=0, occupied_fte__lte=5)
            ),
        ]
        triggers = [while_open("entry_frozen", OPEN_PLAN)]

    def __str__(self) -> str:
        return f"{self.position.number} {self.title}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class EntryShare(models.Model):
    """Anteil einer Stelle an einem Produkt in Prozent; those of a frozen version total 100 (C-01)."""

    entry = models.ForeignKey(PlanEntry, on_delete=models.CASCADE, related_name="shares")
    product = models.ForeignKey(Product, on_delete=models.PROTECT, related_name="+", verbose_name="Produkt")
    percent = models.DecimalField("Anteil in Prozent", max_digits=5, decimal_places=2)

    class Meta:
        verbose_name = "Produktanteil"
        verbose_name_plural = "Produktanteile"
        ordering = ["product__code"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "product"], name="share_once"),
            models.CheckConstraint(name="share_percent", condition=Q(percent__gt=0, percent__lte=100)),
        ]
        triggers = [while_open("share_frozen", _OPEN_ENTRY)]

    def __str__(self) -> str:
        return f"{self.product.code}: {self.percent} %"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class EntryNote(models.Model):
    """Vermerk an einer Stelle: kw, ku, Sperrvermerk and others, with what sets them off (domain.md 2.4)."""

    entry = models.ForeignKey(PlanEntry, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField("Art", max_length=16, choices=NoteKind)
    trigger = models.CharField(
        "Auslöser", max_length=16, choices=NoteTrigger, blank=True, default=NoteTrigger.NONE
    )
    on = models.DateField("Tag", null=True, blank=True)
    target_grade = models.ForeignKey(
        PayGrade, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="Ziel"
    )
    released_by = models.ForeignKey(
        Organization,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="Freigabe durch",
    )
    text = models.CharField("Erläuterung", max_length=300, blank=True)

    class Meta:
        verbose_name = "Vermerk"
        verbose_name_plural = "Vermerke"
        ordering = ["kind", "pk"]
        constraints = [
            models.CheckConstraint(
                name="note_day_for_its_trigger",
                condition=Q(trigger=NoteTrigger.DATE, on__isnull=False)
                | (~Q(trigger=NoteTrigger.DATE) & Q(on__isnull=True)),
                violation_error_message="Geben Sie den Tag ein, an dem der Vermerk wirkt.",
            ),
            models.CheckConstraint(
                name="note_conversion_has_target",
                condition=~Q(kind=NoteKind.CONVERSION) | Q(target_grade__isnull=False),
                violation_error_message="Geben Sie die Gruppe an, in die umgewandelt wird.",
            ),
            models.CheckConstraint(
                name="plan_note_says_something", condition=~Q(kind=NoteKind.OTHER) | ~Q(text="")
            ),
        ]
        triggers = [while_open("note_frozen", _OPEN_ENTRY)]

    def __str__(self) -> str:
        return self.get_kind_display()


class TraineeGroup(models.Model):
    """Nachwuchskräfte und informatorisch Beschäftigte: a list of its own, never in the sums (S-14)."""

    plan = models.ForeignKey(StaffingPlan, on_delete=models.CASCADE, related_name="trainees")
    name = models.CharField("Bezeichnung", max_length=200)
    pay = models.CharField("Art der Vergütung", max_length=100)
    planned = models.PositiveSmallIntegerField("vorgesehen")
    employed = models.PositiveSmallIntegerField("beschäftigt am 1. Oktober des Vorjahres", default=0)
    remark = models.CharField("Erläuterung", max_length=300, blank=True)

    class Meta:
        verbose_name = "Nachwuchskräfte"
        verbose_name_plural = "Nachwuchskräfte"
        ordering = ["pk"]
        triggers = [while_open("trainees_frozen", OPEN_PLAN)]

    def __str__(self) -> str:
        return self.name


class TemporaryStaff(models.Model):
    """Nur vorübergehend Beschäftigte: budget only, no post of the plan (§ 8 KomHVO NRW, S-12)."""

    plan = models.ForeignKey(StaffingPlan, on_delete=models.CASCADE, related_name="temporary")
    name = models.CharField("Bezeichnung", max_length=200)
    budget = models.DecimalField("Ansatz in Euro", max_digits=12, decimal_places=2)
    months = models.PositiveSmallIntegerField("Monate im Jahr")

    class Meta:
        verbose_name = "Vorübergehend Beschäftigte"
        verbose_name_plural = "Vorübergehend Beschäftigte"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="temporary_budget", condition=Q(budget__gte=0, months__gt=0, months__lte=12)
            )
        ]
        triggers = [while_open("temporary_frozen", OPEN_PLAN)]

    def __str__(self) -> str:
        return self.name
