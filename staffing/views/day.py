"""Der Stellenplan eines Stichtags als Tabelle, and the switch to another day or version (S-07, S-08)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motions.views.access import Access, access
from staffing.forms.compare import SwitchForm
from staffing.forms.plan import PlanFilter
from staffing.rules import plan_board, versions
from staffing.views.desk import reader_of

_PAGE = 50


@require_safe
@access(Access.WORK)
def plan_day(request: HttpRequest) -> HttpResponse:
    """Was an einem Tag gilt, each change since another day with sign and word; a version has its own page."""
    user = reader_of(request)
    switch = SwitchForm(request.GET, user=user)
    if switch.version is not None:
        return redirect("plan-version", pk=switch.version)
    day, former = switch.days()
    holding = versions.plan_of_day(user, day)
    before = versions.plan_of_day(user, former)
    # Without a plan to compare with nothing is told to be new.
    board = plan_board.compared(before or holding, holding)
    form = PlanFilter(request.GET)
    posts = Paginator(form.narrow(board), _PAGE).get_page(request.GET.get("seite"))
    context = {
        "day": day,
        "former": former,
        "holding": holding,
        "before": before,
        "switch": SwitchForm({"stichtag": day.isoformat(), "vergleich": former.isoformat()}, user=user),
        "form": form,
        "chips": form.chips(request.GET),
        "page": posts,
        "rows": board.rows(posts.object_list),
        "count": plan_board.count(board),
    }
    return render(request, "staffing/plan_day.html", context)
