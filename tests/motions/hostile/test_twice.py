"""Doppelt gesendet: the second click gets a sentence or the same page, and everything happened exactly once."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from motions.models import Event, Paper, PaperTemplate, User
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import (
    PDF,
    euro_row,
    invite,
    make_attachment,
    make_co_signing,
    make_paper,
    make_released,
    make_submitted,
    sign_all,
)
from tests.people import Town

from .posting import consultation_row, draft_of, fresh, participant, summary


@pytest.fixture(autouse=True)
def kept(settings: Any, tmp_path: Path) -> None:
    """A store of its own."""
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def acts() -> list[str]:
    with clearance("system"):
        return list(Event.objects.order_by("pk").values_list("act", flat=True))


def was_begun(page: str) -> bool:
    return "Diesen Entwurf haben Sie heute schon begonnen; er ist noch leer." in page


def test_every_step_happens_once(login: Login, clerk: User, mayor: User, town: Town) -> None:
    draft, waiting = make_paper(by=clerk), make_submitted(by=clerk)
    signing = make_co_signing(by=clerk)
    sign_all(signing)
    released, other = make_released(by=clerk), make_submitted(by=clerk)
    for paper, step, by in (
        (draft, "request_co_signatures", clerk),
        (signing, "submit", clerk),
        (waiting, "release", mayor),
        (other, "return", mayor),
        (released, "reset", mayor),
        (other, "withdraw", clerk),
    ):
        client, before = login(by), acts()
        sent = {"version": str(fresh(paper).version), "note": "Geprüft."}
        page = f"/arbeit/vorlagen/{paper.pk}/schritt/{step}/"
        assert [client.post(page, sent).status_code for _ in range(2)] == [302, 409], step
        assert acts() == [*before, step]


def test_a_draft_is_stored_once_and_its_own_words_overtake_nobody(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk)
    sent, page = draft_of(paper, subject="Zweimal"), f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"
    assert [desk.post(page, sent).status_code for _ in range(2)] == [302, 302]
    assert fresh(paper).version == paper.version + 1


def test_a_decision_is_stored_once_and_a_change_of_mind_each_time(
    login: Login, clerk: User, town: Town
) -> None:
    paper = make_co_signing(by=clerk, invitations=[invite(town.units["FB I"])])
    with clearance("system"):
        page = f"/arbeit/vorlagen/{paper.pk}/mitzeichnung/{paper.participations.get().pk}/"
    client = login(town.treasurer)
    text = client.get(page).context["form"]["text"].value()
    signed = {"decision": "signed", "note": "", "text": text}
    refused = {"decision": "refused", "note": "zu teuer", "text": text}
    assert client.post(page, signed).status_code == 302
    second = client.post(page, signed)
    assert (second.status_code, summary(second)) == (
        409,
        ["Diese Entscheidung ist schon gespeichert. Es ist nichts mehr zu tun."],
    )
    assert [client.post(page, sent).status_code for sent in (refused, refused, signed)] == [302, 409, 302]
    assert acts().count("co_sign") == 3


def test_a_waiver_is_granted_once(login: Login, clerk: User, town: Town) -> None:
    paper, client = make_paper(by=clerk, draft_resolution=""), login(town.office)
    page, sent = (
        f"/arbeit/vorlagen/{paper.pk}/ausnahme/",
        {"finding": "V-10:draft_resolution:", "reason": "Eilt"},
    )
    assert [client.post(page, sent).status_code for _ in range(2)] == [302, 409]
    assert acts().count("waive") == 1


def test_a_new_paper_begins_once_until_something_is_typed(desk: Client, town: Town) -> None:
    kind = town.types["resolution_proposal"]
    template = PaperTemplate.objects.create(
        name="Vergabe", description="x", paper_type=kind, subject="Vergabe"
    )
    bare = {"paper_type": str(kind.pk), "lead_unit": str(town.units["FB II"].pk)}
    for sent in ({"template": str(template.pk)}, bare):
        first, second = (desk.post("/arbeit/vorlagen/neu/", sent, follow=True) for _ in range(2))
        assert first.redirect_chain == second.redirect_chain
        assert [was_begun(page.content.decode()) for page in (first, second)] == [False, True]
    assert acts() == ["create", "create"]
    with clearance("system"):
        paper = Paper.objects.latest("pk")
    desk.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", draft_of(paper))
    desk.post("/arbeit/vorlagen/neu/", bare)
    assert acts() == ["create"] * 3


def test_a_follow_up_begins_once(desk: Client, clerk: User) -> None:
    paper = make_released(by=clerk)
    for kind in ("supplement", "replacement"):
        before = acts()
        answers = [desk.post(f"/arbeit/vorlagen/{paper.pk}/folge/{kind}/") for _ in range(2)]
        assert [answer.status_code for answer in answers] == [302, 302]
        assert answers[0].headers["Location"] == answers[1].headers["Location"]
        assert acts() == [*before, "create"]


def test_a_file_is_attached_once_under_a_title(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk)

    def upload(title: str) -> Any:
        sent = {"title": title, "is_public": "1", "file": SimpleUploadedFile("plan.pdf", PDF)}
        return desk.post(f"/arbeit/vorlagen/{paper.pk}/anlagen/neu/", sent)

    assert upload("Lageplan").status_code == 302
    second = upload("Lageplan")
    assert (second.status_code, summary(second)) == (
        422,
        ["Datei: Diese Datei ist unter diesem Titel schon angehängt. Es ist nichts mehr zu tun."],
    )
    assert upload("Lageplan, vergrößert").status_code == 302
    assert acts().count("attach") == 2


def test_an_annex_moves_one_place_for_two_clicks(desk: Client, clerk: User) -> None:
    paper = make_paper(by=clerk)
    *_, third = (make_attachment(paper, by=clerk, title=title) for title in "ABC")
    address = f"/arbeit/anlagen/{third.public_id}/verschieben/"
    sent = {"up": "1", "position": "3"}
    assert (
        f'name="position" value="{third.position}"'
        in desk.get(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/").content.decode()
    )
    assert [desk.post(address, sent).status_code for _ in range(2)] == [302, 409]
    with clearance("system"):
        assert list(paper.attachments.values_list("title", flat=True)) == ["A", "C", "B"]
    for garbled in ({}, {"up": "x"}, {"up": "\x00"}, {"up": "1", "position": "9" * 40}):
        assert desk.post(address, garbled).status_code == 400
    assert acts().count("move_attachment") == 1


def test_a_text_file_is_taken_in_once(desk: Client, clerk: User, town: Town) -> None:
    data = "Vorlage\n\nDatum: 03.05.2023\n\nBetreff Neue Bänke\nBeschlussentwurf: Es werden Bänke gekauft.\n"
    sent = {"content": base64.b64encode(data.encode()).decode(), "lead_unit": str(town.units["FB II"].pk)}
    first, second = (desk.post("/arbeit/importieren/", sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 409)
    assert "Diese Datei ist schon übernommen." in second.content.decode()
    assert acts() == ["create"]


def test_the_draft_of_an_old_text_file_opens(desk: Client, town: Town) -> None:
    data = "Vorlage\n\nDatum: 03.05.1999\n\nBetreff Alte Bänke\nBeschlussentwurf: Es werden Bänke gekauft.\n"
    sent = {"content": base64.b64encode(data.encode()).decode(), "lead_unit": str(town.units["FB II"].pk)}
    saved = desk.post("/arbeit/importieren/", sent)
    assert desk.get(saved.headers["Location"]).status_code == 200
    with clearance("system"):
        assert "Für das Datum der Vorlage ist kein Ortsrecht hinterlegt." in Event.objects.get().note


def test_what_was_typed_into_a_paper_that_has_gone_on_is_compared(desk: Client, clerk: User) -> None:
    paper = make_submitted(by=clerk)
    sent = draft_of(paper, subject="Noch schnell getippt", dated_on="0001-01-01")
    page = desk.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", sent)
    assert page.status_code == 409
    text = page.content.decode()
    assert "Die Vorlage ist jetzt „Zur Freigabe“ und kann nicht gespeichert werden" in text
    assert text.count("Noch schnell getippt") == 2
    told = desk.post(f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/", sent)
    assert (told.status_code, told.json()["message"][:44]) == (
        409,
        "Die Vorlage wurde inzwischen geändert oder w",
    )
    assert fresh(paper).subject == paper.subject


def test_a_comparison_shows_rows_and_participants_of_both(desk: Client, clerk: User, town: Town) -> None:
    asked = [invite(town.units["FB I"], is_mandatory=True, due_on=dt.date(2024, 3, 1))]
    paper = make_paper(by=clerk, financial_rows=[euro_row(year=2025)], invitations=asked)
    sent = draft_of(paper, **consultation_row(town.organs["Rat"], 0, planned_on="2024-04-09"), version="1")
    sent |= participant(town.units["FB I"], "") | participant(town.units["FB III"], "acknowledgement")
    page = desk.post(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/", sent)
    assert page.status_code == 409
    found = {row.label: (row.stored, row.typed) for row in page.context["differences"]}
    hfa, rat = "Haupt- und Finanzausschuss", "Rat"
    assert found["Beratungsfolge"] == (
        f"{hfa}, ohne Termin, Vorberatung, öffentlich\n{rat}, ohne Termin, Entscheidung, öffentlich",
        f"{rat}, 09.04.2024, Vorberatung, öffentlich",
    )
    assert found["Beträge je Haushaltsjahr"] == (
        "2025: Aufwand 1000.00 €, Ertrag, Förderung 0.00 €, 1.31.11.01",
        "",
    )
    assert found["Beteiligte Fachbereiche"] == (
        "Mitzeichnung: FB I – Finanzen, verpflichtend, Frist 01.03.2024",
        "Kenntnisnahme: FB III – Bauen",
    )
