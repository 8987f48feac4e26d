"""Kosten einer Stelle: the computation of a year, line by line."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.rules import permissions
from motions.views.access import Access, access
from motions.views.person import staff_of
from staffing.rules import position_costs


@require_safe
@access(Access.WORK)
def position_cost(request: HttpRequest, number: int, year: int) -> HttpResponse:
    """Was eine Stelle in einem Jahr kostet, mit jeder Zeile, ihrer Formel und ihrer Quelle."""
    asked = request.GET.get("stufe", "")
    step = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 1 else None
    found = position_costs.of_position(staff_of(request), number, year, on=permissions.today(), step=step)
    if found is None:
        raise Http404
    return render(request, "staffing/position_cost.html", {"found": found})
