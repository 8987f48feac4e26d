"""Q-07: a wrong time on the list is corrected with a reason, and never against a vote that was taken."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, AttendanceInterval
from motions.rules import attendance
from tests.people import Town
from tests.sittings import attendee, decide, in_session, meeting_of, text_of

pytestmark = pytest.mark.usefixtures("system")
ADA = "Ada Ahornblatt"


def stay_of(item: AgendaItem, name: str) -> AttendanceInterval:
    return attendee(item, name).intervals.get()


def send(office: Client, stay: AttendanceInterval, act: str, **fields: str) -> Any:
    arrived = f"{timezone.localtime(stay.arrived_at):%H:%M}"
    sent = {"act": act, "arrived": arrived, "reason": "Vertippt"} | fields
    return office.post(reverse("record-stay", args=[stay.attendee.meeting_id, stay.pk]), sent)


def test_q07_a_time_is_corrected_with_a_reason(town: Town, office: Client) -> None:
    item = in_session(town, "Rat")
    stay, now = stay_of(item, ADA), timezone.now()
    attendance.leave(stay.attendee, at=now, by=town.office, now=now)
    assert send(office, stay, "correct", reason="").status_code == 422
    assert send(office, stay, "correct").status_code == 302
    stay.refresh_from_db()
    assert stay.left_at is None
    event = meeting_of(item).events.get(act="correct_attendance")
    assert (event.label, event.note.endswith("Vertippt")) == (f"Anwesenheit berichtigt: {ADA}", True)


def test_q07_a_vote_that_was_taken_stands_against_it(town: Town, office: Client) -> None:
    item = in_session(town, "Rat")
    decide(town, item)
    answer = send(office, stay_of(item, ADA), "take-back")
    assert (answer.status_code, "Nehmen Sie zuerst die Abstimmung zurück." in text_of(answer)) == (422, True)
    assert attendee(item, ADA).intervals.count() == 1


def test_q07_who_was_never_there_leaves_the_list(town: Town, office: Client) -> None:
    item = in_session(town, "Rat")
    now = timezone.now()
    guest = attendance.add_guest(
        item.meeting,
        name="Gerd Gast",
        function="",
        seat="guest",
        at=now - dt.timedelta(0),
        by=town.office,
        now=now,
    )
    assert send(office, guest.intervals.get(), "take-back").status_code == 302
    assert not item.meeting.attendees.filter(name="Gerd Gast").exists()
    assert send(office, stay_of(item, ADA), "take-back").status_code == 302
    assert attendee(item, ADA).intervals.count() == 0
