"""Befangenheit vorab angezeigt: by oneself, while it counts; the secret item closes at once (R-01 to R-03, P-10)."""

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Membership, Recusal, User
from motions.models.choices import MembershipRole
from motions.rules import recusals
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState
from tests.conftest import Login
from tests.factories import consultation
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now
from tests.people import SINCE, Town, member, person_of
from tests.sittings import consultations

from .desk import Desk, seen_by


def declare(user: User, item: AgendaItem, by: User | None = None) -> Recusal:
    by = by or user
    with seen_by(by):
        fresh = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
        return recusals.declare(fresh, person_of(user), ground="board", by=by, now=timezone.now())


def test_p10_the_secret_item_closes_at_once_after_a_warning(town: Town, desk: Desk, login: Login) -> None:
    client = login(town.council_member)
    address = reverse("recusal-declare", args=desk.secret_address)
    page = client.get(address).content.decode()
    assert "Danach können Sie diesen Punkt nicht mehr lesen" in page
    assert client.post(address, {}).status_code == 422
    answer = client.post(address, {"ground": "board"})
    agenda = reverse("member-meeting", args=[desk.meeting.slug])
    assert answer["Location"] == f"{agenda}#top-{desk.secret_address[1]}"
    assert "Verkauf an die Muster GmbH" not in client.get(agenda).content.decode()
    closed = [reverse(name, args=desk.secret_address) for name in ("member-item", "recusal-declare")]
    closed.append(reverse("public-paper", args=[desk.secret_paper.slug]))
    assert [client.get(address).status_code for address in closed] == [404, 404, 404]
    assert login(town.group_member).get(closed[0]).status_code == 200


def test_r02_a_public_item_stays_open_and_the_ground_is_told(town: Town, desk: Desk, login: Login) -> None:
    client = login(town.council_member)
    address = reverse("recusal-declare", args=desk.address)
    assert "nicht mehr lesen" not in client.get(address).content.decode()
    client.post(address, {"ground": "board", "stays_in_audience": "on"})
    page = client.get(reverse("member-item", args=desk.address)).content.decode()
    assert ("Sie sind bei diesem Punkt befangen" in page, "Mitglied eines Organs" in page) == (True, True)
    with clearance("system"):
        row = Recusal.objects.get()
    assert (row.person, row.stays_in_audience, row.declared_by) == (
        town.council_member.person,
        True,
        town.council_member,
    )
    assert client.post(address, {"ground": "board"}).status_code == 409


def test_r01_only_for_oneself_and_only_for_what_was_sent(town: Town, desk: Desk) -> None:
    with pytest.raises(NotPermitted):
        declare(town.group_member, desk.item, by=town.council_member)
    planned = make_item(make_meeting(town.organs["Rat"]))
    with clearance("system"), pytest.raises(OutdatedState):
        recusals.declare(
            planned,
            person_of(town.council_member),
            ground="board",
            by=town.council_member,
            now=timezone.now(),
        )
    declare(town.group_member, desk.item, by=town.office)
    with pytest.raises(OutdatedState):
        declare(town.group_member, desk.item)


def test_after_the_meeting_nothing_is_declared(town: Town, desk: Desk) -> None:
    meeting = open_now(desk.meeting, by=town.office)
    declare(town.council_member, desk.item)
    close_now(meeting, by=town.office)
    with pytest.raises(OutdatedState):
        declare(town.group_member, desk.item)


def test_declared_recusals_are_read_by_the_person_and_the_office(town: Town, desk: Desk) -> None:
    declare(town.council_member, desk.item)
    readers = []
    for name in ("council_member", "group_member", "office", "clerk", "administrator"):
        with seen_by(getattr(town, name)):
            readers += [name] * Recusal.objects.count()
    assert readers == ["council_member", "office"]


def test_p10_who_has_closed_a_secret_item_is_sent_to_the_office(town: Town, desk: Desk) -> None:
    declare(town.council_member, desk.secret)
    with clearance("system"):
        row = Recusal.objects.select_related("item__meeting", "person").get()
    with seen_by(town.council_member), pytest.raises(NotPermitted, match="Rufen Sie das Ratsbüro an"):
        recusals.withdraw(row, by=town.council_member, now=timezone.now())
    with seen_by(town.office):
        recusals.withdraw(row, by=town.office, now=timezone.now())
        assert Recusal.objects.count() == 0


def test_of_a_public_item_the_member_takes_it_back(town: Town, desk: Desk) -> None:
    row = declare(town.council_member, desk.item)
    with seen_by(town.council_member):
        recusals.withdraw(row, by=town.council_member, now=timezone.now())
        assert Recusal.objects.count() == 0


def test_the_member_takes_it_back_at_the_item(town: Town, desk: Desk, login: Login) -> None:
    declare(town.council_member, desk.item)
    client, item = login(town.council_member), reverse("member-item", args=desk.address)
    withdraw = reverse("recusal-withdraw", args=desk.address)
    assert f'action="{withdraw}"' in client.get(item).content.decode()
    assert client.post(withdraw)["Location"] == item
    with clearance("system"):
        assert Recusal.objects.count() == 0


def test_the_office_and_the_chair_read_what_was_declared_ahead(town: Town, desk: Desk, login: Login) -> None:
    row = declare(town.council_member, desk.secret)
    chair = member("Ida Igel", town.organs["HFA"], role=MembershipRole.CHAIR)
    words = f"N 1: {row.person}"
    agenda = reverse("member-meeting", args=[desk.meeting.slug])
    pages = {
        "chair": login(chair).get(agenda),
        "other member": login(town.group_member).get(agenda),
        "plan": login(town.office).get(reverse("meeting-plan", args=[desk.meeting.pk])),
        "replies": login(town.office).get(reverse("meeting-replies", args=[desk.meeting.slug])),
    }
    shown = {name: words in page.content.decode() for name, page in pages.items()}
    assert shown == dict.fromkeys(pages, True) | {"other member": False}
    login(town.office).post(reverse("recusal-take-back", args=[desk.meeting.slug, row.pk]))
    with clearance("system"):
        assert Recusal.objects.count() == 0


def test_r06_the_member_is_asked_again_in_the_next_organ(town: Town, login: Login, system: None) -> None:
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    user = town.council_member
    Membership.objects.get_or_create(
        person=person_of(user), organization=town.organs["HFA"], defaults={"starts_on": SINCE}
    )
    meetings = {name: make_meeting(town.organs[name]) for name in rows}
    items = {name: make_paper_item(meetings[name], row) for name, row in rows.items()}
    for meeting in meetings.values():
        announce(meeting, by=town.office)
    declare(user, items["HFA"])
    item = AgendaItem.objects.get(pk=items["Rat"].pk)
    page = reverse("member-item", args=[meetings["Rat"].slug, item.address])
    asked = "Gilt Ihre Befangenheit auch hier?"
    assert asked in login(user).get(page).content.decode()
    assert asked not in login(town.mayor).get(page).content.decode()
    declare(user, item)
    assert asked not in login(user).get(page).content.decode()
