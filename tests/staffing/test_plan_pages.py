"""Der Stellenplan auf der Seite und als Tabelle: golden sums, no draft, no name, the same queries for each size."""

from collections.abc import Container

import pgtrigger
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import FinancialRow, Paper
from motions.rules.clearance import clearance
from staffing.models import FundingGrant, GrantPosition, Position, StaffingPlan
from staffing.rules import drafting, versions
from staffing.rules.former_decision import FormerDecision
from staffing.rules.listing import listing_of
from tests.conftest import Login
from tests.factories import past_the_guards
from tests.staffing.test_versions import resolve
from tests.staffing.world import Plans


def test_citizens_read_the_plan_with_its_sums(plans: Plans, client: Client) -> None:
    answer = client.get(reverse("staffing-plan", args=[2023]))
    page = answer.content.decode()
    sheet = answer.context["sheet"]
    assert (str(sheet.totals.fte), sheet.totals.posts, str(sheet.plan.total.previous)) == (
        "66.85",
        80,
        "65.35",
    )
    assert ("66,85 Vollzeitstellen auf 80 Stellen" in page, "nicht in Kraft" in page) == (True, True)


@pytest.mark.parametrize(
    ("asked", "posts"),
    [
        ("2023-09-25", 80),
        ("2023-09-26", 81),
        ("", 81),
        ("2022-06-30", 81),
        ("gestern", 81),
        ("0000-00-00", 81),
        ("2023-09-25'--", 81),
    ],
)
def test_s07_the_plan_of_a_day_is_the_one_that_held_then(
    plans: Plans, client: Client, asked: str, posts: int
) -> None:
    with clearance("system"):
        resolve(plans)
    answer = client.get(reverse("staffing-plan", args=[2023]), {"stichtag": asked})
    assert (answer.status_code, answer.context["sheet"].totals.posts) == (200, posts)
    table = client.get(reverse("staffing-plan-file", args=[2023]), {"stichtag": asked}).content.decode()
    assert ("67,85" in table) == (posts == 81)


def test_the_table_says_what_the_page_says(plans: Plans, client: Client) -> None:
    answer = client.get(reverse("staffing-plan-file", args=[2023]))
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert (lines[1], lines[-1]) == (
        "A;Wahlbeamte;B 3;1,00;1,00;1,00;",
        "A und B;;Insgesamt;66,85;65,35;62,85;",
    )


def test_a_year_without_a_plan_is_not_found(plans: Plans, client: Client) -> None:
    for year in (0, 2031, 10_000, 10**12):
        assert client.get(reverse("staffing-plan", args=[year])).status_code == 404
        assert client.get(reverse("staffing-plan-file", args=[year])).status_code == 404


def test_c11_a_draft_is_known_to_those_who_work_on_it(plans: Plans, client: Client, login: Login) -> None:
    with clearance("system"):
        drafting.begin("amendment", 2023, "Geheime Überlegung", by=plans.town.personnel, now=timezone.now())
    address = reverse("staffing-plan", args=[2023])
    readers = [None, plans.town.clerk, plans.town.council_member, plans.town.personnel, plans.town.treasurer]
    seen = [
        "Geheime Überlegung" in (login(user) if user else client).get(address).content.decode()
        for user in readers
    ]
    assert seen == [False, False, False, True, True]


def test_c11_the_database_shows_drafts_to_nobody_else(plans: Plans) -> None:
    with clearance("system"):
        drafting.begin("budget", 2024, "Stellenplan 2024", by=plans.town.personnel, now=timezone.now())
    counted = []
    for user in (None, plans.town.clerk, plans.town.personnel, plans.town.mayor):
        with clearance("user", user.pk) if user else clearance("public"):
            counted.append(
                (
                    StaffingPlan.objects.count(),
                    len(versions.entries(list(StaffingPlan.objects.filter(year=2024)))),
                )
            )
    assert counted == [(3, 0), (3, 0), (4, 80), (4, 80)]


def adopted(plans: Plans, year: int, numbers: Container[int]) -> None:
    """A plan of these posts, adopted elsewhere."""
    now, by = timezone.now(), plans.town.personnel
    plan = drafting.begin("budget", year, f"Stellenplan {year}", by=by, now=now)
    plan.entries.all().delete()
    for entry in versions.entries([plans.budget]):
        if entry.position.number not in numbers:
            continue
        drafting.put(plan, entry.position, listing_of(entry), version=plan.version, by=by)
    drafting.freeze(
        plan, by=by, now=now, decision=FormerDecision(timezone.localdate(now), "Niederschrift", "Altbestand")
    )


