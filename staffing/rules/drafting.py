"""Fassungen schreiben: begin a plan or an amendment, put posts into it, freeze it (S-07, C-01, C-07, S-14)."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from motions.models import Paper, User
from motions.rules.findings import NotPermitted, OutdatedState, Refused, block
from motions.rules.once import save_once
from staffing.models import PlanEntry, Position, StaffingPlan
from staffing.models.choices import PlanKind, PlanStage

from . import due_notes, former_decision, permissions, plan_issue, versions
from .former_decision import FormerDecision
from .listing import Listing, entry_of, listing_of, objections, write_parts

_UNDECIDED = FormerDecision()


def begin(kind: str, year: int, title: str, *, by: User, now: dt.datetime) -> StaffingPlan:
    """Begin a version; a budget plan starts with the posts that hold at the end of the year before.

    A post whose kw has come with its day is left out, one whose ku has stands in its target group.

    Raises NotPermitted, or Refused where an amendment has nothing to change (S-01).
    """
    _insist_on_keeper(by)
    with transaction.atomic():
        found = versions.of_year(by, year)
        end = versions.last_day_of(by, year)
        if kind == PlanKind.AMENDMENT and not versions.in_force(found, end):
            text = (
                f"Für {year} ist kein Stellenplan in Kraft. Legen Sie zuerst den Stellenplan des Jahres an."
            )
            raise Refused([block("S-01", text, "year", absolute=True)])
        plan = create(kind, year, title, by=by, now=now)
        if kind == PlanKind.BUDGET:
            former = versions.before_year(by, year)
            for entry in versions.entries(former):
                listing = due_notes.carried_over(listing_of(entry), first_day=dt.date(year, 1, 1))
                if listing is not None:
                    _list(plan, entry.position, listing)
            copy_lists(former, plan)
    return plan


def begin_version_of(plan: StaffingPlan, stage: str, *, by: User, now: dt.datetime) -> StaffingPlan:
    """Begin the version of a committee or the Rat: the same posts, to be changed as was resolved (S-07)."""
    _insist_on_keeper(by)
    if not plan.is_frozen:
        raise OutdatedState("Diese Fassung ist noch in Arbeit. Ändern Sie sie selbst.")
    with transaction.atomic():
        return _copy_of(plan, plan.paper, stage, by=by, now=now)


def copy_for(plan: StaffingPlan, paper: Paper, *, by: User, now: dt.datetime) -> StaffingPlan:
    """The same changes for the Neufassung of their Vorlage; the act it follows from was permitted."""
    return _copy_of(plan, paper, PlanStage.ADMINISTRATION, by=by, now=now)


def put(
    plan: StaffingPlan, position: Position | None, listing: Listing, *, version: int | None, by: User
) -> PlanEntry:
    """List a post in a version as it shall be afterwards; without ``position`` a new post with the next number.

    ``version`` is the one the person has seen; None where the caller has compared the post itself.
    Raises NotPermitted, OutdatedState, or Refused (C-01, C-07).
    """
    is_new = position is None or _gets_transition_grade(position, listing)
    findings = objections(listing, is_new=is_new)
    with transaction.atomic():
        locked = _locked(plan, version, by)
        if findings:
            raise Refused(findings)
        position = position or _next_position()
        PlanEntry.objects.filter(plan=locked, position=position).delete()
        entry = entry_of(locked, position, listing)
        entry.save()
        write_parts([(entry, listing)])
    return entry


def _gets_transition_grade(position: Position, listing: Listing) -> bool:
    """Only a post that is listed with it already keeps a grade for those who were taken over (C-07)."""
    if not listing.grade.is_transition:
        return False
    return not PlanEntry.objects.filter(position=position, grade=listing.grade).exists()


def drop(plan: StaffingPlan, entry: PlanEntry, *, reason: str, version: int | None, by: User) -> None:
    """End a post by an amendment; in a budget plan it is left out. Raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        locked = _locked(plan, version, by)
        PlanEntry.objects.filter(plan=locked, position=entry.position).delete()
        if locked.kind == PlanKind.BUDGET:
            return
        PlanEntry.objects.create(
            plan=locked,
            position=entry.position,
            unit=entry.unit,
            title=entry.title,
            grade=entry.grade,
            fte=Decimal("0.00"),
            cost_center=entry.cost_center,
            reason=reason.strip(),
            is_elected=entry.is_elected,
            is_dropped=True,
        )


def take_back(plan: StaffingPlan, position: Position, *, version: int | None, by: User) -> None:
    """Undo a change of an amendment; raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        locked = _locked(plan, version, by)
        PlanEntry.objects.filter(plan=locked, position=position).delete()


def occupy(
    plan: StaffingPlan, occupied: Sequence[tuple[PlanEntry, Decimal]], on: dt.date, *, version: int, by: User
) -> None:
    """Write down what was occupied on the day of a plan (C-03); raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        locked = _locked(plan, version, by)
        for entry, fte in occupied:
            entry.occupied_fte = fte
        PlanEntry.objects.bulk_update([entry for entry, _ in occupied], ["occupied_fte"])
        locked.occupied_on = on
        locked.save(update_fields=["occupied_on"])


