"""Sitzung am Platz des Mitglieds: the agenda, and whether one comes."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.member import ReplyForm
from motions.models import Meeting, Reply, User
from motions.models.choices import MeetingStatus
from motions.rules import (
    meeting_permissions,
    meeting_reading,
    member_desk,
    reading,
    recusals,
    replies,
    visits,
)
from motions.rules.findings import NotPermitted, OutdatedState

from .access import Access, access
from .person import staff_of


@require_safe
@access(Access.LOGIN)
def member_meeting(request: HttpRequest, slug: str) -> HttpResponse:
    """Tagesordnung mit allen Vorlagen; what is new since the last visit is marked."""
    user = staff_of(request)
    meeting = meeting_of(user, slug)
    now = timezone.now()
    visits.note(meeting, by=user, now=now)
    entries = member_desk.agenda(user, meeting, now=now)
    shows_secrets = any(not row.item.is_public for row in entries)
    reading.note_reading(user, meeting, "Tagesordnung", is_secret=shows_secrets)
    reply = replies.own_reply(user, meeting)
    is_over = meeting.status == MeetingStatus.CLOSED
    context = {
        "meeting": meeting,
        "parts": [
            ("Öffentlicher Teil", [row for row in entries if row.item.is_public]),
            ("Nichtöffentlicher Teil", [row for row in entries if not row.item.is_public]),
        ],
        "online": member_desk.online_access(user, meeting),
        "documents": member_desk.documents(user, meeting),
        "held": meeting_reading.agenda_of(user, meeting).held if is_over else [],
        "first": member_desk.first_to_read(entries),
        "has_items": bool(entries),
        "reply": reply,
        "substitute": substitute(meeting, reply),
        "recusals": recusals.ahead(meeting, by=user),
        "stands_in_for": replies.stands_in_for(meeting, user),
        "may_reply": replies.may_reply(user, meeting),
    }
    return render(request, "portal/member_meeting.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def member_reply(request: HttpRequest, slug: str) -> HttpResponse:
    """Zu- oder absagen, until the meeting is opened; who comes instead is told at once."""
    user = staff_of(request)
    meeting = meeting_of(user, slug)
    if not meeting_permissions.own_meetings(user).filter(pk=meeting.pk).exists():
        raise PermissionDenied("Zu- oder absagen können die Mitglieder des Gremiums.")
    known = replies.own_reply(user, meeting)
    form = ReplyForm(request.POST if request.method == "POST" else None, initial=_said(known))
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            reply = replies.answer(meeting, by=user, now=timezone.now(), **form.act())
            messages.success(request, _told(meeting, reply))
            return redirect("member-meeting", slug=slug)
        except NotPermitted as refusal:
            raise PermissionDenied(str(refusal)) from None
        except OutdatedState as outdated:
            form.add_error(None, str(outdated))
            status = 409
    context = {"meeting": meeting, "form": form, "may_reply": replies.may_reply(user, meeting)}
    return render(request, "portal/member_reply.html", context, status=status)


@require_safe
@access(Access.OFFICE)
def meeting_replies(request: HttpRequest, slug: str) -> HttpResponse:
    """Zu- und Absagen für das Ratsbüro, with the substitutes found in order."""
    user = staff_of(request)
    rows = meeting_permissions.visible_meetings(user).select_related("organization")
    meeting = get_object_or_404(rows, slug=slug)
    context = {
        "meeting": meeting,
        "absences": replies.absences(meeting, by=user),
        "acceptances": replies.acceptances(meeting, by=user),
        "recusals": recusals.ahead(meeting, by=user),
        "has_substitutes": replies.has_substitutes(meeting),
    }
    return render(request, "motions/meeting_replies.html", context)


@require_POST
@access(Access.OFFICE)
def recusal_take_back(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Eine irrtümliche Anzeige zurücknehmen, for the member whose secret item it has closed (P-10)."""
    user = staff_of(request)
    meeting = get_object_or_404(meeting_permissions.visible_meetings(user), slug=slug)
    row = next((row for row in recusals.ahead(meeting, by=user) if row.pk == pk), None)
    if row is None:
        messages.warning(request, "Diese Befangenheit ist schon zurückgenommen.")
        return redirect("meeting-replies", slug=slug)
    try:
        recusals.withdraw(row, by=user, now=timezone.now())
        messages.success(request, f"Die Anzeige von {row.person} ist zurückgenommen.")
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
    return redirect("meeting-replies", slug=slug)


def meeting_of(user: User, slug: str) -> Meeting:
    """The meeting, or 404 for who has no mandate."""
    return get_object_or_404(member_desk.readable_meetings(user), slug=slug)


def substitute(meeting: Meeting, reply: Reply | None) -> str:
    """Who comes instead, as a sentence; "" unless the person has declined."""
    if reply is None or reply.is_coming:
        return ""
    if not replies.has_substitutes(meeting):
        return "Im Rat gibt es keine Stellvertretung; Ihr Platz bleibt frei."
    found = replies.substitute_of(meeting, reply.person)
    if found is None:
        return "Aus Ihrer Fraktion ist keine Stellvertretung mehr frei. Sprechen Sie das Ratsbüro an."
    return f"Nach der Reihenfolge vertritt Sie {found}. Das Ratsbüro weiß Bescheid."


def _said(reply: Reply | None) -> dict[str, str]:
    if reply is None:
        return {}
    return {"is_coming": "1" if reply.is_coming else "0", "note": reply.note}


def _told(meeting: Meeting, reply: Reply) -> str:
    if reply.is_coming:
        return "Ihre Zusage ist eingetragen."
    return f"Ihre Absage ist eingetragen. {substitute(meeting, reply)}"
