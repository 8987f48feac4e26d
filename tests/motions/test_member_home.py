"""Startseite eines Mitglieds: it contradicts neither the agenda nor what the member has answered."""

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import OnlineAccess
from motions.rules import replies
from motions.rules.clearance import clearance
from motions.rules.member_desk import State
from tests.conftest import Login
from tests.meetings import close_now, open_now
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


def test_the_link_of_a_hybrid_meeting_reaches_its_members_and_nobody_else(
    town: Town, desk: Desk, login: Login, client: Client
) -> None:
    link = "https://konferenz.example.org/hfa-47"
    with clearance("system"):
        OnlineAccess.objects.create(meeting=desk.meeting, link=link)
    agenda = reverse("member-meeting", args=[desk.meeting.slug])
    pages = {
        "citizen": client.get(reverse("meeting", args=[desk.meeting.slug])),
        "stranger": login(town.expert_citizen).get(agenda),
        "home of the stranger": login(town.expert_citizen).get(reverse("member-home")),
        "member": login(town.council_member).get(agenda),
        "home": login(town.council_member).get(reverse("member-home")),
    }
    shown = {name: link in page.content.decode() for name, page in pages.items()}
    assert shown == dict.fromkeys(pages, False) | {"member": True, "home": True}
    close_now(open_now(desk.meeting, by=town.office), by=town.office)
    assert link not in login(town.council_member).get(agenda).content.decode()
