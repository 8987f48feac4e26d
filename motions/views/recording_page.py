"""Die Seite des Sitzungsverlaufs: fetched for the Ratsbüro, drawn the same way after every act."""

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from motions.forms.attendance import MoveForm, RecusalForm
from motions.forms.minutes import EntryForm
from motions.forms.order import CombineForm
from motions.forms.recording import ItemForm, Targets
from motions.models import AgendaItem, Meeting, User
from motions.models.choices import MeetingStatus
from motions.rules import (
    attendance,
    interests,
    meeting_permissions,
    meeting_workflow,
    minutes,
    minutes_page,
    permissions,
    reading,
    recording,
    sitting,
)
from motions.rules.sitting import Sheet

from .person import staff_of

PART = "Sitzungsverlauf"


def fetch(request: HttpRequest, pk: int) -> tuple[User, Meeting]:
    """The meeting, or 404."""
    user = staff_of(request)
    rows = meeting_permissions.visible_meetings(user).select_related("organization")
    return user, get_object_or_404(rows, pk=pk)


def fetch_item(user: User, meeting: Meeting, pk: int) -> AgendaItem:
    """An announced item of this meeting, or 404."""
    rows = meeting_permissions.visible_items(user).announced().filter(meeting=meeting)
    return get_object_or_404(rows.select_related("meeting__organization"), pk=pk)


def sheet_of(meeting: Meeting, item: AgendaItem) -> Sheet:
    """What is recorded about an item, as it is stored now."""
    return sitting.sheet(meeting, item, attendance.roll(meeting), at=timezone.now())


def item_form(meeting: Meeting, sheet: Sheet, data: QueryDict | None = None) -> ItemForm:
    """The form of an item, with what was typed if anything was."""
    return ItemForm(data, sheet=sheet, targets=Targets(meeting, sheet))


def page(
    request: HttpRequest,
    user: User,
    meeting: Meeting,
    *,
    item: AgendaItem | None = None,
    form: ItemForm | None = None,
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    """The whole page with one item at hand."""
    items = sitting.agenda(meeting)
    chosen = sitting.chosen(items, item.pk if item else None)
    context = _frame(user, meeting, items) | {"conflict": "", "differences": []} | more
    if chosen is not None and meeting.status == MeetingStatus.IN_SESSION:
        sheet = form.sheet if form else sheet_of(meeting, chosen)
        context |= _at_hand(user, meeting, sheet, form, context)
    return render(request, "motions/meeting_record.html", context, status=status)


def _frame(user: User, meeting: Meeting, items: list[AgendaItem]) -> dict[str, Any]:
    is_final = meeting.status == MeetingStatus.CLOSED and minutes.is_final(meeting)
    recorded = [meeting_workflow.OPEN, meeting_workflow.CLOSE]
    if not is_final:
        recorded.append(meeting_workflow.REOPEN)
    return {
        "meeting": meeting,
        "items": items,
        "steps": [step for step in meeting_workflow.open_to(user, meeting) if step in recorded],
        "is_final": is_final,
        "may_record": meeting_permissions.may_record_meeting(user, meeting, permissions.today()),
        "is_interrupted": recording.is_interrupted(meeting),
        "done": sum(row.treatment.is_done for row in items),
    }


def _at_hand(
    user: User, meeting: Meeting, sheet: Sheet, form: ItemForm | None, context: dict[str, Any]
) -> dict[str, Any]:
    consultation = sheet.item.consultation
    if consultation is not None:
        reading.note_desk_reading(user, consultation.paper, PART)
    reading.note_reading(user, meeting, PART, is_secret=not sheet.item.is_public)
    return {
        "sheet": sheet,
        "item": sheet.item,
        "is_nonpublic": not sheet.item.is_public,
        "form": form or item_form(meeting, sheet),
        "hints": interests.hints_of(sheet.item),
        "entry_form": _entry_form(sheet),
        "combine_form": context.get("combine_form") or _combine_form(sheet),
        "recusal_form": context.get("recusal_form") or RecusalForm(meeting=meeting),
        "move_form": MoveForm(meeting=meeting),
        "next_item": sitting.following(context["items"], sheet.item),
    }


def _entry_form(sheet: Sheet) -> EntryForm:
    entry = minutes_page.entry_of(sheet.item)
    return EntryForm(initial={"text": entry.text, "version": entry.version}, auto_id="entry_%s")


def _combine_form(sheet: Sheet) -> CombineForm:
    initial = {"version": sheet.treatment.version, "debated_with": sheet.treatment.debated_with_id}
    return CombineForm(item=sheet.item, initial=initial)


def place(meeting: Meeting, item: AgendaItem) -> str:
    """The page with an item at hand."""
    return f"{reverse('meeting-record', args=[meeting.pk])}?top={item.pk}#punkt"


def late(request: HttpRequest, user: User, meeting: Meeting) -> HttpResponse:
    """The meeting is not in the state a page is for: 409 with what was typed, or simply its record."""
    if request.method != "POST":
        return redirect("meeting-record", pk=meeting.pk)
    meeting.refresh_from_db()
    typed = request.POST.get("own_text") or request.POST.get("reason") or ""
    sentence = f"Die Sitzung ist „{meeting.get_status_display()}“. Aufgezeichnet wird nur, solange sie läuft."
    return page(request, user, meeting, status=409, conflict=sentence, typed=typed)
