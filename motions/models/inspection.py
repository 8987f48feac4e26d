"""Akteneinsicht (§ 55 GO NRW, Informationsfreiheitsgesetz NRW)."""

from __future__ import annotations

import datetime as dt

import pgtrigger
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import MD5

from .period import months_after
from .recorded import Recorded

# No local law may end the record of a request sooner: within a year its decision may still be challenged.
LEAST_MONTHS_OF_INSPECTION = 12


class InspectionGround(models.TextChoices):
    """Worauf sich ein Antrag auf Akteneinsicht stützt."""

    MEMBER = "member", "Ratsmitglied oder Fraktion (§ 55 GO NRW)"
    FREEDOM_OF_INFORMATION = "ifg", "Jede Person (§ 4 IFG NRW)"


class InspectionDecision(models.TextChoices):
    """Wie über einen Antrag auf Akteneinsicht entschieden ist."""

    GRANTED = "granted", "gewährt"
    PARTLY = "partly", "teilweise gewährt"
    REFUSED = "refused", "abgelehnt"


class InspectionRequest(Recorded):
    """Akteneinsicht (§ 55 GO NRW, § 4 IFG NRW; G-06): the request, the decision, and what was shown when.

    It names private people, so it ends by itself (DS-10): rules/retention.py deletes it at the clearance "system" once
    the local period has gone by, and the database lets nothing go that is open or younger than a year.
    """

    ground = models.CharField("Grundlage", max_length=10, choices=InspectionGround)
    requester = models.CharField("Wer beantragt die Einsicht?", max_length=200)
    received_on = models.DateField("eingegangen am")
    subject = models.TextField("Welche Akten, zu welcher Sache?")
    decision = models.CharField(
        "Entscheidung", max_length=10, choices=InspectionDecision, blank=True, default=""
    )
    decided_on = models.DateField("entschieden am", null=True, blank=True)
    decision_reasons = models.TextField("Gründe", blank=True)
    inspected_on = models.DateField("Einsicht am", null=True, blank=True)
    shown = models.TextField("Was wurde gezeigt?", blank=True)

    class Meta:
        verbose_name = "Antrag auf Akteneinsicht"
        verbose_name_plural = "Anträge auf Akteneinsicht"
        ordering = ["received_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                "requester",
                "received_on",
                MD5("subject"),
                name="inspection_once",
                violation_error_message="Dieser Antrag ist schon eingetragen.",
            ),
            models.CheckConstraint(
                name="inspection_names_everything", condition=~Q(requester="") & ~Q(subject="")
            ),
            models.CheckConstraint(
                name="inspection_decided_with_day",
                condition=Q(decision="", decided_on__isnull=True)
                | (~Q(decision="") & Q(decided_on__isnull=False, decided_on__gte=F("received_on"))),
            ),
            models.CheckConstraint(
                name="inspection_refused_with_reasons",
                condition=~Q(decision__in=["partly", "refused"]) | ~Q(decision_reasons=""),
            ),
            models.CheckConstraint(
                name="inspection_shown_after_decision",
                condition=Q(inspected_on__isnull=True, shown="")
                | (
                    Q(
                        decision__in=["granted", "partly"],
                        inspected_on__isnull=False,
                        inspected_on__gte=F("decided_on"),
                    )
                    & ~Q(shown="")
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="inspection_kept_until_closed",
                operation=pgtrigger.Delete,
                condition=pgtrigger.Condition(
                    "OLD.decision = '' OR coalesce(OLD.inspected_on, OLD.decided_on)"
                    f" > current_date - interval '{LEAST_MONTHS_OF_INSPECTION} months'"
                ),
            ),
            pgtrigger.Protect(
                name="inspection_frozen",
                operation=pgtrigger.Update,
                condition=pgtrigger.Condition(
                    "((OLD.ground, OLD.requester, OLD.received_on, OLD.subject) IS DISTINCT FROM"
                    " (NEW.ground, NEW.requester, NEW.received_on, NEW.subject)"
                    " OR OLD.decision <> '' AND (OLD.decision, OLD.decided_on, OLD.decision_reasons) IS DISTINCT FROM"
                    " (NEW.decision, NEW.decided_on, NEW.decision_reasons) OR OLD.inspected_on IS NOT NULL)"
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Akteneinsicht: {self.requester}, {self.received_on:%d.%m.%Y}"

    @property
    def due_on(self) -> dt.date | None:
        """A request of the public is decided within a month (§ 5 Abs. 2 IFG NRW); that of a member has no period."""
        if self.ground != InspectionGround.FREEDOM_OF_INFORMATION:
            return None
        return months_after(self.received_on, 1)
