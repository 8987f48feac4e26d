"""Eingetretene Vermerke: what the next plan does with a kw or ku note that has taken effect (domain.md 2.4)."""

import datetime as dt
from dataclasses import replace

import pytest
from django.utils import timezone

from staffing.models import PayGrade, PositionAssignment
from staffing.rules import drafting, plan_board, plan_checks, versions
from staffing.rules.former_decision import FormerDecision
from staffing.rules.listing import Note, listing_of
from tests.staffing.world import Plans

pytestmark = pytest.mark.usefixtures("system")
NOW = timezone.now()


def test_the_next_plan_leaves_out_what_is_kw_and_shows_the_target_of_what_is_ku(plans: Plans) -> None:
    by, e10 = plans.town.personnel, PayGrade.objects.get(code="E 10")
    change = drafting.begin("amendment", 2023, "Vermerke", by=by, now=NOW)
    for entry in versions.entries([plans.budget]):
        if entry.position.number == 22:
            notes = [Note("conversion", "date", dt.date(2026, 6, 30), target_grade=e10)]
            listing = replace(listing_of(entry), notes=notes)
            drafting.put(change, entry.position, listing, version=change.version, by=by)
    told = FormerDecision(dt.date(2023, 6, 1), "Niederschrift", "Altbestand")
    drafting.freeze(change, by=by, now=NOW, decision=told)
    found = {
        year: {
            entry.position.number: (entry.grade.code, entry.notes.count(), entry.reason)
            for entry in versions.entries([drafting.begin("budget", year, f"Plan {year}", by=by, now=NOW)])
        }
        for year in (2026, 2027)
    }
    # 25 is "kw 31.12.2026", 37 "kw 31.12.2025".
    assert [(25 in rows, 37 in rows, rows[22]) for rows in found.values()] == [
        (True, False, ("E 11", 1, "")),
        (False, False, ("E 10", 0, "ku-Vermerk umgesetzt: E 10 statt E 11")),
    ]


def test_a_kw_note_that_takes_effect_when_the_post_is_free_is_a_hint_of_the_version(plans: Plans) -> None:
    by = plans.town.personnel
    plan = drafting.begin("budget", 2024, "Plan 2024", by=by, now=NOW)
    board = plan_board.board(plan, by=by)
    assert plan_checks.of_notes(board, day=dt.date(2024, 1, 1)) == []
    entry = next(row for row in versions.entries([plan]) if row.position.number == 30)
    PositionAssignment.objects.create(
        position=entry.position,
        holder="Ada Beispiel",
        grade=entry.grade,
        fte=entry.fte,
        starts_on=dt.date(2023, 1, 1),
        ends_on=dt.date(2023, 3, 31),
        recorded_by=by,
        recorded_at=NOW,
    )
    (hint,) = plan_checks.of_notes(board, day=dt.date(2024, 1, 1))
    assert (hint.entry.position.number, hint.finding.text) == (
        30,
        "Der Vermerk „kw bei Freiwerden“ ist eingetreten. Lassen Sie die Stelle wegfallen, oder begründen Sie, "
        "warum sie bleibt.",
    )


def test_a_post_that_the_plan_leaves_out_is_no_hint_any_more(plans: Plans) -> None:
    by = plans.town.personnel
    plan = drafting.begin("budget", 2027, "Plan 2027", by=by, now=NOW)
    assert plan_checks.of_notes(plan_board.board(plan, by=by), day=dt.date(2027, 1, 1)) == []
