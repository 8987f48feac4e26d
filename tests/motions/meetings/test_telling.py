"""Wer von Sitzungen erfährt: invited, supplemented, moved, cancelled; never a word of what is treated."""

import datetime as dt

import pytest
from django.core import mail
from django.utils import timezone

from motions.models import Delivery, Meeting, Notification
from motions.rules import outbox, planning
from motions.rules.meeting_workflow import CANCEL, SUPPLEMENT
from tests.meetings import announce, make_item, make_meeting, take
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
    plan = planning.Plan(starts_at=meeting.starts_at + dt.timedelta(days=7), place="Schloss")
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
