"""Beratungsfolge und Kalender: real meetings are offered, a missed Redaktionsschluss is told (B-02)."""

import datetime as dt

from django.urls import reverse
from django.utils import timezone

from motions.models import Meeting
from motions.rules import meeting_dates
from motions.rules.workflow import SUBMIT
from tests.conftest import Login
from tests.factories import consultation, make_paper, step
from tests.meetings import make_meeting
from tests.motions.refusals import refuse
from tests.motions.test_work_lists import questions
from tests.people import Town


def meeting_in(town: Town, days: int, deadline: int, organ: str = "HFA", **fields: str) -> Meeting:
    today = timezone.localdate()
    return make_meeting(
        town.organs[organ],
        starts_at=timezone.now() + dt.timedelta(days=days),
        editorial_deadline_on=today + dt.timedelta(days=deadline),
        **fields,
    )


def test_b02_a_missed_deadline_needs_a_note(town: Town, system: None) -> None:
    meeting = meeting_in(town, 14, -1)
    rows = [consultation(town.organs["HFA"], "deciding", planned_on=meeting.held_on)]
    paper = make_paper(by=town.clerk, consultations=rows)
    assert refuse(paper, SUBMIT, by=town.clerk) == ["B-02"]
    assert step(paper, SUBMIT, by=town.clerk, note="Als Nachtrag abgesprochen.").status == "submitted"


def test_b02_in_time_or_on_a_free_day_nothing_is_asked(town: Town, system: None) -> None:
    meeting = meeting_in(town, 14, 0)
    late = meeting_in(town, 20, -1, "Rat")
    for day in (meeting.held_on, late.held_on):
        rows = [consultation(town.organs["HFA"], "deciding", planned_on=day)]
        paper = make_paper(by=town.clerk, consultations=rows)
        assert step(paper, SUBMIT, by=town.clerk).status == "submitted"


def test_the_editor_offers_real_meetings_with_their_deadline(town: Town, login: Login) -> None:
    late = meeting_in(town, 14, -1)
    meeting_in(town, 20, 3, status="cancelled")
    meeting_in(town, -3, -20)
    assert meeting_dates.offered(on=timezone.localdate()) == [late]
    paper = make_paper(by=town.clerk)
    address = reverse("paper-edit", args=[paper.pk])
    client = login(town.clerk)
    page = client.get(address).content.decode()
    assert [f'value="{late.held_on.isoformat()}"' in page, "(abgelaufen)" in page] == [True, True]
    few = questions(client, address)
    for number in range(5):
        meeting_in(town, 30 + number, 10)
    assert questions(client, address) == few
