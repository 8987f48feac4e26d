"""Eine Fassung auf einmal füllen: all posts of a plan in a few statements, whatever their number (S-07)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.db.models import Max
from psycopg.errors import UniqueViolation

from motions.models import User
from motions.rules.findings import OutdatedState
from staffing.models import PlanEntry, Position, StaffingPlan
from staffing.models.choices import PlanKind

from . import drafting, versions
from .listing import Listing, entry_of, write_parts

Numbered = tuple[int | None, Listing]


def fill(
    plan: StaffingPlan | None, year: int, title: str, rows: Sequence[Numbered], *, by: User, now: dt.datetime
) -> StaffingPlan:
    """Put posts into an empty version, or into a new one; without a number a post gets the next.

    The rows have no objections. Raises NotPermitted or OutdatedState.
    """
    with transaction.atomic():
        if plan is None:
            plan = drafting.create(PlanKind.BUDGET, year, title, by=by, now=now)
            drafting.copy_lists(versions.plan_of_day(by, dt.date(year, 12, 31)), plan)
        drafting.touch(plan, version=None, by=by)
        if plan.entries.exists():
            raise OutdatedState(
                "In dieser Fassung stehen inzwischen Stellen. Prüfen Sie die Datei noch einmal."
            )
        _write(
            plan, list(zip(_positions([number for number, _ in rows]), (row for _, row in rows), strict=True))
        )
    return plan


def _positions(numbers: Sequence[int | None]) -> list[Position]:
    """The posts of these numbers; those that do not exist are made."""
    last = Position.objects.aggregate(last=Max("number"))["last"] or 0
    free = iter(range(max([last, *(number for number in numbers if number)]) + 1, 10_000_000))
    wanted = [number or next(free) for number in numbers]
    known = Position.objects.in_bulk(wanted, field_name="number")
    new = [Position(number=number) for number in wanted if number not in known]
    try:
        with transaction.atomic():
            made = Position.objects.bulk_create(new)
    except IntegrityError as error:
        if not isinstance(error.__cause__, UniqueViolation):
            raise
        raise OutdatedState(
            "Gerade hat jemand eine Stelle angelegt. Prüfen Sie die Datei noch einmal."
        ) from None
    known |= {position.number: position for position in made}
    return [known[number] for number in wanted]


def _write(plan: StaffingPlan, rows: Sequence[tuple[Position, Listing]]) -> None:
    entries = PlanEntry.objects.bulk_create(entry_of(plan, position, listing) for position, listing in rows)
    write_parts(list(zip(entries, (listing for _, listing in rows), strict=True)))
