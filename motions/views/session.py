"""Sitzung: it ends after a pause, after twelve hours, and everywhere at once when its owner says so."""

import datetime as dt

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from motions.models import User
from motions.rules import accounts, permissions

from .access import Access, access
from .person import staff_of

_LAST_REQUEST = "last_request_at"
_LOGIN = "logged_in_at"


def end_old_session(request: HttpRequest) -> None:
    """Whose session is over is a visitor from here on."""
    if not isinstance(request.user, User):
        return
    now = timezone.now()
    since, last = _moment(request, _LOGIN), _moment(request, _LAST_REQUEST)
    if since is not None and now - since > dt.timedelta(seconds=settings.SESSION_COOKIE_AGE):
        _end(request, "Eine Anmeldung gilt höchstens zwölf Stunden. Melden Sie sich bitte neu an.")
    elif last is not None and _is_too_long(request.user, now - last):
        _end(request, "Sie wurden nach längerer Pause abgemeldet. Melden Sie sich bitte neu an.")
    else:
        request.session[_LOGIN] = (since or now).isoformat()
        request.session[_LAST_REQUEST] = now.isoformat()


def idle_minutes(user: User, *, works: bool) -> int:
    """How long a pause may be: shorter where drafts and reference data are within reach."""
    return (
        settings.SESSION_IDLE_MINUTES if works or user.is_staff else settings.SESSION_IDLE_MINUTES_OF_MEMBERS
    )


@require_POST
@access(Access.LOGIN)
def log_out_everywhere(request: HttpRequest) -> HttpResponse:
    """Überall abmelden: every session of this person on every device, this one included."""
    accounts.end_all_sessions(staff_of(request), now=timezone.now())
    _end(request, "Sie sind auf allen Geräten abgemeldet.")
    return redirect("account_login")


def _is_too_long(user: User, pause: dt.timedelta) -> bool:
    # The office is asked for only where it makes a difference: most requests follow within minutes.
    if pause <= dt.timedelta(minutes=settings.SESSION_IDLE_MINUTES):
        return False
    return pause > dt.timedelta(minutes=idle_minutes(user, works=permissions.may_work(user)))


def _moment(request: HttpRequest, key: str) -> dt.datetime | None:
    text = request.session.get(key)
    return dt.datetime.fromisoformat(text) if text else None


def _end(request: HttpRequest, why: str) -> None:
    logout(request)
    messages.info(request, why)
