"""Dateien ausliefern: name, kind and headers; who may, and who is written down."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from motions.models import ReadRecord, User
from motions.rules.clearance import clearance

from .council import Council
from .test_public import logged_in, normal

pytestmark = pytest.mark.django_db


def kept(settings: object, digest: str) -> Path:
    """Where the folder of the tests holds a file."""
    return Path(settings.MEDIA_ROOT) / digest[:2] / digest  # type: ignore[attr-defined]


def test_the_pdf_bears_its_reference_as_name_and_is_locked_down(client: Client, council: Council) -> None:
    paper = council.released()
    document = council.issued(paper)
    response = client.get(f"/dokumente/{document.public_id}.pdf")
    assert response.status_code == 200
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == f'inline; filename="vorlage-{paper.slug}.pdf"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert response.headers["Cache-Control"] == "no-cache"
    assert b"".join(response) == f"%PDF-1.7 {paper.reference}".encode()


def test_an_unchanged_pdf_is_not_sent_twice(client: Client, council: Council) -> None:
    document = council.issued(council.released())
    tag = client.get(f"/dokumente/{document.public_id}.pdf").headers["ETag"]
    assert (
        client.get(f"/dokumente/{document.public_id}.pdf", headers={"if-none-match": tag}).status_code == 304
    )


def test_answers_for_a_person_are_stored_nowhere(council: Council) -> None:
    document = council.issued(council.released())
    response = logged_in(council.clerk).get(f"/dokumente/{document.public_id}.pdf")
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in response.headers


@pytest.mark.parametrize(
    ("media_type", "file_name", "shown", "suffix"),
    [
        ("application/pdf", "plan.pdf", "inline", ".pdf"),
        ("image/png", "plan.png", "inline", ".png"),
        ("image/jpeg", "plan.jpeg", "inline", ".jpg"),
        ("text/plain", "plan.txt", "inline", ".txt"),
        ("text/html", "plan.html", "attachment", ".html"),
        ("image/svg+xml", "plan.svg", "attachment", ".svg"),
        ("application/zip", 'böse"\r\nX: y.docx', "attachment", ".docx"),
    ],
)
def test_only_harmless_kinds_open_in_the_browser(
    client: Client, council: Council, media_type: str, file_name: str, shown: str, suffix: str
) -> None:
    draft = council.draft()
    annex = council.attach(draft, title="Übersicht: „Plan“ /../", media_type=media_type, file_name=file_name)
    paper = council.release(draft)
    response = client.get(f"/anlagen/{annex.public_id}/")
    name = f"vorlage-{paper.slug}-ubersicht-plan{suffix}"
    assert response.headers["Content-Disposition"] == f'{shown}; filename="{name}"'
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    if shown == "attachment":
        assert response.headers["Content-Type"] == "application/octet-stream"


def test_files_of_a_secret_paper_do_not_exist_for_strangers(council: Council) -> None:
    draft = council.draft(is_public=False, secrecy_ground="property")
    annex = council.attach(draft)
    document = council.issued(council.release(draft))
    for client in (Client(), logged_in(council.builder), logged_in(council.stranger)):
        for address, missing in (
            (f"/dokumente/{document.public_id}.pdf", "/dokumente/00000000-0000-4000-8000-000000000000.pdf"),
            (f"/anlagen/{annex.public_id}/", "/anlagen/00000000-0000-4000-8000-000000000000/"),
        ):
            there, nowhere = client.get(address), client.get(missing)
            assert (there.status_code, nowhere.status_code) == (404, 404)
            assert normal(there.content, address) == normal(nowhere.content, missing)
            assert set(there.headers) == set(nowhere.headers)


def test_ds09_reading_a_secret_file_is_written_down(council: Council) -> None:
    draft = council.draft(is_public=False, secrecy_ground="property")
    annex = council.attach(draft)
    paper = council.release(draft)
    document = council.issued(paper)
    client = logged_in(council.councillor)
    pdf = client.get(f"/dokumente/{document.public_id}.pdf")
    assert pdf.headers["Content-Disposition"].endswith('-nichtoeffentlich.pdf"')
    assert client.get(f"/anlagen/{annex.public_id}/").status_code == 200
    assert parts_read_by(council.councillor) == [f"Anlage {annex.pk}", "PDF, Fassung 1"]


def test_an_annex_of_a_draft_is_for_the_desk_only(client: Client, council: Council) -> None:
    annex = council.attach(council.draft())
    assert client.get(f"/anlagen/{annex.public_id}/").status_code == 404
    response = logged_in(council.clerk).get(f"/anlagen/{annex.public_id}/")
    assert "-entwurf.txt" in response.headers["Content-Disposition"]


def test_a_pdf_that_is_not_made_yet_does_not_exist(client: Client, council: Council) -> None:
    paper = council.released()
    with clearance("system"):
        document = paper.documents.get()
    assert client.get(f"/dokumente/{document.public_id}.pdf").status_code == 404


def test_i9_a_recorded_but_lost_file_is_told_to_its_reader(client: Client, council: Council) -> None:
    draft = council.draft()
    annex = council.attach(draft)
    with clearance("system"):
        type(annex).objects.filter(pk=annex.pk).update(sha256="0" * 64)
    council.release(draft)
    answer = client.get(f"/anlagen/{annex.public_id}/")
    assert (answer.status_code, "ist nicht lesbar" in answer.content.decode()) == (500, True)


def test_i9_no_byte_of_a_damaged_file_is_delivered(
    client: Client, council: Council, settings: object
) -> None:
    document = council.issued(council.released())
    address, place = f"/dokumente/{document.public_id}.pdf", kept(settings, document.sha256)
    whole = place.read_bytes()
    place.write_bytes(whole[:-1] + b"?")
    damaged = client.get(address)
    place.write_bytes(whole)
    assert (damaged.status_code, "nicht unversehrt" in damaged.content.decode()) == (500, True)
    assert b"".join(client.get(address).streaming_content) == whole  # type: ignore[attr-defined]


def test_numbers_are_simply_not_found(client: Client, council: Council) -> None:
    assert client.get("/dokumente/99999999999999999999999.pdf").status_code == 404
    assert client.get("/anlagen/99999999999999999999999/").status_code == 404


def parts_read_by(user: User) -> list[str]:
    with clearance("system"):
        return sorted(ReadRecord.objects.filter(reader=user).values_list("part", flat=True))
