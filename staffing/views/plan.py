"""Der Stellenplan für alle: the plan of a year as it is in force on a day, in the official layout."""

import datetime as dt

from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from motions.models import User
from motions.rules import permissions, signing
from motions.rules.csv_tables import csv_table
from motions.rules.permissions import Visitor
from motions.views.access import Access, access
from motions.views.document import RETRY_AFTER
from motions.views.download import XLSX, csv_download, download
from staffing.rules import export, plan_issue, public_changes, versions, who_pays, workbook
from staffing.rules import sheet as sheets
from staffing.rules.permissions import visible_grants
from staffing.rules.sheet import Sheet


@require_safe
@access(Access.PUBLIC)
def staffing_plans(request: HttpRequest) -> HttpResponse:
    """Die Jahre, für die es einen Stellenplan gibt."""
    context = {
        "years": versions.years(request.user),
        "has_grants": visible_grants(request.user).exists(),
    }
    return render(request, "staffing/staffing_plans.html", context)


@require_safe
@access(Access.PUBLIC)
def staffing_plan(request: HttpRequest, year: int) -> HttpResponse:
    """Der Stellenplan eines Jahres: Teil A, Teil B and the Stellenübersichten."""
    chosen = _chosen_day(request, year)
    sheet = sheets.of_year(request.user, year, on=chosen or permissions.today())
    if sheet is None:
        return _proposed_only(request, year)
    context = {
        "sheet": sheet,
        "issued": plan_issue.offered(sheet, year),
        "may_seal": isinstance(request.user, User) and signing.may_seal_papers(request.user),
        "chosen": chosen,
        "query": f"?stichtag={chosen.isoformat()}" if chosen else "",
        "changes": public_changes.of_sheet(request.user, sheet, year),
        "who_pays": who_pays.of_versions([*sheet.in_force, *sheet.others]),
        "title": f"Stellenplan {year}",
        "year": year,
        "years": versions.years(request.user),
    }
    return render(request, "staffing/staffing_plan.html", context)


@require_safe
@access(Access.PUBLIC)
def staffing_plan_file(request: HttpRequest, year: int) -> HttpResponse:
    """Dieselben Zeilen als Tabelle zum Herunterladen."""
    plan = _sheet(request, request.user, year).plan
    return csv_download(f"stellenplan-{year}.csv", csv_table(export.HEAD, export.rows(plan)))


@require_safe
@access(Access.PUBLIC)
def staffing_plan_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """Alle Tabellen des Plans als Arbeitsmappe."""
    sheet = _sheet(request, request.user, year)
    explained = public_changes.in_force(request.user, sheet, year)
    data = workbook.workbook(sheet.plan, explained, title=f"Stellenplan {year}")
    return download(f"stellenplan-{year}.xlsx", data, XLSX)


@require_safe
@access(Access.PUBLIC)
def staffing_plan_document(request: HttpRequest, year: int) -> HttpResponse:
    """Der Stellenplan als PDF: to the issued file, as everybody may read it, whoever asks."""
    document = plan_issue.document_of(_sheet(request, AnonymousUser(), year), year)
    if document is None or not document.is_made:
        soon = render(request, "503.html", {"message": plan_issue.NOT_YET}, status=503)
        soon["Retry-After"] = RETRY_AFTER
        return soon
    return redirect("public-document-file", public_id=document.public_id)


def _proposed_only(request: HttpRequest, year: int) -> HttpResponse:
    """A year whose plan nobody has resolved yet; one without any version is not there."""
    found = versions.of_year(request.user, year)
    if not found:
        raise Http404
    return render(request, "staffing/staffing_plan_proposed.html", {"versions": found, "year": year})


def _sheet(request: HttpRequest, user: Visitor, year: int) -> Sheet:
    found = sheets.of_year(user, year, on=_chosen_day(request, year) or permissions.today())
    if found is None:
        raise Http404
    return found


def _chosen_day(request: HttpRequest, year: int) -> dt.date | None:
    """The Stichtag somebody asks for; anything but a day of the year is ignored."""
    try:
        day = dt.date.fromisoformat(request.GET.get("stichtag", ""))
    except ValueError:
        return None
    return day if day.year == year else None
