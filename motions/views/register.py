"""Register des Ratsbüros: Verlangen, Tonaufzeichnungen, Bekanntgaben, Akteneinsicht (E-15, N-07, P-07, G-06)."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

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
from motions.forms.rule_form import RuleForm
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
from motions.rules.findings import OutdatedState, Refused

from .access import Access, access
from .person import staff_of

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

    if _carried_out(form, act):
        messages.success(request, "Eingetragen. Berufen Sie die Sitzung unverzüglich ein.")
        return redirect("demand-list")
    return _page(request, "motions/demand_new.html", form)


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

    if _carried_out(form, act):
        messages.success(request, "Die Sitzung ist eingetragen. Das Verlangen ist erfüllt.")
        return redirect("demand-list")
    return _page(request, "motions/demand_convene.html", form, demand=demand, has_meetings=bool(meetings))


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
    form = AudioForm(sent) if recording is None else AudioDeletedForm(sent)

    def act() -> None:
        if recording is None:
            audio_recordings.note_recording(meeting, **form.cleaned_data, by=user, now=timezone.now())
        else:
            audio_recordings.confirm_deletion(recording, **form.cleaned_data, by=user, now=timezone.now())

    if _carried_out(form, act):
        messages.success(request, "Die Aufzeichnung ist eingetragen." if recording is None else "Gelöscht.")
        return redirect("meeting-audio", pk=pk)
    minutes = getattr(meeting, "minutes", None)
    is_signed = minutes is not None and minutes.status == MinutesStatus.SIGNED
    context = {"meeting": meeting, "recording": recording, "is_signed": is_signed}
    return _page(request, "motions/meeting_audio.html", form, **context)


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
    known = register_permissions.visible_summaries(user).filter(treatment=treatment).first()
    initial = {"text": known.text, "waiver": known.waiver} if known else None
    form = SummaryForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> None:
        words = {"text": form.cleaned_data["text"], "waiver": form.cleaned_data["waiver"]}
        public_summaries.decide(treatment, **words, by=user, now=timezone.now(), known=known)

    if _carried_out(form, act):
        messages.success(
            request, "Bekanntgegeben." if form.cleaned_data["text"] else "Eingetragen: Es unterbleibt."
        )
        return redirect("summary-list")
    return _page(
        request,
        "motions/summary_decide.html",
        form,
        treatment=treatment,
        item=treatment.item,
        is_nonpublic=True,
    )


@require_safe
@access(Access.OFFICE)
def inspection_list(request: HttpRequest) -> HttpResponse:
    """Alle Anträge auf Akteneinsicht, die offenen zuerst."""
    page = Paginator(file_inspections.listed(request.user), _PAGE).get_page(request.GET.get("seite"))
    return render(request, "motions/inspection_list.html", {"page": page, "today": permissions.today()})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def inspection_new(request: HttpRequest) -> HttpResponse:
    """Einen Antrag auf Akteneinsicht eintragen."""
    user = staff_of(request)
    form = InspectionForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        file_inspections.record_request(form.instance, by=user, now=timezone.now())

    if _carried_out(form, act):
        messages.success(request, "Der Antrag ist eingetragen.")
        return redirect("inspection-list")
    return _page(request, "motions/inspection_new.html", form)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def inspection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Ein Antrag: first the decision, then what was shown."""
    user = staff_of(request)
    row = get_object_or_404(register_permissions.visible_inspections(user), pk=pk)
    sent = request.POST if request.method == "POST" else None
    form = InspectionShownForm(sent) if row.decision else InspectionDecisionForm(sent)

    def act() -> None:
        if row.decision:
            file_inspections.record_inspection(row, **form.cleaned_data, by=user)
        else:
            file_inspections.decide(row, **form.cleaned_data, by=user)

    if _carried_out(form, act):
        messages.success(request, "Eingetragen.")
        return redirect("inspection-detail", pk=pk)
    return _page(request, "motions/inspection_detail.html", form, row=row)


def _carried_out(form: RuleForm, act: Callable[[], None]) -> bool:
    """The rule behind a valid form was kept; else the form says why not."""
    if not form.is_valid():
        return False
    try:
        act()
    except Refused as refusal:
        form.refuse(refusal.findings)
    except OutdatedState as outdated:
        form.add_error(None, str(outdated))
        form.is_outdated = True
    else:
        return True
    return False


def _page(request: HttpRequest, template: str, form: RuleForm, **context: Any) -> HttpResponse:
    """The form again, with everything typed."""
    status = 200 if not form.is_bound else 409 if form.is_outdated else 422
    return render(request, template, {"form": form, **context}, status=status)
