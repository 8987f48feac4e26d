"""Wie eine Stelle heute ausgewiesen ist, and what the public page says of changes (S-02, S-08, C-11)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.rules.clearance import clearance
from staffing.models import Position, StaffingPlan
from staffing.models.choices import PlanStage
from staffing.rules import drafting, latest_listing, versions
from staffing.rules.listing import listing_of
from tests.staffing.test_versions import resolve
from tests.staffing.world import Plans

DAY = dt.date(2023, 11, 1)
CASE_MANAGEMENT, LIBRARY = 33, 54


def told(plans: Plans) -> list[tuple[str, bool] | None]:
    """The size of two posts, and whether it is only proposed."""
    with clearance("system"):
        numbers = dict(Position.objects.values_list("number", "pk"))
        keys = [numbers[CASE_MANAGEMENT], numbers[LIBRARY]]
        found = latest_listing.of_positions(plans.town.personnel, keys, on=DAY)
        return [(str(found[key].entry.fte), found[key].is_proposed) if key in found else None for key in keys]


def draft_of_the_library(plans: Plans) -> StaffingPlan:
    """An amendment in work that halves a post."""
    by = plans.town.personnel
    plan = drafting.begin("amendment", 2023, "Bücherei", by=by, now=timezone.now())
    entry = next(row for row in versions.entries([plans.budget]) if row.position.number == LIBRARY)
    listing = replace(listing_of(entry), fte=Decimal("0.50"), reason="Kürzere Öffnungszeiten")
    drafting.put(plan, entry.position, listing, version=plan.version, by=by)
    return plan


@pytest.mark.parametrize(
    ("outcome", "case_management"),
    [("", ("1.00", True)), ("adopted", ("1.00", False)), ("rejected", None), ("deferred", ("1.00", True))],
)
def test_what_holds_goes_before_what_is_drafted_and_a_rejected_post_is_none(
    plans: Plans, outcome: str, case_management: tuple[str, bool] | None
) -> None:
    with clearance("system"):
        draft_of_the_library(plans)
        if outcome:
            resolve(plans, outcome=outcome)
    assert told(plans) == [case_management, ("1.00", False)]


def test_s08_the_public_page_begins_with_what_changes_and_why(plans: Plans, client: Client) -> None:
    with clearance("system"):
        draft_of_the_library(plans)
        by = plans.town.personnel
        council = drafting.begin_version_of(plans.amendment, PlanStage.COUNCIL, by=by, now=timezone.now())
    answer = client.get(reverse("staffing-plan", args=[2023]))
    rows = {
        row.version.plan.pk: [
            (
                one.entry.unit.code,
                one.entry.title,
                str(one.entry.grade),
                str(one.fte),
                one.word,
                one.entry.reason,
            )
            for one in row.changes
        ]
        for row in answer.context["changes"]
    }
    reason = "Begleitung neu zugewanderter Menschen; der Träger führt die Aufgabe nicht fort."
    assert rows[plans.amendment.pk] == [("FB II", "Case-Management KIM", "S 12", "1.00", "neu", reason)]
    assert [(row[1], row[4]) for row in rows[plans.budget.pk]] == [
        ("IT, Schulsupport", "geändert"),
        ("Hausmeister/in Unterkünfte", "neu"),
        ("Wohngeld", "geändert"),
    ]
    assert (council.pk in rows, len(rows)) == (False, 2)
    page = answer.content.decode()
    assert page.index("Was ändert sich, und warum?") < page.index("Teil A: Beamtinnen und Beamte")
    assert "Kürzere Öffnungszeiten" not in page
    assert isinstance(answer.wsgi_request.user, AnonymousUser)
