"""Fassungen schreiben: begin a plan or an amendment, put posts into it, freeze it (S-07, C-01, C-07, S-14)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from motions.models import Organization, Paper, Unit, User
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused, block
from motions.rules.german_numbers import percent
from motions.rules.once import save_once
from staffing.models import (
    CostCenter,
    EntryNote,
    EntryShare,
    PayGrade,
    PlanEntry,
    Position,
    Product,
    StaffingPlan,
)
from staffing.models.choices import NoteKind, PlanKind, PlanStage

from . import permissions, versions

_WHOLE = Decimal(100)


@dataclass(frozen=True)
class Note:
    """Ein Vermerk, wie er eingegeben wird."""

    kind: str
    trigger: str = ""
    on: dt.date | None = None
    target_grade: PayGrade | None = None
    released_by: Organization | None = None
    text: str = ""


@dataclass(frozen=True)
class Listing:
    """Wie eine Stelle ausgewiesen werden soll; ``shares`` are percent by product."""

    unit: Unit
    title: str
    grade: PayGrade
    fte: Decimal
    cost_center: CostCenter
    shares: Sequence[tuple[Product, Decimal]]
    notes: Sequence[Note] = ()
    reason: str = ""
    is_elected: bool = False
    is_tariff_forced: bool = False
    occupied_fte: Decimal = Decimal("0.00")


def begin(kind: str, year: int, title: str, *, by: User, now: dt.datetime) -> StaffingPlan:
    """Begin a version; a budget plan starts with the posts that hold at the end of the year before.

    Raises NotPermitted, or Refused where an amendment has nothing to change (S-01).
    """
    _insist_on_keeper(by)
    with transaction.atomic():
        found = versions.of_year(by, year)
        end = dt.date(year, 12, 31)
        if kind == PlanKind.AMENDMENT and not versions.in_force(found, end):
            text = (
                f"Für {year} ist kein Stellenplan in Kraft. Legen Sie zuerst den Stellenplan des Jahres an."
            )
            raise Refused([block("S-01", text, "year", absolute=True)])
        plan = _create(kind, year, title, by=by, now=now)
        if kind == PlanKind.BUDGET:
            former = versions.plan_of_day(by, dt.date(year - 1, 12, 31))
            for entry in versions.entries(former):
                _copy(entry, plan)
            _copy_lists(former, plan)
    return plan


def begin_version_of(plan: StaffingPlan, stage: str, *, by: User, now: dt.datetime) -> StaffingPlan:
    """Begin the version of a committee or the Rat: the same posts, to be changed as was resolved (S-07)."""
    _insist_on_keeper(by)
    if not plan.is_frozen:
        raise OutdatedState("Diese Fassung ist noch in Arbeit. Ändern Sie sie selbst.")
    with transaction.atomic():
        copy = _create(plan.kind, plan.year, plan.title, by=by, now=now)
        copy.stage, copy.paper, copy.effective_on = stage, plan.paper, plan.effective_on
        copy.occupied_on = plan.occupied_on
        copy.save(update_fields=["stage", "paper", "effective_on", "occupied_on"])
        for entry in versions.with_parts(PlanEntry.objects.filter(plan=plan)):
            _copy(entry, copy)
    return copy


def copy_for(plan: StaffingPlan, paper: Paper, *, by: User, now: dt.datetime) -> StaffingPlan:
    """The same changes for the Neufassung of their Vorlage; the act it follows from was permitted."""
    copy = _create(plan.kind, plan.year, plan.title, by=by, now=now)
    copy.paper, copy.effective_on, copy.occupied_on = paper, plan.effective_on, plan.occupied_on
    copy.save(update_fields=["paper", "effective_on", "occupied_on"])
    for entry in versions.with_parts(PlanEntry.objects.filter(plan=plan)):
        _copy(entry, copy)
    return copy


def put(
    plan: StaffingPlan, position: Position | None, listing: Listing, *, version: int | None, by: User
) -> PlanEntry:
    """List a post in a version as it shall be afterwards; without ``position`` a new post with the next number.

    ``version`` is the one the person has seen; None where the caller has compared the post itself.
    Raises NotPermitted, OutdatedState, or Refused (C-01, C-07).
    """
    findings = objections(listing, is_new=position is None)
    with transaction.atomic():
        locked = _locked(plan, version, by)
        if findings:
            raise Refused(findings)
        position = position or _next_position()
        PlanEntry.objects.filter(plan=locked, position=position).delete()
        entry = PlanEntry.objects.create(
            plan=locked,
            position=position,
            unit=listing.unit,
            title=listing.title.strip(),
            grade=listing.grade,
            fte=listing.fte,
            cost_center=listing.cost_center,
            reason=listing.reason.strip(),
            is_elected=listing.is_elected,
            is_tariff_forced=listing.is_tariff_forced,
            occupied_fte=listing.occupied_fte,
        )
        _write_parts(entry, listing)
    return entry


def drop(plan: StaffingPlan, entry: PlanEntry, *, reason: str, version: int | None, by: User) -> None:
    """End a post by an amendment; in a budget plan it is left out. Raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        locked = _locked(plan, version, by)
        PlanEntry.objects.filter(plan=locked, position=entry.position).delete()
        if locked.kind == PlanKind.BUDGET:
            return
        PlanEntry.objects.create(
            plan=locked,
            position=entry.position,
            unit=entry.unit,
            title=entry.title,
            grade=entry.grade,
            fte=Decimal("0.00"),
            cost_center=entry.cost_center,
            reason=reason.strip(),
            is_elected=entry.is_elected,
            is_dropped=True,
        )


