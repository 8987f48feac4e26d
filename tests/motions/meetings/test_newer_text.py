"""Neufassung nach der Einladung (V-15, E-12, B-03, B-04): the item keeps its number and gets the valid text."""

import datetime as dt
from typing import Any

import pytest
from django.db import ProgrammingError, transaction

from motions.models import AgendaItem, Meeting, Paper
from motions.rules import (
    agenda,
    agenda_editing,
    agenda_sources,
    agenda_texts,
    meeting_checks,
    progress,
    voted_text,
)
from motions.rules.findings import OutdatedState
from motions.rules.meeting_workflow import OPEN, SUPPLEMENT
from motions.rules.transitions import expected_findings
from tests.factories import make_released
from tests.meetings import (
    announce,
    close_now,
    make_item,
    make_meeting,
    make_paper_item,
    open_now,
    settled,
    take,
)
from tests.motions.test_families import replace
from tests.people import Town

from .test_agenda import now


@pytest.fixture
def invited(town: Town, meeting: Meeting) -> AgendaItem:
    """A paper on the agenda of the HFA, everybody invited."""
    paper = make_released(by=town.clerk)
    item = make_paper_item(meeting, paper.consultations.get(organization=town.organs["HFA"]))
    announce(meeting, by=town.office)
    item.refresh_from_db()
    return item


def text_of(item: AgendaItem) -> Paper:
    item = AgendaItem.objects.select_related("consultation__paper").get(pk=item.pk)
    assert item.consultation is not None
    return item.consultation.paper


def told(meeting: Meeting, step: object, town: Town) -> list[str]:
    found = expected_findings(Meeting.objects.get(pk=meeting.pk), step, by=town.office, now=now())  # type: ignore[arg-type]
    return [row.severity for row in found if row.rule == "V-15"]


def test_v15_a_supplement_hands_on_the_neufassung_under_the_same_number(
    town: Town, invited: AgendaItem
) -> None:
    newer = replace(text_of(invited), town)
    assert told(invited.meeting, OPEN, town) == ["warn"]
    [part, _] = agenda_editing.parts(invited.meeting)
    assert [line.newer for line in part.lines] == [newer]
    meeting = take(invited.meeting, SUPPLEMENT, by=town.office, note="")
    assert (text_of(invited), AgendaItem.objects.get(pk=invited.pk).number) == (newer, invited.number)
    assert told(meeting, OPEN, town) == []
    notes = meeting.events.filter(act="take_text").values_list("note", flat=True)
    assert list(notes) == [f"„{invited.title}“: Neufassung {newer.reference}."]


def test_v15_the_organ_is_not_offered_what_stands_on_its_agenda(town: Town, invited: AgendaItem) -> None:
    replace(text_of(invited), town)
    other = make_meeting(town.organs["HFA"], starts_at=invited.meeting.starts_at + dt.timedelta(days=7))
    assert list(agenda_sources.open_consultations(other)) == []
    assert len(agenda_sources.open_consultations(make_meeting(town.organs["Rat"]))) == 1


def test_e12_the_database_refuses_the_text_of_another_matter(town: Town, invited: AgendaItem) -> None:
    strange = make_released(by=town.clerk).consultations.get(organization=town.organs["HFA"])
    with pytest.raises(ProgrammingError, match="keeps its matter"), transaction.atomic():
        AgendaItem.objects.filter(pk=invited.pk).update(consultation=strange)


def test_b03_b04_what_an_organ_advised_on_the_replaced_text_counts(town: Town, invited: AgendaItem) -> None:
    meeting = open_now(invited.meeting, by=town.office)
    settled(invited, outcome="recommended", final_text="<p>Sieben Bänke.</p>")
    close_now(meeting, by=town.office)
    newer = replace(text_of(invited), town)
    council = newer.consultations.get(organization=town.organs["Rat"])
    assert agenda_sources.unprepared([council]) == {council.pk: []}
    found = voted_text.last_recommendation(council)
    assert found is not None
    assert found.item_id == invited.pk
    assert [row.item for row in progress.stations(town.office, newer)] == [invited, None]
    later = make_meeting(town.organs["HFA"], starts_at=invited.meeting.starts_at + dt.timedelta(days=7))
    assert list(agenda_sources.open_consultations(later)) == []


def test_v15_a_neufassung_without_this_organ_is_told_and_stays_away(town: Town, invited: AgendaItem) -> None:
    newer = replace(text_of(invited), town)
    [item] = meeting_checks.items_of(invited.meeting)
    [row] = agenda_texts.newer(make_meeting(town.organs["ASJF"]), [item])
    assert (row.text, row.consultation) == (newer, None)
    assert "weiteres Gremium" in row.told


def test_e12_a_public_item_takes_no_text_over_that_is_for_the_other_part(
    town: Town, invited: AgendaItem
) -> None:
    replace(text_of(invited), town)
    [item] = meeting_checks.items_of(invited.meeting)
    assert [row.consultation is None for row in agenda_texts.newer(invited.meeting, [item])] == [False]
    item.is_public = False
    assert [row.consultation is None for row in agenda_texts.newer(invited.meeting, [item])] == [True]


def test_e11_an_item_announced_without_a_paper_gets_one_as_tischvorlage(town: Town, meeting: Meeting) -> None:
    item = make_item(meeting, "Bänke")
    meeting = announce(meeting, by=town.office)
    row = make_released(by=town.clerk).consultations.get(organization=town.organs["HFA"])
    act: dict[str, Any] = {"by": town.office, "now": now(), "version": meeting.version}
    given = agenda.hand_out_paper(item, row, **act)
    assert (given.consultation, given.is_tabled, given.number) == (row, True, "1")
    assert meeting.events.filter(act="table_paper").get().note == f"Vorlage {row.paper.reference}."
    with pytest.raises(OutdatedState):
        agenda.hand_out_paper(item, row, **act)
