"""Dokument prüfen: published annexes are known by their bytes, prints by their short address (SI-04, P-06)."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Attachment
from motions.rules import short_address
from motions.rules.clearance import clearance

from .council import Council

pytestmark = pytest.mark.django_db
CHECK = "/pruefen/"
UNKNOWN = "Nicht von uns ausgestellt"


def told(client: Client, **sent: str) -> str:
    return str(client.post(CHECK, sent).content.decode())


def attached(council: Council, *, is_public: bool) -> Attachment:
    draft = council.draft()
    annex = council.attach(draft)
    with clearance("system"):
        Attachment.objects.filter(pk=annex.pk).update(is_public=is_public)
    council.release(draft)
    return annex


def test_a_published_annex_is_told_with_its_vorlage(client: Client, council: Council) -> None:
    annex = attached(council, is_public=True)
    page = told(client, sha256=annex.sha256)
    assert "Von uns veröffentlicht und unverändert" in page
    assert annex.title in page
    assert UNKNOWN not in page


def test_p06_of_an_annex_that_is_not_public_nothing_is_told(client: Client, council: Council) -> None:
    annex = attached(council, is_public=False)
    page = told(client, sha256=annex.sha256)
    assert UNKNOWN in page
    assert annex.title not in page


def test_the_short_address_of_a_print_is_typed_as_it_stands_there(client: Client, council: Council) -> None:
    document = council.issued(council.released())
    code = short_address.code(document.public_id)
    address = reverse("document-state", args=[code])
    for typed in (code, f"https://rat.example.org/d/{code}/", f" {code.upper()} "):
        answer = client.post(CHECK, {"code": typed})
        assert answer.status_code == 302
        assert "Dieses Dokument haben wir ausgestellt" in client.get(answer["Location"]).content.decode()
    assert client.post(CHECK, {"code": code})["Location"] == address


def test_a_short_address_that_is_none_is_named_at_its_field(client: Client, council: Council) -> None:
    wrong = client.post(CHECK, {"code": "kurz"})
    assert wrong.status_code == 422
    assert list(wrong.context["form"].errors) == ["code"]
    unknown = client.get(reverse("document-state", args=["0000-0000-0000"]))
    assert (unknown.status_code, "gibt es kein öffentliches Dokument" in unknown.content.decode()) == (
        404,
        True,
    )
