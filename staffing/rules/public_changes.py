"""Was ändert sich, und warum? The posts that versions change, for page, PDF and workbook (§ 8 KomHVO NRW, S-08, C-11).

Unit, title, pay group, VZÄ and the reason given to the Rat; no name, no step, nobody who is on the post.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from motions.rules.permissions import Visitor
from staffing.models import PlanEntry, StaffingPlan
from staffing.models.choices import PlanKind

from . import changes, plan_board, versions
from .changes import Change
from .sheet import Proposal, Sheet
from .versions import Version

# More would be a list, not an answer; all posts stand in the tables and files of the page.
MOST = 50


@dataclass(frozen=True)
class VersionChanges:
    """Eine Fassung mit ihren Änderungen; ``more`` are those beyond the first ones."""

    version: Version
    changes: list[Change]
    more: int


def of_sheet(user: Visitor, sheet: Sheet, year: int) -> list[VersionChanges]:
    """The changes of each version of a year, what is proposed last; versions that change nothing do not occur."""
    holding = [version.plan for version in sheet.in_force]
    former = versions.before_year(user, year)
    found = [
        _of_version(version, former if version.plan.kind == PlanKind.BUDGET else holding)
        for version in sheet.others
        if version.plan.is_frozen
    ]
    return [*in_force(user, sheet, year), *(row for row in found if row.changes)]


def in_force(user: Visitor, sheet: Sheet, year: int) -> list[VersionChanges]:
    """The changes of the versions that hold, in their order: what is printed with them."""
    holding = [version.plan for version in sheet.in_force]
    former = versions.before_year(user, year)
    found = [
        _of_version(version, former if version.plan.kind == PlanKind.BUDGET else holding[:place])
        for place, version in enumerate(sheet.in_force)
    ]
    return [row for row in found if row.changes]


def of_proposal(user: Visitor, proposal: Proposal) -> list[VersionChanges]:
    """What a version that does not hold changes."""
    found = _of_version(proposal.version, versions.base_of(user, proposal.version.plan))
    return [found] if found.changes else []


def _of_version(version: Version, before: Sequence[StaffingPlan]) -> VersionChanges:
    """A first plan changes nothing: there is no plan to compare it with."""
    if not before:
        return VersionChanges(version, [], 0)
    found = (
        _of_budget(before, version.plan)
        if version.plan.kind == PlanKind.BUDGET
        else _of_amendment(before, version.plan)
    )
    return VersionChanges(version, found[0], found[1])


def _of_budget(before: Sequence[StaffingPlan], plan: StaffingPlan) -> tuple[list[Change], int]:
    board = plan_board.compared(before, [plan])
    posts = list(plan_board.changed_posts(board))
    found = plan_board.changes_of(board, posts[:MOST])
    for change in found:
        if change.after is None and change.before is not None:
            # A post that is left out has no reason of its own; the one of the year before told of something else.
            change.before.reason = ""
    return found, max(0, len(posts) - MOST)


def _of_amendment(before: Sequence[StaffingPlan], plan: StaffingPlan) -> tuple[list[Change], int]:
    """Only the posts it names are read; the last word on one that ends is its reason."""
    after = list(versions.with_parts(PlanEntry.objects.filter(plan=plan)))
    touched = versions.laid_over(before).filter(position__in=[entry.position_id for entry in after])
    found = changes.between(list(versions.with_parts(touched)), after)
    reasons = {entry.position_id: entry.reason for entry in after if entry.is_dropped}
    for change in found:
        if change.after is None and change.before is not None:
            change.before.reason = reasons.get(change.position.pk, "")
    return found[:MOST], max(0, len(found) - MOST)
