"""Weiterleitung an einen Träger: the contract, and year by year his proof with our check of it (K-08)."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import F, Q

from motions.models.period import Period, period_constraint

from .grant import FundingGrant
from .grant_account import year_constraint
from .struck import STANDING, Strikable, struck_once, struck_whole


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class Forwarding(Period, Strikable):
    """Weiterleitung an einen Träger: only by contract (K-08)."""

    grant = models.ForeignKey(FundingGrant, on_delete=models.PROTECT, related_name="forwardings")
    carrier = models.CharField("Träger", max_length=200)
    amount = models.DecimalField("Betrag im Jahr in Euro", max_digits=12, decimal_places=2)
    contract = models.CharField("Weiterleitungsvertrag", max_length=300, blank=True)
    bank = models.CharField("Empfangende Bank", max_length=200, blank=True)

    class Meta:
        verbose_name = "Weiterleitung"
        verbose_name_plural = "Weiterleitungen"
        ordering = ["starts_on", "pk"]
        constraints = [
            period_constraint("forwarding_period"),
            models.CheckConstraint(
                name="forwarding_positive",
                condition=Q(amount__gt=0),
                violation_error_message="Geben Sie einen Betrag größer als 0 ein.",
            ),
            models.CheckConstraint(
                name="forwarding_by_contract",
                condition=~Q(contract="") & ~Q(bank=""),
                violation_error_message=(
                    "Geld geht an einen Träger nur mit Weiterleitungsvertrag und benannter Bank (K-08). "
                    "Tragen Sie beides ein."
                ),
            ),
            struck_whole("forwarding_struck_whole"),
        ]
        triggers = [struck_once("forwarding_struck_once")]

    def __str__(self) -> str:
        return self.carrier


@pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
class CarrierProof(Strikable):
    """Nachweis eines Trägers für ein Jahr, and our check of it; one for each year of a Weiterleitung (K-08)."""

    forwarding = models.ForeignKey(
        Forwarding, on_delete=models.PROTECT, related_name="proofs", verbose_name="Träger"
    )
    year = models.PositiveSmallIntegerField("Für das Jahr")
    received_on = models.DateField("eingegangen am")
    checked_on = models.DateField("von uns geprüft am", null=True, blank=True)

    class Meta:
        verbose_name = "Nachweis eines Trägers"
        verbose_name_plural = "Nachweise der Träger"
        ordering = ["year", "pk"]
        constraints = [
            year_constraint("carrier_proof_year"),
            models.CheckConstraint(
                name="carrier_proof_checked_after_receipt",
                condition=Q(checked_on__isnull=True) | Q(checked_on__gte=F("received_on")),
                violation_error_message="Geprüft werden kann erst, wenn der Nachweis des Trägers vorliegt.",
            ),
            models.UniqueConstraint(
                fields=["forwarding", "year"],
                name="carrier_proof_once",
                condition=STANDING,
                violation_error_message="Für dieses Jahr ist der Nachweis dieses Trägers schon eingetragen.",
            ),
            struck_whole("carrier_proof_struck_whole"),
        ]
        triggers = [struck_once("carrier_proof_struck_once")]

    def __str__(self) -> str:
        return f"{self.forwarding} {self.year}"
