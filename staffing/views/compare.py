"""Zwei Stände des Plans nebeneinander: the Veränderungsliste of versions or days (S-08)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.models import User
from motions.rules import bylaws
from motions.rules.permissions import today
from motions.views.access import Access, access
from staffing.forms.compare import CompareForm
from staffing.models import StaffingPlan
from staffing.rules import plan_board, versions
from staffing.views.desk import reader_of

_PAGE = 50


@require_safe
@access(Access.WORK)
def plan_compare(request: HttpRequest) -> HttpResponse:
    """Was sich von einem Stand zum anderen ändert, post by post and in sums."""
    user = reader_of(request)
    form = CompareForm(request.GET, user=user)
    if not form.is_valid():
        return render(
            request, "staffing/plan_compare.html", {"form": form}, status=422 if form.is_bound else 200
        )
    before, after = _side(user, form, "von"), _side(user, form, "bis")
    board = plan_board.compared(before, after)
    is_split = bylaws.is_on("staffing.split_areas", on=form.cleaned_data["bis_tag"] or today())
    rows = Paginator(plan_board.changed_posts(board), _PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": rows,
        "before": before,
        "after": after,
        "changes": plan_board.changes_of(board, rows.object_list),
        "count": plan_board.count(board),
        "synopsis": plan_board.synopsis_of(board, is_split=is_split),
    }
    return render(request, "staffing/plan_compare.html", context)


def _side(user: User, form: CompareForm, name: str) -> list[StaffingPlan]:
    sent = form.cleaned_data
    if sent[name]:
        return versions.plans_of(user, form.plans[sent[name]])
    return versions.plan_of_day(user, sent[f"{name}_tag"])
