"""Fassungen, die nicht gelten, in der amtlichen Gliederung: marked as draft, for who may read them (S-02, C-10)."""

import subprocess
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.pdf.render import render
from motions.rules.clearance import clearance
from motions.rules.permissions import Visitor, today
from staffing.models import StaffingPlan
from staffing.models.choices import PlanStage
from staffing.rules import drafting, plan_document, public_changes, sheet, versions
from staffing.rules.listing import listing_of
from tests.conftest import Login
from tests.motions.pdf.judges import faults
from tests.staffing.test_versions import CITIZEN, resolve
from tests.staffing.world import Plans, make_draft

PAGE = "staffing-plan-version"
FILES = ("staffing-plan-version-workbook", "staffing-plan-version-document")


def pages_of(data: bytes) -> list[str]:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True)
    return [" ".join(page.split()) for page in done.stdout.decode().split("\f") if page.strip()]


def printed(plan: StaffingPlan, user: Visitor) -> bytes:
    with clearance("system"):
        version = versions.of_plan(user, plan)
        found = sheet.of_version(user, version, on=today())
        return render(plan_document.draft_of(found, on=today()))


def ask(client: Client, name: str, plan: StaffingPlan) -> Any:
    return client.get(reverse(name, args=[plan.year, plan.number]))


def copy_of(plans: Plans, stage: str) -> StaffingPlan:
    """What an organ has changed, written down."""
    by, now = plans.town.personnel, timezone.now()
    with clearance("system"):
        copy = drafting.begin_version_of(plans.amendment, stage, by=by, now=now)
        return drafting.freeze(copy, by=by, now=now)


def test_a_citizen_reads_the_proposed_plan_of_a_public_vorlage_marked_as_draft(
    plans: Plans, client: Client
) -> None:
    answer = ask(client, PAGE, plans.amendment)
    page = answer.content.decode()
    assert "67,85 Vollzeitstellen auf 81 Stellen" in page
    assert "Entwurf: Diese Fassung ist nicht in Kraft" in page
    marked = ("Beamte", "nach Produktbereichen", "Nur vorübergehend Beschäftigte")
    assert [f"{head} (Entwurf)</h2>" in page for head in marked] == [True] * 3
    link = reverse(PAGE, args=[2023, plans.amendment.number])
    assert link in client.get(reverse("staffing-plan", args=[2023])).content.decode()


def test_c10_the_golden_sums_stand_in_the_draft_workbook_and_each_sheet_says_what_it_is(
    plans: Plans, client: Client
) -> None:
    book = openpyxl.load_workbook(BytesIO(ask(client, FILES[0], plans.amendment).content))
    last = [[cell.value for cell in list(book[name].rows)[-1][:4]] for name in ("Teil A", "Teil B")]
    assert last == [["Insgesamt", 16, 16, 16], ["Insgesamt", 51.85, 49.35, 46.85]]
    assert ["(Entwurf)" in str(page["A1"].value) for page in book] == [True] * 7
    assert [page.oddHeader.center.text for page in book if page.oddHeader] == ["Entwurf"] * 7


def test_c10_the_golden_sums_stand_in_the_draft_pdf_and_each_page_says_what_it_is(plans: Plans) -> None:
    data = printed(plans.amendment, CITIZEN)
    pages = pages_of(data)
    assert ["Entwurf – öffentlich" in page for page in pages] == [True] * len(pages)
    text = " ".join(pages)
    assert ("Insgesamt 51,85 49,35 46,85" in text, "Siegel der Stadt" in text) == (True, False)
    assert "ist nicht in Kraft; vorgeschlagen mit Vorlage" in text
    assert faults(data) == []


def test_c11_a_draft_in_work_is_read_by_the_leading_and_is_nothing_for_all_others(
    plans: Plans, client: Client, login: Login
) -> None:
    draft = make_draft(plans)
    readers = [None, plans.town.clerk, plans.town.council_member, plans.town.treasurer, plans.town.personnel]
    seen = []
    for user in readers:
        asker = login(user) if user else client
        seen.append([ask(asker, name, draft).status_code for name in (PAGE, FILES[0])])
    assert seen == [[404, 404]] * 3 + [[200, 200]] * 2
    pages = pages_of(printed(draft, plans.town.personnel))
    assert ["Entwurf – nichtöffentlich" in page for page in pages] == [True] * len(pages)


