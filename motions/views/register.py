"""Register des Ratsbüros: Verlangen, Tonaufzeichnungen, Bekanntgaben, Akteneinsicht (E-15, N-07, P-07, G-06)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.again import sent_again
from motions.forms.register import (
    AudioDeletedForm,
    AudioForm,
    ConveneForm,
    DemandForm,
    InspectionDecisionForm,
    InspectionForm,
    InspectionShownForm,
    SummaryForm,
)
from motions.models import AudioRecording
from motions.models.choices import MinutesStatus
from motions.rules import (
    audio_recordings,
    demands,
    file_inspections,
    meeting_permissions,
    permissions,
    public_summaries,
    register_permissions,
)

from .access import Access, access
from .person import staff_of
from .rule_page import carried_out, page

_PAGE = 25


@require_safe
@access(Access.OFFICE)
def demand_list(request: HttpRequest) -> HttpResponse:
    """Verlangen, für die noch keine Sitzung einberufen ist, und die erledigten."""
    done = register_permissions.visible_demands(request.user).exclude(meeting=None)
    context = {
        "rows": demands.waiting(on=permissions.today()),
        "page": Paginator(done.order_by("-received_on", "-pk"), _PAGE).get_page(request.GET.get("seite")),
    }
    return render(request, "motions/demand_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def demand_new(request: HttpRequest) -> HttpResponse:
    """Ein Einberufungsverlangen eintragen."""
    user = staff_of(request)
    form = DemandForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        demands.record_demand(form.instance, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Eingetragen. Berufen Sie die Sitzung unverzüglich ein.")
        return redirect("demand-list")
    return page(request, "motions/demand_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def demand_convene(request: HttpRequest, pk: int) -> HttpResponse:
    """Zu einem Verlangen die einberufene Sitzung eintragen."""
    user = staff_of(request)
    demand = get_object_or_404(register_permissions.visible_demands(user), pk=pk)
    meetings = demands.meetings_for(demand)
    form = ConveneForm(request.POST if request.method == "POST" else None, meetings=meetings)

    def act() -> None:
        demands.convene(demand, form.cleaned_data["meeting"], by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Sitzung ist eingetragen. Das Verlangen ist erfüllt.")
        return redirect("demand-list")
    return page(request, "motions/demand_convene.html", form, demand=demand, has_meetings=bool(meetings))


@require_safe
@access(Access.OFFICE)
def audio_list(request: HttpRequest) -> HttpResponse:
    """Tonaufzeichnungen, die zu löschen sind, und alle anderen."""
    rows = register_permissions.visible_recordings(request.user)
    context = {
        "rows": audio_recordings.to_delete(on=permissions.today()),
        "page": Paginator(rows.order_by("-meeting__starts_at"), _PAGE).get_page(request.GET.get("seite")),
    }
    return render(request, "motions/audio_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_audio(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Tonaufzeichnung einer Sitzung: that there is one, and that it is deleted."""
    user = staff_of(request)
    rows = meeting_permissions.visible_meetings(user)
    rows = rows.select_related("organization", "minutes", "audio_recording__deleted_by")
    meeting = get_object_or_404(rows, pk=pk)
    recording: AudioRecording | None = getattr(meeting, "audio_recording", None)
    sent = request.POST if request.method == "POST" else None
    is_first = recording is None or (sent is not None and "kept_where" in sent)
    form = AudioForm(sent) if is_first else AudioDeletedForm(sent)

    def act() -> None:
        if recording is None or is_first:
            audio_recordings.note_recording(meeting, **form.cleaned_data, by=user, now=timezone.now())
        else:
            audio_recordings.confirm_deletion(recording, **form.cleaned_data, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Die Aufzeichnung ist eingetragen." if is_first else "Gelöscht.")
        return redirect("meeting-audio", pk=pk)
    minutes = getattr(meeting, "minutes", None)
    context = {
        "meeting": meeting,
        "recording": recording,
        "is_signed": minutes is not None and minutes.status == MinutesStatus.SIGNED,
        "label": "Aufzeichnung eintragen" if is_first else "Löschung eintragen",
    }
    return page(request, "motions/meeting_audio.html", form, **context)


@require_safe
@access(Access.OFFICE)
def summary_list(request: HttpRequest) -> HttpResponse:
    """Nichtöffentliche Beschlüsse, über deren Bekanntgabe zu entscheiden ist, und was entschieden wurde."""
    context = {
        "rows": public_summaries.undecided(),
        "page": Paginator(public_summaries.decided(request.user), _PAGE).get_page(request.GET.get("seite")),
        "is_nonpublic": True,
    }
    return render(request, "motions/summary_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def summary_decide(request: HttpRequest, treatment_pk: int) -> HttpResponse:
    """Den wesentlichen Inhalt bekanntgeben oder eintragen, warum das unterbleibt."""
    user = staff_of(request)
    rows = meeting_permissions.visible_treatments(user).filter(item__is_public=False)
    treatment = get_object_or_404(rows.select_related("item__meeting__organization"), pk=treatment_pk)
    summaries = register_permissions.visible_summaries(user).filter(treatment=treatment)
    known = summaries.first()
    form = SummaryForm(request.POST if request.method == "POST" else None, known=known)

    def act() -> None:
        public_summaries.decide(treatment, **form.cleaned_data, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(
            request, "Bekanntgegeben." if form.cleaned_data["text"] else "Eingetragen: Es unterbleibt."
        )
        return redirect("summary-list")
    other = summaries.select_related("decided_by").first() if form.is_outdated else None
    if other is not None:
        form.data = sent_again(form.data, version=other.version)
    context = {"treatment": treatment, "item": treatment.item, "is_nonpublic": True, "other": other}
    return page(request, "motions/summary_decide.html", form, **context)


@require_safe
@access(Access.OFFICE)
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Alle Anträge auf Akteneinsicht, die offenen zuerst."""
    rows = Paginator(file_inspections.listed(request.user), _PAGE)
    context = {"page": rows.get_page(request.GET.get("seite")), "today": permissions.today()}
    return render(request, "motions/inspection_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Einen Antrag auf Akteneinsicht eintragen."""
    user = staff_of(request)
    form = InspectionForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        file_inspections.record_request(form.instance, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Der Antrag ist eingetragen.")
        return redirect("inspection-list")
    return page(request, "motions/inspection_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def inspection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Ein Antrag: first the decision, then what was shown."""
    user = staff_of(request)
    row = get_object_or_404(register_permissions.visible_inspections(user), pk=pk)
    sent = request.POST if request.method == "POST" else None
    is_first = "decided_on" in sent if sent is not None else not row.decision
    form = InspectionDecisionForm(sent) if is_first else InspectionShownForm(sent)

    def act() -> None:
        if is_first:
            file_inspections.decide(row, **form.cleaned_data, by=user, now=timezone.now())
        else:
            file_inspections.record_inspection(row, **form.cleaned_data, by=user, now=timezone.now())

    if carried_out(form, act):
        messages.success(request, "Eingetragen.")
        return redirect("inspection-detail", pk=pk)
    label = "Entscheidung eintragen" if is_first else "Einsicht eintragen"
    return page(request, "motions/inspection_detail.html", form, row=row, label=label)
