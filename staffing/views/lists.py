"""Was neben den Stellen einer Fassung steht: lists that count nowhere, and the occupation on the day (C-03 to C-06)."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.again import sent_again
from motions.rules.findings import OutdatedState
from motions.rules.permissions import today
from motions.views.access import Access, access
from motions.views.rule_page import carried_out, page
from staffing.forms.lists import ExternalForm, ListsEditor, VersionForm, initial_of
from staffing.models import ExternalCapacity, StaffingPlan
from staffing.rules import assignments, permissions, plan_lists
from staffing.views.desk import keeper_of, plan_or_404, reader_of

_PAGE = 100


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_lists_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Nachwuchskräfte und vorübergehend Beschäftigte einer Fassung."""
    user = keeper_of(request) if request.method == "POST" else reader_of(request)
    plan = plan_or_404(user, pk)
    edits = permissions.keeps_plan(user) and not plan.is_frozen
    editor = ListsEditor(request.POST if request.method == "POST" else None, plan=plan)
    if request.method != "POST":
        return _lists(request, plan, editor, edits=edits)
    if not editor.is_valid():
        return _lists(request, plan, editor, edits=edits, status=422)
    try:
        seen = editor.form.cleaned_data["version"]
        plan_lists.write(plan, editor.trainees.rows(), editor.temporary.rows(), version=seen, by=user)
    except OutdatedState as outdated:
        editor = ListsEditor(sent_again(request.POST, version=plan.version), plan=plan)
        return _lists(request, plan, editor, edits=edits, status=409, conflict=str(outdated))
    messages.success(request, "Die Listen sind gespeichert.")
    return redirect("plan-version", pk=pk)


def _lists(
    request: HttpRequest, plan: StaffingPlan, editor: ListsEditor, *, status: int = 200, **context: Any
) -> HttpResponse:
    given = {"plan": plan, "editor": editor, "form": editor.form, **context}
    return render(request, "staffing/plan_lists.html", given, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_occupied(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Besetzung am 30. Juni des Vorjahres in den Plan übernehmen (C-03)."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    form = VersionForm(request.POST if request.method == "POST" else None, initial={"version": plan.version})

    def act() -> None:
        assignments.fill(plan, version=form.cleaned_data["version"], by=user)

    if carried_out(form, act):
        messages.success(request, "Die Besetzung am Stichtag ist übernommen.")
        return redirect("plan-version", pk=pk)
    if form.is_outdated:
        form.data = sent_again(form.data, version=plan.version)
    context = {
        "plan": plan,
        "day": assignments.key_day(plan),
        "page": Paginator(assignments.proposals(plan), _PAGE).get_page(request.GET.get("seite")),
        "too_many": assignments.too_many(on=today(), by=user),
    }
    return page(request, "staffing/plan_occupied.html", form, **context)


@require_safe
@access(Access.WORK)
def external_list(request: HttpRequest) -> HttpResponse:
    """Wer für die Stadt arbeitet und anderswo beschäftigt ist."""
    user = reader_of(request)
    context = {"rows": plan_lists.external(user), "keeps": permissions.keeps_plan(user)}
    return render(request, "staffing/external_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def external_edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """Eine Kapazität bei einem Träger eintragen oder ändern."""
    user = keeper_of(request)
    row = get_object_or_404(plan_lists.external(user), pk=pk) if pk else ExternalCapacity()
    form = ExternalForm(
        request.POST if request.method == "POST" else None, initial=initial_of(row) if pk else {}
    )
    if carried_out(form, lambda: plan_lists.keep_external(row, form.cleaned_data, by=user)):
        messages.success(request, "Eingetragen. Diese Kapazität zählt nicht im Stellenplan.")
        return redirect("external-list")
    return page(request, "staffing/external_edit.html", form, row=row)
