"""Die Tagesordnung: items, order, parts, numbers that stay, papers by their Beratungsfolge (E-07 to E-13, P, B-03)."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Bylaw, Meeting, Membership, Paper
from motions.models.choices import ItemKind
from motions.rules import agenda, agenda_editing, agenda_sources, recusals
from motions.rules.agenda_checks import Entry
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.factories import consultation, make_released, past_the_guards
from tests.meetings import announce, make_meeting, make_paper_item, open_now, settled
from tests.motions.refusals import rules_of
from tests.people import Town, person_of


def now() -> dt.datetime:
    return timezone.now()


def add(meeting: Meeting, town: Town, title: str = "Bericht", **fields: Any) -> AgendaItem:
    fresh = Meeting.objects.get(pk=meeting.pk)
    act: dict[str, Any] = {"version": fresh.version, "by": town.office} | {
        name: fields.pop(name) for name in ("version", "by") if name in fields
    }
    return agenda.add_item(fresh, Entry(title, **fields), now=now(), **act)


def add_papers(meeting: Meeting, town: Town, *papers: Paper, note: str = "") -> list[AgendaItem]:
    fresh = Meeting.objects.get(pk=meeting.pk)
    rows = [paper.consultations.get(organization=meeting.organization) for paper in papers]
    return agenda.add_papers(
        fresh, rows, by=town.office, now=now(), version=fresh.version, accepted_note=note
    )


def move(item: AgendaItem, to: int, town: Town) -> None:
    agenda.move_item(
        item, to, by=town.office, now=now(), version=Meeting.objects.get(pk=item.meeting_id).version
    )


def titles(meeting: Meeting, *, is_public: bool = True) -> list[str]:
    return [row.title for row in meeting.items.in_order() if row.is_public == is_public]


def labels(meeting: Meeting) -> dict[str, str]:
    return {row.title: row.label for row in meeting.items.all()}


def paper_for(town: Town, organ: str = "HFA", **fields: Any) -> Paper:
    rows = fields.pop("consultations", [consultation(town.organs[organ], "deciding")])
    return make_released(by=town.clerk, consultations=rows, **fields)


def motion(town: Town, **fields: Any) -> Paper:
    return paper_for(
        town, paper_type="motion", author_group=town.organs["GF"], subject="Mehr Bänke", **fields
    )


def test_p01_a_new_item_is_public(town: Town, meeting: Meeting) -> None:
    assert add(meeting, town).is_public is True


def test_p02_a_secret_item_needs_its_ground(town: Town, meeting: Meeting) -> None:
    with pytest.raises(Refused) as refusal:
        add(meeting, town, is_public=False)
    assert rules_of(refusal) == ["P-02"]


def test_p04_the_budget_is_never_debated_in_secret(town: Town, meeting: Meeting) -> None:
    rows = [consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")]
    paper = make_released(by=town.clerk, consultations=rows, council_matter="budget")
    (item,) = add_papers(meeting, town, paper)
    with pytest.raises(Refused) as refusal:
        agenda.change_item(
            item,
            Entry(item.title, is_public=False, secrecy_ground="other", public_title="Geld"),
            by=town.office,
            now=now(),
            version=2,
        )
    assert rules_of(refusal) == ["P-04"]


def test_p06_a_secret_paper_stays_in_the_secret_part(town: Town, meeting: Meeting) -> None:
    row = consultation(town.organs["HFA"], "deciding", is_public=False)
    paper = make_released(by=town.clerk, consultations=[row], is_public=False, secrecy_ground="property")
    (item,) = add_papers(meeting, town, paper)
    assert (item.is_public, item.secrecy_ground, item.public_title) == (
        False,
        "property",
        "Grundstücksangelegenheit",
    )
    with pytest.raises(Refused) as refusal:
        agenda.change_item(item, Entry(item.title), by=town.office, now=now(), version=2)
    assert rules_of(refusal) == ["P-06"]


def test_e13_an_unnamed_ground_proposes_no_title(town: Town, meeting: Meeting) -> None:
    row = consultation(town.organs["HFA"], "deciding", is_public=False)
    paper = make_released(by=town.clerk, consultations=[row], is_public=False, secrecy_ground="other")
    (item,) = add_papers(meeting, town, paper)
    assert item.public_title == ""


def test_papers_come_in_the_order_of_their_dates_before_the_inquiries(town: Town, meeting: Meeting) -> None:
    agenda.add_standard_items(meeting, by=town.office, now=now(), version=1)
    hfa = town.organs["HFA"]
    days = (None, dt.date(2027, 3, 2), dt.date(2027, 3, 1))
    papers = [
        paper_for(
            town, subject=f"Vorlage {place}", consultations=[consultation(hfa, "deciding", planned_on=day)]
        )
        for place, day in enumerate(days)
    ]
    assert [row.consultation.paper for row in agenda_sources.proposals(meeting)] == [
        papers[2],
        papers[1],
        papers[0],
    ]
    add_papers(meeting, town, *papers)
    assert titles(meeting)[3:] == ["Vorlage 2", "Vorlage 1", "Vorlage 0", "Anfragen und Mitteilungen"]


def test_n05_the_standard_items_ask_for_objections_and_come_once(town: Town, meeting: Meeting) -> None:
    add(meeting, town, "Haushalt")
    agenda.add_standard_items(meeting, by=town.office, now=now(), version=2)
    assert [row.kind for row in meeting.items.in_order()] == [
        ItemKind.OPENING,
        ItemKind.OBJECTIONS,
        ItemKind.QUESTION_TIME,
        ItemKind.OTHER,
        ItemKind.INQUIRIES,
    ]
    assert agenda.add_standard_items(meeting, by=town.office, now=now(), version=3) == []


def test_n05_the_nonpublic_part_has_standard_items_where_the_town_wants_them(
    town: Town, meeting: Meeting
) -> None:
    Bylaw.objects.create(
        key="agenda.nonpublic_items",
        value=[["inquiries", "Mitteilungen"], ["other", "Bericht der Verwaltung"]],
        starts_on=dt.date(2020, 1, 1),
    )
    agenda.add_standard_items(meeting, by=town.office, now=now(), version=1)
    assert titles(meeting, is_public=False) == ["Bericht der Verwaltung", "Mitteilungen"]
    row = meeting.items.get(title="Mitteilungen")
    assert (row.secrecy_ground, row.public_title) == ("other", "Mitteilungen")
    assert agenda.add_standard_items(meeting, by=town.office, now=now(), version=2) == []


def test_only_released_papers_of_this_organ_are_proposed_and_only_once(town: Town, meeting: Meeting) -> None:
    paper = paper_for(town)
    paper_for(town, "ASJF")
    assert [row.consultation.paper for row in agenda_sources.proposals(meeting)] == [paper]
    add_papers(meeting, town, paper)
    other = make_meeting(town.organs["HFA"], starts_at=now() + dt.timedelta(days=60))
    assert agenda_sources.proposals(meeting) == agenda_sources.proposals(other) == []
    with pytest.raises(OutdatedState):
        add_papers(meeting, town, paper)


def test_a_paper_of_a_cancelled_meeting_is_proposed_again(town: Town, meeting: Meeting) -> None:
    paper = paper_for(town)
    make_paper_item(
        make_meeting(town.organs["HFA"], starts_at=now() + dt.timedelta(9), status="cancelled"),
        paper.consultations.get(),
    )
    assert [row.consultation.paper for row in agenda_sources.proposals(meeting)] == [paper]


@pytest.mark.parametrize(
    ("outcome", "is_open"), [("deferred", True), ("removed_from_agenda", True), ("adopted", False)]
)
def test_what_was_put_off_is_proposed_again(
    town: Town, meeting: Meeting, outcome: str, is_open: bool
) -> None:
    paper = paper_for(town)
    item = make_paper_item(meeting, paper.consultations.get())
    open_now(announce(meeting, by=town.office), by=town.office)
    settled(item, outcome=outcome)
    other = make_meeting(town.organs["HFA"], starts_at=now() + dt.timedelta(days=60))
    assert [row.consultation.paper for row in agenda_sources.proposals(other)] == [paper] * is_open
    assert agenda_sources.proposals(meeting) == []


def test_b03_a_missing_preparation_is_named(town: Town, meeting: Meeting) -> None:
    rows = [consultation(town.organs["ASJF"], "advisory"), consultation(town.organs["HFA"], "deciding")]
    make_released(by=town.clerk, consultations=rows)
    (proposal,) = agenda_sources.proposals(meeting)
    assert [row.organization for row in proposal.unprepared] == [town.organs["ASJF"]]


def test_e07_a_motion_after_the_deadline_needs_a_note(town: Town, system: None) -> None:
    Bylaw.objects.filter(key="group.minimum_size").update(value=1)
    soon = make_meeting(town.organs["HFA"], starts_at=now() + dt.timedelta(days=13))
    paper = motion(town)
    with pytest.raises(Refused) as refusal:
        add_papers(soon, town, paper)
    assert rules_of(refusal) == ["E-07"]
    (item,) = add_papers(soon, town, paper, note="Die Bürgermeisterin nimmt ihn auf.")
    assert item.accepted_note == "Die Bürgermeisterin nimmt ihn auf."
    assert soon.events.get().note == "E-07: Die Bürgermeisterin nimmt ihn auf."


def test_e07_a_motion_in_time_needs_none(town: Town, meeting: Meeting) -> None:
    Bylaw.objects.filter(key="group.minimum_size").update(value=1)
    (item,) = add_papers(meeting, town, motion(town), note="Überflüssig.")
    assert item.accepted_note == ""


def test_e07_the_day_of_receipt_counts_not_the_day_somebody_typed_it_in(town: Town, system: None) -> None:
    Bylaw.objects.filter(key="group.minimum_size").update(value=1)
    soon = make_meeting(town.organs["HFA"], starts_at=now() + dt.timedelta(days=13))
    paper, older = motion(town), motion(town)
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(received_on=now().date() - dt.timedelta(days=20))
        Paper.objects.filter(pk=older.pk).update(received_on=None, created_at=now() - dt.timedelta(days=20))
    assert [row.reservations for row in agenda_sources.proposals(soon)] == [(), ()]


def test_e07_a_neufassung_came_in_with_its_motion(town: Town, meeting: Meeting) -> None:
    Bylaw.objects.filter(key="group.minimum_size").update(value=1)
    newer = motion(town)
    original = motion(town)
    with past_the_guards():
        Paper.objects.filter(pk=original.pk).update(received_on=now().date() - dt.timedelta(days=40))
        Paper.objects.filter(pk=newer.pk).update(original=original, successor_kind="replacement")
    soon = make_meeting(town.organs["HFA"], starts_at=now() + dt.timedelta(days=13))
    [row] = [row for row in agenda_sources.proposals(soon) if row.consultation.paper_id == newer.pk]
    assert row.reservations == ()


def test_e08_a_single_member_has_no_claim_unless_the_law_of_the_town_says_so(
    town: Town, meeting: Meeting
) -> None:
    paper = motion(town)
    assert Membership.objects.filter(organization=town.organs["GF"]).count() == 1
    with pytest.raises(Refused) as refusal:
        add_papers(meeting, town, paper)
    assert rules_of(refusal) == ["E-08"]
    Bylaw.objects.filter(key="agenda.single_member_motions").update(value=True)
    assert len(add_papers(meeting, town, paper)) == 1


def test_items_move_to_any_place(town: Town, meeting: Meeting) -> None:
    items = [add(meeting, town, f"Punkt {number}") for number in range(1, 5)]
    move(items[3], 2, town)
    assert titles(meeting) == ["Punkt 1", "Punkt 4", "Punkt 2", "Punkt 3"]
    move(items[0], 99, town)
    assert titles(meeting) == ["Punkt 4", "Punkt 2", "Punkt 3", "Punkt 1"]


def test_an_item_changes_its_part(town: Town, meeting: Meeting) -> None:
    item = add(meeting, town, "Verkauf")
    wanted = Entry("Verkauf an Muster", is_public=False, secrecy_ground="property", public_title="Grundstück")
    agenda.change_item(item, wanted, by=town.office, now=now(), version=2)
    assert (titles(meeting), titles(meeting, is_public=False)) == ([], ["Verkauf an Muster"])


def numbered(meeting: Meeting) -> list[tuple[str, str]]:
    return [(label, row.title) for label, row in agenda_editing.labelled(meeting)]


def test_an_item_is_put_below_another_and_taken_out_again(town: Town, meeting: Meeting) -> None:
    first, second = add(meeting, town, "A"), add(meeting, town, "B")
    agenda.change_item(second, Entry("B", parent=first), by=town.office, now=now(), version=3)
    assert numbered(meeting) == [("Ö 1", "A"), ("Ö 1.1", "B")]
    agenda.change_item(second, Entry("B"), by=town.office, now=now(), version=4)
    assert numbered(meeting) == [("Ö 1", "A"), ("Ö 2", "B")]


def test_e12_there_is_one_level_below_an_item_of_the_same_part(town: Town, meeting: Meeting) -> None:
    first, second = add(meeting, town, "A"), add(meeting, town, "B")
    add(meeting, town, "A eins", parent=first)
    secret: dict[str, Any] = {"is_public": False, "secrecy_ground": "property", "public_title": "Grundstück"}
    for item, entry in (
        (first, Entry("A", parent=second)),
        (second, Entry("B", parent=second)),
        (second, Entry("B", parent=first, **secret)),
    ):
        with pytest.raises(Refused) as refusal:
            agenda.change_item(item, entry, by=town.office, now=now(), version=4)
        assert rules_of(refusal) == ["E-12"]


def test_papers_of_one_matter_stand_below_its_item(town: Town, meeting: Meeting, login: Login) -> None:
    parent = add(meeting, town, "Haushalt")
    paper = paper_for(town, subject="Stellenplan")
    sent = {
        "version": 2,
        "consultations": [paper.consultations.get().pk],
        "parent": parent.pk,
    }
    client = login(town.office)
    assert client.post(reverse("agenda-papers", args=[meeting.pk]), sent).status_code == 302
    assert numbered(meeting) == [("Ö 1", "Haushalt"), ("Ö 1.1", "Stellenplan")]
    page = client.get(reverse("agenda-item-edit", args=[meeting.pk, meeting.items.get(parent=parent).pk]))
    assert page.context["form"]["parent"].value() == parent.pk
    assert (
        "parent"
        not in client.get(reverse("agenda-item-edit", args=[meeting.pk, parent.pk])).context["form"].fields
    )


def test_e12_an_item_is_not_removed_over_the_heads_of_its_sub_items(town: Town, meeting: Meeting) -> None:
    parent = add(meeting, town, "A")
    child = add(meeting, town, "A eins", parent=parent)
    with pytest.raises(Refused) as refusal:
        agenda.remove_item(parent, by=town.office, now=now(), version=3)
    assert (rules_of(refusal), titles(meeting)) == (["E-12"], ["A", "A eins"])
    agenda.remove_item(child, by=town.office, now=now(), version=3)
    agenda.remove_item(parent, by=town.office, now=now(), version=4)
    assert titles(meeting) == []


def test_an_item_is_removed_with_the_recusals_declared_about_it(town: Town, meeting: Meeting) -> None:
    add(meeting, town)
    announce(meeting, by=town.office)
    item = add(meeting, town, "Nachtrag")
    person = person_of(town.council_member)
    recusals.declare(item, person, ground="board", by=town.office, now=now())
    fresh = Meeting.objects.get(pk=meeting.pk)
    agenda.remove_item(item, by=town.office, now=now(), version=fresh.version)
    assert titles(meeting) == ["Bericht"]


def test_a_second_click_adds_nothing(town: Town, meeting: Meeting) -> None:
    add(meeting, town, "A", version=1)
    with pytest.raises(OutdatedState):
        add(meeting, town, "A", version=1)
    assert titles(meeting) == ["A"]


@pytest.mark.parametrize("person", ["clerk", "mayor", "council_member", "administrator"])
def test_only_the_ratsbuero_edits_the_agenda(town: Town, meeting: Meeting, person: str) -> None:
    with pytest.raises(NotPermitted):
        add(meeting, town, by=getattr(town, person))


def test_the_agenda_of_a_cancelled_meeting_is_closed(town: Town, system: None) -> None:
    gone = make_meeting(town.organs["HFA"], status="cancelled")
    with pytest.raises(OutdatedState):
        add(gone, town)
