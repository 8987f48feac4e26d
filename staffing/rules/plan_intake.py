"""Übernahme eines Stellenplans aus einer Arbeitsmappe: what was understood, and the draft made of it, all or nothing.

With an error nothing is saved, with warnings only after consent; the same file twice makes no second version (S-07).
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from motions.models import User
from motions.rules.findings import NotPermitted, OutdatedState, Refused, block
from staffing.importing.imported import ReadPlan, Remark, Weight
from staffing.models import PlanEntry, StaffingPlan
from staffing.models.choices import PlanKind

from . import changes, permissions, plan_filling, plan_intake_known, plan_intake_remarks, sums, versions
from .changes import CHANGED, DROPPED, NEW, SIGNS, Difference
from .listing import Listing, listing_of
from .plan_board import Count
from .plan_filling import Numbered
from .plan_intake_row import Matching
from .sums import NONE, Totals


@dataclass(frozen=True)
class Changed:
    """Was die Datei an einer Stelle ändert, against the plan before it."""

    number: int | None
    title: str
    word: str
    differences: tuple[Difference, ...] = ()

    @property
    def sign(self) -> str:
        """The sign beside the word: never colour alone."""
        return SIGNS[self.word]


@dataclass(frozen=True)
class GradeSum:
    """Stellen und VZÄ einer Gruppe."""

    part: str
    label: str
    posts: int
    fte: Decimal


@dataclass(frozen=True)
class Understanding:
    """Was aus der Datei würde: posts, sums, changes, and all that people should look at, the gravest first.

    ``changes`` and ``count`` are against ``base``, as the page of the version will show them; what the file does not
    say goes on from ``current``, the plan at the end of its year. ``in_work`` are drafts of the year with other posts.
    """

    year: int
    base: Sequence[StaffingPlan]
    current: Sequence[StaffingPlan]
    rows: tuple[Numbered, ...]
    remarks: tuple[Remark, ...]
    changes: tuple[Changed, ...]
    count: Count
    totals: Totals
    grades: tuple[GradeSum, ...]
    target: StaffingPlan | None
    same: StaffingPlan | None
    in_work: tuple[StaffingPlan, ...]

    @property
    def compared_with(self) -> str:
        """Which plan the changes are counted against, and where the rest comes from."""
        told = f"Vor {self.year} gilt kein Stellenplan: Alle Stellen sind neu."
        if self.base:
            told = f"Verglichen mit {plan_intake_remarks.named(self.base)}, gültig am 31.12.{self.year - 1}."
        if self.current == self.base:
            return told
        source = plan_intake_remarks.named(self.current)
        return f"{told} Was die Datei nicht nennt, kommt aus {source}, gültig am 31.12.{self.year}."

    def of(self, weight: Weight) -> tuple[Remark, ...]:
        """Remarks of one weight."""
        return tuple(remark for remark in self.remarks if remark.weight is weight)

    @property
    def errors(self) -> tuple[Remark, ...]:
        """What must be corrected in the file."""
        return self.of(Weight.ERROR)

    @property
    def warnings(self) -> tuple[Remark, ...]:
        """What somebody must have seen."""
        return self.of(Weight.WARNING)

    @property
    def infos(self) -> tuple[Remark, ...]:
        """What was passed over or filled in."""
        return self.of(Weight.INFO)


@dataclass(frozen=True)
class _Matched:
    """Die Datei neben dem, was es gibt: what is listed before, what of it the file does not name."""

    rows: tuple[Numbered, ...]
    remarks: tuple[Remark, ...]
    before: Mapping[int, PlanEntry]
    ending: Sequence[PlanEntry]


@dataclass(frozen=True)
class _Drafts:
    """Fassungen des Jahres in Arbeit: one that is empty, the one with just these posts, else those with others."""

    empty: StaffingPlan | None
    same: StaffingPlan | None
    others: tuple[StaffingPlan, ...]


def understand(read: ReadPlan, year: int, *, by: User) -> Understanding:
    """Match a plan that was read with what exists; changes nothing. Raises NotPermitted."""
    if not permissions.keeps_plan(by):
        raise NotPermitted("Den Stellenplan führt die Personalstelle.")
    base, current = versions.before_year(by, year), versions.plan_of_day(by, dt.date(year, 12, 31))
    matched = _match(read, base, current)
    changed = _changes(matched.rows, matched.before, matched.ending)
    entries = [PlanEntry(grade=listing.grade, fte=listing.fte) for _, listing in matched.rows]
    drafts = _drafts(matched.rows, year, by)
    remarks = [*matched.remarks, *plan_intake_remarks.about_drafts(year, drafts.others)]
    return Understanding(
        year=year,
        base=base,
        current=current,
        rows=matched.rows,
        remarks=plan_intake_remarks.in_order(remarks),
        changes=tuple(changed),
        count=_count(changed, list(matched.before.values()), entries),
        totals=sums.totals(entries),
        grades=_grades([listing for _, listing in matched.rows]),
        target=drafts.empty,
        same=drafts.same,
        in_work=drafts.others,
    )


def take_in(
    read: ReadPlan, year: int, title: str, *, is_confirmed: bool, by: User, now: dt.datetime
) -> StaffingPlan:
    """Make a draft version of the year; raises NotPermitted, OutdatedState (already there) or Refused."""
    with transaction.atomic():
        # A second click waits here until the first is done, and then finds its version.
        User.objects.select_for_update().get(pk=by.pk)
        found = understand(read, year, by=by)
        if found.same is not None:
            text = f"Genau diese Stellen stehen schon in der Fassung „{found.same.title}“. Nichts wurde übernommen."
            raise OutdatedState(text)
        if found.errors:
            text = f"Die Datei enthält {len(found.errors)} Fehler. Berichtigen Sie sie, und prüfen Sie die Datei neu."
            raise Refused([block("S-07", text, "file", absolute=True)])
        if found.warnings and not is_confirmed:
            text = "Sehen Sie die Warnungen an, und bestätigen Sie, dass die Stellen so übernommen werden sollen."
            raise Refused([block("S-07", text, "is_confirmed", absolute=True)])
        return plan_filling.fill(found.target, year, title, found.rows, by=by, now=now)


def _match(read: ReadPlan, base: Sequence[StaffingPlan], current: Sequence[StaffingPlan]) -> _Matched:
    """Each post of the file with its reference data, and what people should look at."""
    before = {entry.position.number: entry for entry in versions.entries(base)}
    holding = before.values() if current == base else versions.entries(current)
    matching = Matching(plan_intake_known.load(holding), list(read.remarks))
    matching.remarks += plan_intake_remarks.twice(read.posts)
    listings = [(post.number, matching.listing(post)) for post in read.posts]
    rows = tuple((number, listing) for number, listing in listings if listing is not None)
    matching.remarks += plan_intake_remarks.about_posts(read.posts, matching.known.positions)
    matching.remarks += plan_intake_remarks.about_continued(matching.continued, current)
    named = {post.number for post in read.posts}
    ending = [entry for number, entry in before.items() if number not in named]
    lost = [number for number in matching.known.base if number not in named and number not in before]
    if read.posts:
        matching.remarks += plan_intake_remarks.about_missing(base, [row.position.number for row in ending])
        matching.remarks += plan_intake_remarks.about_missing(current, lost)
    return _Matched(rows, tuple(matching.remarks), before, ending)


def _drafts(rows: Sequence[Numbered], year: int, by: User) -> _Drafts:
    found = list(
        permissions.draft_plans(by).filter(year=year, kind=PlanKind.BUDGET, frozen_at=None).order_by("number")
    )
    listed = _listed(found)
    same = next((plan for plan in found if rows and _is_same(rows, listed[plan.pk])), None)
    others = tuple(plan for plan in found if listed[plan.pk]) if rows and same is None else ()
    return _Drafts(next((plan for plan in found if not listed[plan.pk]), None), same, others)


def _count(changed: Sequence[Changed], before: Sequence[PlanEntry], after: Sequence[PlanEntry]) -> Count:
    found = Counter(row.word for row in changed)
    return Count(found[NEW], found[CHANGED], found[DROPPED], sums.fte_of(before), sums.fte_of(after))


def _changes(
    rows: Sequence[Numbered], before: Mapping[int, PlanEntry], dropped: Sequence[PlanEntry]
) -> list[Changed]:
    found = []
    for number, listing in rows:
        entry = before.get(number) if number else None
        if entry is None:
            found.append(Changed(number, listing.title, NEW))
        elif differences := changes.listing_differences(listing_of(entry), listing):
            found.append(Changed(number, listing.title, CHANGED, tuple(differences)))
    return found + [Changed(row.position.number, row.title, DROPPED) for row in dropped]


def _grades(listings: Sequence[Listing]) -> tuple[GradeSum, ...]:
    grades = {listing.grade.code: listing.grade for listing in listings}
    found = []
    for grade in sorted(grades.values(), key=lambda grade: grade.rank):
        here = [listing.fte for listing in listings if listing.grade == grade]
        part = "A" if sums.is_part_a(PlanEntry(grade=grade)) else "B"
        found.append(GradeSum(part, grade.code, len(here), sum(here, NONE)))
    return tuple(found)


def _listed(plans: Sequence[StaffingPlan]) -> dict[int, list[Numbered]]:
    """The posts of versions in work."""
    found: dict[int, list[Numbered]] = {plan.pk: [] for plan in plans}
    for entry in versions.with_parts(PlanEntry.objects.filter(plan__in=plans)):
        found[entry.plan_id].append((entry.position.number, listing_of(entry)))
    return found


def _is_same(rows: Sequence[Numbered], others: Sequence[Numbered]) -> bool:
    """Post by post the same; where the file names no number, any post will do."""
    mine = Counter((number, _content(listing)) for number, listing in rows)
    named = {number for number, _ in rows if number}
    theirs = Counter((number if number in named else None, _content(listing)) for number, listing in others)
    return mine == theirs


def _content(listing: Listing) -> tuple[object, ...]:
    told = (value for _, _, value in changes.told(listing))
    return (*told, listing.reason.strip(), listing.occupied_fte, listing.is_tariff_forced)
