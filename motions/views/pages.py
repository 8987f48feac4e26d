"""Pflichtseiten: help, easy language, accessibility with its feedback form, imprint, privacy."""

import logging

from allauth.core import ratelimit
from django.contrib import messages
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from motions.forms.public import BarrierForm
from motions.rules import bylaws, permissions

from .access import Access, access
from .errors import too_many

log = logging.getLogger(__name__)


@require_safe
@access(Access.PUBLIC)
def help_page(request: HttpRequest) -> HttpResponse:
    """Hilfe."""
    return render(request, "public/help.html", {"town": _town()})


@require_safe
@access(Access.PUBLIC)
def easy_language(request: HttpRequest) -> HttpResponse:
    """Erläuterungen in Leichter Sprache (§ 10 BGG NRW, BITVNRW)."""
    return render(request, "public/easy_language.html", {"town": _town()})


@require_safe
@access(Access.PUBLIC)
def accessibility_statement(request: HttpRequest) -> HttpResponse:
    """Erklärung zur Barrierefreiheit (§ 10a BGG NRW)."""
    return render(request, "public/accessibility_statement.html", {"town": _town()})


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.PUBLIC)
def accessibility_feedback(request: HttpRequest) -> HttpResponseBase:
    """Barriere melden: goes by mail to the town, nothing is stored here."""
    form = BarrierForm(request.POST if request.method == "POST" else None)
    status = 422 if request.method == "POST" else 200
    if request.method == "POST" and form.is_valid():
        if not ratelimit.consume(request, action="report_barrier"):
            return too_many(request)
        if form.is_from_program or _send(form):
            messages.success(request, "Vielen Dank. Ihre Meldung ist bei der Stadt eingegangen.")
            return redirect("accessibility-feedback")
        form.add_error(
            None, f"Die Meldung konnte nicht gesendet werden. Bitte schreiben Sie an {_town()['email']}."
        )
        status = 503
    return render(request, "public/accessibility_feedback.html", {"form": form}, status=status)


@require_safe
@access(Access.PUBLIC)
def imprint(request: HttpRequest) -> HttpResponse:
    """Impressum (§ 5 DDG, § 18 MStV)."""
    return render(request, "public/imprint.html", {"town": _town()})


@require_safe
@access(Access.PUBLIC)
def privacy(request: HttpRequest) -> HttpResponse:
    """Datenschutzerklärung (Art. 13 DSGVO)."""
    return render(request, "public/privacy.html", {"town": _town()})


def _town() -> dict[str, str]:
    """Name and ways to reach the town; a duty page opens even while one of them is not maintained."""
    town = {}
    for key in ("name", "office", "address", "phone", "email"):
        try:
            town[key] = bylaws.text(f"town.{key}", on=permissions.today())
        except bylaws.BylawMissing:
            town[key] = ""
    return town


def _send(form: BarrierForm) -> bool:
    """Mail the report; nothing typed reaches a header but the checked address."""
    report = form.cleaned_data
    answer = [report["email"]] if report["email"] else []
    body = f"Seite: {report['address'] or 'nicht genannt'}\n\n{report['description']}\n"
    mail = EmailMessage("Barriere gemeldet: Ratsinformation", body, to=[_town()["email"]], reply_to=answer)
    try:
        return mail.send() == 1
    except OSError:
        log.exception("a report of a barrier could not be mailed")
        return False
