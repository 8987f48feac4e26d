"""Akteneinsicht: request, decision, what was shown (§ 55 GO NRW, § 4 IFG NRW; G-06)."""

import datetime as dt

from django.db import transaction
from django.db.models import Case, QuerySet, Value, When
from django.utils import timezone

from motions.models import InspectionRequest, User
from motions.models.inspection import InspectionDecision

from . import meeting_permissions, past_days, register_permissions
from .findings import NotPermitted, OutdatedState, Refused, block
from .once import save_once
from .permissions import Visitor


def listed(user: Visitor) -> QuerySet[InspectionRequest]:
    """The requests a person may know: first what is open, the oldest on top."""
    is_open = Case(When(inspected_on=None, then=Value(0)), default=Value(1))
    refused = Case(When(decision=InspectionDecision.REFUSED, then=Value(1)), default=is_open)
    return register_permissions.visible_inspections(user).order_by(refused, "received_on", "pk")


def overdue(*, on: dt.date) -> list[InspectionRequest]:
    """Requests of the public that should have been decided by now (§ 5 Abs. 2 IFG NRW)."""
    rows = InspectionRequest.objects.filter(decision="")
    return [row for row in rows if row.due_on is not None and row.due_on < on]


def record_request(request: InspectionRequest, *, by: User, now: dt.datetime) -> InspectionRequest:
    """Write a request down; raises NotPermitted, OutdatedState or Refused."""
    _insist_on_office(by)
    _refuse_days_to_come(now, received_on=request.received_on)
    request.recorded_by, request.recorded_at = by, now
    save_once(request, "Dieser Antrag ist schon eingetragen.")
    return request


def decide(
    request: InspectionRequest,
    *,
    decision: str,
    decided_on: dt.date,
    reasons: str,
    by: User,
    now: dt.datetime,
) -> InspectionRequest:
    """Write down the decision; what is not granted in full needs its grounds (§ 5 Abs. 2 IFG NRW).

    Raises NotPermitted, OutdatedState or Refused.
    """
    _insist_on_office(by)
    with transaction.atomic():
        row = InspectionRequest.objects.select_for_update().get(pk=request.pk)
        if row.decision:
            raise OutdatedState("Über diesen Antrag ist schon entschieden.")
        if decided_on < row.received_on:
            text = "Die Entscheidung liegt vor dem Antrag. Prüfen Sie das Datum."
            raise Refused([block("G-06", text, "decided_on", absolute=True)])
        _refuse_days_to_come(now, decided_on=decided_on)
        if decision != InspectionDecision.GRANTED and not reasons.strip():
            text = "Nennen Sie die Gründe, aus denen die Einsicht nicht oder nicht ganz gewährt wird."
            raise Refused([block("G-06", text, "reasons", absolute=True)])
        row.decision, row.decided_on, row.decision_reasons = decision, decided_on, reasons.strip()
        row.save(update_fields=["decision", "decided_on", "decision_reasons"])
    return row


def record_inspection(
    request: InspectionRequest, *, inspected_on: dt.date, shown: str, by: User, now: dt.datetime
) -> InspectionRequest:
    """Write down when what was shown; raises NotPermitted, OutdatedState or Refused."""
    _insist_on_office(by)
    with transaction.atomic():
        row = InspectionRequest.objects.select_for_update().get(pk=request.pk)
        if row.inspected_on is not None:
            raise OutdatedState("Die Einsicht ist schon eingetragen. Es ist nichts mehr zu tun.")
        if row.decision not in (InspectionDecision.GRANTED, InspectionDecision.PARTLY):
            text = "Einsicht gibt es erst, wenn sie gewährt ist. Tragen Sie zuerst die Entscheidung ein."
            raise Refused([block("G-06", text, absolute=True)])
        if row.decided_on is None or inspected_on < row.decided_on:
            text = "Die Einsicht liegt vor der Entscheidung. Prüfen Sie das Datum."
            raise Refused([block("G-06", text, "inspected_on", absolute=True)])
        _refuse_days_to_come(now, inspected_on=inspected_on)
        row.inspected_on, row.shown = inspected_on, shown.strip()
        row.save(update_fields=["inspected_on", "shown"])
    return row


def _refuse_days_to_come(now: dt.datetime, **days: dt.date) -> None:
    if late := past_days.to_come("G-06", days, on=timezone.localdate(now)):
        raise Refused(late)


def _insist_on_office(by: User) -> None:
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Anträge auf Akteneinsicht führt das Ratsbüro.")
