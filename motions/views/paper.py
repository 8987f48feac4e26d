"""Vorlage: look at one with its timeline, continue one."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from motions.models import Paper, User
from motions.models.choices import Edition, PaperStatus, SuccessorKind
from motions.rules import (
    co_signing,
    content,
    copying,
    documents,
    history,
    permissions,
    reading,
    signing,
    successors,
    workflow,
    worklist,
)
from motions.rules.findings import NotPermitted, Refused

from .access import Access, access
from .desk_paper import read_paper
from .person import staff_of


@require_safe
@access(Access.WORK)
def paper_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Vorlage mit Stand, Beteiligung, Verlauf und allem, was jetzt möglich ist."""
    user = staff_of(request)
    paper = read_paper(request, worklist.listed(permissions.desk_papers(user)), pk, part="Arbeitsseite")
    today = permissions.today()
    standings = co_signing.standings(paper)
    context = {
        "paper": paper,
        "preline": f"{paper.paper_type} {paper.reference or '(noch ohne Nummer)'}",
        "is_nonpublic": not paper.is_public,
        "content": content.content_of(paper, edition=Edition.INTERNAL),
        "waiting": worklist.waiting(paper, on=today, **_releaser(paper, today)),
        "returned": history.returned(paper),
        "standings": [
            (row, row.is_open and permissions.may_co_sign(user, row.participation)) for row in standings
        ],
        "is_co_signing": paper.status in (PaperStatus.CO_SIGNING, PaperStatus.SUBMITTED),
        "events": paper.events.select_related("actor").order_by("-happened_at", "-pk"),
        "documents": documents.on_work_page(paper, now=timezone.now()),
        "may_seal": signing.may_seal_papers(user) and signing.setup().seal() is not None,
        "annexes": reading.annexes(user, paper),
        "today": today,
        **_possible(user, paper),
        **_relatives(user, paper),
    }
    return render(request, "motions/paper_detail.html", context)


def _releaser(paper: Paper, today: dt.date) -> dict[str, str]:
    """Asked only where the paper waits for a release."""
    return {"releaser": worklist.releaser(on=today)} if paper.status == PaperStatus.SUBMITTED else {}


def _possible(user: User, paper: Paper) -> dict[str, object]:
    """What the person may do with the paper now."""
    is_waiting = paper.status == PaperStatus.SUBMITTED and permissions.may_waive_finding(user, paper)
    return {
        "steps": workflow.open_to(user, paper),
        "may_look": is_waiting and not permissions.may_release_paper(user, paper),
        "may_edit": permissions.may_edit_paper(user, paper),
        "may_hand_over": permissions.may_hand_over_paper(user, paper),
        "may_add_organ": permissions.may_add_organ(user, paper),
        "follow_ups": permissions.follow_ups(user, paper),
        "may_record_amendment": permissions.may_record_amendment(user, paper),
        "may_read_log": permissions.may_read_log(user),
        "may_copy": permissions.may_copy_paper(user, paper),
    }


def _relatives(user: User, paper: Paper) -> dict[str, object]:
    """Papers that belong to this one, as far as the person may see them."""
    seen = permissions.visible_papers(user)
    return {
        "successors": seen.filter(original=paper),
        "amended": seen.filter(amendments=paper).first() if paper.amends_id else None,
        "amendments": permissions.desk_papers(user).filter(amends=paper),
    }


@require_POST
@access(Access.WORK)
def paper_follow_up(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Neufassung, Ergänzung oder Antwort zu einer freigegebenen Vorlage (V-03)."""
    if kind not in SuccessorKind.values:
        raise Http404
    user = staff_of(request)
    paper = get_object_or_404(permissions.desk_papers(user), pk=pk)
    try:
        successor = successors.create_successor(paper, kind, by=user, now=timezone.now())
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("paper-detail", pk=pk)
    messages.success(
        request, f"{successor.get_successor_kind_display()} angelegt. Das Original bleibt lesbar."
    )
    return redirect("paper-edit", pk=successor.pk)


@require_POST
@access(Access.WORK)
def paper_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """Vorlage kopieren: a new draft that begins with the same words."""
    user = staff_of(request)
    source = get_object_or_404(permissions.desk_papers(user), pk=pk)
    try:
        paper, is_new = copying.copy_paper(source, by=user, now=timezone.now())
        reading.note_desk_reading(user, source, "Kopie")
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    if is_new:
        messages.success(request, "Kopie angelegt. Prüfen Sie Betreff, Text und Beratungsfolge.")
    else:
        messages.info(request, "Diese Kopie haben Sie heute schon angelegt; sie ist noch unverändert.")
    return redirect("paper-edit", pk=paper.pk)
