"""Als Nächstes: the start page of the Ratsbüro leads to the one act each meeting waits for."""

import datetime as dt
from typing import Any

import pgtrigger
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Meeting, Minutes
from motions.rules import next_acts, planning, public_notice
from motions.rules.clearance import clearance
from motions.rules.meeting_workflow import OPEN
from motions.rules.planning_checks import Plan
from motions.rules.transitions import expected_findings
from tests.conftest import Login
from tests.meetings import announce, close_now, make_item, make_meeting, open_now
from tests.motions.test_work_lists import questions
from tests.people import Town

NOW = timezone.now()


def on(town: Town, organ: str = "HFA", *, days: int) -> Meeting:
    return make_meeting(town.organs[organ], starts_at=NOW + dt.timedelta(days=days, minutes=-5))


def acts(town: Town) -> list[tuple[str, str]]:
    """Label and page of each act, in their order."""
    with clearance("user", town.office.pk):
        return [(act.label, act.page) for act in next_acts.of(town.office, now=NOW)]


def test_the_next_act_follows_the_meeting_through_its_life(town: Town, system: None) -> None:
    meeting = on(town, days=0)
    assert acts(town) == [("Tagesordnung aufstellen", "agenda-edit")]
    make_item(meeting)
    assert acts(town) == [("Einladen", "meeting-invite")]
    announce(meeting, by=town.office)
    assert acts(town) == [("Sitzung eröffnen", "record-step")]
    make_item(meeting, "Nachtrag")
    assert acts(town) == [("Nachtrag versenden", "meeting-supplement")]
    meeting.items.filter(announced_at=None).delete()
    meeting = open_now(meeting, by=town.office)
    assert acts(town) == [("Sitzungsverlauf führen", "meeting-record")]
    close_now(meeting, by=town.office)
    assert acts(town) == [("Niederschrift schreiben", "meeting-minutes")]
    with pgtrigger.ignore("motions.Minutes:minutes_known_steps", "motions.Minutes:minutes_signed_by_both"):
        Minutes.objects.update(status="signed")
    assert acts(town) == []


def test_e05_the_council_is_announced_before_it_is_opened(town: Town, system: None) -> None:
    announce(on(town, "Rat", days=3), by=town.office)
    assert acts(town) == [("Bekanntmachung eintragen", "meeting-notice")]


def test_e05_a_council_moved_after_its_notice_is_announced_anew(town: Town, system: None) -> None:
    meeting = announce(on(town, "Rat", days=3), by=town.office)
    known: dict[str, Any] = {"form": "Aushang", "published_on": NOW.date(), "by": town.office}
    public_notice.record_notice(meeting, **known, now=NOW, version=meeting.version)
    assert acts(town) == [("Sitzung vorbereiten", "meeting-plan")]
    meeting.refresh_from_db()
    plan = Plan(starts_at=NOW + dt.timedelta(days=20), place="Heimatmuseum")
    asked: dict[str, Any] = {
        "by": town.office,
        "now": NOW + dt.timedelta(minutes=1),
        "reason": "Krank",
        "note": "Nötig",
    }
    planning.change_meeting(meeting, plan, **asked, override=True, version=meeting.version)
    assert acts(town) == [("Bekanntmachung eintragen", "meeting-notice")]
    assert "E-05" in [
        row.rule for row in expected_findings(meeting, OPEN, by=town.office, now=NOW) if row.blocks
    ]


def test_what_runs_comes_first_then_what_is_due_first(town: Town, system: None) -> None:
    later, soon = on(town, days=30), on(town, "Rat", days=20)
    on(town, "Rat", days=200)
    make_item(later)
    running = on(town, days=0)
    open_now(announce(running, by=town.office), by=town.office)
    with clearance("user", town.office.pk):
        found = next_acts.of(town.office, now=NOW)
    assert [act.meeting for act in found] == [running, soon, later]


def test_e01_an_invitation_too_late_is_called_overdue(town: Town, system: None) -> None:
    on(town, days=2)
    with clearance("user", town.office.pk):
        assert [act.is_late for act in next_acts.of(town.office, now=NOW)] == [True]


def test_the_office_sees_it_on_its_start_page_and_nobody_else(town: Town, login: Login) -> None:
    with clearance("system"):
        meeting = on(town, days=10)
    page = reverse("desk")
    link = reverse("agenda-edit", args=[meeting.pk])
    shown: list[bool] = [
        link in login(getattr(town, name)).get(page).content.decode() for name in ("office", "mayor", "clerk")
    ]
    assert shown == [True, False, False]


def test_many_meetings_ask_no_more_than_one(town: Town, login: Login) -> None:
    client: Client = login(town.office)
    with clearance("system"):
        announce(on(town, days=9), by=town.office)
    few = questions(client, reverse("desk"))
    with clearance("system"):
        for days in range(10, 22):
            announce(on(town, days=days), by=town.office)
    assert questions(client, reverse("desk")) == few
