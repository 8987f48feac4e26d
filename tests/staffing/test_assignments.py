"""Besetzung: what forbids it, what it counts for, and who knows of it (S-02, S-10, C-03, C-04, L-04)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pgtrigger
import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from staffing.models import (
    BlockRelease,
    EntryNote,
    GrantPosition,
    PayGrade,
    Position,
    PositionAssignment,
)
from staffing.rules import assignments, drafting, grade_order, position_records, versions
from staffing.rules.assignments import Occupation
from staffing.rules.former_decision import FormerDecision
from staffing.rules.listing import listing_of
from tests.conftest import Login
from tests.meetings import make_meeting
from tests.motions.refusals import rules_of
from tests.resolutions import resolve, treat
from tests.staffing.world import Plans

NOW = timezone.now()
JANUARY = dt.date(2023, 1, 1)
AUTUMN = dt.date(2023, 10, 1)


def wanted(grade: str = "E 9a", fte: str = "1.00", **values: Any) -> Occupation:
    """Somebody on a post from January on."""
    given: dict[str, Any] = {"holder": "Ada Beispiel", "starts_on": JANUARY} | values
    return Occupation(grade=PayGrade.objects.get(code=grade), fte=Decimal(fte), **given)


def begin(plans: Plans, number: int, occupation: Occupation) -> PositionAssignment:
    position = Position.objects.get(number=number)
    return assignments.begin(position, occupation, by=plans.town.personnel, now=NOW)


def refused(plans: Plans, number: int, occupation: Occupation) -> list[str]:
    with pytest.raises(Refused) as refusal:
        begin(plans, number, occupation)
    return rules_of(refusal)


@pytest.mark.usefixtures("system")
class TestRules:
    """What the personnel office may write down."""

    def test_s02_only_the_resolution_of_the_rat_makes_a_post_occupiable(self, plans: Plans) -> None:
        new = wanted("S 12", starts_on=AUTUMN)
        assert refused(plans, 33, new) == ["S-02"]
        start = timezone.make_aware(dt.datetime(2023, 8, 15, 18))
        treat(plans.town, plans.paper, make_meeting(plans.town.organs["HFA"], starts_at=start))
        assert refused(plans, 33, new) == ["S-02"]
        start = timezone.make_aware(dt.datetime(2023, 9, 26, 18))
        treat(plans.town, plans.paper, make_meeting(plans.town.organs["Rat"], starts_at=start))
        assert refused(plans, 33, wanted("S 12", starts_on=dt.date(2023, 9, 25))) == ["S-02"]
        assert begin(plans, 33, new).holder == "Ada Beispiel"

    def test_the_plan_goes_on_until_the_next_one_holds(self, plans: Plans) -> None:
        assert begin(plans, 34, wanted(starts_on=dt.date(2024, 3, 1))).pk

    def test_s10_downward_yes_upward_never(self, plans: Plans) -> None:
        assert refused(plans, 34, wanted("E 9b")) == ["S-10"]
        assert begin(plans, 34, wanted("E 8")).pk

    @pytest.mark.parametrize(
        ("listed", "grade", "higher"),
        [
            ("S 12", "E 12", True),
            ("S 12", "E 10", True),
            ("S 12", "E 9b", False),
            ("E 9a", "S 12", True),
            ("E 9a", "S 8a", False),
            ("E 11", "S 12", False),
            ("A 10", "E 15", False),
            ("E 8", "A 13", False),
            ("E 8", "E 9a", True),
            ("E 9a", "E 8", False),
        ],
    )
    def test_s10_across_the_tables_of_the_tvoed_more_pay_in_every_step_is_upward(
        self, plans: Plans, listed: str, grade: str, higher: bool
    ) -> None:
        first, second = (PayGrade.objects.filter(code__startswith=code).first() for code in (grade, listed))
        assert first is not None
        assert second is not None
        assert grade_order.is_higher(first, second, on=dt.date(2025, 6, 1)) is higher

    def test_s10_without_a_table_of_the_day_nothing_is_said_to_be_higher(self, plans: Plans) -> None:
        first, second = (PayGrade.objects.get(code=code) for code in ("E 12", "S 12"))
        assert not grade_order.is_higher(first, second, on=dt.date(2015, 1, 1))

    def test_s10_a_post_of_the_social_table_is_not_filled_with_a_higher_group_of_the_other(
        self, plans: Plans
    ) -> None:
        number = next(
            row.position.number for row in versions.entries([plans.budget]) if row.grade.code == "S 15"
        )
        day = dt.date(2024, 6, 1)
        assert refused(plans, number, wanted("E 14", "0.50", starts_on=day)) == ["S-10"]
        assert begin(plans, number, wanted("E 9b", "0.50", starts_on=day)).pk

    def test_s11_a_group_the_tariff_forces_is_paid_before_the_rat_resolves_and_stands_in_the_next_plan(
        self, plans: Plans
    ) -> None:
        by = plans.town.personnel
        plan = drafting.begin("amendment", 2023, "Eingruppierung", by=by, now=NOW)
        entry = next(row for row in versions.entries([plans.budget]) if row.position.number == 34)
        forced = replace(listing_of(entry), grade=PayGrade.objects.get(code="E 9b"), reason="Urteil")
        drafting.put(plan, entry.position, forced, version=None, by=by)
        assert refused(plans, 34, wanted("E 9b")) == ["S-10"]
        drafting.put(plan, entry.position, replace(forced, is_tariff_forced=True), version=None, by=by)
        assert refused(plans, 34, wanted("E 9c")) == ["S-10"]
        assert begin(plans, 34, wanted("E 9b")).pk

    def test_s11_a_deviation_that_a_newer_version_takes_back_permits_nothing(self, plans: Plans) -> None:
        by = plans.town.personnel
        entry = next(row for row in versions.entries([plans.budget]) if row.position.number == 34)
        raised = replace(listing_of(entry), grade=PayGrade.objects.get(code="E 9b"), reason="Urteil")
        for minutes, is_forced in ((1, True), (2, False)):
            now = NOW + dt.timedelta(minutes=minutes)
            plan = drafting.begin("amendment", 2023, "Eingruppierung", by=by, now=now)
            drafting.put(
                plan, entry.position, replace(raised, is_tariff_forced=is_forced), version=None, by=by
            )
        assert refused(plans, 34, wanted("E 9b")) == ["S-10"]

    def test_s10_a_post_is_not_filled_twice(self, plans: Plans) -> None:
        begin(plans, 34, wanted(fte="0.50"))
        other = wanted(fte="0.60", holder="Bela Muster", starts_on=dt.date(2023, 5, 1))
        assert refused(plans, 34, other) == ["S-10"]
        assert begin(plans, 34, wanted(fte="0.50", holder="Bela Muster")).pk

    def test_s10_a_later_colleague_counts_too(self, plans: Plans) -> None:
        begin(plans, 34, wanted(fte="1.00", starts_on=dt.date(2023, 6, 1)))
        assert refused(plans, 34, wanted(fte="0.50", holder="Bela Muster")) == ["S-10"]
        until = dt.date(2023, 5, 31)
        assert begin(plans, 34, wanted(fte="0.50", holder="Bela Muster", ends_on=until)).pk

    def test_nobody_works_more_than_full_time(self, plans: Plans) -> None:
        begin(plans, 34, wanted(fte="0.75"))
        assert refused(plans, 35, wanted(fte="0.50")) == ["C-03"]
        assert begin(plans, 35, wanted(fte="0.25")).pk

    def test_a_substitute_takes_the_place_of_who_is_on_leave(self, plans: Plans) -> None:
        begin(plans, 34, wanted(absence="parental_leave"))
        assert begin(plans, 34, wanted(holder="Bela Muster")).pk

    def test_a_blocked_post_waits_for_the_resolution_of_the_organ_it_names(self, plans: Plans) -> None:
        helper = wanted("E 6", "0.50")
        assert refused(plans, 46, helper) == ["S-02"]
        position, by = Position.objects.get(number=46), plans.town.personnel
        other = resolve(plans.town, by_organ="Rat", starts_at=NOW - dt.timedelta(days=20))
        with pytest.raises(Refused, match="gibt die Stelle nicht frei"):
            position_records.release(position, other.pk, by=by, on=JANUARY, now=NOW)
        own = resolve(plans.town, by_organ="HFA", starts_at=NOW - dt.timedelta(days=10), subject="Freigabe")
        position_records.release(position, own.pk, by=by, on=JANUARY, now=NOW)
        with pytest.raises(OutdatedState, match="schon eingetragen"):
            position_records.release(position, own.pk, by=by, on=JANUARY, now=NOW)
        assert begin(plans, 46, helper).pk

    def test_a_sperrvermerk_that_was_lifted_and_is_set_anew_needs_a_new_release(self, plans: Plans) -> None:
        by, helper = plans.town.personnel, wanted("E 6", "0.50", starts_on=AUTUMN)
        own = resolve(plans.town, by_organ="HFA", starts_at=NOW - dt.timedelta(days=10), subject="Freigabe")
        position = Position.objects.get(number=46)
        position_records.release(position, own.pk, by=by, on=JANUARY, now=NOW - dt.timedelta(days=9))
        blocked = next(row for row in versions.entries([plans.budget]) if row.position.number == 46)
        for day, notes in ((1, []), (2, listing_of(blocked).notes)):
            plan = drafting.begin("amendment", 2023, f"Vermerk {day}", by=by, now=NOW)
            listing = replace(listing_of(blocked), notes=notes)
            drafting.put(plan, position, listing, version=plan.version, by=by)
            told = FormerDecision(dt.date(2023, 5, day), "Niederschrift", "Altbestand")
            drafting.freeze(plan, by=by, now=NOW, decision=told)
        assert refused(plans, 46, helper) == ["S-02"]
        assert begin(plans, 46, replace(helper, starts_on=JANUARY, ends_on=dt.date(2023, 4, 30))).pk

    def test_a_sperrvermerk_without_an_organ_is_released_by_the_rat(self, plans: Plans) -> None:
        with clearance("system"), pgtrigger.ignore("staffing.EntryNote:note_frozen"):
            EntryNote.objects.filter(kind="release_block").update(released_by=None)
        rat = resolve(plans.town, by_organ="Rat", starts_at=NOW - dt.timedelta(days=20))
        position, by = Position.objects.get(number=46), plans.town.personnel
        assert refused(plans, 46, wanted("E 6", "0.50")) == ["S-02"]
        position_records.release(position, rat.pk, by=by, on=JANUARY, now=NOW)
        assert begin(plans, 46, wanted("E 6", "0.50")).pk

    def test_a_post_whose_kw_note_has_taken_effect_is_not_filled_again(self, plans: Plans) -> None:
        assert refused(plans, 25, wanted("E 10", starts_on=dt.date(2027, 1, 1))) == ["S-02"]
        assert begin(plans, 25, wanted("E 10", starts_on=dt.date(2026, 12, 1), holder="Cleo")).pk
        first = begin(plans, 30, wanted("E 2", "0.50"))
        assignments.end(first, on=dt.date(2023, 3, 31), version=1, by=plans.town.personnel)
        assert refused(plans, 30, wanted("E 2", "0.50", starts_on=dt.date(2023, 6, 1))) == ["S-02"]

    def test_a_post_whose_grant_has_ended_is_not_filled_again(self, plans: Plans) -> None:
        position, grant = Position.objects.get(number=50), GrantPosition.objects.get().grant
        GrantPosition.objects.create(
            grant=grant, position=position, fte=1, starts_on=JANUARY, ends_on=dt.date(2023, 6, 30)
        )
        assert refused(plans, 50, wanted("S 11b", starts_on=dt.date(2023, 7, 1))) == ["S-02"]
        assert begin(plans, 50, wanted("S 11b", starts_on=dt.date(2023, 6, 1))).pk

    def test_k09_a_post_whose_grant_was_revoked_or_whose_limit_is_over_is_not_filled_again(
        self, plans: Plans
    ) -> None:
        position, grant = Position.objects.get(number=50), GrantPosition.objects.get().grant
        GrantPosition.objects.create(grant=grant, position=position, fte=1, starts_on=JANUARY)
        grant.stages.create(
            stage="ended", reached_on=dt.date(2023, 8, 31), recorded_by=plans.town.treasurer, recorded_at=NOW
        )
        assert refused(plans, 50, wanted("S 11b", starts_on=dt.date(2023, 9, 1))) == ["S-02"]
        with clearance("system"), pgtrigger.ignore("staffing.EntryNote:note_frozen"):
            EntryNote.objects.filter(entry__position__number=25).update(kind="time_limit")
        assert refused(plans, 25, wanted("E 10", starts_on=dt.date(2027, 1, 1))) == ["S-02"]

    def test_a_change_ends_the_row_before_and_a_second_tab_is_told(self, plans: Plans) -> None:
        by, first = plans.town.personnel, begin(plans, 34, wanted())
        later = wanted(fte="0.50", starts_on=dt.date(2023, 7, 1))
        assignments.change(first, later, version=1, by=by, now=NOW)
        rows = PositionAssignment.objects.filter(position__number=34).order_by("starts_on")
        assert [(str(row.fte), str(row.ends_on)) for row in rows] == [
            ("1.00", "2023-06-30"),
            ("0.50", "None"),
        ]
        with pytest.raises(OutdatedState):
            assignments.end(first, on=dt.date(2023, 8, 1), version=1, by=by)
        with pytest.raises(Refused, match="frühestens"):
            assignments.change(rows[1], wanted(starts_on=dt.date(2023, 7, 1)), version=1, by=by, now=NOW)

    def test_c03_the_day_of_the_plan_counts_who_works_capped_by_the_post(self, plans: Plans) -> None:
        by = plans.town.personnel
        begin(plans, 34, wanted(fte="0.40"))
        begin(plans, 34, wanted(fte="0.60", holder="Bela Muster", absence="leave"))
        begin(plans, 34, wanted(fte="0.50", holder="Cleo Probe"))
        begin(plans, 39, wanted(fte="1.00", holder="Dana Test", ends_on=dt.date(2023, 6, 29)))
        plan = drafting.begin("budget", 2024, "Stellenplan 2024", by=by, now=NOW)
        plan.entries.filter(position__number=34).update(fte="0.80")
        found = {entry.position.number: fte for entry, fte in assignments.proposals(plan)}
        assert (found[34], found[39]) == (Decimal("0.80"), Decimal("0.00"))
        assignments.fill(plan, version=plan.version, by=by)
        assert str(plan.entries.get(position__number=34).occupied_fte) == "0.80"
        plan.refresh_from_db()
        assert (assignments.proposals(plan), plan.occupied_on) == ([], dt.date(2023, 6, 30))
        with pytest.raises(OutdatedState):
            assignments.fill(plan, version=1, by=by)

    def test_c04_more_occupied_than_listed_is_told(self, plans: Plans) -> None:
        by = plans.town.personnel
        begin(plans, 34, wanted())
        assert assignments.too_many(on=AUTUMN, by=by) == []
        PositionAssignment.objects.filter(position__number=34).update(
            position=Position.objects.get(number=35)
        )
        ((entry, fte),) = assignments.too_many(on=AUTUMN, by=by)
        assert (entry.position.number, str(entry.fte), str(fte)) == (35, "0.50", "1.00")

    def test_others_write_nothing(self, plans: Plans) -> None:
        row, mayor = begin(plans, 34, wanted()), plans.town.mayor
        position = row.position
        with pytest.raises(NotPermitted):
            assignments.begin(position, wanted(holder="X"), by=mayor, now=NOW)
        with pytest.raises(NotPermitted):
            assignments.end(row, on=AUTUMN, version=1, by=mayor)
        with pytest.raises(NotPermitted):
            assignments.change(row, wanted(starts_on=AUTUMN), version=1, by=mayor, now=NOW)

    @pytest.mark.parametrize(
        "wrong", [{"fte": 0}, {"fte": "1.01"}, {"holder": ""}, {"step": 0}, {"ends_on": dt.date(2022, 1, 1)}]
    )
    def test_the_database_keeps_no_impossible_row(self, plans: Plans, wrong: dict[str, Any]) -> None:
        row = begin(plans, 34, wanted())
        with pytest.raises(IntegrityError), transaction.atomic():
            PositionAssignment.objects.filter(pk=row.pk).update(**wrong)

    def test_what_was_there_is_never_deleted(self, plans: Plans) -> None:
        row = begin(plans, 34, wanted())
        with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
            PositionAssignment.objects.filter(pk=row.pk).delete()


def test_ds08_l04_the_database_shows_who_is_on_a_post_to_the_personnel_office_alone(plans: Plans) -> None:
    town = plans.town
    with clearance("system"):
        row = begin(plans, 34, wanted())
    readers = [None, town.council_member, town.clerk, town.treasurer, town.mayor, town.office, town.personnel]
    seen = []
    for user in readers:
        with clearance("user", user.pk) if user else clearance("public"):
            seen.append(PositionAssignment.objects.count())
            changed = PositionAssignment.objects.filter(pk=row.pk).update(step=2)
            assert changed == seen[-1]
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM staffing_positionassignmentevent")
                assert cursor.fetchone() == (0,)
    assert seen == [0, 0, 0, 0, 0, 0, 1]
    with clearance("system"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM staffing_positionassignmentevent")
        assert cursor.fetchone() == (2,)


def test_the_database_shows_evaluations_and_releases_to_the_leading(plans: Plans) -> None:
    town = plans.town
    with clearance("system"):
        position, grade = Position.objects.get(number=34), PayGrade.objects.get(code="E 9b")
        row = position_records.evaluate(
            position,
            evaluated_on=JANUARY,
            method="KGSt",
            grade=grade,
            document="1/23",
            by=town.personnel,
            now=NOW,
        )
        with pytest.raises(DatabaseError, match="Cannot update"), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(method="anders")
        own = resolve(town, by_organ="HFA", starts_at=NOW - dt.timedelta(days=10))
        blocked = Position.objects.get(number=46)
        position_records.release(blocked, own.pk, by=town.personnel, on=JANUARY, now=NOW)
    seen = []
    for user in (None, town.council_member, town.clerk, town.treasurer, town.personnel):
        with clearance("user", user.pk) if user else clearance("public"):
            seen.append((type(row).objects.count(), BlockRelease.objects.count()))
    assert seen == [(0, 0)] * 3 + [(1, 1)] * 2


def sent(**values: Any) -> dict[str, Any]:
    """What the form of an occupation sends."""
    given = {"version": 1, "holder": "Ada Beispiel", "grade": "E9a", "step": "3", "fte": "0,5"}
    return given | {"absence": "", "starts_on": "2026-01-01"} | values


def test_ds08_l04_the_page_of_a_post_tells_names_and_their_cost_to_the_personnel_office_alone(
    plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("assignment-new", args=[34])
    wrong = client.post(address, sent(fte="2", starts_on="quatsch", grade="E 9"))
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"fte", "starts_on", "grade"})
    assert client.post(address, sent()).status_code == 302
    page = reverse("position-detail", args=[34])
    answer = client.get(page)
    ((found),) = answer.context["occupied"]
    assert (found.row.holder, found.cost is not None or found.missing != "") == ("Ada Beispiel", True)
    assert "Ada Beispiel" in answer.content.decode()
    for user in (plans.town.treasurer, plans.town.mayor, plans.town.equality):
        other = login(user).get(page)
        assert ("Ada Beispiel" in other.content.decode(), other.context["occupied"]) == (False, [])
        assert login(user).get(reverse("assignment-end", args=[found.row.pk])).status_code == 403
    assert login(plans.town.clerk).get(reverse("assignment-change", args=[found.row.pk])).status_code == 404


def test_the_page_of_a_post_tells_its_whole_history(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    client.post(reverse("assignment-new", args=[34]), sent())
    with clearance("system"):
        row = PositionAssignment.objects.get()
    change = sent(fte="0,25", starts_on="2026-06-01")
    assert client.post(reverse("assignment-change", args=[row.pk]), change).status_code == 302
    late = client.post(reverse("assignment-change", args=[row.pk]), change)
    assert late.status_code == 409
    with clearance("system"):
        newest = PositionAssignment.objects.get(ends_on=None)
    end = {"version": 1, "ends_on": "2026-09-30"}
    assert client.post(reverse("assignment-end", args=[newest.pk]), end).status_code == 302
    told = {"evaluated_on": "2025-05-05", "method": "KGSt", "grade": "E 9b", "document": "10-25"}
    to_come = told | {"evaluated_on": f"{timezone.localdate() + dt.timedelta(days=1):%Y-%m-%d}"}
    refused = client.post(reverse("evaluation-new", args=[34]), to_come)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["evaluated_on"])
    assert client.post(reverse("evaluation-new", args=[34]), told).status_code == 302
    answer = client.get(reverse("position-detail", args=[34]))
    page = answer.content.decode()
    assert [row.version.plan.year for row in answer.context["stations"]] == [2023, 2022]
    assert (len(answer.context["occupied"]), "10-25" in page, "E 9b" in page) == (2, True, True)
    assert client.get(reverse("position-detail", args=[99_999])).status_code == 404


def test_a_post_with_one_assignment_costs_the_same_as_with_ten(plans: Plans, login: Login) -> None:
    client, address = login(plans.town.personnel), reverse("position-detail", args=[34])
    counts = []
    for names in (["A"], [f"N{place}" for place in range(9)]):
        with clearance("system"):
            for name in names:
                begin(plans, 34, wanted(fte="0.10", holder=name, step=2, starts_on=dt.date(2026, 1, 1)))
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_c03_the_occupation_is_offered_to_a_new_plan(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    with clearance("system"):
        plan = drafting.begin("budget", 2024, "Plan", by=plans.town.personnel, now=NOW)
        begin(plans, 34, wanted(fte="0.30"))
    address = reverse("plan-occupied", args=[plan.pk])
    answer = client.get(address)
    assert {entry.position.number: str(fte) for entry, fte in answer.context["page"]}[34] == "0.30"
    assert client.post(address, {"version": 0}).status_code == 409
    assert client.post(address, {"version": plan.version}).status_code == 302
    refusal = client.post(reverse("plan-occupied", args=[plans.amendment.pk]), {"version": 1})
    assert (refusal.status_code, "nicht in einer Änderung" in refusal.content.decode()) == (422, True)
