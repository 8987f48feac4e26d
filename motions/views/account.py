"""Konten: nobody signs up alone; accounts are made by the administration and opened by a one-time link."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse

from motions.models import User
from motions.rules.accounts import mirror_address


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Keine Selbstregistrierung."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False

    def set_password(self, user: User, password: str) -> None:
        """Whoever opens the one-time link reads the mails of this address."""
        super().set_password(user, password)
        mirror_address(user)

    def pre_login(self, request: HttpRequest, user: User, **login: Any) -> HttpResponse | None:
        """An account from the command line has an address, too; without it no second factor can be set up."""
        mirror_address(user)
        response: HttpResponse | None = super().pre_login(request, user, **login)
        return response
