"""Was ändert sich, und warum? Each version by itself, with the same queries for one amendment and for four (S-08)."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from staffing.models import StaffingPlan
from staffing.rules import drafting, public_changes, revising, sheet, versions
from staffing.rules.former_decision import FormerDecision
from staffing.rules.listing import listing_of
from staffing.rules.public_changes import VersionChanges
from tests.staffing.test_versions import CITIZEN, END_OF_2023, resolve
from tests.staffing.world import Plans

pytestmark = pytest.mark.usefixtures("system")


def amended(plans: Plans, title: str, *numbers: int) -> StaffingPlan:
    """A further amendment that ends these posts, resolved elsewhere in October 2023."""
    by, now = plans.town.personnel, timezone.now()
    plan = drafting.begin("amendment", 2023, title, by=by, now=now)
    for number in numbers:
        entry = revising.listed(plan, number, by=by)
        assert entry is not None
        drafting.drop(plan, entry, reason=f"{title}: Stelle {number}", version=None, by=by)
    decision = FormerDecision(dt.date(2023, 10, 10), "Niederschrift", "Altbestand")
    return drafting.freeze(plan, by=by, now=now, decision=decision)


def told() -> tuple[list[VersionChanges], int]:
    found = sheet.of_year(CITIZEN, 2023, on=END_OF_2023)
    assert found is not None
    with CaptureQueriesContext(connection) as asked:
        rows = public_changes.in_force(CITIZEN, found, 2023)
    return rows, len(asked)


def test_s08_a_post_of_one_amendment_ends_by_the_next_and_each_tells_its_own_reason(plans: Plans) -> None:
    resolve(plans)
    amended(plans, "Ende", 33)
    of_first, of_second = told()[0][-2:]
    assert [(row.word, row.position.number) for row in of_first.changes] == [("neu", 33)]
    assert of_first.changes[0].entry.reason.startswith("Begleitung neu zugewanderter Menschen")
    assert [(row.word, row.entry.reason) for row in of_second.changes] == [("entfällt", "Ende: Stelle 33")]


def test_s08_four_amendments_cost_as_many_queries_as_one(plans: Plans) -> None:
    resolve(plans)
    told()
    rows, before = told()
    for place, numbers in enumerate(((41, 42), (43,), (44, 45, 46)), start=1):
        amended(plans, f"Wegfall {place}", *numbers)
    more, after = told()
    assert (len(more) - len(rows), after) == (3, before)
    assert [len(row.changes) for row in more[-3:]] == [2, 1, 3]


def test_s08_a_post_that_is_taken_out_and_listed_again_is_new(plans: Plans) -> None:
    resolve(plans)
    amended(plans, "Ende", 33)
    by, now = plans.town.personnel, timezone.now()
    plan = drafting.begin("amendment", 2023, "Doch", by=by, now=now)
    entry = versions.entries([plans.amendment])[0]
    drafting.put(plan, entry.position, listing_of(entry), version=None, by=by)
    decision = FormerDecision(dt.date(2023, 10, 20), "Niederschrift", "Altbestand")
    drafting.freeze(plan, by=by, now=now, decision=decision)
    assert [(row.word, row.position.number) for row in told()[0][-1].changes] == [("neu", 33)]
