"""Personalkosten: what a post costs the town in a year, month by month and line by line (domain.md 2.8, L-01 to L-03).

Two figures: haushaltswirksam (employer's gross and the workplace) and Vollkosten (with overhead). All amounts are euro.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from staffing.models import CostKey, PayGrade

from . import cost_lines
from .cost_lines import Line
from .pay_book import PayBook
from .post_months import Month, Post, months_of
from .rounding import rounded

_NONE = Decimal(0)


@dataclass(frozen=True)
class YearCost:
    """Kosten einer Stelle in einem Jahr; ``remarks`` tell what is projected, calculated or planned.

    ``by_month`` is the gross of each month, not rounded.
    """

    year: int
    months: int
    lines: tuple[Line, ...]
    gross: Decimal
    workplace: Decimal
    equipment: Decimal
    overhead: Decimal
    remarks: tuple[str, ...]
    by_month: tuple[tuple[int, Decimal], ...] = ()

    def gross_of(self, months: Collection[int]) -> Decimal:
        """Employer's gross of some of the months of the year."""
        return rounded(sum((amount for month, amount in self.by_month if month in months), _NONE))

    @property
    def budget_effect(self) -> Decimal:
        """Haushaltswirksam: what is paid in addition."""
        return self.gross + self.workplace + self.equipment

    @property
    def full_cost(self) -> Decimal:
        """Vollkosten: with overhead."""
        return self.budget_effect + self.overhead


def year_cost(book: PayBook, post: Post, year: int, *, with_equipment: bool = False) -> YearCost:
    """The cost of a year; raises PayUnknown where a table or a parameter is missing (L-02)."""
    months = months_of(book, post, year)
    if not months:
        return YearCost(year, 0, (), _NONE, _NONE, _NONE, _NONE, ())
    lines = cost_lines.lines_of(book, months)
    by_month = cost_lines.by_month(months, lines)
    equipment = _NONE
    if with_equipment and post.since.year == year:
        equipment = rounded(book.needed(CostKey.EQUIPMENT, post.grade, months[-1].day).value)
    return YearCost(
        year,
        len(months),
        lines.all,
        cost_lines.total(lines.all),
        _workplace(book, months),
        equipment,
        _overhead(book, months, by_month),
        _remarks(months, is_planned=post.is_planned),
        by_month,
    )


def planned_post(
    book: PayBook, grade: PayGrade, fte: Decimal, *, since: dt.date, until: dt.date | None = None
) -> Post:
    """A vacant post, or one whose holder is nobody's business: planned with one step that stays (L-03, L-04)."""
    return Post(grade, fte, book.planning_step(grade, since), since, until, is_planned=True)


def new_post(
    book: PayBook, grade: PayGrade, fte: Decimal, *, since: dt.date, until: dt.date | None = None
) -> Post:
    """A post that is filled from its first day with somebody who begins: the step rises with time."""
    return Post(grade, fte, book.entry_step(grade, since), since, until)


def _workplace(book: PayBook, months: Sequence[Month]) -> Decimal:
    """A twelfth of the Sachkosten of a year for each month."""
    parts = (book.needed(CostKey.WORKPLACE, row.grade, row.day).value * row.fte for row in months)
    return rounded(sum(parts, _NONE) / 12)


def _overhead(book: PayBook, months: Sequence[Month], by_month: Sequence[tuple[int, Decimal]]) -> Decimal:
    """A part of what each month costs; over a year with one rate exactly that part of the whole."""
    rates = [book.needed(CostKey.OVERHEAD, row.grade, row.day).value for row in months]
    if len(set(rates)) == 1:
        return rounded(rates[0] * rounded(sum((gross for _, gross in by_month), _NONE)))
    return rounded(sum((rate * gross for rate, (_, gross) in zip(rates, by_month, strict=True)), _NONE))


def _remarks(months: Sequence[Month], *, is_planned: bool) -> tuple[str, ...]:
    """What is told of the months, each projection once."""
    found = sorted(last_words({row.pay.remark for row in months if row.pay.remark}))
    if is_planned:
        steps = sorted({row.step for row in months})
        found += [f"gerechnet mit der Planungsstufe {step}" for step in steps]
    return tuple(found)


def last_words(told: Iterable[str]) -> list[str]:
    """Of projections that build on each other the one that says all."""
    known = set(told)
    return [one for one in known if not any(other != one and other.startswith(one) for other in known)]
