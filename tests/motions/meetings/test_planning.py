"""Sitzungen planen: single ones, series, changes; what members were told is not moved under them (E-01, E-14, H-02)."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from motions.models import Bylaw, Meeting, OnlineAccess
from motions.models.choices import MeetingStatus
from motions.rules import planning
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.meeting_workflow import CANCEL
from motions.rules.planning_checks import Plan
from motions.rules.transitions import expected_findings
from tests.meetings import announce, make_item, make_meeting
from tests.motions.refusals import rules_of
from tests.people import Town, make_town

BERLIN = timezone.get_default_timezone()


def at(day: int, month: int = 3, hour: int = 18) -> dt.datetime:
    return dt.datetime(2028, month, day, hour, tzinfo=BERLIN)


def plan(
    town: Town, organ: str = "HFA", *days: dt.datetime, by: str = "office", **fields: Any
) -> list[Meeting]:
    act = {name: fields.pop(name) for name in ("note", "override") if name in fields}
    plans = [Plan(day, **{"place": "Schloss"} | fields) for day in days or (at(7),)]
    return planning.plan_series(town.organs[organ], plans, by=getattr(town, by), now=timezone.now(), **act)


def change(meeting: Meeting, town: Town, **fields: Any) -> Meeting:
    names = ("reason", "note", "override", "version", "by", "now")
    act: dict[str, Any] = {"version": meeting.version, "by": town.office, "now": timezone.now()}
    act |= {name: fields.pop(name) for name in names if name in fields}
    facts: dict[str, Any] = {"starts_at": meeting.starts_at, "place": meeting.place} | fields
    wanted = Plan(**facts)
    return planning.change_meeting(meeting, wanted, **act)


def test_a_planned_meeting_has_address_deadline_and_event(town: Town, system: None) -> None:
    (meeting,) = plan(town, room="Ratssaal")
    assert (meeting.slug, meeting.status) == ("2028-03-07-hfa", MeetingStatus.PLANNED)
    assert meeting.editorial_deadline_on == dt.date(2028, 2, 19)
    assert meeting.where == "Schloss, Ratssaal"
    event = meeting.events.get()
    assert (event.act, event.actor) == ("plan", town.office)


def test_the_editorial_deadline_may_be_set_by_hand(town: Town, system: None) -> None:
    (meeting,) = plan(town, editorial_deadline_on=dt.date(2028, 2, 1))
    assert meeting.editorial_deadline_on == dt.date(2028, 2, 1)


def test_a_series_is_planned_whole_or_not_at_all(town: Town, system: None) -> None:
    plan(town, "HFA", at(21))
    with pytest.raises(OutdatedState):
        plan(town, "HFA", at(7), at(14), at(21))
    assert Meeting.objects.count() == 1
    assert len(plan(town, "HFA", at(7), at(14))) == 2


def test_a_series_names_no_time_twice(town: Town, system: None) -> None:
    with pytest.raises(OutdatedState):
        plan(town, "HFA", at(7), at(7))
    assert Meeting.objects.count() == 0


def test_two_meetings_of_a_day_have_two_addresses(town: Town, system: None) -> None:
    first, second = plan(town, "HFA", at(7), at(7, hour=20))
    assert (first.slug, second.slug) == ("2028-03-07-hfa", "2028-03-07-hfa-2")


@pytest.mark.parametrize("person", ["clerk", "mayor", "council_member", "administrator"])
def test_only_the_ratsbuero_plans_meetings(town: Town, system: None, person: str) -> None:
    with pytest.raises(NotPermitted):
        plan(town, by=person)


def test_e14_a_rat_later_than_two_months_needs_a_note(town: Town, system: None) -> None:
    plan(town, "Rat", at(7))
    plan(town, "Rat", at(7, month=5))
    with pytest.raises(Refused) as refusal:
        plan(town, "Rat", at(8, month=7))
    assert rules_of(refusal) == ["E-14"]
    (late,) = plan(town, "Rat", at(8, month=7), note="Sommerpause.")
    assert late.events.get().note == "Sommerpause."


def test_e14_a_gap_behind_the_day_and_one_a_cancellation_leaves_are_told(town: Town, system: None) -> None:
    plan(town, "Rat", at(30, month=6))
    with pytest.raises(Refused) as refusal:
        plan(town, "Rat", at(7, month=4))
    assert rules_of(refusal) == ["E-14"]
    (between,) = plan(town, "Rat", at(20, month=5))
    plan(town, "Rat", at(7, month=4))
    found = expected_findings(between, CANCEL, by=town.office, now=timezone.now())
    assert [(row.rule, row.severity) for row in found] == [("E-14", "warn")]


def test_e14_committees_meet_when_they_need_to(town: Town, system: None) -> None:
    plan(town, "HFA", at(7))
    assert len(plan(town, "HFA", at(7, month=9))) == 1


def test_e14_a_cancelled_meeting_closes_no_gap(town: Town, system: None) -> None:
    make_meeting(town.organs["Rat"], starts_at=at(20, month=2))
    make_meeting(town.organs["Rat"], starts_at=at(7), status="cancelled")
    with pytest.raises(Refused) as refusal:
        plan(town, "Rat", at(2, month=5))
    assert rules_of(refusal) == ["E-14"]


def test_h02_the_rat_does_not_meet_online(town: Town, system: None) -> None:
    Bylaw.objects.filter(key="meeting.hybrid_committees").update(value=True)
    with pytest.raises(Refused) as refusal:
        plan(town, "Rat", is_hybrid=True)
    assert rules_of(refusal) == ["H-02"]
    (meeting,) = plan(
        town, "Rat", is_hybrid=True, override=True, note="Notlage nach § 47a GO NRW festgestellt."
    )
    assert "Ausnahme von Regel H-02." in meeting.events.get().note


def test_h02_committees_meet_online_only_if_the_hauptsatzung_says_so(town: Town, system: None) -> None:
    with pytest.raises(Refused) as refusal:
        plan(town, is_hybrid=True, link="https://video.example/hfa")
    assert rules_of(refusal) == ["H-02"]
    Bylaw.objects.filter(key="meeting.hybrid_committees").update(value=True)
    (meeting,) = plan(town, is_hybrid=True, link="https://video.example/hfa")
    assert OnlineAccess.objects.get().meeting == meeting
    change(meeting, town)
    assert not OnlineAccess.objects.exists()


def test_a_group_is_no_organ_that_meets_here(town: Town, system: None) -> None:
    with pytest.raises(Refused):
        plan(town, "GF")


def test_a_moved_meeting_says_from_when_and_why_and_keeps_its_address(town: Town, system: None) -> None:
    (meeting,) = plan(town)
    with pytest.raises(Refused):
        change(meeting, town, starts_at=at(8), override=True, note="Egal.")
    moved = change(meeting, town, starts_at=at(8), reason="Der Saal ist belegt.")
    assert (moved.starts_at, moved.moved_from, moved.slug) == (at(8), at(7), "2028-03-07-hfa")
    assert moved.change_reason == "Der Saal ist belegt."
    event = moved.events.latest("pk")
    assert (event.act, event.note) == ("move", "Bisher: 07.03.2028, 18:00 Uhr. Der Saal ist belegt.")


def test_another_room_is_a_change_and_no_move(town: Town, system: None) -> None:
    (meeting,) = plan(town)
    changed = change(meeting, town, room="Großer Saal")
    assert (changed.room, changed.moved_from, changed.events.latest("pk").act) == (
        "Großer Saal",
        None,
        "change",
    )


def test_a_stale_page_changes_nothing(town: Town, system: None) -> None:
    (meeting,) = plan(town)
    change(meeting, town, room="Großer Saal")
    with pytest.raises(OutdatedState):
        change(meeting, town, room="Kleiner Saal", version=1)
    with pytest.raises(NotPermitted):
        change(Meeting.objects.get(), town, by=town.clerk)


def test_e01_who_was_invited_gets_the_whole_notice_again(town: Town, system: None) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    invited = announce(meeting, by=town.office)
    soon = timezone.localtime() + dt.timedelta(days=5)
    with pytest.raises(Refused) as refusal:
        change(invited, town, starts_at=soon, reason="Saal belegt.")
    assert rules_of(refusal) == ["E-01"]
    moved = change(
        invited, town, starts_at=soon, reason="Saal belegt.", note="Alle zugestimmt.", override=True
    )
    assert (moved.status, moved.starts_at) == (MeetingStatus.INVITED, soon)
    told = moved.invitations.latest("revision")
    assert (told.is_short_notice, told.urgency_reason) == (True, "Saal belegt.")


def test_e01_a_meeting_is_not_moved_into_the_past(town: Town, system: None) -> None:
    (meeting,) = plan(town)
    with pytest.raises(Refused) as refusal:
        change(meeting, town, starts_at=timezone.now(), reason="Irrtum.", note="x", override=True)
    assert rules_of(refusal) == ["E-01"]


@pytest.mark.usefixtures("transactional_db")
def test_of_many_clicks_at_once_one_plans_the_meeting() -> None:
    town = make_town()

    def click(_: int) -> str:
        try:
            with clearance("system"):
                plan(town)
        except OutdatedState:
            return "late"
        finally:
            connection.close()
        return "planned"

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(click, range(8))) == ["late"] * 7 + ["planned"]
