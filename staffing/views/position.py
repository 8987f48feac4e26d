"""Eine Stelle mit ihrem Werdegang, and who occupies it: for the personnel office alone (L-04)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.rules.permissions import today
from motions.views.access import Access, access
from motions.views.rule_page import carried_out, page
from staffing.forms.assignment import EndForm, EvaluationForm, OccupationForm, ReleaseForm, initial_of
from staffing.rules import assignment_checks, assignments, permissions, position_history, position_records
from staffing.views.desk import keeper_of, position_or_404, reader_of
from staffing.views.offers import offers


@require_safe
@access(Access.WORK)
def position_detail(request: HttpRequest, number: int) -> HttpResponse:
    """Der Werdegang einer Stelle."""
    user = reader_of(request)
    position = position_or_404(user, number)
    entry = position_history.listed(position, user, on=today())
    context = {
        "position": position,
        "stations": position_history.stations(position, user),
        "entry": entry,
        "is_blocked": position_history.is_blocked(entry),
        "grants": position_history.grants(position, user),
        "evaluations": position_history.evaluations(position),
        "releases": position_history.releases(position),
        "keeps": permissions.keeps_plan(user),
        "occupied": position_history.occupied(position, user, on=today()),
        "today": today(),
    }
    return render(request, "staffing/position_detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def assignment_new(request: HttpRequest, number: int) -> HttpResponse:
    """Eine Stelle besetzen."""
    user = keeper_of(request)
    position = position_or_404(user, number)
    form = OccupationForm(request.POST if request.method == "POST" else None, initial={"version": 1})

    def act() -> None:
        assignments.begin(position, form.occupation(), by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Besetzung ist eingetragen.")
        return redirect("position-detail", number=number)
    return page(request, "staffing/assignment_new.html", form, position=position, **offers())


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def assignment_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Besetzung ab einem Tag anders eintragen."""
    user = keeper_of(request)
    rows = permissions.visible_assignments(user).select_related("position", "grade")
    row = get_object_or_404(rows, pk=pk)
    form = OccupationForm(request.POST if request.method == "POST" else None, initial=initial_of(row))

    def act() -> None:
        seen = form.cleaned_data["version"]
        assignments.change(row, form.occupation(), version=seen, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Änderung ist eingetragen.")
        return redirect("position-detail", number=row.position.number)
    context = {"position": row.position, "row": row, **offers()}
    return page(request, "staffing/assignment_change.html", form, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def assignment_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Den letzten Tag einer Besetzung eintragen."""
    user = keeper_of(request)
    row = get_object_or_404(permissions.visible_assignments(user).select_related("position"), pk=pk)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"version": row.version})

    def act() -> None:
        sent = form.cleaned_data
        assignments.end(row, on=sent["ends_on"], version=sent["version"], by=user)

    if carried_out(form, act):
        messages.success(request, "Das Ende der Besetzung ist eingetragen.")
        return redirect("position-detail", number=row.position.number)
    return page(request, "staffing/assignment_end.html", form, position=row.position, row=row)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def evaluation_new(request: HttpRequest, number: int) -> HttpResponse:
    """Eine Stellenbewertung eintragen."""
    user = keeper_of(request)
    position = position_or_404(user, number)
    form = EvaluationForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        position_records.evaluate(position, **form.cleaned_data, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Bewertung ist eingetragen.")
        return redirect("position-detail", number=number)
    return page(request, "staffing/evaluation_new.html", form, position=position, **offers())


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def release_new(request: HttpRequest, number: int) -> HttpResponse:
    """Den Beschluss eintragen, der eine gesperrte Stelle freigibt."""
    user = keeper_of(request)
    position = position_or_404(user, number)
    entry = position_history.listed(position, user, on=today())
    treatments = assignment_checks.releasing(entry, user) if entry else []
    form = ReleaseForm(request.POST if request.method == "POST" else None, treatments=treatments)

    def act() -> None:
        treatment = int(form.cleaned_data["treatment"])
        position_records.release(position, treatment, by=user, on=today(), now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Stelle ist freigegeben.")
        return redirect("position-detail", number=number)
    return page(request, "staffing/release_new.html", form, position=position, has_any=bool(treatments))
