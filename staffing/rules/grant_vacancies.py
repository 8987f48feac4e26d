"""Vakanz einer geförderten Stelle: what of a grant may have to go back (K-04), and the gap before a post (K-10).

Who occupies a post is known to the personnel office alone (L-04). From here everybody who may know a grant learns in
which months its post was not fully occupied and what that is worth: never a person, a reason or another share.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Min

from motions.rules.clearance import clearance
from staffing.models import ExternalCapacity, FundingRate, GrantPosition, PositionAssignment, StaffingPlan
from staffing.models.choices import Absence, GrantModel

from . import grant_end
from .pay_book import holds
from .rounding import rounded

_NONE = Decimal("0.00")
# By the first day of a month: the VZÄ of the funded share on which nobody worked.
Vacancy = Mapping[dt.date, Decimal]


@dataclass(frozen=True)
class VacancyFlag:
    """Ein Jahr mit Vakanz: in which months, and how much of the grant they were paid with; euro."""

    year: int
    months: tuple[int, ...]
    amount: Decimal
    is_repayment: bool


@dataclass(frozen=True)
class Gap:
    """Zeit ohne Leistung: between the end at a carrier and the own post; no VZÄ of the plan (K-10)."""

    starts_on: dt.date
    ends_on: dt.date


def vacancies(rows: Sequence[GrantPosition], *, until: dt.date) -> dict[int, Vacancy]:
    """By funded post the months up to a day in which nobody, or not enough, worked on its funded share (K-04).

    As with the payment, the first day of a month counts for all of it; who is away does not count (C-03). The funded
    share is taken to be occupied first. Before the first plan this system knows nobody could be entered.
    """
    with clearance("system"):
        year = StaffingPlan.objects.filter(frozen_at__isnull=False).aggregate(Min("year"))["year__min"]
        known = PositionAssignment.objects.filter(
            position__in={row.position_id for row in rows}, absence=Absence.NONE
        )
        worked = list(known.only("position_id", "starts_on", "ends_on", "fte"))
    if year is None:
        return {row.pk: {} for row in rows}
    return {row.pk: _vacancy(row, worked, dt.date(year, 1, 1), until) for row in rows}


def flags(funded: GrantPosition, rates: Sequence[FundingRate], vacancy: Vacancy) -> list[VacancyFlag]:
    """The share of the grant for vacant months, by year; a month without a rate brought nothing (K-04)."""
    is_repayment = funded.grant.model == GrantModel.CAPPED_COST
    paid = {day: rate.amount * vacancy[day] for day in sorted(vacancy) for rate in rates if holds(rate, day)}
    found = []
    for year in sorted({day.year for day in paid}):
        months = [day for day in paid if day.year == year]
        amount = rounded(sum((paid[day] for day in months), _NONE) / 12)
        found.append(VacancyFlag(year, tuple(day.month for day in months), amount, is_repayment))
    return found


def gaps(before: Iterable[ExternalCapacity], starts_on: dt.date) -> list[Gap]:
    """Between the last day at a carrier and the first day of the own post."""
    ends = [row.ends_on for row in before if row.ends_on is not None]
    first = max(ends, default=None)
    if first is None or first + dt.timedelta(days=1) >= starts_on:
        return []
    return [Gap(first + dt.timedelta(days=1), starts_on - dt.timedelta(days=1))]


def _vacancy(
    funded: GrantPosition, worked: Sequence[PositionAssignment], first: dt.date, until: dt.date
) -> Vacancy:
    own = [row for row in worked if row.position_id == funded.position_id]
    missing = {}
    for day in _months(max(first, funded.starts_on), until):
        if not grant_end.pays_on(funded, day):
            continue
        occupied = sum((row.fte for row in own if holds(row, day)), _NONE)
        if occupied < funded.fte:
            missing[day] = funded.fte - occupied
    return missing


def _months(first: dt.date, until: dt.date) -> Iterable[dt.date]:
    day = first.replace(day=1)
    while day <= until:
        yield day
        day = (day + dt.timedelta(days=32)).replace(day=1)
