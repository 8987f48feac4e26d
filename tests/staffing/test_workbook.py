"""Der Stellenplan als Arbeitsmappe: the golden sums of domain.md 7.5, no formulas, no names (C-10, C-11)."""

import datetime as dt
from dataclasses import replace
from io import BytesIO

import openpyxl
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import Workbook

from motions.rules.clearance import clearance
from staffing.models import PositionAssignment
from staffing.rules import statutory, versions
from staffing.rules.posts import posts_of
from staffing.rules.workbook import workbook
from tests.staffing.world import Plans


def opened(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data))


def full(plans: Plans) -> statutory.Statutory:
    with clearance("system"):
        entries = posts_of([plans.budget, plans.amendment])
        previous = posts_of([plans.former])
        return statutory.statutory(entries, previous, budget=plans.budget, is_split=True)


def test_c10_the_golden_sums_stand_in_the_workbook_to_the_cent(plans: Plans) -> None:
    book = opened(workbook(full(plans), title="Stellenplan 2023"))
    last = [[cell.value for cell in list(book[name].rows)[-1][:4]] for name in ("Teil A", "Teil B")]
    assert last == [["Insgesamt", 16, 16, 16], ["Insgesamt", 51.85, 49.35, 46.85]]
    totals = [list(book[name].rows)[-1][-1].value for name in ("Übersicht A 1", "Übersicht A 2")]
    assert totals == [16, 51.85]
    assert book["Teil B"].cell(4, 2).number_format == "#,##0.00"


def test_every_sheet_has_its_title_and_repeats_its_head_in_print(plans: Plans) -> None:
    book = opened(workbook(full(plans), title="Stellenplan 2023"))
    assert book.sheetnames == [
        "Teil A",
        "Teil B",
        "Übersicht A 1",
        "Übersicht A 2",
        "Nachwuchskräfte",
        "Vorübergehend",
    ]
    assert [sheet.print_title_rows for sheet in book] == ["$3:$3"] * 6
    assert book["Teil A"]["A1"].value == "Stellenplan 2023, Teil A: Beamtinnen und Beamte"


def test_a_text_never_becomes_a_formula(plans: Plans) -> None:
    plan = full(plans)
    row = replace(plan.part_b[0].rows[0], notes=("=1+1",))
    hostile = replace(plan, part_b=(replace(plan.part_b[0], rows=(row,)),))
    cell = opened(workbook(hostile, title="=cmd"))["Teil B"].cell(4, 5)
    assert (cell.value, cell.data_type) == ("=1+1", "s")
    assert opened(workbook(hostile, title="=cmd"))["Teil B"]["A1"].data_type == "s"


def test_c11_everybody_gets_the_workbook_of_the_year_and_nobody_one_that_is_not_there(
    plans: Plans, client: Client
) -> None:
    answer = client.get(reverse("staffing-plan-workbook", args=[2023]))
    assert (answer.status_code, answer["X-Content-Type-Options"]) == (200, "nosniff")
    assert opened(answer.content)["Teil B"]["A1"].value == "Stellenplan 2023, Teil B: Tariflich Beschäftigte"
    assert client.get(reverse("staffing-plan-workbook", args=[1999])).status_code == 404


def test_c11_who_is_on_a_post_stands_on_no_page_and_in_no_file_for_everybody(
    plans: Plans, client: Client
) -> None:
    with clearance("system"):
        entry = versions.entries([plans.budget])[0]
        PositionAssignment.objects.create(
            position=entry.position,
            holder="Ada Beispielhaft",
            grade=entry.grade,
            step=5,
            fte=1,
            starts_on=dt.date(2022, 1, 1),
            recorded_by=plans.town.personnel,
            recorded_at=timezone.now(),
        )
    pages = [
        client.get(reverse(name, args=[2023])).content
        for name in ("staffing-plan", "staffing-plan-file", "staffing-plan-workbook")
    ]
    book = " ".join(str(cell.value) for sheet in opened(pages[2]) for row in sheet.rows for cell in row)
    told = [pages[0].decode(), pages[1].decode(), book]
    # The post itself is told of in each of them.
    assert ["B 3" in text for text in told] == [True] * 3
    assert [word for text in told for word in ("Ada", "Beispielhaft", "Stufe 5") if word in text] == []
