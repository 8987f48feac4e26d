"""Seiten der Förderungen: kept by keyboard in the browser, read by few, drafted into a Vorlage, drawn as a picture."""

import datetime as dt
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.rules.clearance import clearance
from staffing.models import (
    FundingGrant,
    FundingProgram,
    FundingRate,
    GrantObligation,
    GrantStageRecord,
    PlanEntry,
    Position,
)
from staffing.rules import costs, grant_keeping, share_chart
from staffing.rules.pay_book import PayBook
from staffing.rules.share_chart import Share
from tests.conftest import Login
from tests.people import make_town
from tests.staffing.world import Plans

NOW = timezone.now()
TODAY = timezone.localdate(NOW)


def known() -> FundingGrant:
    with clearance("system"):
        return FundingGrant.objects.get()


def test_grant_detail_is_read_by_few_and_changed_by_fewer(plans: Plans, client: Client, login: Login) -> None:
    grant = known()
    page = reverse("grant-detail", args=[grant.pk])
    form = reverse("grant-part-new", args=[grant.pk, "auflage"])
    town = plans.town
    assert [client.get(page).status_code, client.get(form).status_code] == [302, 302]
    readers = [town.council_member, town.outsider, town.clerk, town.mayor, town.treasurer, town.personnel]
    answers = [
        (
            login(user).get(page).status_code,
            login(user).get(form).status_code,
            login(user).post(form).status_code,
        )
        for user in readers
    ]
    assert (
        answers
        == [(403, 403, 403), (404, 404, 404), (200, 403, 403), (200, 403, 403)] + [(200, 200, 422)] * 2
    )


def test_grant_new_and_grant_edit_are_for_those_who_keep_grants(
    plans: Plans, client: Client, login: Login
) -> None:
    addresses = [reverse("grant-new"), reverse("grant-edit", args=[known().pk])]
    assert [client.get(address).status_code for address in addresses] == [302, 302]
    town = plans.town
    answers = {}
    for user in (town.council_member, town.outsider, town.clerk, town.personnel):
        answers[user.first_name] = [login(user).get(address).status_code for address in addresses]
    assert answers == {"Ada": [403, 403], "Timo": [403, 404], "Selma": [403, 403], "Paula": [200, 200]}


@pytest.mark.parametrize(
    ("part", "typed"),
    [
        ("stand", {"stage": "granted", "reached_on": "2024-01-02", "document": "Bescheid"}),
        ("mittelabruf", {"year": "2024", "amount": "28.500,00", "requested_on": "2024-05-02"}),
        ("nachweis", {"kind": "usage", "year": "2023", "due_on": "2024-03-31"}),
        ("auflage", {"kind": "purpose", "text": "Nur für Case-Management"}),
        ("rueckzahlung", {"kind": "check", "year": "2024", "amount": "100", "reason": "Vakanz"}),
        (
            "weiterleitung",
            {"carrier": "T", "amount": "1", "contract": "V", "bank": "B", "starts_on": "2024-01-01"},
        ),
    ],
)
def test_grant_part_new_writes_what_was_typed(
    plans: Plans, login: Login, part: str, typed: dict[str, str]
) -> None:
    grant, client = known(), login(plans.town.treasurer)
    address = reverse("grant-part-new", args=[grant.pk, part])
    assert client.post(address, typed | {"version": grant.version}).status_code == 302
    page = client.get(reverse("grant-detail", args=[grant.pk])).content.decode()
    assert f"/foerderungen/{grant.pk}/{part}/" in page


@pytest.mark.parametrize(
    ("part", "typed", "sentence"),
    [
        ("stand", {"stage": "granted", "reached_on": "2024-01-02"}, "Nennen Sie das Dokument"),
        (
            "satz",
            {"amount": "abc", "starts_on": "2024-01-02", "source": "x"},
            "Geben Sie den Betrag als Zahl ein",
        ),
        ("satz", {"amount": "1", "starts_on": "2024-01-02", "source": "x"}, "schon einen Fördersatz"),
        (
            "satz",
            {"amount": "1", "starts_on": "2024-01-02", "ends_on": "2023-01-01", "source": "x"},
            "letzte Tag",
        ),
        ("stelle", {"position": "999999", "fte": "1", "cost_percent": "100"}, "Wählen Sie einen Eintrag"),
        (
            "mittelabruf",
            {"year": "99999999999999", "amount": "5", "requested_on": "2024-01-02"},
            "kleiner oder gleich",
        ),
        ("nachweis", {"kind": "usage", "year": "2024", "due_on": "0001-01-01"}, "zwischen 1990 und 2100"),
    ],
)
def test_bad_input_gets_a_sentence(
    plans: Plans, login: Login, part: str, typed: dict[str, str], sentence: str
) -> None:
    grant = known()
    address = reverse("grant-part-new", args=[grant.pk, part])
    answer = login(plans.town.personnel).post(address, typed | {"version": grant.version})
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)


