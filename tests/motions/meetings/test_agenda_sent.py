"""Die Tagesordnung nach dem Versand: numbers that stay, what nobody changes any more (E-11, E-12, V-15)."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection

from motions.models import AgendaItem, Consultation, Meeting, Paper
from motions.rules import agenda, agenda_numbers
from motions.rules.agenda_checks import Entry
from motions.rules.clearance import clearance
from motions.rules.findings import OutdatedState, Refused
from motions.rules.meeting_workflow import SUPPLEMENT
from motions.rules.workflow import RESET
from tests.factories import step
from tests.meetings import announce, make_item, make_meeting, take
from tests.motions.refusals import refuse, rules_of
from tests.people import Town, make_town

from .test_agenda import add, add_papers, labels, move, now, paper_for, titles


def test_e12_sub_items_have_one_level_and_the_part_of_their_item(town: Town, meeting: Meeting) -> None:
    parent = add(meeting, town, "Haushalt")
    child = add(meeting, town, "Teil 1", parent=parent)
    for wrong in ({"parent": child}, {"parent": parent, "is_public": False, "secrecy_ground": "other"}):
        with pytest.raises(Refused) as refusal:
            add(meeting, town, "Falsch", **wrong)
        assert rules_of(refusal) == ["E-12"]
    with pytest.raises(Refused):
        agenda.change_item(
            parent,
            Entry("Haushalt", is_public=False, secrecy_ground="other"),
            by=town.office,
            now=now(),
            version=3,
        )


def test_e12_numbers_stay_and_later_ones_come_between(town: Town, meeting: Meeting) -> None:
    first, second = add(meeting, town, "A"), add(meeting, town, "B")
    add(meeting, town, "B eins", parent=second)
    add(meeting, town, "Geheim", is_public=False, secrecy_ground="other", public_title="Sonstiges")
    announce(meeting, by=town.office)
    assert labels(meeting) == {"A": "Ö 1", "B": "Ö 2", "B eins": "Ö 2.1", "Geheim": "N 1"}
    move(add(meeting, town, "zwischen"), 2, town)
    move(add(meeting, town, "danach"), 3, town)
    add(meeting, town, "am Ende")
    add(meeting, town, "B zwei", parent=second)
    add(meeting, town, "A eins", parent=first)
    take(meeting, SUPPLEMENT, by=town.office)
    assert labels(meeting) == {
        "A": "Ö 1",
        "A eins": "Ö 1.1",
        "zwischen": "Ö 1a",
        "danach": "Ö 1b",
        "B": "Ö 2",
        "B eins": "Ö 2.1",
        "B zwei": "Ö 2.2",
        "am Ende": "Ö 3",
        "Geheim": "N 1",
    }


def test_e12_more_than_a_alphabet_of_items_between() -> None:
    sent = [AgendaItem(pk=1, position=1, number="1"), AgendaItem(pk=99, position=99, number="2")]
    rows = [AgendaItem(pk=place, position=place) for place in range(2, 30)]
    numbers = agenda_numbers.drawn([*sent, *rows])
    assert (numbers[2], numbers[26], numbers[27], len(set(numbers.values()))) == ("1a", "1y", "1za", 28)


def test_e12_what_was_sent_is_neither_moved_nor_changed_nor_removed(town: Town, meeting: Meeting) -> None:
    item = add(meeting, town, "A")
    version = announce(meeting, by=town.office).version
    asked: dict[str, Any] = {"by": town.office, "now": now(), "version": version}
    for act in (
        lambda: agenda.move_item(item, 1, **asked),
        lambda: agenda.change_item(item, Entry("B"), **asked),
        lambda: agenda.remove_item(item, **asked),
    ):
        with pytest.raises(Refused) as refusal:
            act()
        assert rules_of(refusal) == ["E-12"]
    assert titles(meeting) == ["A"]


def test_e11_a_tabled_paper_belongs_to_an_item_people_were_invited_to(town: Town, meeting: Meeting) -> None:
    item = add(meeting, town, "A")
    version = announce(meeting, by=town.office).version
    with pytest.raises(Refused) as refusal:
        add(meeting, town, "Nachgereicht", is_tabled=True)
    assert rules_of(refusal) == ["E-11"]
    fresh = add(meeting, town, "Neu")
    with pytest.raises(Refused) as refusal:
        agenda.mark_tabled(fresh, is_tabled=True, by=town.office, now=now(), version=version + 1)
    assert rules_of(refusal) == ["E-11"]
    marked = agenda.mark_tabled(item, is_tabled=True, by=town.office, now=now(), version=version + 1)
    assert (marked.is_tabled, meeting.events.latest("pk").label) == (True, "Tischvorlage: Ö 1")


def test_v15_a_paper_members_were_invited_to_is_not_taken_back(town: Town, meeting: Meeting) -> None:
    paper = paper_for(town)
    add_papers(meeting, town, paper)
    announce(meeting, by=town.office)
    assert refuse(Paper.objects.get(pk=paper.pk), RESET, by=town.mayor, note="Fehler.") == ["V-15"]


def test_v15_before_the_invitation_it_still_is(town: Town, meeting: Meeting) -> None:
    paper = paper_for(town)
    make_item(meeting)
    assert Consultation.objects.filter(paper=paper).count() == 1
    announce(meeting, by=town.office)
    take_back = Paper.objects.get(pk=paper.pk)
    assert step(take_back, RESET, by=town.mayor, note="Fehler.").status == "draft"


@pytest.mark.usefixtures("transactional_db")
def test_of_many_clicks_at_once_one_adds_the_item() -> None:
    town = make_town()
    meeting = make_meeting(town.organs["HFA"])

    def click(_: int) -> str:
        try:
            with clearance("system"):
                add(meeting, town, version=1)
        except OutdatedState:
            return "late"
        finally:
            connection.close()
        return "added"

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(click, range(8))) == ["added"] + ["late"] * 7