def take_back(plan: StaffingPlan, position: Position, *, version: int | None, by: User) -> None:
    """Undo a change of an amendment; raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        locked = _locked(plan, version, by)
        PlanEntry.objects.filter(plan=locked, position=position).delete()


def occupy(
    plan: StaffingPlan, occupied: Sequence[tuple[PlanEntry, Decimal]], on: dt.date, *, version: int, by: User
) -> None:
    """Write down what was occupied on the day of a plan (C-03); raises NotPermitted or OutdatedState."""
    with transaction.atomic():
        locked = _locked(plan, version, by)
        for entry, fte in occupied:
            entry.occupied_fte = fte
        PlanEntry.objects.bulk_update([entry for entry, _ in occupied], ["occupied_fte"])
        locked.occupied_on = on
        locked.save(update_fields=["occupied_on"])


def touch(plan: StaffingPlan, *, version: int | None, by: User) -> StaffingPlan:
    """Hold a version for writing something beside its posts; raises NotPermitted or OutdatedState."""
    return _locked(plan, version, by)


def freeze(plan: StaffingPlan, *, by: User, now: dt.datetime) -> StaffingPlan:
    """Write a version down for good; raises NotPermitted, OutdatedState or Refused (S-07, C-01)."""
    with transaction.atomic():
        locked = _locked(plan, None, by, is_change=False)
        if not locked.entries.exists():
            text = "In dieser Fassung steht noch keine Stelle. Tragen Sie zuerst die Änderungen ein."
            raise Refused([block("S-01", text, absolute=True)])
        locked.frozen_at, locked.frozen_by = now, by
        locked.save(update_fields=["frozen_at", "frozen_by"])
    return locked


def objections(listing: Listing, *, is_new: bool) -> list[Finding]:
    """Why a post cannot be listed like this; nothing here may be let pass."""
    found = []
    if not listing.title.strip():
        found.append(block("S-01", "Geben Sie die Bezeichnung der Stelle ein.", "title", absolute=True))
    if is_new and listing.grade.is_transition:
        text = f"{listing.grade} gibt es nur für Übergeleitete, nicht für neue Stellen. Wählen Sie eine andere Gruppe."
        found.append(block("C-07", text, "grade", absolute=True))
    total = sum((share for _, share in listing.shares), Decimal(0))
    if total != _WHOLE:
        text = f"Die Produktanteile ergeben {percent(total)}"
        found.append(block("C-01", f"{text}. Verteilen Sie genau 100 %.", "shares", absolute=True))
    if not Decimal(0) < listing.fte <= 5:
        text = "Geben Sie den Umfang in VZÄ ein, größer als 0, zum Beispiel 0,50."
        found.append(block("C-10", text, "fte", absolute=True))
    for note in listing.notes:
        if note.kind == NoteKind.CONVERSION and note.target_grade is None:
            text = "Geben Sie an, in welche Gruppe die Stelle umgewandelt wird."
            found.append(block("S-01", text, "notes", absolute=True))
    return found


def listing_of(entry: PlanEntry) -> Listing:
    """How a post is listed now, to begin from."""
    return Listing(
        unit=entry.unit,
        title=entry.title,
        grade=entry.grade,
        fte=entry.fte,
        cost_center=entry.cost_center,
        shares=[(share.product, share.percent) for share in entry.shares.all()],
        notes=[
            Note(note.kind, note.trigger, note.on, note.target_grade, note.released_by, note.text)
            for note in entry.notes.all()
        ],
        reason=entry.reason,
        is_elected=entry.is_elected,
        is_tariff_forced=entry.is_tariff_forced,
        occupied_fte=entry.occupied_fte,
    )


def _create(kind: str, year: int, title: str, *, by: User, now: dt.datetime) -> StaffingPlan:
    last = StaffingPlan.objects.filter(year=year).aggregate(last=Max("number"))["last"] or 0
    plan = StaffingPlan(
        year=year, number=last + 1, kind=kind, title=title.strip(), created_by=by, created_at=now
    )
    save_once(
        plan, "Gerade hat jemand eine Fassung für dieses Jahr angelegt. Prüfen Sie, ob es dieselbe ist."
    )
    return plan


def _copy(entry: PlanEntry, plan: StaffingPlan) -> None:
    copy = PlanEntry.objects.create(
        plan=plan,
        position=entry.position,
        unit=entry.unit,
        title=entry.title,
        grade=entry.grade,
        fte=entry.fte,
        cost_center=entry.cost_center,
        occupied_fte=entry.occupied_fte,
        is_elected=entry.is_elected,
        is_tariff_forced=entry.is_tariff_forced,
        is_dropped=entry.is_dropped,
        reason=entry.reason,
    )
    _write_parts(copy, listing_of(entry))


def _copy_lists(plans: Sequence[StaffingPlan], plan: StaffingPlan) -> None:
    """Trainees and temporary staff are listed anew with each budget plan, beginning from the last one (S-12, S-14)."""
    for budget in plans[:1]:
        for rows in (budget.trainees, budget.temporary):
            for row in rows.all():
                row.pk, row.plan = None, plan
                row.save(force_insert=True)


def _write_parts(entry: PlanEntry, listing: Listing) -> None:
    EntryShare.objects.bulk_create(
        EntryShare(entry=entry, product=product, percent=share) for product, share in listing.shares
    )
    EntryNote.objects.bulk_create(EntryNote(entry=entry, **vars(note)) for note in listing.notes)


def _next_position() -> Position:
    last = Position.objects.order_by("-number").first()
    position = Position(number=last.number + 1 if last else 1)
    save_once(position, "Gerade hat jemand eine Stelle angelegt. Senden Sie Ihre Eingaben noch einmal.")
    return position


def _locked(plan: StaffingPlan, version: int | None, by: User, *, is_change: bool = True) -> StaffingPlan:
    """The row for writing; every change makes tabs that show it outdated. What a paper proposes stands still (S-07)."""
    _insist_on_keeper(by)
    locked = StaffingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if locked.is_frozen:
        raise OutdatedState("Diese Fassung ist festgeschrieben. Legen Sie für Änderungen eine neue an.")
    if is_change and _stands_still(locked):
        text = "Die Vorlage zu dieser Fassung ist zur Freigabe gegeben. Lassen Sie sie zurückgeben, um zu ändern."
        raise OutdatedState(text)
    if version is not None and locked.version != version:
        raise OutdatedState("Diese Fassung wurde inzwischen geändert. Prüfen Sie den aktuellen Stand.")
    locked.version += 1
    locked.save(update_fields=["version"])
    plan.version = locked.version
    return locked


def _stands_still(plan: StaffingPlan) -> bool:
    return plan.stage == PlanStage.ADMINISTRATION and plan.paper is not None and not plan.paper.is_editable


def _insist_on_keeper(by: User) -> None:
    if not permissions.keeps_plan(by):
        raise NotPermitted("Den Stellenplan führt die Personalstelle.")
