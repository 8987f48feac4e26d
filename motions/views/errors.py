"""Fehlerseiten: what happened and what to do next, without a word about what exists.

A script that asks for JSON gets the sentence alone: {"message": …}.
"""

import logging
import secrets
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from motions.rules.bylaws import BylawMissing
from motions.rules.files import StoreDown

from .access import Access, access, access_of
from .typed import is_from_own_page, page_before, typed_in
from .uploads import is_too_large

log = logging.getLogger(__name__)

_NO_ACCESS = "Dieser Inhalt ist nichtöffentlich oder gehört zu einer anderen Aufgabe. "
_LOG_IN = "Melden Sie sich an oder wenden Sie sich an das Ratsbüro."
_ASK = "Fehlt Ihnen ein Recht, wenden Sie sich an das Ratsbüro."
_TYPED_IN = (Access.WORK, Access.OFFICE, Access.TECHNICAL)


@access(Access.PUBLIC)
def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """400; 413 if a text was too long to be read at all."""
    if isinstance(exception, RequestDataTooBig):
        return _answer(request, "413_text.html", "Nicht gespeichert: Der Text ist zu lang.", status=413)
    return _answer(request, "400.html", "Diese Anfrage wurde nicht verstanden.", status=400)


@access(Access.PUBLIC)
def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: the page is known, this person may not enter."""
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    reason = str(exception or "") or _NO_ACCESS + (_ASK if is_known else _LOG_IN)
    return _answer(request, "403.html", reason, status=403, reason=reason)


@access(Access.PUBLIC)
def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404: missing and forbidden look the same."""
    return _answer(request, "404.html", "Das gibt es nicht (mehr).", status=404)


@access(Access.PUBLIC)
def not_allowed(request: HttpRequest) -> HttpResponse:
    """405: an address that only takes what a form sends, opened like a page, or the other way round."""
    return _answer(request, "405.html", "Auf diese Weise geht es hier nicht weiter.", status=405)


@access(Access.PUBLIC)
def outdated(request: HttpRequest, exception: Exception) -> HttpResponse:
    """409: somebody was faster, or it was sent twice."""
    return _answer(request, "409.html", str(exception), status=409, message=str(exception))


@access(Access.PUBLIC)
def refused(request: HttpRequest, exception: Exception) -> HttpResponse:
    """422: a rule stands in the way."""
    return _answer(request, "422.html", str(exception), status=422, message=str(exception))


@access(Access.PUBLIC)
def server_error(request: HttpRequest) -> HttpResponse:
    """500: no database, no person, no context; the mark in the log is the one on the page."""
    error_id = secrets.token_hex(4)
    log.error("error %s at %s", error_id, request.path)
    return HttpResponse(render_to_string("500.html", {"error_id": error_id}), status=500)


@access(Access.PUBLIC)
def file_lost(request: HttpRequest) -> HttpResponse:
    """500: who may read the file is told that it is lost or damaged; nobody gets other bytes than were stored (I9)."""
    sentence = "Diese Datei ist verzeichnet, in der Ablage aber nicht unversehrt vorhanden."
    return _answer(request, "500_file.html", sentence, status=500, message=sentence)


@access(Access.PUBLIC)
def too_large(request: HttpRequest) -> HttpResponse:
    """413: the upload was cut off; nothing of it was kept."""
    return _answer(request, "413.html", "Die Datei ist zu groß. Es wurde nichts gespeichert.", status=413)


@access(Access.PUBLIC)
def bylaw_missing(request: HttpRequest, missing: BylawMissing) -> HttpResponse:
    """503: the town has to complete its local law before this page can be shown."""
    return _answer(request, "503_bylaw.html", str(missing), status=503, reason=str(missing))


@access(Access.PUBLIC)
def store_down(request: HttpRequest, failure: StoreDown) -> HttpResponse:
    """503: the files are out of reach; what was sent is undone as a whole."""
    response = _answer(request, "503.html", str(failure), status=503, message=str(failure))
    response["Retry-After"] = "60"
    return response


@access(Access.PUBLIC)
def too_many(request: HttpRequest) -> HttpResponse:
    """429: the limit of one address or one account is reached."""
    return render(request, "429.html", status=429)


@access(Access.PUBLIC)
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """403: the form is too old, or the session has ended; an upload that was cut off ends here, too."""
    if is_too_large(request):
        return too_large(request)
    message = "Das Formular ist abgelaufen. Ihr Text bleibt in diesem Fenster; laden Sie die Seite nicht neu."
    return _again(request, "403_csrf.html", message)


@access(Access.PUBLIC)
def session_ended(request: HttpRequest) -> HttpResponse:
    """403: somebody sent a form after the session had ended; what was typed comes back with the answer."""
    message = (
        "Sie sind nicht mehr angemeldet. Ihr Text bleibt in diesem Fenster, bis Sie wieder angemeldet sind."
    )
    return _again(request, "403_session.html", message)


def _again(request: HttpRequest, template: str, message: str) -> HttpResponse:
    """What was typed is given back to our own forms only: another site's words are never shown as ours."""
    match = request.resolver_match
    is_ours = match is not None and access_of(match.func) in _TYPED_IN
    login = f"{reverse('account_login')}?{urlencode({'next': page_before(request) or reverse('start')})}"
    if _wants_json(request):
        return JsonResponse({"message": message, "login_url": login}, status=403)
    typed = typed_in(request) if is_ours and is_from_own_page(request) else None
    response = render(request, template, {"typed": typed, "login_url": login}, status=403)
    add_never_cache_headers(response)
    return response


def _answer(
    request: HttpRequest, template: str, sentence: str, *, status: int, **context: Any
) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"message": sentence}, status=status)
    return render(request, template, context, status=status)


def _wants_json(request: HttpRequest) -> bool:
    return request.accepts("application/json") and not request.accepts("text/html")
