"""Prüfseite und Schritte: what must and what should be done before a paper goes on."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.act import ActForm, WaiverForm
from motions.forms.sections import located
from motions.models import Paper, User
from motions.models.choices import Edition
from motions.rules import (
    co_signing,
    content,
    documents,
    history,
    permissions,
    reading,
    signing,
    transitions,
    waivers,
    workflow,
    worklist,
)
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused
from motions.rules.transitions import Transition

from .access import Access, access
from .desk_paper import answer, read_paper
from .person import staff_of
from .presence import insist_on_presence

_STEPS = {step.name: step for step in workflow.PAPER_STEPS}


@require_safe
@access(Access.WORK)
def paper_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Prüfen und zur Freigabe geben."""
    user, paper = _paper(request, pk)
    step = workflow.SUBMIT if paper.is_editable else workflow.RELEASE
    if paper.status not in step.sources or not _may_look(user, paper, step):
        return redirect("paper-detail", pk=pk)
    return _page(request, user, paper, step, ActForm(initial={"version": paper.version}))


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def paper_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Einen Schritt tun: the page asks for a note where one is needed."""
    user, paper = _paper(request, pk)
    if step not in _STEPS:
        raise Http404
    chosen = _STEPS[step]
    sent = request.POST if request.method == "POST" else None
    form = ActForm(sent, initial={"version": paper.version}, needs_note=chosen.needs_note)
    is_late = form.is_bound and paper.status not in chosen.sources
    if not form.is_valid() and not is_late:
        return _page(request, user, paper, chosen, form, status=422 if form.is_bound else 200)
    if chosen is workflow.RELEASE or paper.is_issued:
        insist_on_presence(request)
    try:
        transitions.perform(paper, chosen, by=user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal.findings)
        return _page(request, user, paper, chosen, form, status=422)
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
        paper = _paper(request, pk)[1]
        again = ActForm(form.retry(paper.version), needs_note=chosen.needs_note)
        return _page(request, user, paper, chosen, again, status=409)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    messages.success(request, f"{chosen.done}.")
    if chosen is workflow.RELEASE:
        return _after_release(user, paper)
    return redirect("paper-detail", pk=pk)


def _after_release(user: User, paper: Paper) -> HttpResponse:
    """Where there is a key, the next click signs with it; else on to the next paper."""
    fresh = documents.newest(paper)
    if fresh is not None and signing.keys_of(user) and signing.may_seal(user, fresh):
        return redirect("document-seal", public_id=fresh.public_id)
    return redirect("approvals")


@require_POST
@access(Access.WORK)
def paper_waive(request: HttpRequest, pk: int) -> HttpResponse:
    """Ausnahme des Ratsbüros von einer blockierenden Regel (SI-06)."""
    user, paper = _paper(request, pk)
    if not permissions.may_waive_finding(user, paper):
        raise PermissionDenied("Eine Ausnahme erteilt nur das Ratsbüro.")
    step = workflow.SUBMIT if paper.is_editable else workflow.RELEASE
    form = WaiverForm(request.POST)
    act_form = ActForm(initial={"version": paper.version})
    if not form.is_valid():
        return _page(request, user, paper, step, act_form, status=422, waiver=form)
    key, reason = form.cleaned_data["finding"], form.cleaned_data["reason"]
    open_ones = _findings(user, paper, step) if paper.status in step.sources else []
    finding = next((found for found in open_ones if found.blocks and found.key == key), None)
    if finding is None:
        form.add_error(None, f"Das steht nicht (mehr) im Weg. Ihre Begründung war: „{reason}“")
        return _page(request, user, paper, step, act_form, status=409, waiver=form)
    try:
        waivers.waive(paper, finding, reason=reason, by=user, now=timezone.now())
    except Refused as refusal:
        form.add_error("reason", [finding.text for finding in refusal.findings])
        return _page(request, user, paper, step, act_form, status=422, waiver=form)
    except OutdatedState as outdated:
        form.add_error("reason", str(outdated))
        return _page(request, user, _paper(request, pk)[1], step, act_form, status=409, waiver=form)
    messages.success(request, f"Ausnahme von Regel {finding.rule} gespeichert.")
    return redirect("paper-check", pk=pk)


def _paper(request: HttpRequest, pk: int) -> tuple[User, Paper]:
    user = staff_of(request)
    return user, read_paper(request, worklist.listed(permissions.desk_papers(user)), pk, part="Prüfseite")


def _may_look(user: User, paper: Paper, step: Transition[Paper]) -> bool:
    """Who takes the step, and the Ratsbüro, which may let a finding pass."""
    return workflow.may_take(user, paper, step) or permissions.may_waive_finding(user, paper)


def _findings(user: User, paper: Paper, step: Transition[Paper]) -> list[Finding]:
    return workflow.foreseen(paper, step, by=user, now=timezone.now())


def _page(
    request: HttpRequest,
    user: User,
    paper: Paper,
    step: Transition[Paper],
    form: ActForm,
    *,
    status: int = 200,
    waiver: WaiverForm | None = None,
) -> HttpResponse:
    findings = _findings(user, paper, step) if paper.status in step.sources else []
    form.offer(findings)
    context = {
        "paper": paper,
        "is_nonpublic": not paper.is_public,
        "content": content.content_of(paper, edition=Edition.INTERNAL),
        "annexes": reading.annexes(user, paper),
        "handed_in": history.handed_in(paper),
        "standings": [(row, False) for row in co_signing.standings(paper)],
        "today": permissions.today(),
        "step": step,
        "is_checked": step in (workflow.SUBMIT, workflow.RELEASE),
        "form": form,
        "must": located(finding for finding in findings if finding.blocks),
        "should": located(finding for finding in findings if finding.warns),
        "told": located(finding for finding in findings if not finding.blocks and not finding.warns),
        "may_waive": permissions.may_waive_finding(user, paper),
        "waiver": waiver or WaiverForm(),
        "may_act": paper.status in step.sources and workflow.may_take(user, paper, step),
        "waivers": waivers.valid(paper),
        "forms": [waiver, form],
        "other_steps": [other for other in workflow.open_to(user, paper) if other is not step],
        "may_edit": permissions.may_edit_paper(user, paper),
    }
    return answer(request, "motions/paper_check.html", context, part="Prüfseite", status=status)
