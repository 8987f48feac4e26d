"""Benachrichtigungen nach der Sitzung: whom each act concerns, and never a word of what is not public (P-06)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from motions.models import ImplementationTask, Membership, Notification, Treatment, UrgentDecision
from motions.rules import outbox, resolution_notices, tasks, urgent
from motions.rules.clearance import clearance
from motions.rules.minutes_workflow import MAKE_READY
from motions.rules.transitions import perform
from tests.factories import consultation, make_released
from tests.meetings import announce, close_now, make_meeting, make_paper_item, open_now, settled
from tests.motions.closed_meeting import Scene, at
from tests.motions.test_notifications import forget, told
from tests.people import SINCE, Town, person_of
from tests.resolutions import object_to, resolve
from tests.sittings import consultations, in_session, settle

pytestmark = pytest.mark.usefixtures("system")
SECRET = "Verkauf an die Muster GmbH"
NOW = timezone.now()


def secret(town: Town) -> Treatment:
    """A resolution behind closed doors, its notices forgotten."""
    treatment = resolve(town, subject=SECRET, is_public=False)
    forget()
    return treatment


def chair(town: Town, organ: str) -> None:
    """The council member chairs this organ."""
    Membership.objects.update_or_create(
        person=person_of(town.council_member),
        organization=town.organs[organ],
        defaults={"role": "chair", "starts_on": SINCE},
    )


# --- whom it concerns ---------------------------------------------------------------------------------------


def test_n09_the_heads_of_a_unit_are_told_of_a_task_and_of_one_handed_over(town: Town) -> None:
    task = resolve(town).tasks.get()
    assert ("task_given", "Frida") in told()
    forget()
    tasks.change(
        task,
        unit=town.units["FB I"],
        due_on=task.due_on,
        note="Zuständig ist FB I.",
        version=1,
        by=town.office,
        now=NOW,
    )
    assert told() == [("task_given", "Marta")]


def test_n09_of_two_resolutions_of_one_meeting_a_unit_is_told_once(town: Town) -> None:
    organ = town.organs["Rat"]
    start = timezone.localtime() + dt.timedelta(days=60)
    meeting = make_meeting(organ, starts_at=start)
    rows = [consultations(town, consultation(organ, "deciding"), subject=f"Bank {n}")["Rat"] for n in (1, 2)]
    items = [make_paper_item(meeting, row) for row in rows]
    meeting = open_now(announce(meeting, by=town.office, now=start), by=town.office, now=start)
    for item in items:
        settled(item, outcome="adopted")
    forget()
    close_now(meeting, by=town.office, now=start + dt.timedelta(hours=2))
    assert [task.unit.code for task in ImplementationTask.objects.all()] == ["FB II", "FB II"]
    assert [row for row in told() if row[0] == "task_given"] == [("task_given", "Frida")]


def test_n09_a_day_that_passed_is_told_once(town: Town) -> None:
    task = resolve(town).tasks.get()
    forget()
    ImplementationTask.objects.filter(pk=task.pk).update(due_on=timezone.localdate(NOW))
    days = [NOW + dt.timedelta(days=count) for count in (0, 1, 2)]
    assert [resolution_notices.tasks_overdue(now=day) for day in days] == [0, 1, 0]
    assert told() == [("task_overdue", "Frida")]
    ImplementationTask.objects.filter(pk=task.pk).update(due_on=timezone.localdate(days[1]))
    assert [resolution_notices.tasks_overdue(now=day) for day in (days[2], days[2])] == [1, 0]


def test_n02_who_signs_the_minutes_is_told_when_they_are_ready_and_everybody_when_they_are_signed(
    town: Town, closed_meeting: Scene
) -> None:
    forget()
    perform(closed_meeting.minutes, MAKE_READY, by=town.office, now=at(200))
    assert told() == [("minutes_to_sign", "Karima")]
    meeting = resolve(town).item.meeting
    forget()
    resolution_notices.minutes_signed(meeting.minutes, by=town.office, now=NOW)
    kinds, names = zip(*told(), strict=True)
    assert (set(kinds), "Ada" in names, "Silas" in names) == ({"minutes_signed"}, True, False)


def test_o01_a_referral_is_told_to_its_author_and_to_the_chair_of_the_other_organ(town: Town) -> None:
    chair(town, "ASJF")
    rows = consultations(town, consultation(town.organs["Rat"], "deciding"))
    item = in_session(town, "Rat", consultation=rows["Rat"])
    settle(town, item, "referred", referred_to=town.organs["ASJF"], is_unanimously_referred=True)
    forget()
    close_now(item.meeting, by=town.office)
    assert [row for row in told() if row[0] == "paper_referred"] == [
        ("paper_referred", "Selma"),
        ("paper_referred", "Ada"),
    ]


def test_w02_an_objection_is_told_to_those_who_carry_the_resolution_out(town: Town) -> None:
    treatment = resolve(town)
    forget()
    object_to(treatment, "veto", by=town.office)
    assert {name for kind, name in told() if kind == "objection_raised"} == {"Frida", "Clara", "Selma"}


def test_w02_the_mail_about_a_veto_does_not_call_it_an_appeal(town: Town) -> None:
    treatment = resolve(town)
    forget()
    object_to(treatment, "veto", by=town.office)
    outbox.send_due(now=NOW + dt.timedelta(days=400))
    words = "Gegen einen Beschluss ist Widerspruch, Beanstandung oder Einspruch eingelegt"
    assert {words in str(message.subject) + str(message.body) for message in mail.outbox} == {True}


def decide_urgently(town: Town, *, is_public: bool = True, **fields: Any) -> None:
    rows = [consultation(town.organs["Rat"], "deciding", is_public=is_public)]
    paper = make_released(by=town.clerk, consultations=rows, is_public=is_public, **fields)
    forget()
    day = timezone.localdate(NOW)
    row = UrgentDecision(
        paper=paper,
        level="mayor",
        organ=town.organs["Rat"],
        decided_on=day,
        needed_by=day,
        why_no_meeting="Beide tagen erst im April.",
        disadvantage="Das Dach stürzt ein.",
        decided_by=town.mayor,
        signed_on=day,
        second_person=person_of(town.council_member),
        second_signed_on=day,
    )
    urgent.record_decision(row, note="Eilt", by=town.office, now=timezone.now())


def test_u03_an_urgent_decision_is_told_to_mayor_and_author(town: Town) -> None:
    decide_urgently(town)
    assert {name for kind, name in told() if kind == "urgent_decision"} == {"Clara", "Selma"}


# --- what it says -------------------------------------------------------------------------------------------


def task_given(town: Town) -> None:
    resolution_notices.task_given(secret(town).tasks.get(), by=town.office, now=NOW)


def task_overdue(town: Town) -> None:
    task = secret(town).tasks.get()
    ImplementationTask.objects.filter(pk=task.pk).update(due_on=NOW - dt.timedelta(days=9))
    resolution_notices.tasks_overdue(now=NOW)


def minutes_to_sign(town: Town) -> None:
    meeting = secret(town).item.meeting
    meeting.minute_taker = town.office
    resolution_notices.minutes_to_sign(meeting.minutes, by=town.clerk, now=NOW)


def minutes_signed(town: Town) -> None:
    resolution_notices.minutes_signed(secret(town).item.meeting.minutes, by=town.clerk, now=NOW)


def paper_referred(town: Town) -> None:
    consulted = secret(town).item.consultation
    assert consulted is not None
    resolution_notices.paper_referred(consulted.paper, town.organs["HFA"], by=town.office, now=NOW)


def objection_raised(town: Town) -> None:
    object_to(secret(town), "veto", by=town.office)


def urgent_decision(town: Town) -> None:
    decide_urgently(town, subject=SECRET, is_public=False, secrecy_ground="property")


@pytest.mark.parametrize(
    "act",
    [
        task_given,
        task_overdue,
        minutes_to_sign,
        minutes_signed,
        paper_referred,
        objection_raised,
        urgent_decision,
    ],
)
def test_p06_no_mail_tells_of_what_is_not_public(town: Town, act: Callable[[Town], None]) -> None:
    act(town)
    with clearance("system"):
        rows = Notification.objects.filter(kind=act.__name__)
        assert rows.exists()

    outbox.send_due(now=NOW + dt.timedelta(days=400))
    assert mail.outbox
    for message in mail.outbox:
        whole = str(message.message())
        assert [word in whole for word in ("Muster", "Verkauf")] == [False, False]
