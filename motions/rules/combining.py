"""Gemeinsame Beratung: items are called together by resolution, each keeps its number, vote and result (E-10)."""

import datetime as dt

from django.db import transaction

from motions.models import AgendaItem, Treatment, User
from motions.models.choices import Outcome
from motions.models.meeting import AgendaItemQuerySet

from .findings import Refused, block
from .history import record
from .in_session import locked_treatment


def partners(item: AgendaItem) -> AgendaItemQuerySet:
    """Items of the same part this one may be debated with: those that lead, and are still on the agenda."""
    rows = AgendaItem.objects.filter(meeting=item.meeting_id, is_public=item.is_public).announced()
    rows = rows.exclude(pk=item.pk).filter(treatment__debated_with=None)
    return rows.exclude(treatment__outcome__in=[Outcome.REMOVED_FROM_AGENDA, Outcome.CONTINUED]).in_order()


def debate_together(
    item: AgendaItem, leading: AgendaItem | None, *, version: int, by: User, now: dt.datetime
) -> Treatment:
    """Call an item together with another one, or (None) on its own again; the numbers as sent stay.

    Raises Refused, OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        if leading is not None:
            if item.debated_along.exists():
                text = "Andere Punkte werden mit diesem beraten. Wählen Sie ihn dort als ersten."
                raise Refused([block("E-10", text, "debated_with", absolute=True)])
            if leading not in partners(item):
                text = "Wählen Sie einen Punkt desselben Teils, der noch auf der Tagesordnung steht."
                raise Refused([block("E-10", text, "debated_with", absolute=True)])
        row.debated_with = leading
        row.save(update_fields=["version", "debated_with"])
        words = f"gemeinsam beraten mit {leading.label}" if leading else "wieder allein beraten"
        record(item.meeting, "debate_together", f"{item.label}: {words}", by=by, now=now)
    return row


def in_words(treatment: Treatment) -> str:
    """ "gemeinsam beraten mit Ö 2", or nothing."""
    return f"gemeinsam beraten mit {treatment.debated_with.label}" if treatment.debated_with else ""
