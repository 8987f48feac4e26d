"""Seiten neben dem Sitzungsverlauf: opening and closing, attendance, an extension of the agenda."""

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.attendance import GuestForm, MoveForm, PresenceForm, SubstituteForm
from motions.forms.meeting_step import MeetingStepForm
from motions.forms.order import ExtensionForm
from motions.forms.recording import RefusableForm
from motions.models import Meeting, User
from motions.models.choices import MeetingStatus
from motions.rules import attendance, extensions, in_session, meeting_workflow, transitions
from motions.rules.findings import OutdatedState, Refused
from motions.rules.transitions import Transition

from .access import Access, access
from .recording_page import fetch, late, place

_STEPS = {
    step.name: step for step in (meeting_workflow.OPEN, meeting_workflow.CLOSE, meeting_workflow.REOPEN)
}
_ATTENDANCE = {"presence": PresenceForm, "move": MoveForm, "substitute": SubstituteForm, "guest": GuestForm}
_ATTENDED = {
    "presence": "Die Anwesenheit ist festgestellt.",
    "move": "Die Anwesenheit ist geändert.",
    "substitute": "Die Stellvertretung ist eingetragen.",
    "guest": "Der Gast ist eingetragen.",
}


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def record_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Sitzung eröffnen, schließen oder die Aufzeichnung wieder öffnen; what stands in the way comes first."""
    user, meeting = fetch(request, pk)
    if step not in _STEPS:
        raise Http404
    chosen, now = _STEPS[step], timezone.now()
    if meeting.status not in chosen.sources:
        return late(request, user, meeting)
    sent = request.POST if request.method == "POST" else None
    form = _step_form(sent, meeting, chosen)
    findings = transitions.expected_findings(meeting, chosen, by=user, now=now)
    form.offer(findings)
    if form.is_valid():
        try:
            data = dict(form.cleaned_data)
            happened_at = _moment(meeting, chosen, data.pop("time", None), now)
            transitions.perform(meeting, chosen, by=user, now=now, happened_at=happened_at, **data)
            messages.success(request, f"{chosen.done}.")
            return redirect("meeting-record", pk=pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState:
            return late(request, user, meeting)
    context = {"meeting": meeting, "step": chosen, "form": form, **_grouped(findings)}
    return render(request, "motions/record_step.html", context, status=422 if form.is_bound else 200)


def _step_form(sent: QueryDict | None, meeting: Meeting, step: Transition[Meeting]) -> MeetingStepForm:
    """With the time of opening and closing; after a correction the meeting has ended when it did."""
    ended = timezone.localtime(meeting.closed_at).time() if meeting.closed_at else None
    return MeetingStepForm(
        sent,
        initial={"version": meeting.version, "time": ended},
        needs_note=step.needs_note,
        is_timed=step is not meeting_workflow.REOPEN,
    )


def _moment(
    meeting: Meeting, step: Transition[Meeting], time: dt.time | None, now: dt.datetime
) -> dt.datetime | None:
    """When the meeting was opened or closed; a time shown and not changed is the very moment kept."""
    if time is None:
        return None
    if step is meeting_workflow.OPEN:
        return in_session.opening_moment(time, now=now)
    ended = meeting.closed_at
    is_kept = ended is not None and timezone.localtime(ended).time().replace(second=0, microsecond=0) == time
    return ended if is_kept else in_session.moment(meeting, time)


def _grouped(findings: list[Any]) -> dict[str, list[Any]]:
    """As the component for findings reads them."""
    return {
        "must": [(row, "") for row in findings if row.blocks],
        "should": [(row, "") for row in findings if row.warns],
        "told": [(row, "") for row in findings if not row.blocks and not row.warns],
    }


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def record_attendance(request: HttpRequest, pk: int) -> HttpResponse:
    """Anwesenheit: stated in one step, then who comes, goes and stands in."""
    user, meeting = fetch(request, pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    act = request.POST.get("act", "")
    forms: dict[str, RefusableForm] = {
        name: kind(request.POST if name == act else None, meeting=meeting, auto_id=f"id_{name}_%s")
        for name, kind in _ATTENDANCE.items()
    }
    form = forms.get(act)
    if form is not None and form.is_valid():
        try:
            _attend(form, meeting, user)
            messages.success(request, _ATTENDED[act])
            return redirect("meeting-record" if "back" in request.POST else "record-attendance", pk=pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState:
            return late(request, user, meeting)
    attendees = attendance.roll(meeting).attendees
    context = {"meeting": meeting, "forms": forms, "sent": form, "attendees": attendees}
    status = 422 if request.method == "POST" else 200
    return render(request, "motions/record_attendance.html", context, status=status)


def _attend(form: RefusableForm, meeting: Meeting, user: User) -> None:
    """One change of the list."""
    data, now = form.cleaned_data, timezone.now()
    act: dict[str, Any] = {"by": user, "now": now}
    if isinstance(form, PresenceForm):
        attendance.mark_present(meeting, absent=data["absent"], **act)
    elif isinstance(form, SubstituteForm):
        given = {"note": data["note"], "at": form.at(now)}
        attendance.substitute(data["member"], data["deputy"], **given, **act)
    elif isinstance(form, GuestForm):
        told = {name: data[name] for name in ("name", "function", "seat")}
        attendance.add_guest(meeting, **told, at=form.at(now), **act)
    elif isinstance(form, MoveForm) and data["what"] == "excuse":
        attendance.excuse(data["attendee"], **act)
    elif isinstance(form, MoveForm) and data["what"] == "leave":
        attendance.leave(data["attendee"], at=form.at(now), **act)
    elif isinstance(form, MoveForm):
        is_remote = data["what"] == "connect"
        attendance.arrive(data["attendee"], at=form.at(now), is_remote=is_remote, **act)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def record_extension(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Tagesordnung in der Sitzung erweitern (E-09)."""
    user, meeting = fetch(request, pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    form = ExtensionForm(request.POST if request.method == "POST" else None, meeting=meeting)
    if form.is_valid():
        try:
            item = extensions.extend(meeting, form.extension(), by=user, now=timezone.now())
            messages.success(request, f"Die Tagesordnung ist um {item.label} erweitert.")
            return redirect(place(meeting, item))
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState:
            return late(request, user, meeting)
    context = {"meeting": meeting, "form": form}
    return render(request, "motions/record_extension.html", context, status=422 if form.is_bound else 200)
