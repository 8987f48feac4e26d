"""What of a meeting reaches whom: the permission query and the database, each alone and together (P-06 to P-10, I7)."""

from dataclasses import dataclass
from itertools import product

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Attendee,
    Ballot,
    Event,
    Meeting,
    MeetingDocument,
    Paper,
    Recusal,
    Reply,
    Treatment,
    User,
)
from motions.rules import meeting_permissions, permissions
from motions.rules.clearance import clearance
from motions.rules.meeting_documents import freeze
from tests.factories import consultation, make_released
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now
from tests.people import Town, person_of
from tests.standing import Ground, Standing

PEOPLE = (
    "council_member",
    "group_member",
    "expert_citizen",
    "office",
    "mayor",
    "clerk",
    "outsider",
    "administrator",
)


@dataclass(frozen=True)
class Scene:
    """A closed meeting of the HFA with a public and a secret item, each with a result, and its agenda twice."""

    meeting: Meeting
    public: AgendaItem
    secret: AgendaItem
    paper: Paper


def make_told_scene(town: Town) -> Scene:
    sequence = [consultation(town.organs["HFA"], "deciding", is_public=False)]
    paper = make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        consultations=sequence,
        lead_unit=town.units["FB II"],
    )
    meeting = make_meeting(town.organs["HFA"])
    public = make_item(meeting, "Berichte")
    with clearance("system"):
        secret = make_paper_item(meeting, paper.consultations.get())
        meeting = open_now(announce(meeting, by=town.office), by=town.office)
        for item in (public, secret):
            Treatment.objects.filter(item=item).update(outcome="noted")
            treatment = Treatment.objects.get(item=item)
            Ballot.objects.create(
                treatment=treatment,
                position=1,
                statutory_member_count=11,
                voters=9,
                yes_count=9,
                no_count=0,
                abstention_count=0,
                taken_at=timezone.now(),
            )
        Attendee.objects.create(meeting=meeting, name="Ada Ahornblatt", seat="member")
        close_now(meeting, by=town.office)
    return Scene(meeting, public, secret, paper)


@pytest.fixture(scope="module")
def standing_scene(ground: Ground) -> Standing[Scene]:
    """Made once for this file."""
    return ground.build(make_told_scene)


@pytest.fixture
def scene(town: Town, standing_scene: Standing[Scene]) -> Scene:
    return standing_scene.put_back()


def person(town: Town, name: str) -> User | AnonymousUser:
    return AnonymousUser() if name == "citizen" else getattr(town, name)


def by_query(user: User | AnonymousUser) -> dict[str, int]:
    with clearance("system"):
        return {
            "items": meeting_permissions.visible_items(user).count(),
            "treatments": meeting_permissions.visible_treatments(user).count(),
            "ballots": meeting_permissions.visible_ballots(user).count(),
            "documents": meeting_permissions.visible_meeting_documents(user).count(),
            "papers": permissions.visible_papers(user).count(),
        }


def by_database(user: User | AnonymousUser) -> dict[str, int]:
    models = {
        "items": AgendaItem,
        "treatments": Treatment,
        "ballots": Ballot,
        "documents": MeetingDocument,
        "papers": Paper,
    }
    if isinstance(user, User):
        with clearance("user", user.pk):
            return {name: model.objects.count() for name, model in models.items()}  # type: ignore[attr-defined]
    return {name: model.objects.count() for name, model in models.items()}  # type: ignore[attr-defined]


def seen(items: int, treatments: int, ballots: int, documents: int, papers: int) -> dict[str, int]:
    return {
        "items": items,
        "treatments": treatments,
        "ballots": ballots,
        "documents": documents,
        "papers": papers,
    }


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("citizen", seen(1, 1, 1, 1, 0)),
        ("council_member", seen(2, 2, 2, 2, 1)),
        ("group_member", seen(2, 2, 2, 2, 1)),
        ("expert_citizen", seen(1, 1, 1, 1, 0)),
        ("office", seen(2, 2, 2, 2, 1)),
        ("mayor", seen(2, 2, 2, 2, 1)),
        ("clerk", seen(2, 2, 2, 1, 1)),
        ("outsider", seen(1, 1, 1, 1, 0)),
        ("administrator", seen(1, 1, 1, 1, 0)),
    ],
)
def test_p06_p08_p09_both_nets_show_each_person_the_same(
    town: Town, scene: Scene, name: str, expected: dict[str, int]
) -> None:
    user = person(town, name)
    assert by_query(user) == expected
    assert by_database(user) == expected


