"""Konten: nobody signs up alone; accounts are made by the administration and opened by a one-time link."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from motions.models import User
from motions.rules.accounts import mirror_address

from . import device


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Keine Selbstregistrierung."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "enter_current_password": "Geben Sie Ihr jetziges Passwort ein.",
        "rate_limited": "Sie haben die Seite zu oft abgeschickt. Versuchen Sie es in einigen Minuten erneut.",
        "too_many_login_attempts": (
            "Zu viele Anmeldeversuche. Versuchen Sie es in 15 Minuten erneut, melden Sie sich mit einem Passkey an, "
            "oder setzen Sie über „Passwort vergessen“ ein neues Passwort."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Whoever opens the one-time link reads the mails of this address."""
        super().set_password(user, password)
        mirror_address(user)

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """Who asked for a link but did not need it has an unconfirmed address, which would bar the second factor."""
        mirror_address(user)
        response: HttpResponse | None = super().pre_login(request, user, **login)
        return response

    def post_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse:
        """This browser may guess on its own account from now on."""
        response: HttpResponse = super().post_login(request, user, **login)
        device.remember(response, user.email)
        return response

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        return device.guessed_at(request, credentials.get("email", ""))
