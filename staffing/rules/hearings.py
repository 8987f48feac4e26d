"""Anhörungen zum Stellenplan: lines of a checklist, each with day and document (domain.md 2.7, M-03)."""

import datetime as dt

from django.db import transaction
from django.utils import timezone

from motions.models import User
from motions.rules.findings import NotPermitted, Refused, block
from staffing.models import Hearing, StaffingPlan
from staffing.models.choices import HearingBody

from . import permissions


def record(
    plan: StaffingPlan,
    body: str,
    heard_on: dt.date,
    document: str,
    result: str = "",
    *,
    by: User,
    now: dt.datetime,
) -> Hearing:
    """Write down who was heard; raises NotPermitted, or Refused for a day to come or a missing document (M-03)."""
    if not permissions.keeps_plan(by):
        raise NotPermitted("Den Stellenplan führt die Personalstelle.")
    found = []
    if heard_on > timezone.localdate(now):
        text = "Der Tag der Anhörung liegt in der Zukunft. Tragen Sie sie ein, wenn sie stattgefunden hat."
        found.append(block("M-03", text, "heard_on", absolute=True))
    if not document.strip():
        text = "Geben Sie das Schreiben oder das Aktenzeichen an."
        found.append(block("M-03", text, "document", absolute=True))
    if found:
        raise Refused(found)
    with transaction.atomic():
        return Hearing.objects.create(
            plan=plan,
            body=body,
            heard_on=heard_on,
            document=document.strip(),
            result=result.strip(),
            recorded_by=by,
            recorded_at=now,
        )


def checklist(plan: StaffingPlan) -> list[tuple[str, list[Hearing]]]:
    """Each body that is to be heard, with what was recorded."""
    rows = list(plan.hearings.all())
    return [(str(body.label), [row for row in rows if row.body == body]) for body in HearingBody]
