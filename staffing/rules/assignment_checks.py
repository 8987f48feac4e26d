"""Was einer Besetzung entgegensteht (S-02, S-10; kw and Sperrvermerk of domain.md 2.4)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from itertools import dropwhile, takewhile
from typing import Protocol

from django.db.models import Q

from motions.models import Treatment, User
from motions.models.choices import MeetingStatus, OrganizationType
from motions.models.task import RESOLVED
from motions.rules import meeting_permissions
from motions.rules.findings import Finding, block
from motions.rules.german_numbers import number
from staffing.models import (
    BlockRelease,
    EntryNote,
    PayGrade,
    PlanEntry,
    Position,
    PositionAssignment,
)
from staffing.models.choices import Absence, NoteKind

from . import due_notes, grade_order, latest_listing, position_history
from .sums import NONE

_PLANNED = "Am {:%d.%m.%Y} steht diese Stelle in keinem Plan, der gilt. Erst muss der Rat sie beschließen."


class Wanted(Protocol):
    """What is asked about: `assignments.Occupation` has it all."""

    @property
    def holder(self) -> str: ...
    @property
    def grade(self) -> PayGrade: ...
    @property
    def fte(self) -> Decimal: ...
    @property
    def starts_on(self) -> dt.date: ...
    @property
    def ends_on(self) -> dt.date | None: ...
    @property
    def absence(self) -> str: ...


def objections(
    position: Position, wanted: Wanted, *, by: User, is_same_person: bool = False
) -> list[Finding]:
    """Why a post may not be occupied like this; a person who stays is no new occupation."""
    entry = position_history.listed(position, by, on=wanted.starts_on)
    if entry is None:
        return [block("S-02", _PLANNED.format(wanted.starts_on), "starts_on", absolute=True)]
    found = [*_grade(entry, wanted), *_share(entry, wanted), *_person(wanted)]
    if not is_same_person:
        found += [*_blocked(entry, by), *_phased_out(entry, wanted.starts_on)]
    return found


def releasing(entry: PlanEntry, user: User) -> list[Treatment]:
    """Resolutions that could release the post: adopted by an organ that a Sperrvermerk names, and readable.

    Where it names none, as in plans taken over from elsewhere, the Rat decides, as it does on the plan itself.
    """
    notes = _notes(entry, NoteKind.RELEASE_BLOCK)
    organs = Q(item__meeting__organization__in=[note.released_by_id for note in notes if note.released_by_id])
    if any(note.released_by_id is None for note in notes):
        organs |= Q(item__meeting__organization__organization_type=OrganizationType.COUNCIL)
    rows = meeting_permissions.visible_treatments(user).filter(
        organs,
        item__meeting__status=MeetingStatus.CLOSED,
        outcome__in=RESOLVED,
    )
    return list(
        rows.select_related("item__meeting__organization").order_by("-item__meeting__starts_at")[:200]
    )


def _grade(entry: PlanEntry, wanted: Wanted) -> Iterable[Finding]:
    """Downward yes, upward never (S-10), but where the tariff forces it and the next plan says so (S-11)."""
    is_higher = grade_order.is_higher(wanted.grade, entry.grade, on=wanted.starts_on)
    if is_higher and not _is_forced(entry, wanted):
        text = (
            f"Die Stelle ist mit {entry.grade} ausgewiesen. Besetzen Sie sie nicht mit einer höheren Gruppe. Erzwingt "
            "der Tarif sie, weisen Sie sie zuerst in einer Fassung so aus, als Abweichung nach § 74 Abs. 2 GO NRW."
        )
        yield block("S-10", text, "grade", absolute=True)


def _is_forced(entry: PlanEntry, wanted: Wanted) -> bool:
    """The newest later version lists the post as a deviation in this group; it need not hold yet (S-11)."""
    later = PlanEntry.objects.filter(
        position=entry.position, plan__year__gte=entry.plan.year, plan__created_at__gt=entry.plan.created_at
    )
    papers = {paper for paper in later.values_list("plan__paper", flat=True) if paper}
    standing = later.exclude(plan__paper__in=latest_listing.without_effect(papers)).select_related("grade")
    row = standing.order_by("plan__created_at", "pk").last()
    if row is None or row.is_dropped or not row.is_tariff_forced:
        return False
    return row.grade == wanted.grade or grade_order.is_higher(row.grade, wanted.grade, on=wanted.starts_on)


def _share(entry: PlanEntry, wanted: Wanted) -> Iterable[Finding]:
    """Those who work on a post share it; who is on leave leaves room for a substitute."""
    if wanted.absence != Absence.NONE:
        return
    rows = PositionAssignment.objects.filter(
        _overlapping(wanted), position=entry.position, absence=Absence.NONE
    )
    most = _most(list(rows), wanted)
    if most + wanted.fte > entry.fte:
        left = number(max(entry.fte - most, NONE))
        text = f"Die Stelle hat {number(entry.fte)} VZÄ, frei sind noch {left}. Verringern Sie den Anteil."
        yield block("S-10", text, "fte", absolute=True)


def _person(wanted: Wanted) -> Iterable[Finding]:
    """Nobody works more than full time."""
    rows = PositionAssignment.objects.filter(_overlapping(wanted), holder__iexact=wanted.holder.strip())
    most = _most(list(rows), wanted)
    if most + wanted.fte > 1:
        text = f"{wanted.holder} ist in dieser Zeit schon mit {number(most)} VZÄ eingetragen. Mehr als 1,00 geht nicht."
        yield block("C-03", text, "fte", absolute=True)


def _blocked(entry: PlanEntry, by: User) -> Iterable[Finding]:
    """A Sperrvermerk holds until a resolution of the organ it names is linked; one that was lifted counts anew."""
    for note in _notes(entry, NoteKind.RELEASE_BLOCK):
        rows = BlockRelease.objects.filter(
            position=entry.position, recorded_at__gte=_blocked_since(entry, by)
        )
        if note.released_by_id:
            rows = rows.filter(treatment__item__meeting__organization=note.released_by)
        if not rows.exists():
            text = f"Die Stelle ist gesperrt. Tragen Sie zuerst die Freigabe ein{_of(note)}."
            yield block("S-02", text, "starts_on", absolute=True)


def _blocked_since(entry: PlanEntry, by: User) -> dt.datetime:
    """When the version was begun since which the post bears a Sperrvermerk without a break."""
    stations = [
        row for row in position_history.stations(entry.position, by) if row.version.in_force_from is not None
    ]
    own = dropwhile(lambda row: row.entry.pk != entry.pk, stations)
    blocked = takewhile(lambda row: bool(_notes(row.entry, NoteKind.RELEASE_BLOCK)), own)
    return min((row.version.plan.created_at for row in blocked), default=entry.plan.created_at)


def _phased_out(entry: PlanEntry, day: dt.date) -> Iterable[Finding]:
    """A post whose kw note or limit has taken effect is not filled again (domain.md 2.4)."""
    kinds = {note.kind for note in due_notes.of_entries([entry], day=day)}
    for kind, what in ((NoteKind.PHASE_OUT, "Der kw-Vermerk"), (NoteKind.TIME_LIMIT, "Die Befristung")):
        if kind in kinds:
            text = f"{what} ist eingetreten. Die Stelle wird nicht wieder besetzt."
            yield block("S-02", text, "starts_on", absolute=True)


def _overlapping(wanted: Wanted) -> Q:
    begun = Q(starts_on__lte=wanted.ends_on) if wanted.ends_on else Q()
    return begun & (Q(ends_on=None) | Q(ends_on__gte=wanted.starts_on))


def _most(rows: list[PositionAssignment], wanted: Wanted) -> Decimal:
    """The most that rows add up to on any day of the wanted time."""
    days = {wanted.starts_on, *(row.starts_on for row in rows if row.starts_on > wanted.starts_on)}
    return max(
        (
            sum(
                (row.fte for row in rows if row.starts_on <= day and (not row.ends_on or row.ends_on >= day)),
                NONE,
            )
            for day in days
        ),
        default=NONE,
    )


def _notes(entry: PlanEntry, kind: NoteKind) -> list[EntryNote]:
    return [note for note in entry.notes.all() if note.kind == kind]


def _of(note: EntryNote) -> str:
    return f" ({note.released_by})" if note.released_by else ""
