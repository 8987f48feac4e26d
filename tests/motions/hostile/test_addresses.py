"""Adressen, Methoden, Köpfe: whatever is asked in whatever way, the answer is a page and never a failure."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as live
from django.test import Client
from django.urls import reverse

from motions.models import Bylaw, Paper, User
from motions.rules import accounts
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import make_paper

QUERIES = (
    "q=%00", "q=²", "q=%FF", "q=%25_", "q=" + "x" * 5_000, "q=a&q=b", "stand=%00", "stand=x", "fachbereich=%00",
    "fachbereich=FB+IX", "art=%00", "art=1", "seite=0", "seite=-1", "seite=1e9", "seite=999999999999999999999",
    "seite=" + "9" * 5_000, "seite=%00", "sort=-pk", "%00=1", "q[]=1", "&&&=&",
)  # fmt: skip


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk)


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def test_hostile_filters_are_left_out_or_refused(desk: Client, paper: Paper) -> None:
    for address in ("/arbeit/vorlagen/", "/vorlagen/"):
        statuses = {query: desk.get(f"{address}?{query}").status_code for query in QUERIES}
        refused = {query for query, status in statuses.items() if status == 400}
        assert set(statuses.values()) == {200, 400}
        assert refused == {query for query in QUERIES if "%00" in query}
    assert desk.get("/mein/?seite=%00").status_code == 400


def test_numbers_beyond_all_bounds_are_missing_pages(desk: Client, paper: Paper) -> None:
    places = ("arbeit/vorlagen/{}/", "arbeit/vorlagen/{}/bearbeiten/", "arbeit/vorlagen/{}/vorschau.pdf")
    places += ("arbeit/vorlagen/{}/anlagen/neu/", "arbeit/vorlagen/1/mitzeichnung/{}/", "dokumente/{}.pdf")  # type: ignore[assignment]
    for place in (*places, "anlagen/{}/", "vorlagen/{}/", "gremien/{}/", "arbeit/anlagen/{}/", "{}/"):
        for value in ("0", "-1", "9" * 20, "9" * 5_000, "x" * 9_000, "..", "%2e%2e", "%F0%9F%92%A9"):
            assert desk.get("/" + place.format(value)).status_code == 404, (place, value[:20])
        assert desk.get("/" + place.format("%00")).status_code == 400


def test_garbage_in_a_cookie_is_no_cookie(client: Client, db: None) -> None:
    for name in (live.SESSION_COOKIE_NAME, live.CSRF_COOKIE_NAME, "messages"):
        for value in ('"abcdefghij\\000"', "x" * 9_000, "%00", '"', "{}"):
            assert client.get("/", headers={"cookie": f"{name}={value}"}).status_code == 200, (name, value)


def test_foreign_hosts_and_unknown_kinds_of_answers(desk: Client) -> None:
    assert desk.get("/", headers={"host": "evil.example"}).status_code == 400
    for accept in ("application/json", "image/png", ";;;", "", "x" * 5_000, "*/*;q=nan", "text/html;q=9"):
        assert desk.get("/arbeit/", headers={"accept": accept}).status_code == 200
        assert desk.get("/arbeit/vorlagen/0/", headers={"accept": accept}).status_code == 404
    told = desk.get("/arbeit/vorlagen/0/", headers={"accept": "application/json"})
    assert told.json() == {"message": "Das gibt es nicht (mehr)."}


def test_head_is_answered_wherever_get_is(desk: Client, paper: Paper) -> None:
    own = ("paper-detail", "paper-edit", "paper-check", "attachment-add")
    pages = [
        *[reverse(name, args=[paper.pk]) for name in own],
        reverse("paper-act", args=[paper.pk, "submit"]),
    ]
    pages += [
        reverse(name) for name in ("home", "desk", "paper-list", "paper-new", "paper-import", "approvals")
    ]
    answers = {page: desk.head(page) for page in pages}
    assert {page: (answer.status_code, answer.content) for page, answer in answers.items()} == dict.fromkeys(
        pages, (200, b"")
    )


def test_other_methods_are_refused_with_a_page_that_says_where_to_begin(desk: Client, paper: Paper) -> None:
    for page in ("/", "/arbeit/", "/vorlagen/", f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", "/freigaben/"):
        for method in ("PUT", "DELETE", "PATCH", "TRACE", "OPTIONS", "BREW"):
            answer = desk.generic(method, page)
            assert answer.status_code == 405, (method, page)
            assert "HEAD" in answer.headers["Allow"]
            assert "So geht es hier nicht weiter" in answer.content.decode()
    posting = desk.get(f"/arbeit/vorlagen/{paper.pk}/ausnahme/")
    assert (posting.status_code, posting.headers["Allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("kind", "body", "status"),
    [
        ("application/json", b'{"subject": "x"}', 422),
        ("", b"subject=x", 422),
        ("text/plain; charset=foo", b"subject=x", 422),
        ("application/x-www-form-urlencoded", b"\xff\xfe=%ff&&=", 422),
        ("application/x-www-form-urlencoded; charset=latin-1", b"subject=x", 400),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(4_001)), 400),
        ("multipart/form-data", b"--a", 400),
        ("multipart/form-data; boundary=" + "b" * 5_000, b"--a", 400),
        ("multipart/form-data; boundary=a", b"no parts at all", 422),
        (
            "multipart/form-data; boundary=a",
            b'--a\r\nContent-Disposition: form-data; name="x"\r\n\r\ncut',
            422,
        ),
    ],
)
def test_broken_bodies_are_refused_and_change_nothing(
    desk: Client, paper: Paper, kind: str, body: bytes, status: int
) -> None:
    for page in ("bearbeiten", "zwischenspeichern", "anlagen/neu"):
        answer = desk.generic("POST", f"/arbeit/vorlagen/{paper.pk}/{page}/", body, content_type=kind)
        assert answer.status_code == status
    with clearance("system"):
        assert Paper.objects.get().version == paper.version


def test_more_text_than_a_form_can_carry_is_said(desk: Client, paper: Paper, settings: Any) -> None:
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000
    page = f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"
    answer = desk.post(page, {"statement": "x" * 2_000})
    assert answer.status_code == 413
    assert "Der Text ist zu lang" in answer.content.decode()
    told = desk.post(page, {"statement": "x" * 2_000}, headers={"accept": "application/json"})
    assert told.json() == {"message": "Nicht gespeichert: Der Text ist zu lang."}


def test_missing_local_law_is_a_task_for_the_town_and_no_failure(desk: Client, paper: Paper) -> None:
    Bylaw.objects.filter(key="co_signature.treasurer_from").delete()
    for page in ("bearbeiten/", "pruefen/"):
        answer = desk.get(f"/arbeit/vorlagen/{paper.pk}/{page}")
        assert answer.status_code == 503
        assert "Für „co_signature.treasurer_from“ ist am" in answer.content.decode()


def test_a_preview_that_fails_says_why(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk, subject="Bänke 😀")
    answer = desk.get(f"/arbeit/vorlagen/{paper.pk}/vorschau.pdf")
    assert answer.status_code == 422
    assert "Diese Zeichen können nicht gedruckt werden: U+1F600." in answer.content.decode()


def test_the_demo_lets_nobody_in_by_a_strange_address(client: Client, town: Any) -> None:
    for email in ("", "\x00", "x" * 100_000, town.clerk.email, "%"):
        assert client.post("/demo/", {"email": email}).status_code == 404


def test_a_login_with_garbage_is_a_failed_login(client: Client, town: Any) -> None:
    for login, password in (
        ("\x00", "\x00"),
        ("x" * 5_000, "y" * 50_000),
        ("a@b.de", ""),
        ("\u202e@b.de", "😀"),
    ):
        answer = client.post(
            "/konto/login/", {"login": login, "password": password, "next": "//evil.example"}
        )
        assert answer.status_code == 200
        assert answer.context["form"].errors
    for key in ("z" * 40 + "-abc", "1-" + "x" * 5_000):
        assert client.get(f"/konto/password/reset/key/{key}/").status_code == 200


def test_the_login_leads_to_no_other_site(client: Client, clerk: User) -> None:
    clerk.set_password("ein langes Geheimnis")
    clerk.save()
    accounts.mirror_address(clerk)
    sent = {"login": clerk.email, "password": "ein langes Geheimnis"}
    for target in ("//evil.example", "javascript:alert(1)", "\x00"):
        answer = Client().post("/konto/login/", sent | {"next": target})
        assert (answer.status_code, answer.headers["Location"]) == (302, "/start/"), target
