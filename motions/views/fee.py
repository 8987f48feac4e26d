"""Sitzungsgeld: the months of the Ratsbüro, the Fraktionssitzungen, and what each member was paid (G-01 to G-05)."""

import datetime as dt

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.fee import CorrectedSessionForm, CorrectionForm, GroupSessionForm
from motions.rules import fee_statements, fees, permissions
from motions.rules import group_sessions as group_sessions_rules
from motions.rules.bylaws import BylawMissing
from motions.rules.csv_tables import csv_table
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .download import csv_download
from .person import staff_of
from .rule_page import carried_out, page

_PAGE = 12
_YEARS = range(2000, 2101)


@require_safe
@access(Access.OFFICE)
def fee_months(request: HttpRequest) -> HttpResponse:
    """Sitzungsgeld: the last months, the newest first, and the Fraktionen."""
    context = {"months": fee_statements.months(on=permissions.today()), "groups": fee_statements.groups()}
    return render(request, "motions/fee_months.html", context)


@require_safe
@access(Access.OFFICE)
def fee_month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Ein Monat: who gets what."""
    first = _first(year, month)
    try:
        rows = fee_statements.month_list(first)
    except BylawMissing as missing:
        context = {"first": first, "reason": str(missing), "missing": fees.missing(first)}
        return render(request, "motions/fee_month_incomplete.html", context, status=422)
    context = {
        "first": first,
        "rows": rows,
        "is_closed": fee_statements.is_closed(first),
        "is_over": permissions.today() > fees.last_day(first),
    }
    return render(request, "motions/fee_month.html", context)


@require_POST
@access(Access.OFFICE)
def fee_month_close(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Einen Monat abschließen."""
    first = _first(year, month)
    try:
        closed = fee_statements.close_month(first, by=staff_of(request), now=timezone.now())
    except BylawMissing:
        return redirect("fee-month", year=year, month=month)
    done = {0: "niemandem steht etwas zu", 1: "eine Abrechnung"}.get(
        len(closed), f"{len(closed)} Abrechnungen"
    )
    messages.success(request, f"Der Monat ist abgeschlossen: {done}.")
    return redirect("fee-month", year=year, month=month)


@require_safe
@access(Access.OFFICE)
def fee_payroll(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Die abgeschlossenen Abrechnungen für die Zahlstelle."""
    first = _first(year, month)
    rows = fee_statements.payroll_rows(first)
    return csv_download(f"sitzungsgeld-{first:%Y-%m}.csv", csv_table(fee_statements.PAYROLL_HEAD, rows))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def fee_statement(request: HttpRequest, year: int, month: int, person_pk: int) -> HttpResponse:
    """Die Abrechnung einer Person, and its correction where the attendance was corrected."""
    user, first = staff_of(request), _first(year, month)
    try:
        row = next((row for row in fee_statements.month_list(first) if row.person.pk == person_pk), None)
    except BylawMissing:
        return redirect("fee-month", year=year, month=month)
    if row is None:
        raise Http404
    form = CorrectionForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            fee_statements.correct(row.person, first, reason=reason, by=user, now=timezone.now())
            messages.success(request, "Die Abrechnung ist berichtigt.")
            return redirect(request.path)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            form.add_error(None, str(outdated))
            status = 409
    statements = fee_statements.visible_statements(user).filter(person=person_pk, month=first)
    context = {"first": first, "row": row, "form": form, "statements": statements.order_by("-revision")}
    return render(request, "motions/fee_statement.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def group_sessions(request: HttpRequest, slug: str) -> HttpResponse:
    """Sitzungen einer Fraktion: what is recorded, and a new one."""
    group = get_object_or_404(fee_statements.groups(), slug=slug)
    members = fee_statements.members_of(group)
    form = GroupSessionForm(request.POST if request.method == "POST" else None, members=members)
    if form.is_valid():
        try:
            sent = form.cleaned_data
            fee_statements.record_session(group, by=staff_of(request), now=timezone.now(), **sent)
            messages.success(request, "Die Fraktionssitzung ist eingetragen.")
            return redirect("group-sessions", slug=slug)
        except Refused as refusal:
            form.refuse(refusal.findings)
    sessions = Paginator(fee_statements.sessions_of(group), _PAGE).get_page(request.GET.get("seite"))
    context = {"group": group, "form": form, "page": sessions}
    return render(request, "motions/group_sessions.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def group_session_correct(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Eine Fraktionssitzung berichtigen; what it said before stays with the reason (G-02)."""
    group = get_object_or_404(fee_statements.groups(), slug=slug)
    session = get_object_or_404(group.group_sessions, pk=pk)
    corrections = list(session.corrections.select_related("corrected_by"))
    stored = {"held_on": session.held_on, "is_remote": session.is_remote, "version": len(corrections) + 1}
    form = CorrectedSessionForm(
        request.POST if request.method == "POST" else None,
        members=fee_statements.members_of(group),
        initial=stored | {"people": group_sessions_rules.present(session)},
    )

    def act() -> None:
        sent = form.cleaned_data
        group_sessions_rules.correct(session, by=staff_of(request), now=timezone.now(), **sent)

    if carried_out(form, act):
        messages.success(request, "Die Sitzung ist berichtigt. Prüfen Sie abgeschlossene Abrechnungen.")
        return redirect("group-sessions", slug=slug)
    if form.is_outdated:
        form.ask_again(len(corrections) + 1)
    context = {"group": group, "session": session, "corrections": corrections}
    return page(request, "motions/group_session_correct.html", form, **context)


@require_safe
@access(Access.LOGIN)
def own_fees(request: HttpRequest) -> HttpResponse:
    """Mein Sitzungsgeld: the own statements, the newest first."""
    rows = fee_statements.own_statements(staff_of(request))
    statements = Paginator(rows, _PAGE).get_page(request.GET.get("seite"))
    return render(request, "portal/own_fees.html", {"page": statements})


def _first(year: int, month: int) -> dt.date:
    if year not in _YEARS or not 1 <= month <= 12:
        raise Http404
    return dt.date(year, month, 1)
