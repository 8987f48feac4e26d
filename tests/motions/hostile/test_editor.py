"""Der Editor und schlechte Eingaben: a sentence at the field and in the summary, 422, everything typed kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from motions.forms.checks import MOST_MARKS
from motions.models import Bylaw, Paper, Unit, User
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import make_paper
from tests.people import Town

from .posting import draft_of, fresh, participant, said, summary

PRINTED = "können nicht gedruckt werden"


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk)


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def address(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"


REFUSED = [
    ("subject", "x" * 2_000_000, "Betreff: Kürzen Sie die Angabe auf höchstens 500 Zeichen."),
    ("statement", "<p>" + "x" * 2_000_000, "Sachverhalt: Der Text ist zu lang. Möglich sind 400.000 Z"),
    ("subject", "a\x00b", "Betreff: Nullzeichen sind nicht erlaubt."),
    ("statement", "<p>a\x00b</p>", "Sachverhalt: Nullzeichen sind nicht erlaubt."),
    ("subject", "Bänke 😀", f"Betreff: Diese Zeichen {PRINTED}: 😀 (U+1F600). Ersetzen Sie sie."),
    ("subject", "a\x01b", f"Betreff: Diese Zeichen {PRINTED}: U+0001. Ersetzen Sie sie."),
    ("statement", "<p>&#x1F600;</p>", f"Sachverhalt: Diese Zeichen {PRINTED}: 😀 (U+1F600)"),
    ("plain_words", "שלום", f"In einfachen Worten: Diese Zeichen {PRINTED}: ו (U+05D5), ל (U+05DC)"),
    (
        "subject",
        "gpj.\u202eexe",
        "Betreff: Der Text enthält unsichtbare Zeichen, die die Schreibrichtung",
    ),
    ("subject", "Z" + "\u0308" * (MOST_MARKS + 1), "Betreff: Auf einem Buchstaben stehen zu viele"),
    ("statement", "<p>Z" + "\u0308" * 100_000, "Sachverhalt: Auf einem Buchstaben stehen zu viele"),
    ("dated_on", "", "Datum: Geben Sie das Datum der Vorlage ein."),
    ("dated_on", "gestern", "Datum: Geben Sie das Datum vollständig ein, zum Beispiel 31.12.2025."),
    ("dated_on", "0001-01-01", "Datum: Geben Sie ein Datum zwischen 1990 und 2100 ein."),
    ("dated_on", "9999-12-31", "Datum: Geben Sie ein Datum zwischen 1990 und 2100 ein."),
    ("dated_on", "1999-05-03", "Datum: Für den 03.05.1999 ist kein Ortsrecht hinterlegt."),
    ("council_matter", "", "Ausschließliche Zuständigkeit des Rates: Wählen Sie aus, ob nur der Rat"),
]


def test_each_bad_value_is_said_once_at_its_field(paper: Paper) -> None:
    for field, typed, sentence in REFUSED:
        found = said(paper, draft_of(paper, **{field: typed}))
        assert [text[: len(sentence)] for text in found] == [sentence], (field, typed[:20])


@pytest.mark.parametrize(("field", "typed", "sentence"), [REFUSED[1], REFUSED[4], REFUSED[13]])
def test_the_page_says_it_in_the_summary_and_keeps_everything_typed(
    desk: Client, paper: Paper, field: str, typed: str, sentence: str
) -> None:
    sent = draft_of(paper, **{"file_reference": "Was sonst getippt war", field: typed})
    response = desk.post(address(paper), sent)
    assert response.status_code == 422
    assert [text[: len(sentence)] for text in summary(response)] == [sentence]
    page = response.content.decode()
    assert (page.count("kern-error"), "Was sonst getippt war" in page) == (1, True)
    assert response.context["editor"].text[field].value() == typed
    assert fresh(paper).subject == paper.subject


def test_an_empty_post_names_what_is_missing_and_changes_nothing(desk: Client, paper: Paper) -> None:
    missing = [
        "Datum: Geben Sie das Datum der Vorlage ein.",
        "Ausschließliche Zuständigkeit des Rates: Wählen Sie aus, ob nur der Rat entscheiden darf.",
        *["Die Zeilen kamen nicht vollständig an. Prüfen Sie sie und speichern Sie noch einmal."] * 2,
    ]
    sent: dict[str, str]
    for sent in ({}, {"subject": "Nur der Betreff"}):
        response = desk.post(address(paper), sent)
        assert (response.status_code, summary(response)) == (422, missing)
    assert fresh(paper).version == paper.version
    with clearance("system"):
        assert paper.consultations.count() == 2


def test_umlauts_of_two_characters_are_text_like_any_other(desk: Client, paper: Paper) -> None:
    assert desk.post(address(paper), draft_of(paper, subject="Ha\u0308user")).status_code == 302
    assert fresh(paper).subject == "Ha\u0308user"


def test_hostile_html_is_words_on_the_page_and_gone_from_the_text(desk: Client, paper: Paper) -> None:
    hostile = "<script>alert(1)</script>"
    statement = f"{hostile}<img src=x onerror=alert(1)><p onclick=x>Der <a href='javascript:x'>Platz</a></p>"
    sent = draft_of(paper, subject=hostile, file_reference='"><svg onload=x>', statement=statement)
    assert desk.post(address(paper), sent).status_code == 302
    assert fresh(paper).statement == "<p>Der Platz</p>"
    for page in (address(paper), f"/arbeit/vorlagen/{paper.pk}/", "/arbeit/", "/arbeit/vorlagen/?q=script"):
        body = desk.get(page).content.decode()
        assert hostile not in body
        assert "<svg onload" not in body
        assert "&lt;script&gt;alert(1)" in body


def test_what_the_form_does_not_offer_is_never_stored(desk: Client, paper: Paper, mayor: User) -> None:
    before = fresh(paper)
    sent = draft_of(
        paper,
        subject="Neu",
        status="released",
        drafter=str(mayor.pk),
        lead_unit=str(Unit.objects.exclude(pk=paper.lead_unit_id).first().pk),  # type: ignore[union-attr]
        reference_number="4711",
        slug="fb-ii-4711-2024",
        original=str(paper.pk),
        author_group="1",
        id="1",
        former_reference="x",
        created_at="2000-01-01",
    )
    assert desk.post(address(paper), sent).status_code == 302
    after = fresh(paper)
    kept = ["status", "drafter", "lead_unit", "reference_number", "slug", "original", "author_group"]
    kept += ["former_reference", "created_at", "paper_type"]
    assert {name: getattr(after, name) for name in kept} == {name: getattr(before, name) for name in kept}
    assert (after.subject, after.version) == ("Neu", before.version + 1)


@pytest.mark.parametrize("version", ["", "\x00", "9" * 5_000])
def test_a_garbled_version_is_a_comparison_and_the_next_click_saves(
    desk: Client, paper: Paper, version: str
) -> None:
    response = desk.post(address(paper), draft_of(paper, subject="Getippt", version=version))
    assert response.status_code == 409
    page = response.content.decode()
    assert "Getippt" in page
    assert paper.subject in page
    again = draft_of(paper, subject="Getippt", version=response.context["editor"].text["version"].value())
    assert desk.post(address(paper), again).status_code == 302


def test_each_bad_value_of_a_participant_is_said_with_its_unit(paper: Paper, town: Town) -> None:
    unit = town.units["FB I"]
    other = "Diese Art der Beteiligung steht hier nicht zur Wahl. Wählen Sie neu."
    for changes, sentence in (
        ({"due_on": "9999-12-31"}, "Frist: Geben Sie ein Datum zwischen 1990 und 2100 ein."),
        ({"due_on": "bald"}, "Frist: Bitte ein gültiges Datum eingeben."),
        ({"kind": "9" * 40}, f"Beteiligung: {other}"),
        ({"kind": "\x00"}, f"Beteiligung: {other}"),
    ):
        sent = draft_of(
            paper,
            **{
                **participant(unit, "co_signature"),
                **participant(unit, **{"kind": "co_signature", **changes}),
            },
        )
        assert said(paper, sent) == [f"FB I – Finanzen, {sentence}"], changes


def test_a_closed_unit_cannot_be_asked(desk: Client, paper: Paper) -> None:
    closed = Unit.objects.create(code="FB IX", name="Aufgelöst", is_active=False)
    assert (
        desk.post(address(paper), draft_of(paper, **participant(closed, "co_signature"))).status_code == 302
    )
    with clearance("system"):
        assert paper.participations.count() == 0


def test_a_day_without_local_law_is_refused_whichever_value_is_missing(paper: Paper) -> None:
    Bylaw.objects.filter(key="town.phone").update(starts_on=dt.date(2024, 3, 2))
    assert len(said(paper, draft_of(paper))) == 1
    assert said(paper, draft_of(paper, dated_on="2024-03-02")) == []


def test_the_number_of_a_paper_is_found_by_digits_only(desk: Client, paper: Paper) -> None:
    for page in ("/arbeit/vorlagen/", "/vorlagen/"):
        assert desk.get(page, {"q": "²"}).status_code == 200
