"""Jede Seite wird angesehen: whatever answers GET with HTML stands in one of the tables of this folder."""

from __future__ import annotations

import inspect
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from . import test_account_pages, test_council_pages, test_pages, test_staffing_pages

# Names of pages that no table can lead to, and where they are looked at instead.
ELSEWHERE = {
    "mfa_authenticate": "test_account_pages: on the way in only",
    "mfa_edit_webauthn": "test_passkey: needs a key of a device",
    "mfa_remove_webauthn": "test_passkey",
    "mfa_reauthenticate_webauthn": "test_passkey",
}
# Names that answer with something else than a page.
NO_PAGES = {
    "start": "leads on to the home of the person",
    "attachment-file": "a file of any kind",
    "openid_connect_callback": "leads on from the login of the town",
    "member-data": "a table to hand out",
    "mfa_download_recovery_codes": "a text to keep",
    "mfa_login_webauthn": "answers the script of the login page",
}
FILES = (".pdf", ".csv", ".xlsx", ".ics", ".zip", ".txt", "scan/<slug:edition>/")
# Django's own pages, in its own look.
ADMIN = "verwaltung/stammdaten/"


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from _routes(entry, route)
        else:
            yield route, entry


def answers_get(pattern: URLPattern) -> bool:
    """The view is not only posted to."""
    if not inspect.isfunction(pattern.callback):
        return True
    methods = inspect.getclosurevars(pattern.callback).nonlocals.get("request_method_list")
    return methods is None or "GET" in methods


def _pages() -> set[str]:
    return {
        str(pattern.name)
        for route, pattern in _routes(get_resolver())
        if not route.startswith(ADMIN) and not route.endswith(FILES) and answers_get(pattern)
    }


def looked_at() -> set[str]:
    """The views of all tables; each of their pages answers the person it is made for."""
    tables = (
        *(test_pages.PUBLIC, test_pages.ADMINISTRATION, test_pages.ACCOUNT, test_pages.OTHERS),
        *(test_council_pages.ALL, test_staffing_pages.PUBLIC, test_staffing_pages.PLACES),
        test_account_pages.PLACES,
    )
    return {place.view for table in tables for place in table}


def test_every_page_has_its_place() -> None:
    known = looked_at() | set(ELSEWHERE) | set(NO_PAGES)
    assert (_pages() - known, known - _pages()) == (set(), set())
