"""Zwei schreiben zugleich: the second is told who was faster, when, and by which act."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from motions.models import Paper, User
from motions.rules import conflicts
from motions.rules.clearance import clearance
from motions.rules.history import last_change
from tests.conftest import Login
from tests.factories import PDF, invite, make_co_signing, make_paper
from tests.people import Town

from .hostile.posting import draft_of, fresh

LOST = "Ihre Eingaben sind nicht verloren. Vergleichen Sie beide Fassungen."


def editor(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"


def when(paper: Paper) -> str:
    return f"{timezone.localtime(last_change(paper).at):%H:%M}"


def overtake(client: Client, paper: Paper) -> None:
    """Somebody at this client saves first."""
    assert client.post(editor(paper), draft_of(paper, subject="Zuerst")).status_code == 302


def late(client: Client, paper: Paper) -> list[str]:
    """What the page and the saving in passing say about a text that began with version 1."""
    sent = draft_of(paper, subject="Zu spät", version="1")
    page = client.post(editor(paper), sent)
    passing = client.post(f"/arbeit/vorlagen/{paper.pk}/zwischenspeichern/", sent)
    assert (page.status_code, passing.status_code) == (409, 409)
    return [str(page.context["conflict"]), passing.json()["message"]]


def test_the_comparison_names_who_saved_and_when(login: Login, town: Town) -> None:
    paper = make_paper(by=town.clerk)
    overtake(login(town.colleague), paper)
    sentence = f"Lorenz Lehm hat die Vorlage um {when(paper)} Uhr gespeichert. {LOST}"
    assert late(login(town.clerk), paper) == [sentence] * 2


def test_two_windows_of_one_person_are_told_so(login: Login, town: Town) -> None:
    paper, client = make_paper(by=town.clerk), login(town.clerk)
    overtake(client, paper)
    sentence = (
        f"Sie selbst haben die Vorlage um {when(paper)} Uhr gespeichert, vielleicht in einem anderen Fenster."
    )
    assert late(client, paper) == [f"{sentence} {LOST}"] * 2


def test_handing_on_is_no_saving(login: Login, town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    sent = {"version": str(fresh(paper).version), "note": "Fehlt noch etwas."}
    answer = login(town.office).post(f"/arbeit/vorlagen/{paper.pk}/schritt/return/", sent)
    assert answer.status_code == 302
    sentence = f"Silas Sandstein hat die Vorlage um {when(paper)} Uhr weitergegeben. {LOST}"
    assert late(login(town.clerk), paper) == [sentence] * 2


def test_an_annex_by_a_colleague_counts_as_saving(
    login: Login, town: Town, settings: Any, tmp_path: Path
) -> None:
    store = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": tmp_path}}
    settings.STORAGES = {**settings.STORAGES, "default": store}
    paper = make_paper(by=town.clerk)
    overtake(login(town.clerk), paper)
    sent = {"title": "Lageplan", "is_public": "1", "file": SimpleUploadedFile("plan.pdf", PDF)}
    address = f"/arbeit/vorlagen/{paper.pk}/anlagen/neu/"
    assert login(town.colleague).post(address, sent).status_code == 302
    assert late(login(town.clerk), paper)[0].startswith("Lorenz Lehm hat die Vorlage um ")


@pytest.mark.parametrize(("days", "words"), [(0, "um "), (1, "am ")])
def test_another_day_is_named(login: Login, town: Town, days: int, words: str) -> None:
    paper = make_paper(by=town.clerk)
    overtake(login(town.colleague), paper)
    told = conflicts.overtaken(paper, by=town.clerk, now=timezone.now() + dt.timedelta(days=days))
    assert told.startswith(f"Lorenz Lehm hat die Vorlage {words}")


def test_what_no_person_wrote_is_nobodys(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    assert last_change(paper).by is None
    told = conflicts.overtaken(paper, by=town.clerk, now=timezone.now())
    assert told == f"Die Vorlage wurde inzwischen geändert oder weitergegeben. {LOST}"


def test_the_history_itself_stays_closed(login: Login, town: Town, clerk: User) -> None:
    """Only the name and the time leave it."""
    paper = make_paper(by=town.clerk)
    last_change(paper)
    with clearance("user", clerk.pk):
        assert list(Paper.objects.get(pk=paper.pk).row_history.all()) == []  # type: ignore[attr-defined]


def test_whoever_opens_the_editor_hears_that_somebody_else_is_writing(login: Login, town: Town) -> None:
    paper = make_paper(by=town.clerk)
    overtake(login(town.colleague), paper)
    sentence = (
        f"Lorenz Lehm hat die Vorlage um {when(paper)} Uhr gespeichert. Sprechen Sie sich ab: "
        "Wer später speichert, vergleicht beide Fassungen."
    )
    assert login(town.clerk).get(editor(paper)).context["at_work"] == sentence
    assert login(town.colleague).get(editor(paper)).context["at_work"] == ""
    later = timezone.now() + dt.timedelta(minutes=16)
    with clearance("system"):
        assert conflicts.at_work(paper, by=town.clerk, now=later) == ""


def test_whoever_gave_a_draft_away_is_not_writing_it(login: Login, town: Town) -> None:
    paper = make_paper(by=town.clerk)
    overtake(login(town.clerk), paper)
    sent = {"colleague": str(town.colleague.pk), "note": ""}
    assert login(town.clerk).post(f"/arbeit/vorlagen/{paper.pk}/uebergeben/", sent).status_code == 302
    assert last_change(paper).is_step
    assert conflicts.at_work(paper, by=town.colleague, now=timezone.now()) == ""


def test_whoever_returned_a_paper_is_not_writing_it(login: Login, town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    sent = {"version": str(fresh(paper).version), "note": "Fehlt noch etwas."}
    assert login(town.office).post(f"/arbeit/vorlagen/{paper.pk}/schritt/return/", sent).status_code == 302
    assert conflicts.at_work(paper, by=town.clerk, now=timezone.now()) == ""
    assert last_change(paper).by == town.office
