"""Was kostet es, wer zahlt? The amounts of the public papers that change a plan, as everybody may read them.

Nothing here comes from the grants, which are not public: only what was released with the paper.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from motions.models import FinancialRow, Paper
from motions.models.period import months_after
from motions.rules import permissions

from . import share_chart
from .share_chart import Chart, Share
from .versions import Version


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


def _first_year(version: Version) -> tuple[int, int]:
    """The year in which it takes effect, and how many months of it are left then."""
    plan = version.plan
    since = plan.effective_on
    if since is None and version.decided_on is not None:
        since = months_after(version.decided_on.replace(day=1), 1)
    return (since.year, 13 - since.month) if since else (plan.year, 12)


def _shares(paper: Paper, rows: list[FinancialRow], first_year: tuple[int, int]) -> PaperShares:
    years = sorted({row.year for row in rows})
    shares = tuple(
        Share(
            year,
            sum((row.income for row in rows if row.year == year), Decimal(0)),
            sum((row.expense - row.income for row in rows if row.year == year), Decimal(0)),
            first_year[1] if year == first_year[0] else 12,
        )
        for year in years
    )
    return PaperShares(paper, shares, share_chart.draw(shares))
