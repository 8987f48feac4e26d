"""Mitzeichnung und Kenntnisnahme einer Beteiligung."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.act import CoSignatureForm
from motions.models.choices import Edition
from motions.rules import co_signing, content, permissions, reading
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .desk_paper import answer, read_paper
from .person import staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def co_sign(request: HttpRequest, pk: int, participation_pk: int) -> HttpResponse:
    """Lesen und entscheiden; the person signs the text with the hash shown."""
    user = staff_of(request)
    paper = read_paper(request, permissions.desk_papers(user), pk, part="Mitzeichnung")
    participation = get_object_or_404(paper.participations.select_related("unit"), pk=participation_pk)
    if not permissions.may_co_sign(user, participation):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form = CoSignatureForm(sent, participation=participation, text=content.text_hash(paper))
    status = 200
    if form.is_valid():
        try:
            co_signing.sign(participation, by=user, now=timezone.now(), **form.act())
            messages.success(request, "Ihre Entscheidung ist gespeichert.")
            return redirect("paper-detail", pk=paper.pk)
        except Refused as refusal:
            form.add_error("note", [finding.text for finding in refusal.findings])
        except OutdatedState as outdated:
            current = content.text_hash(paper)
            form = CoSignatureForm(form.retry(current), participation=participation, text=current)
            form.add_error(None, str(outdated))
            status = 409
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from None
    if form.errors and status == 200:
        status = 422
    context = {
        "paper": paper,
        "participation": participation,
        "form": form,
        "is_nonpublic": not paper.is_public,
        "annexes": reading.annexes(user, paper),
        "content": content.content_of(paper, edition=Edition.INTERNAL),
    }
    return answer(request, "motions/co_sign.html", context, part="Mitzeichnung", status=status)
