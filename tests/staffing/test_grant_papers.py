"""Vorlagen aus einer Förderung: one click drafts them, with sums of whole years and days that stay true (K-09)."""

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Paper, PaperType
from motions.rules import impact_tables
from motions.rules.clearance import clearance
from motions.rules.findings import OutdatedState, Refused
from motions.rules.german_numbers import euro
from staffing.models import FundingGrant, GrantPosition, PayRaise, Position, StaffingPlan
from staffing.rules import grant_ledger, grant_papers
from staffing.rules.grant_ledger import Ledger
from staffing.rules.grant_papers import PaperKind
from staffing.rules.grants import YearShare
from staffing.rules.note_words import note_in_words
from tests.conftest import Login
from tests.staffing.test_versions import resolve
from tests.staffing.world import Plans

NOW = timezone.now()
TODAY = timezone.localdate(NOW)
IN_2025 = dt.date(2025, 1, 1)


def known() -> FundingGrant:
    with clearance("system"):
        return FundingGrant.objects.get()


def ledger(plans: Plans, on: dt.date) -> Ledger:
    (row,) = grant_ledger.ledger(plans.town.treasurer, on=on)
    return row


def drafted(plans: Plans, on: dt.date) -> Paper:
    return grant_papers.draft_paper(
        ledger(plans, on), PaperKind.INFORMATION, by=plans.town.treasurer, now=NOW
    )


def with_a_second_post(number: int, since: dt.date) -> None:
    position = Position.objects.get(number=number)
    GrantPosition.objects.create(grant=FundingGrant.objects.get(), position=position, fte=1, starts_on=since)


@pytest.mark.parametrize(
    ("kind", "paper_type", "organs", "matter"),
    [
        (PaperKind.CONTINUATION, "resolution_proposal", ["HFA", "Rat"], "staffing_plan"),
        (PaperKind.PHASE_OUT, "resolution_proposal", ["HFA", "Rat"], "staffing_plan"),
        (PaperKind.INFORMATION, "information", ["HFA"], "none"),
    ],
)
def test_k09_one_click_drafts_the_vorlage(
    plans: Plans, login: Login, kind: PaperKind, paper_type: str, organs: list[str], matter: str
) -> None:
    grant = known()
    client, before = login(plans.town.treasurer), Paper.objects.count()
    answer = client.post(reverse("grant-paper", args=[grant.pk, kind.value]))
    with clearance("system"):
        paper = Paper.objects.order_by("-pk")[0]
        rows = list(paper.financial_rows.order_by("year"))
        steps = [row.organization.short_name for row in paper.consultations.order_by("position")]
        row = grant_ledger.of_grant(plans.town.treasurer, grant.pk, on=TODAY)
    assert row is not None
    assert (answer.status_code, before + 1) == (302, before + 1)
    assert (paper.status, paper.paper_type.code, paper.lead_unit, steps, paper.council_matter) == (
        "draft",
        paper_type,
        grant.lead_unit,
        organs,
        matter,
    )
    years = [share for share in row.posts[0].years if share.cost]
    assert [(one.year, one.own_share) for one in rows] == [(share.year, share.own_total) for share in years]
    assert ("Stelle 33" in paper.statement, "57.000,00" in paper.statement) == (True, True)
    assert bool(paper.draft_resolution) is (kind != PaperKind.INFORMATION)


def test_k09_a_second_click_makes_no_second_draft(plans: Plans, system: None) -> None:
    row = grant_ledger.of_grant(plans.town.treasurer, known().pk, on=TODAY)
    assert row is not None
    grant_papers.draft_paper(row, PaperKind.INFORMATION, by=plans.town.treasurer, now=NOW)
    with pytest.raises(OutdatedState, match="liegt bei Ihren Aufgaben"):
        grant_papers.draft_paper(row, PaperKind.INFORMATION, by=plans.town.treasurer, now=NOW)


def test_k09_a_town_with_types_of_its_own_is_served_or_told_what_is_missing(
    plans: Plans, system: None
) -> None:
    row = grant_ledger.of_grant(plans.town.treasurer, known().pk, on=TODAY)
    assert row is not None
    PaperType.objects.filter(code="information").update(is_active=False)
    paper = grant_papers.draft_paper(row, PaperKind.INFORMATION, by=plans.town.treasurer, now=NOW)
    assert paper.paper_type.code == "report"
    PaperType.objects.filter(behaviour="decides", author="administration").update(is_active=False)
    with pytest.raises(Refused, match="keine Vorlagenart der Verwaltung, die entscheidet"):
        grant_papers.draft_paper(row, PaperKind.PHASE_OUT, by=plans.town.treasurer, now=NOW)


def test_k09_a_refused_draft_leads_back_to_the_grant_with_a_sentence(plans: Plans, login: Login) -> None:
    with clearance("system"):
        PaperType.objects.update(is_active=False)
    address = reverse("grant-paper", args=[known().pk, "mitteilung"])
    answer = login(plans.town.treasurer).post(address, follow=True)
    assert answer.redirect_chain == [(reverse("grant-detail", args=[known().pk]), 302)]
    assert "keine Vorlagenart der Verwaltung, die informiert" in answer.content.decode()


def test_k09_an_outsider_drafts_nothing(plans: Plans, login: Login) -> None:
    address = reverse("grant-paper", args=[known().pk, "mitteilung"])
    assert [
        login(plans.town.outsider).post(address).status_code,
        login(plans.town.clerk).get(address).status_code,
    ] == [
        404,
        405,
    ]


