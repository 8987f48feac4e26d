"""Befangenheit in der Sitzung (R-01 to R-07): in no vote, not counted, the chair passes on."""

import pytest
from django.utils import timezone

from motions.models import AgendaItem, Recusal
from motions.rules import attendance, quorum, recording, recusals
from motions.rules.clearance import clearance
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused
from motions.rules.meeting_workflow import CLOSE
from motions.rules.transitions import expected_findings
from tests.factories import consultation
from tests.meetings import announce, close_now, make_item, make_meeting
from tests.people import SINCE, Town, person_of
from tests.sittings import (
    attendee,
    consultations,
    decide,
    fill,
    fresh,
    give_person,
    in_session,
    meeting_of,
    opened,
    treatment,
    vote,
)

pytestmark = pytest.mark.usefixtures("system")


def declare(town: Town, item: AgendaItem, **fields: object) -> Recusal:
    person = person_of(town.council_member)
    given = {"ground": "board", "by": town.office, "now": timezone.now()}
    return recusals.declare(fresh(item), person, **given | fields)  # type: ignore[arg-type]


def test_r01_who_is_recused_is_in_no_vote(town: Town) -> None:
    give_person(town)
    item = in_session(town, "Rat")
    declare(town, item)
    with pytest.raises(Refused):
        vote(town, item, 3)
    everybody = dict.fromkeys(item.meeting.attendees.all(), "yes")
    with pytest.raises(Refused) as refusal:
        decide(town, item, mode="by_name", named=everybody)
    assert "Nicht stimmberechtigt oder nicht anwesend: Ada Ahornblatt." in str(refusal.value)
    ballot = decide(town, item, 2).ballots.get()
    assert (ballot.voters, ballot.abstention_count) == (2, 0)


def test_r02_the_private_reason_has_no_place() -> None:
    assert {field.name for field in Recusal._meta.fields} == {
        "id",
        "item",
        "person",
        "ground",
        "stays_in_audience",
        "declared_by",
        "declared_at",
    }


def late(town: Town, item: AgendaItem, *counts: int) -> list[Finding]:
    decide(town, item, *counts)
    declare(town, item)
    found = expected_findings(meeting_of(item), CLOSE, by=town.office, now=timezone.now())
    return [row for row in found if row.rule == "R-04"]


@pytest.mark.parametrize(("counts", "words"), [((13, 12), "entscheidend"), ((15, 10), "nicht entscheidend")])
def test_r04_a_vote_of_somebody_recused_is_weighed(town: Town, counts: tuple[int, int], words: str) -> None:
    fill(town.organs["Rat"], 22)
    found = late(town, in_session(town, "Rat"), *counts)
    assert [(row.warns, row.text) for row in found] == [
        (
            True,
            f"Ö 1: Ada Ahornblatt hat abgestimmt und war befangen. Mitwirkung {words} (§ 31 Abs. 6 GO NRW).",
        )
    ]


def test_a06_who_comes_or_goes_afterwards_is_noticed_at_the_end(town: Town) -> None:
    item = in_session(town, "Rat")
    decide(town, item)
    attendee(item, "Ada Ahornblatt").intervals.all().delete()
    found = expected_findings(meeting_of(item), CLOSE, by=town.office, now=timezone.now())
    assert [row.rule for row in found] == ["A-06"]


def test_r05_the_chair_passes_to_the_deputy(town: Town) -> None:
    clara = give_person(town)
    member = person_of(town.council_member)
    member.memberships.filter(organization=town.organs["Rat"]).update(role="deputy_mayor", rank=1)
    item = in_session(town, "Rat")
    row = recording.call(item, version=1, by=town.office, now=timezone.now())
    assert row.chaired_by == clara
    recusals.declare(item, clara, ground="board", by=town.office, now=timezone.now())
    assert treatment(item).chaired_by == member


def test_r06_a_recusal_is_proposed_in_the_next_organ(town: Town) -> None:
    rows = consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )
    first = in_session(town, "HFA", consultation=rows["HFA"])
    declare(town, first)
    close_now(first.meeting, by=town.office)
    second = in_session(town, "Rat", consultation=rows["Rat"])
    proposed = recusals.proposals(second, attendance.roll(second.meeting))
    assert [row.person for row in proposed] == [person_of(town.council_member)]
    assert second.recusals.count() == 0
    declare(town, second)
    assert recusals.proposals(second, attendance.roll(second.meeting)) == []


def test_r07_recused_members_do_not_count_as_present(town: Town) -> None:
    item = in_session(town, "Rat")
    declare(town, item)
    meeting = meeting_of(item)
    row = quorum.of_item(meeting, item, attendance.roll(meeting), statutory=25, at=timezone.now())
    assert (row.present, row.recused) == (2, 1)


def test_r07_more_than_half_recused_is_told(town: Town) -> None:
    row = quorum.Quorum(present=12, statutory=25, council=12, others=0, recused=13, is_second_summons=True)
    item = in_session(town, "Rat")
    assert [found.rule for found in quorum.findings(row, treatment(item))] == ["R-07"]


def test_a_member_declares_ahead_for_himself_only(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    item = make_item(meeting)
    meeting = announce(meeting, by=town.office)
    with pytest.raises(NotPermitted):
        declare(town, item, by=town.group_member)
    row = declare(town, item, by=town.council_member)
    with pytest.raises(OutdatedState):
        declare(town, item, by=town.council_member)
    item = opened(town, item)
    with pytest.raises(Refused):
        vote(town, item, 3)
    recusals.withdraw(row, by=town.council_member, now=timezone.now())
    with pytest.raises(OutdatedState):
        recusals.withdraw(row, by=town.council_member, now=timezone.now())
    assert vote(town, item, 3).voters == 3
    close_now(meeting_of(item), by=town.office)
    with pytest.raises(OutdatedState):
        declare(town, item)


def test_nobody_declares_before_the_invitation(town: Town) -> None:
    item = make_item(make_meeting(town.organs["Rat"]))
    with pytest.raises(OutdatedState):
        declare(town, item, by=town.council_member)


def test_r05_the_first_item_has_a_chair_without_a_call_and_another_one_can_be_chosen(town: Town) -> None:
    clara, eldest = give_person(town), person_of(town.council_member)
    item = in_session(town, "Rat")
    assert decide(town, item).chaired_by == clara
    version = treatment(item).version
    recording.set_chair(item, eldest, version=version, by=town.office, now=timezone.now())
    assert treatment(item).chaired_by == eldest
    recusals.declare(item, clara, ground="board", by=town.office, now=timezone.now())
    assert treatment(item).chaired_by == eldest
    with pytest.raises(Refused) as refusal:
        recording.set_chair(item, clara, version=version + 1, by=town.office, now=timezone.now())
    assert [finding.rule for finding in refusal.value.findings] == ["R-05"]


def test_r05_a_member_declares_in_session_and_the_chair_passes(town: Town) -> None:
    member = person_of(town.council_member)
    member.memberships.create(organization=town.organs["RPA"], role="chair", starts_on=SINCE)
    item = in_session(town, "RPA")
    assert recording.call(item, version=1, by=town.office, now=timezone.now()).chaired_by == member
    with clearance("user", town.council_member.pk):
        declare(town, item, by=town.council_member)
    assert treatment(item).chaired_by is None
    assert [row.person for row in recusals.of_item(item)] == [member]
