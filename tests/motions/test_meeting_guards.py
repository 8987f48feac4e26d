"""What the database refuses about meetings, whatever the rules say (E-12, A-06, A-12, Q-07, I5, I6)."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, transaction
from django.utils import timezone

from motions.models import (
    AgendaItem,
    AttendanceInterval,
    Attendee,
    Ballot,
    Meeting,
    NamedVote,
    Recusal,
    Treatment,
)
from motions.models.meeting_guards import MEETING_STEPS
from motions.rules.meeting_workflow import MEETING_STEPS as TABLE
from tests.meetings import announce, close_now, make_item, make_meeting, open_now
from tests.people import Town, person_of

pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def item(town: Town) -> AgendaItem:
    """An item of a meeting of the Rat in session."""
    meeting = make_meeting(town.organs["Rat"])
    row = make_item(meeting)
    open_now(announce(meeting, by=town.office), by=town.office)
    row.refresh_from_db()
    return row


def refused(act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except (IntegrityError, ProgrammingError):
        return True
    return False


def ballot(treatment: Treatment, **fields: Any) -> Ballot:
    counts = {"yes_count": 12, "no_count": 1, "abstention_count": 0, "voters": 13}
    return Ballot.objects.create(
        treatment=treatment,
        statutory_member_count=25,
        taken_at=timezone.now(),
        **{"position": treatment.ballots.count() + 1} | counts | fields,
    )


def test_the_database_knows_the_same_steps_as_the_table() -> None:
    steps = {(source, step.target) for step in TABLE for source in step.sources}
    assert steps == set(MEETING_STEPS)


@pytest.mark.parametrize(
    ("status", "is_refused"),
    [("planned", False), ("invited", False), ("cancelled", False), ("in_session", True), ("closed", True)],
)
def test_a_meeting_takes_no_other_way(town: Town, status: str, is_refused: bool) -> None:
    rows = Meeting.objects.filter(pk=make_meeting(town.organs["Rat"]).pk)
    opened = timezone.now() if status in ("in_session", "closed") else None
    closed = opened if status == "closed" else None
    assert refused(lambda: rows.update(status=status, opened_at=opened, closed_at=closed)) is is_refused
    assert refused(rows.delete)


def test_e12_what_was_sent_keeps_number_title_and_publicity(item: AgendaItem) -> None:
    rows = AgendaItem.objects.filter(pk=item.pk)
    assert refused(lambda: rows.update(number="7"))
    assert refused(lambda: rows.update(title="Anderes"))
    assert refused(lambda: rows.update(is_public=False, secrecy_ground="property", public_title="x"))
    assert refused(lambda: rows.delete())
    assert not refused(lambda: rows.update(position=9))


def test_e13_a_secret_item_is_not_sent_without_a_public_title(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    row = make_item(meeting, is_public=False, public_title="")
    assert refused(
        lambda: AgendaItem.objects.filter(pk=row.pk).update(number="1", announced_at=timezone.now())
    )


def test_p02_a_secret_item_has_a_ground(town: Town) -> None:
    meeting = make_meeting(town.organs["Rat"])
    assert refused(lambda: make_item(meeting, is_public=False, secrecy_ground=""))


def test_i5_counts_sum_up_to_those_who_may_vote(item: AgendaItem) -> None:
    treatment = Treatment.objects.get(item=item)
    assert refused(lambda: ballot(treatment, yes_count=13))
    assert refused(lambda: ballot(treatment, yes_count=11, not_voted_count=1))
    assert not refused(
        lambda: ballot(treatment, yes_count=11, not_voted_count=1, not_voted_note="war am Telefon")
    )
    unanimous = {"is_unanimous": True, "yes_count": None, "no_count": None, "abstention_count": None}
    assert not refused(lambda: ballot(treatment, **unanimous))


def test_i6_one_treatment_an_item(item: AgendaItem) -> None:
    assert Treatment.objects.filter(item=item).count() == 1
    assert refused(lambda: Treatment.objects.create(item=item))


def test_a12_no_row_links_a_person_with_a_secret_vote(town: Town, item: AgendaItem) -> None:
    treatment = Treatment.objects.get(item=item)
    person = person_of(town.council_member)
    secret = ballot(treatment, mode="secret")
    assert refused(lambda: NamedVote.objects.create(ballot=secret, person=person, choice="yes"))
    by_name = ballot(treatment, mode="by_name")
    NamedVote.objects.create(ballot=by_name, person=person, choice="yes")
    assert refused(lambda: Ballot.objects.filter(pk=by_name.pk).update(mode="secret"))


def test_a16_an_amended_outcome_has_its_whole_text(item: AgendaItem) -> None:
    assert refused(lambda: Treatment.objects.filter(item=item).update(outcome="adopted_amended"))
    assert not refused(
        lambda: Treatment.objects.filter(item=item).update(outcome="adopted_amended", final_text="<p>x</p>")
    )


def test_o01_a_referral_names_the_organ(town: Town, item: AgendaItem) -> None:
    assert refused(lambda: Treatment.objects.filter(item=item).update(outcome="referred"))
    assert refused(
        lambda: Treatment.objects.filter(item=item).update(outcome="noted", referred_to=town.organs["ASJF"])
    )


def test_q07_nobody_is_present_twice_at_once(town: Town, item: AgendaItem) -> None:
    attendee = Attendee.objects.create(
        meeting=item.meeting, name="Ada Ahornblatt", seat="member", has_vote=True
    )
    now = timezone.now()
    AttendanceInterval.objects.create(attendee=attendee, arrived_at=now)
    later = now + dt.timedelta(hours=1)
    assert refused(lambda: AttendanceInterval.objects.create(attendee=attendee, arrived_at=later))
    assert refused(
        lambda: AttendanceInterval.objects.create(
            attendee=attendee, arrived_at=now - dt.timedelta(hours=1), left_at=now - dt.timedelta(hours=2)
        )
    )


def test_what_was_recorded_stays_after_the_meeting(town: Town, item: AgendaItem) -> None:
    treatment = Treatment.objects.get(item=item)
    vote = ballot(treatment)
    close_now(item.meeting, by=town.office)
    assert refused(lambda: Treatment.objects.filter(pk=treatment.pk).update(outcome="noted"))
    assert refused(lambda: Ballot.objects.filter(pk=vote.pk).update(yes_count=13, no_count=0))
    assert refused(vote.delete)
    assert refused(lambda: Attendee.objects.create(meeting=item.meeting, name="x", seat="guest"))


def test_r01_one_recusal_a_person_and_item(town: Town, item: AgendaItem) -> None:
    row = {
        "item": item,
        "person": person_of(town.council_member),
        "ground": "board",
        "declared_by": town.office,
        "declared_at": timezone.now(),
    }
    Recusal.objects.create(**row)
    assert refused(lambda: Recusal.objects.create(**row))
