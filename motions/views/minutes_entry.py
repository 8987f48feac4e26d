"""Text zu einem Punkt der Niederschrift: from the opening of the meeting on, saved in passing (§ 52 GO NRW)."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from motions.forms.minutes import EntryForm
from motions.models import AgendaItem, Meeting
from motions.models.choices import MeetingStatus
from motions.rules import meeting_permissions, minutes, minutes_page
from motions.rules.findings import Refused

from .access import Access, access
from .person import staff_of
from .recording_page import place

_RECORDED = (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def minutes_entry(request: HttpRequest, pk: int, item_pk: int) -> HttpResponse:
    """Text zu einem Punkt; two clerks at once lose nothing (409 with both texts)."""
    item = _item(request, pk, item_pk)
    entry = minutes_page.entry_of(item)
    form = EntryForm(
        request.POST if request.method == "POST" else None,
        initial={"text": entry.text, "version": entry.version},
    )
    context = {"item": item, "is_nonpublic": not item.is_public, "form": form, "conflict": "", "stored": ""}
    if not form.is_valid():
        return render(request, "motions/minutes_entry.html", context, status=422 if form.is_bound else 200)
    try:
        minutes.save_entry(item, **form.cleaned_data, by=staff_of(request), now=timezone.now())
    except minutes.EntryOutdated as outdated:
        again = EntryForm(initial=form.cleaned_data | {"version": outdated.current.version})
        context |= {"form": again, "conflict": str(outdated), "stored": outdated.current.text}
        return render(request, "motions/minutes_entry.html", context, status=409)
    except Refused as refusal:
        form.refuse(refusal.findings)
        return render(request, "motions/minutes_entry.html", context, status=422)
    messages.success(request, f"Der Text zu {item.label} ist gespeichert.")
    if item.meeting.status == MeetingStatus.IN_SESSION:
        return redirect(place(item.meeting, item))
    return redirect("meeting-minutes", pk=pk)


@require_POST
@access(Access.OFFICE)
def minutes_entry_autosave(request: HttpRequest, pk: int, item_pk: int) -> JsonResponse:
    """Zwischenspeichern, in the meeting and after it."""
    item, form = _item(request, pk, item_pk), EntryForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"message": "Noch nicht gespeichert: Prüfen Sie den Text."}, status=422)
    now = timezone.now()
    try:
        entry = minutes.save_entry(item, **form.cleaned_data, by=staff_of(request), now=now)
    except minutes.EntryOutdated as outdated:
        return JsonResponse({"message": str(outdated)}, status=409)
    except Refused as refusal:
        return JsonResponse({"message": str(refusal)}, status=422)
    message = f"Gespeichert um {timezone.localtime(now):%H:%M} Uhr."
    return JsonResponse({"message": message, "is_whole": True, "version": entry.version})


def _item(request: HttpRequest, pk: int, item_pk: int) -> AgendaItem:
    meeting: Meeting = get_object_or_404(meeting_permissions.visible_meetings(request.user), pk=pk)
    if meeting.status not in _RECORDED:
        raise Http404
    return get_object_or_404(minutes_page.items(meeting), pk=item_pk)
