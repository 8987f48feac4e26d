"""Kalenderabo: organ, time and place of the own meetings, revocable at once, nothing else (P-06, security.md 1.5)."""

import datetime as dt

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from motions.models import CalendarToken, Meeting, Membership, User
from motions.rules import calendar_feed
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted
from motions.rules.meeting_workflow import CANCEL
from tests.conftest import Login
from tests.meetings import announce, make_item, make_meeting, take
from tests.people import Town, person_of

from .desk import make_desk, seen_by


def subscribe(user: User) -> str:
    with seen_by(user):
        return reverse("calendar-feed", args=[calendar_feed.create(by=user, now=timezone.now())])


def entries(address: str) -> list[dict[str, str]]:
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    assert answer["Cache-Control"] == "private, no-store"
    calendar = Calendar.from_ical(answer.content)
    return [{key: str(row[key]) for key in row} for row in calendar.walk("VEVENT")]


def test_the_feed_names_organ_time_and_place_of_the_own_organs_only(town: Town) -> None:
    desk = make_desk(town)
    make_meeting(town.organs["ASJF"])
    address = subscribe(town.council_member)
    (row,) = entries(address)
    assert set(row) == {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "LOCATION", "SEQUENCE", "STATUS"}
    assert (row["SUMMARY"], row["LOCATION"], row["STATUS"]) == (
        "Haupt- und Finanzausschuss",
        "Heimatmuseum",
        "CONFIRMED",
    )
    text = Client().get(address).content.decode()
    secrets = (desk.paper.subject, desk.secret_paper.subject, desk.secret.public_title, "Grund")
    assert [words for words in secrets if words in text] == []


def test_a_moved_or_cancelled_meeting_keeps_its_entry_and_counts_on(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    address = subscribe(town.council_member)
    (first,) = entries(address)
    announce(meeting, by=town.office)
    (second,) = entries(address)
    take(meeting, CANCEL, by=town.office)
    (third,) = entries(address)
    assert [row["STATUS"] for row in (first, second, third)] == ["TENTATIVE", "CONFIRMED", "CANCELLED"]
    assert len({row["UID"] for row in (first, second, third)}) == 1
    assert int(first["SEQUENCE"]) < int(second["SEQUENCE"]) < int(third["SEQUENCE"])
    assert third["SUMMARY"] == "Abgesagt: Haupt- und Finanzausschuss"


def test_a_break_in_a_place_begins_no_property(town: Town) -> None:
    make_meeting(town.organs["HFA"], place="Saal\r\nATTENDEE:mailto:x@example.org\nX:1;,")
    address = subscribe(town.council_member)
    (row,) = entries(address)
    assert "ATTENDEE" not in row
    lines = Client().get(address).content.decode().split("\r\n")
    assert [line for line in lines if line.startswith(("ATTENDEE", "X:"))] == []
    assert max(len(line.encode()) for line in lines) <= 75


def test_a_revoked_or_renewed_address_finds_nothing_at_once(town: Town, login: Login) -> None:
    first = subscribe(town.council_member)
    second = subscribe(town.council_member)
    assert [Client().get(address).status_code for address in (first, second)] == [404, 200]
    client = login(town.council_member)
    assert client.post(reverse("calendar-revoke")).status_code == 302
    revoked, unknown = Client().get(second), Client().get(reverse("calendar-feed", args=["geraten"]))
    assert (revoked.status_code, revoked.content) == (404, unknown.content)


def test_a_closed_account_and_an_ended_mandate_end_the_feed(town: Town) -> None:
    make_meeting(town.organs["HFA"])
    user = town.council_member
    address = subscribe(user)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(person=person_of(user), organization=town.organs["HFA"]).update(
        ends_on=yesterday
    )
    assert entries(address) == []
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_the_secret_is_shown_once_and_never_stored(town: Town, login: Login) -> None:
    client = login(town.council_member)
    answer = client.post(reverse("calendar-settings"))
    address = answer.context["address"]
    assert address in answer.content.decode()
    assert address not in client.get(reverse("calendar-settings")).content.decode()
    secret = address.rsplit("/", 1)[1].removesuffix(".ics")
    with clearance("system"):
        digest = CalendarToken.objects.get().digest
    assert (secret in digest, len(secret) >= 43) == (False, True)
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200


def test_addresses_belong_to_one_person_each(town: Town) -> None:
    user = town.council_member
    subscribe(user)
    with seen_by(town.office):
        assert CalendarToken.objects.count() == 0
        with pytest.raises(NotPermitted):
            calendar_feed.create(by=town.office, now=timezone.now())
        with pytest.raises(ProgrammingError), transaction.atomic():
            CalendarToken.objects.create(user=user, digest="x", created_at=timezone.now())
    assert CalendarToken.objects.count() == 0
    with seen_by(user):
        with pytest.raises(IntegrityError), transaction.atomic():
            CalendarToken.objects.create(user=user, digest="x", created_at=timezone.now())
        calendar_feed.revoke(by=user, now=timezone.now())
        with pytest.raises(ProgrammingError), transaction.atomic():
            CalendarToken.objects.update(revoked_at=None)


def test_the_feed_is_made_at_the_clearance_of_the_public(town: Town) -> None:
    make_meeting(town.organs["HFA"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT ris_level()")
        assert cursor.fetchone() == ("public",)
    text = calendar_feed.feed(town.council_member, now=timezone.now()).decode()
    assert (text.count("BEGIN:VEVENT"), Meeting.objects.count()) == (1, 1)
