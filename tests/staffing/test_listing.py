"""Ausweisung: whatever is said of a post is written alike, however it comes into a version (S-07)."""

import dataclasses
import datetime as dt
from decimal import Decimal

from staffing.models import CostCenter, PayGrade, PlanEntry, Product, StaffingPlan
from staffing.rules import drafting, plan_filling
from staffing.rules.listing import Listing, Note, listing_of
from tests.staffing.world import NOW, Plans


def whole(plans: Plans) -> Listing:
    """A post of which everything is said, nothing as it is by itself."""
    organ, grade = plans.town.organs["HFA"], PayGrade.objects.get(code="E 9b")
    first, second = Product.objects.order_by("code")[:2]
    return Listing(
        unit=plans.town.units["FB II"],
        title="Sachbearbeitung",
        grade=PayGrade.objects.get(code="S 12"),
        fte=Decimal("0.75"),
        cost_center=CostCenter.objects.order_by("code")[0],
        shares=[(first, Decimal("40.00")), (second, Decimal("60.00"))],
        notes=[Note("conversion", "date", dt.date(2030, 1, 1), grade, organ, "Umwandlung")],
        reason="Mehr Fälle",
        is_elected=True,
        is_tariff_forced=True,
        occupied_fte=Decimal("0.50"),
    )


def stored(plan: StaffingPlan) -> Listing:
    return listing_of(PlanEntry.objects.filter(plan=plan).latest("pk"))


def test_s07_a_post_is_listed_alike_whether_put_filled_in_or_copied(plans: Plans, system: None) -> None:
    listing, by = whole(plans), plans.town.personnel
    for field in dataclasses.fields(Listing):
        if field.default is not dataclasses.MISSING:
            assert getattr(listing, field.name) != field.default
    put = drafting.create("budget", 2031, "Einzeln", by=by, now=NOW)
    drafting.put(put, None, listing, version=None, by=by)
    filled = plan_filling.fill(None, 2032, "Auf einmal", [(None, listing)], by=by, now=NOW)
    drafting.freeze(put, by=by, now=NOW)
    put.refresh_from_db()
    copied = drafting.begin_version_of(put, "council", by=by, now=NOW)
    assert [stored(plan) for plan in (put, filled, copied)] == [listing] * 3


def test_s01_a_post_that_ends_is_copied_as_one_that_ends(plans: Plans, system: None) -> None:
    by = plans.town.personnel
    plan = drafting.begin("amendment", 2023, "Wegfall", by=by, now=NOW)
    entry = PlanEntry.objects.get(plan=plans.budget, position__number=46)
    drafting.drop(plan, entry, reason="Aufgabe entfällt", version=None, by=by)
    drafting.freeze(plan, by=by, now=NOW)
    plan.refresh_from_db()
    copied = drafting.begin_version_of(plan, "council", by=by, now=NOW).entries.get()
    assert (copied.position, copied.is_dropped, copied.fte, copied.reason) == (
        entry.position,
        True,
        Decimal(0),
        "Aufgabe entfällt",
    )
