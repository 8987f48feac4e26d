"""Öffentliche Seiten: what was released, for whom, at what cost."""

from __future__ import annotations

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from motions.models import Paper, ReadRecord
from motions.rules.clearance import clearance
from tests.factories import past_the_guards

from .council import Council

pytestmark = pytest.mark.django_db


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def normal(body: bytes, address: str) -> str:
    """An answer without what differs from request to request: nonce, form token, the address asked for."""
    text = body.decode().replace(address, "ADDRESS")
    text = re.sub(r'nonce="[^"]*"', "", text)
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", text)


def logged_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


# --- what is shown -----------------------------------------------------------------------------------------


def test_the_page_shows_what_was_released_and_not_the_row_of_today(client: Client, council: Council) -> None:
    paper = council.released("Neue Spielgeräte", plain_words="Die Stadt kauft Schaukeln.")
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(statement="<p>heimlich geändert</p>")
    body = page(client, f"/vorlagen/{paper.slug}/")
    assert "Neue Spielgeräte" in body
    assert "Die Stadt kauft Schaukeln." in body
    assert "Der Rat beschließt:" in body
    assert "Die alten Geräte sind morsch." in body
    assert "heimlich geändert" not in body


def test_the_pdf_is_announced_until_it_is_made(client: Client, council: Council) -> None:
    paper = council.released()
    address = f"/vorlagen/{paper.slug}/"
    assert "PDF wird gerade erstellt" in page(client, address)
    document = council.issued(paper)
    body = page(client, address)
    assert f"/dokumente/{document.public_id}.pdf" in body
    assert document.sha256 in body


def test_v03_a_replaced_paper_stays_readable_and_names_its_successor(
    client: Client, council: Council
) -> None:
    paper = council.released()
    successor = council.replace(paper)
    old, new = page(client, f"/vorlagen/{paper.slug}/"), page(client, f"/vorlagen/{successor.slug}/")
    assert "Diese Vorlage ist ersetzt" in old
    assert f"/vorlagen/{successor.slug}/" in old
    assert f"/vorlagen/{paper.slug}/" in new


# --- who may read ------------------------------------------------------------------------------------------


def test_a_stranger_cannot_tell_a_secret_paper_from_a_missing_one(client: Client, council: Council) -> None:
    secret, draft = council.secret(), council.draft()
    for user in (None, council.builder):
        client = logged_in(user) if user else Client()
        there, missing = f"/vorlagen/{secret.slug}/", "/vorlagen/fb-ii-9999-2020/"
        first, second = client.get(there), client.get(missing)
        assert (first.status_code, second.status_code) == (404, 404)
        assert normal(first.content, there) == normal(second.content, missing)
        assert set(first.headers) == set(second.headers)
    assert draft.slug is None


def test_a_secret_paper_is_in_no_list_no_search_and_no_count(client: Client, council: Council) -> None:
    council.released("Neue Spielgeräte")
    secret = council.secret("Verkauf eines Grundstücks")
    for address in (
        "/",
        "/vorlagen/",
        "/vorlagen/?q=Grundst%C3%BCcks",
        f"/vorlagen/?q={secret.reference_number}",
        "/vorlagen/?gremium=rat",
        "/gremien/rat/",
    ):
        body = page(client, address)
        assert "Verkauf eines Grundstücks" not in body, address
        assert str(secret.slug) not in body, address
    assert "1 Vorlage" in page(client, "/vorlagen/")
    assert "0 Vorlagen" in page(client, "/vorlagen/?q=Grundst%C3%BCcks")


def test_p09_members_of_the_council_read_it_and_are_written_down(council: Council) -> None:
    secret = council.secret()
    client = logged_in(council.councillor)
    body = page(client, f"/vorlagen/{secret.slug}/")
    assert "Nichtöffentlich" in body
    assert "Verkauf eines Grundstücks" in page(client, "/vorlagen/")
    with clearance("system"):
        rows = list(ReadRecord.objects.values_list("reader", "paper", "part"))
    assert rows == [(council.councillor.pk, secret.pk, "Vorlage")]


def test_reading_a_public_paper_is_not_written_down(council: Council) -> None:
    paper = council.released()
    page(logged_in(council.councillor), f"/vorlagen/{paper.slug}/")
    with clearance("system"):
        assert ReadRecord.objects.count() == 0


def test_a_withdrawn_paper_is_gone_at_once(client: Client, council: Council) -> None:
    draft = council.draft()
    annex = council.attach(draft)
    paper = council.release(draft)
    document = council.issued(paper)
    addresses = [
        f"/vorlagen/{paper.slug}/",
        f"/dokumente/{document.public_id}.pdf",
        f"/anlagen/{annex.public_id}/",
    ]
    tags = [client.get(address).headers.get("ETag", "") for address in addresses]
    council.withdraw(paper)
    for address, tag in zip(addresses, tags, strict=True):
        assert client.get(address, headers={"if-none-match": tag}).status_code == 404, address
    assert "0 Vorlagen" in page(client, "/vorlagen/")


def test_an_internal_annex_is_neither_listed_nor_counted_for_citizens(
    client: Client, council: Council
) -> None:
    draft = council.draft()
    council.attach(draft, title="Gutachten", is_public=False)
    paper = council.release(draft)
    address = f"/vorlagen/{paper.slug}/"
    assert "Gutachten" not in page(client, address)
    assert "Anlagen" not in page(client, address)
    assert "Gutachten" in page(logged_in(council.councillor), address)


