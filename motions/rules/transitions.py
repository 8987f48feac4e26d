"""Die eine Maschine, die einen Stand ändert: lock, state, permission, findings, effect, status, event."""

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from motions.models import Paper, User
from motions.models.choices import PaperStatus

from . import waivers
from .findings import Finding, NotPermitted, OutdatedState, Refused, block
from .history import record


@dataclass(frozen=True)
class Act:
    """Eine Handlung im Gange: the locked paper, who acts, when, with which note and which findings let pass."""

    paper: Paper
    by: User
    now: dt.datetime
    note: str
    let_pass: Collection[str] = ()

    @property
    def on(self) -> dt.date:
        """The day of the town, not that of Greenwich."""
        return timezone.localdate(self.now)


@dataclass(frozen=True)
class Transition:
    """Übergang im Lebenslauf einer Vorlage; the tables stand in workflow.py."""

    name: str
    label: str
    done: str
    sources: frozenset[str]
    target: str
    may: Callable[[User, Paper, dt.date], bool]
    findings: Callable[[Act], Sequence[Finding]] = lambda act: ()
    effect: Callable[[Act], str] = lambda act: ""
    needs_note: bool = False


def perform(
    paper: Paper,
    step: Transition,
    *,
    by: User,
    now: dt.datetime,
    note: str = "",
    let_pass: Collection[str] = (),
    version: int | None = None,
) -> Paper:
    """Carry out one step of the life cycle, whole or not at all.

    ``version`` is what the person saw; ``note`` answers warnings and says why; ``let_pass`` holds the keys of those
    that ask for a decision each. Raises OutdatedState (somebody was faster), NotPermitted, or Refused with the
    findings that stand in the way.
    """
    with transaction.atomic():
        locked = Paper.objects.select_for_update(of=("self",)).get(pk=paper.pk)
        if locked.status not in step.sources or (version is not None and version != locked.version):
            raise OutdatedState(
                f"Die Vorlage ist inzwischen „{locked.get_status_display()}“ oder wurde geändert. "
                "Laden Sie die Seite neu und prüfen Sie den aktuellen Stand."
            )
        act = Act(locked, by, now, note.strip(), let_pass)
        if not step.may(by, locked, act.on):
            raise NotPermitted(f"„{step.label}“ dürfen Sie bei dieser Vorlage nicht.")
        return _carry_out(step, act, decided=_refuse_if_necessary(step, act))


def standing_in_the_way(step: Transition, act: Act) -> list[Finding]:
    """All findings of a step, without those the Ratsbüro has let pass."""
    waived = waivers.covered(act.paper)
    return [finding for finding in step.findings(act) if finding.is_absolute or finding.key not in waived]


def expected_findings(paper: Paper, step: Transition, *, by: User, now: dt.datetime) -> list[Finding]:
    """What would stand in the way if this person took the step now; changes nothing."""
    return standing_in_the_way(step, Act(paper, by, now, ""))


def _refuse_if_necessary(step: Transition, act: Act) -> list[Finding]:
    """The findings the person let pass one by one; raises Refused as long as anything stands in the way."""
    if step.needs_note and not act.note:
        raise Refused([block("V-15", "Nennen Sie den Grund.", "note")])
    findings = [found for found in standing_in_the_way(step, act) if found.blocks or found.warns]
    if any(finding.blocks for finding in findings):
        raise Refused(findings)
    if not act.note and any(finding.warns for finding in findings):
        raise Refused(findings)
    asking = [finding for finding in findings if finding.asks]
    if any(finding.key not in act.let_pass for finding in asking):
        raise Refused(findings)
    return asking


def _carry_out(step: Transition, act: Act, *, decided: list[Finding]) -> Paper:
    paper, before = act.paper, act.paper.status
    on_behalf = step.effect(act)
    paper.status = PaperStatus(step.target)
    paper.status_since = act.now
    paper.version += 1
    paper.save(update_fields=["status", "status_since", "version"])
    record(
        paper,
        step.name,
        step.done,
        by=act.by,
        now=act.now,
        note=_told(act.note, decided),
        on_behalf=on_behalf,
        from_status=before,
        to_status=step.target,
    )
    return paper


def _told(note: str, decided: list[Finding]) -> str:
    """The note with what was let pass, so that the event names each hit (DS-01)."""
    if not decided:
        return note
    named = "\n".join(f"– {finding.about}" for finding in decided)
    return f"{note}\n\nBleibt bewusst öffentlich:\n{named}"
