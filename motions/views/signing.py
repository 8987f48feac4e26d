"""Siegeln und der Stand der Hintergrundarbeit: what is signed is what is shown; the worker does it."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.signing import SealForm
from motions.models import SigningRequest
from motions.rules import (
    background_page,
    documents,
    manifests,
    meeting_documents,
    meeting_permissions,
    minutes_uploads,
    public_documents,
    signing,
    signing_page,
)
from motions.rules.german_numbers import many

from .access import Access, access
from .person import staff_of
from .presence import insist_on_presence
from .rule_page import told


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.WORK)
def document_seal(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Siegel der Stadt: the file with its hash, then the order, then the sealed file."""
    user = staff_of(request)
    document = signing_page.found(user, public_id)
    if document is None:
        raise Http404
    if not signing.may_seal(user, document):
        raise PermissionDenied("Das Siegel der Stadt setzt das Ratsbüro oder wer die Vorlage freigibt.")
    status = HTTPStatus.OK
    if request.method == "POST":
        insist_on_presence(request)
        form = SealForm(request.POST)
        sent = form.cleaned_data if form.is_valid() else {"shown": ""}
        status = told(request, lambda: signing.seal(document, **sent, by=user, now=timezone.now()))
        if status == HTTPStatus.OK:
            return redirect("document-seal", public_id=public_id)
    sheet = signing_page.sheet(document)
    orders = [sheet.request] if sheet.request else []
    context = {
        "sheet": sheet,
        "setup": signing.setup(),
        "keys": signing.keys_of(user),
        "silent_since": background_page.silent_since(orders, now=timezone.now()),
    }
    return render(request, "motions/document_seal.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.OFFICE)
def extracts_seal(request: HttpRequest, pk: int) -> HttpResponse:
    """Alle Beschlussauszüge einer Sitzung in einem Akt siegeln."""
    user = staff_of(request)
    meeting = get_object_or_404(meeting_permissions.visible_meetings(user), pk=pk)
    rows, status = signing_page.extracts_to_seal(meeting), HTTPStatus.OK
    if request.method == "POST":
        insist_on_presence(request)
        shown = {str(row.public_id): request.POST.get(str(row.public_id), "") for row, _ in rows}
        extracts, asked, now = [row for row, _ in rows], [], timezone.now()
        status = told(
            request, lambda: asked.extend(signing.seal_all(extracts, shown=shown, by=user, now=now))
        )
        if status == HTTPStatus.OK:
            words = many(len(asked), "Beschlussauszug wird gesiegelt.", "Beschlussauszüge werden gesiegelt.")
            messages.success(request, words if asked else "Es ist kein Beschlussauszug mehr zu siegeln.")
            return redirect("background-work")
        rows = signing_page.extracts_to_seal(meeting)
    context = {"meeting": meeting, "rows": rows, "setup": signing.setup()}
    return render(request, "motions/extracts_seal.html", context, status=status)


@require_POST
@access(Access.LOGIN)
def signing_retry(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Einen wartenden Auftrag gleich noch einmal versuchen."""
    user, row = staff_of(request), _order(request, public_id)
    if told(request, lambda: signing.try_again(row, by=user)) == HTTPStatus.OK:
        messages.success(request, "Der Auftrag wird gleich noch einmal versucht.")
    return redirect(signing_page.url_after(user, row))


@require_POST
@access(Access.LOGIN)
def signing_cancel(request: HttpRequest, public_id: uuid.UUID) -> HttpResponse:
    """Einen Auftrag zurücknehmen, der nicht ausgeführt wurde."""
    user, row = staff_of(request), _order(request, public_id)
    if told(request, lambda: signing.take_back(row, by=user, now=timezone.now())) == HTTPStatus.OK:
        messages.success(request, "Der Auftrag ist zurückgenommen. Das Dokument bleibt, wie es war.")
    return redirect(signing_page.url_after(user, row))


@require_safe
@access(Access.OFFICE)
def background_work(request: HttpRequest) -> HttpResponse:
    """Aufträge: what runs, waits or stands still in the background, with the reason."""
    user, now = staff_of(request), timezone.now()
    signer = background_page.signer(now=now)
    context = {
        "waiting": [
            (*_listed(row), signer.standing(row, now=now)) for row in signing_page.waiting_orders(user)
        ],
        "missing": background_page.documents_without_file(user, now=now),
        "further": background_page.further(user, now=now),
        "done": [_listed(row) for row in signing_page.done_orders(user)],
    }
    return render(request, "motions/background_work.html", context)


@require_POST
@access(Access.OFFICE)
def documents_again(request: HttpRequest) -> HttpResponse:
    """Fehlende PDFs noch einmal herstellen lassen."""
    now = timezone.now()
    count = sum(rule.ask_again(now=now) for rule in (documents, meeting_documents, public_documents))
    words = many(count, "PDF wird noch einmal versucht.", "PDFs werden noch einmal versucht.")
    messages.success(request, words if count else "Es fehlt kein PDF lange genug.")
    return redirect("background-work")


@require_POST
@access(Access.OFFICE)
def further_again(request: HttpRequest) -> HttpResponse:
    """Verzeichnisse zur Ladung und anderswo Unterschriebenes gleich noch einmal versuchen."""
    count = manifests.ask_again(now=timezone.now()) + minutes_uploads.ask_again()
    words = many(count, "Aufgabe wird noch einmal versucht.", "Aufgaben werden noch einmal versucht.")
    messages.success(request, words if count else "Es steht nichts mehr aus.")
    return redirect("background-work")


def _order(request: HttpRequest, public_id: uuid.UUID) -> SigningRequest:
    row = signing_page.order(staff_of(request), public_id)
    if row is None:
        raise Http404
    return row


def _listed(row: SigningRequest) -> tuple[SigningRequest, str, str]:
    return row, signing_page.title_of(row.document), signing_page.work_url_of(row.document)
