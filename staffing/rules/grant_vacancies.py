"""Vakanz einer geförderten Stelle: what of a grant may have to go back (K-04), and the gap before a post (K-10).

``flags`` takes the vacant months as they are given and asks no table. Today they come from the vacancies recorded at
the funded post; who occupies a post is kept with its assignments, and their gaps can be handed in the same way.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from motions.models.period import Period
from staffing.models import ExternalCapacity, FundingRate, GrantPosition
from staffing.models.choices import GrantModel

from .pay_book import holds
from .rounding import rounded

_NONE = Decimal("0.00")


@dataclass(frozen=True)
class VacancyFlag:
    """Ein Jahr mit Vakanz: how many months, and how much of the grant they were paid with; euro."""

    year: int
    months: int
    amount: Decimal
    is_repayment: bool

    @property
    def words(self) -> str:
        """What is to do about it."""
        if self.is_repayment:
            return "zurückzuzahlen, denn gefördert werden tatsächliche Kosten"
        return "zu prüfen, ob die Pauschale anteilig zurückzuzahlen ist"


@dataclass(frozen=True)
class Gap:
    """Zeit ohne Leistung: between the end at a carrier and the own post; no VZÄ of the plan (K-10)."""

    starts_on: dt.date
    ends_on: dt.date


def flags(
    funded: GrantPosition, rates: Sequence[FundingRate], vacant_months: Collection[dt.date]
) -> list[VacancyFlag]:
    """The share of the grant for vacant months, by year; a month is its first day (K-04)."""
    paid = sorted(day for day in set(vacant_months) if holds(funded, day) and holds(funded.grant, day))
    found = []
    for year in sorted({day.year for day in paid}):
        months = [day for day in paid if day.year == year]
        amounts = [rate.amount for day in months for rate in rates if holds(rate, day)]
        amount = rounded(sum(amounts, _NONE) * funded.fte / 12)
        is_repayment = funded.grant.model == GrantModel.CAPPED_COST
        found.append(VacancyFlag(year, len(months), amount, is_repayment))
    return found


def vacant_months(vacancies: Iterable[Period], *, until: dt.date) -> set[dt.date]:
    """The months on whose first day nobody was on the post, up to a day."""
    found = set()
    for vacancy in vacancies:
        last = min(vacancy.ends_on or until, until)
        day = vacancy.starts_on.replace(day=1)
        while day <= last:
            if day >= vacancy.starts_on:
                found.add(day)
            day = (day + dt.timedelta(days=32)).replace(day=1)
    return found


def gaps(before: Iterable[ExternalCapacity], starts_on: dt.date) -> list[Gap]:
    """Between the last day at a carrier and the first day of the own post."""
    ends = [row.ends_on for row in before if row.ends_on is not None]
    first = max(ends, default=None)
    if first is None or first + dt.timedelta(days=1) >= starts_on:
        return []
    return [Gap(first + dt.timedelta(days=1), starts_on - dt.timedelta(days=1))]
