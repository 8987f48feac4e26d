"""Verweisung durch das Gremium, das entscheidet (O-01): the paper comes back to it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.rules import agenda, agenda_sources, meeting_invariants
from tests.conftest import Login
from tests.factories import consultation
from tests.meetings import close_now, make_item, make_meeting
from tests.people import Town
from tests.sittings import consultations, decide, in_session, opened, settle

pytestmark = pytest.mark.usefixtures("system")


def test_o01_what_the_council_refers_itself_comes_back_to_it(town: Town) -> None:
    """Rat → ASJF → Rat: the second item of the Rat decides, and that is its one result (I6)."""
    sequence = consultations(town, consultation(town.organs["Rat"], "deciding"))
    first = in_session(town, "Rat", consultation=sequence["Rat"])
    settle(town, first, "referred", referred_to=town.organs["ASJF"], is_unanimously_referred=True)
    close_now(first.meeting, by=town.office)
    added = sequence["Rat"].paper.consultations.get(organization=town.organs["ASJF"])
    later = make_meeting(town.organs["Rat"], starts_at=first.meeting.starts_at + dt.timedelta(days=60))
    (early,) = agenda_sources.proposals(later)
    assert list(early.unprepared) == [added]
    asked = in_session(town, "ASJF", consultation=added)
    settle(town, asked, "no_recommendation")
    close_now(asked.meeting, by=town.office)
    (proposal,) = agenda_sources.proposals(later)
    assert (proposal.consultation, proposal.unprepared) == (sequence["Rat"], ())
    (item,) = agenda.add_papers(
        later, [proposal.consultation], by=town.office, now=timezone.now(), version=later.version
    )
    again = opened(town, item)
    assert decide(town, again).outcome == "adopted"
    close_now(again.meeting, by=town.office)
    assert list(meeting_invariants.one_result()) == []


def test_o01_what_has_no_paper_is_referred_to_the_next_agenda_of_the_other_organ(
    town: Town, login: Login
) -> None:
    item = in_session(town, "Rat", title="Verkehr am Schloss", starts_at=timezone.now())
    settle(town, item, "referred", referred_to=town.organs["HFA"], is_unanimously_referred=True)
    later = make_meeting(town.organs["HFA"])
    assert agenda_sources.handed_on(later) == []
    close_now(item.meeting, by=town.office)
    (subject,) = agenda_sources.handed_on(later)
    assert (subject.title, "verwiesen: Rat" in subject.origin) == ("Verkehr am Schloss", True)
    assert agenda_sources.handed_on(make_meeting(town.organs["Rat"])) == []
    client = login(town.office)
    sent = {"version": later.version, "subjects": [subject.key]}
    assert client.post(reverse("agenda-subjects", args=[later.pk]), sent).status_code == 302
    assert later.items.get().title == "Verkehr am Schloss"
    assert agenda_sources.handed_on(later) == []


def test_o02_a_secret_item_without_a_paper_comes_back_as_secret(town: Town, login: Login) -> None:
    meeting = make_meeting(town.organs["Rat"], starts_at=timezone.now())
    make_item(meeting)
    item = opened(town, make_item(meeting, "Kauf der Mühle", is_public=False))
    settle(town, item, "deferred")
    settle(town, meeting.items.get(is_public=True), "noted")
    close_now(item.meeting, by=town.office)
    later = make_meeting(town.organs["Rat"])
    (subject,) = agenda_sources.handed_on(later)
    sent = {"version": later.version, "subjects": [subject.key]}
    login(town.office).post(reverse("agenda-subjects", args=[later.pk]), sent)
    row = later.items.get()
    assert (row.title, row.is_public, row.public_title) == (
        "Kauf der Mühle",
        False,
        "Grundstücksangelegenheit",
    )
