"""Was kostet es, wer zahlt? The amounts of the public papers that change a plan, as everybody may read them.

Nothing here comes from the grants, which are not public: only what was released with the paper.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from motions.models import FinancialRow, Paper
from motions.models.period import months_after
from motions.rules import permissions
from motions.rules.clearance import clearance
from motions.rules.content import Content
from staffing.models import StaffingPlan

from . import council, share_chart
from .share_chart import Chart, Share
from .versions import Version

_LEAST_YEARS = 2  # one year is no development


@dataclass(frozen=True)
class PaperShares:
    """Eine Vorlage mit ihren Beträgen; euro by year."""

    paper: Paper
    shares: tuple[Share, ...]
    chart: Chart | None

    @property
    def chart_id(self) -> str:
        """A name for its picture that stands once on a page."""
        return f"vorlage-{self.paper.pk}"


def of_versions(versions: Iterable[Version]) -> list[PaperShares]:
    """The public papers behind versions that tell what they cost; one query whatever their number."""
    known = {
        version.plan.paper_id: _first_year(version)
        for version in versions
        if version.plan.paper_id is not None
    }
    public = permissions.public_papers().filter(pk__in=known)
    rows = FinancialRow.objects.filter(paper__in=public).select_related("paper").order_by("paper", "year")
    found = groupby(rows, key=lambda row: row.paper)
    return [_shares(paper, list(each), known[paper.pk]) for paper, each in found]


def in_content(paper: Paper, content: Content) -> dict[str, Any]:
    """The picture of the figures a Vorlage about the plan prints, to be frozen with them (K-03)."""
    amounts = content["financial"]["rows"]
    if not content["impact_tables"] or len(amounts) < _LEAST_YEARS:
        return {}
    if not any(Decimal(row["income"]) for row in amounts):
        return {}
    rows = [(row["year"], Decimal(row["expense"]), Decimal(row["income"])) for row in amounts]
    with clearance("system"):
        plan = StaffingPlan.objects.filter(paper=paper).order_by("-number").first()
    chart = share_chart.draw(_of_years(rows, _year_from(council.reckoned_from(plan)) if plan else None))
    if chart is None:
        return {}
    # As it is read back from the frozen content.
    return {"share_chart": asdict(chart) | {"bars": [asdict(bar) for bar in chart.bars]}}


def _first_year(version: Version) -> tuple[int, int]:
    """The year in which it takes effect, and how many months of it are left then."""
    plan = version.plan
    since = plan.effective_on
    if since is None and version.decided_on is not None:
        since = months_after(version.decided_on.replace(day=1), 1)
    return _year_from(since) if since else (plan.year, 12)


def _year_from(since: dt.date) -> tuple[int, int]:
    return since.year, 13 - since.month


def _shares(paper: Paper, rows: list[FinancialRow], first_year: tuple[int, int]) -> PaperShares:
    shares = _of_years([(row.year, row.expense, row.income) for row in rows], first_year)
    return PaperShares(paper, shares, share_chart.draw(shares))


def _of_years(
    rows: list[tuple[int, Decimal, Decimal]], first_year: tuple[int, int] | None
) -> tuple[Share, ...]:
    """Year, expense and income, summed by year; the months of the first one where they are known."""
    return tuple(
        Share(
            year,
            sum((income for of_year, _, income in rows if of_year == year), Decimal(0)),
            sum((expense - income for of_year, expense, income in rows if of_year == year), Decimal(0)),
            first_year[1] if first_year and year == first_year[0] else 12,
        )
        for year in sorted({year for year, _, _ in rows})
    )
