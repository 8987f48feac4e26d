"""Viele zeichnen zugleich auf: one press counts, everybody else is told (A-07, I5, I6)."""

import pytest
from django.utils import timezone

from motions.models import AgendaItem, AttendanceInterval, Ballot, Meeting
from motions.rules import attendance, outcomes, recording, recusals
from motions.rules.ballots import Vote
from motions.rules.clearance import clearance
from motions.rules.findings import OutdatedState
from motions.rules.meeting_workflow import CLOSE
from motions.rules.transitions import perform
from tests.motions.test_numbering import CROWD, at_once
from tests.people import Town, make_town, person_of
from tests.sittings import in_session, settle, treatment


@pytest.fixture
def crowded_town(transactional_db: None) -> Town:
    """The small town, committed, so that other connections see it."""
    return make_town()


@pytest.fixture
def item(crowded_town: Town) -> AgendaItem:
    """An item of a meeting in session."""
    with clearance("system"):
        return in_session(crowded_town, "Rat")


def lost(answers: list[object]) -> int:
    return sum(isinstance(answer, OutdatedState) for answer in answers)


def test_many_presses_on_einstimmig_make_one_ballot(crowded_town: Town, item: AgendaItem) -> None:
    by = crowded_town.office
    answers = at_once(
        lambda number: outcomes.vote_and_settle(item, Vote(), version=1, by=by, now=timezone.now())
    )
    with clearance("system"):
        assert (lost(answers), Ballot.objects.count()) == (CROWD - 1, 1)
        assert treatment(item).outcome == "adopted"


def test_two_clerks_never_overwrite_each_other(crowded_town: Town, item: AgendaItem) -> None:
    def save(number: int) -> object:
        given = {"choice": "", "own": "", "reason": str(number), "version": 1}
        return outcomes.save_text(item, **given, by=crowded_town.office, now=timezone.now())  # type: ignore[arg-type]

    answers = at_once(save)
    winner = next(place for place, answer in enumerate(answers) if not isinstance(answer, Exception))
    with clearance("system"):
        assert (lost(answers), treatment(item).reason) == (CROWD - 1, str(winner))


def test_the_attendance_is_stated_once(crowded_town: Town, item: AgendaItem) -> None:
    with clearance("system"):
        AttendanceInterval.objects.all().delete()
    by, meeting = crowded_town.office, item.meeting
    answers = at_once(lambda number: attendance.mark_present(meeting, absent=[], by=by, now=timezone.now()))
    with clearance("system"):
        assert AttendanceInterval.objects.count() == 3
    assert sum(isinstance(answer, list) and bool(answer) for answer in answers) == 1


def test_a_meeting_is_closed_once(crowded_town: Town, item: AgendaItem) -> None:
    with clearance("system"):
        settle(crowded_town, item, "noted")
    by = crowded_town.office
    answers = at_once(lambda number: perform(item.meeting, CLOSE, by=by, now=timezone.now()))
    assert lost(answers) == CROWD - 1


def test_nothing_is_recorded_while_somebody_closes(crowded_town: Town, item: AgendaItem) -> None:
    with clearance("system"):
        settle(crowded_town, item, "noted")
    by = crowded_town.office

    def act(number: int) -> object:
        if number == 0:
            return perform(item.meeting, CLOSE, by=by, now=timezone.now())
        recording.interrupt(item.meeting, is_over=number % 2 == 0, by=by, now=timezone.now())
        return None

    answers = at_once(act)
    assert all(isinstance(answer, OutdatedState) or not isinstance(answer, Exception) for answer in answers)
    with clearance("system"):
        rows = item.meeting.events.values_list("act", flat=True)
        assert list(rows).count("close") == 1


def test_r01_nobody_is_recused_once_the_meeting_is_closed(crowded_town: Town, item: AgendaItem) -> None:
    with clearance("system"):
        settle(crowded_town, item, "noted")
    by, person = crowded_town.office, person_of(crowded_town.council_member)

    def act(number: int) -> object:
        with clearance("system"):
            if number == 0:
                return perform(item.meeting, CLOSE, by=by, now=timezone.now())
            recusals.declare(item, person, ground="board", by=by, now=timezone.now())
            return timezone.now()

    at_once(act)
    with clearance("system"):
        meeting = Meeting.objects.get(pk=item.meeting_id)
        acts = list(meeting.events.order_by("pk").values_list("act", flat=True))
    assert acts.count("declare_recusal") <= 1
    assert "declare_recusal" not in acts[acts.index("close") :]
