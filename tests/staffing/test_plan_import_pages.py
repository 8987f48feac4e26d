"""Übernahme im Browser und mit dem Befehl: upload, report, consent; bad files keep what was typed."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from motions.forms.intake import carried
from motions.rules.clearance import clearance
from staffing.models import PlanEntry, StaffingPlan
from staffing.rules import versions
from tests.conftest import Login
from tests.staffing.importing.sheets import post, workbook
from tests.staffing.world import Plans

ADDRESS = "plan-import"


def uploaded(client: Client, data: bytes, **values: Any) -> Any:
    """What the first form sends."""
    sent = {"year": 2027, "title": "Entwurf 2027"} | values
    return client.post(reverse(ADDRESS), sent | {"file": SimpleUploadedFile("plan.xlsx", data)})


def confirmed(client: Client, data: bytes, **values: Any) -> Any:
    """What the report sends back."""
    sent = {"content": carried(data), "year": 2027, "title": "Entwurf 2027", "is_confirmed": "on"}
    return client.post(reverse(ADDRESS), sent | values)


def counted() -> tuple[int, int]:
    with clearance("system"):
        return StaffingPlan.objects.count(), PlanEntry.objects.count()


def test_a_workbook_is_uploaded_reported_and_taken_in(plans: Plans, login: Login) -> None:
    client, data = login(plans.town.personnel), workbook(post(500), post(8))
    before = counted()
    report = uploaded(client, data)
    assert (report.status_code, counted()) == (200, before)
    assert report.context["form"].initial["content"] == carried(data)
    answer = confirmed(client, data)
    with clearance("system"):
        plan = StaffingPlan.objects.get(year=2027)
        assert [row.position.number for row in versions.entries([plan])] == [8, 500]
    assert (answer.status_code, answer.url) == (302, reverse("plan-version", args=[plan.pk]))


def test_the_downloaded_list_of_posts_is_taken_in_again(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    data = client.get(reverse("plan-posts", args=[plans.budget.pk])).content
    found = uploaded(client, data, year=2024).context["found"]
    assert (len(found.rows), found.remarks, found.changes) == (80, (), ())


def test_a_file_with_an_error_is_reported_and_makes_nothing(plans: Plans, login: Login) -> None:
    client, data, before = (
        login(plans.town.personnel),
        workbook(post(500), post(501, Gruppe="E 9")),
        counted(),
    )
    report = uploaded(client, data)
    assert (report.status_code, "Blatt „Stellen“, Zelle D4" in report.content.decode()) == (422, True)
    assert report.context["again"].initial == {"year": 2027, "title": "Entwurf 2027"}
    assert (confirmed(client, data).status_code, counted()) == (422, before)


def test_warnings_without_consent_lead_back_to_the_report(plans: Plans, login: Login) -> None:
    client, before = login(plans.town.personnel), counted()
    answer = confirmed(client, workbook(post(500)), is_confirmed="")
    assert (answer.status_code, answer.context["form"].errors["is_confirmed"], counted()) == (
        422,
        ["Sehen Sie die Warnungen an, und bestätigen Sie, dass die Stellen so übernommen werden sollen."],
        before,
    )


@pytest.mark.parametrize("is_same", [True, False], ids=["the same 201 times", "201 different ones"])
def test_s07_the_page_shows_every_warning_it_asks_consent_for(
    plans: Plans, login: Login, is_same: bool
) -> None:
    rows = [
        post(500 + n, VZÄ="0,333" if is_same else f"{n / 100 + 0.011:.3f}".replace(".", ","))
        for n in range(201)
    ]
    answer = uploaded(login(plans.town.personnel), workbook(*rows))
    page = answer.content.decode()
    first = answer.context["remarks"]["warning"][0]
    assert first.text == "Stellen aus „Stellenplan 2023“, die nicht in der Datei stehen: 80. Sie entfallen."
    assert ("is_confirmed" in page, first.text in page) == (True, True)
    if is_same:
        assert "Blatt „Stellen“, 201 Zellen: E3 bis E203" in page
    else:
        assert page.count("Mehr als zwei Nachkommastellen: gelesen als") == 201


def test_the_second_click_is_told_so(plans: Plans, login: Login) -> None:
    client, data = login(plans.town.personnel), workbook(post(500))
    assert confirmed(client, data).status_code == 302
    after = counted()
    assert (confirmed(client, data).status_code, counted()) == (409, after)
    assert "Schon übernommen" in uploaded(client, data).content.decode()


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({"file": SimpleUploadedFile("plan.csv", b"Nr.;Gruppe")}, "keine Arbeitsmappe"),
        ({}, "Wählen Sie die Arbeitsmappe"),
        ({"content": "kein base64!"}, "kam beschädigt zurück"),
        ({"content": carried(b"Nr.;Gruppe")}, "keine Arbeitsmappe"),
    ],
    ids=["csv", "none", "damaged", "forged"],
)
def test_a_bad_file_is_refused_at_its_field_and_everything_typed_stays(
    plans: Plans, login: Login, sent: dict[str, Any], words: str
) -> None:
    answer = login(plans.town.personnel).post(
        reverse(ADDRESS), {"year": "2027", "title": "Mein Entwurf"} | sent
    )
    form = answer.context["form"]
    assert (answer.status_code, words in form.errors["file"][0]) == (422, True)
    assert (form["year"].value(), form["title"].value()) == ("2027", "Mein Entwurf")


def test_only_the_personnel_office_may_send_one(plans: Plans, login: Login) -> None:
    before, data = counted(), workbook(post(500))
    for somebody, status in ((plans.town.treasurer, 403), (plans.town.clerk, 404)):
        client = login(somebody)
        assert [uploaded(client, data).status_code, confirmed(client, data).status_code] == [status, status]
    assert counted() == before


def test_the_report_of_one_post_and_of_a_hundred_costs_the_same_queries(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    counts = []
    for number in (1, 1, 100):
        data = workbook(*(post(500 + place) for place in range(number)))
        with CaptureQueriesContext(connection) as queries:
            assert uploaded(client, data).status_code == 200
        counts.append(len(queries))
    assert counts[1] == counts[2]


def run(data: bytes, folder: Path, *options: str) -> str:
    out, file = StringIO(), folder / "plan.xlsx"
    file.write_bytes(data)
    call_command("import_staffing_plan", str(file), "--year", "2027", *options, stdout=out)
    return out.getvalue()


def test_the_command_reports_rehearses_and_takes_in(plans: Plans, tmp_path: Path) -> None:
    by, before = ("--by", plans.town.personnel.email), counted()
    told = run(workbook(post(500)), tmp_path, *by, "--dry-run")
    assert ("Probelauf: Nichts wurde geschrieben." in told, "Teil B: 1 Stellen, 1,00 VZÄ." in told) == (
        True,
        True,
    )
    with pytest.raises(CommandError, match="bestätigen Sie"):
        run(workbook(post(500)), tmp_path, *by)
    assert counted() == before
    assert "Fassung in Arbeit: " in run(workbook(post(500)), tmp_path, *by, "--confirm")
    assert counted() == (before[0] + 1, before[1] + 1)


@pytest.mark.parametrize(
    ("data", "email", "words"),
    [
        (b"Nr.;Gruppe", "personnel", "keine Arbeitsmappe"),
        (workbook(post(500, Anteil="101 %")), "personnel", "enthält 1 Fehler"),
        (workbook(post(500)), "clerk", "Den Stellenplan führt die Personalstelle"),
    ],
)
def test_the_command_refuses_what_the_page_refuses(
    plans: Plans, tmp_path: Path, data: bytes, email: str, words: str
) -> None:
    before = counted()
    with pytest.raises(CommandError, match=words):
        run(data, tmp_path, "--by", getattr(plans.town, email).email, "--confirm")
    assert counted() == before
