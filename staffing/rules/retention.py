"""Aufbewahrung im Stellenplan: names of former holders end by themselves, their months stay (DS-08, DS-10)."""

import datetime as dt

from django.apps import apps
from django.db import transaction
from django.db.models import Case, Value, When
from django.utils import timezone

from motions.rules import bylaws
from motions.rules.retention import months_before
from staffing.models import PositionAssignment
from staffing.models.choices import Absence

KEY = "retention.assignment_months"


def forget_holders(*, now: dt.datetime) -> int:
    """Delete name, group, step, contract and kind of absence of who left a post longer ago than the local law allows.

    Post, days, share and whether it counted as occupied stay, so that no figure changes (C-03, K-04). What the history
    of the row remembers goes with them. Without a value nothing ends. Run at the clearance "system".
    """
    known = bylaws.known(KEY, on=timezone.localdate(now))
    if not known:
        return 0
    last = timezone.localdate(months_before(now, int(known[0])))
    with transaction.atomic():
        former = PositionAssignment.objects.filter(forgotten_at__isnull=True, ends_on__lt=last)
        keys = list(former.select_for_update().values_list("pk", flat=True))
        PositionAssignment.objects.filter(pk__in=keys).update(
            forgotten_at=now,
            holder="",
            grade=None,
            step=None,
            contract_ends_on=None,
            absence=Case(When(absence=Absence.NONE, then=Value("")), default=Value(Absence.AWAY)),
        )
        history = apps.get_model("staffing", "PositionAssignmentEvent")
        history.objects.filter(pgh_obj_id__in=keys, forgotten_at__isnull=True).delete()
    return len(keys)
