"""Der Stellenplan für alle: the plan of a year as it is in force, in the official layout."""

import datetime as dt
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.rules import permissions
from motions.rules.csv_tables import csv_table
from motions.rules.permissions import Visitor
from motions.views.access import Access, access
from motions.views.download import csv_download
from staffing.rules import export, statutory, sums, versions
from staffing.rules.permissions import visible_grants
from staffing.rules.statutory import Statutory
from staffing.rules.sums import Totals
from staffing.rules.versions import Version


@dataclass(frozen=True)
class _Sheet:
    """Ein Jahr, wie es die Person sehen darf."""

    plan: Statutory
    totals: Totals
    day: dt.date
    in_force: list[Version]
    others: list[Version]


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
    context = {
        "sheet": _sheet(request.user, year),
        "title": f"Stellenplan {year}",
        "year": year,
        "years": versions.years(request.user),
    }
    return render(request, "staffing/staffing_plan.html", context)


@require_safe
@access(Access.PUBLIC)
def staffing_plan_file(request: HttpRequest, year: int) -> HttpResponse:
    """Dieselben Zeilen als Tabelle zum Herunterladen."""
    sheet = _sheet(request.user, year)
    return csv_download(f"stellenplan-{year}.csv", csv_table(export.HEAD, export.rows(sheet.plan)))


def _sheet(user: Visitor, year: int) -> _Sheet:
    """What holds today, or held at the end of a year that is over; raises 404 where nothing is in force."""
    day = min(dt.date(year, 12, 31), max(permissions.today(), dt.date(year, 1, 1)))
    known = versions.of_year(user, year)
    plans = versions.in_force(known, day)
    if not plans:
        raise Http404
    entries = versions.entries(plans)
    holding = {plan.pk for plan in plans}
    return _Sheet(
        statutory.statutory(entries, versions.previous_year(user, year), plans=plans),
        sums.totals(entries),
        day,
        [version for version in known if version.plan.pk in holding],
        [version for version in known if version.plan.pk not in holding],
    )
