"""Antrag der eigenen Fraktion: follow it, and withdraw it (O-03)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.act import ActForm
from motions.models import Paper, User
from motions.rules import history, permissions, reading, transitions, workflow
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .person import staff_of
from .presence import insist_on_presence


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def petition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Wortlaut, Stand und Zurückziehen; what the administration writes about it is shown once it is released."""
    user = staff_of(request)
    paper = _petition(request, pk)
    sent = request.POST if request.method == "POST" else None
    form = ActForm(sent, initial={"version": paper.version}, needs_note=True)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        if paper.is_issued:
            insist_on_presence(request)
        try:
            transitions.perform(paper, workflow.WITHDRAW, by=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, f"{paper.author_named} hat die Vorlage zurückgezogen.")
            return redirect("petition-detail", pk=pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            paper = _petition(request, pk)
            form, status = ActForm(form.retry(paper.version), needs_note=True), 409
            form.add_error(None, str(outdated))
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from None
    return _page(request, user, paper, form, status)


def _page(request: HttpRequest, user: User, paper: Paper, form: ActForm, status: int) -> HttpResponse:
    form.offer(())
    if not paper.is_public:
        reading.note_reading(user, paper, "Antrag", is_secret=True)
    context = {
        "paper": paper,
        "preline": f"{paper.paper_type} {paper.reference}".strip(),
        "form": form,
        "is_nonpublic": not paper.is_public,
        "steps": history.stations(paper),
        "may_withdraw": workflow.WITHDRAW in workflow.open_to(user, paper),
    }
    return render(request, "portal/petition_detail.html", context, status=status)


def _petition(request: HttpRequest, pk: int) -> Paper:
    rows = permissions.group_papers(request.user).select_related(
        "paper_type", "author_group", "author_person"
    )
    return get_object_or_404(rows, pk=pk)
