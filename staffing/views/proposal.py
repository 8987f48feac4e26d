"""Eine Fassung, die nicht gilt, in der amtlichen Gliederung: marked as draft, for everybody who may read it."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from motions.rules import documents
from motions.rules.permissions import today
from motions.views.access import Access, access
from motions.views.document import Back, deliver_preview
from motions.views.download import XLSX, download
from staffing.rules import plan_document, public_changes, versions, workbook
from staffing.rules import sheet as sheets
from staffing.rules.permissions import sees_drafts, visible_plans
from staffing.rules.sheet import Proposal
from staffing.rules.versions import Version


@require_safe
@access(Access.PUBLIC)
def staffing_plan_version(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Die Tabellen des Plans, wie sie mit dieser Fassung wären; one in force stands on the page of its year."""
    version = _version(request, year, number)
    if version.in_force_from is not None:
        day = version.in_force_from
        page = reverse("staffing-plan", args=[year])
        return redirect(f"{page}?stichtag={day.isoformat()}" if day.year == year else page)
    proposal = sheets.of_version(request.user, version, on=today())
    context = {
        "proposal": proposal,
        "changes": public_changes.of_proposal(request.user, proposal),
        "plan": version.plan,
        "works_on_it": sees_drafts(request.user),
        "year": year,
    }
    return render(request, "staffing/staffing_plan_version.html", context)


@require_safe
@access(Access.PUBLIC)
def staffing_plan_version_workbook(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Dieselben Tabellen als Arbeitsmappe."""
    found = _proposal(request, year, number)
    explained = public_changes.of_proposal(request.user, found)
    data = workbook.workbook(found.plan, explained, title=found.title, mark="Entwurf")
    return download(f"stellenplan-{year}-fassung-{number}-entwurf.xlsx", data, XLSX)


@require_safe
@access(Access.PUBLIC)
def staffing_plan_version_document(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """Dieselben Tabellen als PDF, made for who asks and never issued."""
    found = _proposal(request, year, number)
    content = plan_document.draft_of(found, public_changes.of_proposal(request.user, found), on=today())
    back = Back(reverse("staffing-plan-version", args=[year, number]), "Zur Fassung")
    name = f"stellenplan-{year}-fassung-{number}-entwurf.pdf"
    return deliver_preview(request, lambda: documents.preview_of(content), name, back)


def _proposal(request: HttpRequest, year: int, number: int) -> Proposal:
    version = _version(request, year, number)
    if version.in_force_from is not None:
        raise Http404
    return sheets.of_version(request.user, version, on=today())


def _version(request: HttpRequest, year: int, number: int) -> Version:
    plan = get_object_or_404(visible_plans(request.user), year=year, number=number)
    return versions.of_plan(request.user, plan)
