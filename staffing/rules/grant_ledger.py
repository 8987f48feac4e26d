"""Förderübersicht: the grants a person may know, how sure they are, when they end, what is left to pay (K-02, K-03)."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch

from motions.rules.permissions import Visitor
from staffing.models import ExternalCapacity, FundingGrant, GrantPosition, PlanEntry

from . import costs, grants, permissions
from .grants import YearShare
from .pay_book import PayBook


@dataclass(frozen=True)
class FundedPost:
    """Eine geförderte Stelle, wie sie zuletzt ausgewiesen ist, with its years; none if no version lists it.

    ``before`` is who did the work until then, employed elsewhere (K-10).
    """

    entry: PlanEntry | None
    years: list[YearShare]
    before: list[ExternalCapacity]


@dataclass(frozen=True)
class Ledger:
    """Eine Förderung in der Übersicht."""

    grant: FundingGrant
    stage: str
    warning: str
    posts: list[FundedPost]


def ledger(user: Visitor, *, on: dt.date) -> list[Ledger]:
    """The grants by title; as many queries for one as for many."""
    listed = PlanEntry.objects.select_related("grade", "unit", "plan").order_by(
        "-plan__year", "-plan__number"
    )
    funded = GrantPosition.objects.select_related("grant", "position").prefetch_related(
        Prefetch("position__entries", queryset=listed), "position__preceded_by"
    )
    rows = permissions.visible_grants(user).select_related("program", "lead_unit")
    related = rows.prefetch_related("stages", "rates", Prefetch("positions", queryset=funded))
    book = PayBook.read()
    return [
        Ledger(
            grant,
            grants.stage_of(grant),
            grants.warning_of(grant, on=on),
            [_post(book, row, grant, on) for row in grant.positions.all()],
        )
        for grant in related.order_by("title")
    ]


def _post(book: PayBook, row: GrantPosition, grant: FundingGrant, on: dt.date) -> FundedPost:
    entry = next(iter(row.position.entries.all()), None)
    before = list(row.position.preceded_by.all())
    if entry is None or entry.is_dropped:
        return FundedPost(entry, [], before)
    post = costs.planned_post(book, entry.grade, entry.fte, since=row.starts_on, until=row.ends_on)
    return FundedPost(entry, grants.forecast(book, post, row, list(grant.rates.all()), first=on.year), before)
