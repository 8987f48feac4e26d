"""Fassungen der Personalstelle: begin them, read and narrow them, write them down for good (S-01, S-07)."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.rules.permissions import today
from motions.views.access import Access, access
from motions.views.rule_page import carried_out, page
from staffing.forms.compare import SwitchForm
from staffing.forms.plan import BeginForm, FreezeForm, PlanFilter, StageForm
from staffing.models.choices import PlanKind
from staffing.rules import council_checks, drafting, permissions, plan_board, plan_checks, versions
from staffing.views.desk import keeper_of, plan_or_404, reader_of
from staffing.views.offers import offers

_PAGE = 50


@require_safe
@access(Access.WORK)
def plan_list(request: HttpRequest) -> HttpResponse:
    """Alle Fassungen: what is in work, and what was written down."""
    user = reader_of(request)
    rows = versions.with_decisions(permissions.draft_plans(user).select_related("paper"))
    context = {
        "drafts": [row for row in rows if not row.plan.is_frozen],
        "page": Paginator([row for row in rows if row.plan.is_frozen], _PAGE).get_page(
            request.GET.get("seite")
        ),
        "keeps": permissions.keeps_plan(user),
    }
    return render(request, "staffing/plan_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_new(request: HttpRequest) -> HttpResponse:
    """Eine Fassung beginnen: a plan of a year as copy of the one in force, or an amendment."""
    user = keeper_of(request)
    form = BeginForm(request.POST if request.method == "POST" else None)
    begun = []

    def act() -> None:
        begun.append(drafting.begin(**form.cleaned_data, by=user, now=timezone.now()))

    if carried_out(form, act):
        messages.success(request, "Die Fassung ist begonnen. Tragen Sie jetzt die Änderungen ein.")
        return redirect("plan-version", pk=begun[0].pk)
    return page(request, "staffing/plan_new.html", form)


@require_safe
@access(Access.WORK)
def plan_version(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Fassung als Tabelle: narrowed, with every change against what is in force."""
    user = reader_of(request)
    plan = plan_or_404(user, pk)
    board = plan_board.board(plan, by=user)
    form = PlanFilter(request.GET)
    posts = Paginator(form.narrow(board), _PAGE).get_page(request.GET.get("seite"))
    context = {
        "plan": plan,
        "version": versions.of_plan(user, plan),
        "switch": SwitchForm(user=user),
        "form": form,
        "chips": form.chips(request.GET),
        "page": posts,
        "rows": board.rows(posts.object_list),
        "count": plan_board.count(board),
        "edits": permissions.keeps_plan(user) and not plan.is_frozen,
        "keeps": permissions.keeps_plan(user),
        "is_amendment": plan.kind == PlanKind.AMENDMENT,
        "council": council_checks.way(plan),
        **offers(),
    }
    return render(request, "staffing/plan_version.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Fassung festschreiben: what it changes and what is unusual, then for good."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    data = request.POST if request.method == "POST" else None
    form = FreezeForm(data, is_of_paper=plan.paper_id is not None)

    def act() -> None:
        drafting.freeze(plan, by=user, now=timezone.now(), decision=form.decision())

    if carried_out(form, act):
        messages.success(request, "Die Fassung ist festgeschrieben.")
        return redirect("plan-version", pk=pk)
    board = plan_board.board(plan, by=user)
    due = plan_checks.of_notes(
        board, day=min(max(today(), dt.date(plan.year, 1, 1)), dt.date(plan.year, 12, 31))
    )
    context = {
        "plan": plan,
        "count": plan_board.count(board),
        "hints": [*plan_checks.of_board(board), *due],
    }
    return page(request, "staffing/plan_freeze.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Fassung eines Gremiums beginnen, das etwas anderes beschlossen hat."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    form = StageForm(request.POST if request.method == "POST" else None)
    begun = []

    def act() -> None:
        stage = form.cleaned_data["stage"]
        begun.append(drafting.begin_version_of(plan, stage, by=user, now=timezone.now()))

    if carried_out(form, act):
        messages.success(request, "Die Fassung ist begonnen. Ändern Sie sie, wie beschlossen wurde.")
        return redirect("plan-version", pk=begun[0].pk)
    return page(request, "staffing/plan_stage.html", form, plan=plan)
