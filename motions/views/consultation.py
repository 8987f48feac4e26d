"""Beratungsfolge einer freigegebenen Vorlage: a further organ (B-07)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.further_organ import FurtherOrganForm
from motions.models import Paper, User
from motions.rules import further_organs, meeting_dates, permissions
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .desk_paper import answer, read_paper
from .person import staff_of
from .presence import insist_on_presence


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def consultation_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Ein weiteres Gremium eintragen; the PDF gets a new revision."""
    user = staff_of(request)
    paper = read_paper(request, permissions.desk_papers(user), pk, part="Beratungsfolge")
    if not permissions.may_add_organ(user, paper):
        raise PermissionDenied("Ein weiteres Gremium trägt das Ratsbüro ein, solange die Vorlage gilt.")
    form = _form(user, paper, request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        insist_on_presence(request)
        try:
            further_organs.add_organ(paper, form.organ(), by=user, now=timezone.now(), **form.act())
            messages.success(request, "Die Beratungsfolge ist ergänzt. Das PDF wird neu hergestellt.")
            return redirect("paper-detail", pk=pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            paper = read_paper(request, permissions.desk_papers(user), pk, part="Beratungsfolge")
            form, status = _form(user, paper, form.retry(paper.version)), 409
            form.add_error(None, str(outdated))
    context = {
        "paper": paper,
        "form": form,
        "meeting_dates": meeting_dates.offered(on=permissions.today()),
        "today": permissions.today(),
        "is_nonpublic": not paper.is_public,
        "consultations": paper.consultations.select_related("organization"),
    }
    return answer(request, "motions/consultation_add.html", context, part="Beratungsfolge", status=status)


def _form(user: User, paper: Paper, data: QueryDict | None) -> FurtherOrganForm:
    return FurtherOrganForm(data, paper=paper, may_override=permissions.is_meeting_office(user))
