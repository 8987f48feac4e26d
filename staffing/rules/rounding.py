"""Runden: euro and VZÄ have two places, half up, and nothing else is ever rounded (C-10)."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

_PLACES = Decimal("0.01")


def rounded(value: Decimal) -> Decimal:
    """Two places, half up."""
    return value.quantize(_PLACES, ROUND_HALF_UP)


def spread(amount: Decimal, weights: Sequence[Decimal]) -> list[Decimal]:
    """An amount divided by weight; the parts are not rounded, so that all of them are the whole again."""
    whole = sum(weights, Decimal(0))
    return [amount * weight / whole if whole else Decimal(0) for weight in weights]