def test_c11_the_draft_pdf_is_delivered_to_who_reads_the_page(
    plans: Plans, client: Client, login: Login
) -> None:
    draft = make_draft(plans)
    assert ask(client, FILES[1], draft).status_code == 404
    answer = ask(login(plans.town.personnel), FILES[1], draft)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")


@pytest.mark.parametrize(
    ("stage", "word"), [(PlanStage.COMMITTEE, "Ausschusses"), (PlanStage.COUNCIL, "Rates")]
)
def test_s02_what_an_organ_changed_is_read_as_its_version(
    plans: Plans, client: Client, stage: str, word: str
) -> None:
    page = ask(client, PAGE, copy_of(plans, stage)).content.decode()
    assert f"Fassung des {word}" in page


def test_s02_what_is_in_force_is_no_draft_and_its_sister_stays_one(
    plans: Plans, client: Client, login: Login
) -> None:
    later = copy_of(plans, PlanStage.COUNCIL)
    with clearance("system"):
        resolve(plans)
    answer = ask(client, PAGE, later)
    assert (answer.status_code, answer["Location"]) == (302, "/stellenplan/2023/?stichtag=2023-09-26")
    assert [ask(client, name, later).status_code for name in FILES] == [404, 404]
    assert ask(client, PAGE, plans.amendment).status_code == 200
    desk = login(plans.town.personnel).get(reverse("plan-version", args=[plans.amendment.pk]))
    assert desk.context["version"].in_force_from is None


def test_a_year_nobody_has_resolved_about_lists_what_is_proposed(
    plans: Plans, client: Client, login: Login
) -> None:
    with clearance("system"):
        drafting.begin("budget", 2030, "Stellenplan 2030", by=plans.town.personnel, now=timezone.now())
    address = reverse("staffing-plan", args=[2030])
    assert client.get(address).status_code == 404
    page = login(plans.town.personnel).get(address).content.decode()
    assert ("Stellenplan 2030 (Entwurf)" in page, reverse(PAGE, args=[2030, 1]) in page) == (True, True)


def test_a_draft_costs_the_same_for_3_posts_and_for_79(plans: Plans, login: Login) -> None:
    by, now, drafts = plans.town.personnel, timezone.now(), []
    with clearance("system"):
        for year, most in ((2030, 79), (2031, 3)):
            plan = drafting.begin("budget", year, f"Stellenplan {year}", by=by, now=now)
            plan.entries.all().delete()
            for entry in versions.entries([plans.budget])[:most]:
                drafting.put(plan, entry.position, listing_of(entry), version=None, by=by)
            drafts.append(plan)
    client, counts = login(by), []
    for plan in (drafts[0], *drafts):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(client, PAGE, plan)
        counts.append((answer.context["proposal"].totals.posts, len(asked)))
    assert counts[1:] == [(79, counts[1][1]), (3, counts[1][1])]


def test_the_draft_explains_what_it_changes_and_why(plans: Plans, client: Client) -> None:
    """§ 8 KomHVO NRW, on the page and in the workbook; a post that is left out has no reason of the year before."""
    assert "Begleitung neu zugewanderter Menschen" in ask(client, PAGE, plans.amendment).content.decode()
    book = openpyxl.load_workbook(BytesIO(ask(client, FILES[0], plans.amendment).content))
    told = [cell.value for cell in book["Erläuterungen"][4]]
    assert told[1:7] == ["Case-Management KIM", "neu", "FB II", "S 12", 0, 1]
    assert str(told[7]).startswith("Begleitung neu zugewanderter Menschen")


def test_a_post_the_next_plan_leaves_out_is_not_explained_with_its_old_reason(plans: Plans) -> None:
    by, now = plans.town.personnel, timezone.now()
    with clearance("system"):
        resolve(plans)
        plan = drafting.begin("budget", 2024, "Stellenplan 2024", by=by, now=now)
        plan.entries.filter(position__number=33).delete()
        found = sheet.of_version(by, versions.of_plan(by, plan), on=today())
        ((change,),) = [row.changes for row in public_changes.of_proposal(by, found)]
    assert (change.word, change.position.number, change.entry.reason) == ("entfällt", 33, "")
