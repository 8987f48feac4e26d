"""Wer von der Beschlusskontrolle was sieht und tun darf (N-09, N-11); repeated in the database (I7)."""

import datetime as dt

from django.db.models import Q, QuerySet

from motions.models import ImplementationTask, Membership, TaskReport, User
from motions.models.choices import Office
from motions.models.task import TaskQuerySet

from . import meeting_permissions, offices
from .permissions import Visitor, today

# --- sets ---------------------------------------------------------------------------------------------------


def visible_tasks(user: Visitor) -> TaskQuerySet:
    """Own ones of the unit, for members those of results they may read, for everybody the public ones."""
    results = Q(treatment__in=meeting_permissions.visible_treatments(user).values("pk"))
    if not isinstance(user, User) or not user.is_active:
        return ImplementationTask.objects.filter(results, is_public=True)
    if meeting_permissions.sees_everything(user):
        return ImplementationTask.objects.all()
    read = results if has_mandate(user) else results & Q(is_public=True)
    return ImplementationTask.objects.filter(read | _of_unit(user))


def desk_tasks(user: User) -> TaskQuerySet:
    """What the administration works on: the tasks of the own unit, for the Ratsbüro and the mayor all."""
    if meeting_permissions.sees_everything(user):
        return ImplementationTask.objects.all()
    return ImplementationTask.objects.filter(_of_unit(user))


def visible_reports(user: Visitor) -> QuerySet[TaskReport]:
    """Reports of tasks on the own desk, for members of tasks they may read; never for citizens."""
    if not isinstance(user, User) or not user.is_active:
        return TaskReport.objects.none()
    tasks = visible_tasks(user) if has_mandate(user) else desk_tasks(user)
    return TaskReport.objects.filter(task__in=tasks.values("pk"))


def _of_unit(user: User) -> Q:
    return Q(unit__in=offices.unit_ids(user, today()))


# --- acts ---------------------------------------------------------------------------------------------------


def has_mandate(user: User) -> bool:
    """Sits in an organ today."""
    return user.person is not None and Membership.held(user.person, today()).exists()


def may_read_control(user: Visitor) -> bool:
    """The list for the Rat: its members and those who see everything (§ 55 Abs. 3 GO NRW)."""
    return (
        isinstance(user, User)
        and user.is_active
        and (meeting_permissions.sees_everything(user) or has_mandate(user))
    )


def may_report_task(user: User, task: ImplementationTask, on: dt.date | None = None) -> bool:
    """Whoever works in the unit, or stands in there."""
    return user.is_active and task.unit_id in offices.unit_ids(user, on or today())


def may_manage_task(user: User, task: ImplementationTask, on: dt.date | None = None) -> bool:
    """The Ratsbüro keeps the Beschlusskontrolle."""
    return may_manage_tasks(user, on)


def may_manage_tasks(user: User, on: dt.date | None = None) -> bool:
    """The same where there is no task yet."""
    return user.is_active and offices.holds(user, Office.MEETING_OFFICE, on=on or today())
