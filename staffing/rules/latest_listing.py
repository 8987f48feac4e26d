"""Ausweisung einer Stelle heute: as it holds, or as it is proposed while no plan lists it yet (S-02)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from motions.models import Paper, Treatment
from motions.models.choices import ConsultationRole, MeetingStatus, Outcome, PaperStatus
from motions.rules.clearance import clearance
from motions.rules.permissions import Visitor
from staffing.models import PlanEntry

from . import permissions, versions

_GIVEN_UP = (PaperStatus.SUPERSEDED, PaperStatus.WITHDRAWN)


@dataclass(frozen=True)
class Listed:
    """Eine Stelle im Plan; ``is_proposed`` says that nothing of it holds yet."""

    entry: PlanEntry
    is_proposed: bool


def of_positions(user: Visitor, positions: Iterable[int], *, on: dt.date) -> dict[int, Listed]:
    """By post how the plan of a day lists it, else the newest proposal; what was rejected or given up says nothing."""
    wanted = set(positions)
    holding = versions.laid_over(versions.plan_of_day(user, on)).filter(position__in=wanted)
    held = dict(holding.values_list("position", "pk"))
    # Read backwards, so that the newest stays.
    pending = dict(_proposed(user, wanted - held.keys()).reverse().values_list("position", "pk"))
    rows = PlanEntry.objects.filter(pk__in=[*held.values(), *pending.values()])
    related = rows.select_related("grade", "unit", "cost_center", "plan", "position")
    return {
        entry.position_id: Listed(entry, is_proposed=entry.position_id in pending)
        for entry in related.prefetch_related("notes", "shares__product")
    }


def _proposed(user: Visitor, positions: set[int]) -> QuerySet[PlanEntry]:
    plans = permissions.visible_plans(user)
    pending = Q(paper__isnull=False) | Q(frozen_at__isnull=True)
    papers = plans.filter(pending, entries__position__in=positions).values_list("paper", flat=True)
    known = plans.filter(pending).exclude(paper__in=without_effect({paper for paper in papers if paper}))
    rows = PlanEntry.objects.filter(plan__in=known, position__in=positions, is_dropped=False)
    return rows.order_by("-plan__year", "-plan__number")


def without_effect(papers: set[int]) -> set[int]:
    """Those the Rat has rejected, and those given up or replaced: what they propose says nothing any more."""
    with clearance("system"):
        given_up = Paper.objects.filter(pk__in=papers, status__in=_GIVEN_UP).values_list("pk", flat=True)
        return set(given_up) | _rejected(papers)


def _rejected(papers: set[int]) -> set[int]:
    """Everybody reads the same: what the Rat has rejected is no proposal any more."""
    with clearance("system"):
        rows = Treatment.objects.filter(
            item__consultation__paper__in=papers,
            item__consultation__role=ConsultationRole.DECIDING,
            item__meeting__status=MeetingStatus.CLOSED,
            outcome=Outcome.REJECTED,
        )
        return set(rows.values_list("item__consultation__paper", flat=True))
