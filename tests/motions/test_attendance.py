"""Anwesenheit und Beschlussfähigkeit (Q-01 to Q-04, Q-07 to Q-09, A-18): who is there, who may vote."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Meeting, Reply, SubstituteMembership
from motions.rules import attendance, minutes_content, quorum, recording
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.quorum import Quorum
from tests.conftest import Login
from tests.meetings import announce, close_now, make_item, make_meeting, open_now, settled
from tests.people import SINCE, Town, person_of
from tests.sittings import attendee, fill, in_session, meeting_of, opened, settle, treatment, vote

pytestmark = pytest.mark.usefixtures("system")
MINUTE = dt.timedelta(minutes=1)


def rules(refusal: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [finding.rule for finding in refusal.value.findings]


def quorum_of(item: AgendaItem, at: dt.datetime | None = None) -> Quorum:
    meeting = meeting_of(item)
    roll, statutory = attendance.roll(meeting), quorum.statutory_count(meeting)
    return quorum.of_item(meeting, item, roll, statutory=statutory, at=at or timezone.now())


def test_opening_lists_the_organ_of_the_day(town: Town) -> None:
    meeting = make_meeting(town.organs["ASJF"])
    fill(town.organs["ASJF"], 1, role="advisory_resident", has_vote=False)
    fill(town.organs["ASJF"], 1)
    make_item(meeting)
    announce(meeting, by=town.office)
    Reply.objects.create(
        meeting=meeting,
        person=person_of(town.expert_citizen),
        is_coming=False,
        replied_by=town.expert_citizen,
        replied_at=timezone.now(),
    )
    meeting = open_now(meeting, by=town.office)
    rows = {row.name: row for row in meeting.attendees.all()}
    assert {name: (row.seat, row.has_vote, row.counts_as_council) for name, row in rows.items()} == {
        "Clara Schlossgarten": ("advisory", False, False),
        "Yasmin Brombeer": ("member", True, False),
        "Mia Mitglied 003": ("advisory", False, False),
        "Mia Mitglied 004": ("member", True, True),
    }
    assert [name for name, row in rows.items() if row.is_excused] == ["Yasmin Brombeer"]
    assert meeting.items.get().treatment.outcome == ""


@pytest.mark.parametrize(
    ("organ", "has_vote"), [("Rat", True), ("HFA", True), ("RPA", False), ("ASJF", False)]
)
def test_a18_the_mayor_votes_in_rat_and_hfa_only(town: Town, organ: str, has_vote: bool) -> None:
    item = in_session(town, organ)
    assert attendee(item, "Clara Schlossgarten").has_vote is has_vote


@pytest.mark.parametrize(("present", "is_met"), [(12, False), (13, True)])
def test_q01_more_than_half_of_the_statutory_number(present: int, is_met: bool) -> None:
    row = Quorum(present=present, statutory=25, council=present, others=0, recused=0)
    assert (row.is_met, row.needed) == (is_met, 13)


def test_q01_the_statutory_number_is_that_of_the_term(town: Town) -> None:
    item = in_session(town, "Rat")
    assert quorum_of(item).words == (
        "Nicht beschlussfähig: 3 von 25 Stimmberechtigten sind anwesend, nötig sind 13."
    )


def test_q02_a_missing_quorum_warns_and_does_not_block(town: Town) -> None:
    item = in_session(town, "Rat")
    found = quorum.findings(quorum_of(item), treatment(item))
    assert [(row.rule, row.blocks, row.warns) for row in found] == [("Q-02", False, False)]
    assert vote(town, item, 3).yes_count == 3


def test_q02_once_the_chair_states_it_nothing_is_decided(town: Town) -> None:
    item = in_session(town, "Rat")
    recording.state_lack_of_quorum(item, is_lacking=True, version=1, by=town.office, now=timezone.now())
    with pytest.raises(Refused) as refusal:
        vote(town, item, 3)
    assert rules(refusal) == ["Q-03"]
    with pytest.raises(Refused) as refusal:
        settle(town, item, "noted")
    assert rules(refusal) == ["Q-03"]
    assert settle(town, item, "deferred").outcome == "deferred"


def _put_off_before(town: Town, item: AgendaItem) -> None:
    """The same matter in an earlier meeting, where too few had come."""
    before = make_meeting(town.organs["Rat"], starts_at=item.meeting.starts_at - dt.timedelta(days=9))
    earlier = make_item(before, item.title, consultation=item.consultation)
    running = open_now(announce(before, by=town.office), by=town.office)
    settled(earlier, quorum_lacking=True, outcome="deferred")
    close_now(running, by=town.office)


def test_q03_the_invitation_says_which_matter_comes_a_second_time(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    item = make_item(meeting, "Marktordnung")
    make_item(meeting, "Berichte")
    _put_off_before(town, item)
    meeting = announce(meeting, by=town.office)
    assert meeting.second_summons
    content = meeting.documents.get(edition="internal").content
    assert content["second_summons_for"] == ["Ö 1"]


def test_q03_after_the_second_summons_the_number_does_not_matter(town: Town) -> None:
    item = in_session(town, "Rat")
    assert not quorum_of(item).is_met
    _put_off_before(town, item)
    assert not quorum_of(item).is_met
    Meeting.objects.filter(pk=item.meeting_id).update(second_summons=True)
    assert quorum_of(item).is_met
    recording.state_lack_of_quorum(item, is_lacking=True, version=1, by=town.office, now=timezone.now())
    assert vote(town, item, 3).yes_count == 3


@pytest.mark.parametrize(("council", "others", "is_met"), [(3, 4, False), (4, 4, False), (5, 2, True)])
def test_q04_ratsmitglieder_must_outnumber_expert_citizens(council: int, others: int, is_met: bool) -> None:
    row = Quorum(
        present=council + others, statutory=13, council=council, others=others, recused=0, is_committee=True
    )
    assert row.is_met is is_met


def test_q04_is_told_for_a_committee(town: Town) -> None:
    fill(town.organs["ASJF"], 3)
    fill(town.organs["ASJF"], 9, role="expert_citizen")
    item = in_session(town, "ASJF")
    found = quorum.findings(quorum_of(item), treatment(item))
    assert [row.rule for row in found] == ["Q-04"]


def test_q07_votes_are_checked_against_times(town: Town) -> None:
    item = in_session(town, "Rat", absent=["Ada Ahornblatt"])
    ada, now = attendee(item, "Ada Ahornblatt"), timezone.now()
    with pytest.raises(Refused) as refusal:
        vote(town, item, 3)
    assert rules(refusal) == ["A-06"]
    attendance.arrive(ada, at=now, by=town.office, now=now)
    assert vote(town, item, 3, at=now + MINUTE, kind="procedure").voters == 3
    assert vote(town, item, 2, at=meeting_of(item).opened_at, kind="procedure").voters == 2
    attendance.leave(ada, at=now + MINUTE, by=town.office, now=now + 2 * MINUTE)
    assert vote(town, item, 2, at=now + 2 * MINUTE).voters == 2


def test_q07_times_make_sense(town: Town) -> None:
    item = in_session(town, "Rat", absent=["Ada Ahornblatt"])
    ada, quentin, now = (
        attendee(item, "Ada Ahornblatt"),
        attendee(item, "Quentin Rotkehlchen"),
        timezone.now(),
    )
    for act, who, at in (
        (attendance.arrive, ada, now + MINUTE),
        (attendance.arrive, quentin, now),
        (attendance.leave, ada, now),
        (attendance.leave, quentin, now + MINUTE),
    ):
        with pytest.raises(Refused) as refusal:
            act(who, at=at, by=town.office, now=now)
        assert rules(refusal) == ["Q-07"]
    with pytest.raises(Refused):
        attendance.excuse(quentin, by=town.office, now=now)
    attendance.excuse(ada, by=town.office, now=now)
    assert attendee(item, "Ada Ahornblatt").is_excused


def deputy(town: Town, position: int, group: str = "GF") -> SubstituteMembership:
    person = fill(town.organs[group], 1)[0]
    return SubstituteMembership.objects.create(
        organization=town.organs["HFA"],
        person=person,
        parliamentary_group=town.organs[group],
        position=position,
        starts_on=SINCE,
    )


@pytest.fixture
def hfa(town: Town) -> AgendaItem:
    """The HFA without its only member of the Grünes Forum."""
    member = person_of(town.group_member)
    member.memberships.create(organization=town.organs["HFA"], starts_on=SINCE)
    return in_session(town, "HFA", absent=["Quentin Rotkehlchen"])


def test_q08_a_substitute_takes_the_vote_of_the_absent_member(town: Town, hfa: AgendaItem) -> None:
    member, now = attendee(hfa, "Quentin Rotkehlchen"), timezone.now()
    row = attendance.substitute(member, deputy(town, 1), at=now, by=town.office, now=now)
    assert (row.has_vote, row.group, row.substitutes_for) == (True, "Grünes Forum", member)
    assert vote(town, hfa, 3).voters == 3
    with pytest.raises(Refused) as refusal:
        attendance.arrive(member, at=now, by=town.office, now=now)
    assert rules(refusal) == ["Q-08"]
    attendance.leave(row, at=now + MINUTE, by=town.office, now=now + MINUTE)
    attendance.arrive(member, at=now + MINUTE, by=town.office, now=now + MINUTE)
    with pytest.raises(Refused) as refusal:
        attendance.arrive(row, at=now + 2 * MINUTE, by=town.office, now=now + 2 * MINUTE)
    assert rules(refusal) == ["Q-08"]


def test_q08_stating_the_attendance_seats_nobody_beside_the_substitute(town: Town, hfa: AgendaItem) -> None:
    member, now = attendee(hfa, "Quentin Rotkehlchen"), timezone.now()
    row = attendance.substitute(member, deputy(town, 1), at=now, by=town.office, now=now)
    attendance.mark_present(meeting_of(hfa), absent=[], by=town.office, now=now + MINUTE)
    assert (member.intervals.count(), row.intervals.count()) == (0, 1)


def test_q08_who_does_not_fit_is_refused(town: Town, hfa: AgendaItem) -> None:
    now, first, second = timezone.now(), deputy(town, 1), deputy(town, 2)
    ada, quentin = attendee(hfa, "Ada Ahornblatt"), attendee(hfa, "Quentin Rotkehlchen")
    with pytest.raises(Refused) as refusal:
        attendance.substitute(ada, first, at=now, by=town.office, now=now)
    assert rules(refusal) == ["Q-08", "Q-08"]
    with pytest.raises(Refused) as refusal:
        attendance.substitute(quentin, second, at=now, by=town.office, now=now)
    assert [(row.rule, row.field) for row in refusal.value.findings] == [("Q-08", "note")]
    attendance.substitute(quentin, second, at=now, by=town.office, now=now, note="Erkrankt.")
    assert hfa.meeting.events.latest("pk").note == "Erkrankt."
    with pytest.raises(Refused) as refusal:
        attendance.substitute(quentin, second, at=now, by=town.office, now=now)
    assert "Q-08" in rules(refusal)


def test_q08_a_member_of_the_organ_does_not_stand_in_for_another(town: Town, hfa: AgendaItem) -> None:
    now, quentin = timezone.now(), attendee(hfa, "Quentin Rotkehlchen")
    seated = deputy(town, 1)
    quentin.meeting.attendees.filter(name="Ada Ahornblatt").update(person=seated.person)
    with pytest.raises(Refused) as refusal:
        attendance.substitute(quentin, seated, at=now, by=town.office, now=now)
    assert [(row.rule, row.field) for row in refusal.value.findings] == [("Q-08", "deputy")]


def test_q09_abstentions_are_present(town: Town) -> None:
    item = in_session(town, "Rat")
    before = quorum_of(item).present
    vote(town, item, 0, 0, 3)
    assert quorum_of(item).present == before == 3


def test_guests_never_have_a_vote(town: Town) -> None:
    item = in_session(town, "Rat")
    now = timezone.now()
    guest = attendance.add_guest(
        item.meeting, name="Gustav Gast", function="Gutachter", seat="guest", at=now, by=town.office, now=now
    )
    assert guest.has_vote is False
    assert quorum_of(item).present == 3


def test_only_the_ratsbuero_records_and_only_in_session(town: Town) -> None:
    item = make_item(make_meeting(town.organs["Rat"]))
    item = opened(town, item)
    ada, now = attendee(item, "Ada Ahornblatt"), timezone.now()
    with pytest.raises(NotPermitted):
        attendance.leave(ada, at=now, by=town.mayor, now=now)
    close_now(item.meeting, by=town.office)
    with pytest.raises(OutdatedState):
        attendance.leave(ada, at=now, by=town.office, now=now)


def test_a_second_press_on_the_attendance_changes_nothing(town: Town) -> None:
    item = in_session(town, "Rat")
    again = attendance.mark_present(item.meeting, absent=[], by=town.office, now=timezone.now())
    assert again == []
    assert attendee(item, "Ada Ahornblatt").intervals.count() == 1


def test_e10_the_order_in_which_items_were_called_is_kept(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    first, second = make_item(meeting, "eins"), make_item(meeting, "zwei")
    opened(town, first)
    for item in (second, first):
        recording.call(item, version=1, by=town.office, now=timezone.now())
    assert [treatment(item).position for item in (first, second)] == [2, 1]
    assert [row.number for row in meeting.items.order_by("pk")] == ["1", "2"]


def test_a_meeting_is_interrupted_once_at_a_time(town: Town) -> None:
    item = in_session(town, "Rat")
    now = timezone.now()
    recording.interrupt(item.meeting, is_over=False, by=town.office, now=now)
    assert recording.is_interrupted(item.meeting)
    with pytest.raises(OutdatedState):
        recording.interrupt(item.meeting, is_over=False, by=town.office, now=now)
    recording.interrupt(item.meeting, is_over=True, by=town.office, now=now)
    assert not recording.is_interrupted(item.meeting)


def hybrid(town: Town) -> AgendaItem:
    """A hybrid committee meeting in which one member is not in the room."""
    return in_session(town, "ASJF", is_hybrid=True, absent=["Yasmin Brombeer"])


def test_h03_who_is_connected_votes_and_a_lost_connection_is_a_gap(town: Town) -> None:
    item = hybrid(town)
    member, opened_at = attendee(item, "Yasmin Brombeer"), meeting_of(item).opened_at
    assert opened_at is not None
    Meeting.objects.filter(pk=item.meeting_id).update(opened_at=opened_at - 40 * MINUTE)
    start = opened_at - 30 * MINUTE
    act: dict[str, Any] = {"by": town.office, "now": timezone.now()}
    attendance.arrive(member, at=start, is_remote=True, **act)
    attendance.leave(member, at=start + 10 * MINUTE, **act)
    attendance.arrive(member, at=start + 20 * MINUTE, is_remote=True, **act)
    names = [
        [row.name for row in attendance.roll(meeting_of(item)).voters(item, start + minutes * MINUTE)]
        for minutes in (5, 15, 25)
    ]
    assert ["Yasmin Brombeer" in found for found in names] == [True, False, True]
    assert list(member.intervals.values_list("is_remote", flat=True)) == [True, True]


def test_h03_the_minutes_say_who_was_connected(town: Town, login: Login) -> None:
    item = hybrid(town)
    page = reverse("record-attendance", args=[item.meeting_id])
    client = login(town.office)
    member = attendee(item, "Yasmin Brombeer")
    sent = {"act": "move", "attendee": member.pk, "what": "connect", "time": ""}
    assert client.post(page, sent).status_code == 302
    assert "(zugeschaltet)" in client.get(page).content.decode()
    settle(town, item, "noted")
    meeting = close_now(meeting_of(item), by=town.office)
    told = minutes_content.minutes_content(meeting, edition="public", revision=1, now=timezone.now())
    times = {row["name"]: row["times"] for row in told["attendance"]["present"]}
    assert times["Yasmin Brombeer"].startswith("zugeschaltet ab ")


def test_h03_nobody_is_connected_to_a_meeting_in_the_room(town: Town) -> None:
    member = attendee(in_session(town, "ASJF", absent=["Yasmin Brombeer"]), "Yasmin Brombeer")
    now = timezone.now()
    with pytest.raises(Refused) as refusal:
        attendance.arrive(member, at=now, by=town.office, now=now, is_remote=True)
    assert rules(refusal) == ["H-03"]
