"""Wer von Sitzungen erfährt: invited, supplemented, moved, cancelled; never a word of what is treated."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from motions.models import Delivery, Meeting, Notification, User
from motions.rules import notices, outbox, planning, recipients
from motions.rules.findings import Refused
from motions.rules.meeting_workflow import CANCEL, SUPPLEMENT
from motions.rules.planning_checks import Plan
from tests.factories import consultation, make_paper
from tests.meetings import announce, make_item, make_meeting, take
from tests.motions.refusals import rules_of
from tests.people import Town

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def meeting(town: Town) -> Meeting:
    """A planned meeting of the HFA with a secret item; Ada Ahornblatt is its one member with an account."""
    row = make_meeting(town.organs["HFA"])
    make_item(row, "Verkauf an die Mondstein GmbH", is_public=False)
    return row


def told() -> list[tuple[str, str]]:
    return list(Notification.objects.order_by("pk").values_list("kind", "recipient__last_name"))


def test_e03_whoever_is_invited_is_told_by_mail(town: Town, meeting: Meeting) -> None:
    announce(meeting, by=town.office)
    assert told() == [("meeting_invited", "Ahornblatt")]
    outbox.send_due(now=timezone.now())
    assert [message.to for message in mail.outbox] == [["ada.ahornblatt@example.org"]]
    assert "Mondstein" not in f"{mail.outbox[0].subject} {mail.outbox[0].body}"
    assert Delivery.objects.get().notified_at is not None


def test_e12_a_supplement_is_told(town: Town, meeting: Meeting) -> None:
    announce(meeting, by=town.office)
    make_item(meeting, "Nachtrag")
    take(meeting, SUPPLEMENT, by=town.office)
    assert told() == [("meeting_invited", "Ahornblatt"), ("agenda_supplemented", "Ahornblatt")]


@pytest.mark.parametrize("is_invited", [False, True])
def test_a_moved_meeting_is_told_invited_or_not(town: Town, meeting: Meeting, is_invited: bool) -> None:
    if is_invited:
        announce(meeting, by=town.office)
    meeting.refresh_from_db()
    plan = Plan(starts_at=meeting.starts_at + dt.timedelta(days=7), place="Schloss")
    planning.change_meeting(
        meeting,
        plan,
        by=town.office,
        now=timezone.now(),
        version=meeting.version,
        reason="Der Saal ist belegt.",
        note="ok",
        override=True,
    )
    assert told()[-1] == ("meeting_moved", "Ahornblatt")


def test_a_cancelled_meeting_is_told(town: Town, meeting: Meeting) -> None:
    take(meeting, CANCEL, by=town.office)
    assert told() == [("meeting_cancelled", "Ahornblatt")]


def test_another_room_is_told_to_those_invited_and_kept_in_the_invitation(
    town: Town, meeting: Meeting
) -> None:
    announce(meeting, by=town.office)
    meeting.refresh_from_db()
    plan = Plan(starts_at=meeting.starts_at, place=meeting.place, room="Saal 2")
    planning.change_meeting(meeting, plan, by=town.office, now=timezone.now(), version=meeting.version)
    assert told()[-1] == ("meeting_moved", "Ahornblatt")
    assert meeting.documents.get(edition="internal", revision=2).content["room"] == "Saal 2"


def test_the_drafter_of_a_paper_planned_for_the_day_hears_of_a_cancellation(
    town: Town, meeting: Meeting
) -> None:
    row = consultation(town.organs["HFA"], "advisory", planned_on=meeting.held_on)
    make_paper(by=town.clerk, consultations=[row])
    take(meeting, CANCEL, by=town.office)
    assert told() == [("meeting_cancelled", "Ahornblatt"), ("meeting_cancelled", "Schiefer")]


def test_e03_whoever_wants_no_mails_is_shown_to_the_office(town: Town, meeting: Meeting) -> None:
    assert recipients.to_be_told(meeting) == []
    notices.choose_rhythm(by=User.objects.get(last_name="Ahornblatt"), rhythm="none")
    [row] = recipients.to_be_told(meeting)
    assert row.way == "Ratsinformationssystem, möchte keine E-Mails"
    assert recipients.without_mail(meeting) == {row.person.pk}


def test_e03_a_supplement_is_noted_as_told(town: Town, meeting: Meeting) -> None:
    announce(meeting, by=town.office)
    make_item(meeting, "Nachtrag")
    take(meeting, SUPPLEMENT, by=town.office)
    Notification.objects.filter(kind="meeting_invited").update(due_at=timezone.now() + dt.timedelta(days=1))
    outbox.send_due(now=timezone.now())
    assert all(row.notified_at for row in Delivery.objects.all())


def test_e07_the_editorial_deadline_moves_along_and_lies_before_the_meeting(
    town: Town, meeting: Meeting
) -> None:
    meeting.editorial_deadline_on = planning.editorial_deadline(meeting.held_on)
    meeting.save(update_fields=["editorial_deadline_on"])
    later = meeting.starts_at + dt.timedelta(days=7)
    plan = Plan(later, meeting.place, editorial_deadline_on=meeting.editorial_deadline_on)
    asked: dict[str, Any] = {"by": town.office, "now": timezone.now(), "reason": "Saal belegt", "note": "ok"}
    moved = planning.change_meeting(meeting, plan, version=meeting.version, **asked)
    assert moved.editorial_deadline_on == planning.editorial_deadline(moved.held_on)
    late = Plan(later, meeting.place, editorial_deadline_on=moved.held_on)
    with pytest.raises(Refused) as refusal:
        planning.change_meeting(moved, late, version=moved.version, **asked)
    assert rules_of(refusal) == ["E-07"]
