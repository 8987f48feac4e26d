"""Unterschriften: the minutes that wait for the signature of the person who is here (N-02, SI-02)."""

from __future__ import annotations

import uuid
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from motions.forms.signing import RefusalForm
from motions.models.choices import Edition
from motions.rules import background_page, minutes_refusals, minutes_signing, reading, signing

from .access import Access, access
from .document import deliver_minutes
from .person import staff_of
from .presence import insist_on_presence
from .rule_page import carried_out, told


@require_safe
@access(Access.LOGIN)
def signatures_due(request: HttpRequest) -> HttpResponse:
    """Was auf meine Unterschrift wartet."""
    context = {"rows": minutes_signing.due(staff_of(request)), "setup": signing.setup()}
    return render(request, "portal/signatures_due.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@access(Access.LOGIN)
def minutes_to_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Eine Niederschrift: every part with its hash, then one act for all of them."""
    user, status = staff_of(request), HTTPStatus.OK
    if minutes_signing.due_of(user, pk) is None:
        raise Http404
    if request.method == "POST":
        insist_on_presence(request)
        shown, now = request.POST.dict(), timezone.now()
        status = told(request, lambda: minutes_signing.sign(user, pk, shown=shown, now=now))
        if status == HTTPStatus.OK:
            messages.success(request, "Ihre Unterschrift wird gesetzt. Das dauert einige Sekunden.")
            return redirect("signatures-due")
    return _page(request, pk, RefusalForm(), status=status)


@require_POST
@access(Access.LOGIN)
def minutes_refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Die Unterschrift verweigern, mit Grund (SI-03)."""
    user, form = staff_of(request), RefusalForm(request.POST)
    if minutes_signing.due_of(user, pk) is None:
        raise Http404
    insist_on_presence(request)

    def act() -> None:
        minutes_refusals.refuse(user, pk, **form.cleaned_data, now=timezone.now())

    if carried_out(form, act):
        messages.success(
            request, "Ihr Grund ist vermerkt. Die Niederschrift wird ohne Ihre Unterschrift abgeschlossen."
        )
        return redirect("signatures-due")
    status = HTTPStatus.CONFLICT if form.is_outdated else HTTPStatus.UNPROCESSABLE_ENTITY
    return _page(request, pk, form, status=status)


def _page(request: HttpRequest, pk: int, form: RefusalForm, *, status: HTTPStatus) -> HttpResponse:
    user = staff_of(request)
    due = minutes_signing.due_of(user, pk)
    context = {
        "due": due,
        "silent_since": background_page.silent_since(due.orders if due else [], now=timezone.now()),
        "setup": signing.setup(),
        "no_key": minutes_signing.why_no_key(user),
        "form": form,
    }
    return render(request, "portal/minutes_to_sign.html", context, status=status)


@require_safe
@access(Access.LOGIN)
def minutes_to_sign_file(request: HttpRequest, public_id: uuid.UUID) -> HttpResponseBase:
    """Die Datei, die unterschrieben wird."""
    found = minutes_signing.file_to_sign(staff_of(request), public_id)
    if found is None:
        raise Http404
    document, digest = found
    is_secret = document.edition == Edition.INTERNAL
    reading.note_reading(request.user, document.meeting, "Niederschrift, Unterschrift", is_secret=is_secret)
    return deliver_minutes(request, document, digest)
