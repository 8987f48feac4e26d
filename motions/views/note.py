"""Alle Notizen: by meeting, also those whose place is gone; changed, deleted, taken along as text."""

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.checks import VersionField
from motions.forms.member import NoteForm
from motions.models import Note
from motions.rules import note_list, notes
from motions.rules.findings import OutdatedState

from .access import Access, access
from .person import staff_of


@require_safe
@access(Access.LOGIN)
def note_index(request: HttpRequest) -> HttpResponse:
    """Alle eigenen Notizen, die neueste Sitzung zuerst."""
    return render(request, "portal/note_index.html", {"parts": note_list.by_meeting(staff_of(request))})


@require_safe
@access(Access.LOGIN)
def note_export(request: HttpRequest) -> HttpResponse:
    """Alle eigenen Notizen als Textdatei."""
    text = note_list.as_text(staff_of(request))
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="notizen.txt"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def note_edit(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Eine Notiz ändern, auch wenn ihr Platz nicht mehr zu lesen ist."""
    user = staff_of(request)
    note, group = _own(request, public_id), notes.group_of(user)
    form = NoteForm(request.POST if request.method == "POST" else None, note=note, group=group)
    status, other = 422 if form.is_bound else 200, None
    if form.is_valid():
        try:
            version = form.cleaned_data["version"]
            notes.change(note, form.words(), version=version, by=user, now=timezone.now())
            messages.success(request, "Ihre Notiz ist gespeichert.")
            return redirect(f"{reverse('notes')}#notiz-{note.public_id}")
        except OutdatedState as outdated:
            other = _own(request, public_id)
            form, status = NoteForm(form.retry(other.version), note=other, group=group), 409
            form.add_error(None, str(outdated))
    line = note_list.line_of(user, note)
    return render(
        request, "portal/note_edit.html", {"line": line, "form": form, "other": other}, status=status
    )


@require_POST
@access(Access.LOGIN)
def note_delete(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Eine Notiz löschen; only the author's act."""
    note = _own(request, public_id)
    notes.delete(note, version=VersionField().clean(request.POST.get("version")), by=staff_of(request))
    messages.success(request, "Ihre Notiz ist gelöscht.")
    return redirect("notes")


def _own(request: HttpRequest, public_id: uuid.UUID) -> Note:
    return get_object_or_404(notes.own_notes(request.user), public_id=public_id)
