"""Vorlage: begin one, look at one with its timeline, continue one."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.paper import NewPaperForm
from motions.models.choices import Edition, PaperStatus, SuccessorKind
from motions.rules import (
    co_signing,
    content,
    documents,
    double_clicks,
    drafting,
    offices,
    permissions,
    reading,
    workflow,
    worklist,
)
from motions.rules.findings import NotPermitted

from .access import Access, access
from .desk_paper import read_paper
from .person import staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def paper_new(request: HttpRequest) -> HttpResponse:
    """Neue Vorlage: a card per template; the draft opens in the editor at once."""
    user = staff_of(request)
    units = offices.unit_ids(user, permissions.today())
    is_template = "template" in request.POST
    sent = request.POST if request.method == "POST" and not is_template else None
    form = NewPaperForm(sent, units=units)
    template = drafting.offered_templates().filter(pk=_number(request.POST.get("template"))).first()
    if template is not None or form.is_valid():
        chosen: dict[str, Any] = {"template": template} if template else _chosen(form)
        lead_unit = chosen.pop("lead_unit", None) or drafting.home_unit(user, on=permissions.today())
        paper, is_new = double_clicks.begin_paper(by=user, now=timezone.now(), lead_unit=lead_unit, **chosen)
        if not is_new:
            messages.info(request, "Diesen Entwurf haben Sie heute schon begonnen; er ist noch leer.")
        return redirect("paper-edit", pk=paper.pk)
    problems = ["Dieses Muster gibt es nicht mehr. Wählen Sie ein anderes."] if is_template else []
    context = {"form": form, "templates": drafting.offered_templates(), "problems": problems}
    return render(request, "motions/paper_new.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@access(Access.WORK)
def paper_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Vorlage mit Stand, Beteiligung, Verlauf und allem, was jetzt möglich ist."""
    user = staff_of(request)
    paper = read_paper(request, worklist.listed(permissions.desk_papers(user)), pk, part="Arbeitsseite")
    standings = co_signing.standings(paper)
    context = {
        "paper": paper,
        "preline": f"{paper.paper_type} {paper.reference or '(noch ohne Nummer)'}",
        "is_nonpublic": not paper.is_public,
        "content": content.content_of(paper, edition=Edition.INTERNAL),
        "waiting": worklist.waiting(paper, on=permissions.today()),
        "steps": workflow.open_to(user, paper),
        "may_look": paper.status == PaperStatus.SUBMITTED
        and permissions.may_waive_finding(user, paper)
        and not permissions.may_release_paper(user, paper),
        "may_edit": permissions.may_edit_paper(user, paper),
        "may_add_organ": permissions.may_add_organ(user, paper),
        "may_follow_up": permissions.may_follow_up_paper(user, paper),
        "standings": [
            (row, row.is_open and permissions.may_co_sign(user, row.participation)) for row in standings
        ],
        "is_co_signing": paper.status in (PaperStatus.CO_SIGNING, PaperStatus.SUBMITTED),
        "events": paper.events.select_related("actor").order_by("-happened_at", "-pk"),
        "documents": documents.on_work_page(paper, now=timezone.now()),
        "annexes": reading.annexes(user, paper),
        "successors": permissions.visible_papers(user).filter(original=paper),
        "text_hash": content.text_hash(paper),
        "today": permissions.today(),
    }
    return render(request, "motions/paper_detail.html", context)


@require_POST
@access(Access.WORK)
def paper_follow_up(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Neufassung oder Ergänzung einer freigegebenen Vorlage (V-03)."""
    if kind not in SuccessorKind.values:
        raise Http404
    user = staff_of(request)
    paper = get_object_or_404(permissions.desk_papers(user), pk=pk)
    try:
        successor = drafting.create_successor(paper, kind, by=user, now=timezone.now())
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    messages.success(
        request, f"{successor.get_successor_kind_display()} angelegt. Das Original bleibt lesbar."
    )
    return redirect("paper-edit", pk=successor.pk)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0


def _chosen(form: NewPaperForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("paper_type", "lead_unit", "author_group")}
