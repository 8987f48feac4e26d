"""Was ändert sich, und warum? The posts that versions change, for page, PDF and workbook (§ 8 KomHVO NRW, S-08, C-11).

Unit, title, pay group, VZÄ and the reason given to the Rat; no name, no step, nobody who is on the post.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, replace

from motions.rules.permissions import Visitor
from staffing.models import PlanEntry, StaffingPlan
from staffing.models.choices import PlanKind

from . import changes, plan_board, versions
from .changes import Change
from .sheet import Proposal, Sheet
from .versions import Version

# More would be a list, not an answer; all posts stand in the tables and files of the page.
MOST = 50
_Compared = tuple[Version, Sequence[StaffingPlan]]


@dataclass(frozen=True)
class VersionChanges:
    """Eine Fassung mit ihren Änderungen; ``more`` are those beyond the first ones."""

    version: Version
    changes: list[Change]
    more: int


def of_sheet(user: Visitor, sheet: Sheet, year: int) -> list[VersionChanges]:
    """The changes of each version of a year, what is proposed last; versions that change nothing do not occur."""
    holding, former = [version.plan for version in sheet.in_force], versions.before_year(user, year)
    proposed = [
        (version, former if version.plan.kind == PlanKind.BUDGET else holding)
        for version in sheet.others
        if version.plan.is_frozen
    ]
    return _changing([*_in_force(sheet, former), *proposed])


def in_force(user: Visitor, sheet: Sheet, year: int) -> list[VersionChanges]:
    """The changes of the versions that hold, in their order: what is printed with them."""
    return _changing(_in_force(sheet, versions.before_year(user, year)))


def of_proposal(user: Visitor, proposal: Proposal) -> list[VersionChanges]:
    """What a version that does not hold changes."""
    return _changing([(proposal.version, versions.base_of(user, proposal.version.plan))])


def _in_force(sheet: Sheet, former: list[StaffingPlan]) -> list[_Compared]:
    holding = [version.plan for version in sheet.in_force]
    return [
        (version, former if version.plan.kind == PlanKind.BUDGET else holding[:place])
        for place, version in enumerate(sheet.in_force)
    ]


def _changing(compared: Sequence[_Compared]) -> list[VersionChanges]:
    """Versions with what they are compared with; a first plan changes nothing, there is none to compare it with."""
    known = [(version, before) for version, before in compared if before]
    of_amendments = _of_amendments(known)
    found = [
        of_amendments[version.plan.pk] if version.plan.pk in of_amendments else _of_budget(version, before)
        for version, before in known
    ]
    return [row for row in found if row.changes]


def _of_budget(version: Version, before: Sequence[StaffingPlan]) -> VersionChanges:
    board = plan_board.compared(before, [version.plan])
    posts = list(plan_board.changed_posts(board))
    # A post that is left out has no reason of its own; the one of the year before told of something else.
    found = [_ending(change, "") for change in plan_board.changes_of(board, posts[:MOST])]
    return VersionChanges(version, found, max(0, len(posts) - MOST))


def _of_amendments(compared: Sequence[_Compared]) -> dict[int, VersionChanges]:
    """All amendments at once, only the posts they name; the last word on one that ends is its reason."""
    rows = [pair for pair in compared if pair[0].plan.kind == PlanKind.AMENDMENT]
    if not rows:
        return {}
    named = PlanEntry.objects.filter(plan__in=[version.plan.pk for version, _ in rows])
    plans = {plan.pk for version, before in rows for plan in (version.plan, *before)}
    entries = PlanEntry.objects.filter(plan__in=plans, position__in=named.values("position"))
    listed: dict[int, dict[int, PlanEntry]] = {}
    for entry in versions.with_parts(entries):
        listed.setdefault(entry.plan_id, {})[entry.position_id] = entry
    return {version.plan.pk: _of_amendment(version, before, listed) for version, before in rows}


def _of_amendment(
    version: Version, before: Sequence[StaffingPlan], listed: dict[int, dict[int, PlanEntry]]
) -> VersionChanges:
    after = listed.get(version.plan.pk, {})
    former: dict[int, PlanEntry] = {}
    for plan in before:
        former |= {post: row for post, row in listed.get(plan.pk, {}).items() if post in after}
    found = [
        _ending(change, after[change.position.pk].reason)
        for change in changes.between(list(former.values()), list(after.values()))
    ]
    return VersionChanges(version, found[:MOST], max(0, len(found) - MOST))


def _ending(change: Change, reason: str) -> Change:
    """Why a post ends; its row is that of the version before and tells of something else."""
    if change.after is not None or change.before is None:
        return change
    ended = copy(change.before)
    ended.reason = reason
    return replace(change, before=ended)
