"""Förderung und Eigenanteil: what a grant pays in a year and what is left to the town (domain.md 3.3; K-02, K-03)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from motions.models.period import months_after
from motions.rules import bylaws
from staffing.models import FundingGrant, FundingRate, GrantPosition
from staffing.models.choices import GrantModel, GrantStage
from staffing.models.struck import standing

from . import costs, grant_end
from .costs import YearCost
from .pay_book import PayBook, PayUnknown, holds
from .post_months import Post
from .rounding import rounded

_NONE = Decimal("0.00")
YEARS = 5
WARN_KEY = "grants.warn_months"
_USUAL_MONTHS = (12, 6, 3)
_ENDS = "endet in höchstens {}"


@dataclass(frozen=True)
class YearShare:
    """Ein Jahr einer geförderten Stelle in Euro; ``missing`` says why nothing could be reckoned."""

    year: int
    cost: YearCost | None
    grant: Decimal
    missing: str = ""

    @property
    def own_personnel(self) -> Decimal:
        """Eigenanteil an den Personalkosten; never below zero."""
        return max(_NONE, self.cost.gross - self.grant) if self.cost else _NONE

    @property
    def own_total(self) -> Decimal:
        """Eigenanteil with the workplace: haushaltswirksam."""
        return self.own_personnel + (self.cost.workplace + self.cost.equipment if self.cost else _NONE)


def forecast(
    book: PayBook, post: Post, funded: GrantPosition, rates: Sequence[FundingRate], *, first: int
) -> list[YearShare]:
    """Own share for five years from the first on; the rate stays as told, the tariff rises (K-03)."""
    return [_share(book, post, funded, rates, year) for year in range(first, first + YEARS)]


def paid_in(funded: GrantPosition, rates: Sequence[FundingRate], cost: YearCost) -> Decimal:
    """What the grant pays for a post in a year: a twelfth of the rate for each month of the post it holds on.

    With actual cost as the model never more than its share of what these months cost (domain.md 3.3): what the post
    costs before or after them is not eligible.
    """
    there = {month for month, _ in cost.by_month}
    running = [day for day in grant_end.months_paid(funded, cost.year) if day.month in there]
    amounts = {day.month: rate.amount for day in running for rate in rates if holds(rate, day)}
    lump_sum = rounded(sum(amounts.values(), _NONE) * funded.fte / 12)
    if funded.grant.model == GrantModel.CAPPED_COST:
        return min(lump_sum, rounded(cost.gross_of(amounts) * funded.cost_percent / 100))
    return lump_sum


def stage_of(grant: FundingGrant) -> str:
    """The newest stage in words; nothing recorded yet is no stage (K-01)."""
    last = standing(grant.stages.all())[-1:]
    return GrantStage(last[0].stage).label if last else "noch kein Stand eingetragen"


def warn_months(*, on: dt.date) -> list[int]:
    """How many months before its end a grant is warned of; where the local law says nothing 12, 6 and 3 (K-02)."""
    (months,) = bylaws.known(WARN_KEY, on=on) or [_USUAL_MONTHS]
    return sorted(int(number) for number in months)


def warning_of(grant: FundingGrant, *, on: dt.date, months: Sequence[int]) -> str:
    """How near the end is: at each of the months before it, and afterwards (K-02)."""
    end = grant_end.last_day(grant)
    if end is None:
        return end_of(grant)
    if end < on:
        return f"beendet am {end:%d.%m.%Y}"
    near = _months_left(end, on, months)
    return f"{_ENDS.format(_months(near))}, {end_of(grant)}" if near else end_of(grant)


def end_of(grant: FundingGrant) -> str:
    """When it ends, in words that stay true on whatever day they are read: nothing is counted from today."""
    if (end := grant_end.last_day(grant)) is not None:
        return f"bis {end:%d.%m.%Y}"
    return "jährlich im Landeshaushalt, kein Ende genannt" if grant.is_lasting else "kein Ende genannt"


@dataclass(frozen=True)
class Light:
    """Ampel in Worten: ``kind`` is the one of a badge, ``word`` says the same without its colour (K-02)."""

    kind: str
    word: str


def light_of(grant: FundingGrant, *, on: dt.date, months: Sequence[int]) -> Light:
    """How urgent the end of a grant is; at the last of the warnings it is red (K-02)."""
    end = grant_end.last_day(grant)
    if end is None:
        return Light("info", "läuft, Ende offen")
    if end < on:
        return Light("danger", "beendet")
    near = _months_left(end, on, months)
    if near is None:
        return Light("success", "läuft")
    return Light("danger" if near == months[0] else "warning", _ENDS.format(_months(near)))


def _months_left(end: dt.date, on: dt.date, months: Sequence[int]) -> int | None:
    """The nearest of the warnings that has been reached."""
    return min((number for number in months if end <= months_after(on, number)), default=None)


def _months(number: int) -> str:
    return "1 Monat" if number == 1 else f"{number} Monaten"


def _share(
    book: PayBook, post: Post, funded: GrantPosition, rates: Sequence[FundingRate], year: int
) -> YearShare:
    try:
        cost = costs.year_cost(book, post, year)
    except PayUnknown as unknown:
        return YearShare(year, None, _NONE, str(unknown))
    return YearShare(year, cost, paid_in(funded, rates, cost))
