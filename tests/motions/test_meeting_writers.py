"""Who writes what belongs to a meeting, if the rules forgot to ask: the second net (security.md 1.4)."""

import pytest
from django.db import Error, transaction
from django.db.models import Model
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Attendee,
    ImplementationTask,
    Meeting,
    MeetingDocument,
    Recusal,
    Reply,
    TaskReport,
    Treatment,
    User,
)
from motions.rules import minutes
from motions.rules.clearance import clearance
from tests.factories import consultation, make_released
from tests.meetings import announce, close_now, make_item, make_meeting, make_paper_item, open_now
from tests.people import Town, person_of
from tests.standing import Ground, Standing

STAFF = ("clerk", "unit_head", "mayor", "deputy", "administrator")
OTHERS = (*STAFF, "council_member", "expert_citizen")


def make_open_meeting(town: Town) -> Meeting:
    """A meeting of the HFA in session, with one item."""
    row = make_meeting(town.organs["HFA"])
    make_item(row)
    return open_now(announce(row, by=town.office), by=town.office)


@pytest.fixture(scope="module")
def standing_meeting(ground: Ground) -> Standing[Meeting]:
    """Made once for this file."""
    return ground.build(make_open_meeting)


@pytest.fixture
def meeting(town: Town, standing_meeting: Standing[Meeting]) -> Meeting:
    return standing_meeting.put_back()


def goes(user: User, row: Model, **fields: object) -> bool:
    """Whether the database writes a new row or a change for this person."""
    with clearance("user", user.pk):
        try:
            with transaction.atomic():
                if row.pk is None:
                    row.save(force_insert=True)
                    row.pk = None
                    return True
                return bool(type(row)._default_manager.filter(pk=row.pk).update(**fields))
        except Error:
            row.pk = row.pk if fields else None
            return False


def deletes(user: User, row: Model) -> bool:
    with clearance("user", user.pk):
        return bool(type(row)._default_manager.filter(pk=row.pk).delete()[0])


def test_only_the_office_writes_a_meeting_its_items_and_what_is_recorded(
    town: Town, meeting: Meeting
) -> None:
    with clearance("system"):
        item, treatment = AgendaItem.objects.get(), Treatment.objects.get()
        attendee = Attendee.objects.create(meeting=meeting, name="Ada Ahornblatt", seat="member")
        document = MeetingDocument.objects.get(edition="public")
    changes: tuple[tuple[Model, dict[str, object]], ...] = (
        (meeting, {"room": "Saal"}),
        (item, {"is_tabled": True}),
        (treatment, {"reason": "Anders"}),
        (attendee, {"is_excused": True}),
        (document, {"failure": "Anders"}),
    )
    for name in (*OTHERS, "office"):
        written = [goes(getattr(town, name), row, **fields) for row, fields in changes]
        assert (name, written) == (name, [name == "office"] * len(changes))


def test_only_the_office_adds_to_a_meeting(town: Town, meeting: Meeting) -> None:
    for name in (*OTHERS, "office"):
        item = AgendaItem(meeting=meeting, title="Untergeschoben", position=9)
        attendee = Attendee(meeting=meeting, name="Erna Erle", seat="guest")
        written = [goes(getattr(town, name), row) for row in (item, attendee)]
        assert (name, written) == (name, [name == "office"] * 2)


def test_the_mayor_reads_the_minutes_and_the_office_writes_them(town: Town, meeting: Meeting) -> None:
    with clearance("system"):
        row = minutes.begin(close_now(meeting, by=town.office), now=timezone.now())
    assert [goes(user, row, version=7) for user in (town.mayor, town.clerk, town.office)] == [
        False,
        False,
        True,
    ]
    with clearance("user", town.mayor.pk):
        assert type(row).objects.select_for_update().filter(pk=row.pk).count() == 1


