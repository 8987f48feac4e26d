"""Freigaben: the queue of the Bürgermeister."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from motions.rules import permissions, worklist

from .access import Access, access
from .person import staff_of


@require_safe
@access(Access.WORK)
def approvals(request: HttpRequest) -> HttpResponse:
    """Was auf Freigabe wartet, oldest first."""
    user = staff_of(request)
    rows = [worklist.waiting(paper, on=permissions.today()) for paper in worklist.awaiting_release(user)]
    return render(
        request, "motions/approvals.html", {"rows": rows, "may_release": permissions.releases_papers(user)}
    )
