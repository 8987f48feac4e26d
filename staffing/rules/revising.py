"""Eine Stelle in einer Fassung ändern: each post by itself, compared with what the person had before them (S-07).

A post that is put anew is a new row, so the number of the row says which one was seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from motions.models import User
from motions.rules.findings import OutdatedState
from staffing.models import PlanEntry, Position, StaffingPlan
from staffing.models.choices import PlanKind

from . import changes, drafting, versions
from .listing import Listing, listing_of

_FASTER = "Diese Stelle wurde inzwischen geändert. Vergleichen Sie beide Fassungen."
_GONE = "Diese Stelle steht nicht mehr in der Fassung. Prüfen Sie den aktuellen Stand."


def listed(plan: StaffingPlan, number: int, *, by: User) -> PlanEntry | None:
    """How a post stands in a version now; None where it does not."""
    rows = versions.laid_over(versions.plans_of(by, plan)).filter(position__number=number)
    return versions.with_parts(rows).first()


def listed_before(plan: StaffingPlan, number: int, *, by: User) -> PlanEntry | None:
    """How a post stands in what the version changes."""
    rows = versions.laid_over(versions.base_of(by, plan)).filter(position__number=number)
    return versions.with_parts(rows).first()


def revise(plan: StaffingPlan, position: Position, listing: Listing, *, seen: int, by: User) -> PlanEntry:
    """List a post anew; as it was before, an amendment no longer names it.

    Raises NotPermitted, OutdatedState or Refused (C-01, C-10).
    """
    with _unchanged(plan, position, seen, by):
        entry = drafting.put(plan, position, listing, version=None, by=by)
        before = listed_before(plan, position.number, by=by)
        if plan.kind == PlanKind.AMENDMENT and before and not _differs(before, listing):
            drafting.take_back(plan, position, version=None, by=by)
            return before
    return entry


def drop(plan: StaffingPlan, position: Position, *, reason: str, seen: int, by: User) -> None:
    """End a post in a version; one that is new in it is left out. Raises NotPermitted or OutdatedState."""
    with _unchanged(plan, position, seen, by) as entry:
        if listed_before(plan, position.number, by=by) is None:
            drafting.take_back(plan, position, version=None, by=by)
            return
        drafting.drop(plan, entry, reason=reason, version=None, by=by)


def take_back(plan: StaffingPlan, position: Position, *, by: User) -> None:
    """A post stands again as in what the version changes; a new one is left out. Raises NotPermitted, OutdatedState."""
    with transaction.atomic():
        before = listed_before(plan, position.number, by=by)
        if plan.kind == PlanKind.AMENDMENT or before is None:
            drafting.take_back(plan, position, version=None, by=by)
        else:
            drafting.put(plan, position, listing_of(before), version=None, by=by)


@contextmanager
def _unchanged(plan: StaffingPlan, position: Position, seen: int, by: User) -> Iterator[PlanEntry]:
    """The post is the one that was seen, and stays so until the end of the block."""
    with transaction.atomic():
        StaffingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
        entry = listed(plan, position.number, by=by)
        if entry is None:
            raise OutdatedState(_GONE)
        if entry.pk != seen:
            raise OutdatedState(_FASTER)
        yield entry


def _differs(before: PlanEntry, listing: Listing) -> bool:
    return bool(changes.listing_differences(listing_of(before), listing)) or (
        before.occupied_fte != listing.occupied_fte
    )
