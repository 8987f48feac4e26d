"""Aufbewahrung: what is kept for a limited time, and ends by itself (DS-09, DS-10)."""

import datetime as dt
from calendar import monthrange

from django.db.models.functions import Coalesce
from django.utils import timezone

from motions.models import InspectionRequest, ReadRecord

from . import bylaws


def forget_readings(*, now: dt.datetime) -> int:
    """Delete what the Leseprotokoll has held longer than the local law allows; without a value nothing (DS-09).

    Run at the clearance "system": the database lets nobody else delete a reading.
    """
    known = bylaws.known("retention.reading_log_months", on=timezone.localdate(now))
    if not known:
        return 0
    months = int(known[0])
    return ReadRecord.objects.filter(read_at__lt=months_before(now, months)).delete()[0]


def forget_inspections(*, now: dt.datetime) -> int:
    """Delete requests for Akteneinsicht whose local period has ended; without a value nothing (G-06, DS-10).

    The period begins with the inspection, or with the decision where nothing was inspected. What is undecided stays.
    Run at the clearance "system": the database lets nobody else delete a request.
    """
    known = bylaws.known("retention.inspection_months", on=timezone.localdate(now))
    if not known:
        return 0
    last = timezone.localdate(months_before(now, int(known[0])))
    closed = InspectionRequest.objects.exclude(decision="").annotate(
        closed_on=Coalesce("inspected_on", "decided_on")
    )
    return closed.filter(closed_on__lt=last).delete()[0]


def months_before(moment: dt.datetime, months: int) -> dt.datetime:
    """The same day of an earlier month, or its last one."""
    year, month = divmod(moment.year * 12 + moment.month - 1 - months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))
