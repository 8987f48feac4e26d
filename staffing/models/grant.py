"""Förderung von Stellen: programme, grant, its stages, amounts and posts (domain.md 3).

No data of any client is kept here, nor may be (K-12).
"""

from __future__ import annotations

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Q

from motions.models import Unit
from motions.models.bylaw import DateRange
from motions.models.period import Period, period_constraint
from motions.models.recorded import Recorded
from motions.models.triggers import never_deleted

from .choices import GrantModel, GrantStage, KimModule
from .position import Position
from .struck import STANDING, Strikable, frozen_but_for_strike, struck_once, struck_whole

# On each day on which a row that overlaps the new one begins, all shares together stay within the cost.
_NO_DOUBLE_FUNDING = (
    "IF NEW.struck_at IS NOT NULL THEN RETURN NEW; END IF;"
    " PERFORM FROM staffing_position p WHERE p.id = NEW.position_id FOR UPDATE;"
    " IF EXISTS (SELECT FROM (SELECT NEW.starts_on AS day UNION SELECT g.starts_on FROM staffing_grantposition g"
    " WHERE g.position_id = NEW.position_id AND g.id IS DISTINCT FROM NEW.id AND g.struck_at IS NULL"
    " AND g.starts_on >= NEW.starts_on"
    " AND g.starts_on <= coalesce(NEW.ends_on, 'infinity')) days"
    " WHERE NEW.cost_percent + (SELECT coalesce(sum(o.cost_percent), 0) FROM staffing_grantposition o"
    " WHERE o.position_id = NEW.position_id AND o.id IS DISTINCT FROM NEW.id AND o.struck_at IS NULL"
    " AND o.starts_on <= days.day"
    " AND coalesce(o.ends_on, 'infinity') >= days.day) > 100)"
    " THEN RAISE EXCEPTION 'no cost is funded twice'; END IF; RETURN NEW;"
)


