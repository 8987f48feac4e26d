"""Förderübersicht: the grants a person may know, how sure they are, when they end, what is left to pay (K-02, K-03)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from motions.models import User
from motions.rules.permissions import Visitor
from staffing.models import ExternalCapacity, FundingGrant, GrantPosition, PlanEntry
from staffing.models.struck import standing

from . import (
    costs,
    grant_end,
    grant_reminders,
    grant_repayments,
    grant_vacancies,
    grants,
    latest_listing,
    permissions,
    post_end,
    share_chart,
)
from .grant_repayments import Duty
from .grant_vacancies import Gap
from .grants import Light, YearShare
from .latest_listing import Listed
from .pay_book import PayBook
from .share_chart import Chart, Share

# A year without any grant is compared as it is: nothing is paid in it.
_WHOLE_YEAR = 12


@dataclass(frozen=True)
class FundedPost:
    """Eine geförderte Stelle, wie der Plan sie ausweist oder vorsieht, with its years; none if no version lists it.

    ``before`` is who did the work until then, employed elsewhere, ``gaps`` the time nobody did it (K-10);
    ``duties`` what of the grant may have to go back (K-04).
    """

    funded: GrantPosition
    entry: PlanEntry | None
    years: list[YearShare]
    before: list[ExternalCapacity]
    gaps: list[Gap]
    duties: list[Duty]
    is_limited: bool
    chart: Chart | None
    is_proposed: bool = False

    @property
    def chart_id(self) -> str:
        """A name for its picture that stands once on a page."""
        return f"schaubild-{self.funded.pk}"

    @property
    def at_stake(self) -> Decimal:
        """What a year of the grant brings, and would be missing without it; euro."""
        return max((year.grant for year in self.years), default=Decimal("0.00"))


@dataclass(frozen=True)
class OpenReport:
    """Ein Bericht, der noch vorzulegen ist."""

    name: str
    words: str


@dataclass(frozen=True)
class Ledger:
    """Eine Förderung in der Übersicht."""

    grant: FundingGrant
    stage: str
    warning: str
    light: Light
    open_reports: list[OpenReport]
    posts: list[FundedPost]

    @property
    def unlimited(self) -> list[FundedPost]:
        """Posts that go on when the grant has ended (K-02)."""
        return [post for post in self.posts if post.entry is not None and not post.is_limited]


def ledger(user: Visitor, *, on: dt.date) -> list[Ledger]:
    """The grants by title; as many queries for one as for many."""
    return _rows(user, permissions.visible_grants(user).order_by("title"), on)


def of_grant(user: User, pk: int, *, on: dt.date) -> Ledger | None:
    """One grant, or None for who may not know it."""
    return next(iter(_rows(user, permissions.visible_grants(user).filter(pk=pk), on)), None)


def _rows(user: Visitor, visible: QuerySet[FundingGrant], on: dt.date) -> list[Ledger]:
    found = list(_with_parts(user, visible))
    book, duties = PayBook.read(), grant_repayments.duties(found, on=on)
    months = grants.warn_months(on=on)
    positions = [row.position_id for grant in found for row in standing(grant.positions.all())]
    listed = latest_listing.of_positions(user, positions, on=on)
    return [
        Ledger(
            grant,
            grants.stage_of(grant),
            grants.warning_of(grant, on=on, months=months),
            grants.light_of(grant, on=on, months=months),
            _open_reports(grant, on),
            [
                _post(book, row, listed.get(row.position_id), duties[row.pk], on)
                for row in standing(grant.positions.all())
            ],
        )
        for grant in found
    ]


def _with_parts(user: Visitor, rows: QuerySet[FundingGrant]) -> QuerySet[FundingGrant]:
    # Without its grant: each post gets the one it was read for, with all that was read along.
    funded = GrantPosition.objects.select_related("position").prefetch_related(
        Prefetch("position__preceded_by", queryset=permissions.visible_external(user)),
        "position__grants__grant__stages",
    )
    return rows.select_related("program", "lead_unit").prefetch_related(
        "stages", "rates", "reports", "clawbacks", Prefetch("positions", queryset=funded)
    )


def _open_reports(grant: FundingGrant, on: dt.date) -> list[OpenReport]:
    return [
        OpenReport(str(one), grant_reminders.due_in_words(one, on=on))
        for one in standing(grant.reports.all())
        if one.submitted_on is None
    ]


def _post(
    book: PayBook, row: GrantPosition, listed: Listed | None, duties: list[Duty], on: dt.date
) -> FundedPost:
    before = list(row.position.preceded_by.all())
    gaps = grant_vacancies.gaps(before, row.starts_on)
    if listed is None:
        return FundedPost(row, None, [], before, gaps, duties, True, None)
    entry = listed.entry
    notes = list(entry.notes.all())
    until = post_end.last_day(notes, grant_ends_on=post_end.paid_until(row.position.grants.all()))
    rates = standing(row.grant.rates.all())
    post = costs.planned_post(book, entry.grade, entry.fte, since=row.starts_on, until=until)
    years = grants.forecast(book, post, row, rates, first=max(on.year, row.starts_on.year))
    is_limited = post_end.is_limited(notes)
    chart = _chart(row, years)
    return FundedPost(row, entry, years, before, gaps, duties, is_limited, chart, listed.is_proposed)


def _chart(funded: GrantPosition, years: Sequence[YearShare]) -> Chart | None:
    known = [
        Share(
            row.year,
            min(row.grant, row.cost.gross),
            row.own_personnel,
            len(grant_end.months_paid(funded, row.year)) or _WHOLE_YEAR,
        )
        for row in years
        if row.cost is not None
    ]
    return share_chart.draw(known)
