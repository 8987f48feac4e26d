"""Getipptes: what a refused form carried, to be read, copied and sent again; nothing of it is stored."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme

from motions.pdf.richtext import plain

_TOKEN = "csrfmiddlewaretoken"  # noqa: S105  the name of a field
_SHORTEST = 20


@dataclass(frozen=True)
class Typed:
    """Eine abgewiesene Sendung: the fields as they came, the longer texts to copy, and the names of files."""

    address: str
    fields: list[tuple[str, str]]
    texts: list[str]
    files: list[str]


def typed_in(request: HttpRequest) -> Typed:
    """Everything that was sent but the token of the form."""
    fields = [
        (name, value) for name, values in request.POST.lists() if name != _TOKEN for value in map(str, values)
    ]
    return Typed(
        address=request.get_full_path(),
        fields=fields,
        texts=[text for _, value in fields if len(text := plain(value)) >= _SHORTEST],
        files=[str(file.name) for _, files in request.FILES.lists() for file in files],
    )


def page_before(request: HttpRequest) -> str:
    """Where the form stood: a page of ours, never an address for posting only; "" if unknown."""
    referrer = request.headers.get("Referer", "")
    is_ours = url_has_allowed_host_and_scheme(
        referrer, {request.get_host()}, require_https=request.is_secure()
    )
    page = urlsplit(referrer)
    return f"{page.path}?{page.query}".removesuffix("?") if is_ours else ""


def is_from_own_page(request: HttpRequest) -> bool:
    """The browser says that one of our pages sent this; another site cannot make it say so."""
    return request.headers.get("Origin", "") == f"{request.scheme}://{request.get_host()}"
