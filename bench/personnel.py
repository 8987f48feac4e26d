"""Stellenplan: 2,000 posts and ten years of versions; queries and milliseconds of each page, at most 300."""

import datetime as dt
from decimal import Decimal

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from bench.clock import line, typical
from motions.models import Unit, User
from motions.rules.clearance import clearance
from staffing.models import (
    CostCenter,
    EntryNote,
    EntryShare,
    FundingGrant,
    FundingProgram,
    FundingRate,
    GrantPosition,
    PayGrade,
    PlanEntry,
    Position,
    PositionAssignment,
    Product,
    ProductArea,
    StaffingPlan,
    UsageReport,
)
from staffing.rules import pay_data
from tests.people import Town, make_town

_POSTS = 2_000
_YEARS = range(2017, 2027)
_FULL = Decimal("1.00")


def measure() -> None:
    """The pages of the personnel office, and the public one beside them."""
    call_command("flush", verbosity=0, interactive=False)
    town = make_town()
    with clearance("system"):
        draft = _fill(town)
        pages = _pages(town, draft)
    line("Stellenplan", "Abfragen / ms", f"{_POSTS} Stellen, {len(_YEARS)} Jahre")
    for address, user in pages:
        line(f"  {address}", _figures(address, user), "")


def _pages(town: Town, draft: StaffingPlan) -> list[tuple[str, User | None]]:
    number = _POSTS // 2
    return [
        (reverse("plan-list"), town.personnel),
        (reverse("plan-version", args=[draft.pk]), town.personnel),
        (f"{reverse('plan-version', args=[draft.pk])}?stand=veraendert", town.personnel),
        (reverse("plan-freeze", args=[draft.pk]), town.personnel),
        (reverse("plan-occupied", args=[draft.pk]), town.personnel),
        (reverse("entry-edit", args=[draft.pk, number]), town.personnel),
        (f"{reverse('plan-compare')}?von_tag=2020-12-31&bis_tag=2026-12-31", town.personnel),
        (f"{reverse('plan-day')}?stichtag=2026-12-31", town.personnel),
        (reverse("plan-lists", args=[draft.pk]), town.personnel),
        (reverse("plan-posts", args=[draft.pk]), town.personnel),
        (reverse("position-detail", args=[number]), town.personnel),
        (reverse("position-cost", args=[number, 2026]), town.personnel),
        (reverse("grant-list"), town.treasurer),
        (reverse("grant-detail", args=[FundingGrant.objects.values_list("pk")[0][0]]), town.treasurer),
        (reverse("staffing-plan", args=[2026]), None),
        (reverse("staffing-plan-file", args=[2026]), None),
        (reverse("staffing-plan-workbook", args=[2026]), None),
        (reverse("staffing-plan-version", args=[draft.year, draft.number]), town.personnel),
    ]


def _fill(town: Town) -> StaffingPlan:
    """A plan for each year and one in work; each year a tenth of the posts is listed differently."""
    pay_data.load()
    grades = list(PayGrade.objects.exclude(is_transition=True)[:40])
    units = list(Unit.objects.all())
    area = ProductArea.objects.create(number="11", name="Innere Verwaltung")
    products = [Product.objects.create(code=f"1.11.{place:02}", area=area) for place in range(20)]
    centers = [CostCenter.objects.create(code=f"{110_000 + place}") for place in range(50)]
    positions = Position.objects.bulk_create(Position(number=number) for number in range(1, _POSTS + 1))
    for year in (*_YEARS, _YEARS.stop):
        plan = StaffingPlan.objects.create(
            year=year,
            number=1,
            kind="budget",
            title=f"Stellenplan {year}",
            decided_on=dt.date(year - 1, 12, 10),
            decided_source="Niederschrift des Rates",
            decided_reason="Bestand",
            created_by=town.personnel,
            created_at=timezone.now(),
        )
        entries = PlanEntry.objects.bulk_create(
            PlanEntry(
                plan=plan,
                position=position,
                unit=units[place % len(units)],
                title=f"Stelle {place}" if (place + year) % 10 else f"Stelle {place}, {year}",
                grade=grades[place % len(grades)],
                fte=_FULL,
                cost_center=centers[place % len(centers)],
            )
            for place, position in enumerate(positions)
        )
        EntryShare.objects.bulk_create(
            EntryShare(entry=entry, product=products[(place + half) % len(products)], percent=50)
            for place, entry in enumerate(entries)
            for half in (0, 1)
        )
        if year in _YEARS:
            StaffingPlan.objects.filter(pk=plan.pk).update(frozen_at=timezone.now(), frozen_by=town.personnel)
    _occupy(positions, grades[0], town.personnel)
    _amend(positions, grades, units[0], centers[0], products[0], town.personnel)
    _note(grades[0])
    _fund(positions, units[0])
    StaffingPlan.objects.filter(pk=plan.pk).update(decided_on=None, decided_source="", decided_reason="")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plan


