"""Schreibtisch der Verwaltung: what waits for me, and all papers I may work on."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from motions.forms.filters import PaperFilter
from motions.rules import (
    contributions,
    minutes_signing,
    next_acts,
    office_duties,
    permissions,
    task_permissions,
    worklist,
)
from motions.views.person import staff_of

from .access import Access, access

_PAGE = 25
_SHOWN = 15


@require_safe
@access(Access.WORK)
def desk(request: HttpRequest) -> HttpResponse:
    """Aufgaben: returned to me, to sign, my drafts, my papers on their way."""
    user, on = staff_of(request), permissions.today()
    context = {
        "returned": _waiting(worklist.returned_to(user)[:_SHOWN]),
        "to_sign": worklist.to_sign_by(user, on=on)[:_SHOWN],
        "drafts": _waiting(worklist.drafts_of(user)[:_SHOWN]),
        "under_way": _waiting(worklist.under_way_of(user)[:_SHOWN]),
        "to_release": worklist.awaiting_release(user).count() if permissions.releases_papers(user) else None,
        "overdue_tasks": task_permissions.desk_tasks(user).overdue(on).count(),
        "minutes_to_sign": minutes_signing.waiting(user),
        "duties": office_duties.on_desk(user, now=timezone.now()),
        "contributed": [(heading, duties(user, on)) for heading, duties in contributions.on_desk],
        "next_acts": next_acts.of(user, now=timezone.now()),
        "today": on,
    }
    return render(request, "motions/desk.html", context)


@require_safe
@access(Access.WORK)
def paper_list(request: HttpRequest) -> HttpResponse:
    """Vorlagen: everything the person may see on the desk, with filters and "bei wem, seit wann"."""
    user = staff_of(request)
    form = PaperFilter(request.GET)
    papers = form.narrow(worklist.listed(permissions.desk_papers(user)).newest_first())  # type: ignore[attr-defined]
    page = Paginator(papers, _PAGE).get_page(request.GET.get("seite"))
    context = {
        "form": form,
        "page": page,
        "rows": _waiting(page.object_list),
        "chips": form.chips(request.GET),
    }
    return render(request, "motions/paper_list.html", context)


def _waiting(papers: object) -> list[worklist.Waiting]:
    on = permissions.today()
    releaser = worklist.releaser(on=on)
    return [worklist.waiting(paper, on=on, releaser=releaser) for paper in papers]  # type: ignore[attr-defined]
