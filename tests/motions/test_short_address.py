"""SI-04, P-06: each public document carries an address that tells its state; nothing else has one."""

from __future__ import annotations

import io
import uuid
from typing import Any

import pikepdf
import pytest
import segno
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import IssuedDocument, MeetingDocument, Paper
from motions.models.choices import MeetingDocumentKind
from motions.pdf.check_mark import check_mark
from motions.rules import documents, extracts, meeting_documents, short_address
from motions.rules.clearance import clearance
from motions.rules.workflow import RESET
from tests.factories import consultation, make_released, step
from tests.motions.closed_meeting import make_scene
from tests.motions.pdf.contents import SHORT, made
from tests.motions.pdf.judges import faults, printed, verdicts, words
from tests.motions.test_further_organ import add
from tests.people import Town

ADDRESS = "https://rat.example"
CHECKED = made(SHORT, check_url=f"{ADDRESS}/d/k7m3-9xq2-vt4d/")
SECRET = "Geheimvogel"


@pytest.fixture(autouse=True)
def town_has_an_address(settings: Any) -> None:
    settings.PUBLIC_ADDRESS = ADDRESS


def issued(paper: Paper) -> IssuedDocument:
    with clearance("system"):
        found = paper.documents.select_related("paper").get()
        assert documents.make(found.pk, now=timezone.now()) is None
        return IssuedDocument.objects.select_related("paper").get(pk=found.pk)


def secret_paper(town: Town) -> Paper:
    return make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        subject=f"{SECRET} kauft",
        consultations=[consultation(town.organs["HFA"], "deciding", is_public=False)],
    )


def state(client: Client, public_id: uuid.UUID) -> Any:
    return client.get(reverse("document-state", args=[short_address.code(public_id)]))


def test_a_code_stands_for_the_ids_that_begin_with_it() -> None:
    public_id = uuid.UUID("3f2b8c1d-9e4a-4b6f-8123-456789abcdef")
    code = short_address.code(public_id)
    assert code == "7wnr-r7cy-995p"
    assert short_address.ids(code) == (
        uuid.UUID("3f2b8c1d-9e4a-4b60-0000-000000000000"),
        uuid.UUID("3f2b8c1d-9e4a-4b6f-ffff-ffffffffffff"),
    )


@pytest.mark.parametrize("typed", ["01AB-CDEF-GHJK", "oiab cdef ghjk", "olabcdefghjk"])
def test_a_code_typed_from_paper_is_understood(typed: str) -> None:
    assert short_address.ids(typed) == short_address.ids("01ab-cdef-ghjk")


@pytest.mark.parametrize("typed", ["-", "abc", "u" * 12, "ä" * 12, "0" * 13, "٣" * 12])
def test_what_is_no_code_is_not_there(client: Client, db: None, typed: str) -> None:
    assert short_address.ids(typed) is None
    assert client.get(f"/d/{typed}/").status_code == 404


def test_the_picture_is_the_address_and_always_the_same() -> None:
    address = CHECKED["check_url"]
    assert check_mark(address) == check_mark(address)
    expected = io.BytesIO()
    segno.make_qr(address, error="m").save(expected, kind="svg", border=0, xmldecl=False, nl=False)
    assert check_mark(address) == expected.getvalue()


def test_d03_a_document_with_its_code_is_valid_and_the_code_has_words() -> None:
    data = printed(CHECKED)
    assert faults(data) == []
    assert verdicts(data) == {"3a": True, "ua1": True}
    with pikepdf.open(io.BytesIO(data)) as document:
        figures = [
            str(row["/Alt"])
            for row in document.objects
            if isinstance(row, pikepdf.Dictionary) and row.get("/S") == "/Figure"
        ]
    assert figures == ["QR-Code mit der Adresse, unter der dieses Dokument geprüft werden kann"]
    assert CHECKED["check_url"] in words(data)[0]


def test_si04_a_public_paper_carries_the_address_of_its_state(town: Town, client: Client) -> None:
    document = issued(make_released(by=town.clerk))
    code = short_address.code(document.public_id)
    assert document.content["check_url"] == f"{ADDRESS}/d/{code}/"
    told = state(client, document.public_id)
    assert told.status_code == 200
    page = told.content.decode()
    assert f"Vorlage {document.paper.reference}, Öffentliche Ausfertigung" in page
    assert "Das ist die neueste Fassung." in page
    assert "trägt kein Siegel und keine elektronische Unterschrift" in page