def test_a_stale_tab_gets_409_with_both_versions_and_may_send_again(plans: Plans, login: Login) -> None:
    grant, client = known(), login(plans.town.personnel)
    address = reverse("grant-edit", args=[grant.pk])
    fields: dict[str, Any] = {
        "program": grant.program_id,
        "title": "Mein Titel",
        "model": grant.model,
        "lead_unit": grant.lead_unit_id,
        "starts_on": "2023-10-01",
        "version": grant.version,
    }
    with clearance("system"):
        FundingGrant.objects.update(title="Ihr Titel", version=grant.version + 1)
    answer = client.post(address, fields)
    page = answer.content.decode()
    assert (answer.status_code, "Ihr Titel" in page, "Mein Titel" in page) == (409, True, True)
    assert client.post(address, fields | {"version": grant.version + 1}).status_code == 302
    assert known().title == "Mein Titel"


def test_a_second_click_on_a_new_grant_leads_to_the_first(plans: Plans, login: Login) -> None:
    grant, client = known(), login(plans.town.personnel)
    fields: dict[str, Any] = {
        "program": grant.program_id,
        "title": "Neue Förderung",
        "model": grant.model,
        "lead_unit": grant.lead_unit_id,
        "starts_on": "2024-01-01",
        "version": 1,
    }
    answers = [client.post(reverse("grant-new"), fields) for _ in range(2)]
    answers.append(login(plans.town.treasurer).post(reverse("grant-new"), fields))
    with clearance("system"):
        (made,) = FundingGrant.objects.exclude(pk=grant.pk)
    page = reverse("grant-detail", args=[made.pk])
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [(302, page)] * 3
    assert "gibt es schon mit genau diesen Angaben" in client.get(page).content.decode()
    assert client.post(reverse("grant-new"), fields | {"ends_on": "2025-12-31"}).status_code == 302
    with clearance("system"):
        assert FundingGrant.objects.count() == 3


@pytest.mark.usefixtures("transactional_db")
def test_of_many_clicks_at_once_one_makes_the_grant() -> None:
    town = make_town()
    with clearance("system"):
        program = FundingProgram.objects.create(code="kim", name="KIM", giver="Land NRW")

    def click(_: int) -> bool:
        grant = FundingGrant(
            program=program,
            title="KIM",
            model="lump_sum",
            lead_unit=town.units["FB II"],
            starts_on=TODAY,
        )
        try:
            with clearance("system"):
                return grant_keeping.begin_grant(grant, by=town.treasurer)[1]
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(click, range(8))) == [False] * 7 + [True]


def test_a_stage_is_written_once_and_a_part_of_another_grant_is_none(plans: Plans, login: Login) -> None:
    grant, client = known(), login(plans.town.personnel)
    with clearance("system"):
        other = FundingGrant.objects.create(
            program=grant.program,
            title="Andere",
            model="lump_sum",
            lead_unit=grant.lead_unit,
            starts_on=TODAY,
        )
        stage, duty = GrantStageRecord.objects.get(), GrantObligation.objects.get()
    for pk, part, row in (
        (grant.pk, "stand", stage.pk),
        (other.pk, "auflage", duty.pk),
        (grant.pk, "nichts", 1),
    ):
        assert client.get(reverse("grant-part-edit", args=[pk, part, row])).status_code == 404
    assert client.get(reverse("grant-part-edit", args=[grant.pk, "auflage", duty.pk])).status_code == 200


def test_k03_the_picture_tells_that_the_grant_stays_and_the_own_share_grows() -> None:
    shares = [
        Share(2024 + place, Decimal(57_000), Decimal(own))
        for place, own in enumerate((7_567, 14_188, 16_929))
    ]
    chart = share_chart.draw(shares)
    assert chart is not None
    assert chart.summary == (
        "Die Förderung bleibt bei 57.000 Euro im Jahr. "
        "Der Eigenanteil der Stadt steigt von 7.567 Euro 2024 auf 16.929 Euro 2026."
    )
    assert {bar.grant_y for bar in chart.bars} == {chart.line_y}
    tops = [int(bar.own_y) for bar in chart.bars]
    assert (tops == sorted(tops, reverse=True), len(set(tops))) == (True, 3)
    assert all(int(bar.own_y) + int(bar.own_height) == int(bar.grant_y) for bar in chart.bars)


def test_k03_a_year_of_three_months_is_no_raise_of_the_grant() -> None:
    """The sample: from 1 October 2023 at 57,000 euro a year."""
    first = Share(2023, Decimal(14_250), Decimal(250), months=3)
    chart = share_chart.draw(
        [first, *(Share(2024 + place, Decimal(57_000), Decimal(1_000)) for place in (0, 1))]
    )
    assert chart is not None
    assert chart.summary == (
        "Die Förderung bleibt bei 57.000 Euro im Jahr. Der Eigenanteil der Stadt bleibt bei 1.000 Euro im Jahr. "
        "2023 sind nur 3 Monate enthalten: Förderung 14.250 Euro, Eigenanteil 250 Euro."
    )
    assert (chart.line_label, [bar.part for bar in chart.bars]) == (
        "Förderung: jedes volle Jahr 57.000 €",
        ["3 Monate", "", ""],
    )
    assert chart.line_y == chart.bars[1].grant_y


