"""Eine Stelle Monat für Monat: pay group, VZÄ and step of each month of a year, with its pay (L-01 to L-03)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from staffing.models import CostKey, PayGrade
from staffing.models.choices import StaffCategory

from .pay_book import Pay, PayBook, Rate

_NONE = Decimal(0)


@dataclass(frozen=True)
class Post:
    """Wessen Kosten gerechnet werden; ``step`` holds from ``since`` and rises with time, or stays if ``is_planned``.

    ``then`` is how the post is listed from its own ``since`` on, where it changes.
    """

    grade: PayGrade
    fte: Decimal
    step: int
    since: dt.date
    until: dt.date | None = None
    is_planned: bool = False
    then: Post | None = None

    def on(self, day: dt.date) -> Post | None:
        """How it is listed in the month of a day; None before it begins and after its end."""
        if self.then is not None and self.then.since.replace(day=1) <= day:
            return self.then.on(day)
        return (
            self if self.since.replace(day=1) <= day and (self.until is None or day <= self.until) else None
        )


@dataclass(frozen=True)
class Month:
    """Ein Monat einer Stelle."""

    day: dt.date
    grade: PayGrade
    fte: Decimal
    step: int
    pay: Pay
    allowance: Decimal
    allowance_source: str
    one_off: Rate | None

    @property
    def full_time(self) -> Decimal:
        """Table and allowance of a full post."""
        return self.pay.monthly + self.allowance

    @property
    def earned(self) -> Decimal:
        """The same of this one, euro, not rounded."""
        return self.full_time * self.fte

    @property
    def is_civil_servant(self) -> bool:
        """No bonus, no insurance: Versorgung and Beihilfe."""
        return self.grade.category == StaffCategory.CIVIL_SERVANT


def months_of(book: PayBook, post: Post, year: int) -> list[Month]:
    """The months of a year in which there is the post; raises PayUnknown where a table is missing (L-02)."""
    days = [dt.date(year, month, 1) for month in range(1, 13)]
    return [_month(book, listed, day) for day in days if (listed := post.on(day)) is not None]


def step_on(book: PayBook, post: Post, day: dt.date) -> int:
    """The step reached on a day: months served count on when the rule about them changes."""
    step, served, at = post.step, 0, post.since.replace(day=1)
    while at < day:
        at = dt.date(at.year + at.month // 12, at.month % 12 + 1, 1)
        served += 1
        needed = book.months_in_step(post.grade, step, at)
        if needed is not None and served >= needed:
            step, served = step + 1, 0
    return step


def _month(book: PayBook, post: Post, day: dt.date) -> Month:
    step = post.step if post.is_planned else step_on(book, post, day)
    allowance = book.rate(CostKey.ALLOWANCE, post.grade, day)
    return Month(
        day,
        post.grade,
        post.fte,
        step,
        book.pay(post.grade, step, day),
        allowance.value if allowance else _NONE,
        allowance.source if allowance else "",
        book.rate(CostKey.ONE_OFF, post.grade, day),
    )
