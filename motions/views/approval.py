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
    today = permissions.today()
    releaser = worklist.releaser(on=today)
    papers = worklist.awaiting_release(user)
    rows = [worklist.waiting(paper, on=today, releaser=releaser) for paper in papers]
    return render(
        request, "motions/approvals.html", {"rows": rows, "may_release": permissions.releases_papers(user)}
    )
