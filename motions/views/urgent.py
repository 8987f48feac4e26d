"""Dringliche Entscheidungen im Ratsbüro (§ 60 GO NRW)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.objection import UrgentDecisionForm
from motions.rules import permissions, urgent

from .access import Access, access
from .person import staff_of
from .rule_page import carried_out, page


@require_safe
@access(Access.OFFICE)
def urgent_decision_list(request: HttpRequest) -> HttpResponse:
    """Worüber ein Gremium noch sprechen muss, and what it has missed (U-03)."""
    return render(request, "motions/urgent_decision_list.html", {"rows": urgent.awaited(request.user)})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def urgent_decision_new(request: HttpRequest) -> HttpResponse:
    """Eine dringliche Entscheidung eintragen; its approval goes to the next meeting of the organ."""
    user = staff_of(request)
    papers = permissions.desk_papers(user)
    form = UrgentDecisionForm(request.POST if request.method == "POST" else None, papers=papers)

    def act() -> None:
        note = form.cleaned_data["note"]
        urgent.record_decision(form.instance, note=note, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Eingetragen. Die Genehmigung steht in der Beratungsfolge der Vorlage.")
        return redirect("urgent-decision-list")
    return page(request, "motions/urgent_decision_new.html", form)
