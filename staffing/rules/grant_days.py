"""Tage einer Förderung: what is written down as done has been done, not planned (K-01, K-04, K-07, K-08)."""

import datetime as dt

from django.db import models

from motions.rules import past_days
from motions.rules.findings import Finding

_DONE = frozenset(
    {
        *("reached_on", "requested_on", "received_on", "submitted_on"),
        *("met_on", "checked_on", "settled_on"),
    }
)


def to_come(rule: str, part: models.Model, *, on: dt.date) -> list[Finding]:
    """One finding for each day of something done that is still to come; due days and periods may be."""
    days = {field.name: getattr(part, field.name) for field in part._meta.fields if field.name in _DONE}
    return past_days.to_come(rule, days, on=on)
