"""Jede Adresse × jede Art von Mensch: who is not of a view's class is refused before anything is looked up (issue 2.6).

The rows named here do not exist: what the class admits answers with a page or "not there", never with an error. That
each view answers somebody is shown by the tables of the other tests, and by the tests named in ``ANSWERED_IN``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client

from motions.views.access import Access, access_of
from tests import test_access
from tests.browser.test_places import ELSEWHERE, answers_get, looked_at
from tests.meeting_addresses import ADDRESSES
from tests.people import Town
from tests.test_access import patterns

# All of its models are served by the same views.
_ADMIN = "verwaltung/"
_TESTS = Path(__file__).parent
#: What each kind of person is admitted to.
ADMITTED = {
    "": {Access.PUBLIC},
    "council_member": {Access.PUBLIC, Access.LOGIN},
    "administrator": {Access.PUBLIC, Access.LOGIN, Access.TECHNICAL},
    "clerk": {Access.PUBLIC, Access.LOGIN, Access.WORK},
    "office": {Access.PUBLIC, Access.LOGIN, Access.WORK, Access.OFFICE},
}
#: Rows that do not exist, by the kind of key in a route.
_NOBODYS = {
    "int": "987654321",
    "slug": "gibt-es-nicht",
    "str": "gibt-es-nicht",
    "uuid": "00000000-0000-4000-8000-000000000000",
    "path": "gibt/es/nicht",
}
_KEY = re.compile(r"<(?:(\w+):)?\w+>")
_BY_EXPRESSION = {
    "account_reset_password_from_key": "konto/password/reset/key/1-abgelaufen/",
    "app_list": "verwaltung/stammdaten/motions/",
}
#: Views no table leads to, by the tests that have them answer somebody.
ANSWERED_IN = {
    "account/test_directory.py": "directory-login openid_connect_callback",
    "account/test_onboarding.py": "start",
    "account/test_session.py": "log-out-everywhere",
    "account/test_wording.py": "mfa_download_recovery_codes",
    "motions/archive/test_archive_pages.py": "archive-again archive-file",
    "motions/hostile/test_twice.py": "paper-follow-up",
    "motions/meetings/test_meeting_pages.py": (
        "agenda-add agenda-hand-out agenda-move agenda-papers agenda-remove agenda-standard agenda-tabled"
        " meeting-notice-preview"
    ),
    "motions/recording/test_combining.py": "item-combine",
    "motions/recording/test_recording_pages.py": "item-autosave item-record",
    "motions/recording/test_recording_parts.py": "item-recuse meeting-interrupt",
    "motions/registers/test_demands.py": "agenda-subjects",
    "motions/registers/test_interests.py": "interest-end",
    "motions/signing/test_manifests.py": "document-version",
    "motions/signing/test_minutes_signing.py": "minutes-refuse minutes-to-sign-file",
    "motions/signing/test_minutes_uploads.py": "minutes-upload",
    "motions/signing/test_pages.py": "signing-cancel signing-retry",
    "motions/test_attachment_undo.py": "attachment-restore",
    "motions/test_attachments.py": "attachment-move attachment-remove",
    "motions/test_calendar_feed.py": "calendar-feed",
    "motions/test_copying.py": "paper-copy",
    "motions/test_desk_pages.py": "paper-autosave",
    "motions/test_minutes_pages.py": (
        "minutes-act minutes-object minutes-scan minutes-scan-file minutes-sign minutes-taker"
    ),
    "motions/test_notes.py": "note-add note-delete",
    "motions/test_workflow_waivers.py": "paper-waive",
    "staffing/test_council_pages.py": "plan-figures",
    "staffing/test_draft_pages.py": "entry-take-back",
    "staffing/test_grant_papers.py": "grant-paper",
    "staffing/test_plan_import_pages.py": "plan-posts",
    "staffing/test_plan_issue.py": "public-document-file staffing-plan-document",
    "staffing/test_plan_pages.py": "staffing-plan-file",
    "staffing/test_plan_proposals.py": "staffing-plan-version-document staffing-plan-version-workbook",
    "staffing/test_workbook.py": "staffing-plan-workbook",
}


def _walk() -> Iterator[tuple[str, Access, str]]:
    """Address, class, and how it is asked."""
    for route, pattern in patterns():
        if route.startswith(_ADMIN) and "/motions/" in route and "/unit/" not in route:
            continue
        level = access_of(pattern.callback)
        assert level is not None
        plain = _BY_EXPRESSION.get(str(pattern.name), route)
        if "(?P" in plain:
            continue
        address = "/" + _KEY.sub(lambda key: _NOBODYS[key[1] or "str"], plain)
        yield address, level, "get" if answers_get(pattern) else "post"


@pytest.mark.parametrize("person", ADMITTED, ids=lambda name: name or "citizen")
def test_a_class_admits_its_people_and_refuses_all_others(town: Town, client: Client, person: str) -> None:
    if person:
        client.force_login(getattr(town, person))
    wrong, session = {}, client.cookies.output(header="", sep=";")
    for address, level, method in _walk():
        # What an answer changed is rolled back, so the next one is asked with the session as it was.
        client.cookies = SimpleCookie(session)
        with transaction.atomic():
            answer = getattr(client, method)(address)
            transaction.set_rollback(True)
        if level in ADMITTED[person]:
            is_right = answer.status_code < 500
        elif person or method == "post":
            is_right = answer.status_code == 403
        else:
            is_right = answer.headers.get("Location", "").startswith("/konto/login/?next=")
        if not is_right:
            wrong[address] = answer.status_code
    assert wrong == {}


def test_each_view_answers_somebody() -> None:
    answered = looked_at() | set(ELSEWHERE) | {"mfa_login_webauthn"}
    answered |= {*test_access.READ_BY_EVERYBODY, *test_access.READ_BY_THE_CLERK}
    answered |= {row.name for row in ADDRESSES if {200, 302} & set(row.statuses[1:])}
    ours = {str(pattern.name): route for route, pattern in patterns() if not route.startswith(_ADMIN)}
    named = {name: file for file, names in ANSWERED_IN.items() for name in names.split()}
    assert ours.keys() - answered - named.keys() == set()
    unsaid = {name for name, file in named.items() if not _is_asked(name, ours[name], file)}
    assert unsaid == set()


def _is_asked(name: str, route: str, file: str) -> bool:
    """The test names the view, or writes down its address."""
    text, (_, *rest) = (_TESTS / file).read_text(), _KEY.split(route)
    return f'"{name}"' in text or any(part in text for part in rest[1::2] if len(part) > 1)
