"""Kosten einer Stelle, Zeile für Zeile: the computation opened for who wants to follow it (L-01 to L-04)."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from motions.models import User
from staffing.models import CostKey, PlanEntry

from . import costs, permissions
from .costs import YearCost
from .pay_book import PayBook, PayUnknown

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


def of_position(
    user: User, number: int, year: int, *, on: dt.date, step: int | None = None
) -> PositionCost | None:
    """What a post costs in a year, planned as if vacant; None for who may not read the plan of the post.

    Another step than the planned one is reckoned for the personnel office alone: it could be that of a person (L-04).
    """
    years = list(range(on.year - _YEARS_BEFORE, on.year + _YEARS_AFTER))
    entry = _entry(user, number)
    if entry is None or year not in years:
        return None
    may_choose = permissions.keeps_plan(user)
    book = PayBook.read()
    first = dt.date(year, 1, 1)
    try:
        post = costs.planned_post(book, entry.grade, entry.fte, since=first)
        if may_choose and step is not None:
            post = costs.Post(entry.grade, entry.fte, step, first, is_planned=True)
        cost = costs.year_cost(book, post, year)
        equipment = book.needed(CostKey.EQUIPMENT, entry.grade, first).value
    except PayUnknown as unknown:
        missing = str(unknown)
        return PositionCost(
            entry, year, step, None, missing, years, _steps(book, entry, may_choose), Decimal(0)
        )
    return PositionCost(entry, year, post.step, cost, "", years, _steps(book, entry, may_choose), equipment)


def _entry(user: User, number: int) -> PlanEntry | None:
    """The post as it was last listed in a version the person may read."""
    rows = PlanEntry.objects.filter(
        plan__in=permissions.visible_plans(user), position__number=number, is_dropped=False
    )
    related = rows.select_related("plan", "position", "grade", "unit")
    return related.order_by("-plan__year", "-plan__number").first()


def _steps(book: PayBook, entry: PlanEntry, may_choose: bool) -> list[int]:
    found = {step for _, code, step in book.amounts if code == entry.grade.code}
    return sorted(found) if may_choose else []