def test_si04_the_old_version_names_the_new_one(town: Town, client: Client) -> None:
    document = issued(make_released(by=town.clerk))
    add(document.paper, town)
    with clearance("system"):
        newest = document.paper.documents.get(release__revision=2)
        assert documents.make(newest.pk, now=timezone.now()) is None
    assert newest.content["check_url"].endswith(f"/d/{short_address.code(newest.public_id)}/")
    page = state(client, document.public_id).content.decode()
    assert "Es gibt eine neuere Fassung" in page
    assert reverse("document-file", args=[newest.public_id]) in page


def test_p06_a_secret_document_has_no_code_and_its_address_is_not_there(town: Town, client: Client) -> None:
    hidden = issued(secret_paper(town))
    assert "check_url" not in hidden.content
    unknown = state(client, uuid.uuid4())
    answered = state(client, hidden.public_id)
    assert (answered.status_code, answered.content) == (404, unknown.content)
    assert dict(answered.headers) == dict(unknown.headers)
    client.force_login(town.office)
    assert state(client, hidden.public_id).status_code == 404


def test_p06_secret_and_unknown_cost_the_same_queries(town: Town, client: Client) -> None:
    hidden = issued(secret_paper(town))
    asked = []
    for public_id in (uuid.uuid4(), hidden.public_id):
        with CaptureQueriesContext(connection) as queries:
            assert state(client, public_id).status_code == 404
        asked.append([row["sql"] for row in queries.captured_queries if "public_id" in row["sql"]])
    assert len(asked[0]) == len(asked[1]) == 3


def test_p06_what_was_taken_back_is_not_there_any_more(town: Town, client: Client) -> None:
    document = issued(make_released(by=town.clerk))
    assert state(client, document.public_id).status_code == 200
    step(document.paper, RESET, by=town.mayor, note="Versehen")
    assert state(client, document.public_id).status_code == 404


def test_asking_for_the_state_is_limited(client: Client, db: None) -> None:
    answers = [state(client, uuid.uuid4()).status_code for _ in range(62)]
    assert (answers[0], answers[-1]) == (404, 429)


def test_si04_of_a_meeting_only_public_editions_carry_a_code(town: Town, client: Client) -> None:
    with clearance("system"):
        scene = make_scene(town)
        extracts.issue_all(scene.meeting, by=town.office, now=timezone.now())
        rows = list(MeetingDocument.objects.filter(meeting=scene.meeting))
        kinds = {(row.kind, row.edition, "check_url" in row.content) for row in rows}
        made_one = next(row for row in rows if row.edition == "public" and row.kind == "extract")
        assert meeting_documents.make(made_one.pk, now=timezone.now()) is None
        title = f"Beschlussauszug Ö 1, Fassung 1, {scene.meeting}"
    assert kinds == {
        ("agenda", "public", True),
        ("agenda", "internal", False),
        ("extract", "public", True),
        ("extract", "internal", False),
    }
    page = state(client, made_one.public_id).content.decode()
    assert title in page


def test_n01_minutes_are_not_there_before_their_publication(town: Town, client: Client) -> None:
    with clearance("system"):
        scene = make_scene(town)
        document = meeting_documents.freeze(
            scene.meeting,
            MeetingDocumentKind.MINUTES,
            edition="public",
            content=made(SHORT),
            now=timezone.now(),
        )
        meeting_documents.make(document.pk, now=timezone.now())
    assert "check_url" in document.content
    assert state(client, document.public_id).status_code == 404
    with clearance("system"):
        MeetingDocument.objects.filter(pk=document.pk).update(published_at=timezone.now())
    assert state(client, document.public_id).status_code == 200


def test_si04_a_demo_leads_to_itself_and_a_town_without_address_to_nowhere(settings: Any) -> None:
    public_id = uuid.UUID("3f2b8c1d-9e4a-4b6f-8123-456789abcdef")
    settings.PUBLIC_ADDRESS, settings.LOCAL_ADDRESS = "", "http://localhost:8000"
    settings.DEMO = True
    assert short_address.printed(public_id, "public") == {
        "check_url": "http://localhost:8000/d/7wnr-r7cy-995p/"
    }
    assert short_address.printed(public_id, "internal") == {}
    settings.DEMO = False
    assert short_address.printed(public_id, "public") == {}
