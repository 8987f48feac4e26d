"""Das Schaubild in der Vorlage: the own share at a glance, frozen with its figures, in print and aloud (K-03)."""

import datetime as dt
import io
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pikepdf
import pytest
from django.test import Client
from django.urls import reverse

from motions.models import IssuedDocument, Paper
from motions.pdf.render import render
from motions.rules import reckoned
from motions.rules.clearance import clearance
from motions.rules.content import content_of
from staffing.models import FundingRate, StaffingPlan
from tests.conftest import Login
from tests.motions.pdf.judges import faults, verdicts
from tests.staffing.test_council import proposed, released
from tests.staffing.world import NOW, Plans, make_draft

SUMMARY = "Die Förderung bleibt bei 57.000 Euro im Jahr. Der Eigenanteil der Stadt steigt von "


@pytest.fixture
def draft(plans: Plans) -> StaffingPlan:
    """The funded post as an amendment in work."""
    return make_draft(plans)


def content(paper: Paper) -> dict[str, Any]:
    with clearance("system"):
        return content_of(paper, edition="internal")


def test_k03_the_vorlage_shows_its_own_figures_as_a_picture(plans: Plans, draft: StaffingPlan) -> None:
    with clearance("system"):
        found = content(proposed(plans, draft))
    chart = found["share_chart"]
    assert [(bar["year"], bar["part"]) for bar in chart["bars"]] == [
        ("2023", "3 Monate"),
        *((str(year), "") for year in range(2024, 2028)),
    ]
    assert chart["summary"].startswith(SUMMARY)
    own = [round(Decimal(row["own_share"])) for row in found["financial"]["rows"]]
    assert [int(bar["own"].replace(".", "")) for bar in chart["bars"]] == own


def test_k03_without_a_day_of_its_own_the_first_year_begins_after_the_meeting_of_the_rat(
    plans: Plans, draft: StaffingPlan
) -> None:
    with clearance("system"):
        paper = proposed(plans, draft)
        StaffingPlan.objects.filter(pk=draft.pk).update(effective_on=None)
        paper.consultations.filter(role="deciding").update(planned_on=dt.date(2023, 10, 24))
    assert [bar["part"] for bar in content(paper)["share_chart"]["bars"]][:2] == ["2 Monate", ""]


def test_k03_without_money_of_others_there_is_no_picture(plans: Plans, draft: StaffingPlan) -> None:
    with clearance("system"):
        paper = proposed(plans, draft)
        amounts = [{"year": year, "expense": Decimal(5), "income": Decimal(0)} for year in (2024, 2025)]
        tables: list[Any] = []
        assert "share_chart" not in content(plans.paper)
        told = {"product": "", "cost_center": "", "account": ""}
        flags = {"is_budgeted": False, "needs_supplementary_budget": False}
        rows = [row | told | flags for row in amounts]
        assert "share_chart" not in content(
            reckoned.write(paper, tables, rows, by=plans.town.personnel, now=NOW)
        )


def test_k03_the_picture_is_frozen_with_the_figures(
    plans: Plans, draft: StaffingPlan, client: Client, login: Login
) -> None:
    with clearance("system"):
        paper = released(plans, proposed(plans, draft))
        frozen = IssuedDocument.objects.get(paper=paper).content
        assert frozen["share_chart"] == content(paper)["share_chart"]
        FundingRate.objects.update(amount=Decimal(50_000))
    page = login(plans.town.personnel).get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert SUMMARY in page
    assert page.count('class="share-chart"') == 1


def elements(node: Any) -> Iterator[Any]:
    for kid in node.get("/K", []) if isinstance(node.get("/K"), pikepdf.Array) else [node.get("/K")]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def test_k03_the_pdf_reads_the_picture_aloud(plans: Plans, draft: StaffingPlan) -> None:
    with clearance("system"):
        found = content(proposed(plans, draft))
    data = render(found)
    assert (faults(data), set(verdicts(data).values())) == ([], {True})
    with pikepdf.open(io.BytesIO(data)) as pdf:
        told = [str(row["/Alt"]) for row in elements(pdf.Root.StructTreeRoot) if row["/S"] == "/Figure"]
    assert told == [found["share_chart"]["summary"]]
