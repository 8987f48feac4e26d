"""Was der Browser beim Tippen anbietet: the codes of units, grades, cost centres and products."""

from typing import Any

from staffing.rules import reference


def offers() -> dict[str, Any]:
    """Context for staffing/_offers.html."""
    lists = {
        "fachbereiche": reference.units(),
        "gruppen": reference.grades(),
        "kostenstellen": reference.cost_centers(),
        "produkte": reference.products(),
    }
    return {"offers": lists}
