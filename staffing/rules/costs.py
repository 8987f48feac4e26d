"""Personalkosten: what a post costs the town in a year, month by month and line by line (domain.md 2.8, L-01 to L-03).

Two figures: haushaltswirksam (employer's gross and the workplace) and Vollkosten (with overhead). All amounts are euro.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from motions.rules.german_numbers import euro, number, percent
from staffing.models import CostKey, PayGrade
from staffing.models.choices import StaffCategory

from .pay_book import Pay, PayBook, Rate
from .rounding import rounded, spread

_NONE = Decimal(0)
_REFERENCE_MONTHS = (7, 8, 9)  # § 20 Abs. 2 TVöD
_BONUS_DAY = (12, 1)  # employed on 1 December, § 20 Abs. 1 TVöD


@dataclass(frozen=True)
class Post:
    """Wessen Kosten gerechnet werden; ``step`` holds from ``since`` and rises with time, or stays if ``is_planned``."""

    grade: PayGrade
    fte: Decimal
    step: int
    since: dt.date
    until: dt.date | None = None
    is_planned: bool = False


@dataclass(frozen=True)
class Line:
    """Eine Zeile der Rechnung: what, how it is reckoned, how much, from which source."""

    label: str
    formula: str
    amount: Decimal
    source: str


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


@dataclass(frozen=True)
class _Month:
    day: dt.date
    step: int
    pay: Pay
    allowance: Decimal
    allowance_source: str
    one_off: Rate | None


def year_cost(book: PayBook, post: Post, year: int, *, with_equipment: bool = False) -> YearCost:
    """The cost of a year; raises PayUnknown where a table or a parameter is missing (L-02)."""
    months = [_month(book, post, day) for day in _days(post, year)]
    if not months:
        return YearCost(year, 0, (), _NONE, _NONE, _NONE, _NONE, ())
    paid = _salary(post, months)
    bonus = _bonus(book, post, months)
    performance = _performance(book, post, months)
    liable = [*paid, *bonus, *performance]
    contributions = _contributions(book, post, months, liable)
    aid, one_offs = _health_aid(book, post, months), _one_offs(post, months)
    lines = [*liable, *contributions, *aid, *one_offs]
    gross = _total(lines)
    share = Decimal(len(months)) / 12
    last = months[-1].day
    workplace = rounded(book.needed(CostKey.WORKPLACE, post.grade, last).value * post.fte * share)
    overhead = rounded(book.needed(CostKey.OVERHEAD, post.grade, last).value * gross)
    equipment = _NONE
    if with_equipment and post.since.year == year:
        equipment = rounded(book.needed(CostKey.EQUIPMENT, post.grade, last).value)
    remarks = _remarks(post, months)
    by_month = _by_month(months, [*paid, *performance], bonus, contributions, aid, one_offs)
    return YearCost(year, len(months), tuple(lines), gross, workplace, equipment, overhead, remarks, by_month)


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


def _days(post: Post, year: int) -> list[dt.date]:
    days = [dt.date(year, month, 1) for month in range(1, 13)]
    first = post.since.replace(day=1)
    return [day for day in days if first <= day and (post.until is None or day <= post.until)]


def _month(book: PayBook, post: Post, day: dt.date) -> _Month:
    step = post.step if post.is_planned else step_on(book, post, day)
    allowance = book.rate(CostKey.ALLOWANCE, post.grade, day)
    return _Month(
        day,
        step,
        book.pay(post.grade, step, day),
        allowance.value if allowance else _NONE,
        allowance.source if allowance else "",
        book.rate(CostKey.ONE_OFF, post.grade, day),
    )


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


def _salary(post: Post, months: Sequence[_Month]) -> list[Line]:
    lines = []
    for (step, pay), rows in groupby(months, key=lambda row: (row.step, row.pay)):
        span = list(rows)
        words = f"{post.grade}, Stufe {step}: {len(span)} × {euro(pay.monthly)} × {number(post.fte)} VZÄ"
        amount = rounded(pay.monthly * post.fte * len(span))
        lines.append(Line(f"Tabellenentgelt {_span(span)}", words, amount, pay.source))
    for allowance, rows in groupby(months, key=lambda row: row.allowance):
        span = list(rows)
        if allowance:
            words = f"{len(span)} × {euro(allowance)} × {number(post.fte)} VZÄ"
            source = span[0].allowance_source
            lines.append(
                Line(f"Zulage {_span(span)}", words, rounded(allowance * post.fte * len(span)), source)
            )
    return lines


def _bonus(book: PayBook, post: Post, months: Sequence[_Month]) -> list[Line]:
    """Jahressonderzahlung: of the average of July to September, a twelfth for each month (§ 20 TVöD)."""
    year = months[0].day.year
    if post.grade.category == StaffCategory.CIVIL_SERVANT or months[-1].day < dt.date(year, *_BONUS_DAY):
        return []
    rate = book.needed(CostKey.BONUS, post.grade, dt.date(year, *_BONUS_DAY))
    reference = [row for row in months if row.day.month in _REFERENCE_MONTHS] or list(months[:1])
    base = sum((row.pay.monthly + row.allowance for row in reference), _NONE) / len(reference)
    amount = rounded(base * post.fte * rate.value * len(months) / 12)
    words = f"{percent(rate.value * 100)} von {euro(base)} × {number(post.fte)} VZÄ"
    words += f" × {len(months)}/12" if len(months) < 12 else ""
    return [Line("Jahressonderzahlung", words, amount, rate.source)]


def _performance(book: PayBook, post: Post, months: Sequence[_Month]) -> list[Line]:
    if post.grade.category == StaffCategory.CIVIL_SERVANT:
        return []
    rate = book.needed(CostKey.PERFORMANCE, post.grade, months[-1].day)
    base = sum(((row.pay.monthly + row.allowance) * post.fte for row in months), _NONE)
    words = f"{percent(rate.value * 100)} von {euro(base)}"
    return [Line("Leistungsentgelt", words, rounded(base * rate.value), rate.source)]


def _contributions(book: PayBook, post: Post, months: Sequence[_Month], liable: Iterable[Line]) -> list[Line]:
    """Employer's contributions on everything that is liable; a Beamter costs Versorgung instead, and Beihilfe."""
    base = _total(liable)
    day = months[-1].day
    pension = book.needed(CostKey.PENSION, post.grade, day)
    words = f"{percent(pension.value * 100)} von {euro(base)}"
    if post.grade.category == StaffCategory.CIVIL_SERVANT:
        return [Line("Versorgung", words, rounded(base * pension.value), pension.source)]
    insurance = book.needed(CostKey.SOCIAL_INSURANCE, post.grade, day)
    social = f"{percent(insurance.value * 100)} von {euro(base)}"
    return [
        Line("Sozialversicherung", social, rounded(base * insurance.value), insurance.source),
        Line("Zusatzversorgung", words, rounded(base * pension.value), pension.source),
    ]