def test_k03_a_grant_that_changes_has_no_line_and_nothing_no_picture() -> None:
    changed = share_chart.draw([Share(2024, Decimal(5), Decimal(1)), Share(2025, Decimal(4), Decimal(1))])
    assert changed is not None
    assert (changed.line_y, "geht von 5 auf 4" in changed.summary, "bleibt bei 1" in changed.summary) == (
        "",
        True,
        True,
    )
    assert share_chart.draw([]) is None


def test_k03_picture_and_table_stand_side_by_side_without_inline_code(plans: Plans, login: Login) -> None:
    page = login(plans.town.treasurer).get(reverse("grant-detail", args=[known().pk])).content.decode()
    assert (page.count('role="img"'), "<desc" in page, "Kosten und Eigenanteil im Jahr" in page) == (
        1,
        True,
        True,
    )
    assert (" style=" in page, "<style" in page) == (False, False)


def test_l03_the_pages_say_with_which_step_they_reckon_and_that_a_vorlage_takes_another(
    plans: Plans, login: Login
) -> None:
    client = login(plans.town.treasurer)
    for address in (reverse("grant-detail", args=[known().pk]), reverse("grant-list")):
        page = client.get(address).content.decode()
        assert page.count("Gerechnet ist mit der Planungsstufe, die über die Jahre bleibt") == 1
    with clearance("system"):
        position = Position.objects.get(number=33)
        entry = (
            PlanEntry.objects.select_related("grade").filter(position=position, plan=plans.amendment).get()
        )
        book, since = PayBook.read(), dt.date(2023, 10, 1)
        planned, new = (
            begin(book, entry.grade, entry.fte, since=since) for begin in (costs.planned_post, costs.new_post)
        )
    assert (planned.step, planned.is_planned, new.step, new.is_planned) == (3, True, 1, False)


def test_k11_one_off_and_yearly_cost_of_the_workplace_are_told_apart(plans: Plans, login: Login) -> None:
    page = login(plans.town.treasurer).get(reverse("position-cost", args=[33, TODAY.year])).content.decode()
    assert ("9.700,00\xa0€" in page, "5.700,00\xa0€" in page, "einmalig im ersten Jahr" in page) == (
        True,
        True,
        True,
    )


def test_k12_the_forms_say_that_nothing_about_clients_is_kept(plans: Plans, login: Login) -> None:
    address = reverse("grant-part-new", args=[known().pk, "nachweis"])
    page = login(plans.town.treasurer).get(address).content.decode()
    assert "Keine Angaben zu betreuten Menschen" in page


def test_l04_another_step_than_the_planned_one_is_for_the_personnel_office(
    plans: Plans, login: Login
) -> None:
    address = reverse("position-cost", args=[33, TODAY.year])
    steps = [
        login(user).get(f"{address}?stufe=1").context["found"].step
        for user in (plans.town.treasurer, plans.town.clerk, plans.town.personnel)
    ]
    assert steps == [3, 3, 1]


def test_position_cost_shows_each_line_with_formula_and_source(
    plans: Plans, client: Client, login: Login
) -> None:
    address = reverse("position-cost", args=[33, TODAY.year])
    assert client.get(address).status_code == 302
    answer = login(plans.town.treasurer).get(address)
    page, found = answer.content.decode(), answer.context["found"]
    assert found.cost.lines
    assert all(line.formula and line.source in page.replace("&#x27;", "'") for line in found.cost.lines)
    staff = login(plans.town.treasurer)
    wrong = [(33, 1900), (33, 10**9), (4711, TODAY.year)]
    assert [staff.get(reverse("position-cost", args=list(pair))).status_code for pair in wrong] == [404] * 3
    for step in ("9", "x", "²", "99999"):
        assert login(plans.town.personnel).get(f"{address}?stufe={step}").status_code == 200


def test_a_grant_page_costs_the_same_for_one_row_and_for_four(plans: Plans, login: Login) -> None:
    grant, client = known(), login(plans.town.personnel)
    counts = []
    for number in range(4):
        with clearance("system"):
            GrantObligation.objects.create(grant=grant, kind="other", text=f"Auflage {number}")
            FundingRate.objects.filter(grant=grant, ends_on=None).update(
                ends_on=dt.date(2040 + number, 12, 31)
            )
            FundingRate.objects.create(
                grant=grant, amount=1, starts_on=dt.date(2041 + number, 1, 1), source="Test"
            )
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse("grant-detail", args=[grant.pk]))
        counts.append(len(asked))
    assert counts[1:] == [counts[1]] * 3
