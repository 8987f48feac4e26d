"""Zahlen, wie man sie hier schreibt: comma, points between thousands, a space that never breaks (D-09)."""

from decimal import ROUND_HALF_UP, Decimal

_NBSP = "\u00a0"


def number(value: Decimal, places: int = 2) -> str:
    """1.234,50 for 1234.5."""
    return f"{value:,.{places}f}".translate(str.maketrans(",.", ".,"))


def many(count: int, one: str, several: str) -> str:
    """1 Auszug wird, 2 Auszüge werden: the words that go with a number."""
    return f"{count} {one if count == 1 else several}"


def signed(change: Decimal) -> str:
    """A change with its sign, for the screen: +0,50, −0,25 with a real minus, 0,00."""
    sign = "+" if change > 0 else "−" if change < 0 else ""
    return f"{sign}{number(abs(change))}"


def euro(amount: Decimal) -> str:
    """57.000,00 €, with an en dash as minus: Noto Sans has no other, and a missing glyph breaks the archive format."""
    return f"{number(amount)}{_NBSP}€".replace("-", "–")


def full_euro(amount: Decimal) -> str:
    """57.000 €, half up, for tables with many columns."""
    return f"{number(amount.quantize(Decimal(1), ROUND_HALF_UP), 0)}{_NBSP}€".replace("-", "–")


def percent(value: Decimal) -> str:
    """2,8 % for 2.80: no zeros that say nothing."""
    return f"{number(value).rstrip('0').rstrip(',')}{_NBSP}%"
