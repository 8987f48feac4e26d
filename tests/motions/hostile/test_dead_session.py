"""Eine Sitzung, die beim Schreiben endet: nothing typed is lost, and nobody else's words are shown as ours."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client

from motions.models import Paper, User
from tests.factories import make_paper

from .posting import draft_of, fresh

OWN = {"origin": "http://testserver"}
STATEMENT = "<p>Der Platz braucht <strong>Bänke</strong> & Bäume.</p>"


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk)


@pytest.fixture
def tab(clerk: User) -> Client:
    """A browser with the editor open; tokens are checked as they are outside of tests."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(clerk)
    return client


def address(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"


def typed_into(tab: Client, paper: Paper) -> dict[str, str]:
    page = tab.get(address(paper)).content.decode()
    return draft_of(paper, statement=STATEMENT) | {"csrfmiddlewaretoken": token_of(page)}


def token_of(page: str) -> str:
    return str(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[-1])


def sent_again(page: str) -> dict[str, str]:
    """The hidden fields of the form that offers to send again."""
    form = re.findall(r"<form[^>]*data-submit-once>(.*?)</form>", page, re.DOTALL)[-1]
    return {
        unescape(name): unescape(value)
        for name, value in re.findall(r'type="hidden" name="([^"]*)" value="([^"]*)"', form)
    }


def text_of(response: HttpResponseBase) -> str:
    return getattr(response, "content", b"").decode()


def test_without_script_the_text_comes_back_and_is_saved_after_the_login(
    tab: Client, paper: Paper, clerk: User
) -> None:
    sent = typed_into(tab, paper)
    Session.objects.all().delete()
    refused = tab.post(address(paper), sent, headers=OWN | {"referer": f"http://testserver{address(paper)}"})
    page = text_of(refused)
    assert refused.status_code == 403
    assert "Es wurde nichts gespeichert." in page
    assert f'href="/konto/login/?next=%2Farbeit%2Fvorlagen%2F{paper.pk}%2Fbearbeiten%2F"' in page
    assert "Der Platz braucht Bänke &amp; Bäume." in page
    assert fresh(paper).version == paper.version
    # The login in another window changes the token of every form that is already open.
    tab.cookies.pop("csrftoken")
    tab.force_login(clerk)
    tab.get("/arbeit/")
    expired = tab.post(address(paper), sent_again(page), headers=OWN)
    assert expired.status_code == 403
    assert "Das Formular ist abgelaufen" in text_of(expired)
    assert tab.post(address(paper), sent_again(text_of(expired)), headers=OWN).status_code == 302
    assert fresh(paper).statement == "<p>Der Platz braucht <strong>Bänke</strong> &amp; Bäume.</p>"


def test_a_long_pause_loses_no_text_either(tab: Client, paper: Paper, settings: Any) -> None:
    sent = typed_into(tab, paper)
    settings.SESSION_IDLE_MINUTES = -1
    refused = tab.post(address(paper), sent, headers=OWN)
    assert refused.status_code == 403
    assert sent_again(text_of(refused))["statement"] == STATEMENT
    assert "Sie wurden nach längerer Pause abgemeldet." in text_of(refused)
    assert refused.headers["Cache-Control"].endswith("no-store, must-revalidate, private")


def test_after_a_long_pause_the_login_leads_back_to_the_page(
    tab: Client, paper: Paper, settings: Any
) -> None:
    tab.get("/arbeit/")
    settings.SESSION_IDLE_MINUTES = -1
    answer = tab.get(address(paper))
    assert answer.headers["Location"] == f"/konto/login/?next={address(paper)}"
    assert tab.get("/vorlagen/").status_code == 200


def test_saving_in_passing_answers_with_a_sentence_and_the_way_to_the_login(
    tab: Client, paper: Paper
) -> None:
    sent = typed_into(tab, paper)
    headers = OWN | {"accept": "application/json", "referer": f"http://testserver{address(paper)}"}
    save = f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/"
    Session.objects.all().delete()
    dead = tab.post(save, sent, headers=headers)
    assert dead.status_code == 403
    assert dead.json() == {
        "message": "Sie sind nicht mehr angemeldet. Ihr Text bleibt in diesem Fenster, bis Sie wieder angemeldet sind.",
        "login_url": f"/konto/login/?next=%2Farbeit%2Fvorlagen%2F{paper.pk}%2Fbearbeiten%2F",
    }
    expired = tab.post(save, sent | {"csrfmiddlewaretoken": "x" * 64}, headers=headers)
    assert expired.status_code == 403
    assert expired.json()["message"].startswith("Das Formular ist abgelaufen.")


def test_a_file_has_to_be_chosen_again(tab: Client, paper: Paper) -> None:
    token = typed_into(tab, paper)["csrfmiddlewaretoken"]
    Session.objects.all().delete()
    sent = {"title": "Lageplan", "is_public": "1", "csrfmiddlewaretoken": token}
    file = SimpleUploadedFile("plan.pdf", b"%PDF")
    refused = tab.post(f"/arbeit/vorlagen/{paper.pk}/anlagen/neu/", sent | {"file": file}, headers=OWN)
    assert "Die Datei „plan.pdf“ müssen Sie danach noch einmal auswählen." in text_of(refused)
    assert sent_again(text_of(refused))["title"] == "Lageplan"


def test_words_sent_from_elsewhere_are_not_shown_as_ours(tab: Client, paper: Paper) -> None:
    sent = typed_into(tab, paper) | {"subject": "Überweisen Sie sofort 100 Euro an uns"}
    for headers in ({"origin": "https://evil.example"}, {"origin": "null"}, {}):
        refused = tab.post(address(paper), sent | {"csrfmiddlewaretoken": "x" * 64}, headers=headers)
        assert refused.status_code == 403
        assert "Überweisen Sie" not in text_of(refused)


def test_a_password_never_comes_back(client: Client, db: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    sent = {"login": "selma.schiefer@example.org", "password": "ein langes Geheimnis"}
    refused = strict.post("/konto/login/", sent, headers=OWN)
    assert refused.status_code == 403
    assert "Geheimnis" not in text_of(refused)


def test_the_way_back_never_leads_to_another_site(tab: Client, paper: Paper) -> None:
    sent = typed_into(tab, paper)
    Session.objects.all().delete()
    for referrer in ("https://evil.example/x", "//evil.example", "javascript:alert(1)", "\x00", ""):
        refused = tab.post(address(paper), sent, headers=OWN | {"referer": referrer})
        assert 'href="/konto/login/?next=%2Fstart%2F"' in text_of(refused)
