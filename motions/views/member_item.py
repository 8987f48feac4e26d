"""Ein Punkt der Tagesordnung zum Lesen: text first, files beside it, notes and Befangenheit (ux.md 8.2)."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.member import NoteForm, RecusalForm
from motions.models import Meeting, User
from motions.models.choices import Edition
from motions.rules import (
    interests,
    meeting_permissions,
    member_desk,
    notes,
    reading,
    recusals,
    stations,
    visits,
)
from motions.rules.findings import NotPermitted, OutdatedState
from motions.rules.member_desk import Entry

from .access import Access, access
from .member_meeting import meeting_of
from .person import staff_of


@require_safe
@access(Access.LOGIN)
def member_item(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Text der Vorlage, Ergebnisse früherer Gremien, eigene Notizen."""
    user = staff_of(request)
    meeting, entries, entry = _found(user, slug, label)
    return _page(request, meeting, entries, entry, NoteForm(group=notes.group_of(user)))


@require_POST
@access(Access.LOGIN)
def note_add(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Eine Notiz festhalten und an derselben Stelle weiterlesen."""
    user = staff_of(request)
    meeting, entries, entry = _found(user, slug, label)
    form = NoteForm(request.POST, group=notes.group_of(user))
    if not form.is_valid():
        return _page(request, meeting, entries, entry, form, status=422)
    notes.write(entry.item, form.words(), document=entry.document, by=user, now=timezone.now())
    messages.success(request, "Ihre Notiz ist gespeichert.")
    return redirect(f"{reverse('member-item', args=[slug, label])}#notizen")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def recusal_declare(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Befangenheit vorab anzeigen; a non-public item closes at once, which the page says before (P-10)."""
    user = staff_of(request)
    meeting, _, entry = _found(user, slug, label)
    _insist_on_member(user, meeting)
    form = RecusalForm(request.POST if request.method == "POST" else None, is_public=entry.item.is_public)
    status = 422 if form.is_bound else 200
    if form.is_valid() and user.person is not None:
        try:
            recusals.declare(entry.item, user.person, by=user, now=timezone.now(), **form.act())
            messages.success(
                request, "Ihre Befangenheit ist angezeigt. Das Ratsbüro und der Vorsitz sehen sie."
            )
            return redirect(f"{reverse('member-meeting', args=[slug])}#{entry.anchor}")
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from None
        except OutdatedState as outdated:
            form.add_error(None, str(outdated))
            status = 409
    context = {
        "meeting": meeting,
        "entry": entry,
        "form": form,
        "is_nonpublic": not entry.item.is_public,
        "may_declare": member_desk.may_declare(user, entry.item),
    }
    return render(request, "portal/recusal_declare.html", context, status=status)


@require_POST
@access(Access.LOGIN)
def recusal_withdraw(request: HttpRequest, slug: str, label: str) -> HttpResponse:
    """Die eigene Befangenheit zurücknehmen, while the item is open to the member (R-01)."""
    user = staff_of(request)
    _, _, entry = _found(user, slug, label)
    row = member_desk.own_recusal(user, entry.item)
    if row is None:
        messages.warning(request, "Zu diesem Punkt haben Sie keine Befangenheit angezeigt.")
        return redirect("member-item", slug=slug, label=label)
    try:
        recusals.withdraw(row, by=user, now=timezone.now())
        messages.success(request, "Ihre Anzeige ist zurückgenommen.")
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    return redirect("member-item", slug=slug, label=label)


def _found(user: User, slug: str, label: str) -> tuple[Meeting, list[Entry], Entry]:
    """The meeting, its items and the one asked for; 404 for what the person may not read."""
    meeting = meeting_of(user, slug)
    entries = member_desk.agenda(user, meeting, now=timezone.now())
    entry = next((row for row in entries if row.address == label), None)
    if entry is None:
        raise Http404
    return meeting, entries, entry


def _insist_on_member(user: User, meeting: Meeting) -> None:
    if not meeting_permissions.own_meetings(user).filter(pk=meeting.pk).exists():
        raise PermissionDenied("Befangenheit zeigen die Mitglieder des Gremiums an.")


def _page(
    request: HttpRequest,
    meeting: Meeting,
    entries: list[Entry],
    entry: Entry,
    form: NoteForm,
    status: int = 200,
) -> HttpResponse:
    user = staff_of(request)
    visits.note(meeting, entry.item, by=user, now=timezone.now())
    place = entries.index(entry)
    context = {
        "meeting": meeting,
        "entry": entry,
        "agenda": entries,
        "form": form,
        "previous": entries[place - 1] if place else None,
        "following": entries[place + 1] if place + 1 < len(entries) else None,
        "notes": _notes(user, entry),
        "recusal": member_desk.own_recusal(user, entry.item),
        "recusal_elsewhere": member_desk.recusal_elsewhere(user, entry.item),
        "may_declare": member_desk.may_declare(user, entry.item),
        "may_withdraw": member_desk.may_withdraw(entry.item),
        "hints": interests.hints_for(user.person, entry.item) if user.person else [],
    } | _paper(user, entry)
    return render(request, "portal/member_item.html", context, status=status)


def _paper(user: User, entry: Entry) -> dict[str, Any]:
    """What is read of the paper; reading something non-public is written down (DS-09)."""
    part = f"Sitzung, TOP {entry.item.label}"
    if entry.paper is None or entry.document is None:
        reading.note_reading(user, entry.item.meeting, part, is_secret=not entry.item.is_public)
        return {}
    is_secret = entry.document.edition == Edition.INTERNAL
    reading.note_reading(user, entry.paper, part, is_secret=is_secret)
    return {
        "content": entry.document.content,
        "is_internal_edition": is_secret,
        "annexes": reading.annexes(user, entry.paper),
        "ways": stations.of_paper(user, entry.paper, entry.document),
        "replacements": reading.replacements(user, entry.paper),
        "supplements": reading.supplements(user, entry.paper),
        "amendments": reading.amendments(user, entry.paper),
    }


def _notes(user: User, entry: Entry) -> list[dict[str, Any]]:
    rows = notes.about(user, entry.item, entry.paper)
    return [
        {
            "note": row,
            "is_own": row.author_id == user.pk,
            "elsewhere": row.item.meeting if row.item_id != entry.item.pk else None,
            "missing": notes.missing_place(row, entry.document),
        }
        for row in rows
    ]
