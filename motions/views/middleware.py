"""Zwei Türsteher: the database learns who asks, and no page opens that has not said who may come in."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers

from motions.models import User
from motions.rules import offices
from motions.rules.bylaws import BylawMissing
from motions.rules.clearance import clearance
from motions.rules.files import StoreDown
from motions.rules.findings import NotPermitted, OutdatedState, Refused

from .access import Access, View, access_of, is_admitted
from .errors import (
    bylaw_missing,
    forbidden,
    not_allowed,
    outdated,
    refused,
    session_ended,
    store_down,
    too_large,
)
from .second_factor import arrive, lacks_second_factor, lead_to_set_up
from .session import end_old_session
from .uploads import is_too_large

Handler = Callable[[HttpRequest], HttpResponse]

_ACCOUNT_PAGES = "/konto/"
_READING = ("GET", "HEAD")


class ResourcePolicyMiddleware:
    """Cross-Origin-Resource-Policy: no other site embeds our pages, files and scripts."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class ClearanceMiddleware:
    """Sichtstufe je Anfrage: one transaction in which the database knows the person (stack.md 6.2).

    Whose session has ended is a visitor here already, and sees what visitors see.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        end_old_session(request)
        user = request.user
        if not isinstance(user, User):
            return self.get_response(request)
        # With a password alone the database shows what it shows to every citizen.
        response = (
            self.get_response(request) if lacks_second_factor(request) else self._cleared(request, user)
        )
        add_never_cache_headers(response)
        response["Cache-Control"] = "private, no-store"
        return response

    def _cleared(self, request: HttpRequest, user: User) -> HttpResponse:
        # A view that raises is rolled back by its own savepoint (ATOMIC_REQUESTS); its error page may ask.
        with clearance("user", user.pk), offices.remembered():
            response = self.get_response(request)
            if response.status_code >= 500:
                transaction.set_rollback(True)
        return response


class AccessMiddleware:
    """Zugang: deny by default, second factor for everybody who logs in."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and not response.content:
            page = not_allowed(request)
            page["Allow"] = response["Allow"]
            return page
        return response

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Decide before the view runs; a form of which a part is missing never reaches it."""
        if is_too_large(request):
            return too_large(request)
        level = access_of(view)
        if level is None:
            raise PermissionDenied("Diese Seite nennt keine Zugangsklasse und bleibt deshalb geschlossen.")
        if lacks_second_factor(request) and not request.path.startswith(_ACCOUNT_PAGES):
            return lead_to_set_up(request)
        if level is not Access.PUBLIC and not request.user.is_authenticated:
            if request.method not in _READING:
                return session_ended(request)
            return redirect_to_login(request.get_full_path())
        if not is_admitted(request, level):
            raise PermissionDenied
        if not request.path.startswith(_ACCOUNT_PAGES):
            arrive(request)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponseBase | None:
        """What a rule refused, and missing local law, are answers and no faults of the program."""
        answers: dict[type[Exception], Callable[..., HttpResponseBase]] = {
            BylawMissing: bylaw_missing,
            NotPermitted: forbidden,
            OutdatedState: outdated,
            Refused: refused,
            StoreDown: store_down,
        }
        answer = answers.get(type(exception))
        return answer(request, exception) if answer else None
