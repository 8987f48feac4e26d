"""Verweisung durch das Gremium, das entscheidet (O-01): the paper comes back to it."""

import datetime as dt

import pytest
from django.utils import timezone

from motions.rules import agenda, agenda_sources, meeting_invariants
from tests.factories import consultation
from tests.meetings import close_now, make_meeting
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
