"""Dringliche Entscheidungen im Ratsbüro (§ 60 GO NRW)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.objection import UrgentDecisionForm
from motions.rules import permissions, urgent
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .person import staff_of


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
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            note = form.cleaned_data["note"]
            urgent.record_decision(form.instance, note=note, by=user, now=timezone.now())
            messages.success(request, "Eingetragen. Die Genehmigung steht in der Beratungsfolge der Vorlage.")
            return redirect("urgent-decision-list")
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            form.add_error(None, str(outdated))
            status = 409
    return render(request, "motions/urgent_decision_new.html", {"form": form}, status=status)
