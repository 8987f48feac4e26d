"""Benachrichtigen nach der Sitzung: tasks, Niederschrift, referrals, objections, urgent decisions.

As in notices.py: called inside the act, one row of the outbox for each person; no word of the matter stands in it.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Max
from django.utils import timezone

from motions.models import (
    ImplementationTask,
    Membership,
    Minutes,
    Notification,
    Organization,
    Paper,
    Person,
    ResolutionObjection,
    UrgentDecision,
    User,
)
from motions.models.choices import MembershipRole, Office
from motions.models.notification import NotificationKind
from motions.models.period import holds_on

from . import chairs, offices
from .notices import accounts, authors, heads, tell

TASKS = "task-list"


def task_given(task: ImplementationTask, *, by: User, now: dt.datetime) -> None:
    """Who leads the unit reads that a resolution is to be carried out (N-09)."""
    people = heads([task.unit_id], on=timezone.localdate(now))
    tell(NotificationKind.TASK_GIVEN, people, by=by, now=now, meeting=task.treatment.item.meeting)


def tasks_overdue(*, now: dt.datetime) -> int:
    """Who leads a unit is told once of each day that has passed without an end; how many people (N-09).

    Run at the clearance "system", once a day. Tasks that were overdue when the person was last told are not told
    again: the list of tasks keeps showing them.
    """
    on = timezone.localdate(now)
    late = ImplementationTask.objects.overdue(on).order_by()
    told = 0
    for unit, newest in late.values_list("unit").annotate(Max("due_on")):
        people = [user for user in heads([unit], on=on) if newest >= _last_told(user)]
        tell(NotificationKind.TASK_OVERDUE, people, by=None, now=now, page=TASKS)
        told += len(people)
    return told


def minutes_to_sign(row: Minutes, *, by: User, now: dt.datetime) -> None:
    """Everybody who has to sign the Niederschrift (N-02)."""
    meeting = row.meeting
    items = list(meeting.items.announced().select_related("treatment__chaired_by"))
    people = list(accounts(chairs.people_of_items(meeting, items)))
    people += [meeting.minute_taker] if meeting.minute_taker else []
    tell(NotificationKind.MINUTES_TO_SIGN, people, by=by, now=now, meeting=meeting)


def minutes_signed(row: Minutes, *, by: User, now: dt.datetime) -> None:
    """Everybody on the list of the meeting can read the signed Niederschrift (§ 52 GO NRW)."""
    people = Person.objects.filter(pk__in=row.meeting.attendees.values("person"))
    tell(NotificationKind.MINUTES_SIGNED, accounts(people), by=by, now=now, meeting=row.meeting)


def paper_referred(paper: Paper, organ: Organization, *, by: User, now: dt.datetime) -> None:
    """Whoever wrote it, its Fraktion, and the chair of the organ that advises next (O-01)."""
    people = [*authors(paper, now), *_chair(organ, now)]
    tell(NotificationKind.PAPER_REFERRED, people, by=by, now=now, paper=paper)


def objection_raised(objection: ResolutionObjection, *, by: User, now: dt.datetime) -> None:
    """Who is carrying the resolution out stops; the mayor and whoever wrote the paper know why (W-02)."""
    on, treatment = timezone.localdate(now), objection.treatment
    units = list(treatment.tasks.values_list("unit", flat=True))
    people = [*heads(units, on=on), *offices.people_in_office(Office.MAYOR, on=on)]
    consultation = treatment.item.consultation
    if consultation is None:
        tell(NotificationKind.OBJECTION_RAISED, people, by=by, now=now, meeting=treatment.item.meeting)
        return
    people.append(consultation.paper.drafter)
    tell(NotificationKind.OBJECTION_RAISED, people, by=by, now=now, paper=consultation.paper)


def urgent_decision(decision: UrgentDecision, *, by: User, now: dt.datetime) -> None:
    """The chair of the organ that is asked for its approval, the mayor, whoever wrote the paper (U-03)."""
    paper, on = decision.paper, timezone.localdate(now)
    people = [*_chair(decision.organ, now), *offices.people_in_office(Office.MAYOR, on=on), paper.drafter]
    tell(NotificationKind.URGENT_DECISION, people, by=by, now=now, paper=paper)


def _last_told(user: User) -> dt.date:
    rows = Notification.objects.filter(recipient=user, kind=NotificationKind.TASK_OVERDUE)
    last = rows.aggregate(last=Max("created_at"))["last"]
    return timezone.localdate(last) if last else dt.date.min


def _chair(organ: Organization, now: dt.datetime) -> Iterator[User]:
    rows = Membership.objects.filter(
        holds_on(timezone.localdate(now)), organization=organ, role=MembershipRole.CHAIR
    )
    yield from accounts(row.person for row in rows.select_related("person"))
