"""Kalender des Sitzungsdienstes: overview, one meeting, a series, changes."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.meeting import AnsweredForm, MeetingChangeForm, MeetingForm
from motions.forms.meeting_series import SeriesForm
from motions.models import Meeting
from motions.rules import meeting_board as board
from motions.rules import meeting_permissions, office_duties, planning
from motions.rules.findings import OutdatedState, Refused
from motions.rules.german_numbers import many

from .access import Access, access
from .person import staff_of


@require_safe
@access(Access.OFFICE)
def meeting_board(request: HttpRequest) -> HttpResponse:
    """Übersicht: every meeting by phase, with what is missing."""
    user = staff_of(request)
    meetings = meeting_permissions.visible_meetings(user)
    context = {
        "phases": board.phases(meetings, now=timezone.now()),
        "duties": office_duties.on_desk(user, now=timezone.now()),
    }
    return render(request, "motions/meeting_board.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_new(request: HttpRequest) -> HttpResponse:
    """Eine Sitzung planen."""
    user = staff_of(request)
    form = MeetingForm(request.POST if request.method == "POST" else None)

    def plan() -> HttpResponse:
        organ = form.cleaned_data["organization"]
        meeting = planning.plan_meeting(organ, form.plan(), by=user, now=timezone.now(), **form.answers())
        messages.success(request, f"Die Sitzung ist geplant: {meeting}.")
        return redirect("meeting-plan", pk=meeting.pk)

    return _answer(request, form, plan, title="Sitzung planen", label="Sitzung planen")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_series(request: HttpRequest) -> HttpResponse:
    """Viele Sitzungen auf einmal planen, alle oder keine."""
    user = staff_of(request)
    form = SeriesForm(request.POST if request.method == "POST" else None)

    def plan() -> HttpResponse:
        organ = form.cleaned_data["organization"]
        rows = planning.plan_series(organ, form.plans(), by=user, now=timezone.now(), **form.answers())
        words = many(len(rows), "Sitzung ist geplant", "Sitzungen sind geplant")
        messages.success(request, f"{words}: {organ}.")
        return redirect("meeting-board")

    return _answer(request, form, plan, title="Sitzungen eines Jahres planen", label="Sitzungen planen")


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Ort, Raum und Angaben ändern; ein anderer Beginn verlegt die Sitzung."""
    user = staff_of(request)
    meetings = meeting_permissions.visible_meetings(user).select_related("organization")
    meeting: Meeting = get_object_or_404(meetings, pk=pk)
    access_row = meeting_permissions.visible_online_access(user).filter(meeting=meeting).first()
    link = access_row.link if access_row else ""
    form = MeetingChangeForm(request.POST if request.method == "POST" else None, meeting=meeting, link=link)

    def change() -> HttpResponse:
        planning.change_meeting(meeting, form.plan(), by=user, now=timezone.now(), **form.act())
        messages.success(request, "Die Sitzung ist geändert.")
        return redirect("meeting-plan", pk=pk)

    def again() -> AnsweredForm:
        fresh = get_object_or_404(meetings, pk=pk)
        return MeetingChangeForm(form.retry(fresh.version), meeting=fresh, link=link)

    return _answer(
        request, form, change, title="Sitzung ändern", label="Speichern", meeting=meeting, again=again
    )


def _answer(
    request: HttpRequest,
    form: AnsweredForm,
    act: Callable[[], HttpResponse],
    *,
    title: str,
    label: str,
    meeting: Meeting | None = None,
    again: Callable[[], AnsweredForm] | None = None,
) -> HttpResponse:
    """The form, or what came of it; whatever is refused comes back with everything typed."""
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            return act()
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            form, status = again() if again else form, 409
            form.add_error(None, str(outdated))
    context = {"form": form, "title": title, "label": label, "meeting": meeting}
    return render(request, "motions/meeting_form.html", context, status=status)
