"""Kosten für Tests: a year that costs the same in each month."""

from decimal import Decimal

from staffing.rules.costs import YearCost


def even_cost(year: int, gross: int) -> YearCost:
    """Employer's gross of twelve months, nothing else."""
    none, month = Decimal(0), Decimal(gross) / 12
    by_month = tuple((number, month) for number in range(1, 13))
    return YearCost(year, 12, (), Decimal(gross), none, none, none, (), by_month)
