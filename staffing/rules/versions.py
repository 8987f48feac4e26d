"""Fassungen des Stellenplans: which are in force on a day, and what they say together (S-01, S-02, S-07, C-09).

In force is never stored. It follows from the outcome in the deciding organ, the Rat: a recommendation unlocks nothing,
a resolution with changes puts the version of the Rat into force and no other.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Case, Prefetch, QuerySet, Value, When

from motions.models import Treatment
from motions.models.choices import ConsultationRole, MeetingStatus, Outcome
from motions.models.objection import ObjectionResult
from motions.models.task import RESOLVED
from motions.rules.clearance import clearance
from motions.rules.permissions import Visitor
from staffing.models import EntryNote, PlanEntry, StaffingPlan
from staffing.models.choices import PlanKind, PlanStage

from . import permissions


@dataclass(frozen=True)
class Version:
    """Eine Fassung mit dem Tag, an dem über sie beschlossen ist; none as long as nothing is."""

    plan: StaffingPlan
    decided_on: dt.date | None = None

    @property
    def in_force_from(self) -> dt.date | None:
        """The first day it holds: the day of the resolution, or a later one it names."""
        if self.decided_on is None or not self.plan.is_frozen:
            return None
        return max(self.decided_on, self.plan.effective_on or self.decided_on)

    def holds_on(self, day: dt.date) -> bool:
        """It is in force on a day."""
        return self.in_force_from is not None and self.in_force_from <= day


def of_year(user: Visitor, year: int) -> list[Version]:
    """All versions of a year the person may see, in their order."""
    rows = permissions.visible_plans(user).filter(year=year)
    return with_decisions(rows.select_related("paper").order_by("number"))


def years(user: Visitor) -> list[int]:
    """Years with a version the person may see, the newest first."""
    rows = permissions.visible_plans(user).order_by("-year").values_list("year", flat=True)
    return list(rows.distinct())


def with_decisions(plans: Iterable[StaffingPlan]) -> list[Version]:
    """Versions with their resolutions; of those one paper has brought, the fitting one is decided."""
    rows = list(plans)
    decided = _decisions({plan.paper_id for plan in rows if plan.paper_id})
    chosen = _chosen(rows, decided)
    return [Version(plan, chosen.get(plan.pk, plan.decided_on)) for plan in rows]


def of_plan(user: Visitor, plan: StaffingPlan) -> Version:
    """One version with its resolution, told from the others of its paper: only one of them holds (S-02)."""
    if plan.paper_id is None:
        return with_decisions([plan])[0]
    rows = permissions.visible_plans(user).filter(paper=plan.paper_id)
    known = with_decisions(rows.select_related("paper").order_by("number"))
    return next(version for version in known if version.plan == plan)


def in_force(versions: Sequence[Version], day: dt.date) -> list[StaffingPlan]:
    """The plan of a day: the last budget plan and, in the order of their effect, the amendments since."""
    holding = [version for version in versions if version.holds_on(day)]
    holding.sort(key=lambda version: (version.in_force_from or day, version.plan.number))
    budgets = [version.plan for version in holding if version.plan.kind == PlanKind.BUDGET]
    if not budgets:
        return []
    amendments = [version.plan for version in holding if version.plan.kind == PlanKind.AMENDMENT]
    return [budgets[-1], *amendments]


def entries(plans: Sequence[StaffingPlan]) -> list[PlanEntry]:
    """The posts of versions laid over each other, by number: of each post the last word, without those that end."""
    return list(with_parts(laid_over(plans).order_by("position__number")))


def laid_over(plans: Sequence[StaffingPlan]) -> QuerySet[PlanEntry]:
    """The same as a set, to be narrowed; the plans are named once more outside, or all years would be read."""
    if not plans:
        return PlanEntry.objects.none()
    rows = PlanEntry.objects.filter(plan__in=[plan.pk for plan in plans])
    if len(plans) == 1:
        return rows.filter(is_dropped=False)
    rank = Case(*(When(plan=plan.pk, then=Value(place)) for place, plan in enumerate(plans)))
    last = rows.annotate(rank=rank).order_by("position_id", "-rank").distinct("position_id")
    return rows.filter(pk__in=last.values("pk"), is_dropped=False)


def plan_of_day(user: Visitor, day: dt.date) -> list[StaffingPlan]:
    """What holds on a day; without a plan of its year the one of the year before goes on (§ 82 GO NRW)."""
    rows = permissions.visible_plans(user).filter(year__lte=day.year, frozen_at__isnull=False)
    known = with_decisions(rows.select_related("paper").order_by("-year", "number"))
    for year in sorted({version.plan.year for version in known}, reverse=True):
        found = in_force([version for version in known if version.plan.year == year], day)
        if found:
            return found
    return []


def before_year(user: Visitor, year: int) -> list[StaffingPlan]:
    """What the budget plan of a year begins from: all that holds at the end of the plan before it."""
    known = _decided(user, up_to=year)
    for former in sorted({version.plan.year for version in known if version.plan.year < year}, reverse=True):
        of_former = [version for version in known if version.plan.year == former]
        if found := in_force(of_former, _last_day(known, former)):
            return found
    return []


def last_day_of(user: Visitor, year: int) -> dt.date:
    """The last day of the plan of a year: it goes on until the next budget plan holds (§ 82 GO NRW, C-09)."""
    return _last_day(_decided(user), year)


def base_of(user: Visitor, plan: StaffingPlan) -> list[StaffingPlan]:
    """What a version changes: the plan of the year before, or for an amendment all that holds before it."""
    if plan.kind == PlanKind.BUDGET:
        return before_year(user, plan.year)
    holding = in_force(of_year(user, plan.year), last_day_of(user, plan.year))
    own = [row for row in holding if row == plan or (plan.paper_id and row.paper_id == plan.paper_id)]
    return holding[: holding.index(own[0])] if own else holding


def plans_of(user: Visitor, plan: StaffingPlan) -> list[StaffingPlan]:
    """What a version says together with what it changes: a budget plan stands alone."""
    return [plan] if plan.kind == PlanKind.BUDGET else [*base_of(user, plan), plan]


def with_parts(rows: QuerySet[PlanEntry]) -> QuerySet[PlanEntry]:
    """Entries with everything a page shows; as many queries for one as for 2,000.

    What many posts have in common is fetched once and shared: an object for each of them would cost a second.
    """
    notes = Prefetch("notes", EntryNote.objects.select_related("target_grade", "released_by"))
    related = rows.select_related("position")
    return related.prefetch_related("unit", "grade", "cost_center", "shares__product__area", notes)


def at_end_of(user: Visitor, year: int) -> list[StaffingPlan]:
    """The plan of a year with all its amendments, those of the weeks until the next plan holds among them (C-09)."""
    return in_force(of_year(user, year), last_day_of(user, year))


def _decided(user: Visitor, *, up_to: int | None = None) -> list[Version]:
    rows = permissions.visible_plans(user).filter(frozen_at__isnull=False)
    if up_to is not None:
        rows = rows.filter(year__lte=up_to)
    return with_decisions(rows.select_related("paper").order_by("year", "number"))


def _last_day(known: Sequence[Version], year: int) -> dt.date:
    """Without a later plan it has no end yet."""
    begins = [
        max(version.in_force_from, dt.date(version.plan.year, 1, 1))
        for version in known
        if version.in_force_from and version.plan.year > year and version.plan.kind == PlanKind.BUDGET
    ]
    return min(begins) - dt.timedelta(days=1) if begins else dt.date.max


def _decisions(papers: set[int]) -> dict[int, tuple[str, dt.date]]:
    """What the deciding organ resolved about papers, and when; an open objection puts it off (§ 54 Abs. 1 GO NRW).

    Asked without regard to the person: everybody reads the same plan, whoever may know why it does not hold yet.
    """
    if not papers:
        return {}
    with clearance("system"):
        rows = Treatment.objects.filter(
            item__consultation__paper__in=papers,
            item__consultation__role=ConsultationRole.DECIDING,
            item__meeting__status=MeetingStatus.CLOSED,
            outcome__in=RESOLVED,
        )
        standing = rows.exclude(objections__result="").exclude(objections__result=ObjectionResult.SET_ASIDE)
        related = standing.select_related("item__meeting", "item__consultation")
        found: dict[int, tuple[str, dt.date]] = {}
        for row in related.order_by("item__meeting__starts_at"):
            consultation = row.item.consultation
            if consultation is not None:
                found[consultation.paper_id] = (row.outcome, row.item.meeting.held_on)
    return found


def _chosen(plans: Sequence[StaffingPlan], decided: dict[int, tuple[str, dt.date]]) -> dict[int, dt.date]:
    """Of the versions of a paper the last that fits, with its day (S-02, S-07).

    The proposal as it was released, unless the Rat has a version of its own; after changes only that one. What a
    committee recommends is never in force.
    """
    last: dict[int, StaffingPlan] = {}
    for plan in plans:
        if plan.paper_id is None or plan.paper_id not in decided or not plan.is_frozen:
            continue
        is_changed = decided[plan.paper_id][0] == Outcome.ADOPTED_AMENDED
        is_fitting = plan.stage == PlanStage.COUNCIL or (
            plan.stage == PlanStage.ADMINISTRATION and not is_changed
        )
        if is_fitting and (plan.paper_id not in last or last[plan.paper_id].number < plan.number):
            last[plan.paper_id] = plan
    return {plan.pk: decided[paper][1] for paper, plan in last.items()}
