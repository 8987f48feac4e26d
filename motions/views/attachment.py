"""Anlagen einer Vorlage im Entwurf: add, change, order, remove, undo; each act leads back to the list."""

from __future__ import annotations

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.attachment import AttachmentForm, MoveForm, RemovedForm
from motions.models import Attachment, Paper
from motions.rules import attachments, permissions
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .person import staff_of


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Anlage hinzufügen."""
    user = staff_of(request)
    paper = get_object_or_404(permissions.desk_papers(user), pk=pk)
    _insist_on_right(request, paper)
    form = AttachmentForm(request.POST, request.FILES) if request.method == "POST" else AttachmentForm()
    if not form.is_valid():
        return _page(request, paper, form, "Anlage hinzufügen")

    def add() -> None:
        attachments.add_attachment(paper, **form.act(), by=user, now=timezone.now())

    return _act(request, paper, add, "Die Anlage ist hinzugefügt.", form, "Anlage hinzufügen")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def attachment_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Titel, Öffentlichkeit oder Datei ändern."""
    attachment = _attachment(request, public_id)
    paper = attachment.paper
    _insist_on_right(request, paper)
    data = (request.POST, request.FILES) if request.method == "POST" else ()
    form = AttachmentForm(*data, attachment=attachment)
    if not form.is_valid():
        return _page(request, paper, form, "Anlage ändern")

    def change() -> None:
        attachments.change_attachment(attachment, **form.act(), by=staff_of(request), now=timezone.now())

    return _act(request, paper, change, "Die Anlage ist geändert.", form, "Anlage ändern")


@require_POST
@access(Access.WORK)
def attachment_remove(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Anlage entfernen; the message that says so can undo it, and a second click hears that it is done."""
    attachment = _attachments(request).filter(public_id=public_id).first()
    if attachment is None:
        return _gone_already(request)
    undo = reverse("attachment-restore", args=[attachment.paper_id, attachment.pk])

    def remove() -> None:
        attachments.remove_attachment(attachment, by=staff_of(request), now=timezone.now())

    done = f"Die Anlage „{attachment.title}“ ist entfernt."
    return _act(request, attachment.paper, remove, done, undo=undo)


@require_POST
@access(Access.WORK)
def attachment_restore(request: HttpRequest, pk: int, removed: int) -> HttpResponse:
    """Rückgängig: the annex just removed stands at its place again."""
    user = staff_of(request)
    paper = get_object_or_404(permissions.desk_papers(user), pk=pk)

    def restore() -> None:
        attachments.restore_attachment(paper, removed, by=user, now=timezone.now())

    return _act(request, paper, restore, "Die Anlage ist wieder da.")


@require_POST
@access(Access.WORK)
def attachment_move(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Eine Stelle nach oben oder unten."""
    attachment = _attachment(request, public_id)
    sent = MoveForm(request.POST)
    if not sent.is_valid():
        raise BadRequest("no direction or no place")

    def move() -> None:
        attachments.move_attachment(attachment, **sent.act(), by=staff_of(request), now=timezone.now())

    return _act(request, attachment.paper, move, "Die Reihenfolge der Anlagen ist geändert.")


def _attachment(request: HttpRequest, public_id: uuid.UUID) -> Attachment:
    return get_object_or_404(_attachments(request), public_id=public_id)


def _attachments(request: HttpRequest) -> QuerySet[Attachment]:
    user = staff_of(request)
    rows = permissions.visible_attachments(user).filter(paper__in=permissions.desk_papers(user))
    return rows.select_related("paper")


def _gone_already(request: HttpRequest) -> HttpResponse:
    """Back to the paper, if it is one of the person's; whose annex it was is told to nobody else."""
    sent, user = RemovedForm(request.POST), staff_of(request)
    if not sent.is_valid():
        raise Http404
    paper = get_object_or_404(permissions.desk_papers(user), pk=sent.cleaned_data["paper"])
    messages.info(request, "Diese Anlage ist schon entfernt. Es ist nichts mehr zu tun.")
    if permissions.may_edit_paper(user, paper):
        return redirect(_list_of(paper))
    return redirect("paper-detail", pk=paper.pk)


def _insist_on_right(request: HttpRequest, paper: Paper) -> None:
    """No form for who could not send it; whether it is still time to send is decided when it comes."""
    if request.method != "POST" and not permissions.may_edit_wording(staff_of(request), paper):
        raise PermissionDenied("Die Anlagen dieser Vorlage können Sie nicht ändern.")


def _act(
    request: HttpRequest,
    paper: Paper,
    act: Callable[[], None],
    done: str,
    form: AttachmentForm | None = None,
    title: str = "",
    undo: str = "",
) -> HttpResponse:
    """Do it and go back to the list, or say why not; the typed words stay."""
    try:
        act()
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    except OutdatedState as outdated:
        detail = reverse("paper-detail", args=[paper.pk])
        return render(request, "409.html", {"message": str(outdated), "back_url": detail}, status=409)
    except Refused as refusal:
        if form is None:
            raise
        for finding in refusal.findings:
            form.add_error(finding.field or None, finding.text)
        return _page(request, paper, form, title)
    messages.success(request, done, extra_tags=undo)
    # The button that undoes stands in the message, at the top of the page.
    return redirect("paper-edit", pk=paper.pk) if undo else redirect(_list_of(paper))


def _list_of(paper: Paper) -> str:
    return f"{reverse('paper-edit', args=[paper.pk])}#anlagen"


def _page(request: HttpRequest, paper: Paper, form: AttachmentForm, title: str) -> HttpResponse:
    context = {"paper": paper, "form": form, "title": title}
    return render(request, "motions/attachment_form.html", context, status=422 if form.is_bound else 200)
