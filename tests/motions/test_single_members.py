"""Antrag und Anfrage eines einzelnen Ratsmitglieds: whose words they are, who reads them, and no claim (V-17, E-08)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from motions.models import Bylaw, Membership, Notification, Paper, Person, User
from motions.rules import (
    agenda_sources,
    amendments,
    drafting,
    invariants,
    notices,
    permissions,
    personal_access,
    successors,
)
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, Refused
from motions.rules.workflow import RELEASE, SUBMIT, WITHDRAW
from tests.conftest import Login
from tests.factories import consultation, make_co_signing, make_paper, make_released, make_submitted, step
from tests.meetings import make_meeting
from tests.people import Town, member, person_of

from .hostile.posting import summary
from .refusals import edit, rules_of

SECRET: dict[str, Any] = {"is_public": False, "secrecy_ground": "property"}


@pytest.fixture
def author(town: Town) -> Person:
    """Ada Ahornblatt sits in the Rat, in no Fraktion."""
    return person_of(town.council_member)


def words(town: Town, author: Person, **fields: Any) -> dict[str, Any]:
    return {"by": town.office, "paper_type": "motion", "author_person": author, **fields}


def begin(town: Town, kind: str = "motion", **author: Any) -> Paper:
    with clearance("system"):
        return drafting.create_paper(
            by=town.office,
            now=timezone.now(),
            lead_unit=town.units["BM"],
            paper_type=town.types[kind],
            **author,
        )


def refused(town: Town, kind: str = "motion", **author: Any) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refusal:
        begin(town, kind, **author)
    return [(row.rule, row.field) for row in refusal.value.findings]


def known_to(user: User, paper: Paper) -> tuple[bool, bool]:
    """Whether the query and the database show the paper to this person (I7)."""
    with clearance("user", user.pk):
        return (
            permissions.visible_papers(user).filter(pk=paper.pk).exists(),
            Paper.objects.filter(pk=paper.pk).exists(),
        )


@pytest.mark.parametrize("kind", ["motion", "inquiry"])
def test_v17_a_member_of_the_rat_writes_alone(town: Town, author: Person, kind: str) -> None:
    paper = begin(town, kind, author_person=author)
    assert (paper.author_person, paper.author_group, paper.is_of_members) == (author, None, True)


def test_v17_there_is_one_author_and_a_seat(town: Town, author: Person) -> None:
    group = town.organs["GF"]
    assert refused(town, author_person=author, author_group=group) == [("V-17", "author_person")]
    assert refused(town) == [("V-17", "author_group")]
    assert refused(town, "information", author_person=author) == [("V-17", "author_group")]
    assert refused(town, author_person=person_of(town.expert_citizen)) == [("V-17", "author_person")]
    Membership.objects.filter(person=author).update(ends_on=dt.date(2021, 1, 1))
    assert refused(town, author_person=author) == [("V-17", "author_person")]


def test_the_database_knows_one_author_only(town: Town, author: Person) -> None:
    paper = begin(town, author_person=author)
    with clearance("system"), pytest.raises(IntegrityError, match="paper_one_author"), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(author_group=town.organs["GF"])


def test_the_printed_paper_names_the_member(town: Town, author: Person) -> None:
    paper = make_released(**words(town, author))
    assert paper.reference.startswith("RM/")
    with clearance("system"):
        content = paper.documents.get().content
        assert invariants.broken() == []
    assert (content["drafter"], content["resolution_label"], content["wordings"]) == (
        "Ratsmitglied Ada Ahornblatt",
        "Wortlaut des Ratsmitglieds",
        [],
    )


def test_each_page_of_the_desk_says_whose_words_they_are(town: Town, author: Person, login: Login) -> None:
    paper, desk = begin(town, author_person=author), login(town.office)
    for name in ("paper-detail", "paper-edit", "paper-check"):
        page = desk.get(reverse(name, args=[paper.pk])).content.decode()
        assert "Ratsmitglied Ada Ahornblatt" in page


def test_v17_the_wording_is_the_members_once_it_is_handed_in(town: Town, author: Person) -> None:
    paper = make_co_signing(**words(town, author))
    assert permissions.may_edit_wording(town.office, paper) is False
    with clearance("system"), pytest.raises(Refused) as refusal:
        edit(paper, town.office, draft_resolution="<p>Anders.</p>")
    assert rules_of(refusal) == ["V-17"]
    assert permissions.may_copy_paper(town.office, paper) is False


def test_i7_the_author_reads_the_own_words_from_their_number_on(town: Town, author: Person) -> None:
    draft, handed_in = make_paper(**words(town, author)), make_co_signing(**words(town, author))
    assert (known_to(town.council_member, draft), known_to(town.council_member, handed_in)) == (
        (False, False),
        (True, True),
    )
    for other in (town.group_member, town.expert_citizen):
        assert known_to(other, handed_in) == (False, False)


@pytest.mark.parametrize("left", [["Rat"], ["Rat", "HFA"]])
def test_i7_with_the_seat_in_the_rat_the_right_of_the_author_ends_at_once(
    town: Town, author: Person, login: Login, left: list[str]
) -> None:
    paper = make_submitted(**words(town, author, **SECRET))
    page, client = reverse("petition-detail", args=[paper.pk]), login(town.council_member)
    assert (known_to(town.council_member, paper), client.get(page).status_code) == ((True, True), 200)
    over = Membership.objects.filter(person=author, organization__short_name__in=left)
    over.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    assert (known_to(town.council_member, paper), client.get(page).status_code) == ((False, False), 404)
    with clearance("user", town.council_member.pk):
        assert permissions.group_papers(town.council_member).count() == 0
    with pytest.raises(NotPermitted):
        step(paper, WITHDRAW, by=town.council_member, note="Doch nicht.")


def test_p09_an_amendment_to_something_secret_is_told_to_its_readers_only(town: Town, author: Person) -> None:
    rows = [consultation(town.organs["RPA"], "deciding", is_public=False)]
    secret = make_released(by=town.clerk, consultations=rows, **SECRET)
    with clearance("system"):
        amendment = amendments.begin_amendment(
            secret, None, person=author, by=town.office, now=timezone.now()
        )
        edit(amendment, town.office, draft_resolution="<p>Nein.</p>")
    assert amendment.author_person == author
    submitted = step(amendment, SUBMIT, by=town.office)
    assert known_to(town.council_member, submitted) == (False, False)


def test_o03_the_author_withdraws_and_the_ratsbuero_on_behalf(
    town: Town, author: Person, login: Login
) -> None:
    own, told = make_submitted(**words(town, author)), make_submitted(**words(town, author))
    for person in (town.group_member, town.mayor, town.clerk):
        with pytest.raises(NotPermitted):
            step(own, WITHDRAW, by=person, note="Nein.")
    page = login(town.council_member).get(reverse("petition-detail", args=[own.pk])).content.decode()
    assert ("Ihr Wortlaut" in page, "Meine Vorlage zurückziehen" in page, "Fraktion" in page) == (
        True,
        True,
        False,
    )
    step(own, WITHDRAW, by=town.council_member, note="Erledigt.")
    step(told, WITHDRAW, by=town.office, note="Schreiben vom 3. März.")
    with clearance("system"):
        assert [paper.events.get(act="withdraw").on_behalf for paper in (own, told)] == [
            "",
            "im Auftrag von Ratsmitglied Ada Ahornblatt",
        ]


def test_e08_a_member_has_no_claim_to_an_item_unless_the_law_of_the_town_says_so(
    town: Town, author: Person, system: None
) -> None:
    Bylaw.objects.filter(key="group.minimum_size").update(value=1)
    meeting = make_meeting(town.organs["HFA"], starts_at=timezone.now() + dt.timedelta(days=40))
    make_released(**words(town, author))

    def reserved() -> list[str]:
        [row] = agenda_sources.proposals(meeting)
        return [finding.rule for finding in row.reservations]

    assert reserved() == ["E-08"]
    Membership.objects.create(person=author, organization=town.organs["GF"], starts_on=dt.date(2021, 1, 1))
    assert reserved() == ["E-08"]
    Bylaw.objects.filter(key="agenda.single_member_motions").update(value=True)
    assert reserved() == []


def test_the_author_is_told_of_the_release(town: Town, author: Person) -> None:
    make_released(**words(town, author))
    with clearance("system"):
        told = Notification.objects.filter(kind="paper_released").values_list(
            "recipient__first_name", flat=True
        )
        assert set(told) == {"Ada", "Silas"}


@pytest.mark.usefixtures("system")
def test_whoever_has_left_the_rat_is_told_nothing_more(town: Town, author: Person) -> None:
    paper, now = make_submitted(**words(town, author)), timezone.now()
    assert list(notices.authors(paper, now)) == [town.office, town.council_member]
    over = timezone.localdate() - dt.timedelta(days=1)
    Membership.objects.filter(person=author, organization=town.organs["Rat"]).update(ends_on=over)
    assert list(notices.authors(paper, now)) == [town.office]


def test_v03_a_neufassung_keeps_its_author(town: Town, author: Person) -> None:
    paper = make_released(**words(town, author))
    with clearance("system"):
        newer = successors.create_successor(paper, "replacement", by=town.office, now=timezone.now())
    assert newer.author_person == author
    with clearance("system"):
        edit(newer, town.office, subject="Anders")
    assert (
        step(step(newer, SUBMIT, by=town.office), RELEASE, by=town.mayor).reference == f"{paper.reference}/1"
    )


def test_the_ratsbuero_chooses_a_fraktion_or_a_member(town: Town, author: Person, login: Login) -> None:
    paper = make_released(by=town.clerk)
    desk, address = login(town.office), reverse("amendment-new", args=[paper.pk])
    offered = desk.get(address).context["form"].fields["author_person"].queryset
    assert [str(person) for person in offered] == ["Ada Ahornblatt", "Quentin Rotkehlchen"]
    group = {"author_group": str(town.organs["GF"].pk)}
    person = {"author_person": str(author.pk)}
    stranger = {"author_person": str(person_of(town.expert_citizen).pk)}
    assert summary(desk.post(address, {})) == ["Fraktion: Wählen Sie die Fraktion oder das Ratsmitglied aus."]
    assert summary(desk.post(address, group | person)) == [
        "Oder einzelnes Ratsmitglied: Wählen Sie die Fraktion oder das Ratsmitglied, nicht beide."
    ]
    assert summary(desk.post(address, stranger)) == [
        "Oder einzelnes Ratsmitglied: Diese Person hat keinen Sitz im Rat mehr. Wählen Sie neu."
    ]
    first, second = (desk.post(address, person).headers["Location"] for _ in range(2))
    assert first == second
    with clearance("system"):
        assert Paper.objects.get(amends=paper).author_person == author


def test_a_member_of_a_committee_sees_no_unreleased_motion_of_another(town: Town, author: Person) -> None:
    other = member("Berta Heidelkraut", town.organs["HFA"])
    assert known_to(other, make_co_signing(**words(town, author))) == (False, False)


@pytest.mark.usefixtures("system")
def test_ds11_the_author_is_told_which_motions_bear_the_name(town: Town, author: Person) -> None:
    paper = make_co_signing(**words(town, author, subject="Geheimvogel", **SECRET))
    rows = personal_access.of_person(author, by=town.office)
    assert [row for row in rows if row[0] == "Antrag ohne Fraktion"] == [
        ("Antrag ohne Fraktion", paper.dated_on, None, f"Antrag {paper.reference}")
    ]
    assert "Geheimvogel" not in str(rows)
