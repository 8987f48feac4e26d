"""Arbeitslisten: what waits for whom; a long list asks the database as often as a short one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motions.models.choices import ParticipationKind
from motions.rules.drafting import Invitation
from tests.conftest import Login
from tests.factories import make_co_signing, make_paper, make_submitted
from tests.people import Town


def questions(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def one_more_of_each(town: Town) -> None:
    invitations = [Invitation(town.units["FB I"], ParticipationKind.CO_SIGNATURE, True)]
    make_paper(by=town.clerk)
    make_co_signing(by=town.clerk, invitations=invitations)
    make_submitted(by=town.clerk, invitations=invitations)


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("clerk", "/arbeit/"),
        ("clerk", "/arbeit/vorlagen/"),
        ("treasurer", "/arbeit/"),
        ("mayor", "/freigaben/"),
        ("office", "/arbeit/vorlagen/"),
    ],
)
def test_a_long_work_list_asks_as_often_as_a_short_one(
    login: Login, town: Town, who: str, address: str
) -> None:
    client = login(getattr(town, who))
    one_more_of_each(town)
    few = questions(client, address)
    for _ in range(7):
        one_more_of_each(town)
    assert questions(client, address) == few


def test_the_mayor_sees_who_submitted_what_and_when_it_is_first_debated(login: Login, town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    page = login(town.mayor).get("/freigaben/").content.decode()
    assert [words in page for words in (paper.reference, "Selma Schiefer", "HFA")] == [True] * 3
