"""Listen neben dem Plan: trainees, temporary staff and capacity elsewhere; none of them counts (S-12, S-14, C-05)."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from motions.models import User
from motions.rules.findings import NotPermitted
from staffing.models import ExternalCapacity, StaffingPlan, TemporaryStaff, TraineeGroup

from . import drafting, permissions

Rows = Sequence[dict[str, Any]]


def write(plan: StaffingPlan, trainees: Rows, temporary: Rows, *, version: int, by: User) -> None:
    """Replace both lists of a version; raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        drafting.touch(plan, version=version, by=by)
        plan.trainees.all().delete()
        plan.temporary.all().delete()
        TraineeGroup.objects.bulk_create(TraineeGroup(plan=plan, **row) for row in trainees)
        TemporaryStaff.objects.bulk_create(TemporaryStaff(plan=plan, **row) for row in temporary)


def external(user: User) -> QuerySet[ExternalCapacity]:
    """Capacity employed elsewhere, the newest first."""
    return permissions.visible_external(user).select_related("followed_by").order_by("-starts_on", "-pk")


def keep_external(row: ExternalCapacity, values: dict[str, Any], *, by: User) -> ExternalCapacity:
    """Write down who works for the town and is employed elsewhere; raises NotPermitted (C-05, C-06)."""
    if not permissions.keeps_plan(by):
        raise NotPermitted("Kapazitäten bei Trägern trägt die Personalstelle ein.")
    for name, value in values.items():
        setattr(row, name, value)
    row.save()
    return row
