"""Siegeln in drei Schritten, and "Dokument prüfen": who may, what is said, and what is never said."""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.template.defaultfilters import filesizeformat
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, IssuedDocument, MeetingDocument, Signature, SigningRequest
from motions.rules import (
    document_check,
    documents,
    extracts,
    files,
    meeting_documents,
    signed_versions,
    signing,
    signing_work,
)
from motions.rules.clearance import clearance
from motions.rules.workflow import RESET
from motions.signing import identities
from tests.factories import consultation, make_released, make_submitted, step
from tests.motions.closed_meeting import Scene, make_scene
from tests.motions.test_further_organ import add
from tests.people import Town

from .keys_of_tests import folder, setup
from .orders import ordered, printed, work
from .test_orders import keys_are_set_up

__all__ = ["keys_are_set_up"]
SECRET = "Geheimvogel"


def posted(client: Client, address: str, sent: dict[str, Any]) -> Any:
    return client.post(address, sent)


def page(client: Client, document: IssuedDocument) -> Any:
    return client.get(reverse("document-seal", args=[document.public_id]))


def text(response: Any) -> str:
    return str(response.content.decode())


def checked(client: Client, digest: str) -> str:
    return text(client.post(reverse("document-check"), {"sha256": digest}))


def bytes_of(digest: str) -> bytes:
    with files.fetch(digest) as stored:
        return bytes(stored.read())


def test_si04_the_pages_tell_hash_and_size_of_the_file_that_is_handed_out(
    town: Town, document: IssuedDocument, client: Client
) -> None:
    assert work(ordered(town, document)) is None
    with clearance("system"):
        made = Signature.objects.get()
        pages = [
            reverse("public-paper", args=[document.paper.slug]),
            reverse("paper-detail", args=[document.paper.pk]),
        ]
    client.force_login(town.office)
    for told in (text(client.get(address)) for address in pages):
        assert (made.sha256 in told, document.sha256 in told) == (True, False)
        assert filesizeformat(made.size) in told
    assert "mit Siegel der Stadt" in text(Client().get(pages[0]))


def test_si04_where_a_file_is_sent_the_hash_beside_it_counts_nothing(
    town: Town, document: IssuedDocument, client: Client
) -> None:
    file = SimpleUploadedFile("brief.pdf", b"%PDF-1.7 gefaelscht")
    told = text(client.post(reverse("document-check"), {"file": file, "sha256": document.sha256}))
    assert "Nicht von uns ausgestellt" in told


def test_release_seal_and_export_are_three_interactions(town: Town, client: Client) -> None:
    paper = make_submitted(by=town.clerk)
    client.force_login(town.mayor)
    address = reverse("paper-act", args=[paper.pk, "release"])
    released = posted(client, address, {"version": paper.version, "note": "ok"})
    with clearance("system"):
        made = paper.documents.get()
        documents.make(made.pk, now=timezone.now())
    assert released.url == reverse("document-seal", args=[made.public_id])
    shown = client.get(released.url)
    digest = shown.context["sheet"].version.sha256
    assert digest in text(shown)
    sealed = posted(client, released.url, {"shown": digest})
    with clearance("system"):
        assert work(SigningRequest.objects.get()) is None
    file: Any = client.get(client.get(sealed.url).context["sheet"].url)
    data = b"".join(file.streaming_content)
    assert data.startswith(bytes_of(digest))
    assert len(data) > len(bytes_of(digest))


