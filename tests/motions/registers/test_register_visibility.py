"""Zwei Netze, eine Antwort: the sets of the registers and row-level security agree for everybody (I7, G-06, R-08)."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from motions.models import AudioRecording, InspectionRequest, Interest, MeetingDemand, PublicSummary, User
from motions.rules import register_permissions
from motions.rules.clearance import clearance
from tests.meetings import make_meeting
from tests.people import Town, person_of
from tests.resolutions import resolve
from tests.standing import Ground, Standing

DAY = dt.date(2026, 1, 1)
OTHERS = ("clerk", "unit_head", "group_member", "expert_citizen", "administrator")
# Demands, recordings, inspections, summaries, declarations.
SEEN = {name: [0, 0, 0, 1, 0] for name in ("", *OTHERS)} | {
    "council_member": [0, 0, 0, 1, 1],
    "mayor": [1, 1, 1, 2, 0],
    "office": [1, 1, 1, 2, 1],
}
SETS = (
    register_permissions.visible_demands,
    register_permissions.visible_recordings,
    register_permissions.visible_inspections,
    register_permissions.visible_summaries,
    register_permissions.visible_interests,
)
TABLES = (MeetingDemand, AudioRecording, InspectionRequest, PublicSummary, Interest)


def fill_registers(town: Town) -> Town:
    """A row of each register; two summaries, one of them published."""
    by: dict[str, Any] = {"recorded_by": town.office, "recorded_at": timezone.now()}
    told, kept = (resolve(town, by_organ=organ, is_public=False) for organ in ("Rat", "HFA"))
    with clearance("system"):
        MeetingDemand.objects.create(
            organ=town.organs["Rat"], received_on=DAY, supporter_count=9, subjects="Bäder", **by
        )
        AudioRecording.objects.create(meeting=make_meeting(town.organs["Rat"]), kept_where="Schrank", **by)
        InspectionRequest.objects.create(
            ground="ifg", requester="Nora Nebelfeld", received_on=DAY, subject="Bauakte", **by
        )
        for row, text, waiver in ((told, "Verkauft.", ""), (kept, "", "secrecy")):
            PublicSummary.objects.create(
                treatment=row,
                meeting=row.item.meeting,
                text=text,
                waiver=waiver,
                decided_by=town.office,
                decided_at=timezone.now(),
            )
        Interest.objects.create(
            person=person_of(town.council_member), kind="board", body="Stadtwerke", starts_on=DAY, **by
        )
    return town


@pytest.fixture(scope="module")
def standing_filled(ground: Ground) -> Standing[Town]:
    """Made once for this file."""
    return ground.build(fill_registers)


@pytest.fixture
def filled(town: Town, standing_filled: Standing[Town]) -> Town:
    return standing_filled.put_back()


@pytest.mark.parametrize("name", SEEN, ids=lambda name: name or "citizen")
def test_each_person_sees_the_same_by_both(filled: Town, name: str) -> None:
    user: User | AnonymousUser = getattr(filled, name) if name else AnonymousUser()
    with clearance("user", user.pk) if isinstance(user, User) else clearance("public"):
        by_database = [model._default_manager.count() for model in TABLES]
    with clearance("system"):
        by_query = [rows(user).count() for rows in SETS]
    assert (by_query, by_database) == (SEEN[name], SEEN[name])
