"""Bekanntes Gerät: wrong guesses of strangers never keep a person out at the own computer (security.md 3).

Guesses are counted per account. A browser that has logged into the account before has a count of its own, by a
signed cookie; whoever wants such a cookie needs the password, and the second factor, first.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import get_random_string, salted_hmac

_AGE = 180 * 24 * 60 * 60
_SALT = "motions.views.device"


def remember(response: HttpResponseBase, email: str) -> None:
    """After a login: this browser knows the account; the cookie itself does not say which."""
    response.set_signed_cookie(
        settings.DEVICE_COOKIE_NAME,
        f"{_mark_of(email)} {get_random_string(16)}",
        salt=_SALT,
        max_age=_AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def guessed_at(request: HttpRequest, email: str) -> str:
    """What wrong passwords are counted for: the account, seen from here."""
    value = request.get_signed_cookie(settings.DEVICE_COOKIE_NAME, "", salt=_SALT, max_age=_AGE)
    mark, _, device = (value or "").partition(" ")
    return f"{email.lower()} {device}" if mark == _mark_of(email) else email.lower()


def _mark_of(email: str) -> str:
    return salted_hmac(_SALT, email.lower()).hexdigest()
