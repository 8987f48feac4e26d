"""Wirkliches Ende einer Förderung: its last day, or the one on which it was ended or revoked (K-09)."""

import datetime as dt

from staffing.models import FundingGrant, GrantPosition
from staffing.models.choices import GrantStage
from staffing.models.struck import standing

from .pay_book import holds


def last_day(grant: FundingGrant) -> dt.date | None:
    """The last day on which it pays; a later Stand, for example a new Bescheid, lifts an end that was recorded."""
    stages = standing(grant.stages.all())
    ended = stages[-1].reached_on if stages and stages[-1].stage == GrantStage.ENDED else None
    return min((day for day in (grant.ends_on, ended) if day is not None), default=None)


def pays_on(funded: GrantPosition, day: dt.date) -> bool:
    """The grant pays for the post on a day."""
    last = last_day(funded.grant)
    return holds(funded, day) and holds(funded.grant, day) and (last is None or day <= last)


def is_over(funded: GrantPosition, day: dt.date) -> bool:
    """It has paid for the post and no longer does."""
    return any(end is not None and end < day for end in (funded.ends_on, last_day(funded.grant)))


def months_paid(funded: GrantPosition, year: int) -> list[dt.date]:
    """The months of a year on whose first day it pays."""
    return [day for month in range(1, 13) if pays_on(funded, day := dt.date(year, month, 1))]
