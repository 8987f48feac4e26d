"""Listen der Register kosten gleich viel: as many queries for one row as for twenty."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import AudioRecording, InspectionRequest, Interest, MeetingDemand, PublicSummary
from motions.rules import office_duties
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.meetings import make_meeting
from tests.people import Town, person_of
from tests.resolutions import resolve

DAY = dt.date(2026, 1, 1)
MANY = 20


def fill(town: Town, number: int) -> None:
    """A row of each register; the meetings lie on days of their own."""
    by: dict[str, Any] = {"recorded_by": town.office, "recorded_at": timezone.now()}
    day = DAY - dt.timedelta(days=number)
    meeting = make_meeting(
        town.organs["Rat"], starts_at=timezone.localtime().replace(hour=12) - dt.timedelta(days=30 + number)
    )
    MeetingDemand.objects.create(
        organ=town.organs["Rat"], received_on=day, supporter_count=9, subjects="Bäder", **by
    )
    AudioRecording.objects.create(meeting=meeting, kept_where="Schrank", **by)
    InspectionRequest.objects.create(
        ground="ifg", requester="Nora Nebelfeld", received_on=day, subject="Bauakte", **by
    )
    Interest.objects.create(
        person=person_of(town.council_member), kind="board", body=f"Werk {number}", starts_on=day, **by
    )


def counted(act: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as asked:
        act()
    return len(asked)


@pytest.mark.parametrize("name", ["demand-list", "audio-list", "inspection-list", "interest-members"])
def test_a_list_costs_the_same_for_one_and_for_many(town: Town, login: Login, name: str) -> None:
    client, address = login(town.office), reverse(name)
    with clearance("system"):
        fill(town, 0)
    client.get(address)
    few = counted(lambda: client.get(address))
    with clearance("system"):
        for number in range(1, MANY):
            fill(town, number)
    assert counted(lambda: client.get(address)) == few


def test_summaries_cost_the_same_for_one_and_for_four(town: Town, login: Login) -> None:
    client, address = login(town.office), reverse("summary-list")

    def tell(organ: str) -> None:
        row = resolve(town, by_organ=organ, is_public=False)
        resolve(town, by_organ=organ, is_public=False)
        with clearance("system"):
            PublicSummary.objects.create(
                treatment=row,
                meeting=row.item.meeting,
                text="Verkauft.",
                decided_by=town.office,
                decided_at=timezone.now(),
            )

    tell("Rat")
    client.get(address)
    few = counted(lambda: client.get(address))
    for organ in ("HFA", "Rat", "HFA"):
        tell(organ)
    assert counted(lambda: client.get(address)) == few


def test_the_duties_of_the_office_cost_the_same_for_one_and_for_many(town: Town, system: None) -> None:
    fill(town, 0)
    few = counted(lambda: office_duties.of(town.office, on=timezone.localdate()))
    for number in range(1, MANY):
        fill(town, number)
    assert counted(lambda: office_duties.of(town.office, on=timezone.localdate())) == few
