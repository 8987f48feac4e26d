"""Förderungen: what is paid by others, how sure it is, and what is left to the town."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.rules import permissions
from motions.views.access import Access, access
from motions.views.person import staff_of
from staffing.rules import grant_file, grant_ledger, grant_striking
from staffing.rules.grant_papers import LABELS
from staffing.rules.permissions import keeps_grants


@require_safe
@access(Access.WORK)
def grant_list(request: HttpRequest) -> HttpResponse:
    """Die Förderungen, die jemand führt oder kennen darf."""
    rows = grant_ledger.ledger(request.user, on=permissions.today())
    context = {"rows": rows, "is_keeper": keeps_grants(request.user)}
    return render(request, "staffing/grant_list.html", context)


@require_safe
@access(Access.WORK)
def grant_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Förderung mit Stellen, Eigenanteil, Abrufen, Nachweisen und allem, was daraus folgt."""
    today = permissions.today()
    user = staff_of(request)
    row = grant_ledger.of_grant(user, pk, on=today)
    if row is None:
        raise Http404
    context = {
        "row": row,
        "file": grant_file.of_ledger(row, on=today),
        "is_keeper": keeps_grants(request.user),
        "papers": grant_striking.papers_with(row.grant, by=user),
        "paper_kinds": [(kind.value, label) for kind, label in LABELS.items()],
    }
    return render(request, "staffing/grant_detail.html", context)
