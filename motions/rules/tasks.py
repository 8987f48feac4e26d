"""Beschlusskontrolle: tasks are made from resolutions when a meeting is closed, and reported on (N-09, N-10)."""

import datetime as dt
from collections.abc import Iterator

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from motions.models import ImplementationTask, Meeting, TaskReport, Treatment, Unit, User
from motions.models.choices import ConsultationRole, MeetingStatus
from motions.models.task import RESOLVED, TaskQuerySet, TaskStatus

from . import bylaws, meeting_permissions, resolution_notices, task_permissions
from .csv_tables import Cell
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .history import record
from .permissions import Visitor
from .task_workflow import VOID
from .transitions import perform

CONTROL_HEAD = (
    "Gremium",
    "Datum",
    "TOP",
    "Beschluss",
    "Ergebnis",
    "Fachbereich",
    "Frist",
    "Stand",
    "Letzter Bericht",
)


def create_from(meeting: Meeting, *, by: User, now: dt.datetime) -> list[ImplementationTask]:
    """Make the tasks of a meeting that is being closed: one for each resolution of a deciding organ (N-09, N-10).

    Safe to call again after a correction: what has a task keeps it, and the task of what is no resolution any more
    ends. An Änderungsantrag has none of its own, its words are in the text it changed. A unit is told once.
    """
    with transaction.atomic():
        for task in _without_resolution(meeting):
            perform(task, VOID, by=by, now=now, note="Der Beschluss wurde in der Aufzeichnung berichtigt.")
        rows = resolutions().filter(
            item__meeting=meeting,
            item__consultation__role=ConsultationRole.DECIDING,
            item__consultation__paper__amends__isnull=True,
            tasks__isnull=True,
        )
        due_on = _usual_day(meeting)
        made = [_create(row, unit=_lead_unit(row), due_on=due_on, now=now) for row in rows]
        for task in {task.unit_id: task for task in made}.values():
            resolution_notices.task_given(task, by=by, now=now)
        return made


def create(
    treatment: Treatment, *, unit: Unit, due_on: dt.date | None, by: User, now: dt.datetime
) -> ImplementationTask:
    """Give a unit a resolution to carry out; raises NotPermitted or Refused."""
    if not task_permissions.may_manage_tasks(by):
        raise NotPermitted("Aufträge aus Beschlüssen vergibt das Ratsbüro.")
    with transaction.atomic():
        rows = Treatment.objects.select_related("item__consultation__paper")
        row = rows.select_for_update(of=("self",)).get(pk=treatment.pk)
        findings = objections_to_task(row, unit)
        if findings:
            raise Refused(findings)
        task = _create(row, unit=unit, due_on=due_on, now=now)
        resolution_notices.task_given(task, by=by, now=now)
        record(task, "create_task", "Umsetzung angelegt", by=by, now=now)
        return task


def change(
    task: ImplementationTask,
    *,
    unit: Unit,
    due_on: dt.date | None,
    note: str,
    version: int,
    by: User,
    now: dt.datetime,
) -> None:
    """Frist oder Fachbereich ändern, with a note; raises NotPermitted, OutdatedState or Refused (N-09, P-08)."""
    if not task_permissions.may_manage_tasks(by):
        raise NotPermitted("Frist und Fachbereich ändert das Ratsbüro.")
    with transaction.atomic():
        rows = ImplementationTask.objects.select_related("treatment__item__consultation__paper", "unit")
        row = rows.select_for_update(of=("self",)).get(pk=task.pk)
        if not row.is_under_way or row.version != version:
            raise OutdatedState("Die Umsetzung wurde inzwischen geändert. Prüfen Sie den aktuellen Stand.")
        if not note.strip():
            raise Refused([block("N-09", "Vermerken Sie den Grund der Änderung.", "note", absolute=True)])
        if unit != row.unit and (found := objections_to_task(row.treatment, unit)):
            raise Refused(found)
        told = f"{_given(row.unit, row.due_on)} → {_given(unit, due_on)}"
        is_handed_over = unit != row.unit
        row.unit, row.due_on, row.version = unit, due_on, row.version + 1
        row.save(update_fields=["unit", "due_on", "version"])
        record(row, "change_task", f"Auftrag geändert: {told}", by=by, now=now, note=note.strip())
        if is_handed_over:
            resolution_notices.task_given(row, by=by, now=now)


def _given(unit: Unit, due_on: dt.date | None) -> str:
    return f"{unit.code}, {f'bis {due_on:%d.%m.%Y}' if due_on else 'ohne Frist'}"


