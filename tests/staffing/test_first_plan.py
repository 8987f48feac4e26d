"""Der erste erfasste Stellenplan: of a year nobody has a plan of, nothing is said, not that there was nobody (C-09)."""

from decimal import Decimal
from io import BytesIO

import openpyxl
from django.test import Client
from django.urls import reverse

from motions.rules import german_numbers
from motions.rules.clearance import clearance
from staffing.rules import plan_document, sheet
from tests.staffing.test_versions import CITIZEN, END_OF_2023
from tests.staffing.world import Plans

FIRST = 2022


def test_c09_page_and_downloads_say_that_there_is_no_plan_of_the_year_before(
    plans: Plans, client: Client
) -> None:
    page = client.get(reverse("staffing-plan", args=[FIRST])).content.decode()
    assert "<dt>Im Vorjahr</dt><dd>Kein Plan erfasst</dd>" in page
    assert page.count('data-label="Vorjahr">–</td>') == page.count('data-label="Vorjahr">') > 0
    table = client.get(reverse("staffing-plan-file", args=[FIRST])).content.decode()
    assert {line.split(";")[4] for line in table.splitlines()[1:]} == {"–"}
    data = client.get(reverse("staffing-plan-workbook", args=[FIRST])).content
    rows = openpyxl.load_workbook(BytesIO(data))["Teil B"].iter_rows(min_row=4, values_only=True)
    assert {row[2] for row in rows} == {"–"}


def test_c09_the_document_of_the_first_year_says_so_too_and_no_other_changes(plans: Plans) -> None:
    with clearance("system"):
        first, later = (sheet.of_year(CITIZEN, year, on=END_OF_2023) for year in (FIRST, FIRST + 1))
    assert first is not None
    assert later is not None
    content = plan_document.content_of(first, FIRST)
    cells = [row["cells"][1] for part in content["parts"] for row in part["rows"] if "cells" in row]
    assert (content["has_no_previous"], set(cells)) == (True, {"–"})
    assert "has_no_previous" not in plan_document.content_of(later, FIRST + 1)


def test_a_change_bears_its_sign() -> None:
    told = [german_numbers.signed(Decimal(change)) for change in ("0.25", "-0.25", "0", "-1234.5")]
    assert told == ["+0,25", "−0,25", "0,00", "−1.234,50"]