class FundingProgram(models.Model):
    """Förderprogramm, for example Kommunales Integrationsmanagement (§ 9 TIntG NRW)."""

    code = models.SlugField("Kürzel", max_length=40, unique=True)
    name = models.CharField("Programm", max_length=200)
    giver = models.CharField("Fördergeber", max_length=200)
    law = models.CharField("Rechtsgrundlage", max_length=200, blank=True)
    module = models.PositiveSmallIntegerField("Baustein", choices=KimModule, null=True, blank=True)

    class Meta:
        verbose_name = "Förderprogramm"
        verbose_name_plural = "Förderprogramme"
        ordering = ["name", "module"]

    def __str__(self) -> str:
        return f"{self.name}, {KimModule(self.module).label}" if self.module else self.name


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent())
class FundingGrant(Period):
    """Förderung: money of a programme that reaches the town by a chain, for a time (domain.md 3.2).

    How sure it is says its newest stage (``stages``), never a column of its own.
    """

    program = models.ForeignKey(
        FundingProgram, on_delete=models.PROTECT, related_name="grants", verbose_name="Programm"
    )
    title = models.CharField("Bezeichnung", max_length=200)
    passed_on_by = models.CharField(
        "Weitergeleitet durch", max_length=300, blank=True, help_text="Zum Beispiel: Land, Kreis (KI), Stadt."
    )
    model = models.CharField("Art der Zahlung", max_length=12, choices=GrantModel)
    is_lasting = models.BooleanField("auf Dauer angelegt, jährlich im Landeshaushalt", default=False)
    lead_unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, related_name="+", verbose_name="Federführender Fachbereich"
    )
    remark = models.CharField(
        "Bemerkung", max_length=500, blank=True, help_text="Keine Angaben zu betreuten Menschen."
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        verbose_name = "Förderung"
        verbose_name_plural = "Förderungen"
        ordering = ["title"]
        constraints = [period_constraint("grant_period")]

    def __str__(self) -> str:
        return self.title


class GrantStageRecord(Recorded, Strikable):
    """Stand einer Förderung: reached on a day, with its document; written once, and struck if it is wrong (K-01)."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="stages")
    stage = models.CharField("Stand", max_length=12, choices=GrantStage)
    reached_on = models.DateField("am")
    document = models.CharField("Bescheid, Vertrag oder Mitteilung", max_length=300, blank=True)

    class Meta:
        verbose_name = "Stand einer Förderung"
        verbose_name_plural = "Stände einer Förderung"
        ordering = ["reached_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="grant_secured_by_document",
                condition=Q(stage__in=[GrantStage.ANNOUNCED, GrantStage.APPLIED, GrantStage.ENDED])
                | ~Q(document=""),
                violation_error_message=(
                    "Gesichert ist eine Förderung erst mit Bescheid oder Vertrag (K-01). Nennen Sie das Dokument, "
                    "oder wählen Sie „in Aussicht gestellt“."
                ),
            ),
            struck_whole("grant_stage_struck_whole"),
        ]
        triggers = [
            frozen_but_for_strike(
                "grant_stage_frozen",
                *("grant_id", "stage", "reached_on", "document", "recorded_by_id", "recorded_at"),
            ),
            never_deleted("grant_stage_kept"),
            struck_once("grant_stage_struck_once"),
        ]

    def __str__(self) -> str:
        return self.get_stage_display()


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class FundingRate(Period, Strikable):
    """Fördersatz: euro for a full-time post and year, as told for a time; no increase is assumed."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="rates")
    amount = models.DecimalField("Euro je VZÄ und Jahr", max_digits=10, decimal_places=2)
    source = models.CharField("Quelle", max_length=300)

    class Meta:
        verbose_name = "Fördersatz"
        verbose_name_plural = "Fördersätze"
        ordering = ["starts_on"]
        constraints = [
            period_constraint("rate_period"),
            models.CheckConstraint(
                name="rate_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Geben Sie einen Fördersatz größer als 0 ein, zum Beispiel 57.000,00.",
            ),
            ExclusionConstraint(
                name="rate_one_at_a_time",
                expressions=[
                    ("grant", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=STANDING,
                violation_error_message="Für diese Zeit gibt es schon einen Fördersatz.",
            ),
            struck_whole("rate_struck_whole"),
        ]
        triggers = [struck_once("rate_struck_once")]

    def __str__(self) -> str:
        return f"{self.amount} Euro ab {self.starts_on:%d.%m.%Y}"


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class GrantPosition(Period, Strikable):
    """Geförderte Stelle: how much of a post (VZÄ) a grant pays for, and how much of its cost (K-05)."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="positions")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="grants")
    fte = models.DecimalField("gefördert, VZÄ", max_digits=5, decimal_places=2)
    cost_percent = models.DecimalField(
        "Anteil der Kosten in Prozent", max_digits=5, decimal_places=2, default=100
    )

    class Meta:
        verbose_name = "Geförderte Stelle"
        verbose_name_plural = "Geförderte Stellen"
        ordering = ["position", "starts_on"]
        constraints = [
            period_constraint("grant_position_period"),
            models.CheckConstraint(
                name="grant_position_share",
                condition=Q(fte__gt=0, cost_percent__gt=0, cost_percent__lte=100),
                violation_error_message=(
                    "Geben Sie VZÄ größer als 0 und einen Kostenanteil über 0 bis 100 Prozent ein."
                ),
            ),
            ExclusionConstraint(
                name="grant_position_once",
                expressions=[
                    ("grant", RangeOperators.EQUAL),
                    ("position", RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_on"), RangeOperators.OVERLAPS),
                ],
                condition=STANDING,
                violation_error_message="Diese Stelle ist für diese Zeit schon eingetragen.",
            ),
            struck_whole("grant_position_struck_whole"),
        ]
        triggers = [
            struck_once("grant_position_struck_once"),
            pgtrigger.Trigger(
                name="grant_position_no_double_funding",
                operation=pgtrigger.Insert | pgtrigger.Update,
                when=pgtrigger.Before,
                func=_NO_DOUBLE_FUNDING,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grant}: {self.position}"