def objections_to_task(treatment: Treatment, unit: Unit) -> list[Finding]:
    """Why this result cannot be given to this unit."""
    found = []
    if treatment.outcome not in RESOLVED:
        text = (
            "Umgesetzt wird nur ein Beschluss. Warten Sie, bis das zuständige Gremium entschieden hat; "
            "eine Empfehlung reicht nicht."
        )
        found.append(block("N-10", text, absolute=True))
    if treatment.tasks.filter(unit=unit).exists():
        found.append(block("N-09", "Dieser Fachbereich setzt den Beschluss schon um.", "unit", absolute=True))
    consultation = treatment.item.consultation
    leads = consultation is not None and consultation.paper.lead_unit_id == unit.pk
    if not treatment.item.is_public and not leads:
        text = "Einen nichtöffentlichen Beschluss setzt der federführende Fachbereich um. Wählen Sie diesen."
        found.append(block("P-08", text, "unit", absolute=True))
    return found


def report_progress(
    task: ImplementationTask, *, text: str, version: int, by: User, now: dt.datetime
) -> TaskReport:
    """Write how far it is, without ending it; raises NotPermitted, OutdatedState or Refused."""
    with transaction.atomic():
        rows = ImplementationTask.objects.select_related("treatment__item__meeting", "unit")
        row = rows.select_for_update(of=("self",)).get(pk=task.pk)
        if row.status != TaskStatus.OPEN or row.version != version:
            raise OutdatedState(
                "Die Umsetzung wurde inzwischen geändert. Laden Sie die Seite neu und prüfen Sie den aktuellen Stand."
            )
        if not task_permissions.may_report_task(by, row):
            raise NotPermitted("Über die Umsetzung berichtet der Fachbereich.")
        if not text.strip():
            raise Refused([block("N-09", "Schreiben Sie, wie weit die Umsetzung ist.", "note")])
        row.version += 1
        row.save(update_fields=["version"])
        record(row, "report_progress", "Zwischenbericht", by=by, now=now)
        return TaskReport.objects.create(
            task=row, label="Zwischenbericht", text=text.strip(), reported_by=by, reported_at=now
        )


def resolutions() -> QuerySet[Treatment]:
    """Every result that obliges the administration."""
    rows = Treatment.objects.filter(outcome__in=RESOLVED)
    return rows.select_related("item__meeting__organization", "item__consultation__paper__lead_unit")


def without_task(user: User) -> QuerySet[Treatment]:
    """Resolutions of closed meetings nobody carries out, for the Ratsbüro to look through; the newest first."""
    visible = meeting_permissions.visible_treatments(user).values("pk")
    rows = resolutions().filter(
        pk__in=visible, tasks__isnull=True, item__meeting__status=MeetingStatus.CLOSED
    )
    return rows.order_by("-item__meeting__starts_at", "item__position", "pk")


def listed(tasks: TaskQuerySet, user: Visitor) -> TaskQuerySet:
    """With everything a list shows: the same number of questions for one row and for many."""
    reports = task_permissions.visible_reports(user).order_by("-reported_at", "-pk")
    return tasks.select_related("unit", "treatment__item__meeting__organization").prefetch_related(
        Prefetch("reports", queryset=reports)
    )


def public_list(user: Visitor) -> TaskQuerySet:
    """What everybody may read, for a member as for anybody else: no list tells by its length what others see."""
    rows = task_permissions.visible_tasks(user).filter(is_public=True, treatment__item__is_public=True)
    return rows.select_related("treatment__item__meeting__organization").newest_first()


def shows_resolutions(*, on: dt.date) -> bool:
    """The town tells its inhabitants how far its resolutions are (N-11)."""
    return bylaws.known("resolutions.public_tasks", on=on) == [True]


def control_rows(tasks: TaskQuerySet) -> Iterator[list[Cell]]:
    """The lines of the list for the Rat, in the order of CONTROL_HEAD."""
    for task in tasks:
        item, reports = task.treatment.item, list(task.reports.all())
        yield [
            item.meeting.organization.name,
            item.meeting.held_on,
            item.label,
            item.title,
            task.treatment.get_outcome_display(),
            task.unit.code,
            task.due_on,
            task.get_status_display(),
            reports[0].text if reports else "",
        ]


def _without_resolution(meeting: Meeting) -> QuerySet[ImplementationTask]:
    rows = ImplementationTask.objects.under_way().filter(treatment__item__meeting=meeting)
    return rows.exclude(treatment__outcome__in=RESOLVED)


def _usual_day(meeting: Meeting) -> dt.date | None:
    """So many days after the meeting as the town gives itself; without a value there is no day."""
    known = bylaws.known("resolutions.task_days", on=meeting.held_on)
    return meeting.held_on + dt.timedelta(days=int(known[0])) if known else None


def _lead_unit(treatment: Treatment) -> Unit:
    """Who leads the paper carries out what became of it; only items with a paper come here."""
    return Unit.objects.get(led_papers__consultations__items__treatment=treatment)


def _create(
    treatment: Treatment, *, unit: Unit, due_on: dt.date | None, now: dt.datetime
) -> ImplementationTask:
    item = treatment.item
    is_public = item.is_public and (item.consultation is None or item.consultation.paper.is_public)
    return ImplementationTask.objects.create(
        treatment=treatment,
        unit=unit,
        status_since=now,
        due_on=due_on,
        is_public=is_public,
        created_at=now,
    )
