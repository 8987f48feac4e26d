"""Anlagen: who may add, change, order and remove them, what is refused, what the public never gets unseen."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from motions.importing.inspection import AUTHOR, SCAN, TEXT, UNTAGGED
from motions.models import Attachment, Bylaw, Paper, User
from motions.rules import attachment_checks, attachments, content, files
from motions.rules.clearance import clearance
from motions.rules.findings import Finding, NotPermitted, OutdatedState, Refused, block, warn
from motions.rules.workflow import SUBMIT
from tests.conftest import Login
from tests.factories import (
    PDF,
    make_attachment,
    make_co_signing,
    make_paper,
    make_released,
    make_submitted,
    step,
)
from tests.people import Town


@pytest.fixture(autouse=True)
def kept(settings: object, tmp_path: Path) -> None:
    """A store of its own."""
    settings.STORAGES = {  # type: ignore[attr-defined]
        **settings.STORAGES,  # type: ignore[attr-defined]
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }


@pytest.fixture
def paper(clerk: User) -> Paper:
    return make_paper(by=clerk)


def titles(paper: Paper) -> list[str]:
    with clearance("system"):
        return list(paper.attachments.values_list("title", flat=True))


def acts(paper: Paper) -> list[tuple[str, str]]:
    with clearance("system"):
        return list(paper.events.filter(act__contains="attach").order_by("pk").values_list("act", "note"))


def version(paper: Paper) -> int:
    with clearance("system"):
        return Paper.objects.get(pk=paper.pk).version


def refused(paper: Paper, by: User, data: bytes, file_name: str = "a.txt") -> Finding:
    with pytest.raises(Refused) as caught:
        make_attachment(paper, by=by, data=data, file_name=file_name)
    return caught.value.findings[0]


# --- rules --------------------------------------------------------------------------------------------------


def test_an_annex_is_kept_by_its_content(paper: Paper, clerk: User) -> None:
    before = version(paper)
    annex = make_attachment(paper, by=clerk, data="Grüße".encode(), file_name="C:\\Temp\\brief.exe")
    assert (annex.media_type, annex.file_name, annex.size, annex.position) == (TEXT, "brief.exe.txt", 7, 1)
    assert files.fetch(annex.sha256).read() == "Grüße".encode()
    assert (annex.uploaded_by, annex.hidden, annex.pages) == (clerk, [], None)
    assert version(paper) == before + 1
    assert acts(paper) == [("attach", "Lageplan")]


@pytest.mark.parametrize(
    ("given", "kept_as"),
    [
        ("plan.pdf", "plan.pdf"),
        ("Plan.PDF", "Plan.pdf"),
        ("../../etc/plan", "plan.pdf"),
        ("böse\r\nX: y.pdf", "böseX: y.pdf"),
        ("", "anlage.pdf"),
        ("a" * 300 + ".pdf", "a" * 195 + ".pdf"),
    ],
)
def test_file_names_are_harmless(paper: Paper, clerk: User, given: str, kept_as: str) -> None:
    assert make_attachment(paper, by=clerk, file_name=given).file_name == kept_as


def test_change_order_and_removal_each_leave_one_event(paper: Paper, clerk: User) -> None:
    a, b = (make_attachment(paper, by=clerk, title=title) for title in "AB")
    now, before = timezone.now(), version(paper)
    with clearance("system"):
        attachments.move_attachment(b, up=True, by=clerk, now=now)
        assert titles(paper) == ["B", "A"]
        attachments.move_attachment(b, up=True, by=clerk, now=now)
        attachments.change_attachment(a, title="A2", is_public=False, by=clerk, now=now)
        attachments.change_attachment(a, title="A2", is_public=False, by=clerk, now=now)
        attachments.remove_attachment(b, by=clerk, now=now)
    assert titles(paper) == ["A2"]
    assert version(paper) == before + 3
    assert acts(paper)[2:] == [
        ("move_attachment", "B"),
        ("change_attachment", "A2"),
        ("remove_attachment", "B"),
    ]


def test_another_file_takes_the_place_and_outdates_co_signatures(paper: Paper, clerk: User) -> None:
    annex = make_attachment(paper, by=clerk)
    with clearance("system"):
        signed = content.text_hash(paper)
        attachments.change_attachment(
            annex,
            title="Lageplan",
            is_public=True,
            by=clerk,
            now=timezone.now(),
            stream=io.BytesIO(b"neu"),
            file_name="neu.txt",
        )
        stored = Attachment.objects.get(pk=annex.pk)
        assert content.text_hash(paper) != signed
    assert (stored.media_type, stored.size, stored.file_name, stored.pages) == (TEXT, 3, "neu.txt", None)


def test_only_those_who_may_edit_the_wording(paper: Paper, town: Town, clerk: User) -> None:
    annex = make_attachment(paper, by=clerk)
    for stranger in (town.outsider, town.mayor, town.treasurer):
        with pytest.raises(NotPermitted):
            make_attachment(paper, by=stranger)
        with clearance("system"), pytest.raises(NotPermitted):
            attachments.remove_attachment(annex, by=stranger, now=timezone.now())
    make_attachment(paper, by=town.colleague, title="Von nebenan")
    assert titles(paper) == ["Lageplan", "Von nebenan"]


def test_v_17_annexes_of_a_registered_motion_belong_to_the_group(town: Town, clerk: User) -> None:
    paper = make_co_signing(by=clerk, author_group=town.organs["GF"], paper_type="motion")
    with pytest.raises(NotPermitted):
        make_attachment(paper, by=clerk)


def test_v_15_annexes_of_a_paper_on_its_way_stay(clerk: User) -> None:
    paper = make_paper(by=clerk)
    annex = make_attachment(paper, by=clerk, data=b"Text", file_name="a.txt")
    paper = make_submitted(by=clerk)
    with pytest.raises(OutdatedState):
        make_attachment(paper, by=clerk)
    with clearance("system"):
        annex.paper = paper
        now = timezone.now()
        acts: list[Callable[[], None]] = [
            lambda: attachments.remove_attachment(annex, by=clerk, now=now),
            lambda: attachments.move_attachment(annex, up=True, by=clerk, now=now),
            lambda: attachments.change_attachment(annex, title="x", is_public=True, by=clerk, now=now),
        ]
        for act in acts:
            with pytest.raises(OutdatedState):
                act()


def test_a_second_removal_is_told_so(paper: Paper, clerk: User) -> None:
    annex = make_attachment(paper, by=clerk)
    with clearance("system"):
        again = Attachment.objects.get(pk=annex.pk)
        attachments.remove_attachment(annex, by=clerk, now=timezone.now())
        with pytest.raises(OutdatedState):
            attachments.remove_attachment(again, by=clerk, now=timezone.now())
        with pytest.raises(OutdatedState):
            attachments.change_attachment(again, title="x", is_public=True, by=clerk, now=timezone.now())


def test_size_and_quota_are_local_law(paper: Paper, clerk: User) -> None:
    Bylaw.objects.filter(key="attachment.max_mb").update(value=1)
    Bylaw.objects.filter(key="attachment.quota_mb").update(value=2)
    whole = b"x" * (1 << 20)
    assert refused(paper, clerk, whole + b"x").text == (
        "Die Datei ist größer als 1 MB. Verkleinern oder teilen Sie sie."
    )
    for title in ("Lageplan", "Ansicht"):
        annex = make_attachment(paper, by=clerk, data=whole, file_name="a.txt", title=title)
    assert refused(paper, clerk, b"x").text == (
        "Alle Anlagen zusammen dürfen höchstens 2 MB haben. Entfernen Sie eine andere Anlage."
    )
    with clearance("system"):
        attachments.change_attachment(
            annex, title="Neu", is_public=True, by=clerk, now=timezone.now(), stream=io.BytesIO(whole)
        )
    assert titles(paper) == ["Lageplan", "Neu"]


def test_a_refused_file_leaves_nothing_behind(paper: Paper, clerk: User, tmp_path: Path) -> None:
    found = refused(paper, clerk, b"MZ\x00\x00", "a.pdf")
    assert found.text.startswith("Die Datei „a.pdf“ hat ein nicht erlaubtes Format.")
    assert found.field == "file"
    assert (titles(paper), acts(paper), list(tmp_path.rglob("*"))) == ([], [], [])


# --- what the public may get --------------------------------------------------------------------------------


def checked(paper: Paper, **fields: object) -> list[Finding]:
    with clearance("system"):
        paper.attachments.update(**fields)
        return attachment_checks.findings(paper)


def test_ds_02_a_public_annex_hides_nothing(paper: Paper, clerk: User) -> None:
    make_attachment(paper, by=clerk)
    text = "Anlage „Lageplan“: Kommentare, verborgener Text. Entfernen Sie das vor der Veröffentlichung."
    hidden = ["Kommentare", "verborgener Text"]
    assert checked(paper, hidden=hidden) == [block("DS-02", text, "anlagen", absolute=True)]
    assert checked(paper, hidden=hidden, is_public=False) == []


def test_ds_02_properties_that_tell_of_people_are_looked_at(paper: Paper, clerk: User) -> None:
    make_attachment(paper, by=clerk)
    text = (
        "Anlage „Lageplan“: Name einer Person in den Dateieigenschaften. "
        "Entfernen Sie die Angaben aus der Datei, wenn sie nicht öffentlich werden sollen."
    )
    assert checked(paper, hidden=[AUTHOR]) == [warn("DS-02", text, "anlagen")]


def test_x_03_a_scan_is_named(paper: Paper, clerk: User) -> None:
    make_attachment(paper, by=clerk)
    text = "Anlage „Lageplan“ ist ein Scan ohne Text und für manche Menschen nicht lesbar."
    assert checked(paper, hidden=[SCAN]) == [warn("X-03", text, "anlagen")]


def test_x_03_a_pdf_without_tags_is_answered_by_another_form(paper: Paper, clerk: User) -> None:
    make_attachment(paper, by=clerk)
    text = (
        "Anlage „Lageplan“ ist nicht barrierefrei (PDF ohne Struktur). Speichern Sie das PDF mit Tags neu, "
        "fügen Sie eine Fassung als DOCX bei oder beschreiben Sie den Inhalt kurz im Sachverhalt."
    )
    assert checked(paper, hidden=[UNTAGGED]) == [warn("X-03", text, "anlagen")]
    assert checked(paper, hidden=[UNTAGGED], is_public=False) == []


def test_x_03_an_untagged_file_is_known_by_its_upload(paper: Paper, clerk: User) -> None:
    make_attachment(paper, by=clerk, data=PDF.replace(b"Marked true", b"Marked false"))
    with clearance("system"):
        assert [finding.rule for finding in attachment_checks.findings(paper)] == ["X-03"]


def test_ds_02_stops_the_submission(clerk: User) -> None:
    paper = make_paper(by=clerk)
    make_attachment(paper, by=clerk)
    checked(paper, hidden=["Kommentare"])
    with pytest.raises(Refused) as caught:
        step(paper, SUBMIT, by=clerk, note="Geprüft.")
    assert [finding.rule for finding in caught.value.findings if finding.blocks] == ["DS-02"]


# --- pages --------------------------------------------------------------------------------------------------


def upload(client: Client, address: str, data: bytes = PDF, **fields: str) -> HttpResponse:
    file = SimpleUploadedFile("plan.pdf", data, "application/x-anything")
    form = {"title": "Lageplan", "is_public": "1", "file": file} | fields
    return client.post(address, form)  # type: ignore[return-value]


@pytest.fixture
def address(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/anlagen/neu/"


def test_upload_leads_back_to_the_list(login: Login, clerk: User, paper: Paper, address: str) -> None:
    response = upload(login(clerk), address, is_public="0")
    assert (response.status_code, response["Location"]) == (
        302,
        f"/arbeit/vorlagen/{paper.pk}/bearbeiten/#anlagen",
    )
    with clearance("system"):
        annex = paper.attachments.get()
    assert (annex.title, annex.is_public, annex.pages) == ("Lageplan", False, 1)
    page = login(clerk).get(f"/arbeit/vorlagen/{paper.pk}/bearbeiten/").content.decode()
    assert "plan.pdf, " in page
    assert ", 1 Seite<" in page


@pytest.mark.parametrize(
    ("data", "fields", "sentence"),
    [
        (b"MZ\x00", {}, "hat ein nicht erlaubtes Format"),
        (b"", {}, "Die Datei ist leer. Wählen Sie eine andere."),
        (PDF, {"title": ""}, "Geben Sie den Titel der Anlage ein."),
        (PDF, {"is_public": ""}, "Wählen Sie aus, ob die Anlage öffentlich ist."),
        (PDF, {"title": "Plan \U0001f4a9"}, "können nicht gedruckt werden"),
    ],
)
def test_what_is_wrong_is_said_and_the_typed_words_stay(
    login: Login, clerk: User, paper: Paper, address: str, data: bytes, fields: dict[str, str], sentence: str
) -> None:
    response = upload(login(clerk), address, data, **({"title": "Mein Titel"} | fields))
    assert response.status_code == 422
    page = response.content.decode()
    assert sentence in page
    assert f'value="{fields.get("title", "Mein Titel")}"' in page or not fields.get("title", "x")
    assert titles(paper) == []


def test_edit_order_and_remove_on_the_page(login: Login, clerk: User, paper: Paper) -> None:
    a, b = (make_attachment(paper, by=clerk, title=title) for title in "AB")
    client, back = login(clerk), f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"
    assert client.get(f"/arbeit/anlagen/{a.public_id}/").status_code == 200
    for path, data, place in (
        (f"/arbeit/anlagen/{a.public_id}/", {"title": "A2", "is_public": "0"}, "#anlagen"),
        (f"/arbeit/anlagen/{a.public_id}/verschieben/", {"up": "0"}, "#anlagen"),
        (f"/arbeit/anlagen/{b.public_id}/entfernen/", {}, ""),
    ):
        response = client.post(path, data)
        assert (response.status_code, response["Location"]) == (302, f"{back}{place}")
    assert titles(paper) == ["A2"]
    assert client.post(f"/arbeit/anlagen/{b.public_id}/entfernen/").status_code == 404


def test_an_annex_of_a_paper_on_its_way_is_a_conflict(login: Login, clerk: User) -> None:
    paper = make_released(by=clerk)
    client = login(clerk)
    address = f"/arbeit/vorlagen/{paper.pk}/anlagen/neu/"
    assert client.get(address).status_code == 403
    assert upload(client, address).status_code == 409


def test_for_outsiders_annexes_do_not_exist(
    login: Login, town: Town, clerk: User, paper: Paper, address: str
) -> None:
    annex = make_attachment(paper, by=clerk)
    client = login(town.outsider)
    assert (client.get(address).status_code, upload(client, address).status_code) == (404, 404)
    assert client.get(f"/arbeit/anlagen/{annex.public_id}/").status_code == 404
    for act in ("entfernen", "verschieben"):
        assert client.post(f"/arbeit/anlagen/{annex.public_id}/{act}/").status_code == 404
    assert login(town.mayor).post(f"/arbeit/anlagen/{annex.public_id}/entfernen/").status_code == 403
    assert login(town.council_member).get(address).status_code == 403
    assert titles(paper) == ["Lageplan"]


def test_removal_and_order_only_by_post(login: Login, clerk: User, paper: Paper) -> None:
    annex = make_attachment(paper, by=clerk)
    for act in ("entfernen", "verschieben"):
        assert login(clerk).get(f"/arbeit/anlagen/{annex.public_id}/{act}/").status_code == 405
