"""Ein Jahr des Stellenplans, wie es eine Person lesen darf: what is in force, what is proposed, and the sums."""

import datetime as dt
from dataclasses import dataclass

from motions.rules import bylaws
from motions.rules.permissions import Visitor

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


def of_year(user: Visitor, year: int, *, on: dt.date) -> Sheet | None:
    """The plan as it is in force on the day, or was on its own last day; None where there is none."""
    known = versions.of_year(user, year)
    if not known:
        return None
    day = min(versions.last_day_of(user, year), max(on, dt.date(year, 1, 1)))
    plans = versions.in_force(known, day)
    if not plans:
        return None
    entries = posts_of(plans)
    holding = {plan.pk for plan in plans}
    former = versions.at_end_of(user, year - 1)
    plan = statutory.statutory(
        entries,
        former_of(former) if former else None,
        budget=plans[0],
        is_split=bylaws.is_on("staffing.split_areas", on=day),
    )
    return Sheet(
        plan,
        sums.totals(entries),
        [version for version in known if version.plan.pk in holding],
        [version for version in known if version.plan.pk not in holding],
    )