def touch(plan: StaffingPlan, *, version: int | None, by: User) -> StaffingPlan:
    """Hold a version for writing something beside its posts; raises NotPermitted or OutdatedState."""
    return _locked(plan, version, by)


def freeze(
    plan: StaffingPlan, *, by: User, now: dt.datetime, decision: FormerDecision = _UNDECIDED
) -> StaffingPlan:
    """Write a version down for good; with a decision from before this system it holds from then on.

    Raises NotPermitted, OutdatedState or Refused (S-01, S-07, C-01).
    """
    with transaction.atomic():
        locked = _locked(plan, None, by, is_change=False)
        if not locked.entries.exists():
            text = "In dieser Fassung steht noch keine Stelle. Tragen Sie zuerst die Änderungen ein."
            raise Refused([block("S-01", text, absolute=True)])
        if findings := former_decision.objections(locked, decision, on=timezone.localdate(now)):
            raise Refused(findings)
        if decision.is_told:
            locked.decided_on = decision.decided_on
            locked.decided_source, locked.decided_reason = decision.source.strip(), decision.reason.strip()
        locked.frozen_at, locked.frozen_by = now, by
        locked.save()
        # The version of the Rat is frozen after the resolution and holds from then on (plan_issue.py).
        plan_issue.look_soon()
    return locked


def create(kind: str, year: int, title: str, *, by: User, now: dt.datetime) -> StaffingPlan:
    """A version without a post; the act it is part of was permitted."""
    last = StaffingPlan.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    plan = StaffingPlan(
        year=year, number=last + 1, kind=kind, title=title.strip(), created_by=by, created_at=now
    )
    save_once(
        plan, "Gerade hat jemand eine Fassung für dieses Jahr angelegt. Prüfen Sie, ob es dieselbe ist."
    )
    return plan


def _copy_of(
    plan: StaffingPlan, paper: Paper | None, stage: str, *, by: User, now: dt.datetime
) -> StaffingPlan:
    """A version in work with the same posts and lists."""
    copy = create(plan.kind, plan.year, plan.title, by=by, now=now)
    copy.stage, copy.paper, copy.effective_on = stage, paper, plan.effective_on
    copy.occupied_on = plan.occupied_on
    copy.save(update_fields=["stage", "paper", "effective_on", "occupied_on"])
    for entry in versions.with_parts(PlanEntry.objects.filter(plan=plan)):
        _copy(entry, copy)
    copy_lists([plan], copy)
    return copy


def _copy(entry: PlanEntry, plan: StaffingPlan) -> None:
    _list(plan, entry.position, listing_of(entry), is_dropped=entry.is_dropped)


def _list(plan: StaffingPlan, position: Position, listing: Listing, *, is_dropped: bool = False) -> None:
    copy = entry_of(plan, position, listing)
    copy.is_dropped = is_dropped
    copy.save()
    write_parts([(copy, listing)])


def copy_lists(plans: Sequence[StaffingPlan], plan: StaffingPlan) -> None:
    """Trainees and temporary staff are listed anew with each version, beginning from the one before (S-12, S-14)."""
    for budget in plans[:1]:
        for rows in (budget.trainees, budget.temporary):
            for row in rows.all():
                row.pk, row.plan = None, plan
                row.save(force_insert=True)


def _next_position() -> Position:
    last = Position.objects.order_by("-number").first()
    position = Position(number=last.number + 1 if last else 1)
    save_once(position, "Gerade hat jemand eine Stelle angelegt. Senden Sie Ihre Eingaben noch einmal.")
    return position


def _locked(plan: StaffingPlan, version: int | None, by: User, *, is_change: bool = True) -> StaffingPlan:
    """The row for writing; every change makes tabs that show it outdated. What a paper proposes stands still (S-07)."""
    _insist_on_keeper(by)
    locked = StaffingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if locked.is_frozen:
        raise OutdatedState("Diese Fassung ist festgeschrieben. Legen Sie für Änderungen eine neue an.")
    if is_change and _stands_still(locked):
        text = "Die Vorlage zu dieser Fassung ist zur Freigabe gegeben. Lassen Sie sie zurückgeben, um zu ändern."
        raise OutdatedState(text)
    if version is not None and locked.version != version:
        raise OutdatedState("Diese Fassung wurde inzwischen geändert. Prüfen Sie den aktuellen Stand.")
    locked.version += 1
    locked.save(update_fields=["version"])
    plan.version = locked.version
    return locked


def _stands_still(plan: StaffingPlan) -> bool:
    return plan.stage == PlanStage.ADMINISTRATION and plan.paper is not None and not plan.paper.is_editable


def _insist_on_keeper(by: User) -> None:
    if not permissions.keeps_plan(by):
        raise NotPermitted("Den Stellenplan führt die Personalstelle.")
