"""Am Schreibtisch: whoever reads non-public matter is written down, and a page asks no more for more people."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import Paper, ReadRecord, Unit, User
from motions.rules import co_signing, documents
from motions.rules.clearance import clearance
from motions.rules.workflow import REQUEST_CO_SIGNATURES, RETURN, SUBMIT
from tests.conftest import Login
from tests.factories import invite, make_attachment, make_co_signing, make_paper, make_released, step
from tests.people import Town

from .council import made

SECRET: dict[str, Any] = {"is_public": False, "secrecy_ground": "property"}
PAGES = {
    "paper-detail": "Arbeitsseite",
    "paper-check": "Prüfseite",
    "paper-edit": "Editor",
    "paper-preview": "Vorschau",
}


def read_by(user: User) -> list[str]:
    with clearance("system"):
        return list(ReadRecord.objects.filter(reader=user).order_by("pk").values_list("part", flat=True))


@pytest.mark.parametrize("page", PAGES)
def test_ds09_reading_a_secret_paper_at_the_desk_is_written_down(town: Town, login: Login, page: str) -> None:
    paper = make_paper(by=town.clerk, **SECRET)
    assert login(town.colleague).get(reverse(page, args=[paper.pk])).status_code == 200
    assert read_by(town.colleague) == [PAGES[page]]


def test_ds09_reading_to_co_sign_is_written_down(town: Town, login: Login) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])], **SECRET)
    with clearance("system"):
        participation = paper.participations.get()
    address = reverse("co-sign", args=[paper.pk, participation.pk])
    assert login(town.treasurer).get(address).status_code == 200
    assert read_by(town.treasurer) == ["Mitzeichnung"]


@pytest.mark.parametrize(("is_public", "parts"), [(True, []), (False, ["Arbeitsseite"])])
def test_ds09_a_public_paper_is_noted_for_its_secret_annex(
    town: Town, login: Login, is_public: bool, parts: list[str]
) -> None:
    paper = make_paper(by=town.clerk)
    make_attachment(paper, by=town.clerk, is_public=is_public)
    login(town.colleague).get(reverse("paper-detail", args=[paper.pk]))
    assert read_by(town.colleague) == parts


def test_ds09_saving_in_passing_is_no_reading(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, **SECRET)
    login(town.clerk).post(reverse("paper-autosave", args=[paper.pk]), {"version": paper.version})
    assert read_by(town.clerk) == []


@pytest.mark.parametrize(("is_public", "badges"), [(True, 0), (False, 1)])
def test_the_work_page_marks_a_secret_annex(town: Town, login: Login, is_public: bool, badges: int) -> None:
    paper = make_paper(by=town.clerk)
    make_attachment(paper, by=town.clerk, is_public=is_public)
    page = login(town.clerk).get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert page.count("Nichtöffentlich") == badges


def queries(client: Client, paper: Paper) -> int:
    address = reverse("paper-detail", args=[paper.pk])
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_the_work_page_asks_as_often_for_ten_as_for_one(town: Town, login: Login) -> None:
    units = [
        Unit.objects.create(code=f"FB {number}", name=f"Fachbereich {number}") for number in range(10, 20)
    ]
    one = make_co_signing(by=town.clerk, invitations=[invite(unit) for unit in units[:1]])
    ten = make_co_signing(by=town.clerk, invitations=[invite(unit) for unit in units])
    client = login(town.clerk)
    few, many = queries(client, one), queries(client, ten)
    assert many == few
    assert few <= 43


def test_previews_leave_room_for_pages(town: Town, login: Login) -> None:
    """Two are made at once; who comes third is told so at once, and a preview already made is shown."""
    known, new = make_paper(by=town.clerk), make_paper(by=town.clerk, subject="Neue Bäume")
    client = login(town.clerk)
    assert client.get(reverse("paper-preview", args=[known.pk])).status_code == 200
    with documents.PREVIEW_PLACES, documents.PREVIEW_PLACES:
        refused = client.get(reverse("paper-preview", args=[new.pk]))
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "10")
        assert "Gerade werden andere Vorschauen erstellt." in refused.content.decode()
        assert client.get(reverse("paper-preview", args=[known.pk])).status_code == 200
    assert client.get(reverse("paper-preview", args=[new.pk])).status_code == 200


def test_m05_who_releases_reads_refusals_notes_and_annexes_before_deciding(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, invitations=[invite(town.units["FB I"])])
    make_attachment(paper, by=town.clerk, title="Lageplan Mitte", is_public=False)
    step(paper, REQUEST_CO_SIGNATURES, by=town.clerk)
    with clearance("system"):
        asked = paper.participations.get()
        co_signing.sign(asked, decision="refused", by=town.treasurer, now=timezone.now(), note="Zu teuer.")
    step(paper, SUBMIT, by=town.clerk, note="Der Rat soll entscheiden.")
    page = login(town.mayor).get(reverse("paper-check", args=[paper.pk])).content.decode()
    words = ("Zu teuer.", "Der Rat soll entscheiden.", "Lageplan Mitte", "Abgelehnt", "Selma Schiefer")
    assert [word in page for word in words] == [True] * 5


def test_who_co_signs_sees_the_annexes(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, invitations=[invite(town.units["FB I"])])
    make_attachment(paper, by=town.clerk, title="Lageplan Mitte")
    step(paper, REQUEST_CO_SIGNATURES, by=town.clerk)
    with clearance("system"):
        address = reverse("co-sign", args=[paper.pk, paper.participations.get().pk])
    assert "Lageplan Mitte" in login(town.treasurer).get(address).content.decode()


def test_v15_the_drafter_reads_the_reason_of_a_return_where_the_work_goes_on(
    town: Town, login: Login
) -> None:
    paper = step(make_paper(by=town.clerk), SUBMIT, by=town.clerk)
    step(paper, RETURN, by=town.mayor, note="Bitte kürzen.")
    client = login(town.clerk)
    for name in ("paper-detail", "paper-edit"):
        page = client.get(reverse(name, args=[paper.pk])).content.decode()
        assert "<blockquote>Bitte kürzen.</blockquote>" in page
    step(paper, SUBMIT, by=town.clerk)
    page = client.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert "<blockquote>Bitte kürzen.</blockquote>" not in page


def test_d01_the_preview_is_called_a_draft_and_the_document_is_not(
    town: Town, login: Login, client: Client
) -> None:
    paper = make_released(by=town.clerk)
    made(paper)
    with clearance("system"):
        document = paper.documents.get()
    preview = login(town.clerk).get(reverse("paper-preview", args=[paper.pk]))
    issued = client.get(reverse("document-file", args=[document.public_id]))
    assert f'filename="vorlage-{paper.slug}-entwurf.pdf"' in preview["Content-Disposition"]
    assert f'filename="vorlage-{paper.slug}.pdf"' in issued["Content-Disposition"]


def test_nothing_is_called_faultless_where_nothing_was_checked(town: Town, login: Login) -> None:
    paper = step(make_paper(by=town.clerk), SUBMIT, by=town.clerk)
    client = login(town.mayor)
    pages = {
        "check": reverse("paper-check", args=[paper.pk]),
        "return": reverse("paper-act", args=[paper.pk, "return"]),
    }
    told = {name: "Keine Beanstandungen" in client.get(url).content.decode() for name, url in pages.items()}
    assert told == {"check": True, "return": False}


@pytest.mark.parametrize(
    ("name", "arguments", "part"),
    [("paper-act", ["withdraw"], "Prüfseite"), ("paper-edit", [], "Editor")],
)
def test_ds09_whoever_gets_a_secret_text_as_an_answer_is_noted(
    town: Town, login: Login, name: str, arguments: list[str], part: str
) -> None:
    paper = make_paper(by=town.clerk, **SECRET)
    answer = login(town.clerk).post(reverse(name, args=[paper.pk, *arguments]), {"version": "1"})
    assert (answer.status_code in (409, 422), read_by(town.clerk)) == (True, [part])
