"""Was aus einer geschlossenen Sitzung folgt: minutes, tasks, word to the authors; once, whatever is corrected."""

import pytest
from django.utils import timezone

from motions.models import ImplementationTask, Meeting, Minutes, Notification, Paper
from motions.rules import workflow
from motions.rules.findings import Refused
from motions.rules.meeting_workflow import REOPEN
from motions.rules.transitions import perform
from motions.rules.workflow import WITHDRAW
from tests.factories import consultation, make_released
from tests.meetings import announce, close_now, make_meeting, make_paper_item, open_now
from tests.people import Town

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def closed(town: Town) -> Meeting:
    """A meeting of the Rat that adopted a paper of the clerk."""
    rat = town.organs["Rat"]
    paper = make_released(by=town.clerk, consultations=[consultation(rat, "deciding")])
    meeting = make_meeting(rat)
    item = make_paper_item(meeting, paper.consultations.get())
    meeting = open_now(announce(meeting, by=town.office), by=town.office)
    item.refresh_from_db()
    item.treatment.outcome, item.treatment.ended_at = "adopted", timezone.now()
    item.treatment.started_at = item.treatment.ended_at
    item.treatment.save()
    return close_now(meeting, by=town.office)


def told() -> list[str]:
    rows = Notification.objects.filter(kind="paper_decided")
    return list(rows.values_list("recipient__last_name", flat=True))


def test_n01_n09_the_minutes_begin_and_the_resolution_becomes_a_task(town: Town, closed: Meeting) -> None:
    assert Minutes.objects.get().meeting == closed
    assert [str(row.unit.code) for row in ImplementationTask.objects.all()] == ["FB II"]
    assert told() == ["Schiefer"]


def test_a_correction_makes_nothing_twice(town: Town, closed: Meeting) -> None:
    meeting = perform(closed, REOPEN, by=town.office, now=timezone.now(), note="Zahl berichtigt")
    close_now(meeting, by=town.office)
    assert Minutes.objects.count() == 1
    assert ImplementationTask.objects.count() == 1
    assert told() == ["Schiefer"]


def test_v03_what_the_council_has_decided_is_withdrawn_by_nobody(town: Town, closed: Meeting) -> None:
    paper = Paper.objects.get(consultations__items__meeting=closed)
    assert WITHDRAW not in workflow.open_to(town.mayor, paper)
    with pytest.raises(Refused) as refusal:
        perform(paper, WITHDRAW, by=town.mayor, now=timezone.now(), note="Doch nicht")
    assert [(row.rule, row.is_absolute) for row in refusal.value.findings] == [("V-03", True)]
    perform(closed, REOPEN, by=town.office, now=timezone.now(), note="Ergebnis berichtigt")
    assert WITHDRAW in workflow.open_to(town.mayor, paper)
