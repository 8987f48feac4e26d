"""Summen eines beliebigen Plans, wie er gedruckt wird: all cuts say the same, in Decimals (C-02, C-06, C-10, C-12)."""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from staffing.models import (
    EntryShare,
    ExternalCapacity,
    FundingGrant,
    FundingRate,
    GrantPosition,
    PayGrade,
    Position,
)
from staffing.rules import grants, statutory, sums, versions
from staffing.rules.posts import Post, Products, former_of, posts_of
from tests.staffing.money import even_cost
from tests.staffing.world import Plans

pytestmark = pytest.mark.usefixtures("system")

CODES = ("B 3", "A 10", "E 9b", "E 6", "S 12")
FTE = st.decimals("0.01", "5.00", places=2)


@st.composite
def posts(draw: st.DrawFn) -> tuple[str, bool, Decimal, Decimal, tuple[tuple[str, Decimal], ...]]:
    """A post with any grade, more or less occupied, on one area or two."""
    first = draw(st.decimals("0.01", "100.00", places=2))
    shares = (("11", first), ("31", 100 - first)) if first < 100 else (("21", first),)
    return draw(st.sampled_from(CODES)), draw(st.booleans()), draw(FTE), draw(FTE), shares


def figures(value: Any) -> Iterator[Any]:
    """All numbers in a description, however deep."""
    if dataclasses.is_dataclass(value):
        for field in dataclasses.fields(value):
            yield from figures(getattr(value, field.name))
    elif isinstance(value, tuple | list):
        for one in value:
            yield from figures(one)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        yield value


@given(now=st.lists(posts(), max_size=15), before=st.lists(posts(), max_size=15), is_split=st.booleans())
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_c10_rows_groups_parts_and_areas_of_any_plan_add_up_to_its_posts(
    plans: Plans, now: list[Any], before: list[Any], is_split: bool
) -> None:
    known = {grade.code: grade for grade in PayGrade.objects.filter(code__in=CODES)}
    here, there = (
        [
            Post(known[code], is_elected, fte, occupied, shares, ())
            for code, is_elected, fte, occupied, shares in rows
        ]
        for rows in (now, before)
    )
    found = statutory.statutory(here, there, budget=plans.budget, is_split=is_split)
    totals = sums.totals(here)
    assert (found.total_a.fte, found.total_b.fte) == (totals.fte_a, totals.fte_b)
    assert (found.overview_a.total, found.overview_b.total) == (totals.fte_a, totals.fte_b)
    assert found.total.previous == sums.fte_of(there)
    assert found.total.occupied == sums.occupied_of(here)
    for part in (found.part_a, found.part_b):
        for group in part:
            assert group.total.fte == sum((row.fte for row in group.rows), Decimal(0))
    seen = dataclasses.replace(found, trainees=(), temporary=())
    assert {type(number) for number in figures(seen)} <= {Decimal}


def test_c10_no_table_of_the_plan_holds_a_float() -> None:
    floats = [
        field
        for table in apps.get_app_config("staffing").get_models()
        for field in table._meta.fields
        if isinstance(field, models.FloatField)
    ]
    assert floats == []


def test_c12_the_mayor_stands_first_in_part_a_and_counts(plans: Plans) -> None:
    found = statutory.statutory(posts_of([plans.budget]), [], budget=plans.budget, is_split=True)
    elected = found.part_a[0]
    assert (elected.name, elected.rows[0].grade, elected.rows[0].fte) == (
        statutory.ELECTED,
        "B 3",
        Decimal("1.00"),
    )
    others = [post for post in posts_of([plans.budget]) if post.grade.code != "B 3"]
    assert found.total_a.fte == sums.totals(others).fte_a + Decimal("1.00")


def test_c10_the_sums_of_the_year_before_are_those_of_its_posts(plans: Plans) -> None:
    both = [plans.budget, plans.amendment]
    posts = posts_of(both)
    whole, summed = (
        statutory.statutory(posts, previous, budget=plans.budget, is_split=True)
        for previous in (posts_of(both), former_of(both))
    )
    assert summed == whole


def test_c02_shares_of_a_post_are_read_in_the_order_of_the_products_as_they_are_stored(plans: Plans) -> None:
    stored: dict[int, list[tuple[str, Decimal]]] = {}
    for share in EntryShare.objects.filter(entry__plan=plans.budget).order_by("product__code"):
        stored.setdefault(share.entry_id, []).append((share.product.area.number, share.percent))
    rows = versions.laid_over([plans.budget]).order_by("position__number").values_list("pk", flat=True)
    assert [list(post.shares) for post in posts_of([plans.budget])] == [stored[pk] for pk in rows]
    assert Products().by_area("{}") == ()


def test_c06_a_post_shared_with_a_neighbour_counts_whole_where_it_is_employed_and_half_is_income(
    plans: Plans,
) -> None:
    grant = FundingGrant.objects.get()
    shared = FundingGrant.objects.create(
        program=grant.program,
        title="Erstattung der Nachbarstadt",
        model="capped_cost",
        lead_unit=grant.lead_unit,
        starts_on=dt.date(2023, 1, 1),
    )
    rate = FundingRate.objects.create(
        grant=shared, amount=Decimal(90_000), starts_on=shared.starts_on, source="Vereinbarung"
    )
    post = GrantPosition.objects.create(
        grant=shared,
        position=Position.objects.get(number=34),
        fte=1,
        cost_percent=50,
        starts_on=shared.starts_on,
    )
    listed = versions.entries([plans.budget])
    assert [row.fte for row in listed if row.position.number == 34] == [Decimal("1.00")]
    assert grants.paid_in(post, [rate], even_cost(2023, 60_000)) == Decimal("30000.00")
    before = sums.totals(listed)
    ExternalCapacity.objects.create(
        employer="Nachbarstadt", title="Vollstreckung", fte=1, share_here=50, starts_on=dt.date(2023, 1, 1)
    )
    assert sums.totals(versions.entries([plans.budget])) == before
