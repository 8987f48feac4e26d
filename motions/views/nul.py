"""Nullzeichen: no browser of a person sends them in an address or a cookie, and PostgreSQL cannot store them."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse

_NUL = "\x00"


class NulMiddleware:
    """Weist Adressen mit Nullzeichen ab (400) and overlooks such cookies; typed texts are the forms' own matter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.COOKIES = {name: value for name, value in request.COOKIES.items() if _NUL not in value}
        asked = (text for name, values in request.GET.lists() for text in (name, *values))
        if _NUL in request.path or any(_NUL in text for text in asked):
            raise SuspiciousOperation("NUL in the address")
        return self.get_response(request)