def test_si04_a_hash_that_is_not_on_the_screen_is_refused(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    client.force_login(town.office)
    address = reverse("document-seal", args=[document.public_id])
    for shown in ("0" * 64, "", "x"):
        assert client.post(address, {"shown": shown}).status_code == 409
    with clearance("system"):
        assert SigningRequest.objects.count() == 0


def test_the_seal_is_for_those_who_may_and_nobody_learns_of_a_secret_document(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    secret = make_released(by=town.clerk, is_public=False, secrecy_ground="property")
    with clearance("system"):
        documents.make(secret.documents.get().pk, now=timezone.now())
        hidden = secret.documents.get()
    answers = {}
    for person in ("clerk", "outsider", "mayor", "office"):
        client.force_login(getattr(town, person))
        answers[person] = (page(client, document).status_code, page(client, hidden).status_code)
    assert answers == {"clerk": (403, 403), "outsider": (403, 404), "mayor": (200, 200), "office": (200, 200)}
    assert client.get(reverse("document-seal", args=[uuid.uuid4()])).status_code == 404
    client.logout()
    assert page(client, document).status_code == 302


def test_si04_a_failed_order_is_visible_with_its_reason_and_can_be_tried_again_or_taken_back(
    town: Town, client: Client, document: IssuedDocument, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = ordered(town, document)
    monkeypatch.delenv("RATSINFO_SIGNING_SECRETS")
    assert work(request) is not None
    with clearance("system"):
        request = SigningRequest.objects.get()
    client.force_login(town.outsider)
    assert client.post(reverse("signing-retry", args=[request.public_id])).status_code == 403
    client.force_login(town.office)
    for shown in (page(client, document), client.get(reverse("background-work"))):
        assert "Dieser Prozess öffnet keine Schlüssel." in text(shown)
    assert client.post(reverse("signing-retry", args=[request.public_id])).status_code == 302
    assert client.post(reverse("signing-cancel", args=[request.public_id])).status_code == 302
    assert client.post(reverse("signing-cancel", args=[request.public_id])).status_code == 302
    with clearance("system"):
        assert SigningRequest.objects.get().cancelled_by == town.office
    assert "Siegel setzen" in text(page(client, document))


def test_a_signer_that_does_not_answer_is_told_with_what_to_do(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    client.force_login(town.office)
    asked_at = timezone.now() - dt.timedelta(minutes=5)
    with clearance("system"):
        signing.seal(document, shown=document.sha256, by=town.mayor, now=asked_at)
    told = text(page(client, document))
    assert "Der Dienst für die Signaturen antwortet nicht" in told
    assert f"wartet seit {timezone.localtime(asked_at):%d.%m.%Y}" in told
    assert "Wenden Sie sich an die Betreuung der Anwendung" in told
    assert "wird gerade gesetzt" not in told
    with clearance("system"):
        assert work(SigningRequest.objects.get()) is None
    assert "antwortet nicht" not in text(page(client, document))


def test_a_new_order_is_told_as_being_carried_out(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    ordered(town, document)
    client.force_login(town.office)
    assert "Das Siegel wird gerade gesetzt." in text(page(client, document))


def test_n08_all_extracts_of_a_meeting_are_sealed_in_one_act(
    town: Town, closed_meeting: Scene, client: Client
) -> None:
    scene = closed_meeting
    with clearance("system"):
        for made in extracts.issue_all(scene.meeting, by=town.office, now=timezone.now()):
            meeting_documents.make(made.pk, now=timezone.now())
        rows = list(MeetingDocument.objects.filter(kind="extract"))
    client.force_login(town.office)
    address = reverse("extracts-seal", args=[scene.meeting.pk])
    shown = {str(row.public_id): row.sha256 for row in rows}
    first = client.get(address)
    assert all(digest in text(first) for digest in shown.values())
    with clearance("system"):
        agenda = AgendaItem.objects.filter(pk__in=[row.item_id for row in rows]).in_order()
        assert [row.item_id for row, _ in first.context["rows"]] == [item.pk for item in agenda]
    wrong = shown | {str(rows[0].public_id): "0" * 64}
    assert client.post(address, wrong).status_code == 409
    with clearance("system"):
        assert SigningRequest.objects.count() == 0
    assert posted(client, address, shown).url == reverse("background-work")
    with clearance("system"):
        for request in SigningRequest.objects.all():
            assert signing_work.fulfil(request.pk, now=timezone.now()) is None
        assert Signature.objects.count() == len(rows) == 3
    assert "kein Auszug zu siegeln" in text(client.get(address))
    assert "Noch kein Dokument ist signiert" not in text(client.get(reverse("background-work")))


def test_one_extract_is_told_as_one_and_none_as_none(town: Town, client: Client) -> None:
    now = timezone.now()
    with clearance("system"):
        scene = make_scene(town)
        made = extracts.issue_all(scene.meeting, by=town.office, now=now)
        assert scene.meeting.events.get(act="issue_extracts").label == "3 Beschlussauszüge gefertigt"
        for row in made:
            meeting_documents.make(row.pk, now=now)
        shown = {
            str(row.public_id): signed_versions.version(row).sha256 for row in MeetingDocument.objects.all()
        }
        assert len(signing.seal_all(made[1:], shown=shown, by=town.office, now=now)) == 2
    client.force_login(town.office)
    address = reverse("extracts-seal", args=[scene.meeting.pk])
    sentences = ("1 Beschlussauszug wird gesiegelt.", "Es ist kein Beschlussauszug mehr zu siegeln.")
    for sentence in sentences:
        assert sentence in text(client.post(address, shown, follow=True))


def test_one_missing_pdf_is_told_as_one(town: Town, client: Client) -> None:
    client.force_login(town.office)
    address = reverse("documents-again")
    assert "Es fehlt kein PDF lange genug." in text(client.post(address, follow=True))
    make_released(by=town.clerk, now=timezone.now() - dt.timedelta(days=1))
    paper = make_released(by=town.clerk)
    assert "1 PDF wird noch einmal versucht." in text(client.post(address, follow=True))
    with clearance("system"):
        paper.documents.update(failure="Ein Bild fehlt.")
    assert "2 PDFs werden noch einmal versucht." in text(client.post(address, follow=True))


def test_the_work_page_asks_the_same_number_of_queries_for_one_and_for_many(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    client.force_login(town.office)
    address = reverse("background-work")
    ordered(town, document)
    make_released(by=town.clerk)
    client.get(address)
    with CaptureQueriesContext(connection) as asked_for_one:
        client.get(address)
    for _ in range(3):
        ordered(town, printed(town))
        make_released(by=town.clerk)
    with CaptureQueriesContext(connection) as asked_for_many:
        client.get(address)
    assert len(asked_for_one) == len(asked_for_many)


# --- Dokument prüfen ----------------------------------------------------------------------------------------


def test_si04_a_public_document_is_named_with_and_without_its_seal(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    assert "trägt kein Siegel und keine elektronische Unterschrift" in checked(client, document.sha256)
    assert work(ordered(town, document)) is None
    with clearance("system"):
        sealed = Signature.objects.get().sha256
    told = checked(client, sealed)
    assert "Von uns ausgestellt und unverändert" in told
    assert str(document.paper.reference) in told
    assert "Elektronisches Siegel gültig" in told
    assert "mit Unterschrift" in checked(client, document.sha256)
    file = SimpleUploadedFile("x.pdf", bytes_of(sealed), "application/pdf")
    assert "Elektronisches Siegel gültig" in text(client.post(reverse("document-check"), {"file": file}))


def test_si04_a_changed_document_is_not_ours(town: Town, client: Client, document: IssuedDocument) -> None:
    changed = io.BytesIO(bytes_of(document.sha256) + b"\n")
    changed.name = "x.pdf"
    assert "Nicht von uns ausgestellt" in text(client.post(reverse("document-check"), {"file": changed}))


def test_si04_an_older_version_names_what_takes_its_place(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    add(document.paper, town)
    with clearance("system"):
        newest = document.paper.documents.get(release__revision=2)
        assert documents.make(newest.pk, now=timezone.now()) is None
    told = document_check.check(document.sha256, viewer=AnonymousUser(), now=timezone.now())
    assert told is not None
    assert told.newer == (
        f"Vorlage {document.paper.reference}, Öffentliche Ausfertigung",
        reverse("document-file", args=[newest.public_id]),
    )
    assert "Es gibt eine neuere Fassung" in checked(client, document.sha256)


def test_p06_of_a_secret_document_nothing_is_told_but_that_it_is_ours(town: Town, client: Client) -> None:
    paper = make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        subject=f"{SECRET} kauft",
        consultations=[consultation(town.organs["HFA"], "deciding", is_public=False)],
    )
    with clearance("system"):
        documents.make(paper.documents.get().pk, now=timezone.now())
        hidden = paper.documents.get()
    assert work(ordered(town, hidden)) is None
    with clearance("system"):
        made = Signature.objects.get()
    for digest in (hidden.sha256, made.sha256):
        for person in (None, town.office):
            if person:
                client.force_login(person)
            told = checked(client, digest)
            assert "nicht öffentlich oder nicht mehr öffentlich" in told
            assert SECRET not in told
            assert str(paper.reference) not in told
            assert str(hidden.public_id) not in told
            is_told = digest == made.sha256 and person is not None
            assert ("Einzelheiten zum Siegel" in told, made.signer in told) == (is_told, is_told)
            assert (f"{timezone.localdate().year} ist nicht öffentlich" in told) == (person is not None)
        client.logout()


def test_p06_what_was_taken_back_is_named_no_more(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    assert work(ordered(town, document)) is None
    with clearance("system"):
        sealed = Signature.objects.get()
    assert "Einzelheiten zum Siegel" in checked(client, sealed.sha256)
    step(document.paper, RESET, by=town.mayor, note="Versehen")
    for digest in (document.sha256, sealed.sha256):
        told = checked(client, digest)
        assert "Dieses Dokument der Stadt ist nicht öffentlich oder nicht mehr öffentlich" in told
        for word in (str(document.paper.reference), sealed.signer, "Unterschrift gültig", "Einzelheiten"):
            assert word not in told


@pytest.mark.parametrize("typed", ["", "abc", "ä" * 64, "0" * 65, "' OR 1=1 --"])
def test_what_is_no_hash_gets_a_sentence(client: Client, db: None, typed: str) -> None:
    assert client.post(reverse("document-check"), {"sha256": typed}).status_code == 422


def test_a_hash_may_be_typed_with_blanks_and_capitals(
    town: Town, client: Client, document: IssuedDocument
) -> None:
    digest = document.sha256.upper()
    assert "Von uns ausgestellt" in checked(client, f" {digest[:32]} {digest[32:]} ")


def test_checking_is_limited(client: Client, db: None) -> None:
    answers = [client.post(reverse("document-check"), {"sha256": "0" * 64}).status_code for _ in range(32)]
    assert (answers[0], answers[-1]) == (200, 429)


def test_a_signature_is_delivered_only_with_keys_of_the_town() -> None:
    assert setup().is_demo
    assert identities.Setup().seal() is None
    assert folder().joinpath("siegel.p12").stat().st_mode & 0o077 == 0