def test_k09_the_sums_of_a_draft_are_those_of_all_posts(plans: Plans, system: None) -> None:
    with_a_second_post(68, IN_2025)
    first, second = (post.years for post in ledger(plans, IN_2025).posts)
    rows = drafted(plans, IN_2025).financial_rows.order_by("year")
    assert [(row.year, row.own_share) for row in rows] == [
        (one.year, one.cost.budget_effect + other.cost.budget_effect - one_grant(one) - one_grant(other))
        for one, other in zip(first, second, strict=True)
        if one.cost and other.cost
    ]
    assert len(rows) == 5


def one_grant(share: YearShare) -> Decimal:
    assert share.cost is not None
    return min(share.grant, share.cost.gross)


def test_k09_a_year_in_which_one_post_is_unknown_is_no_sum_in_a_draft(plans: Plans, system: None) -> None:
    with_a_second_post(68, IN_2025)
    PayRaise.objects.filter(tariff="social").delete()
    posts = ledger(plans, IN_2025).posts
    reckoned = [[share.year for share in post.years if share.cost] for post in posts]
    assert sorted(reckoned) == [[2025], [2025, 2026, 2027, 2028, 2029]]
    paper = drafted(plans, IN_2025)
    assert [row.year for row in paper.financial_rows.all()] == [2025]
    assert ("2025: Eigenanteil" in paper.financial_impact, "2026: Eigenanteil" in paper.financial_impact) == (
        True,
        False,
    )
    assert "Nicht berechnet sind die Jahre 2026, 2027, 2028, 2029" in paper.financial_impact


def test_k09_a_post_that_begins_later_is_in_no_year_without_the_others(plans: Plans, system: None) -> None:
    with_a_second_post(68, dt.date(2027, 1, 1))
    first, second = ([share.year for share in post.years] for post in ledger(plans, IN_2025).posts)
    assert (first + second, sorted({*first, *second})[-1]) == (
        [2025, 2026, 2027, 2028, 2029, 2027, 2028, 2029, 2030, 2031],
        2031,
    )
    paper = drafted(plans, IN_2025)
    assert [row.year for row in paper.financial_rows.order_by("year")] == first
    assert "Nicht berechnet" not in paper.financial_impact


def test_k09_the_end_of_a_grant_stands_in_the_draft_as_a_day_not_counted_from_today(
    plans: Plans, system: None
) -> None:
    seen = []
    for end in (dt.date(2025, 3, 31), dt.date(2024, 12, 31), None):
        FundingGrant.objects.update(ends_on=end, title=f"Ende {end}")
        statement = drafted(plans, IN_2025).statement
        seen.append(statement[statement.index("Laufzeit") : statement.index(".</p>")])
    assert seen == [
        "Laufzeit: ab 01.10.2023, bis 31.03.2025",
        "Laufzeit: ab 01.10.2023, bis 31.12.2024",
        "Laufzeit: ab 01.10.2023, jährlich im Landeshaushalt, kein Ende genannt",
    ]


def test_k09_the_kw_note_of_a_post_that_holds_is_an_amendment_of_the_plan(plans: Plans, login: Login) -> None:
    with clearance("system"):
        resolve(plans)
        address = reverse("grant-paper", args=[FundingGrant.objects.get().pk, PaperKind.PHASE_OUT.value])
    answers = [login(plans.town.personnel).post(address) for _ in range(2)]
    with clearance("system"):
        (begun,) = StaffingPlan.objects.filter(frozen_at=None)
        (entry,) = begun.entries.all()
        notes = [note_in_words(note) for note in entry.notes.all()]
    assert [answer.headers["Location"] for answer in answers] == [reverse("plan-paper", args=[begun.pk])] * 2
    assert (entry.position.number, "kw bei Wegfall der Förderung" in notes) == (33, True)
    assert login(plans.town.personnel).get(answers[0].headers["Location"]).context["changes"] != []
    drafted = login(plans.town.treasurer).post(address).headers["Location"]
    assert drafted.startswith("/arbeit/vorlagen/")


def test_k09_the_draft_about_kw_tells_what_the_note_is_worth(plans: Plans, system: None) -> None:
    """The grant ends in the middle of 2026: from July on nobody pays, with the note there is no post either."""
    FundingGrant.objects.update(ends_on=dt.date(2026, 6, 30))
    row = ledger(plans, IN_2025)
    paper = grant_papers.draft_paper(row, PaperKind.PHASE_OUT, by=plans.town.treasurer, now=NOW)
    (table,) = impact_tables.stored(paper)
    (post,) = row.posts
    assert [line[0] for line in table.rows] == ["2025", "2026", "2027", "2028", "2029"]
    without = [share.own_total for share in post.years]
    assert [line[3] for line in table.rows] == [euro(own) for own in without]
    assert (table.rows[0][4:], table.rows[2][4:]) == (
        (euro(without[0]), euro(Decimal(0))),
        (euro(Decimal(0)), euro(without[2])),
    )
    half = without[1] - amount(table.rows[1][4])
    assert (amount(table.rows[1][5]), 0 < half < without[1]) == (half, True)
    assert [line[2] for line in table.rows] == [euro(Decimal(value)) for value in (57_000, 28_500, 0, 0, 0)]


def amount(cell: str) -> Decimal:
    return Decimal(cell.removesuffix("\u00a0€").replace(".", "").replace(",", "."))
