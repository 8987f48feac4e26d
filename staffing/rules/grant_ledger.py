"""Förderübersicht: the grants a person may know, how sure they are, when they end, what is left to pay (K-02, K-03)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch, QuerySet

from motions.models import User
from motions.rules.permissions import Visitor
from staffing.models import ExternalCapacity, FundingGrant, GrantPosition, PlanEntry

from . import costs, grant_reminders, grant_vacancies, grants, permissions, post_end, share_chart
from .grant_vacancies import Gap, VacancyFlag
from .grants import Light, YearShare
from .pay_book import PayBook
from .share_chart import Chart, Share


@dataclass(frozen=True)
class FundedPost:
    """Eine geförderte Stelle, wie sie zuletzt ausgewiesen ist, with its years; none if no version lists it.

    ``before`` is who did the work until then, employed elsewhere, ``gaps`` the time nobody did it (K-10); ``flags``
    what of the grant may have to go back (K-04); ``ends_on`` the last day of the post itself, if it has one.
    """

    funded: GrantPosition
    entry: PlanEntry | None
    years: list[YearShare]
    before: list[ExternalCapacity]
    gaps: list[Gap]
    flags: list[VacancyFlag]
    is_limited: bool
    chart: Chart | None

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
    book = PayBook.read()
    return [
        _row(book, grant, on) for grant in _with_parts(permissions.visible_grants(user)).order_by("title")
    ]


def of_grant(user: User, pk: int, *, on: dt.date) -> Ledger | None:
    """One grant, or None for who may not know it."""
    grant = _with_parts(permissions.visible_grants(user)).filter(pk=pk).first()
    return _row(PayBook.read(), grant, on) if grant else None


def _with_parts(rows: QuerySet[FundingGrant]) -> QuerySet[FundingGrant]:
    listed = PlanEntry.objects.select_related("grade", "unit", "cost_center", "plan").order_by(
        "-plan__year", "-plan__number"
    )
    funded = GrantPosition.objects.select_related("grant", "position").prefetch_related(
        Prefetch("position__entries", queryset=listed.prefetch_related("notes", "shares__product")),
        "position__preceded_by",
        "vacancies",
    )
    return rows.select_related("program", "lead_unit").prefetch_related(
        "stages", "rates", "reports", Prefetch("positions", queryset=funded)
    )


def _row(book: PayBook, grant: FundingGrant, on: dt.date) -> Ledger:
    return Ledger(
        grant,
        grants.stage_of(grant),
        grants.warning_of(grant, on=on),
        grants.light_of(grant, on=on),
        [
            OpenReport(str(one), grant_reminders.due_in_words(one, on=on))
            for one in grant.reports.all()
            if one.submitted_on is None
        ],
        [_post(book, row, grant, on) for row in grant.positions.all()],
    )


def _post(book: PayBook, row: GrantPosition, grant: FundingGrant, on: dt.date) -> FundedPost:
    entry = next(iter(row.position.entries.all()), None)
    before = list(row.position.preceded_by.all())
    gaps = grant_vacancies.gaps(before, row.starts_on)
    rates = list(grant.rates.all())
    vacant = grant_vacancies.vacant_months(row.vacancies.all(), until=on)
    flags = grant_vacancies.flags(row, rates, vacant)
    if entry is None or entry.is_dropped:
        return FundedPost(row, entry, [], before, gaps, flags, True, None)
    notes = list(entry.notes.all())
    until = post_end.last_day(notes, grant_ends_on=grant.ends_on)
    post = costs.planned_post(book, entry.grade, entry.fte, since=row.starts_on, until=until)
    years = grants.forecast(book, post, row, rates, first=max(on.year, row.starts_on.year))
    is_limited = post_end.is_limited(notes)
    return FundedPost(row, entry, years, before, gaps, flags, is_limited, _chart(years))


def _chart(years: Sequence[YearShare]) -> Chart | None:
    known = [
        Share(row.year, min(row.grant, row.cost.gross), row.own_personnel)
        for row in years
        if row.cost is not None
    ]
    return share_chart.draw(known)
