"""Besetzung: begin, change and end it, and what forbids it (S-02, S-10, C-03; domain.md 2.3, 2.4).

Creating a post is the matter of the Rat, filling it that of the Bürgermeister; the personnel office writes it down.
"""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Sum

from motions.models import User
from motions.models.period import holds_on
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused, block
from staffing.models import PayGrade, PlanEntry, Position, PositionAssignment, StaffingPlan
from staffing.models.choices import Absence, PlanKind

from . import assignment_checks, drafting, permissions, versions
from .sums import NONE

_FASTER = "Diese Besetzung wurde inzwischen geändert. Prüfen Sie den aktuellen Stand."


@dataclass(frozen=True)
class Occupation:
    """Wer eine Stelle wie besetzt; ``fte`` is the share in VZÄ, ``grade`` the one the person really has."""

    holder: str
    grade: PayGrade
    fte: Decimal
    starts_on: dt.date
    ends_on: dt.date | None = None
    step: int | None = None
    absence: str = Absence.NONE
    contract_ends_on: dt.date | None = None


def begin(position: Position, occupation: Occupation, *, by: User, now: dt.datetime) -> PositionAssignment:
    """Write down who occupies a post from a day on. Raises NotPermitted or Refused (S-02, S-10 and the notes)."""
    _insist_on_keeper(by)
    with transaction.atomic():
        _lock(position)
        _insist(assignment_checks.objections(position, occupation, by=by))
        return PositionAssignment.objects.create(
            position=position, **vars(occupation), recorded_by=by, recorded_at=now
        )


def change(
    assignment: PositionAssignment, occupation: Occupation, *, version: int, by: User, now: dt.datetime
) -> PositionAssignment:
    """From a day on something is different: the row until then ends the day before. Raises as begin() and
    OutdatedState.
    """
    with transaction.atomic():
        locked = _locked(assignment, version, by)
        if occupation.starts_on <= locked.starts_on:
            text = f"Die Änderung gilt frühestens ab dem Tag nach dem {locked.starts_on:%d.%m.%Y}."
            raise Refused([block("C-03", text, "starts_on", absolute=True)])
        if locked.ends_on is not None and occupation.starts_on > locked.ends_on:
            text = "Diese Besetzung ist dann schon beendet. Tragen Sie eine neue ein."
            raise Refused([block("C-03", text, "starts_on", absolute=True)])
        locked.ends_on = occupation.starts_on - dt.timedelta(days=1)
        locked.save(update_fields=["ends_on", "version"])
        found = assignment_checks.objections(locked.position, occupation, by=by, is_same_person=True)
        _insist(found)
        return PositionAssignment.objects.create(
            position=locked.position, **vars(occupation), recorded_by=by, recorded_at=now
        )


def end(assignment: PositionAssignment, *, on: dt.date, version: int, by: User) -> PositionAssignment:
    """The last day of a person on a post. Raises NotPermitted, OutdatedState or Refused."""
    with transaction.atomic():
        locked = _locked(assignment, version, by)
        if on < locked.starts_on:
            text = f"Der letzte Tag liegt vor dem ersten, dem {locked.starts_on:%d.%m.%Y}."
            raise Refused([block("C-03", text, "ends_on", absolute=True)])
        locked.ends_on = on
        locked.save(update_fields=["ends_on", "version"])
    return locked


def occupied_on(day: dt.date) -> dict[int, Decimal]:
    """By post, the VZÄ of those who work on it on a day; who is on leave counts 0, the substitute counts (C-03)."""
    rows = PositionAssignment.objects.filter(holds_on(day), absence=Absence.NONE)
    return dict(rows.values_list("position").annotate(fte=Sum("fte")).order_by())


def key_day(plan: StaffingPlan) -> dt.date:
    """30 June of the year before (§ 8 KomHVO NRW)."""
    return plan.occupied_on or dt.date(plan.year - 1, 6, 30)


def proposals(plan: StaffingPlan) -> list[tuple[PlanEntry, Decimal]]:
    """Posts of a budget plan whose occupation on the day differs from what the plan says, capped by the post."""
    occupied = occupied_on(key_day(plan))
    rows = PlanEntry.objects.filter(plan=plan).select_related("position").order_by("position__number")
    pairs = [(row, min(row.fte, occupied.get(row.position_id, NONE))) for row in rows]
    return [(row, fte) for row, fte in pairs if row.occupied_fte != fte]


def fill(plan: StaffingPlan, *, version: int, by: User) -> int:
    """Write the occupation of the day into a budget plan. Raises NotPermitted, OutdatedState or Refused (C-03)."""
    if plan.kind != PlanKind.BUDGET:
        text = "Die Besetzung am Stichtag steht nur im Stellenplan eines Jahres, nicht in einer Änderung."
        raise Refused([block("C-03", text, absolute=True)])
    rows = proposals(plan)
    drafting.occupy(plan, rows, key_day(plan), version=version, by=by)
    return len(rows)


def too_many(*, on: dt.date, by: User) -> list[tuple[PlanEntry, Decimal]]:
    """Posts on which more is occupied than the plan of the day lists (C-04)."""
    occupied = occupied_on(on)
    listed = versions.laid_over(versions.plan_of_day(by, on)).values_list("pk", "position", "fte")
    over = [pk for pk, position, fte in listed if occupied.get(position, NONE) > fte]
    found = PlanEntry.objects.filter(pk__in=over).select_related("position", "unit", "grade")
    return [(row, occupied[row.position_id]) for row in found.order_by("position__number")]


def _locked(assignment: PositionAssignment, version: int, by: User) -> PositionAssignment:
    _insist_on_keeper(by)
    _lock(assignment.position)
    locked = PositionAssignment.objects.select_related("position").get(pk=assignment.pk)
    if locked.version != version or locked.forgotten_at is not None:
        raise OutdatedState(_FASTER)
    locked.version += 1
    return locked


def _lock(position: Position) -> None:
    """All assignments of a post are written one after the other: their sum must hold."""
    Position.objects.select_for_update().get(pk=position.pk)


def _insist(findings: list[Finding]) -> None:
    if findings:
        raise Refused(findings)


def _insist_on_keeper(by: User) -> None:
    if not permissions.keeps_plan(by):
        raise NotPermitted("Die Besetzung führt die Personalstelle.")
