"""Der Stellenplan auf dem Weg in den Rat: the Vorlage of a version, its figures, and who was heard."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.models import Paper
from motions.rules.drafting import home_unit
from motions.rules.findings import OutdatedState, Refused
from motions.rules.permissions import today
from motions.views.access import Access, access
from motions.views.rule_page import carried_out, page
from staffing.forms.council import HearingForm, PaperForm
from staffing.models.choices import PlanKind
from staffing.rules import council, hearings
from staffing.views.desk import keeper_of, plan_or_404


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Vorlage einer Fassung erstellen: from chosen changes, with the questions of budget law."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    changes = council.changes_of(plan, by=user)
    data = request.POST if request.method == "POST" else None
    form = PaperForm(
        data, changes=changes, unit=home_unit(user, on=today()), is_whole=plan.kind == PlanKind.BUDGET
    )
    begun: list[Paper] = []

    def act() -> None:
        begun.append(council.create_paper(plan, form.order(), by=user, now=timezone.now()))

    if carried_out(form, act):
        messages.success(request, "Die Vorlage ist angelegt. Ergänzen Sie Beratungsfolge und Sachverhalt.")
        return redirect("paper-edit", pk=begun[0].pk)
    return page(request, "staffing/plan_paper.html", form, plan=plan, changes=changes)


@require_POST
@access(Access.WORK)
def plan_figures(request: HttpRequest, pk: int) -> HttpResponse:
    """Tabellen und Beträge der Vorlage neu schreiben."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    try:
        council.renew_figures(plan, by=user, now=timezone.now())
    except (OutdatedState, Refused) as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, "Tabellen und Beträge der Vorlage sind auf dem Stand dieser Fassung.")
    return redirect("plan-version", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def hearing_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Anhörung eintragen."""
    user = keeper_of(request)
    plan = plan_or_404(user, pk)
    form = HearingForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        hearings.record(plan, **form.cleaned_data, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Anhörung ist eingetragen.")
        return redirect("plan-version", pk=pk)
    return page(request, "staffing/hearing_new.html", form, plan=plan)
