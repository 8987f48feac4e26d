"""Eine Stelle im Lauf eines Jahres: begun, regraded or ended by the versions that came into force in it (L-01)."""

import datetime as dt
from dataclasses import replace

from motions.rules.permissions import Visitor
from staffing.models import PlanEntry, Position, StaffingPlan
from staffing.models.choices import PlanKind

from . import costs, versions
from .pay_book import PayBook
from .post_months import Post

_Listed = tuple[dt.date, PlanEntry | None]


def planned(book: PayBook, position: Position, year: int, user: Visitor) -> Post | None:
    """The post with what became of it in a year, planned as if vacant; None where it stayed as it was all the year."""
    first = dt.date(year, 1, 1)
    holding = versions.plan_of_day(user, first)
    changes = [
        (version.in_force_from, version.plan)
        for version in versions.of_year(user, year)
        if version.in_force_from is not None and first < version.in_force_from <= dt.date(year, 12, 31)
    ]
    entries = _entries(position, [*holding, *(plan for _, plan in changes)])
    listed: list[_Listed] = [(first, _last(entries, holding))]
    for day, plan in sorted(changes, key=lambda change: (change[0], change[1].number)):
        if plan.pk in entries or plan.kind == PlanKind.BUDGET:
            listed.append((day, _last(entries, [plan])))
    return _chained(book, listed) if len(listed) > 1 else None


def _entries(position: Position, plans: list[StaffingPlan]) -> dict[int, PlanEntry]:
    rows = PlanEntry.objects.filter(position=position, plan__in=[plan.pk for plan in plans])
    return {row.plan_id: row for row in rows.select_related("grade")}


def _last(entries: dict[int, PlanEntry], plans: list[StaffingPlan]) -> PlanEntry | None:
    """The last word of versions laid over each other; None where it ends the post or there is none."""
    found = [entries[plan.pk] for plan in plans if plan.pk in entries]
    return found[-1] if found and not found[-1].is_dropped else None


def _chained(book: PayBook, listed: list[_Listed]) -> Post | None:
    """Each listing until the next; where it is left out the post ends on the day before."""
    later: Post | None = None
    ends_on: dt.date | None = None
    for day, entry in reversed(listed):
        if entry is None:
            ends_on = day - dt.timedelta(days=1)
            continue
        post = costs.planned_post(book, entry.grade, entry.fte, since=day, until=ends_on)
        later, ends_on = replace(post, then=later), None
    return later
