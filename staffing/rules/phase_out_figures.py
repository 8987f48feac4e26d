"""Was ein kw-Vermerk ausmacht: the own share of the posts of a grant, with the note and without it (K-09).

The Kämmerei does not write the plan; its draft about the note gets the figures all the same.
"""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from motions.rules.german_numbers import euro
from motions.rules.impact_tables import Table
from staffing.models.struck import standing

from . import costs, grants, post_end
from .grant_ledger import FundedPost
from .grants import YearShare
from .pay_book import PayBook

CAPTION = "Was der kw-Vermerk ausmacht"
_NONE = Decimal("0.00")
_HEAD = ("Jahr", "Kosten der Stellen", "Förderung", "Eigenanteil ohne kw", "Eigenanteil mit kw", "weniger")
_NOTE = (
    "Haushaltswirksam, mit der Planungsstufe und dem mitgeteilten Fördersatz gerechnet. Mit dem Vermerk endet die "
    "Stelle mit der Förderung; nennt sie kein Ende, wirkt er erst, wenn sie wegfällt."
)


def table(posts: Sequence[FundedPost]) -> Table:
    """A row for each year that is foreseen for every post; a year with an unknown cost says so."""
    book = PayBook.read()
    pairs = [pair for post in posts for pair in zip(post.years, _with_note(book, post), strict=True)]
    years = sorted({without.year for without, _ in pairs})
    rows = [_row(year, [pair for pair in pairs if pair[0].year == year]) for year in years]
    return Table(CAPTION, _HEAD, tuple(rows), tuple(range(1, len(_HEAD))), _NOTE)


def _with_note(book: PayBook, post: FundedPost) -> list[YearShare]:
    """The same years if the post ended with the last of its grants."""
    funded, entry = post.funded, post.entry
    if entry is None or not post.years:
        return []
    paid_until = post_end.paid_until(funded.position.grants.all())
    ends = [day for day in (_own_end(post, paid_until), paid_until) if day is not None]
    until = min(ends, default=None)
    planned = costs.planned_post(book, entry.grade, entry.fte, since=funded.starts_on, until=until)
    return grants.forecast(
        book, planned, funded, standing(funded.grant.rates.all()), first=post.years[0].year
    )


def _own_end(post: FundedPost, paid_until: dt.date | None) -> dt.date | None:
    """The end the plan gives the post already."""
    return post_end.last_day(post.entry.notes.all(), grant_ends_on=paid_until) if post.entry else None


def _row(year: int, pairs: Sequence[tuple[YearShare, YearShare]]) -> tuple[str, ...]:
    if any(share.cost is None for pair in pairs for share in pair):
        return (str(year), *("–",) * (len(_HEAD) - 1))
    cost = sum((without.cost.budget_effect for without, _ in pairs if without.cost), _NONE)
    grant = sum((without.grant for without, _ in pairs), _NONE)
    before, after = (sum((pair[side].own_total for pair in pairs), _NONE) for side in (0, 1))
    return (str(year), *map(euro, (cost, grant, before, after, before - after)))
