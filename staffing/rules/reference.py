"""Stammdaten zur Auswahl: codes with their names, as a browser offers them."""

from motions.models import Unit
from staffing.models import CostCenter, PayGrade, Product


def units() -> list[tuple[str, str]]:
    """Fachbereiche that exist."""
    return list(Unit.objects.filter(is_active=True).values_list("code", "name"))


def grades() -> list[tuple[str, str]]:
    """Vergütungsgruppen in the order of the plan."""
    return list(PayGrade.objects.values_list("code", "career_group"))


def cost_centers() -> list[tuple[str, str]]:
    """Kostenstellen."""
    return list(CostCenter.objects.values_list("code", "name"))


def products() -> list[tuple[str, str]]:
    """Produkte."""
    return list(Product.objects.values_list("code", "name"))
