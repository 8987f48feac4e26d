"""Stellenplan als Arbeitsmappe: upload, read the report, consent; and the list of posts to take along."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.intake import carried
from motions.models import User
from motions.views.access import Access, access
from motions.views.download import XLSX, download
from motions.views.rule_page import carried_out, page
from staffing.forms.intake import PlanFileForm, PlanSaveForm
from staffing.importing.imported import ReadPlan, SheetRefused, Weight
from staffing.importing.plan_rows import read_plan
from staffing.rules import plan_intake, plan_intake_remarks, post_list
from staffing.views.desk import keeper_of, plan_or_404, reader_of

_MOST_SHOWN = 200


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def plan_import(request: HttpRequest) -> HttpResponse:
    """Hochladen, Bericht lesen, übernehmen; three steps on one address."""
    user = keeper_of(request)
    if "content" in request.POST:
        return _save(request, user)
    form = PlanFileForm(request.POST, request.FILES) if request.method == "POST" else PlanFileForm()
    if not form.is_valid():
        return page(request, "staffing/plan_import.html", form)
    data = form.content()
    try:
        read = read_plan(data)
    except SheetRefused as refusal:
        form.add_error("file", str(refusal))
        return page(request, "staffing/plan_import.html", form)
    chosen = {name: form.cleaned_data[name] for name in ("year", "title")}
    return _report(request, user, read, PlanSaveForm(initial={"content": carried(data), **chosen}), **chosen)


@require_safe
@access(Access.WORK)
def plan_posts(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Stellen einer Fassung als Arbeitsmappe, in Spalten, die sich wieder übernehmen lassen."""
    plan = plan_or_404(reader_of(request), pk)
    name = f"stellen-{plan.year}-{plan.number}.xlsx"
    return download(name, post_list.of_plan(plan), XLSX)


def _report(
    request: HttpRequest, user: User, read: ReadPlan, form: PlanSaveForm, *, year: int, title: str
) -> HttpResponse:
    """What was understood, the errors first, and the file to choose anew where there are some."""
    found = plan_intake.understand(read, year, by=user)
    form.ask_consent(is_needed=bool(found.warnings))
    again = PlanFileForm(initial={"year": year, "title": title})
    remarks = {weight: plan_intake_remarks.gathered(found.of(weight)) for weight in Weight}
    context = {
        "found": found, "remarks": remarks, "form": form, "again": again, "year": year, "title": title,
        "most": _MOST_SHOWN,
    }  # fmt: skip
    status = 409 if form.is_outdated else 422 if found.errors or form.is_bound else 200
    return render(request, "staffing/plan_import_check.html", context, status=status)


def _save(request: HttpRequest, user: User) -> HttpResponse:
    """The draft; refused input leads back to the report, a damaged file to choosing one."""
    form = PlanSaveForm(request.POST)
    begun = []
    if not form.is_valid():
        return _choose_again(request, " ".join(str(text) for texts in form.errors.values() for text in texts))
    try:
        read = read_plan(form.cleaned_data["content"])
    except SheetRefused as refusal:
        return _choose_again(request, str(refusal))
    chosen = {name: form.cleaned_data[name] for name in ("year", "title")}

    def act() -> None:
        consent = form.cleaned_data["is_confirmed"]
        begun.append(plan_intake.take_in(read, **chosen, is_confirmed=consent, by=user, now=timezone.now()))

    if not carried_out(form, act):
        return _report(request, user, read, form, **chosen)
    messages.success(
        request, "Die Stellen sind übernommen. Prüfen Sie die Fassung, bevor Sie sie festschreiben."
    )
    return redirect("plan-version", pk=begun[0].pk)


def _choose_again(request: HttpRequest, sentence: str) -> HttpResponse:
    """Back to choosing a file, with the reason at the field and everything typed."""
    form = PlanFileForm({name: request.POST.get(name, "") for name in ("year", "title")}, {})
    form.is_valid()
    form.errors["file"] = form.error_class([sentence])
    return page(request, "staffing/plan_import.html", form)
