"""Lebenslauf einer Umsetzung, von oben nach unten zu lesen (N-09).

open → reported → done; dropped ends. The table is repeated in models/task.py.
"""

import datetime as dt

from motions.models import ImplementationTask, TaskReport, User
from motions.models.task import UNDER_WAY, TaskStatus

from . import objection_checks, permissions, task_permissions
from .findings import Finding
from .transitions import Act, Transition


def _write_report(label: str, act: Act[ImplementationTask]) -> str:
    if act.note:
        TaskReport.objects.create(
            task=act.row, label=label, text=act.note, reported_by=act.by, reported_at=act.now
        )
    return ""


def _not_frozen(act: Act[ImplementationTask]) -> list[Finding]:
    """W-02, W-05: nothing is carried out while an objection is open or may still come."""
    return objection_checks.freezing(act.row.treatment, on=act.on)


def _as_a_consequence(user: User, task: ImplementationTask, on: dt.date) -> bool:
    """Never offered to anybody: the act it follows from was permitted."""
    return True


REPORT = Transition[ImplementationTask](
    name="report",
    label="Als umgesetzt melden",
    done="Als umgesetzt gemeldet",
    sources=frozenset({TaskStatus.OPEN}),
    target=TaskStatus.REPORTED,
    may=task_permissions.may_report_task,
    findings=_not_frozen,
    effect=lambda act: _write_report("Als umgesetzt gemeldet", act),
    needs_note=True,
)
CONFIRM = Transition[ImplementationTask](
    name="confirm",
    label="Als erledigt abschließen",
    done="Umsetzung abgeschlossen",
    sources=frozenset({TaskStatus.REPORTED}),
    target=TaskStatus.DONE,
    may=task_permissions.may_manage_task,
    findings=_not_frozen,
    effect=lambda act: _write_report("Abgeschlossen", act),
)
SEND_BACK = Transition[ImplementationTask](
    name="send_back",
    label="Zurück an den Fachbereich",
    done="Umsetzung zurückgegeben",
    sources=frozenset({TaskStatus.REPORTED}),
    target=TaskStatus.OPEN,
    may=task_permissions.may_manage_task,
    effect=lambda act: _write_report("Zurückgegeben", act),
    needs_note=True,
)
DROP = Transition[ImplementationTask](
    name="drop",
    label="Entfällt",
    done="Umsetzung entfallen",
    sources=UNDER_WAY,
    target=TaskStatus.DROPPED,
    may=task_permissions.may_manage_task,
    effect=lambda act: _write_report("Entfallen", act),
    needs_note=True,
)
VOID = Transition[ImplementationTask](
    name="void",
    label="Mit dem Beschluss entfallen",
    done="Mit dem Beschluss entfallen",
    sources=UNDER_WAY,
    target=TaskStatus.DROPPED,
    may=_as_a_consequence,
    effect=lambda act: _write_report("Mit dem Beschluss entfallen", act),
    needs_note=True,
)

ALL_TASK_STEPS = (REPORT, CONFIRM, SEND_BACK, DROP)


def open_to(user: User, task: ImplementationTask) -> list[Transition[ImplementationTask]]:
    """The steps a person may take with this task now: the buttons of its page."""
    day = permissions.today()
    return [step for step in ALL_TASK_STEPS if task.status in step.sources and step.may(user, task, day)]
