"""Vergangene Tage: what is written down has happened, so its day is not one to come."""

import datetime as dt
from collections.abc import Mapping

from motions.models.recorded import TO_COME

from .findings import Finding, block


def to_come(rule: str, days: Mapping[str, dt.date | None], *, on: dt.date) -> list[Finding]:
    """One finding for each field whose day is after today; an empty field says nothing."""
    late = [field for field, day in days.items() if day is not None and day > on]
    return [block(rule, TO_COME, field, absolute=True) for field in late]
