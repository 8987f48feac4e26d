"""Suche auf Tagesordnungen: what everybody may read, by its words; nothing else leaves a trace (P-06)."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.models import Meeting
from motions.rules import item_search
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.meetings import announce, make_item, make_meeting
from tests.people import Town

CITIZEN = AnonymousUser()


@pytest.fixture
def meeting(town: Town) -> Meeting:
    """An agenda that was sent, and one item nobody was told of yet."""
    row = make_meeting(town.organs["HFA"])
    make_item(row, "Bericht zur Lage der Bäder")
    make_item(row, "Verkauf des alten Bades", is_public=False)
    row = announce(row, by=town.office)
    make_item(row, "Bad am Waldrand")
    return row


def found(text: str) -> list[str]:
    with clearance("public"):
        return [row.title for row in item_search.items_saying(CITIZEN, text)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        ("bäder", ["Bericht zur Lage der Bäder"]),
        ("lage Bericht", ["Bericht zur Lage der Bäder"]),
        ("Bad", []),
        ("Bäder Waldrand", []),
        ("%", []),
        ("", []),
    ],
)
def test_p06_only_public_items_that_were_sent_are_found(
    meeting: Meeting, text: str, titles: list[str]
) -> None:
    assert found(text) == titles


def test_p06_not_even_who_may_read_it_finds_a_secret_item(town: Town, meeting: Meeting, login: Login) -> None:
    address = reverse("public-papers")
    for user in (town.council_member, town.office, town.mayor):
        page = login(user).get(address, {"q": "Verkauf"}).content.decode()
        assert "Verkauf des alten Bades" not in page


def test_the_hits_lead_to_the_items(meeting: Meeting, client: Client) -> None:
    page = client.get(reverse("public-papers"), {"q": "Lage"}).content.decode()
    assert reverse("agenda-item", args=[meeting.slug, "oe-1"]) in page
    assert "Auf Tagesordnungen" not in client.get(reverse("public-papers")).content.decode()


def test_the_search_asks_once_for_one_and_for_many_items(town: Town) -> None:
    counts = []
    for number in (1, 30):
        row = make_meeting(town.organs["HFA" if number == 1 else "Rat"])
        for place in range(number):
            make_item(row, f"Bericht {place}")
        announce(row, by=town.office)
        with clearance("public"), CaptureQueriesContext(connection) as asked:
            hits = item_search.items_saying(CITIZEN, "Bericht")
        counts.append((len(hits), len(asked)))
    assert counts == [(1, 1), (10, 1)]
