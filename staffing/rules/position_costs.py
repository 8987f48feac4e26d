"""Kosten einer Stelle, Zeile für Zeile: the computation opened for who wants to follow it (L-01 to L-04)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from motions.models import User
from staffing.models import CostKey, PlanEntry, Position

from . import costs, latest_listing, listed_year, permissions
from .costs import YearCost
from .latest_listing import Listed
from .pay_book import PayBook, PayUnknown
from .post_months import Post

_YEARS_BEFORE, _YEARS_AFTER = 2, 5


@dataclass(frozen=True)
class PositionCost:
    """Die Rechnung eines Jahres; ``missing`` says why there is none. ``steps`` are those somebody may choose (L-04)."""

    entry: PlanEntry
    year: int
    step: int | None
    cost: YearCost | None
    missing: str
    years: list[int]
    steps: list[int]
    equipment: Decimal
    is_proposed: bool


def of_position(
    user: User, number: int, year: int, *, on: dt.date, step: int | None = None
) -> PositionCost | None:
    """What a post costs in a year, planned as if vacant; None for who may not read the plan of the post.

    Another step than the planned one is reckoned for the personnel office alone: it could be that of a person (L-04).
    """
    years = list(range(on.year - _YEARS_BEFORE, on.year + _YEARS_AFTER))
    listed = _listed(user, number, on)
    if listed is None or year not in years:
        return None
    entry = listed.entry
    may_choose = permissions.keeps_plan(user)
    book = PayBook.read()
    first = dt.date(year, 1, 1)
    try:
        changed = None if listed.is_proposed else listed_year.planned(book, entry.position, year, user)
        post = changed or costs.planned_post(book, entry.grade, entry.fte, since=first)
        if may_choose and step is not None:
            post = Post(entry.grade, entry.fte, step, first, is_planned=True)
        cost = costs.year_cost(book, post, year)
        equipment = book.needed(CostKey.EQUIPMENT, entry.grade, first).value
    except PayUnknown as unknown:
        missing = str(unknown)
        return PositionCost(
            entry,
            year,
            step,
            None,
            missing,
            years,
            _steps(book, entry, may_choose),
            Decimal(0),
            listed.is_proposed,
        )
    steps = _steps(book, entry, may_choose)
    return PositionCost(entry, year, post.step, cost, "", years, steps, equipment, listed.is_proposed)


def _listed(user: User, number: int, on: dt.date) -> Listed | None:
    """The post as it is listed or proposed in a version the person may read."""
    position = Position.objects.filter(number=number).first()
    return latest_listing.of_positions(user, [position.pk], on=on).get(position.pk) if position else None


def _steps(book: PayBook, entry: PlanEntry, may_choose: bool) -> list[int]:
    found = {step for _, code, step in book.amounts if code == entry.grade.code}
    return sorted(found) if may_choose else []
