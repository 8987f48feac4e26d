"""Zeilen der Kostenrechnung: each with its formula and source, each month with the rate of its day (L-01, 2.8)."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from motions.rules.german_numbers import euro, number, percent
from staffing.models import CostKey

from .pay_book import PayBook
from .post_months import Month
from .rounding import rounded, spread

_NONE = Decimal(0)
_REFERENCE_MONTHS = (7, 8, 9)  # § 20 Abs. 2 TVöD
_RATED_IN = 9  # the rate is that of the pay group on 1 September, § 20 Abs. 2 TVöD
_PAID_IN = 11  # with the pay of November, § 20 Abs. 5 TVöD
_BONUS_DAY = (12, 1)  # employed on 1 December, § 20 Abs. 1 TVöD


@dataclass(frozen=True)
class Line:
    """Eine Zeile der Rechnung: what, how it is reckoned, how much, from which source."""

    label: str
    formula: str
    amount: Decimal
    source: str


@dataclass(frozen=True)
class Lines:
    """Die Rechnung eines Jahres nach Arten; ``rates`` are the contributions on each month, as parts of one."""

    paid: list[Line]
    bonus: list[Line]
    performance: list[Line]
    contributions: list[Line]
    aid: list[Line]
    one_offs: list[Line]
    rates: list[Decimal]

    @property
    def all(self) -> tuple[Line, ...]:
        """In the order they are read."""
        liable = (*self.paid, *self.bonus, *self.performance)
        return (*liable, *self.contributions, *self.aid, *self.one_offs)


def _is_employee(row: Month) -> bool:
    return not row.is_civil_servant


def _is_civil_servant(row: Month) -> bool:
    return row.is_civil_servant


_CONTRIBUTIONS = (
    (CostKey.PENSION, "Versorgung", _is_civil_servant),
    (CostKey.SOCIAL_INSURANCE, "Sozialversicherung", _is_employee),
    (CostKey.PENSION, "Zusatzversorgung", _is_employee),
)


def total(lines: Iterable[Line]) -> Decimal:
    """The sum of lines."""
    return sum((line.amount for line in lines), _NONE)


def lines_of(book: PayBook, months: Sequence[Month]) -> Lines:
    """Every line of a year; raises PayUnknown where a parameter is missing (L-02)."""
    paid, bonus = _salary(months), _bonus(book, months)
    performance = _levied(book, months, [row.earned for row in months], CostKey.PERFORMANCE, _is_employee)
    liable = _liable(months, paid, bonus, performance)
    contributions = [
        line
        for key, label, applies in _CONTRIBUTIONS
        for line in _levied(book, months, liable, key, applies, label=label)
    ]
    rates = [_rate_of(book, row) for row in months]
    return Lines(paid, bonus, performance, contributions, _health_aid(book, months), _one_offs(months), rates)


def by_month(months: Sequence[Month], lines: Lines) -> tuple[tuple[int, Decimal], ...]:
    """What each month costs: pay by month, the bonus a twelfth for each of them, contributions on both."""
    earned, even = [row.earned for row in months], [Decimal(1)] * len(months)
    pairs = zip(
        spread(total((*lines.paid, *lines.performance)), earned),
        spread(total(lines.bonus), even),
        strict=True,
    )
    liable = [sum(pair, _NONE) for pair in pairs]
    levied = [base * rate for base, rate in zip(liable, lines.rates, strict=True)]
    aided = [row.fte if row.is_civil_servant else _NONE for row in months]
    extra = [row.one_off.value * row.fte if row.one_off else _NONE for row in months]
    rest = (
        spread(total(lines.contributions), levied),
        spread(total(lines.aid), aided),
        spread(total(lines.one_offs), extra),
    )
    return tuple(
        (row.day.month, sum(parts, _NONE)) for row, *parts in zip(months, liable, *rest, strict=True)
    )


def _rate_of(book: PayBook, row: Month) -> Decimal:
    """All contributions on a month together."""
    rates = (book.needed(key, row.grade, row.day) for key, _, applies in _CONTRIBUTIONS if applies(row))
    return sum((rate.value for rate in rates), _NONE)


def _salary(months: Sequence[Month]) -> list[Line]:
    lines = []
    for (grade, fte, step, pay), rows in groupby(
        months, key=lambda row: (row.grade, row.fte, row.step, row.pay)
    ):
        span = list(rows)
        words = f"{grade}, Stufe {step}: {len(span)} × {euro(pay.monthly)} × {number(fte)} VZÄ"
        amount = rounded(pay.monthly * fte * len(span))
        lines.append(Line(f"Tabellenentgelt {_span(span)}", words, amount, pay.source))
    for (allowance, fte), rows in groupby(months, key=lambda row: (row.allowance, row.fte)):
        span = list(rows)
        if allowance:
            words = f"{len(span)} × {euro(allowance)} × {number(fte)} VZÄ"
            source = span[0].allowance_source
            lines.append(Line(f"Zulage {_span(span)}", words, rounded(allowance * fte * len(span)), source))
    return lines


def _bonus(book: PayBook, months: Sequence[Month]) -> list[Line]:
    """Jahressonderzahlung: of the average of July to September, a twelfth for each month (§ 20 TVöD)."""
    year = months[0].day.year
    entitled = [row for row in months if _is_employee(row)]
    if not entitled or entitled[-1].day < dt.date(year, *_BONUS_DAY):
        return []
    reference = [row for row in entitled if row.day.month in _REFERENCE_MONTHS] or entitled[:1]
    rated = next((row for row in reference if row.day.month == _RATED_IN), reference[-1])
    rate = book.needed(CostKey.BONUS, rated.grade, dt.date(year, *_BONUS_DAY))
    base = sum((row.earned for row in reference), _NONE) / len(reference)
    amount = rounded(base * rate.value * len(entitled) / 12)
    words = f"{percent(rate.value * 100)} von {_base_in_words(reference, base)}"
    words += f" × {len(entitled)}/12" if len(entitled) < 12 else ""
    return [Line("Jahressonderzahlung", words, amount, rate.source)]


def _base_in_words(reference: Sequence[Month], base: Decimal) -> str:
    """The average of a full post and its part, as long as the part stays the same."""
    if len({row.fte for row in reference}) > 1:
        return euro(base)
    full = sum((row.full_time for row in reference), _NONE) / len(reference)
    return f"{euro(full)} × {number(reference[0].fte)} VZÄ"


def _liable(
    months: Sequence[Month], paid: list[Line], bonus: list[Line], performance: list[Line]
) -> list[Decimal]:
    """What contributions are due on in each month; all of them are the sum of the lines to the cent."""
    found = spread(total((*paid, *performance)), [row.earned for row in months])
    place = next((place for place, row in enumerate(months) if row.day.month == _PAID_IN), len(months) - 1)
    found[place] += total(bonus)
    return found


def _levied(
    book: PayBook,
    months: Sequence[Month],
    bases: Sequence[Decimal],
    key: CostKey,
    applies: Callable[[Month], bool],
    *,
    label: str = "Leistungsentgelt",
) -> list[Line]:
    """A part of the base of each month, with the rate of that month; one line for as long as it stays."""
    rows = [
        (row, base, book.needed(key, row.grade, row.day))
        for row, base in zip(months, bases, strict=True)
        if applies(row)
    ]
    spans = [(rate, list(span)) for rate, span in groupby(rows, key=lambda each: each[2])]
    return [
        Line(
            label if len(spans) == 1 else f"{label} {_span([row for row, _, _ in span])}",
            f"{percent(rate.value * 100)} von {euro(base)}",
            rounded(base * rate.value),
            rate.source,
        )
        for rate, span in spans
        for base in [sum((base for _, base, _ in span), _NONE)]
    ]


def _health_aid(book: PayBook, months: Sequence[Month]) -> list[Line]:
    """Beihilfe of a Beamter: the same in each month, whatever the pay."""
    lines = []
    entitled = [row for row in months if row.is_civil_servant]
    rated = [(book.needed(CostKey.HEALTH_AID, row.grade, row.day), row) for row in entitled]
    spans = [(key, list(span)) for key, span in groupby(rated, key=lambda each: (each[0], each[1].fte))]
    for (aid, fte), span in spans:
        words = f"{euro(aid.value)} × {number(fte)} VZÄ × {len(span)}/12"
        label = "Beihilfe" if len(spans) == 1 else f"Beihilfe {_span([row for _, row in span])}"
        lines.append(Line(label, words, rounded(aid.value * fte * len(span) / 12), aid.source))
    return lines


def _one_offs(months: Sequence[Month]) -> list[Line]:
    """Free of tax and contributions."""
    lines = []
    for (rate, fte), rows in groupby(months, key=lambda row: (row.one_off, row.fte)):
        count = len(list(rows))
        if rate is not None:
            words = f"{count} × {euro(rate.value)} × {number(fte)} VZÄ"
            lines.append(Line("Einmalzahlung", words, rounded(rate.value * fte * count), rate.source))
    return lines


def _span(months: Sequence[Month]) -> str:
    first, last = months[0].day, months[-1].day
    return f"{first:%m/%Y}" if first == last else f"{first:%m} bis {last:%m/%Y}"
