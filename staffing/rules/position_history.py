"""Werdegang einer Stelle: what each version said, what was resolved, found and granted about it (domain.md 2.3)."""

import datetime as dt
from dataclasses import dataclass

from motions.models import User
from staffing.models import (
    BlockRelease,
    GrantPosition,
    PlanEntry,
    Position,
    PositionAssignment,
    PositionEvaluation,
)
from staffing.models.choices import UNPAID, NoteKind
from staffing.models.struck import STANDING

from . import changes, costs, permissions, versions
from .changes import Difference
from .costs import YearCost
from .pay_book import PayBook, PayUnknown
from .post_months import Post
from .versions import Version


@dataclass(frozen=True)
class Station:
    """Eine Fassung, die die Stelle nennt; ``differences`` against the one before it, in the order of the plans."""

    version: Version
    entry: PlanEntry
    differences: list[Difference]
    is_first: bool


@dataclass(frozen=True)
class Occupied:
    """Eine Besetzung; ``cost`` of the year is for the personnel office alone (L-04), with ``missing`` if unknown."""

    row: PositionAssignment
    cost: YearCost | None = None
    missing: str = ""


def stations(position: Position, user: User) -> list[Station]:
    """Versions that name the post, the newest first."""
    plans = permissions.draft_plans(user).filter(entries__position=position)
    decided = versions.with_decisions(plans.select_related("paper").order_by("year", "number"))
    entries = {row.plan_id: row for row in versions.with_parts(PlanEntry.objects.filter(position=position))}
    found: list[Station] = []
    for version in decided:
        entry = entries[version.plan.pk]
        before = found[-1].entry if found else None
        told = changes.differences(before, entry) if before and not entry.is_dropped else []
        found.append(Station(version, entry, told, before is None))
    return found[::-1]


def listed(position: Position, user: User, *, on: dt.date) -> PlanEntry | None:
    """How the post is listed in the plan of a day; None where it is not (S-02)."""
    rows = versions.laid_over(versions.plan_of_day(user, on)).filter(position=position)
    return versions.with_parts(rows).first()


def grants(position: Position, user: User) -> list[GrantPosition]:
    """Grants for the post, the newest first."""
    visible = permissions.visible_grants(user)
    rows = GrantPosition.objects.filter(STANDING, position=position, grant__in=visible)
    return list(rows.select_related("grant__program").order_by("-starts_on"))


def evaluations(position: Position) -> list[PositionEvaluation]:
    """Evaluations, the newest first."""
    return list(PositionEvaluation.objects.filter(position=position).select_related("grade"))


def releases(position: Position) -> list[BlockRelease]:
    """Resolutions that have released the post."""
    rows = BlockRelease.objects.filter(position=position)
    return list(rows.select_related("treatment__item__meeting__organization", "recorded_by"))


def is_blocked(entry: PlanEntry | None) -> bool:
    """The post bears a Sperrvermerk."""
    return entry is not None and any(note.kind == NoteKind.RELEASE_BLOCK for note in entry.notes.all())


def occupied(position: Position, user: User, *, on: dt.date) -> list[Occupied]:
    """Who is and was on the post, with the cost of this year; nothing for anybody but the personnel office (L-04)."""
    rows = list(permissions.visible_assignments(user).filter(position=position).select_related("grade"))
    book = PayBook.read() if rows else None
    return [_with_cost(row, book, on) if book else Occupied(row) for row in rows]


def _with_cost(row: PositionAssignment, book: PayBook, on: dt.date) -> Occupied:
    is_over = row.ends_on is not None and row.ends_on.year < on.year
    if is_over or row.grade is None or row.step is None or row.absence in UNPAID:
        return Occupied(row)
    post = Post(row.grade, row.fte, row.step, row.starts_on, row.ends_on)
    try:
        return Occupied(row, costs.year_cost(book, post, max(on.year, row.starts_on.year)))
    except PayUnknown as unknown:
        return Occupied(row, missing=str(unknown))
