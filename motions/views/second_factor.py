"""Zweiter Faktor: outside of the demo, a login with a password alone opens nothing but the set-up."""

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

_CONTINUE = "continue_at"
_ANSWER = "_lacks_second_factor"


def lacks_second_factor(request: HttpRequest) -> bool:
    """The person has logged in, but could not prove possession of anything; asked once for each request."""
    if settings.DEMO or not request.user.is_authenticated:
        return False
    if not hasattr(request, _ANSWER):
        setattr(request, _ANSWER, not is_mfa_enabled(request.user))
    return bool(getattr(request, _ANSWER))


def lead_to_set_up(request: HttpRequest) -> HttpResponse:
    """To the set-up; its pages offer to go on to the page that was asked for."""
    if request.method in ("GET", "HEAD"):
        request.session[_CONTINUE] = request.get_full_path()
    messages.info(
        request, "Richten Sie zuerst einen zweiten Faktor ein. Danach geht es mit „Weiter“ zur Seite."
    )
    return redirect("mfa_index")


def arrive(request: HttpRequest) -> None:
    """A page of the town is open: nothing is left to go on to."""
    request.session.pop(_CONTINUE, None)
