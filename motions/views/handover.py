"""Übergabe eines Entwurfs an eine Kollegin oder einen Kollegen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.hand_over import HandOverForm
from motions.rules import handover, permissions, worklist
from motions.rules.findings import NotPermitted

from .access import Access, access
from .desk_paper import answer, read_paper
from .person import staff_of
from .rule_page import carried_out


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def paper_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Übergeben an …: whoever wrote the draft, or the head of the unit."""
    user = staff_of(request)
    paper = read_paper(request, worklist.listed(permissions.desk_papers(user)), pk, part="Übergabe")
    sent = request.POST if request.method == "POST" else None
    if sent is None and not permissions.may_hand_over_paper(user, paper):
        raise PermissionDenied("Übergeben kann die Vorlage, wer sie verfasst oder den Fachbereich leitet.")
    form = HandOverForm(sent, paper=paper, by=user)

    def act() -> object:
        chosen, note = form.cleaned_data["colleague"], form.cleaned_data["note"]
        return handover.hand_over(paper, chosen, by=user, now=timezone.now(), note=note)

    try:
        if carried_out(form, act):
            subject = paper.subject or "Vorlage ohne Betreff"
            messages.success(request, f"„{subject}“ ist an {form.cleaned_data['colleague']} übergeben.")
            return redirect("desk")
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    status = 200 if sent is None else 409 if form.is_outdated else 422
    context = {"form": form, "paper": paper, "is_nonpublic": not paper.is_public}
    return answer(request, "motions/paper_hand_over.html", context, part="Übergabe", status=status)
