"""Niederschrift: readiness, text of each item, signatures, scans, extracts; all by the Ratsbüro (§ 52 GO NRW)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST, require_safe

from motions.forms.minutes import (
    MinuteTakerForm,
    ObjectionForm,
    ScanForm,
    SignatureForm,
    SignedUploadForm,
)
from motions.forms.rule_form import RuleForm
from motions.models import Meeting, Minutes
from motions.models.choices import Edition, MinutesStatus
from motions.rules import (
    extracts,
    meeting_permissions,
    minutes,
    minutes_page,
    minutes_signing,
    minutes_uploads,
    minutes_workflow,
    signing,
    transitions,
)
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused
from motions.rules.german_numbers import many

from .access import Access, access
from .document import deliver_scan
from .person import staff_of
from .presence import insist_on_presence

_STEPS = {step.name: step for step in minutes_workflow.MINUTES_STEPS}


@require_safe
@access(Access.OFFICE)
def meeting_minutes(request: HttpRequest, pk: int) -> HttpResponse:
    """Niederschrift einer Sitzung: what it says, what is missing, what comes next."""
    return _page(request, _minutes(request, pk))


@require_POST
@access(Access.OFFICE)
def minutes_act(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Bereitstellen, wieder bearbeiten, abschließen."""
    if step not in _STEPS:
        raise Http404
    row, note = _minutes(request, pk), request.POST.get("note", "")
    chosen = _STEPS[step]
    if chosen is minutes_workflow.FINISH:
        insist_on_presence(request)

    def act() -> None:
        transitions.perform(row, chosen, by=staff_of(request), now=timezone.now(), note=note)

    return _done(request, row, act, f"{chosen.done}.")


@require_POST
@access(Access.OFFICE)
def minutes_taker(request: HttpRequest, pk: int) -> HttpResponse:
    """Eintragen, wer protokolliert hat (N-03)."""
    row = _minutes(request, pk)
    form = MinuteTakerForm(request.POST, people=minutes_page.minute_takers())
    if not form.is_valid():
        return _page(request, row, taker=form, status=422)
    taker = form.cleaned_data["minute_taker"]

    def act() -> None:
        minutes.set_minute_taker(row, taker, by=staff_of(request), now=timezone.now())

    return _done(request, row, act, "Die Schriftführung ist eingetragen.")


@require_POST
@access(Access.OFFICE)
def minutes_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Unterschrift auf Papier eintragen."""
    row, form = _minutes(request, pk), SignatureForm(request.POST)
    if not form.is_valid():
        return _page(request, row, sent=form, status=422)

    def act() -> None:
        minutes.sign(row, **form.cleaned_data, by=staff_of(request), now=timezone.now())

    return _done(request, row, act, "Die Unterschrift ist eingetragen.", sent=form)


@require_POST
@access(Access.OFFICE)
def minutes_scan(request: HttpRequest, pk: int) -> HttpResponse:
    """Scan eines unterschriebenen Teils ablegen."""
    row, form = _minutes(request, pk), ScanForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, sent=form, status=422)
    edition, file = form.cleaned_data["edition"], form.cleaned_data["file"].file

    def act() -> None:
        minutes.add_scan(row, edition, file, by=staff_of(request), now=timezone.now())

    return _done(request, row, act, "Der Scan ist abgelegt.", sent=form)


@require_POST
@access(Access.OFFICE)
def minutes_upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Einen anderswo elektronisch unterschriebenen Teil ablegen (SI-02)."""
    row, form = _minutes(request, pk), SignedUploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, row, sent=form, status=422)
    edition, file = form.cleaned_data["edition"], form.cleaned_data["file"].file

    def act() -> None:
        minutes_uploads.add(row, edition, file, by=staff_of(request), now=timezone.now())

    return _done(request, row, act, "Die Datei ist abgelegt und wird geprüft.", sent=form)


@require_safe
@access(Access.OFFICE)
def minutes_scan_file(request: HttpRequest, pk: int, edition: str) -> HttpResponseBase:
    """Der abgelegte Scan eines Teils."""
    row = _minutes(request, pk)
    scan = get_object_or_404(row.scans, edition=edition)
    part = "" if edition == Edition.PUBLIC else "-nichtoeffentlich"
    return deliver_scan(request, scan, f"niederschrift-{row.meeting.slug}{part}-scan")


@require_POST
@access(Access.OFFICE)
def minutes_object(request: HttpRequest, pk: int) -> HttpResponse:
    """Einwendung gegen die Niederschrift eintragen (N-04)."""
    row = _minutes(request, pk)
    form = ObjectionForm(request.POST, people=minutes_page.members(row.meeting))
    if not form.is_valid():
        return _page(request, row, sent=form, status=422)

    def act() -> None:
        minutes.object_to(row, **form.cleaned_data, by=staff_of(request), now=timezone.now())

    return _done(request, row, act, "Die Einwendung ist eingetragen.", sent=form)


