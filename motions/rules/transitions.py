"""Die eine Maschine, die einen Stand ändert: lock, state, permission, findings, effect, status, event."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from django.db import transaction
from django.utils import timezone

from motions.models import ImplementationTask, Meeting, Minutes, Paper, User

from . import waivers
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .history import record

Row = TypeVar("Row", Paper, Meeting, Minutes, ImplementationTask)


@dataclass(frozen=True)
class Act(Generic[Row]):
    """Eine Handlung im Gange: the locked row, who acts, when, with which note and which findings let pass.

    ``happened_at``: when it took place, if that is told and not the moment of the press.
    """

    row: Row
    by: User
    now: dt.datetime
    note: str
    let_pass: Collection[str] = ()
    happened_at: dt.datetime | None = None

    @property
    def on(self) -> dt.date:
        """The day of the town, not that of Greenwich."""
        return timezone.localdate(self.now)


def _nobody(user: User, row: Paper | Meeting | Minutes | ImplementationTask, on: dt.date) -> bool:
    return False


@dataclass(frozen=True)
class Transition(Generic[Row]):
    """Übergang im Lebenslauf; the tables stand in workflow.py, meeting_workflow.py and task_workflow.py.

    ``may_override``: who lets a blocking finding pass in the act itself, with the note as its reason; for a paper
    exceptions are rows of their own (waivers.py). ``writes``: further columns the effect sets in the same moment.
    ``afterwards``: rows that may only exist in the new state.
    """

    name: str
    label: str
    done: str
    sources: frozenset[str]
    target: str
    may: Callable[[User, Row, dt.date], bool]
    findings: Callable[[Act[Row]], Sequence[Finding]] = lambda act: ()
    effect: Callable[[Act[Row]], str] = lambda act: ""
    needs_note: bool = False
    may_override: Callable[[User, Row, dt.date], bool] = _nobody
    writes: tuple[str, ...] = ()
    afterwards: Callable[[Act[Row]], None] = lambda act: None


def perform(
    row: Row,
    step: Transition[Row],
    *,
    by: User,
    now: dt.datetime,
    note: str = "",
    let_pass: Collection[str] = (),
    version: int | None = None,
    happened_at: dt.datetime | None = None,
) -> Row:
    """Carry out one step of the life cycle, whole or not at all.

    ``version`` is what the person saw; ``note`` answers warnings and says why; ``let_pass`` holds the keys of those
    that ask for a decision each. Raises OutdatedState (somebody was faster), NotPermitted, or Refused with the
    findings that stand in the way.
    """
    with transaction.atomic():
        locked = type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)
        if locked.status not in step.sources or (version is not None and version != locked.version):
            raise OutdatedState(
                f"Die {row._meta.verbose_name} ist inzwischen „{locked.get_status_display()}“ oder wurde geändert. "
                "Laden Sie die Seite neu und prüfen Sie den aktuellen Stand."
            )
        act = Act(locked, by, now, note.strip(), let_pass, happened_at)
        if not step.may(by, locked, act.on):
            raise NotPermitted(f"„{step.label}“ dürfen Sie bei dieser {row._meta.verbose_name} nicht.")
        return _carry_out(step, act, decided=_refuse_if_necessary(step, act))


def standing_in_the_way(step: Transition[Row], act: Act[Row]) -> list[Finding]:
    """All findings of a step, without those the Ratsbüro has let pass."""
    waived: set[str] = waivers.covered(act.row) if isinstance(act.row, Paper) else set()
    return [finding for finding in step.findings(act) if finding.is_absolute or finding.key not in waived]


def expected_findings(row: Row, step: Transition[Row], *, by: User, now: dt.datetime) -> list[Finding]:
    """What would stand in the way if this person took the step now; changes nothing."""
    return standing_in_the_way(step, Act(row, by, now, ""))


def _refuse_if_necessary(step: Transition[Row], act: Act[Row]) -> list[Finding]:
    """The findings the person let pass one by one; raises Refused as long as anything stands in the way."""
    if step.needs_note and not act.note:
        raise Refused([block("V-15", "Nennen Sie den Grund.", "note")])
    findings = [found for found in standing_in_the_way(step, act) if found.blocks or found.warns]
    passed: list[Finding] = _overridden(step, act, findings)
    if any(finding.blocks and finding not in passed for finding in findings):
        raise Refused(findings)
    if not act.note and findings:
        raise Refused(findings)
    asking: list[Finding] = [finding for finding in findings if finding.asks]
    if any(finding.key not in act.let_pass for finding in asking):
        raise Refused(findings)
    return [*passed, *asking]


def _overridden(step: Transition[Row], act: Act[Row], findings: list[Finding]) -> list[Finding]:
    """The blocks let pass in the act itself; needs the right, the key of each and a note that says why."""
    if not act.note or not step.may_override(act.by, act.row, act.on):
        return []
    return [row for row in findings if row.blocks and not row.is_absolute and row.key in act.let_pass]


def _carry_out(step: Transition[Row], act: Act[Row], *, decided: list[Finding]) -> Row:
    row, before = act.row, act.row.status
    on_behalf = step.effect(act)
    row.status = step.target
    row.status_since = act.now
    row.version += 1
    row.save(update_fields=["status", "status_since", "version", *step.writes])
    step.afterwards(act)
    record(
        row,
        step.name,
        step.done,
        by=act.by,
        now=act.now,
        note=_told(act.note, decided),
        on_behalf=on_behalf,
        from_status=before,
        to_status=step.target,
    )
    return row


def _told(note: str, decided: list[Finding]) -> str:
    """The note with what was let pass, so that the event names each hit (DS-01) and each exception."""
    asked = [f"– {finding.about}" for finding in decided if finding.asks]
    excepted = [f"– Regel {finding.rule}: {finding.text}" for finding in decided if finding.blocks]
    parts = [note]
    if asked:
        parts.append("Bleibt bewusst öffentlich:\n" + "\n".join(asked))
    if excepted:
        parts.append("Ausnahme zugelassen:\n" + "\n".join(excepted))
    return "\n\n".join(parts)
