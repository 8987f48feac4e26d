"""Ein erfundenes Leben im Rat: lawful and unlawful acts in any order; the invariants of security.md 4 hold after each.

In the suite a few examples, the same in each run. ``RATSINFO_LIFE=300 pytest tests/test_council_life.py -s`` invents
so many new ones and tells how often each act was done or refused.
"""

import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, run_state_machine_as_test

from motions.models import Consultation, Organization
from motions.rules import attendance
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import CLOSE
from tests.life.afterwards import Afterwards
from tests.life.meetings import Meetings
from tests.life.minutes import MinutesOfMeetings
from tests.life.papers import Papers
from tests.life.usual import Usual
from tests.life.votes import Votes
from tests.life.world import MARK, World, furnish
from tests.meetings import announce, make_item, make_meeting, make_paper_item, open_now, take
from tests.people import Town
from tests.standing import Ground, Standing

_WANTED = int(os.environ.get("RATSINFO_LIFE", "0"))
_SHORT = settings(max_examples=3, stateful_step_count=20, phases=[Phase.explicit, Phase.generate])
_LONG = settings(
    max_examples=_WANTED or 1, stateful_step_count=40, derandomize=False, phases=[Phase.generate]
)


class CouncilLife(Usual, Papers, Meetings, Votes, MinutesOfMeetings, Afterwards):
    """Any act of anybody at any time."""

    @initialize(stage=st.sampled_from(["planned", "invited", *["in_session"] * 3, "closed", "closed"]))
    def meetings_are_there(self, stage: str) -> None:
        """A meeting of the HFA with both papers and two more items has come so far; one of the Rat is planned."""
        office = self.town.office
        with clearance("system"):
            for place, organ in enumerate(Organization.objects.filter(short_name__in=["HFA", "Rat"])):
                meeting = make_meeting(organ, starts_at=self._evening(20 + place), minute_taker=office)
                for row in Consultation.objects.filter(organization=organ).order_by("pk"):
                    public = {} if row.is_public else {"public_title": "Grundstücksangelegenheit"}
                    make_paper_item(meeting, row, **public)
                if organ.short_name == "HFA":
                    make_item(meeting, "Anfragen")
                    make_item(meeting, f"{MARK} baut", is_public=False)
                    ours = meeting
            if stage != "planned":
                ours = announce(ours, by=office, now=self.now)
            if stage in ("in_session", "closed"):
                ours = open_now(ours, by=office, now=self.now)
                attendance.mark_present(ours, absent=[], by=office, now=self.now)
            if stage == "closed":
                take(ours, CLOSE, by=office, now=self.now)
        self._look(f"start: {stage}")


if not _WANTED:
    CouncilLife = seed(8)(CouncilLife)  # type: ignore[misc]


@pytest.fixture(scope="module")
def standing_council(ground: Ground) -> Standing[None]:
    """The people and papers, built once."""
    return ground.build(furnish)


@pytest.fixture
def council(town: Town, standing_council: Standing[None], monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The furnished town; the people stay the same objects."""
    standing_council.put_back()
    for user in (town.mayor, town.office, town.council_member, town.group_member):
        user.refresh_from_db()
    monkeypatch.setattr(World, "town", town, raising=False)
    World.told.clear()
    yield
    for name, count in sorted(World.told.items()):
        print(f"{count:6} {name}")  # read with -s


@pytest.mark.usefixtures("council")
def test_the_invariants_hold_after_each_act_of_an_invented_council_life() -> None:
    chosen = _LONG if _WANTED else _SHORT
    run_state_machine_as_test(
        CouncilLife,
        settings=settings(chosen, deadline=None, suppress_health_check=list(HealthCheck), database=None),
    )
    assert World.told["steps"] > World.told["examples"]
