"""Who sees which money: both nets, the pages of the Ratsbüro and of a member (G-01)."""

import datetime as dt

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import (
    FeeStatement,
    GroupAttendance,
    GroupSession,
)
from motions.rules import fee_statements
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.motions.fees import (
    EVENING,
    MARCH,
    close,
    held,
    session,
)
from tests.people import Town, member, person_of


def test_both_nets_show_everybody_the_own_money_only(town: Town) -> None:
    session(town, [person_of(town.group_member)], dt.date(2024, 3, 11))
    close(town.office)
    expected = {
        "council_member": (1, 0, 0),
        "group_member": (1, 1, 1),
        "expert_citizen": (0, 0, 0),
        "office": (2, 1, 1),
        "mayor": (0, 0, 0),
        "clerk": (0, 0, 0),
        "administrator": (0, 0, 0),
    }
    by_query, by_database = {}, {}
    for name in expected:
        user = getattr(town, name)
        with clearance("system"):
            by_query[name] = fee_statements.visible_statements(user).count()
        with clearance("user", user.pk):
            models = (FeeStatement, GroupSession, GroupAttendance)
            by_database[name] = tuple(model.objects.count() for model in models)
    assert by_database == expected
    assert by_query == {name: counts[0] for name, counts in expected.items()}
    assert FeeStatement.objects.count() == GroupSession.objects.count() == 0


def test_the_database_takes_money_from_the_ratsbuero_only(town: Town) -> None:
    for user in (town.clerk, town.mayor, town.group_member):
        with clearance("user", user.pk), pytest.raises(DatabaseError), transaction.atomic():
            GroupSession.objects.create(
                organization=town.organs["GF"], held_on=MARCH, recorded_by=user, recorded_at=timezone.now()
            )


def test_g01_the_ratsbuero_closes_and_corrects_on_its_pages(town: Town, login: Login) -> None:
    person = person_of(town.group_member)
    client = login(town.office)
    address = "/sitzungsdienst/sitzungsgeld/2024/3/"
    assert "168,30\u00a0€" in client.get(address).content.decode()
    assert client.post(f"{address}abschliessen/").status_code == 302
    assert client.post(f"{address}abschliessen/").status_code == 409
    group = "/sitzungsdienst/fraktionssitzungen/gf/"
    assert client.post(group, {"held_on": "2024-03-11"}).status_code == 422
    sent = {"held_on": "2024-03-11", "people": [person.pk]}
    assert client.post(group, sent).status_code == 302
    assert client.post(group, sent).status_code == 422
    assert "11.03.2024" in client.get(group).content.decode()
    assert "Weicht ab" in client.get(address).content.decode()
    own = f"{address}{person.pk}/"
    assert client.post(own, {"reason": ""}).status_code == 422
    assert client.post(own, {"reason": "Sitzung fehlte."}).status_code == 302
    assert client.post(own, {"reason": "Sitzung fehlte."}).status_code == 409
    table = client.get(f"{address}zahlstelle.csv").content.decode().splitlines()
    assert table[2] == "03/2024;Rotkehlchen;Quentin;2;168,30;193,80;Sitzung fehlte."
    for wrong in ("2024/13/", "1999/1/", "2024/3/999999/"):
        assert client.get(f"/sitzungsdienst/sitzungsgeld/{wrong}").status_code == 404


def test_g01_members_read_their_own_statements(town: Town, login: Login) -> None:
    close(town.office)
    page = login(town.council_member).get("/mein/sitzungsgeld/").content.decode()
    assert ("März 2024" in page, page.count("Summe</th>")) == (True, 1)
    assert "Noch keine Abrechnung" in login(town.expert_citizen).get("/mein/sitzungsgeld/").content.decode()


def test_long_lists_of_fees_ask_as_often_as_short_ones(town: Town, login: Login) -> None:
    lists = (
        ("office", "/sitzungsdienst/sitzungsgeld/2024/3/"),
        ("office", "/sitzungsdienst/sitzungsgeld/2024/3/zahlstelle.csv"),
        ("office", "/sitzungsdienst/fraktionssitzungen/gf/"),
        ("council_member", "/mein/sitzungsgeld/"),
    )

    def asked() -> list[int]:
        counts = []
        for person, address in lists:
            client = login(getattr(town, person))
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            counts.append(len(queries))
        return counts

    held(town, "HFA", (person_of(town.council_member), "member"))
    session(town, [person_of(town.group_member)], dt.date(2024, 3, 4))
    close(town.office)
    few = asked()
    people = [
        person_of(member(f"Mitglied Nummer{n}", town.organs["Rat"], town.organs["GF"])) for n in range(4)
    ]
    held(town, "Rat", *[(person, "member") for person in people], at=EVENING.replace(day=20))
    session(town, people, dt.date(2024, 3, 18))
    close(town.office, month=dt.date(2024, 2, 1))
    assert asked() == few
