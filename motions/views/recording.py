"""Sitzungsverlauf: the page of the meeting in session, one press for each act, saved in passing."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from motions.forms.attendance import RecusalForm
from motions.forms.recording import ItemForm
from motions.models import AgendaItem, Meeting, User
from motions.models.choices import MeetingStatus
from motions.rules import outcomes, recording, recusals
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, access
from .recording_acts import carry_out
from .recording_page import fetch, fetch_item, item_form, late, page, place, sheet_of


@require_safe
@access(Access.OFFICE)
def meeting_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Sitzungsverlauf: the agenda on the left, the item at hand on the right."""
    user, meeting = fetch(request, pk)
    asked = request.GET.get("top", "")
    item = fetch_item(user, meeting, int(asked)) if asked.isdecimal() and len(asked) < 10 else None
    return page(request, user, meeting, item=item)


@require_POST
@access(Access.OFFICE)
def item_record(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Eine Eingabe zu einem Punkt: the pressed button says which."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    form = item_form(meeting, sheet_of(meeting, item), request.POST)
    if not form.is_valid():
        return page(request, user, meeting, item=item, form=form, status=422)
    try:
        following = carry_out(request.POST.get("act", "save"), form, by=user, now=timezone.now())
    except Refused as refusal:
        return _refused(request, user, meeting, item, form, refusal)
    except OutdatedState as outdated:
        return _conflict(request, user, meeting, item, form, str(outdated))
    return redirect(place(meeting, following or item))


@require_POST
@access(Access.OFFICE)
def item_autosave(request: HttpRequest, pk: int, item_pk: int) -> JsonResponse:
    """Zwischenspeichern: Wortlaut and reason of an item; votes are never taken in passing."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return JsonResponse({"message": "Die Sitzung läuft nicht. Es wurde nichts gespeichert."}, status=409)
    form = item_form(meeting, sheet_of(meeting, item), request.POST)
    form.is_valid()
    if any(name in form.errors for name in ("own_text", "reason", "voted_text")):
        return JsonResponse({"message": "Noch nicht gespeichert: Prüfen Sie den Wortlaut."}, status=422)
    now = timezone.now()
    try:
        row = outcomes.save_text(item, **form.text(), version=form.cleaned_data["version"], by=user, now=now)
    except OutdatedState as outdated:
        return JsonResponse({"message": str(outdated)}, status=409)
    message = f"Gespeichert um {timezone.localtime(now):%H:%M} Uhr."
    return JsonResponse({"message": message, "is_whole": True, "version": row.version})


@require_POST
@access(Access.OFFICE)
def item_recuse(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Befangenheit eintragen oder zurücknehmen."""
    user, meeting = fetch(request, pk)
    item = fetch_item(user, meeting, item_pk)
    form = RecusalForm(request.POST, meeting=meeting)
    now = timezone.now()
    try:
        if request.POST.get("withdraw", "").isdecimal():
            row = get_object_or_404(item.recusals, pk=int(request.POST["withdraw"]))
            recusals.withdraw(row, by=user, now=now)
        elif not form.is_valid():
            return page(request, user, meeting, item=item, status=422, recusal_form=form)
        else:
            recusals.declare(item, **form.cleaned_data, by=user, now=now)
    except OutdatedState as outdated:
        return page(request, user, meeting, item=item, status=409, conflict=str(outdated))
    return redirect(place(meeting, item))


@require_POST
@access(Access.OFFICE)
def meeting_interrupt(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Sitzung unterbrechen oder fortsetzen."""
    user, meeting = fetch(request, pk)
    try:
        is_over = request.POST.get("act") == "resume"
        recording.interrupt(meeting, is_over=is_over, by=user, now=timezone.now())
    except OutdatedState as outdated:
        return page(request, user, meeting, status=409, conflict=str(outdated))
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    return redirect("meeting-record", pk=pk)


def _refused(
    request: HttpRequest,
    user: User,
    meeting: Meeting,
    item: AgendaItem,
    form: ItemForm,
    refusal: Refused,
) -> HttpResponse:
    """422: what stands in the way beside what was typed; the text is stored already."""
    again = item_form(meeting, sheet_of(meeting, item), form.retry(sheet_of(meeting, item).treatment.version))
    again.is_valid()
    again.refuse(refusal.findings)
    return page(request, user, meeting, item=item, form=again, status=422)


def _conflict(
    request: HttpRequest, user: User, meeting: Meeting, item: AgendaItem, form: ItemForm, message: str
) -> HttpResponse:
    """409: both versions on one page; saving again keeps the typed one, deliberately."""
    meeting.refresh_from_db()
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    sheet = sheet_of(meeting, item)
    again = item_form(meeting, sheet, form.retry(sheet.treatment.version))
    again.is_valid()
    found = again.differences()
    return page(
        request, user, meeting, item=item, form=again, status=409, conflict=message, differences=found
    )
