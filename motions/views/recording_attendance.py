"""Berichtigung der Anwesenheitsliste: one time of one person, with its reason (Q-07)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from motions.forms.attendance import StayForm
from motions.models.choices import MeetingStatus
from motions.rules import attendance, attendance_correction
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .recording_page import fetch, late


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def record_stay(request: HttpRequest, pk: int, stay_pk: int) -> HttpResponse:
    """Zeit berichtigen oder den Eintrag zurücknehmen."""
    user, meeting = fetch(request, pk)
    if meeting.status != MeetingStatus.IN_SESSION:
        return late(request, user, meeting)
    stay = get_object_or_404(attendance.stays(meeting), pk=stay_pk)
    form = StayForm(request.POST if request.method == "POST" else None, stay=stay)
    if form.is_valid():
        reason, now = form.cleaned_data["reason"], timezone.now()
        try:
            if request.POST.get("act") == "take-back":
                attendance_correction.take_back(stay, reason=reason, by=user, now=now)
            else:
                arrived, left = form.times()
                attendance_correction.correct(
                    stay, arrived_at=arrived, left_at=left, reason=reason, by=user, now=now
                )
            messages.success(request, "Die Anwesenheit ist berichtigt.")
            return redirect("record-attendance", pk=pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState:
            return late(request, user, meeting)
    context = {"meeting": meeting, "stay": stay, "form": form}
    return render(request, "motions/record_stay.html", context, status=422 if form.is_bound else 200)