def test_a_page_costs_the_same_for_3_posts_and_for_79(plans: Plans, client: Client) -> None:
    with clearance("system"):
        adopted(plans, 2030, range(2, 100))
        adopted(plans, 2035, (7, 46, 80))
    counts = []
    for year in (2030, 2030, 2035):
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(reverse("staffing-plan", args=[year]))
        counts.append((answer.context["sheet"].totals.posts, len(asked)))
    assert counts[1:] == [(79, counts[1][1]), (3, counts[1][1])]


def test_k03_who_leads_a_grant_reads_five_years_of_its_own_share(plans: Plans, login: Login) -> None:
    address = reverse("grant-list")
    answer = login(plans.town.personnel).get(address)
    (row,) = answer.context["rows"]
    (post,) = row.posts
    assert (row.stage, post.entry.title, len(post.years)) == (
        "in Aussicht gestellt",
        "Case-Management KIM",
        5,
    )
    assert all(year.grant == 57_000 and year.own_personnel > 0 for year in post.years)
    assert [(row.employer, str(row.ends_on)) for row in post.before] == [
        ("Freier Träger im Kreis", "2023-06-30")
    ]
    readers = [plans.town.clerk, plans.town.unit_head, plans.town.treasurer, plans.town.outsider]
    assert [len(login(user).get(address).context["rows"]) for user in readers] == [1, 1, 1, 0]
    assert login(plans.town.council_member).get(address).status_code == 403


def test_the_way_to_the_grants_is_shown_to_those_who_may_go_it(
    plans: Plans, client: Client, login: Login
) -> None:
    readers = [None, plans.town.outsider, plans.town.council_member, plans.town.clerk, plans.town.personnel]
    seen = [
        "Eigenanteil" in (login(user) if user else client).get(reverse("staffing-plans")).content.decode()
        for user in readers
    ]
    assert seen == [False, False, False, True, True]


def test_s12_temporary_staff_has_a_budget_and_no_post(plans: Plans, client: Client) -> None:
    answer = client.get(reverse("staffing-plan", args=[2023]))
    rows = answer.context["sheet"].plan.temporary
    assert [row.months for row in rows] == [5, 1, 3]
    assert "28.000,00\xa0€" in answer.content.decode()


def test_the_ledger_costs_the_same_for_one_grant_and_for_four(plans: Plans, login: Login) -> None:
    client, address = login(plans.town.personnel), reverse("grant-list")
    client.get(address)
    counts: list[int] = []
    for title in ("", "Zweite", "Dritte", "Vierte"):
        with clearance("system"):
            if title:
                (first, *_) = FundingGrant.objects.order_by("pk")
                grant = FundingGrant(title=title, program=first.program, lead_unit=first.lead_unit)
                grant.model, grant.starts_on = "lump_sum", first.starts_on
                grant.save()
                position = Position.objects.get(number=len(counts) + 33)
                GrantPosition.objects.create(grant=grant, position=position, fte=1, starts_on=first.starts_on)
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        counts.append(len(asked))
    assert counts == [counts[0]] * 4


def test_k03_everybody_reads_what_the_public_paper_costs_and_nothing_of_a_grant(
    plans: Plans, client: Client
) -> None:
    with clearance("system"), pgtrigger.ignore("motions.FinancialRow:financial_row_frozen"):
        for year, own in ((2024, 1_000), (2025, 8_000)):
            FinancialRow.objects.create(paper=plans.paper, year=year, expense=50_000 + own, income=50_000)
    answer = client.get(reverse("staffing-plan", args=[2023]))
    page = answer.content.decode()
    (row,) = answer.context["who_pays"]
    assert [(share.year, share.grant, share.own) for share in row.shares] == [
        (2024, 50_000, 1_000),
        (2025, 50_000, 8_000),
    ]
    assert ("Die Förderung bleibt bei 50.000 Euro" in page, "57.000" in page) == (True, False)
    with clearance("system"), past_the_guards():
        Paper.objects.filter(pk=plans.paper.pk).update(is_public=False, secrecy_ground="personnel")
    assert "50.000" not in client.get(reverse("staffing-plan", args=[2023])).content.decode()
