"""Schritte, Mitzeichnung, Ausnahme und schlechte Eingaben: a sentence, the note kept, nothing changed."""

from __future__ import annotations

import pytest
from django.test import Client

from motions.models import Paper, PaperTemplate, User
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import invite, make_co_signing, make_paper, make_released, make_submitted
from tests.people import Town

from .posting import fresh, summary


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def act(paper: Paper, step: str) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/schritt/{step}/"


def events(paper: Paper) -> int:
    with clearance("system"):
        return paper.events.count()


def test_a_step_back_without_a_reason_is_told_at_the_note(login: Login, clerk: User, mayor: User) -> None:
    paper = make_submitted(by=clerk)
    before, client = events(paper), login(mayor)
    for note, sentence in (
        ("", "Grund: Nennen Sie den Grund."),
        (" \n ", "Grund: Nennen Sie den Grund."),
        ("a\x00b", "Grund: Nullzeichen sind nicht erlaubt."),
        (
            "x" * 4_001,
            "Grund: Kürzen Sie die Angabe auf höchstens 4000 Zeichen.",
        ),
    ):
        response = client.post(act(paper, "return"), {"version": str(paper.version), "note": note})
        assert response.status_code == 422
        assert [text[: len(sentence)] for text in summary(response)] == [sentence]
        assert response.context["form"]["note"].value() == note
    assert client.post(act(paper, "return")).status_code == 422
    assert (events(paper), fresh(paper).status) == (before, "submitted")


def test_a_line_end_counts_as_one_character(login: Login, clerk: User, mayor: User) -> None:
    paper = make_submitted(by=clerk)
    note = "\r\n".join(["x"] * 2_000)
    sent = {"version": str(paper.version), "note": note}
    assert login(mayor).post(act(paper, "return"), sent).status_code == 302


def test_what_stands_in_the_way_is_in_the_summary(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk, draft_resolution="", consultations=[])
    response = desk.post(act(paper, "submit"), {"version": str(paper.version), "note": "trotzdem"})
    assert (response.status_code, summary(response)) == (
        422,
        [
            "Schreiben Sie den Beschlussentwurf.",
            "Legen Sie fest, welche Gremien beraten (Beratungsfolge).",
        ],
    )
    assert response.context["form"]["note"].value() == "trotzdem"


def test_a_hint_without_a_note_is_told_at_the_note(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk, statement="<p>Frau Muster wohnt dort.</p>")
    response = desk.post(act(paper, "submit"), {"version": str(paper.version), "note": ""})
    assert (response.status_code, summary(response)) == (
        422,
        [
            "Bleibt bewusst öffentlich: Noch nicht entschieden: Personenname „Frau Muster“ (Sachverhalt). "
            "Ändern Sie den Text oder haken Sie an, was bewusst öffentlich bleibt.",
            "Vermerk: Begründen Sie im Vermerk, warum es trotzdem weitergeht.",
        ],
    )


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 40])
def test_a_stale_page_keeps_the_note_and_the_next_click_counts(
    desk: Client, clerk: User, version: str
) -> None:
    paper = make_paper(by=clerk)
    response = desk.post(act(paper, "submit"), {"version": version, "note": "Mein Vermerk"})
    assert response.status_code == 409
    assert "wurde geändert" in response.content.decode()
    form = response.context["form"]
    assert form["note"].value() == "Mein Vermerk"
    again = {"version": form["version"].value(), "note": form["note"].value()}
    assert desk.post(act(paper, "submit"), again).status_code == 302
    with clearance("system"):
        assert paper.events.latest("pk").note == "Mein Vermerk"


def test_a_step_that_came_too_late_gives_the_note_back(login: Login, clerk: User, mayor: User) -> None:
    paper = make_released(by=clerk)
    for note in ("Bitte den Betrag prüfen", "a\x00b"):
        response = login(mayor).post(act(paper, "return"), {"version": "1", "note": note})
        assert response.status_code == 409
        page = response.content.decode()
        assert "Dieser Schritt ist nicht mehr möglich" in page
        assert note in page


def test_an_unknown_step_does_not_exist(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk)
    for step in ("supersede", "x" * 5_000, "-"):
        assert desk.post(act(paper, step), {"version": str(paper.version)}).status_code == 404


def test_a_co_signature_needs_a_decision_and_keeps_the_note(login: Login, clerk: User, town: Town) -> None:
    paper = make_co_signing(by=clerk, invitations=[invite(town.units["FB I"])])
    with clearance("system"):
        page = f"/arbeit/vorlagen/{paper.pk}/mitzeichnung/{paper.participations.get().pk}/"
    client, before = login(town.treasurer), events(paper)
    text = client.get(page).context["form"]["text"].value()
    decide = "Ihre Entscheidung: Wählen Sie aus, wie Sie entscheiden."
    sent: dict[str, str]
    for sent, sentences in (
        ({}, [decide]),
        ({"note": "aber"}, [decide]),
        ({"decision": "acknowledged", "note": "aber", "text": text}, [decide]),
        ({"decision": "\x00", "note": "aber", "text": text}, [decide]),
        ({"decision": "refused", "text": text}, ["Vermerk: Begründen Sie die Ablehnung oder den Vermerk."]),
        ({"decision": "signed", "note": "\x00", "text": text}, ["Vermerk: Nullzeichen sind nicht erlaubt."]),
    ):
        response = client.post(page, sent)
        assert (response.status_code, summary(response)) == (422, sentences), sent
        assert response.context["form"]["note"].value() == sent.get("note")
    for stale in ("", "x" * 64, "x" * 5_000):
        response = client.post(page, {"decision": "signed", "note": "aber", "text": stale})
        assert response.status_code == 409
        assert response.context["form"]["text"].value() == text
    assert events(paper) == before