def test_q08_a_reply_is_written_by_its_person_in_the_own_name(town: Town, meeting: Meeting) -> None:
    me, other = town.council_member, town.group_member

    def reply(person: User, by: User) -> Reply:
        said = {"is_coming": False, "replied_by": by, "replied_at": timezone.now()}
        return Reply(meeting=meeting, person=person_of(person), **said)

    assert [goes(me, reply(*pair)) for pair in ((other, me), (other, other), (me, other), (me, me))] == [
        False,
        False,
        False,
        True,
    ]
    with clearance("system"):
        row = Reply.objects.get()
    assert [goes(user, row, note="Anders") for user in (other, town.clerk, me)] == [False, False, True]


def test_r01_nobody_declares_or_takes_back_for_somebody_else(town: Town, meeting: Meeting) -> None:
    """Even the recusals of a closed meeting, which everybody reads, stay as they are."""
    me, other = town.council_member, town.group_member
    with clearance("system"):
        item = AgendaItem.objects.get()

    def recusal(person: User, by: User) -> Recusal:
        told = {"ground": "board", "declared_by": by, "declared_at": timezone.now()}
        return Recusal(item=item, person=person_of(person), **told)

    assert [goes(me, recusal(*pair)) for pair in ((other, me), (other, other), (me, other), (me, me))] == [
        False,
        False,
        False,
        True,
    ]
    with clearance("system"):
        row = Recusal.objects.get()
        close_now(meeting, by=town.office)
    readers = (other, town.expert_citizen, town.clerk)
    assert [goes(user, row, ground="relative") for user in (*readers, me)] == [False] * 4
    assert [deletes(user, row) for user in (*readers, me)] == [False] * 4


def test_p10_nobody_opens_a_secret_item_again_alone(town: Town) -> None:
    me, meeting = town.council_member, make_meeting(town.organs["HFA"])
    items = [make_item(meeting), make_item(meeting, "Verkauf", is_public=False)]
    announce(meeting, by=town.office)
    told = {"person": person_of(me), "ground": "board", "declared_by": me, "declared_at": timezone.now()}
    assert [goes(me, Recusal(item=item, **told)) for item in items] == [True, True]
    with clearance("system"):
        rows = list(Recusal.objects.order_by("item"))
    assert [deletes(me, row) for row in rows] == [True, False]
    assert deletes(town.office, rows[1])


@pytest.fixture
def task(town: Town) -> ImplementationTask:
    """What the FB II has to do after a resolution of the Rat."""
    sequence = [consultation(town.organs["Rat"], "deciding")]
    paper = make_released(by=town.clerk, consultations=sequence, lead_unit=town.units["FB II"])
    meeting = make_meeting(town.organs["Rat"])
    with clearance("system"):
        item = make_paper_item(meeting, paper.consultations.get())
        meeting = open_now(announce(meeting, by=town.office), by=town.office)
        Treatment.objects.filter(item=item).update(outcome="adopted")
        close_now(meeting, by=town.office)
        return ImplementationTask.objects.get()


def test_n09_a_task_is_changed_by_its_unit_and_told_of_in_the_own_name(
    town: Town, task: ImplementationTask
) -> None:
    people = (town.clerk, town.outsider, town.council_member, town.office)
    assert [goes(user, task, version=7) for user in people] == [True, False, False, True]
    assert [deletes(user, task) for user in people] == [False] * 4

    def report(by: User) -> TaskReport:
        return TaskReport(
            task=task, label="Zwischenbericht", text="Läuft.", reported_by=by, reported_at=timezone.now()
        )

    assert [goes(user, report(user)) for user in people] == [True, False, False, True]
    assert not goes(town.office, report(town.clerk))
    with clearance("system"):
        row = TaskReport.objects.earliest("pk")
    assert [goes(user, row, text="Fertig.") for user in people] == [False] * 4


def test_a_closed_account_and_a_citizen_write_nothing(town: Town, meeting: Meeting) -> None:
    town.office.is_active = False
    town.office.save(update_fields=["is_active"])
    assert not goes(town.office, meeting, room="Saal")
    assert Meeting.objects.filter(pk=meeting.pk).update(room="Saal") == 0