@require_POST
@access(Access.OFFICE)
def extracts_issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Alle Beschlussauszüge einer Sitzung in einem Lauf (N-08)."""
    row = _minutes(request, pk)
    try:
        made = extracts.issue_all(row.meeting, by=staff_of(request), now=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("meeting-minutes", pk=pk)
    words = many(len(made), "Beschlussauszug wird hergestellt.", "Beschlussauszüge werden hergestellt.")
    messages.success(request, words if made else "Alle Auszüge sind schon aktuell.")
    return redirect("meeting-minutes", pk=pk)


def _minutes(request: HttpRequest, pk: int) -> Minutes:
    meeting: Meeting = get_object_or_404(meeting_permissions.visible_meetings(request.user), pk=pk)
    found = minutes_page.minutes_of(meeting)
    if found is None:
        raise Http404
    return found


def _page(
    request: HttpRequest,
    row: Minutes,
    *,
    sent: RuleForm | None = None,
    taker: MinuteTakerForm | None = None,
    refused: Sequence[Finding] = (),
    status: int = 200,
) -> HttpResponse:
    user, now = staff_of(request), timezone.now()
    parts, is_ready = minutes_page.parts(row, now=now), row.status == MinutesStatus.READY
    findings = list(refused) or minutes_page.standing(row, by=user, now=now)
    context = {
        "minutes": row,
        "meeting": row.meeting,
        "parts": parts,
        "scanned": [part for part in parts if part.scan or is_ready],
        "signers": [(signer, _signature_form(signer, sent)) for signer in minutes.signers(row)],
        "scan_forms": {edition: _scan_form(edition, sent) for edition in Edition.values},
        "upload_forms": {edition: _upload_form(edition, sent) for edition in Edition.values},
        "expected": minutes_signing.expected(row) if is_ready else {},
        "uploads": minutes_uploads.of_minutes(row),
        "documents": minutes_page.documents(row),
        "extracts": minutes_page.extracts(row),
        "objections": row.objections.select_related("person", "item__meeting"),
        "objection": sent if isinstance(sent, ObjectionForm) else _objection_form(row),
        "taker": taker
        or MinuteTakerForm(
            people=minutes_page.minute_takers(), initial={"minute_taker": row.meeting.minute_taker_id}
        ),
        "must": [(finding, "") for finding in findings if finding.blocks],
        "should": [(finding, "") for finding in findings if finding.warns],
        "has_seal": signing.setup().seal() is not None,
        "steps": minutes_workflow.open_to(user, row),
        "forms": [form for form in (sent, taker) if form is not None],
    }
    return render(request, "motions/meeting_minutes.html", context, status=status)


def _signature_form(signer: minutes.Signer, sent: object) -> SignatureForm:
    """The form that was sent for this person, or an empty one."""
    if isinstance(sent, SignatureForm) and sent.data.get("name") == signer.name:
        return sent
    return SignatureForm(
        initial={"role": signer.role, "name": signer.name}, auto_id=f"{slugify(signer.name)}_%s"
    )


def _scan_form(edition: str, sent: object) -> ScanForm:
    if isinstance(sent, ScanForm) and sent.data.get("edition") == edition:
        return sent
    return ScanForm(initial={"edition": edition}, auto_id=f"scan_{edition}_%s")


def _objection_form(row: Minutes) -> ObjectionForm:
    return ObjectionForm(people=minutes_page.members(row.meeting))


def _upload_form(edition: str, sent: object) -> SignedUploadForm:
    if isinstance(sent, SignedUploadForm) and sent.data.get("edition") == edition:
        return sent
    return SignedUploadForm(initial={"edition": edition}, auto_id=f"upload_{edition}_%s")


def _done(
    request: HttpRequest,
    row: Minutes,
    act: Callable[[], None],
    words: str,
    sent: RuleForm | None = None,
) -> HttpResponse:
    """Do it and come back, or say why not; what was typed stays."""
    try:
        act()
    except NotPermitted as refusal:
        raise PermissionDenied(str(refusal)) from None
    except OutdatedState as outdated:
        messages.warning(request, str(outdated))
        return _page(request, _minutes(request, row.meeting_id), status=409)
    except Refused as refusal:
        if sent is not None:
            sent.refuse(refusal.findings)
        refused = [] if sent is not None else list(refusal.findings)
        return _page(request, _minutes(request, row.meeting_id), sent=sent, refused=refused, status=422)
    messages.success(request, words)
    return redirect("meeting-minutes", pk=row.meeting_id)
