"""Was eine Änderung des Stellenplans kostet und wer zahlt: tables for its Vorlage (K-01, K-03, K-11, L-04).

A new post is reckoned from the step of an appointment on, any other with the planning step, never with a person. All
amounts are euro.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from motions.rules.german_numbers import euro, full_euro, number
from motions.rules.impact_tables import Table
from staffing.models import GrantPosition, PlanEntry
from staffing.models.struck import STANDING, standing

from . import costs, grants, post_end
from .changes import CHANGED, NEW, Change
from .note_words import note_in_words, shares_in_words
from .pay_book import PayBook, PayUnknown
from .post_months import Post

YEARS = 5
CHANGES = "Änderungen des Stellenplans"
COSTS = "Was es kostet und wer zahlt"
# What the table of changes says beside money.
POSTS = ("FB", "Stelle", "Gruppe", "VZÄ bisher", "VZÄ neu", "Produkte", "Vermerk")
_NONE = Decimal("0.00")


@dataclass(frozen=True)
class Effect:
    """Mehr oder weniger Geld eines Jahres durch eine Änderung; ``missing`` says why nothing could be reckoned."""

    year: int
    personnel: Decimal = _NONE
    grant: Decimal = _NONE
    workplace: Decimal = _NONE
    equipment: Decimal = _NONE
    own_personnel: Decimal = _NONE
    overhead: Decimal = _NONE
    remarks: tuple[str, ...] = ()
    missing: str = ""

    @property
    def cost(self) -> Decimal:
        """Haushaltswirksam: what is paid in addition."""
        return self.personnel + self.workplace + self.equipment

    @property
    def full_cost(self) -> Decimal:
        """Vollkosten: with overhead."""
        return self.cost + self.overhead

    @property
    def own(self) -> Decimal:
        """What is left to the town."""
        return self.own_personnel + self.workplace + self.equipment


@dataclass(frozen=True)
class Impact:
    """Folgen einer Änderung: per change the effects of five years from the first on."""

    since: dt.date
    effects: tuple[tuple[Change, tuple[Effect, ...]], ...]
    stages: tuple[str, ...]

    @property
    def full_year(self) -> int:
        """The first year of twelve months."""
        return self.since.year if (self.since.month, self.since.day) == (1, 1) else self.since.year + 1

    def of_year(self, year: int) -> Effect:
        """All changes together."""
        rows = [row for _, effects in self.effects for row in effects if row.year == year]
        return _sum(year, rows)

    @property
    def years(self) -> list[Effect]:
        """The sums of the five years."""
        return [self.of_year(year) for year in range(self.since.year, self.since.year + YEARS)]


def impact(changes: Sequence[Change], *, since: dt.date) -> Impact:
    """The money behind changes that take effect on a day; as many queries for one as for many."""
    book = PayBook.read()
    positions = [change.position.pk for change in changes]
    rows = GrantPosition.objects.filter(STANDING, position__in=positions).select_related("grant")
    funded: dict[int, list[GrantPosition]] = {}
    for row in rows.prefetch_related("grant__rates", "grant__stages").order_by("starts_on", "pk"):
        funded.setdefault(row.position_id, []).append(row)
    effects = tuple(
        (change, _effects(book, change, funded.get(change.position.pk, []), since)) for change in changes
    )
    told = {
        row.grant_id: f"{row.grant}: {grants.stage_of(row.grant)}" for each in funded.values() for row in each
    }
    return Impact(since, effects, tuple(told[key] for key in sorted(told)))


def tables(found: Impact) -> list[Table]:
    """The change table and the years, as they are printed in the Vorlage."""
    return [_changes_table(found), _years_table(found)]


def _effects(
    book: PayBook, change: Change, funded: Sequence[GrantPosition], since: dt.date
) -> tuple[Effect, ...]:
    return tuple(_effect(book, change, funded, since, year) for year in range(since.year, since.year + YEARS))


def _effect(
    book: PayBook, change: Change, funded: Sequence[GrantPosition], since: dt.date, year: int
) -> Effect:
    try:
        posts = _posts(book, change, post_end.paid_until(funded), since)
        before, after = (_cost(book, post, year, is_new=change.word == NEW) for post in posts)
    except PayUnknown as unknown:
        return Effect(year, missing=str(unknown))
    personnel = after.gross - before.gross
    grant = _grant(change, funded, since, after, before)
    own = personnel - grant
    return Effect(
        year,
        personnel,
        grant,
        after.workplace - before.workplace,
        after.equipment,
        max(_NONE, own) if change.word == NEW else own,
        after.overhead - before.overhead,
        after.remarks or before.remarks,
    )


def _posts(
    book: PayBook, change: Change, paid_until: dt.date | None, since: dt.date
) -> tuple[Post | None, Post | None]:
    """The post without the change and with it, both for the whole year: the bonus is one of all its months (L-01)."""
    first = dt.date(since.year, 1, 1)
    former, later = change.before, change.after
    if later is None and former is not None:
        ended = since - dt.timedelta(days=1)
        post = _planned(book, former, first, paid_until)
        return post, replace(post, until=min(ended, post.until or ended))
    if former is None and later is not None:
        until = post_end.last_day(later.notes.all(), grant_ends_on=paid_until)
        return None, costs.new_post(book, later.grade, later.fte, since=since, until=until)
    if former is None or later is None:
        return None, None
    before = _planned(book, former, first, paid_until)
    return before, replace(before, then=_planned(book, later, since, paid_until))


def _planned(book: PayBook, entry: PlanEntry, since: dt.date, paid_until: dt.date | None) -> Post:
    until = post_end.last_day(entry.notes.all(), grant_ends_on=paid_until)
    return costs.planned_post(book, entry.grade, entry.fte, since=since, until=until)


def _cost(book: PayBook, post: Post | None, year: int, *, is_new: bool) -> costs.YearCost:
    if post is None:
        return costs.YearCost(year, 0, (), _NONE, _NONE, _NONE, _NONE, ())
    return costs.year_cost(book, post, year, with_equipment=is_new)


def _grant(
    change: Change,
    funded: Sequence[GrantPosition],
    since: dt.date,
    after: costs.YearCost,
    before: costs.YearCost,
) -> Decimal:
    """What grants pay more, or less: a post that stays gains only those that begin with the change."""
    if change.after is None:
        return _paid(funded, after) - _paid(funded, before)
    begun = funded if change.word == NEW else [row for row in funded if row.starts_on >= since]
    return _paid(begun, after)


def _paid(funded: Sequence[GrantPosition], cost: costs.YearCost) -> Decimal:
    return sum((grants.paid_in(row, standing(row.grant.rates.all()), cost) for row in funded), _NONE)


def _sum(year: int, rows: Sequence[Effect]) -> Effect:
    return Effect(
        year,
        sum((row.personnel for row in rows), _NONE),
        sum((row.grant for row in rows), _NONE),
        sum((row.workplace for row in rows), _NONE),
        sum((row.equipment for row in rows), _NONE),
        sum((row.own_personnel for row in rows), _NONE),
        sum((row.overhead for row in rows), _NONE),
        tuple(sorted({remark for row in rows for remark in row.remarks})),
        next((row.missing for row in rows if row.missing), ""),
    )


def _changes_table(found: Impact) -> Table:
    year = found.full_year
    rows = [_change_row(change, effects, year) for change, effects in found.effects]
    all_of = [change for change, _ in found.effects]
    total = found.of_year(year)
    before = sum((change.fte_before for change in all_of), _NONE)
    after = sum((change.fte_after for change in all_of), _NONE)
    rows.append(("Summe", "", "", number(before), number(after), "", "", *_amounts(total)))
    money = (f"Kosten {year}", f"Förderung {year}", f"Eigenanteil {year}", f"Vollkosten {year}")
    return Table(
        CHANGES,
        (*POSTS, *money),
        tuple(rows),
        (3, 4, 7, 8, 9, 10),
        f"Kosten im ersten vollen Jahr ({year}), mit Arbeitsplatz, in vollen Euro; Vollkosten mit Gemeinkosten. Neue "
        "Stellen ab der Stufe bei der Einstellung mit ihrem Aufstieg, andere nach der Planungsstufe.",
    )


def _change_row(change: Change, effects: Sequence[Effect], year: int) -> tuple[str, ...]:
    entry = change.entry
    grade = str(entry.grade)
    if change.word == CHANGED and change.before is not None and change.before.grade != entry.grade:
        grade = f"{change.before.grade}, neu {entry.grade}"
    notes = "; ".join(sorted(note_in_words(note) for note in entry.notes.all())) if change.after else ""
    effect = next((row for row in effects if row.year == year), Effect(year))
    return (
        entry.unit.code,
        f"{entry.title} ({change.word})",
        grade,
        number(change.fte_before),
        number(change.fte_after),
        shares_in_words(entry),
        notes or "–",
        *_amounts(effect),
    )


def _amounts(effect: Effect) -> tuple[str, ...]:
    if effect.missing:
        return ("–",) * 4
    return tuple(map(full_euro, (effect.cost, effect.grant, effect.own, effect.full_cost)))


def _years_table(found: Impact) -> Table:
    head = (
        "Jahr",
        "Personalkosten",
        "Förderung",
        "Eigenanteil Personal",
        "Sachkosten",
        "einmalig",
        "Eigenanteil gesamt",
    )
    told = {remark for row in found.years for remark in (*row.remarks, row.missing) if remark}
    remarks = "; ".join(sorted(costs.last_words(told)))
    told_of = [*(f"Förderung {stage}" for stage in found.stages), remarks[:1].upper() + remarks[1:]]
    note = ". ".join(part for part in told_of if part)
    return Table(
        COSTS, head, tuple(map(_year_row, found.years)), tuple(range(1, 7)), f"{note}." if note else ""
    )


def _year_row(row: Effect) -> tuple[str, ...]:
    if row.missing:
        return (str(row.year), *("–",) * 6)
    amounts = (row.personnel, row.grant, row.own_personnel, row.workplace, row.equipment, row.own)
    return (str(row.year), *map(euro, amounts))
