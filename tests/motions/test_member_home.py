"""Startseite eines Mitglieds: it contradicts neither the agenda nor what the member has answered."""

from django.urls import reverse
from django.utils import timezone

from motions.rules import replies
from motions.rules.member_desk import State
from tests.conftest import Login
from tests.people import Town

from .desk import Desk, seen_by


def test_the_start_page_and_the_agenda_call_the_same_things_new(town: Town, desk: Desk, login: Login) -> None:
    """Also right after the first look at the agenda, which is still the same visit."""
    client = login(town.council_member)
    for _ in range(2):
        agenda = client.get(reverse("member-meeting", args=[desk.meeting.slug])).context["parts"]
        fresh = client.get(reverse("member-home")).context["fresh"]
        assert [row.item for _, rows in agenda for row in rows if row.is_fresh] == [row.item for row in fresh]
        assert [row.state for row in fresh] == [State.NEW, State.NEW]


def test_whoever_has_answered_changes_the_answer(town: Town, desk: Desk, login: Login) -> None:
    client = login(town.council_member)
    words = ("Zu- oder absagen", "Antwort ändern")

    def offered() -> list[bool]:
        page = client.get(reverse("member-home")).content.decode()
        return [word in page for word in words]

    assert offered() == [True, False]
    with seen_by(town.council_member):
        replies.answer(desk.meeting, is_coming=False, by=town.council_member, now=timezone.now())
    assert offered() == [False, True]
