"""Ein Monat ohne Ortsrecht (G-01): the page says which value is missing and who enters it where."""

import pytest
from django.urls import reverse

from motions.models import Bylaw
from tests.conftest import Login
from tests.people import Town, person_of
from tests.sittings import text_of

LONG_AGO = (2001, 1)


def test_g01_a_month_before_any_local_law_says_what_is_missing(town: Town, login: Login) -> None:
    page = login(town.office).get(reverse("fee-month", args=LONG_AGO))
    words = text_of(page)
    assert page.status_code == 422
    assert "Für „fees.model“ ist am 01.01.2001 kein Wert hinterlegt." in words
    assert "das Sitzungsgeld je Sitzung („fees.meeting“)" in words
    assert "Eintragen kann sie, wer die Stammdaten pflegt" in words


def test_g01_only_what_is_missing_is_named(town: Town, login: Login) -> None:
    Bylaw.objects.filter(key="fees.meeting").update(starts_on="2001-01-01")
    words = text_of(login(town.office).get(reverse("fee-month", args=LONG_AGO)))
    assert ("fees.meeting" in words, "fees.partial" in words) == (False, True)


@pytest.mark.parametrize("is_posted", [False, True])
def test_g01_its_statements_lead_to_that_page(town: Town, login: Login, is_posted: bool) -> None:
    client, month = login(town.office), reverse("fee-month", args=LONG_AGO)
    close, person = reverse("fee-month-close", args=LONG_AGO), person_of(town.council_member).pk
    answer = (
        client.post(close) if is_posted else client.get(reverse("fee-statement", args=[*LONG_AGO, person]))
    )
    assert (answer.status_code, answer["Location"]) == (302, month)
