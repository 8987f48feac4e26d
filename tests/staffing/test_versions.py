"""Fassungen: golden sums of domain.md 7.5, and what puts a version into force (S-01, S-02, S-07, C-09)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.utils import timezone

from motions.models import Treatment
from motions.rules import objections
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState
from motions.rules.meeting_workflow import REOPEN
from motions.rules.transitions import perform
from staffing.models import PlanEntry, Product, StaffingPlan
from staffing.models.choices import PlanStage
from staffing.rules import drafting, permissions, statutory, sums, versions
from staffing.rules.listing import listing_of
from staffing.rules.posts import former_of, posts_of
from staffing.rules.rounding import rounded
from staffing.rules.statutory import Statutory
from tests.factories import make_released
from tests.meetings import make_meeting
from tests.resolutions import hold, object_to, treat
from tests.staffing.world import Plans

END_OF_2023 = dt.date(2023, 12, 31)
CITIZEN = AnonymousUser()
START = timezone.make_aware(dt.datetime(2023, 9, 26, 18))


pytestmark = pytest.mark.usefixtures("system")


def resolve(plans: Plans, organ: str = "Rat", outcome: str = "adopted", day: int = 26) -> Treatment:
    meeting = make_meeting(plans.town.organs[organ], starts_at=START.replace(day=day))
    words = "<p>Eine halbe Stelle.</p>" if outcome == "adopted_amended" else ""
    return treat(plans.town, plans.paper, meeting, outcome=outcome, final_text=words)


def in_force(day: dt.date = END_OF_2023) -> list[StaffingPlan]:
    return versions.in_force(versions.of_year(CITIZEN, 2023), day)


def full(plans: Plans) -> list[PlanEntry]:
    """The plan of 2023 with the amendment."""
    return versions.entries([plans.budget, plans.amendment])


def printed(plans: Plans) -> Statutory:
    posts, previous = posts_of([plans.budget, plans.amendment]), former_of(versions.at_end_of(CITIZEN, 2022))
    return statutory.statutory(posts, previous, budget=plans.budget, is_split=True)


def test_the_golden_totals(plans: Plans) -> None:
    found = printed(plans)
    assert (len(full(plans)), sums.totals(full(plans)).posts_a, sums.totals(full(plans)).posts_b) == (
        81,
        17,
        64,
    )
    assert [
        (str(row.fte), str(row.previous), str(row.occupied))
        for row in (found.total_a, found.total_b, found.total)
    ] == [("16.00", "16.00", "16.00"), ("51.85", "49.35", "46.85"), ("67.85", "65.35", "62.85")]


def test_the_golden_sums_by_grade(plans: Plans) -> None:
    found = printed(plans)
    rows = {row.grade: str(row.fte) for group in (*found.part_a, *found.part_b) for row in group.rows}
    assert rows == {
        "B 3": "1.00",
        "A 15": "1.00",
        "A 13": "2.00",
        "A 12": "1.00",
        "A 11": "4.00",
        "A 10": "5.50",
        "A 9": "1.50",
        "E 14": "1.00",
        "E 12": "2.00",
        "E 11": "5.00",
        "E 10": "2.50",
        "E 9b": "5.50",
        "E 9a": "6.50",
        "E 8": "7.50",
        "E 7": "4.25",
        "E 6": "4.60",
        "E 5": "6.25",
        "E 2": "1.25",
        "S 15": "1.00",
        "S 12": "2.00",
        "S 11b": "1.50",
        "S 8b": "1.00",
    }


def test_the_groups_of_the_official_form(plans: Plans) -> None:
    found = printed(plans)
    assert [
        (group.name, [row.grade for row in group.rows], str(group.total.fte)) for group in found.part_a
    ] == [
        ("Wahlbeamte", ["B 3", "A 15"], "2.00"),
        ("Laufbahngruppe 2, 1. Einstiegsamt", ["A 13", "A 12", "A 11", "A 10"], "12.50"),
        ("Laufbahngruppe 1, 2. Einstiegsamt", ["A 9"], "1.50"),
    ]
    assert [group.name for group in found.part_b] == [""]


def test_the_golden_sums_by_product_area(plans: Plans) -> None:
    found = printed(plans)
    civil = {row[0]: str(rounded(row[3])) for row in found.overview_a.lines}
    tariff = {row[0]: str(rounded(row[3])) for row in found.overview_b.lines}
    assert civil == {"11": "8.50", "12": "3.50", "21": "1.00", "31": "2.00", "52": "1.00"}
    assert tariff == {
        "11": "18.00",
        "12": "6.25",
        "21": "7.85",
        "25": "2.25",
        "31": "7.00",
        "36": "2.00",
        "42": "1.00",
        "51": "2.00",
        "52": "0.50",
        "53": "0.50",
        "54": "2.00",
        "55": "0.50",
        "56": "1.00",
        "57": "1.00",
    }
    assert (found.overview_a.total + found.overview_b.total, found.overview_b.has_rounding_note) == (
        Decimal("67.85"),
        False,
    )


def by_unit(entries: list[PlanEntry]) -> dict[str, str]:
    units = sorted({entry.unit.code for entry in entries})
    return {code: str(sums.fte_of(entry for entry in entries if entry.unit.code == code)) for code in units}


def test_the_golden_sums_by_unit_with_and_without_the_paper(plans: Plans) -> None:
    whole = {"BM": "6.00", "FB I": "19.50", "FB II": "22.10", "FB III": "10.50", "FB IV": "9.75"}
    assert by_unit(full(plans)) == whole
    without = versions.entries([plans.budget])
    assert (str(sums.totals(without).fte), by_unit(without)) == ("66.85", whole | {"FB II": "21.10"})


def test_c02_a_post_on_two_areas_is_split_or_counted_where_it_mainly_is(plans: Plans) -> None:
    first, other = (Product.objects.get(code=code) for code in ("1.31.11.01", "1.21.01.02"))
    plan = drafting.begin("amendment", 2023, "Zwei Bereiche", by=plans.town.personnel, now=timezone.now())
    listing = listing_of(versions.entries([plans.amendment])[0])
    shared = replace(listing, shares=[(first, Decimal(60)), (other, Decimal(40))])
    drafting.put(plan, None, shared, version=plan.version, by=plans.town.personnel)
    entries = posts_of([plan])
    assert sums.by_area(entries, is_split=True) == {
        ("31", "S 12"): Decimal("0.6"),
        ("21", "S 12"): Decimal("0.4"),
    }
    assert sums.by_area(entries, is_split=False) == {("31", "S 12"): Decimal(1)}


def test_c10_sums_that_do_not_add_up_as_printed_are_told() -> None:
    thirds = [Decimal(1) / 3] * 3
    assert (sums.needs_rounding_note(thirds), sums.needs_rounding_note([Decimal("0.25")] * 4)) == (
        True,
        False,
    )


def test_s02_a_recommendation_of_the_committee_unlocks_nothing(plans: Plans) -> None:
    assert in_force() == [plans.budget]
    resolve(plans, "HFA", "recommended", day=12)
    assert in_force() == [plans.budget]


def test_s02_not_even_if_the_committee_calls_it_adopted(plans: Plans) -> None:
    resolve(plans, "HFA", "adopted", day=12)
    assert in_force() == [plans.budget]


def test_s01_a_meeting_that_goes_on_again_has_resolved_nothing(plans: Plans) -> None:
    meeting = resolve(plans).item.meeting
    perform(meeting, REOPEN, by=plans.town.office, now=timezone.now(), note="Zählfehler")
    assert in_force() == [plans.budget]


def test_s07_a_draft_is_not_in_force_whatever_stands_in_it(plans: Plans) -> None:
    begun = drafting.begin("budget", 2024, "Stellenplan 2024", by=plans.town.personnel, now=timezone.now())
    StaffingPlan.objects.filter(pk=begun.pk).update(
        decided_on=dt.date(2023, 12, 1), decided_source="Niederschrift", decided_reason="Altbestand"
    )
    assert versions.in_force(versions.of_year(plans.town.personnel, 2024), dt.date(2024, 6, 1)) == []
    StaffingPlan.objects.filter(pk=begun.pk).update(
        decided_on=None, decided_source="", decided_reason="", paper=plans.paper
    )
    assert list(permissions.visible_plans(CITIZEN).filter(pk=begun.pk)) == []


def test_a_plan_holds_from_the_day_it_names(plans: Plans) -> None:
    assert (in_force(dt.date(2022, 12, 31)), in_force(dt.date(2023, 1, 1))) == ([], [plans.budget])


@pytest.mark.parametrize("outcome", ["rejected", "deferred", "noted", "removed_from_agenda"])
def test_s01_without_a_resolution_nothing_changes(plans: Plans, outcome: str) -> None:
    resolve(plans, outcome=outcome)
    assert in_force() == [plans.budget]


def test_s01_the_resolution_of_the_rat_puts_it_into_force_from_its_day(plans: Plans) -> None:
    resolve(plans)
    assert in_force(dt.date(2023, 9, 25)) == [plans.budget]
    assert in_force(dt.date(2023, 9, 26)) == [plans.budget, plans.amendment]


def test_w02_an_objection_puts_it_off_for_everybody(plans: Plans) -> None:
    treatment = resolve(plans)
    object_to(treatment, "legality", by=plans.town.mayor)
    with clearance("public"):
        assert in_force() == [plans.budget]


def test_w03_an_objection_that_is_settled_decides_it(plans: Plans) -> None:
    objection = object_to(resolve(plans), "veto", by=plans.town.mayor)
    spoken_on = hold(plans.town, "Rat", objection.raised_on + dt.timedelta(days=7)).held_on
    settled: dict[str, Any] = {
        "note": "",
        "resolved_on": spoken_on,
        "by": plans.town.office,
        "now": objection.recorded_at,
    }
    with transaction.atomic():
        objections.resolve(objection, result="confirmed", **settled)
        assert in_force() == [plans.budget, plans.amendment]
        transaction.set_rollback(True)
    objections.resolve(objection, result="set_aside", **settled)
    assert in_force() == [plans.budget]


def test_a_plan_of_a_secret_paper_is_known_to_its_readers_alone(plans: Plans) -> None:
    secret = make_released(by=plans.town.clerk, is_public=False, secrecy_ground="personnel")
    plan = drafting.begin("amendment", 2023, "Geheim", by=plans.town.personnel, now=timezone.now())
    (entry, *_) = versions.entries([plans.budget])
    drafting.put(plan, entry.position, listing_of(entry), version=plan.version, by=plans.town.personnel)
    StaffingPlan.objects.filter(pk=plan.pk).update(paper=secret)
    plan.refresh_from_db()
    drafting.freeze(plan, by=plans.town.personnel, now=timezone.now())
    readers = (plans.town.outsider, plans.town.expert_citizen, plans.town.clerk, plans.town.council_member)
    by_rule = [permissions.visible_plans(user).filter(pk=plan.pk).count() for user in (CITIZEN, *readers)]
    by_database = []
    for user in (None, *readers):
        with clearance("user", user.pk) if user else clearance("public"):
            by_database.append(StaffingPlan.objects.filter(pk=plan.pk).count())
    assert (by_rule, by_database) == ([0, 0, 0, 1, 1], [0, 0, 0, 1, 1])


def test_s07_a_resolution_with_changes_needs_the_version_of_the_rat(plans: Plans) -> None:
    resolve(plans, outcome="adopted_amended")
    assert in_force() == [plans.budget]
    council = drafting.begin_version_of(
        plans.amendment, PlanStage.COUNCIL, by=plans.town.personnel, now=timezone.now()
    )
    (entry,) = versions.with_parts(PlanEntry.objects.filter(plan=council))
    listing = listing_of(entry)
    half = replace(listing, fte=Decimal("0.50"))
    drafting.put(council, entry.position, half, version=council.version, by=plans.town.personnel)
    assert in_force() == [plans.budget]
    drafting.freeze(council, by=plans.town.personnel, now=timezone.now())
    assert [plan.pk for plan in in_force()] == [plans.budget.pk, council.pk]
    assert sums.totals(versions.entries(in_force())).fte == Decimal("67.35")


@pytest.mark.parametrize(("outcome", "holds"), [("adopted", True), ("adopted_amended", False)])
def test_s02_the_version_of_a_committee_is_never_in_force(plans: Plans, outcome: str, holds: bool) -> None:
    by = plans.town.personnel
    committee = drafting.begin_version_of(plans.amendment, PlanStage.COMMITTEE, by=by, now=timezone.now())
    drafting.freeze(committee, by=by, now=timezone.now())
    resolve(plans, outcome=outcome)
    assert in_force() == ([plans.budget, plans.amendment] if holds else [plans.budget])


def test_s07_a_frozen_version_never_changes(plans: Plans) -> None:
    (entry, *_) = versions.entries([plans.budget])
    by, listing = plans.town.personnel, listing_of(entry)
    with pytest.raises(OutdatedState, match="festgeschrieben"):
        drafting.put(plans.budget, entry.position, listing, version=plans.budget.version, by=by)
    for act in (
        lambda: StaffingPlan.objects.filter(pk=plans.budget.pk).update(title="Anders"),
        lambda: PlanEntry.objects.filter(pk=entry.pk).update(fte=2),
        lambda: PlanEntry.objects.filter(pk=entry.pk).delete(),
        lambda: entry.shares.all().delete(),
        lambda: entry.notes.create(kind="other", text="x"),
    ):
        with pytest.raises(Exception, match=r"frozen|Cannot"), transaction.atomic():
            act()


def test_only_the_personnel_office_writes_the_plan(plans: Plans) -> None:
    for user in (plans.town.clerk, plans.town.treasurer, plans.town.office):
        with pytest.raises(NotPermitted):
            drafting.begin("amendment", 2023, "Versuch", by=user, now=timezone.now())


def test_c09_the_previous_year_counts_its_amendments(plans: Plans) -> None:
    resolve(plans)
    assert sums.totals(posts_of(versions.at_end_of(CITIZEN, 2023))).fte == Decimal("67.85")
    begun = drafting.begin("budget", 2024, "Stellenplan 2024", by=plans.town.personnel, now=timezone.now())
    assert (begun.entries.count(), sums.totals(versions.entries([begun])).fte) == (81, Decimal("67.85"))
    case_manager = versions.entries([begun])[32]
    assert [(share.product.code, share.percent) for share in case_manager.shares.all()] == [
        ("1.31.11.01", Decimal(50)),
        ("1.31.11.02", Decimal(50)),
    ]


def test_s14_the_version_of_the_rat_keeps_the_lists_beside_the_posts(plans: Plans) -> None:
    by = plans.town.personnel
    council = drafting.begin_version_of(plans.budget, PlanStage.COUNCIL, by=by, now=timezone.now())
    kept = [sorted(rows.values_list("name", flat=True)) for rows in (council.trainees, council.temporary)]
    told = [
        sorted(rows.values_list("name", flat=True))
        for rows in (plans.budget.trainees, plans.budget.temporary)
    ]
    assert kept == told
    assert all(told)


def test_s14_trainees_are_listed_and_never_counted(plans: Plans) -> None:
    found = printed(plans)
    assert (sum(row.planned for row in found.trainees), str(found.total.fte)) == (7, "67.85")
