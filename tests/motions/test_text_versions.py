"""Fassungen vergleichen: what differs between two issued texts, and that nobody sees more than each of them shows."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import IssuedDocument, Paper, ReadRecord, User
from motions.rules import drafting, successors, text_versions
from motions.rules.clearance import clearance
from motions.rules.differences import compare
from motions.rules.drafting import Draft
from motions.rules.workflow import RELEASE, RESET, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, euro_row, make_attachment, make_paper, make_released, step
from tests.people import Town

SECRET: dict[str, Any] = {"is_public": False, "secrecy_ground": "property"}


def address(paper: Paper, query: str = "") -> str:
    return reverse("paper-versions", args=[paper.slug]) + query


def replaced(paper: Paper, town: Town, draft: Draft, *, annex: str = "") -> Paper:
    """A released Neufassung."""
    with clearance("system"):
        newer = successors.create_successor(paper, "replacement", by=town.clerk, now=timezone.now())
        drafting.save_draft(newer, draft, version=newer.version, by=town.clerk, now=timezone.now())
    if annex:
        make_attachment(newer, by=town.clerk, title=annex, is_public=False)
    return step(step(newer, SUBMIT, by=town.clerk, note="Gewollt."), RELEASE, by=town.mayor)


def parts(client: Client, paper: Paper, query: str = "") -> list[tuple[str, list[tuple[str, str]]]]:
    found = client.get(address(paper, query)).context["parts"]
    return [
        (part.label, [(piece.sort.value, piece.text) for block in part.blocks for piece in block.pieces])
        for part in found
    ]


def documents(paper: Paper) -> list[IssuedDocument]:
    with clearance("system"):
        return list(paper.documents.order_by("release__revision"))


def test_v03_citizens_compare_a_neufassung_with_its_original(town: Town, client: Client) -> None:
    original = make_released(by=town.clerk, signatory="Amt A", financial_rows=[euro_row(year=2026)])
    rows = [consultation(town.organs["Rat"], "deciding", planned_on=dt.date(2027, 5, 5))]
    draft = Draft(
        {"subject": "Neue Bänke am Markt", "signatory": "Amt B"},
        consultations=rows,
        financial_rows=[euro_row(year=2026, expense=Decimal(2000))],
    )
    newer = replaced(original, town, draft)
    for paper in (original, newer):
        found = dict(parts(client, paper))
        assert list(found) == ["Betreff", "Beratungsfolge", "Finanzielle Auswirkungen", "Sachbearbeitung"]
        assert found["Betreff"] == [
            ("same", "Neue Bänke am"),
            ("removed", "Schlossplatz"),
            ("added", "Markt"),
        ]
        assert ("removed", "A") in found["Sachbearbeitung"]
        page = client.get(reverse("public-paper", args=[paper.slug])).content.decode()
        assert f'href="{address(paper)}"' in page


def test_any_two_of_three_texts_are_chosen(town: Town, client: Client) -> None:
    first = make_released(by=town.clerk, subject="Eins")
    second = replaced(first, town, Draft({"subject": "Zwei"}))
    third = replaced(first, town, Draft({"subject": "Drei"}))
    keys = [str(documents(paper)[0].public_id) for paper in (first, second, third)]
    offered = client.get(address(first)).context["form"].fields["alt"].choices
    assert [key for key, _ in offered] == keys[::-1]
    assert offered[-1][1] == f"{first.reference} vom {timezone.localdate():%d.%m.%Y}"
    assert dict(parts(client, second))["Betreff"] == [("removed", "Zwei"), ("added", "Drei")]
    chosen = parts(client, first, f"?alt={keys[0]}&neu={keys[2]}")
    assert dict(chosen)["Betreff"] == [("removed", "Eins"), ("added", "Drei")]
    assert parts(client, first, f"?alt={keys[0]}&neu={keys[0]}") == []


@pytest.mark.parametrize("query", ["?alt=1&neu=x", "?neu=" + "9" * 300, "?alt=a&alt=b"])
def test_what_nobody_offers_is_left_out(town: Town, client: Client, query: str) -> None:
    original = make_released(by=town.clerk)
    newer = replaced(original, town, Draft({"subject": "Anders"}))
    assert parts(client, newer, query) == parts(client, newer)


def test_one_text_alone_is_compared_with_nothing(town: Town, client: Client) -> None:
    paper = make_released(by=town.clerk)
    response = client.get(address(paper))
    assert (response.status_code, "Es gibt nur eine Fassung." in response.content.decode()) == (200, True)
    assert address(paper) not in client.get(reverse("public-paper", args=[paper.slug])).content.decode()


def test_v15_what_was_taken_back_is_compared_by_the_desk_only(
    town: Town, login: Login, client: Client
) -> None:
    paper = make_released(by=town.clerk, subject="Falsch")
    step(paper, RESET, by=town.mayor, note="Fehler")
    with clearance("system"):
        fresh = Paper.objects.get(pk=paper.pk)
        draft = Draft({"subject": "Richtig"})
        drafting.save_draft(fresh, draft, version=fresh.version, by=town.clerk, now=timezone.now())
    released = step(step(paper, SUBMIT, by=town.clerk), RELEASE, by=town.mayor)
    assert "Falsch" not in client.get(address(released)).content.decode()
    assert dict(parts(login(town.clerk), released))["Betreff"] == [
        ("removed", "Falsch"),
        ("added", "Richtig"),
    ]


def test_p06_nobody_sees_more_of_a_text_than_the_text_shows(town: Town, login: Login, client: Client) -> None:
    original = make_released(by=town.clerk)
    newer = replaced(original, town, Draft({"subject": "Anders"}), annex="Geheimes Gutachten")
    (secret,) = [row for row in documents(newer) if row.edition == "internal"]
    for query in ("", f"?neu={secret.public_id}"):
        page = client.get(address(newer, query)).content.decode()
        assert "Geheimes Gutachten" not in page
        assert str(secret.public_id) not in page
    assert "Anlagen" not in dict(parts(client, newer))
    assert dict(parts(login(town.clerk), newer))["Anlagen"] == [("added", "Geheimes Gutachten")]


def test_ds09_comparing_something_secret_is_written_down(town: Town, login: Login) -> None:
    original = make_released(by=town.clerk, **SECRET)
    newer = replaced(original, town, Draft({"subject": "Anders"}))
    login(town.clerk).get(address(newer))
    with clearance("system"):
        rows = ReadRecord.objects.filter(part="Vergleich").order_by("paper")
        assert list(rows.values_list("reader", "paper")) == [
            (town.clerk.pk, original.pk),
            (town.clerk.pk, newer.pk),
        ]


def test_p06_a_secret_or_unfinished_text_is_no_page(town: Town, login: Login, client: Client) -> None:
    secret = make_released(by=town.clerk, **SECRET)
    missing = client.get("/vorlagen/fb-ii-9999-2023/fassungen/")
    for visitor in (client, login(town.outsider)):
        response = visitor.get(address(secret))
        assert response.status_code == 404
    assert client.get(address(secret)).status_code == missing.status_code
    assert make_paper(by=town.clerk).slug is None


def seen_queries(user: User, paper: Paper) -> int:
    with (
        clearance("user", user.pk),
        CaptureQueriesContext(
            connection,
        ) as queries,
    ):
        text_versions.issued_texts(user, paper)
    return len(queries)


def test_many_texts_cost_no_more_queries_than_one(town: Town) -> None:
    paper = make_released(by=town.clerk)
    before = seen_queries(town.clerk, paper)
    for number in range(3):
        replaced(paper, town, Draft({"subject": f"Fassung {number}"}))
    assert seen_queries(town.clerk, paper) == before


def test_texts_too_long_to_be_compared_word_by_word_are_shown_as_a_whole() -> None:
    old, new = (f"<p>{' '.join(f'{word}{number}' for number in range(1100))}</p>" for word in ("a", "b"))
    assert [piece.sort.value for block in compare(old, new) for piece in block.pieces] == ["removed", "added"]
    many = "".join(f"<p>{number}</p>" for number in range(2100))
    assert len(compare(many, many.replace("<p>7</p>", ""))) == 2100 + 2099