def test_a_waiver_needs_its_reason_and_an_open_rule(login: Login, clerk: User, town: Town) -> None:
    paper = make_paper(by=clerk, draft_resolution="")
    page, client = f"/arbeit/vorlagen/{paper.pk}/ausnahme/", login(town.office)
    missing = client.post(page, {"finding": "V-10:draft_resolution:", "reason": " "})
    assert (missing.status_code, summary(missing)) == (
        422,
        ["Begründung der Ausnahme: Begründen Sie die Ausnahme."],
    )
    for finding in ("", "V-99", "x" * 5_000):
        response = client.post(page, {"finding": finding, "reason": "Eilt"})
        assert (response.status_code, summary(response)) == (
            409,
            ["Das steht nicht (mehr) im Weg. Ihre Begründung war: „Eilt“"],
        )
    assert client.post(page, {"finding": "\x00", "reason": "Eilt"}).status_code == 422
    assert login(clerk).post(page, {"finding": "V-10:draft_resolution:", "reason": "Eilt"}).status_code == 403
    released = make_released(by=clerk)
    late = login(town.office).post(
        f"/arbeit/vorlagen/{released.pk}/ausnahme/", {"finding": "V-10:draft_resolution:", "reason": "x"}
    )
    assert late.status_code == 409


def test_a_new_paper_needs_a_type_of_the_list(desk: Client, town: Town) -> None:
    kind, unit = str(town.types["resolution_proposal"].pk), str(town.units["FB II"].pk)
    type_, own = "Vorlagenart: Wählen Sie die Vorlagenart aus.", "Wählen Sie einen eigenen Fachbereich."
    gone = "Dieses Muster gibt es nicht mehr. Wählen Sie ein anderes."
    sent: dict[str, str]
    for sent, sentences in (
        ({}, [type_, f"Federführender Fachbereich: {own}"]),
        ({"paper_type": "9" * 40, "lead_unit": unit}, [type_]),
        (
            {"paper_type": kind, "lead_unit": str(town.units["FB I"].pk)},
            [f"Federführender Fachbereich: {own}"],
        ),
        (
            {"paper_type": kind, "lead_unit": unit, "author_group": str(town.organs["HFA"].pk)},
            ["Antragstellende Fraktion: Diese Fraktion besteht nicht mehr. Wählen Sie neu."],
        ),
        *[({"template": value}, [gone]) for value in ("", "0", "x", "\x00", "9" * 40, "-1")],
    ):
        response = desk.post("/arbeit/vorlagen/neu/", sent)
        assert (response.status_code, summary(response)) == (422, sentences), sent
    with clearance("system"):
        assert Paper.objects.count() == 0


def test_a_template_brings_no_hostile_html_into_a_paper(desk: Client, town: Town) -> None:
    template = PaperTemplate.objects.create(
        name="Vergabe",
        description="Vergaben",
        paper_type=town.types["resolution_proposal"],
        draft_resolution="<script>alert(1)</script><p onclick=x>Gut</p>",
        statement="<img src=x onerror=alert(1)>",
    )
    assert desk.post("/arbeit/vorlagen/neu/", {"template": str(template.pk)}).status_code == 302
    with clearance("system"):
        paper = Paper.objects.get()
    assert (paper.draft_resolution, paper.statement) == ("<p>Gut</p>", "")


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Was funktioniert nicht?: Beschreiben Sie, was nicht funktioniert."),
        ({"description": "a\x00b"}, "Was funktioniert nicht?: Nullzeichen sind nicht erlaubt."),
        (
            {"description": "x" * 5_001},
            "Was funktioniert nicht?: Kürzen Sie die Angabe auf höchstens 5000 Zeichen.",
        ),
        (
            {"description": "a", "address": "x" * 501},
            "Auf welcher Seite?: Kürzen Sie die Angabe auf höchstens 500 Zeichen.",
        ),
        (
            {"description": "a", "email": "a@b\x00.de"},
            "Ihre E-Mail-Adresse: Geben Sie eine vollständige E-Mail",
        ),
    ],
)
def test_a_report_of_a_barrier_says_what_is_missing(
    client: Client, town: Town, sent: dict[str, str], sentence: str
) -> None:
    response = client.post("/barrierefreiheit/melden/", sent)
    assert response.status_code == 422
    assert summary(response)[0].startswith(sentence)
    assert response.context["form"]["description"].value() == sent.get("description")
