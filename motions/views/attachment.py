"""Anlagen einer Vorlage im Entwurf."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.attachment import AttachmentForm
from motions.models import Attachment, Paper
from motions.rules import attachments, permissions
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .person import staff_of


@require_http_methods(["GET", "POST"])
@access(Access.WORK)
def attachment_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Anlage hinzufügen."""
    paper = get_object_or_404(permissions.desk_papers(staff_of(request)), pk=pk)
    form = AttachmentForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data

        def add() -> None:
            attachments.add_attachment(
                paper,
                chosen["file"].file,
                file_name=chosen["file"].name,
                title=chosen["title"],
                is_public=chosen["is_public"],
                by=staff_of(request),
                now=timezone.now(),
            )

        return _act(request, paper, form, add)
    return _page(request, paper, form, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@access(Access.WORK)
def attachment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Titel oder Öffentlichkeit ändern."""
    attachment = _attachment(request, pk)
    form = AttachmentForm(request.POST or None, attachment=attachment)
    if request.method == "POST" and form.is_valid():

        def change() -> None:
            attachments.change_attachment(
                attachment, by=staff_of(request), now=timezone.now(), **form.cleaned_data
            )

        return _act(request, attachment.paper, form, change)
    return _page(request, attachment.paper, form, status=422 if request.method == "POST" else 200)


@require_POST
@access(Access.WORK)
def attachment_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Anlage entfernen; file and history stay."""
    attachment = _attachment(request, pk)
    user, now = staff_of(request), timezone.now()
    return _act(
        request, attachment.paper, None, lambda: attachments.remove_attachment(attachment, by=user, now=now)
    )


@require_POST
@access(Access.WORK)
def attachment_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Stelle nach oben oder unten."""
    attachment = _attachment(request, pk)
    user, now, up = staff_of(request), timezone.now(), request.POST.get("up") == "1"
    return _act(
        request, attachment.paper, None, lambda: attachments.move_attachment(attachment, up=up, by=user, now=now)
    )


def _attachment(request: HttpRequest, pk: int) -> Attachment:
    user = staff_of(request)
    rows = permissions.visible_attachments(user).filter(paper__in=permissions.desk_papers(user))
    return get_object_or_404(rows.select_related("paper__paper_type"), pk=pk)


def _act(
    request: HttpRequest, paper: Paper, form: AttachmentForm | None, act: Callable[[], None]
) -> HttpResponse:
    """Do it, or say why not; the typed words stay."""
    try:
        act()
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
        return render(request, "409.html", {"message": str(outdated)}, status=409)
    except Refused as refusal:
        if form is None:
            raise PermissionDenied(str(refusal)) from None
        for finding in refusal.findings:
            form.add_error(finding.field or None, finding.text)
        return _page(request, paper, form, status=422)
    return redirect(f"{reverse('paper-edit', args=[paper.pk])}#anlagen")


def _page(request: HttpRequest, paper: Paper, form: AttachmentForm, *, status: int) -> HttpResponse:
    return render(request, "motions/attachment_form.html", {"paper": paper, "form": form}, status=status)
