"""Förderungen: what is paid by others, how sure it is, and what is left to the town."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.rules import permissions
from motions.views.access import Access, access
from staffing.rules import grant_ledger


@require_safe
@access(Access.WORK)
def grant_list(request: HttpRequest) -> HttpResponse:
    """Die Förderungen, die jemand führt oder kennen darf."""
    rows = grant_ledger.ledger(request.user, on=permissions.today())
    return render(request, "staffing/grant_list.html", {"rows": rows})
