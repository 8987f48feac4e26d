"""Stammdaten und schlechte Eingaben: the admin answers with a sentence, and no rule meets what it cannot use."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.test import Client

from motions.models import Bylaw, User
from tests.conftest import Login
from tests.people import Town

HOME = "/verwaltung/stammdaten/"
MODELS = (
    *("appointment", "bylaw", "legislativeterm", "membership", "organization", "papertemplate", "papertype"),
    *("person", "substitutemembership", "substitution", "unit", "user"),
)


@pytest.fixture
def desk(login: Login, administrator: User) -> Client:
    return login(administrator)


def statuses(desk: Client, *addresses: str) -> set[int]:
    return {desk.get(HOME + address).status_code for address in addresses}


def test_lists_take_any_question(desk: Client) -> None:
    queries = (
        "q=" + "x" * 5_000,
        "p=" + "9" * 40,
        "p=-1",
        "p=x",
        "o=9.9.-9",
        "o=x",
        "e=1",
        "id__exact=" + "9" * 40,
    )
    asked = [f"motions/{model}/?{query}" for model in ("user", "bylaw") for query in queries]
    assert statuses(desk, *asked) == {200}
    refused = ("id__in=a,b", "foo=bar", "unit__id__exact=x", "is_active__exact=7", "password__startswith=a")
    assert statuses(desk, *(f"motions/appointment/?{query}" for query in refused)) == {302}
    garbled = ("office__exact=%00", "q=%00", "_changelist_filters=%00")
    assert statuses(desk, *(f"motions/appointment/?{query}" for query in garbled)) == {400}


def test_rows_that_do_not_exist_lead_back(desk: Client) -> None:
    for row in ("0", "9" * 40, "x" * 5_000, "_5F"):
        assert statuses(desk, f"motions/unit/{row}/change/", f"motions/unit/{row}/history/") == {302}
    assert statuses(desk, "motions/unit/%00/change/") == {400}
    assert statuses(desk, "r/1/1/", "r/x/y/") == {302}
    assert statuses(desk, "autocomplete/", "autocomplete/?app_label=x&model_name=y&field_name=z") == {403}


def test_actions_on_garbled_rows_are_not_understood(desk: Client, clerk: User) -> None:
    for chosen in ("abc", "\x00", "-1"):
        for model, action in (("user", "send_link"), ("papertemplate", "delete_selected")):
            sent = {"action": action, "_selected_action": [chosen]}
            assert desk.post(f"{HOME}motions/{model}/", sent).status_code == 400, (chosen, model)


def test_whatever_is_typed_into_every_field_is_refused_or_stored(desk: Client) -> None:
    for typed in ("[" * 5_000, "9" * 40):
        for name in MODELS:
            fields = [field.name for field in apps.get_model("motions", name)._meta.fields]
            answer = desk.post(f"{HOME}motions/{name}/add/", dict.fromkeys(fields, typed))
            assert answer.status_code in (200, 302), name


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        ("town.email", '"a@b.de\\nBcc: c@d.de"', "Geben Sie eine E-Mail-Adresse in Anführungszeichen ein"),
        *[
            (key, value, "Geben Sie Texte in Anführungszeichen ein, Zahlen ohne Punkt und Einheit.")
            for key, value in (
                ("co_signature.treasurer_from", "1e400"),
                ("co_signature.treasurer_from", "NaN"),
                ("co_signature.treasurer_from", "-Infinity"),
                ("co_signature.treasurer_from", "9" * 4_500),
                ("paper.impacts_required_for", "[" * 5_000),
                ("town.name", '"\\ud800"'),
                ("town.name", '"\\u0000"'),
            )
        ],
    ],
)
def test_what_the_database_cannot_store_is_a_typing_error(
    desk: Client, town: Town, key: str, value: str, sentence: str
) -> None:
    Bylaw.objects.filter(key=key).delete()
    sent = {"key": key, "value": value, "source": "Test", "starts_on": "2020-01-01"}
    answer = desk.post(f"{HOME}motions/bylaw/add/", sent)
    form = answer.context["adminform"].form
    assert [text[: len(sentence)] for text in form.errors["value"]] == [sentence]
    assert form["value"].value() == value
