"""Ein Jahr des Stellenplans, wie es eine Person lesen darf: what is in force, what is proposed, and the sums."""

import datetime as dt
from dataclasses import dataclass

from motions.rules import bylaws
from motions.rules.permissions import Visitor
from staffing.models import StaffingPlan

from . import statutory, sums, versions
from .posts import former_of, posts_of
from .statutory import Statutory
from .sums import Totals
from .versions import Version


@dataclass(frozen=True)
class Sheet:
    """Der Plan eines Tages; ``others`` are versions that are not in force."""

    plan: Statutory
    totals: Totals
    in_force: list[Version]
    others: list[Version]


@dataclass(frozen=True)
class Proposal:
    """Eine Fassung, die nicht gilt: what the plan would be with it. ``base`` is what it changes."""

    plan: Statutory
    totals: Totals
    version: Version
    base: list[StaffingPlan]

    @property
    def title(self) -> str:
        """What stands on each page and sheet: it must never be taken for the plan itself."""
        return f"{self.version.plan.title} (Entwurf)"


def of_year(user: Visitor, year: int, *, on: dt.date) -> Sheet | None:
    """The plan as it is in force on the day, or was on its own last day; None where there is none."""
    known = versions.of_year(user, year)
    if not known:
        return None
    day = _day_of(user, year, on)
    plans = versions.in_force(known, day)
    if not plans:
        return None
    holding = {plan.pk for plan in plans}
    plan, totals = _told(user, plans, year, day)
    return Sheet(
        plan,
        totals,
        [version for version in known if version.plan.pk in holding],
        [version for version in known if version.plan.pk not in holding],
    )


def of_version(user: Visitor, version: Version, *, on: dt.date) -> Proposal:
    """A version laid over what it changes, with the eyes of who reads it."""
    plan = version.plan
    plans = versions.plans_of(user, plan)
    told, totals = _told(user, plans, plan.year, _day_of(user, plan.year, on))
    return Proposal(told, totals, version, plans[:-1])


def _day_of(user: Visitor, year: int, on: dt.date) -> dt.date:
    """A day of a plan: its first before it begins, its last after its end."""
    return min(versions.last_day_of(user, year), max(on, dt.date(year, 1, 1)))


def _told(user: Visitor, plans: list[StaffingPlan], year: int, day: dt.date) -> tuple[Statutory, Totals]:
    entries = posts_of(plans)
    former = versions.at_end_of(user, year - 1)
    plan = statutory.statutory(
        entries,
        former_of(former) if former else None,
        budget=plans[0],
        is_split=bylaws.is_on("staffing.split_areas", on=day),
    )
    return plan, sums.totals(entries)