# --- list --------------------------------------------------------------------------------------------------


def test_filters_narrow_the_list_and_can_be_removed_one_by_one(client: Client, council: Council) -> None:
    council.released("Neue Spielgeräte im Park")
    council.released("Umbau der Schule", organs=(council.building, council.rat))
    body = page(client, "/vorlagen/?q=park+neue&gremium=hfa")
    assert "Neue Spielgeräte im Park" in body
    assert "Umbau der Schule" not in body
    assert "?gremium=hfa" in body
    assert "Umbau der Schule" in page(client, "/vorlagen/?gremium=apbk")
    assert "Umbau der Schule" not in page(client, "/vorlagen/?jahr=1999&gremium=hfa")


@pytest.mark.parametrize(
    "query",
    [
        "seite=0", "seite=-1", "seite=99999999999999999999", "seite=abc", "seite=" + "9" * 5000,
        "jahr=abc", "jahr=99999", "jahr=%00", "art=%00", "gremium=%00", "q=%00", "q=%25", "q=_", "q=%FF",
        "q=" + "x" * 5000, "q=999999999999999999999", "gremium=' OR 1=1", "q=%ED%A0%80", "q=a&q=b",
        "unbekannt=1",
    ],
)  # fmt: skip
def test_hostile_filters_are_left_out(client: Client, council: Council, query: str) -> None:
    assert client.get(f"/vorlagen/?{query}").status_code in (200, 400)


def test_words_too_long_to_search_for_find_nothing(client: Client, council: Council) -> None:
    council.released()
    body = page(client, "/vorlagen/?q=" + "x" * 91)
    assert ("0 Vorlagen" in body, "Keine Vorlage passt dazu." in body) == (True, True)
    assert "1 Vorlage<" in page(client, "/vorlagen/")


def test_a_long_list_asks_as_often_as_a_list_of_one_and_shows_25_papers_on_a_page(council: Council) -> None:
    client = logged_in(council.councillor)
    addresses = ("/", "/vorlagen/", "/gremien/rat/", "/mein/")
    council.released("Vorlage 0")
    few = [queries(client, address) for address in addresses]
    for number in range(1, 27):
        council.released(f"Vorlage {number}")
    assert [queries(client, address) for address in addresses] == few
    assert page(Client(), "/vorlagen/").count('class="paper-row"') == 25
    assert page(Client(), "/vorlagen/?seite=2").count('class="paper-row"') == 2


def queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return len(asked)


# --- the other pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["/", "/vorlagen/", "/gremien/", "/gremien/rat/", "/hilfe/", "/barrierefreiheit/",
     "/barrierefreiheit/melden/", "/impressum/", "/datenschutz/"],
)  # fmt: skip
def test_public_pages_open_for_everybody_even_in_an_empty_town(
    client: Client, council: Council, address: str
) -> None:
    assert "<h1>" in page(client, address)


def test_an_organ_shows_who_sits_there_today(client: Client, council: Council) -> None:
    body = page(client, "/gremien/rat/")
    assert "Ada Rat" in body
    assert client.get("/gremien/unbekannt/").status_code == 404


def test_after_the_login_everybody_starts_at_the_right_place(council: Council) -> None:
    council.released()
    assert logged_in(council.clerk).get("/start/").headers["Location"] == "/arbeit/"
    assert logged_in(council.councillor).get("/start/").headers["Location"] == "/mein/"
    assert Client().get("/start/").headers["Location"].startswith("/konto/login/")


def test_p08_a_member_finds_the_papers_of_the_own_organs(council: Council) -> None:
    council.released("Neue Spielgeräte")
    council.secret("Vergabe Dachdecker", organs=(council.building,))
    body = page(logged_in(council.builder), "/mein/vorlagen/")
    assert "Vergabe Dachdecker" in body
    assert "Neue Spielgeräte" not in body


def test_a_barrier_is_reported_by_mail(client: Client, council: Council) -> None:
    sent = client.post(
        "/barrierefreiheit/melden/",
        {"description": "Die Tabelle ist leer.", "address": "/", "email": "a@example.org"},
    )
    assert sent.status_code == 302
    assert [message.to for message in mail.outbox] == [["rat@example.org"]]
    assert mail.outbox[0].reply_to == ["a@example.org"]
    assert "Die Tabelle ist leer." in str(mail.outbox[0].body)


@pytest.mark.parametrize(
    "typed",
    [
        {"description": ""},
        {"description": "x", "email": "keine"},
        {"description": "x", "email": "a@b.de\nBcc: c@d.de"},
    ],
)
def test_an_incomplete_report_comes_back_with_422(
    client: Client, council: Council, typed: dict[str, str]
) -> None:
    response = client.post("/barrierefreiheit/melden/", typed)
    assert response.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in response.content.decode()
    assert mail.outbox == []


def test_a_program_that_fills_in_everything_sends_nothing(client: Client, council: Council) -> None:
    response = client.post(
        "/barrierefreiheit/melden/", {"description": "Kaufen Sie!", "homepage": "https://x.example"}
    )
    assert response.status_code == 302
    assert mail.outbox == []