def _health_aid(book: PayBook, post: Post, months: Sequence[_Month]) -> list[Line]:
    """Beihilfe of a Beamter: the same in each month, whatever the pay."""
    if post.grade.category != StaffCategory.CIVIL_SERVANT:
        return []
    aid = book.needed(CostKey.HEALTH_AID, post.grade, months[-1].day)
    words = f"{euro(aid.value)} × {number(post.fte)} VZÄ × {len(months)}/12"
    return [Line("Beihilfe", words, rounded(aid.value * post.fte * len(months) / 12), aid.source)]


def _one_offs(post: Post, months: Sequence[_Month]) -> list[Line]:
    """Free of tax and contributions."""
    lines = []
    for rate, rows in groupby(months, key=lambda row: row.one_off):
        count = len(list(rows))
        if rate is not None:
            words = f"{count} × {euro(rate.value)} × {number(post.fte)} VZÄ"
            amount = rounded(rate.value * post.fte * count)
            lines.append(Line("Einmalzahlung", words, amount, rate.source))
    return lines


def _by_month(
    months: Sequence[_Month],
    earned: Iterable[Line],
    bonus: Iterable[Line],
    contributions: Iterable[Line],
    aid: Iterable[Line],
    one_offs: Iterable[Line],
) -> tuple[tuple[int, Decimal], ...]:
    """What each month costs: pay by month, the bonus a twelfth for each of them, contributions on both."""
    pay, even = [row.pay.monthly + row.allowance for row in months], [Decimal(1)] * len(months)
    pairs = zip(spread(_total(earned), pay), spread(_total(bonus), even), strict=True)
    liable = [sum(pair, _NONE) for pair in pairs]
    extra = [row.one_off.value if row.one_off else _NONE for row in months]
    rest = (spread(_total(contributions), liable), spread(_total(aid), even), spread(_total(one_offs), extra))
    return tuple(
        (row.day.month, sum(parts, _NONE)) for row, *parts in zip(months, liable, *rest, strict=True)
    )


def _total(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), _NONE)


def _remarks(post: Post, months: Sequence[_Month]) -> tuple[str, ...]:
    """What is told of the months, each projection once."""
    found = sorted(last_words({row.pay.remark for row in months if row.pay.remark}))
    if post.is_planned:
        found.append(f"gerechnet mit der Planungsstufe {post.step}")
    return tuple(found)


def last_words(told: Iterable[str]) -> list[str]:
    """Of projections that build on each other the one that says all."""
    known = set(told)
    return [one for one in known if not any(other != one and other.startswith(one) for other in known)]


def _span(months: Sequence[_Month]) -> str:
    first, last = months[0].day, months[-1].day
    return f"{first:%m/%Y}" if first == last else f"{first:%m} bis {last:%m/%Y}"
