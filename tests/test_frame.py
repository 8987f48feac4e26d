"""Rahmen jeder Seite: the way on for each role, the duties in the foot, a mark on every failure."""

import logging
import re

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from motions.models import Bylaw
from motions.views.errors import server_error
from tests.conftest import Login
from tests.people import Town, make_user

DUTIES = ("accessibility-statement", "accessibility-feedback", "imprint", "privacy")


def navigation(client: Client, address: str) -> list[str]:
    page = client.get(address).content.decode()
    found = re.search(r'<nav class="site-nav".*?</nav>', page, re.DOTALL)
    return re.findall(r">([^<]+)</a>", found[0]) if found else []


def test_x02_every_page_leads_to_the_duties(town: Town, login: Login, client: Client) -> None:
    pages = [client.get(reverse(name)) for name in ("home", "public-papers", "organizations", "help")]
    pages += [client.get("/gibt-es-nicht/"), login(town.clerk).get(reverse("desk"))]
    for page in pages:
        text = page.content.decode()
        assert [f'href="{reverse(name)}"' in text for name in DUTIES] == [True] * len(DUTIES)


def test_each_role_finds_its_own_pages(town: Town, login: Login, client: Client) -> None:
    assert navigation(client, "/") == ["Sitzungen", "Vorlagen", "Gremien", "Beschlüsse", "Stellenplan"]
    desk = reverse("desk")
    work = ["Aufgaben", "Vorlagen", "Neue Vorlage", "Umsetzung", "Sitzungen"]
    assert navigation(login(town.clerk), desk) == [*work, "Öffentliche Seite"]
    assert navigation(login(town.mayor), desk) == [*work, "Freigaben", "Stellenplan", "Öffentliche Seite"]
    assert navigation(login(town.council_member), "/") == [
        "Meine Sitzungen",
        "Meine Vorlagen",
        "Notizen",
        "Beschlusskontrolle",
        "Sitzungsgeld",
        "Sitzungen",
        "Vorlagen",
        "Gremien",
        "Beschlüsse",
        "Stellenplan",
    ]
    assert navigation(login(town.administrator), "/")[-1] == "Stammdaten"


def test_who_works_and_has_a_mandate_finds_both(town: Town, login: Login) -> None:
    town.mayor.person = town.council_member.person
    town.council_member.person = None
    town.council_member.save()
    town.mayor.save()
    assert "Meine Sitzungen" in navigation(login(town.mayor), reverse("desk"))


def test_head_and_foot_name_the_town_of_the_local_law(town: Town, client: Client) -> None:
    Bylaw.objects.filter(key="town.name").update(value="Stadt Beispiel")
    Bylaw.objects.filter(key="town.address").update(value="Marktgasse 9, 99999 Beispiel")
    page = client.get(reverse("home")).content.decode()
    assert [page.count(f">Stadt Beispiel</{tag}>") for tag in ("span", "strong")] == [1, 1]
    assert page.count("Marktgasse 9, 99999 Beispiel") == 1


def test_a_page_opens_before_any_local_law_is_there(db: None, client: Client) -> None:
    assert client.get(reverse("help")).status_code == 200


def test_a_failure_shows_the_mark_that_stands_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR, logger="motions.views.errors"):
        answer = server_error(RequestFactory().get("/arbeit/"))
    assert isinstance(answer, HttpResponse)
    mark = re.search(r"Kennung ([0-9a-f]{8})", answer.content.decode())
    assert mark is not None
    assert answer.status_code == 500
    assert caplog.messages == [f"error {mark[1]} at /arbeit/"]


def test_nobody_is_led_to_pages_of_others(db: None, login: Login) -> None:
    assert navigation(login(make_user("Udo Uhrwerk")), "/") == [
        "Sitzungen",
        "Vorlagen",
        "Gremien",
        "Stellenplan",
    ]


@pytest.mark.parametrize(
    ("address", "marked"),
    [
        ("/sitzungsdienst/", [("Sitzungsdienst", "page")]),
        ("/sitzungsdienst/verlangen/", [("Sitzungsdienst", "true")]),
        ("/arbeit/vorlagen/neu/", [("Neue Vorlage", "page")]),
        ("/arbeit/umsetzung/", [("Umsetzung", "page")]),
        ("/vorlagen/", [("Öffentliche Seite", "page")]),
        ("/hilfe/", []),
    ],
)
def test_the_navigation_marks_the_page_or_its_section(
    town: Town, login: Login, address: str, marked: list[tuple[str, str]]
) -> None:
    page = login(town.office).get(address).content.decode()
    links = re.findall(r'<li><a href="[^"]*" aria-current="(\w+)">([^<]+)</a></li>', page)
    assert [(label, mark) for mark, label in links] == marked
