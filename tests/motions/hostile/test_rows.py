"""Zeilen und schlechte Eingaben: no count, order or id from the browser deletes or moves a row in silence."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from lxml import html

from motions.models import FinancialRow, Organization, Paper, User
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import make_paper
from tests.people import Town

from .posting import consultation_row, draft_of, financial_row, said, summary

INCOMPLETE = "Die Zeilen kamen nicht vollständig an. Prüfen Sie sie und speichern Sie noch einmal."


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk)


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def address(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"


def sequence(paper: Paper) -> list[str]:
    with clearance("system"):
        return list(paper.consultations.values_list("organization__short_name", flat=True))


@pytest.mark.parametrize("count", ["-1", "0", "2", "1000000000", "NaN"])
def test_a_wrong_count_deletes_nothing_and_the_next_click_saves(
    desk: Client, paper: Paper, town: Town, count: str
) -> None:
    sent = draft_of(paper, **consultation_row(town.organs["Rat"]))
    response = desk.post(address(paper), sent | {"beratung-TOTAL_FORMS": count})
    assert (response.status_code, summary(response)) == (422, [INCOMPLETE])
    assert sequence(paper) == ["HFA", "Rat"]
    shown = response.context["editor"].consultations
    assert [form["organization"].value() for form in shown] == [str(town.organs["Rat"].pk)]
    assert shown.management_form["TOTAL_FORMS"].value() == "1"
    assert desk.post(address(paper), sent).status_code == 302
    assert sequence(paper) == ["Rat"]


def test_a_missing_or_garbled_count_is_told(paper: Paper, town: Town) -> None:
    sent = draft_of(paper, **consultation_row(town.organs["Rat"]))
    for name in ("beratung-TOTAL_FORMS", "beratung-INITIAL_FORMS"):
        assert said(paper, {key: value for key, value in sent.items() if key != name}) == [INCOMPLETE]
        for garbled in ("", "\x00", "NaN", "-1", "9" * 5_000):
            assert said(paper, sent | {name: garbled}) == [INCOMPLETE]


def test_200_rows_come_back_with_a_sentence(desk: Client, paper: Paper, town: Town) -> None:
    rows: dict[str, str] = {}
    for index in range(200):
        rows |= consultation_row(town.organs["HFA"], index)
    response = desk.post(address(paper), draft_of(paper, **rows))
    assert response.status_code == 422
    assert summary(response) == ["Es sind höchstens 40 Zeilen möglich. Entfernen Sie überzählige Zeilen."]
    assert len(response.context["editor"].consultations.forms) == 200


def test_a_row_far_outside_is_not_counted(desk: Client, paper: Paper, town: Town) -> None:
    sent = draft_of(paper, **consultation_row(town.organs["Rat"]))
    sent["beratung-999999-organization"] = str(town.organs["HFA"].pk)
    sent["beratung-99999999999999-organization"] = str(town.organs["HFA"].pk)
    assert desk.post(address(paper), sent).status_code == 302
    assert sequence(paper) == ["Rat"]


def test_order_decides_and_a_garbled_order_leaves_the_rows_as_they_stand(
    desk: Client, paper: Paper, town: Town
) -> None:
    def save(first: str, second: str) -> list[str]:
        rows = consultation_row(town.organs["HFA"], 0, ORDER=first)
        rows |= consultation_row(town.organs["Rat"], 1, ORDER=second)
        assert desk.post(address(paper), draft_of(paper, **rows)).status_code == 302
        return sequence(paper)

    assert save("2", "1") == ["Rat", "HFA"]
    for garbled in ("NaN", "", "\x00", "9" * 5_000, "1e9"):
        assert save(garbled, garbled) == ["HFA", "Rat"]
    assert save("9" * 30, "-5") == ["Rat", "HFA"]


def test_a_failed_save_shows_the_rows_in_their_new_order(desk: Client, paper: Paper, town: Town) -> None:
    """A moved row keeps its new place although something else on the page is wrong."""
    hfa, council = str(town.organs["HFA"].pk), str(town.organs["Rat"].pk)
    rows = consultation_row(town.organs["HFA"], 0, ORDER="3")
    rows |= consultation_row(town.organs["Rat"], 1, ORDER="2", DELETE="on")
    rows |= consultation_row(town.organs["Rat"], 2, ORDER="1")
    amounts = financial_row(year="2025", expense="abc", ORDER="2")
    amounts |= {"finanzen-1-year": "2024", "finanzen-1-ORDER": "1", "finanzen-TOTAL_FORMS": "2"}
    response = desk.post(address(paper), draft_of(paper, **rows, **amounts))
    assert response.status_code == 422
    page = html.fromstring(response.content)
    chosen = page.xpath("//select[contains(@name, '-organization')][not(ancestor::template)]")
    assert [(field.name, field.value) for field in chosen] == [
        ("beratung-2-organization", council),
        ("beratung-0-organization", hfa),
        ("beratung-1-organization", council),
    ]
    years = page.xpath("//input[contains(@name, '-year')][not(ancestor::template)]")
    assert [(field.name, field.value) for field in years] == [
        ("finanzen-1-year", "2024"),
        ("finanzen-0-year", "2025"),
    ]


def test_organs_that_treat_no_papers_are_refused(paper: Paper, town: Town) -> None:
    abolished = Organization.objects.create(
        name="Kulturausschuss", short_name="KA", slug="ka", organization_type="committee", is_active=False
    )
    sentence = "Dieses Gremium berät keine Vorlagen (mehr). Wählen Sie ein anderes."
    for choice in (str(town.organs["GF"].pk), str(abolished.pk), "9" * 40, "-1", "x"):
        sent = draft_of(paper, **consultation_row(town.organs["Rat"], 0, organization=choice))
        assert said(paper, sent) == [f"Beratung 1, Gremium: {sentence}"]


def test_what_a_row_lacks_is_said_at_its_field(paper: Paper, town: Town) -> None:
    for changes, sentence in (
        ({"organization": ""}, "Gremium: Wählen Sie das Gremium aus."),
        ({"role": ""}, "Zuständigkeit: Wählen Sie aus, was das Gremium tut."),
        ({"is_public": ""}, "Behandlung: Wählen Sie aus, ob das Gremium öffentlich berät."),
        ({"planned_on": "0001-01-01"}, "Termin: Geben Sie ein Datum zwischen 1990 und 2100 ein."),
        ({"planned_on": "9999-12-31"}, "Termin: Geben Sie ein Datum zwischen 1990 und 2100 ein."),
    ):
        row = consultation_row(town.organs["Rat"], 0, **changes)
        assert said(paper, draft_of(paper, **row)) == [f"Beratung 1, {sentence}"]


def test_what_a_removed_row_lacks_is_not_said(paper: Paper, town: Town) -> None:
    rows = consultation_row(town.organs["Rat"], 0, organization="", DELETE="on")
    rows |= consultation_row(town.organs["Rat"], 1, role="")
    assert said(paper, draft_of(paper, **rows)) == [
        "Beratung 1, Zuständigkeit: Wählen Sie aus, was das Gremium tut."
    ]


def test_amounts_are_understood_or_refused(paper: Paper) -> None:
    no_number = "Aufwand (€): Geben Sie den Betrag als Zahl ein, zum Beispiel 12.500,00."
    no_year = "Jahr: Geben Sie ein Jahr zwischen 1990 und 2100 ein."
    unprinted = "Produkt: Diese Zeichen können nicht gedruckt werden: 😀 (U+1F600). Ersetzen Sie sie."
    too_much = "Ertrag, Förderung (€): Der Betrag ist zu groß. Prüfen Sie die Stellen."
    amounts = ("1e400", "NaN", "Infinity", "-5", "12,345", "\x00", "0x10", "1_000")
    too_long = "Kürzen Sie die Angabe auf höchstens 30 Zeichen."
    for changes, sentence in (
        *[({"expense": typed}, no_number) for typed in amounts],
        *[({"year": typed, "expense": "1"}, no_year) for typed in ("0001", "9999", "", "NaN", "9" * 40)],
        ({"income": "99999999999999999"}, too_much),
        ({"product": "Bank 😀"}, unprinted),
        ({"product": "9" * 31}, f"Produkt: {too_long}"),
        ({"cost_center": "9" * 31}, f"Kostenstelle: {too_long}"),
        ({"account": "9" * 31}, f"Sachkonto: {too_long}"),
    ):
        assert said(paper, draft_of(paper, **financial_row(**changes))) == [f"Haushaltsjahr 1, {sentence}"], (
            changes
        )


def test_cards_and_summary_call_a_row_and_its_amount_the_same(desk: Client, paper: Paper, town: Town) -> None:
    rows = consultation_row(town.organs["Rat"], 0, role="") | financial_row(income="viel")
    response = desk.post(address(paper), draft_of(paper, **rows))
    page = html.fromstring(response.content)
    titles = page.xpath("//span[@data-formset-title][not(ancestor::template)]")
    assert [title.text_content() for title in titles] == ["Beratung 1", "Haushaltsjahr 1"]
    assert [sentence.split(": ")[0] for sentence in summary(response)] == [
        "Beratung 1, Zuständigkeit",
        "Haushaltsjahr 1, Ertrag, Förderung (€)",
    ]
    assert (
        page.xpath("string(//dt[following-sibling::dd/@data-total='income'])") == "Ertrag, Förderung gesamt"
    )


def test_a_refused_amount_stays_as_it_was_typed(desk: Client, paper: Paper) -> None:
    response = desk.post(address(paper), draft_of(paper, **financial_row(expense="viel")))
    assert (response.status_code, len(summary(response))) == (422, 1)
    assert 'value="viel"' in response.content.decode()


def test_both_ways_to_write_an_amount_are_one(desk: Client, paper: Paper) -> None:
    for typed in ("1.234,56", "1234.56", "1234,56 €"):
        assert desk.post(address(paper), draft_of(paper, **financial_row(expense=typed))).status_code == 302
        with clearance("system"):
            assert FinancialRow.objects.get(paper=paper).expense == Decimal("1234.56")


def test_rows_of_another_paper_cannot_be_reached(desk: Client, paper: Paper, clerk: User, town: Town) -> None:
    other = make_paper(by=clerk)
    with clearance("system"):
        row = other.consultations.earliest("position")
    sent = draft_of(paper, **consultation_row(town.organs["Rat"], 0, id=str(row.pk), paper=str(other.pk)))
    assert desk.post(address(paper), sent).status_code == 302
    assert (sequence(paper), sequence(other)) == (["Rat"], ["HFA", "Rat"])
