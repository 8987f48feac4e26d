"""Die Seite des Sitzungsverlaufs, without any script: one press for each act, nothing typed is ever lost."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Ballot, Meeting
from motions.rules import outcomes
from tests.factories import consultation
from tests.meetings import make_item, make_meeting, make_paper_item
from tests.people import Town, person_of
from tests.sittings import (
    consultations,
    fill,
    give_person,
    in_session,
    meeting_of,
    opened,
    press,
    record,
    step_of,
    text_of,
    treatment,
    vote,
)

pytestmark = pytest.mark.usefixtures("system")
OWN = "<p>Am Schlossplatz werden sechs Bänke aufgestellt.</p>"


def test_the_page_shows_agenda_item_and_quorum(office: Client, item: AgendaItem) -> None:
    page = text_of(office.get(record(item)))
    for words in (
        "0 von 1 Punkten erledigt",
        "Am Schlossplatz werden vier Bänke aufgestellt.",
        "Nicht beschlussfähig: 3 von 25 Stimmberechtigten sind anwesend, nötig sind 13.",
        "Vorberatung fehlt: Haupt- und Finanzausschuss.",
        "Einstimmig",
    ):
        assert words in page


def test_r05_the_chair_of_an_item_is_chosen_on_its_page(town: Town, office: Client, item: AgendaItem) -> None:
    eldest = person_of(town.council_member)
    assert press(office, item, "chair", chair=eldest.pk).status_code == 302
    assert treatment(item).chaired_by == eldest


def test_n02_an_item_that_is_finished_without_being_called_has_its_chair(town: Town, office: Client) -> None:
    mayor = give_person(town)
    item = make_item(make_meeting(town.organs["Rat"]), "eins")
    opened(town, item)
    assert press(office, item, "next").status_code == 302
    assert treatment(item).chaired_by == mayor


def test_einstimmig_and_next_are_two_presses(town: Town, office: Client) -> None:
    meeting = make_meeting(town.organs["Rat"])
    first, second = make_item(meeting, "eins"), make_item(meeting, "zwei")
    opened(town, first)
    assert press(office, first, "unanimous").status_code == 302
    answer = press(office, first, "next")
    assert answer["Location"] == f"{record(first)}?top={second.pk}#punkt"
    assert (treatment(first).outcome, treatment(first).is_done) == ("adopted", True)
    assert (treatment(second).started_at is not None, treatment(second).position) == (True, 1)
    assert press(office, second, "next")["Location"] == f"{record(first)}?top={second.pk}#punkt"
    assert treatment(second).is_done


def test_a07_a_double_press_makes_one_ballot(office: Client, item: AgendaItem) -> None:
    version = treatment(item).version
    answers = [press(office, item, "unanimous", version=version).status_code for _ in range(2)]
    assert (answers, Ballot.objects.count()) == ([302, 409], 1)


def test_a06_the_sentence_stands_at_the_field_and_the_numbers_stay(office: Client, item: AgendaItem) -> None:
    answer = press(office, item, "count", yes="2", no="2", abstention="1")
    assert answer.status_code == 422
    assert (
        "Ja 2 + Nein 2 + Enthaltung 1 = 5, anwesend sind 3. Prüfen Sie die Stimmen oder die Anwesenheit."
        in text_of(answer)
    )
    assert Ballot.objects.count() == 0
    assert press(office, item, "count", yes="2", no="1").status_code == 302
    assert treatment(item).outcome == "adopted"


def test_numbers_that_are_none_are_refused(office: Client, item: AgendaItem) -> None:
    for number in ("-1", "zwölf", "99999"):
        answer = press(office, item, "count", yes=number)
        assert (answer.status_code, "Geben Sie eine ganze Zahl ab 0 ein" in text_of(answer)) == (422, True)


def test_own_text_is_stored_with_the_vote(office: Client, item: AgendaItem) -> None:
    answer = press(office, item, "unanimous", voted_text="own", own_text=OWN)
    assert answer.status_code == 302
    row = treatment(item)
    assert (row.outcome, row.final_text) == ("adopted_amended", f"<p>Der Rat beschließt:</p>{OWN}")


def test_a_second_clerk_gets_both_versions(town: Town, office: Client, item: AgendaItem) -> None:
    seen = treatment(item).version
    mine = {"voted_text": "own", "own_text": OWN, "reason": "Meine Begründung"}
    press(office, item, "save", voted_text="draft", reason="Ihre Begründung")
    answer = press(office, item, "save", version=seen, **mine)
    page = text_of(answer)
    assert answer.status_code == 409
    assert ("Meine Begründung" in page, "Ihre Begründung" in page, "sechs Bänke" in page) == (True,) * 3
    assert treatment(item).reason == "Ihre Begründung"
    assert press(office, item, "save", **mine).status_code == 302
    assert treatment(item).reason == "Meine Begründung"


def test_autosave_stores_text_and_never_votes(office: Client, item: AgendaItem) -> None:
    url = reverse("item-autosave", args=[item.meeting_id, item.pk])
    version = treatment(item).version
    sent = {"version": version, "voted_text": "own", "own_text": OWN, "reason": "", "yes": "3"}
    answer = office.post(url, sent)
    assert (answer.status_code, answer.json()["version"]) == (200, version + 1)
    assert Ballot.objects.count() == 0
    late = office.post(url, sent)
    assert (late.status_code, "Ihre Eingaben sind nicht verloren" in late.json()["message"]) == (409, True)


def test_the_other_outcomes_have_a_button_each(town: Town, office: Client, item: AgendaItem) -> None:
    page = text_of(office.get(record(item)))
    values = [one.value for one in outcomes.allowed(treatment(item).item)]
    shown = [value for value in values if f'value="settle:{value}"' in page]
    assert shown == ["noted", "settled", "deferred", "removed_from_agenda", "referred", "withdrawn"]
    target = town.organs["ASJF"].pk
    answer = press(office, item, "settle:referred", referred_to=target, is_unanimously_referred="on")
    assert (answer.status_code, treatment(item).outcome) == (302, "referred")
    assert press(office, item, "settle:nonsense").status_code == 404
    assert press(office, item, "nonsense").status_code == 404
    answer = press(office, item, "settle:removed_from_agenda")
    assert (answer.status_code, "Nennen Sie den Grund der Absetzung." in text_of(answer)) == (422, True)


def test_b04_the_choice_is_asked_for(town: Town, office: Client) -> None:
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    first = in_session(town, "HFA", consultation=rows["HFA"])
    assert press(office, first, "unanimous", voted_text="own", own_text=OWN).status_code == 302
    office.post(step_of(first, "close"), {"version": meeting_of(first).version})
    second = in_session(town, "Rat", consultation=rows["Rat"])
    page = text_of(office.get(record(second)))
    assert '<del><span class="visually-hidden">entfällt: </span>vier</del>' in page
    assert '<ins><span class="visually-hidden">neu: </span>sechs</ins>' in page
    answer = press(office, second, "unanimous", voted_text="")
    assert (answer.status_code, "weicht vom Entwurf ab" in text_of(answer)) == (422, True)
    assert press(office, second, "unanimous", voted_text="recommendation").status_code == 302
    assert treatment(second).outcome == "adopted_amended"


def test_a_ballot_is_taken_back(office: Client, item: AgendaItem) -> None:
    press(office, item, "unanimous")
    ballot = Ballot.objects.get()
    assert f'value="take-back:{ballot.pk}"' in text_of(office.get(record(item)))
    assert press(office, item, f"take-back:{ballot.pk}").status_code == 302
    assert (Ballot.objects.count(), treatment(item).outcome) == (0, "")
    assert press(office, item, f"take-back:{ballot.pk}").status_code == 404


def test_p06_no_item_of_another_meeting_is_reached(town: Town, office: Client, item: AgendaItem) -> None:
    other = make_item(make_meeting(town.organs["HFA"]))
    for name in ("item-record", "item-autosave", "item-recuse"):
        assert office.post(reverse(name, args=[item.meeting_id, other.pk])).status_code == 404
    assert office.get(f"{record(item)}?top={other.pk}").status_code == 404
    assert office.get(f"{record(item)}?top=x").status_code == 200


def test_the_page_needs_no_more_queries_for_many_items(town: Town, office: Client) -> None:
    def count(items: int) -> int:
        meeting: Meeting = make_meeting(town.organs["Rat"], place=f"Saal {items}", starts_at=at(items))
        first = make_item(meeting, "eins")
        for number in range(items - 1):
            make_item(meeting, f"Punkt {number}", is_public=number % 2 == 0)
        opened(town, first)
        for row in meeting.items.all():
            vote(town, row)
        office.get(record(first))
        with CaptureQueriesContext(connection) as queries:
            assert office.get(record(first)).status_code == 200
        return len(queries)

    def at(items: int) -> Any:
        return timezone.now() + dt.timedelta(days=items)

    one, many = count(1), count(9)
    assert one == many
    assert many <= 60


def test_many_members_need_no_more_queries(town: Town, office: Client) -> None:
    item = in_session(town, "Rat")
    office.get(record(item))
    with CaptureQueriesContext(connection) as few:
        office.get(record(item))
    fill(town.organs["HFA"], 20)
    more = in_session(town, "HFA")
    with CaptureQueriesContext(connection) as many:
        office.get(record(more))
    assert len(few) == len(many)


def test_nobody_but_the_ratsbuero_records(town: Town, client: Client, item: AgendaItem) -> None:
    for person in (town.mayor, town.council_member, town.clerk):
        client.force_login(person)
        assert press(client, item, "unanimous").status_code == 403
    assert Ballot.objects.count() == 0


def test_the_page_of_a_non_public_item_says_so(town: Town, office: Client) -> None:
    meeting = make_meeting(town.organs["Rat"])
    item = opened(town, make_item(meeting, "Verkauf", is_public=False))
    assert "<strong>Nichtöffentlich</strong>" in text_of(office.get(record(item)))


def test_a_paper_of_the_rat_is_recorded_from_the_first_to_the_last_press(town: Town, office: Client) -> None:
    row = consultations(town, consultation(town.organs["Rat"], "deciding"))["Rat"]
    meeting = make_meeting(town.organs["Rat"])
    item = opened(town, make_paper_item(meeting, row))
    press(office, item, "call")
    press(office, item, "quorum:lacking")
    assert treatment(item).quorum_lacking
    press(office, item, "quorum:met")
    press(office, item, "table:yes")
    press(office, item, "count", kind="amendment", subject="Sechs Bänke", yes="1", no="2")
    press(office, item, "unanimous")
    rows = treatment(item).ballots.values_list("kind", "is_unanimous")
    assert list(rows) == [("amendment", False), ("main", True)]
    item.refresh_from_db()
    assert item.is_tabled
