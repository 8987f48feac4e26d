"""Sitzung im Sitzungsdienst: where it stands, sending, cancelling, making it known."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.agenda import AgendaForm
from motions.forms.invitation import NoticeForm, SendForm
from motions.models import Meeting, MeetingDocument, User
from motions.models.choices import MeetingStatus
from motions.rules import (
    agenda,
    agenda_editing,
    invitations,
    meeting_documents,
    meeting_permissions,
    notice_period,
    permissions,
    public_notice,
    recipients,
    recusals,
    signing,
    transitions,
)
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused
from motions.rules.meeting_workflow import CANCEL, INVITE, OPEN, SUPPLEMENT
from motions.rules.transitions import Transition

from .access import Access, access
from .person import staff_of
from .presence import insist_on_presence

_NEXT = {MeetingStatus.PLANNED: INVITE, MeetingStatus.INVITED: OPEN}


@require_safe
@access(Access.OFFICE)
def meeting_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Sitzung für den Sitzungsdienst: facts, next step, deliveries, documents and history."""
    user = staff_of(request)
    meeting = _meeting(user, pk)
    step = _NEXT.get(MeetingStatus(meeting.status))
    findings = _findings(user, meeting, step) if step else []
    context = {
        "meeting": meeting,
        "step": step,
        **_grouped(findings),
        "items": agenda_editing.labelled(meeting),
        "may_edit_agenda": agenda.may_edit_agenda(user, meeting),
        "is_new": invitations.is_supplement_due(meeting),
        "invitations": meeting.invitations.select_related("sent_by").prefetch_related("deliveries__person"),
        "uninvited": recipients.uninvited(meeting) if meeting.status == MeetingStatus.INVITED else [],
        "unmailed": recipients.without_mail(meeting),
        "notices": meeting.notices.select_related("recorded_by"),
        "documents": _documents(meeting),
        "has_seal": signing.setup().seal() is not None,
        "events": meeting.events.select_related("actor").order_by("-happened_at", "-pk"),
        "recusals": recusals.ahead(meeting, by=user),
        "online": meeting_permissions.visible_online_access(user).filter(meeting=meeting).first(),
    }
    return render(request, "motions/meeting_plan.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Einladung versenden: recipients, the Ladungsfrist day by day, what stands in the way."""
    return _send(request, pk, INVITE)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_supplement(request: HttpRequest, pk: int) -> HttpResponse:
    """Nachtrag versenden: only what is new, with numbers that disturb none (E-12)."""
    return _send(request, pk, SUPPLEMENT)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """Sitzung absagen, with the reason everybody reads."""
    return _send(request, pk, CANCEL)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def meeting_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Bekanntmachung eintragen."""
    user = staff_of(request)
    meeting = _meeting(user, pk)
    form = _notice_form(meeting, request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            public_notice.record_notice(meeting, by=user, now=timezone.now(), **form.cleaned_data)
            messages.success(request, "Die Bekanntmachung ist eingetragen.")
            return redirect("meeting-plan", pk=pk)
        except Refused as refusal:
            form.refuse(refusal.findings)
        except OutdatedState as outdated:
            meeting = _meeting(user, pk)
            form, status = _notice_form(meeting, form.retry(meeting.version)), 409
            form.add_error(None, str(outdated))
    context = {"meeting": meeting, "form": form, "notices": meeting.notices.all()}
    return render(request, "motions/meeting_notice.html", context, status=status)


@require_POST
@access(Access.OFFICE)
def meeting_invite_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Nachladen, wer seit der Einladung ins Gremium gekommen ist (E-04)."""
    user = staff_of(request)
    meeting, form = _meeting(user, pk), AgendaForm(request.POST)
    insist_on_presence(request)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        rows = invitations.invite_late(meeting, by=user, now=timezone.now(), version=version)
        messages.success(request, f"Nachgeladen: {', '.join(str(row.person) for row in rows)}.")
    except Refused as refusal:
        messages.warning(request, " ".join(row.text for row in refusal.findings))
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    return redirect("meeting-plan", pk=pk)


def _notice_form(meeting: Meeting, data: QueryDict | None) -> NoticeForm:
    form = public_notice.usual_form(meeting)
    return NoticeForm(data, version=meeting.version, form=form, today=permissions.today())


def _send(request: HttpRequest, pk: int, step: Transition[Meeting]) -> HttpResponse:
    """One step with its page; what is refused comes back with everything typed."""
    user = staff_of(request)
    meeting = _meeting(user, pk)
    form = SendForm(
        request.POST if request.method == "POST" else None,
        initial={"version": meeting.version},
        needs_note=step.needs_note,
    )
    if not form.is_valid():
        return _page(request, user, meeting, step, form, status=422 if form.is_bound else 200)
    insist_on_presence(request)
    try:
        transitions.perform(meeting, step, by=user, now=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.refuse(refusal.findings)
        return _page(request, user, meeting, step, form, status=422)
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
        meeting = _meeting(user, pk)
        again = SendForm(form.retry(meeting.version), needs_note=step.needs_note)
        return _page(request, user, meeting, step, again, status=409)
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    sent = "Die Einladung ist versandt." if step is INVITE else f"{step.done}."
    messages.success(request, sent)
    return redirect("meeting-plan", pk=pk)


def _page(
    request: HttpRequest,
    user: User,
    meeting: Meeting,
    step: Transition[Meeting],
    form: SendForm,
    *,
    status: int,
) -> HttpResponse:
    is_open = meeting.status in step.sources
    findings = _findings(user, meeting, step) if is_open else []
    form.offer(findings)
    context = {
        "meeting": meeting,
        "step": step,
        "form": form,
        "is_open": is_open,
        "is_sending": step is not CANCEL,
        **_grouped(findings),
    }
    if step is CANCEL:
        context["untold"] = recipients.to_be_told(meeting)
    if is_open and step is not CANCEL:
        context |= {
            "recipients": recipients.of_meeting(meeting),
            "period": notice_period.of_meeting(meeting),
            "short": notice_period.of_meeting(meeting, is_short=True),
            "items": [row for row in agenda_editing.labelled(meeting) if row[1].announced_at is None],
            "today": permissions.today(),
        }
    return render(request, "motions/meeting_send.html", context, status=status)


def _documents(meeting: Meeting) -> list[tuple[str, MeetingDocument]]:
    rows = meeting_documents.on_work_page(meeting, now=timezone.now())
    return [(_name(row), row) for row in rows]


def _name(row: MeetingDocument) -> str:
    """Kind, its item if it is about one, audience and revision."""
    kind = row.get_kind_display() + (f" {row.item.label}" if row.item else "")
    return f"{kind}, {row.get_edition_display()}, Fassung {row.revision}"


def _meeting(user: User, pk: int) -> Meeting:
    rows = meeting_permissions.visible_meetings(user).select_related("organization", "minute_taker")
    return get_object_or_404(rows, pk=pk)


def _findings(user: User, meeting: Meeting, step: Transition[Meeting]) -> list[Finding]:
    return transitions.expected_findings(meeting, step, by=user, now=timezone.now())


def _grouped(findings: list[Finding]) -> dict[str, list[tuple[Finding, str]]]:
    """As ui/findings.html wants them; no section to jump to."""
    return {
        "must": [(row, "") for row in findings if row.blocks],
        "should": [(row, "") for row in findings if row.warns],
        "told": [(row, "") for row in findings if not row.blocks and not row.warns],
    }
