"""Runden: euro and VZÄ have two places, half up, and nothing else is ever rounded (C-10)."""

from decimal import ROUND_HALF_UP, Decimal

_PLACES = Decimal("0.01")


def rounded(value: Decimal) -> Decimal:
    """Two places, half up."""
    return value.quantize(_PLACES, ROUND_HALF_UP)