def _amend(
    positions: list[Position],
    grades: list[PayGrade],
    unit: Unit,
    center: CostCenter,
    product: Product,
    by: User,
) -> None:
    """Twenty amendments of the last year, each of ten posts."""
    now = timezone.now()
    for number in range(2, 22):
        plan = StaffingPlan.objects.create(
            year=_YEARS[-1],
            number=number,
            kind="amendment",
            title=f"Änderung {number}",
            decided_on=dt.date(_YEARS[-1], 2, number),
            decided_source="Niederschrift des Rates",
            decided_reason="Bestand",
            created_by=by,
            created_at=now,
        )
        entries = PlanEntry.objects.bulk_create(
            PlanEntry(
                plan=plan,
                position=positions[number * 10 + place],
                unit=unit,
                title=f"Geändert {number}",
                grade=grades[(number + place) % len(grades)],
                fte=_FULL,
                cost_center=center,
                reason="Neu bewertet",
            )
            for place in range(10)
        )
        EntryShare.objects.bulk_create(
            EntryShare(entry=entry, product=product, percent=100) for entry in entries
        )
        StaffingPlan.objects.filter(pk=plan.pk).update(frozen_at=now, frozen_by=by)


def _note(target: PayGrade) -> None:
    """Each twentieth post of the version in work has a kw or ku."""
    entries = PlanEntry.objects.filter(plan__year=_YEARS.stop, position__number__iregex="[05]0$")
    EntryNote.objects.bulk_create(
        EntryNote(
            entry=entry, kind=kind, trigger="vacancy", target_grade=target if kind == "conversion" else None
        )
        for entry in entries
        for kind in ("phase_out", "conversion")
    )


def _fund(positions: list[Position], unit: Unit) -> None:
    """Thirty grants with three posts and a report each."""
    program = FundingProgram.objects.create(code="bench", name="Programm", giver="Land")
    since = dt.date(2024, 1, 1)
    for place in range(30):
        grant = FundingGrant.objects.create(
            program=program, title=f"Förderung {place}", model="lump_sum", lead_unit=unit, starts_on=since
        )
        FundingRate.objects.create(grant=grant, amount=57_000, starts_on=since, source="Bescheid")
        GrantPosition.objects.bulk_create(
            GrantPosition(grant=grant, position=positions[place * 3 + post], fte=_FULL, starts_on=since)
            for post in range(3)
        )
        UsageReport.objects.create(grant=grant, kind="usage", year=2025, due_on=dt.date(2026, 3, 31))


def _occupy(positions: list[Position], grade: PayGrade, by: User) -> None:
    PositionAssignment.objects.bulk_create(
        PositionAssignment(
            position=position,
            holder=f"Person {place}",
            grade=grade,
            step=3,
            fte=_FULL,
            starts_on=dt.date(2020, 1, 1),
            recorded_by=by,
            recorded_at=timezone.now(),
        )
        for place, position in enumerate(positions)
    )


def _figures(address: str, user: User | None) -> str:
    client = Client()
    if user:
        client.force_login(user)
    if (status := client.get(address).status_code) != 200:
        return f"Status {status}"
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return f"{len(asked)} / {typical(lambda: client.get(address)):.0f} ms"
