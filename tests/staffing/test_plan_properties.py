"""Summen und Fassungen beliebiger Pläne: every cut adds up, amendments replayed give the version (C-10, S-07)."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from staffing.models import PlanEntry, StaffingPlan
from staffing.models.choices import PlanKind
from staffing.rules import changes, drafting, sums, versions
from staffing.rules.changes import Cut
from staffing.rules.listing import Listing, listing_of
from tests.staffing.world import NOW, Plans

pytestmark = pytest.mark.usefixtures("system")

FTE = st.decimals("0.01", "5.00", places=2)
AREAS = ("11", "21", "31")
UNITS = ("FB I", "FB II", "BMin")
GRADES = ("A 10", "E 9b", "S 12")


@st.composite
def cuts(draw: st.DrawFn) -> Cut:
    """A post with shares that total 100 percent."""
    first = draw(st.decimals("0.01", "99.99", places=2))
    shares = ((AREAS[0], first), (draw(st.sampled_from(AREAS[1:])), 100 - first))
    return Cut(draw(st.sampled_from(GRADES)), draw(st.sampled_from(UNITS)), draw(FTE), shares)


@given(before=st.lists(cuts(), max_size=20), after=st.lists(cuts(), max_size=20), is_split=st.booleans())
@settings(max_examples=200, deadline=None)
def test_c10_grades_areas_and_units_add_up_to_the_posts(
    before: list[Cut], after: list[Cut], is_split: bool
) -> None:
    grades, areas, units = ({code: code for code in codes} for codes in (GRADES, AREAS, UNITS))
    found = changes.synopsis(before, after, grades=grades, areas=areas, units=units, is_split=is_split)
    assert found.agrees
    for rows in (found.by_grade, found.by_area, found.by_unit):
        assert sum((row.after for row in rows), Decimal(0)) == sum((cut.fte for cut in after), Decimal(0))
        assert {type(row.after) for row in rows} <= {Decimal}


# For each amendment: the number of a post, and how much of it there is afterwards; nothing ends it.
AMENDMENTS = st.lists(
    st.dictionaries(st.sampled_from((7, 33, 46, 80)), st.none() | FTE, min_size=1, max_size=3), max_size=4
)


@given(amendments=AMENDMENTS)
@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
def test_s07_amendments_replayed_give_the_version(
    plans: Plans, amendments: list[dict[int, Decimal | None]]
) -> None:
    expected = {row.position.number: row.fte for row in versions.entries([plans.budget])}
    with transaction.atomic():
        laid = [plans.budget]
        for place, changed in enumerate(amendments):
            laid.append(_amendment(plans, place, changed))
            for number, fte in changed.items():
                expected.pop(number, None)
                if fte is not None:
                    expected[number] = fte
        found = versions.entries(laid)
        assert {row.position.number: row.fte for row in found} == expected
        assert sums.totals(found).fte == sum(expected.values(), Decimal(0))
        transaction.set_rollback(True)


def _amendment(plans: Plans, place: int, changed: dict[int, Decimal | None]) -> StaffingPlan:
    by = plans.town.personnel
    plan = drafting.begin(PlanKind.AMENDMENT, 2023, f"Änderung {place}", by=by, now=NOW)
    for number, fte in changed.items():
        entry = PlanEntry.objects.filter(position__number=number, fte__gt=0).order_by("pk").first()
        assert entry is not None
        listing = listing_of(entry)
        position = entry.position
        if fte is None:
            drafting.drop(plan, entry, reason="Aufgabe entfällt.", version=None, by=by)
        else:
            values = vars(listing) | {"fte": fte}
            drafting.put(plan, position, Listing(**values), version=None, by=by)
    return plan
