"""Angaben nach der Ehrenordnung: a private hint where a paper names the body, never an exclusion (R-08)."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Interest, Recusal, User
from motions.rules import interests, recording
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.factories import consultation, make_released
from tests.meetings import announce, make_meeting, make_paper_item
from tests.motions.desk import seen_by
from tests.people import Town, person_of
from tests.sittings import in_session, treatment

NOW = timezone.now()
TODAY = timezone.localdate()
HINT = "Hier kommt „Sportverein Bergland e. V.“ vor"


def declared(
    user: User, body: str = "Sportverein Bergland e. V.", by: User | None = None, **fields: Any
) -> Interest:
    """What somebody declares about himself or herself."""
    given = {"kind": "association", "starts_on": TODAY - dt.timedelta(days=100)} | fields
    row = Interest(person=person_of(user), body=body, **given)
    with seen_by(by or user):
        return interests.declare(row, by=by or user, now=NOW)


def item_about(town: Town, **fields: Any) -> AgendaItem:
    """An item of the HFA the members were invited to."""
    paper = make_released(
        by=town.clerk, consultations=[consultation(town.organs["HFA"], "deciding")], **fields
    )
    meeting = make_meeting(town.organs["HFA"])
    with clearance("system"):
        item = make_paper_item(meeting, paper.consultations.get())
        announce(meeting, by=town.office)
        return AgendaItem.objects.select_related("meeting", "consultation__paper").get(pk=item.pk)


@pytest.mark.parametrize(
    ("body", "text", "is_named"),
    [
        ("Sportverein Bergland e. V.", "Zuschuss an den SPORTVEREIN Bergland e.V. von 1892", True),
        ("Muster Bau GmbH", "Auftrag an die Muster-Bau für den Weg", True),
        ("Muster Bau GmbH & Co. KG", "Auftrag an Muster Bau, Hauptstraße", True),
        ("Muster Bau GmbH", "Das Mustergebäude bauen", False),
        ("Sportverein Bergland", "Sportvereine im Bergland", False),
        ("Stadtwerke", "Die <strong>Stadtwerke</strong> liefern", True),
        ("Huber & Söhne", "Angebot von Huber &amp; Söhne", True),
        ("Muster Bau GmbH & Co. KG", "Auftrag an Muster Bau GmbH &amp; Co. KG für den Weg", True),
    ],
)
def test_r08_a_body_is_found_as_it_is_written(town: Town, body: str, text: str, is_named: bool) -> None:
    declared(town.council_member, body)
    item = item_about(town, statement=f"<p>{text}</p>")
    with seen_by(town.council_member):
        assert bool(interests.hints_for(person_of(town.council_member), item)) == is_named


def test_r08_the_hint_is_for_the_person_and_the_office_alone(town: Town, login: Login) -> None:
    declared(town.council_member)
    item = item_about(town, subject="Zuschuss an den Sportverein Bergland")
    address = reverse("member-item", args=[item.meeting.slug, item.address])
    page = login(town.council_member).get(address).content.decode()
    assert (HINT in page, "R-08" in page) == (True, True)
    assert HINT not in login(town.group_member).get(address).content.decode()
    for user in (None, town.clerk, town.group_member, town.mayor):
        with clearance("user", user.pk) if user else clearance("public"):
            assert (Interest.objects.count(), interests.hints_of(item)) == (0, [])
    with seen_by(town.office):
        assert [hint.person for hint in interests.hints_of(item)] == [town.council_member.person]


def test_r08_nobody_is_excluded_by_a_hint(town: Town, system: None) -> None:
    declared(town.council_member, "Neue Bänke")
    item = in_session(town, "HFA")
    assert [hint.person for hint in interests.hints_of(item)] == [town.council_member.person]
    assert Recusal.objects.count() == 0
    recording.call(item, version=treatment(item).version, by=town.office, now=NOW)
    assert Recusal.objects.count() == 0


def test_r08_only_what_holds_on_the_day_of_the_meeting_counts(town: Town, system: None) -> None:
    declared(town.council_member, ends_on=TODAY - dt.timedelta(days=1))
    later = TODAY + dt.timedelta(days=400)
    declared(town.group_member, starts_on=later)
    item = item_about(town, subject="Zuschuss an den Sportverein Bergland")
    assert interests.hints_of(item) == []


def test_r08_who_records_the_meeting_sees_whom_to_ask(town: Town, login: Login) -> None:
    declared(town.council_member, "Neue Bänke")
    with clearance("system"):
        item = in_session(town, "HFA")
    page = login(town.office).get(reverse("meeting-record", args=[item.meeting_id]) + f"?top={item.pk}")
    assert "nennt in den eigenen Angaben „Neue Bänke“" in page.content.decode()


def test_r08_a_hint_costs_as_much_for_one_as_for_fifty_declarations(town: Town) -> None:
    item = item_about(town, subject="Zuschuss an den Sportverein Bergland")
    person = person_of(town.council_member)
    counts = []
    for number in (1, 50):
        for place in range(number):
            declared(town.council_member, f"Firma Nummer {number} {place}")
        with seen_by(town.council_member), CaptureQueriesContext(connection) as asked:
            interests.hints_for(person, item)
        counts.append(len(asked))
    assert counts == [1, 1]


def test_everybody_declares_for_oneself_and_the_office_for_all(town: Town) -> None:
    with pytest.raises(NotPermitted):
        declared(town.council_member, by=town.group_member)
    declared(town.council_member, by=town.office)
    with (
        seen_by(town.group_member),
        pytest.raises(Exception, match="row-level security"),
        transaction.atomic(),
    ):
        Interest.objects.create(
            person=person_of(town.council_member),
            kind="board",
            body="Fremd",
            starts_on=TODAY,
            recorded_by=town.group_member,
            recorded_at=NOW,
        )


def test_an_abbreviation_is_refused(town: Town) -> None:
    for body in ("SV", "e. V.", "GmbH"):
        with pytest.raises(Refused):
            declared(town.council_member, body)


def test_a_declaration_ends_and_stays(town: Town) -> None:
    row = declared(town.council_member)
    with seen_by(town.council_member):
        interests.end(row, ends_on=TODAY, by=town.council_member)
        with pytest.raises(OutdatedState):
            interests.end(row, ends_on=TODAY, by=town.council_member)
        assert Interest.objects.get().ends_on == TODAY
    with clearance("system"), pytest.raises(Exception, match="Cannot delete"), transaction.atomic():
        row.delete()


def test_a_member_keeps_the_own_list(town: Town, login: Login) -> None:
    client = login(town.council_member)
    address = reverse("own-interests")
    sent = {"kind": "board", "body": "Stadtwerke Bergland GmbH", "starts_on": TODAY.isoformat()}
    assert client.post(address, sent | {"body": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    assert "Stadtwerke Bergland GmbH" in client.get(address).content.decode()
    with clearance("system"):
        row = Interest.objects.get()
    end = reverse("interest-end", args=[row.pk])
    assert login(town.group_member).post(end).status_code == 404
    assert login(town.council_member).post(end)["Location"] == address
    office = login(town.office)
    assert "Ada Ahornblatt" in office.get(reverse("interest-members")).content.decode()
    page = office.get(reverse("member-interests", args=[row.person_id])).content.decode()
    assert "Stadtwerke Bergland GmbH" in page


def test_the_same_declaration_twice_is_told_and_kept_once(town: Town) -> None:
    declared(town.council_member)
    with pytest.raises(OutdatedState, match="steht schon in der Liste"):
        declared(town.council_member)
    with clearance("system"):
        assert Interest.objects.count() == 1


def test_a_member_ends_what_the_office_wrote_down(town: Town) -> None:
    row = declared(town.council_member, by=town.office)
    with seen_by(town.council_member):
        interests.end(row, ends_on=TODAY, by=town.council_member)
    with clearance("system"):
        kept = Interest.objects.get()
    assert (kept.ends_on, kept.recorded_by) == (TODAY, town.office)


def test_the_database_lets_a_declaration_only_end(town: Town) -> None:
    row = declared(town.council_member)
    with (
        seen_by(town.council_member),
        pytest.raises(Exception, match="interest_only_ends"),
        transaction.atomic(),
    ):
        Interest.objects.filter(pk=row.pk).update(body="Etwas anderes")
