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
    EntryShare,
    PayGrade,
    PlanEntry,
    Position,
    PositionAssignment,
    Product,
    ProductArea,
    StaffingPlan,
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
    number = _POSTS // 2
    pages: list[tuple[str, User | None]] = [
        (reverse("plan-list"), town.personnel),
        (reverse("plan-version", args=[draft.pk]), town.personnel),
        (f"{reverse('plan-version', args=[draft.pk])}?stand=veraendert", town.personnel),
        (reverse("plan-freeze", args=[draft.pk]), town.personnel),
        (reverse("plan-occupied", args=[draft.pk]), town.personnel),
        (reverse("entry-edit", args=[draft.pk, number]), town.personnel),
        (f"{reverse('plan-compare')}?von_tag=2020-12-31&bis_tag=2026-12-31", town.personnel),
        (reverse("position-detail", args=[number]), town.personnel),
        (reverse("staffing-plan", args=[2026]), None),
    ]
    line("Stellenplan", "Abfragen / ms", f"{_POSTS} Stellen, {len(_YEARS)} Jahre")
    for address, user in pages:
        line(f"  {address}", _figures(address, user), "")


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
    StaffingPlan.objects.filter(pk=plan.pk).update(decided_on=None, decided_source="", decided_reason="")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return plan


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
