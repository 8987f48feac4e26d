"""Konten: nobody signs up alone; accounts are made by the administration and opened by a one-time link."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Keine Selbstregistrierung."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Always closed."""
        return False
