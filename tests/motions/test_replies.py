"""Zu- und Absage: for oneself, until the meeting opens; the substitute is found in order (Q-08)."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Meeting, Membership, Notification, Person, SubstituteMembership, User
from motions.rules import replies
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState
from motions.rules.meeting_workflow import CANCEL
from tests.conftest import Login
from tests.meetings import announce, make_item, make_meeting, open_now, take
from tests.people import SINCE, Town, member, person_of
from tests.standing import Ground, Standing

from .desk import seen_by


def make_announced_meeting(town: Town) -> Meeting:
    """A meeting of the ASJF that was sent."""
    row = make_meeting(town.organs["ASJF"])
    make_item(row)
    return announce(row, by=town.office)


@pytest.fixture(scope="module")
def standing_meeting(ground: Ground) -> Standing[Meeting]:
    """Made once for this file."""
    return ground.build(make_announced_meeting)


@pytest.fixture
def meeting(town: Town, standing_meeting: Standing[Meeting]) -> Meeting:
    return standing_meeting.put_back()


def green(town: Town, name: str) -> User:
    """A member of the ASJF from the Grünes Forum."""
    return member(name, town.organs["ASJF"], town.organs["GF"])


def substitute(town: Town, name: str, position: int) -> Person:
    first, last = name.split(" ", 1)
    person = Person.objects.create(first_name=first, last_name=last)
    SubstituteMembership.objects.create(
        organization=town.organs["ASJF"],
        person=person,
        parliamentary_group=town.organs["GF"],
        position=position,
        starts_on=SINCE,
    )
    return person


def say(user: User, meeting: Meeting, *, is_coming: bool = False, minutes: int = 0) -> None:
    with seen_by(user):
        replies.answer(
            meeting, is_coming=is_coming, by=user, now=timezone.now() + dt.timedelta(minutes=minutes)
        )


def found(user: User, meeting: Meeting) -> Person | None:
    with seen_by(user):
        return replies.substitute_of(meeting, person_of(user))


def test_q08_the_first_free_substitute_of_the_same_group_comes(town: Town, meeting: Meeting) -> None:
    one, two = green(town, "Ida Igel"), green(town, "Uwe Uhu")
    first, second = substitute(town, "Erna Erle", 1), substitute(town, "Bodo Birke", 2)
    say(one, meeting)
    say(two, meeting, minutes=1)
    assert (found(one, meeting), found(two, meeting)) == (first, second)
    say(town.expert_citizen, meeting, minutes=2)
    assert found(town.expert_citizen, meeting) is None


def test_q08_who_is_a_member_or_has_declined_is_passed_over(town: Town, meeting: Meeting) -> None:
    one = green(town, "Ida Igel")
    first, second, third = (
        substitute(town, name, place)
        for place, name in enumerate(("Erna Erle", "Bodo Birke", "Lina Linde"), 1)
    )
    Membership.objects.create(person=first, organization=town.organs["ASJF"], starts_on=SINCE)
    with clearance("system"):
        meeting.replies.create(
            person=second, is_coming=False, replied_by=town.office, replied_at=timezone.now()
        )
    say(one, meeting)
    assert found(one, meeting) == third
    say(one, meeting, is_coming=True)
    assert found(one, meeting) is None


def test_the_newest_word_counts_and_a_double_click_is_one_reply(town: Town, meeting: Meeting) -> None:
    user = town.expert_citizen
    for is_coming in (False, False, True):
        say(user, meeting, is_coming=is_coming)
    with seen_by(user):
        reply = replies.own_reply(user, meeting)
    assert reply is not None
    assert reply.is_coming
    with clearance("system"):
        assert meeting.replies.count() == 1


def test_nobody_replies_for_a_foreign_organ_or_too_late(town: Town, meeting: Meeting) -> None:
    with pytest.raises(NotPermitted):
        say(town.council_member, meeting)
    with pytest.raises(NotPermitted):
        say(town.office, meeting)
    open_now(meeting, by=town.office)
    with pytest.raises(OutdatedState):
        say(town.expert_citizen, meeting)
    other = take(make_meeting(town.organs["ASJF"], starts_at=timezone.now()), CANCEL, by=town.office)
    with pytest.raises(OutdatedState):
        say(town.expert_citizen, other)


def test_the_office_reads_who_comes_and_who_comes_instead(town: Town, meeting: Meeting, login: Login) -> None:
    one = green(town, "Ida Igel")
    substitute(town, "Erna Erle", 1)
    say(one, meeting)
    say(town.expert_citizen, meeting, is_coming=True)
    page = login(town.office).get(reverse("meeting-replies", args=[meeting.slug])).content.decode()
    assert [name in page for name in ("Ida Igel", "Erna Erle", "Yasmin Brombeer")] == [True] * 3
    with seen_by(one), pytest.raises(NotPermitted):
        replies.absences(meeting, by=one)


def test_the_member_is_told_who_comes_instead(town: Town, meeting: Meeting, login: Login) -> None:
    one = green(town, "Ida Igel")
    substitute(town, "Erna Erle", 1)
    client, address = login(one), reverse("member-reply", args=[meeting.slug])
    assert client.post(address, {"note": "bin verreist"}).status_code == 422
    answer = client.post(address, {"is_coming": "0", "note": "bin verreist"}, follow=True)
    page = answer.content.decode()
    assert ("vertritt Sie Erna Erle" in page, "Sie haben abgesagt" in page) == (True, True)
    open_now(meeting, by=town.office)
    late = client.post(address, {"is_coming": "1"})
    assert late.status_code == 409


def test_in_the_council_nobody_takes_the_seat(town: Town, login: Login) -> None:
    meeting = make_meeting(town.organs["Rat"])
    address = reverse("member-reply", args=[meeting.slug])
    answer = login(town.council_member).post(address, {"is_coming": "0"}, follow=True)
    assert "Im Rat gibt es keine Stellvertretung" in answer.content.decode()


def test_q08_the_substitute_and_the_office_are_told_and_told_again(
    town: Town, meeting: Meeting, login: Login
) -> None:
    one = green(town, "Ida Igel")
    deputy = member("Erna Erle", town.organs["GF"])
    SubstituteMembership.objects.create(
        organization=town.organs["ASJF"],
        person=person_of(deputy),
        parliamentary_group=town.organs["GF"],
        position=1,
        starts_on=SINCE,
    )
    say(one, meeting)
    say(one, meeting, minutes=1)
    client = login(deputy)
    pages = [reverse("member-home"), reverse("member-meeting", args=[meeting.slug])]
    assert ["Ida Igel hat abgesagt" in client.get(page).content.decode() for page in pages] == [True, True]
    say(one, meeting, is_coming=True, minutes=2)
    assert ["Ida Igel hat abgesagt" in client.get(page).content.decode() for page in pages] == [False, False]
    with clearance("system"):
        told = Notification.objects.filter(meeting=meeting).exclude(kind="meeting_invited")
        assert set(told.values_list("kind", "recipient")) == {
            ("member_declined", town.office.pk),
            ("substitute_called", deputy.pk),
            ("substitute_freed", deputy.pk),
        }
        assert told.count() == 3