def test_an_agenda_nobody_was_invited_with_is_the_own_of_the_office(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting)
    counts = {name: by_database(person(town, name))["items"] for name in ("citizen", *PEOPLE)}
    assert counts == dict.fromkeys(("citizen", *PEOPLE), 0) | {"office": 1, "mayor": 1}
    assert counts == {name: by_query(person(town, name))["items"] for name in ("citizen", *PEOPLE)}


def test_results_are_told_when_the_meeting_is_closed(town: Town) -> None:
    meeting = make_meeting(town.organs["HFA"])
    item = make_item(meeting)
    with clearance("system"):
        meeting = open_now(announce(meeting, by=town.office), by=town.office)
        Treatment.objects.filter(item=item).update(outcome="noted")
    member, citizen = town.council_member, AnonymousUser()
    assert [by_query(who)["treatments"] for who in (member, citizen)] == [0, 0]
    assert [by_database(who)["treatments"] for who in (member, citizen)] == [0, 0]
    with clearance("system"):
        close_now(meeting, by=town.office)
    assert [by_query(who)["treatments"] for who in (member, citizen)] == [1, 1]
    assert [by_database(who)["treatments"] for who in (member, citizen)] == [1, 1]


def test_p10_a_secret_item_is_shut_for_who_is_recused(town: Town, scene: Scene) -> None:
    member = town.council_member
    with clearance("system"):
        Recusal.objects.create(
            item=scene.secret,
            person=person_of(member),
            ground="board",
            declared_by=member,
            declared_at=timezone.now(),
        )
    assert by_query(member) == seen(1, 1, 1, 1, 0)
    assert by_database(member) == seen(1, 1, 1, 1, 0)
    assert by_query(town.group_member) == by_database(town.group_member) == seen(2, 2, 2, 2, 1)


def test_p10_what_tells_of_a_secret_item_is_shut_for_who_is_recused(town: Town, scene: Scene) -> None:
    member, now = town.council_member, timezone.now()
    with clearance("system"):
        Recusal.objects.create(
            item=scene.secret, person=person_of(member), ground="board", declared_by=member, declared_at=now
        )
        for kind, edition in product(("minutes", "package"), ("public", "internal")):
            freeze(scene.meeting, kind, edition=edition, content={}, now=now, published_at=now)
        freeze(
            scene.meeting,
            "extract",
            edition="internal",
            item=scene.secret,
            content={},
            now=now,
            published_at=now,
        )
    read = []
    for user in (member, town.group_member, town.expert_citizen):
        read.append([by_query(user)["documents"], by_database(user)["documents"]])
    assert read == [[3, 3], [7, 7], [3, 3]]


def test_what_was_not_published_is_for_the_office_only(town: Town, scene: Scene) -> None:
    with clearance("system"):
        scene.meeting.documents.update(published_at=None)
    counts = {name: by_database(person(town, name))["documents"] for name in ("citizen", *PEOPLE)}
    assert counts == dict.fromkeys(("citizen", *PEOPLE), 0) | {"office": 2, "mayor": 2}
    assert counts == {name: by_query(person(town, name))["documents"] for name in ("citizen", *PEOPLE)}


def test_replies_are_between_the_member_and_the_office(town: Town, scene: Scene) -> None:
    member = town.council_member
    with clearance("system"):
        Reply.objects.create(
            meeting=scene.meeting,
            person=person_of(member),
            is_coming=False,
            replied_by=member,
            replied_at=timezone.now(),
        )
    readers = []
    for name in PEOPLE:
        with clearance("user", getattr(town, name).pk):
            readers += [name] * Reply.objects.count()
    assert readers == ["council_member", "office", "mayor"]
    assert Reply.objects.count() == 0


def test_what_was_done_with_a_meeting_is_read_by_the_office(town: Town, scene: Scene) -> None:
    readers = []
    for name in PEOPLE:
        with clearance("user", getattr(town, name).pk):
            readers += [name] * Event.objects.filter(meeting=scene.meeting).exists()
    assert readers == ["office", "mayor"]
