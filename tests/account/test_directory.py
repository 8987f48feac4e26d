"""Mit dem Konto der Stadt: the directory opens accounts that are there, and makes none (security.md 3)."""

import os
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import pytest
from allauth.socialaccount.models import SocialAccount
from django.test import Client, override_settings
from django.urls import reverse

from hueckeswagen_ratsinfo.environment import town_directory
from motions.models import User
from tests.account.people import code_of, with_second_factor
from tests.account.town_directory import TownDirectory

pytestmark = pytest.mark.django_db


@pytest.fixture
def directory() -> Iterator[TownDirectory]:
    """A directory that answers, and a house that knows it."""
    found = TownDirectory()
    with configured(found):
        yield found
    found.stop()


def configured(directory: TownDirectory, *domains: str) -> override_settings:
    with patch.dict(os.environ, directory.settings(*domains)):
        entry = town_directory(production=False)
    return override_settings(DIRECTORY=entry, SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": [entry]}})


def come_back(client: Client, answer: dict[str, str]) -> Any:
    return client.get(reverse("openid_connect_callback", args=["verzeichnis"]), answer)


def log_in(client: Client, directory: TownDirectory, **claims: object) -> Any:
    directory.claims = claims
    begun = client.post(reverse("directory-login"), {"next": "/arbeit/"})
    assert begun["Location"].startswith(f"{directory.issuer}/anmelden?")
    return come_back(client, directory.visit(begun["Location"]))


def who(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_whose_confirmed_address_has_an_account_comes_in(
    client: Client, directory: TownDirectory, clerk: User
) -> None:
    secret = with_second_factor(clerk)
    arrived = log_in(client, directory, email=clerk.email.upper(), email_verified=True)
    assert (arrived["Location"], who(client)) == (reverse("mfa_authenticate"), None)
    inside = client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert (inside["Location"], who(client)) == ("/arbeit/", str(clerk.pk))
    assert SocialAccount.objects.count() == 0


@pytest.mark.parametrize(
    ("domains", "comes_in"), [((), False), (("example.org",), True), (("anderswo.example",), False)]
)
def test_an_address_counts_if_it_is_confirmed_or_of_a_domain_of_the_town(
    client: Client, directory: TownDirectory, clerk: User, domains: tuple[str, ...], comes_in: bool
) -> None:
    clerk.email = "s.schiefer@example.org"
    clerk.save(update_fields=["email"])
    with configured(directory, *domains):
        page = log_in(client, directory, email=clerk.email)
    assert (who(client) == str(clerk.pk)) is comes_in
    assert comes_in or "gibt es hier kein Konto" in page.content.decode()


def test_a_stranger_gets_no_account(client: Client, directory: TownDirectory, clerk: User) -> None:
    before = User.objects.count()
    page = log_in(client, directory, email="niemand@example.org", email_verified=True)
    assert "gibt es hier kein Konto" in page.content.decode()
    assert (User.objects.count(), who(client)) == (before, None)


def test_an_account_that_is_closed_stays_closed(
    client: Client, directory: TownDirectory, clerk: User
) -> None:
    clerk.is_active = False
    clerk.save(update_fields=["is_active"])
    arrived = log_in(client, directory, email=clerk.email, email_verified=True)
    assert (arrived["Location"], who(client)) == (reverse("account_inactive"), None)


def test_a_token_for_another_application_opens_nothing(
    client: Client, directory: TownDirectory, clerk: User
) -> None:
    directory.audience = "lohnabrechnung"
    page = log_in(client, directory, email=clerk.email, email_verified=True)
    assert (page.status_code, who(client)) == (401, None)
    assert "Die Anmeldung ist nicht gelungen" in page.content.decode()


def test_what_another_browser_began_is_not_finished_here(
    client: Client, directory: TownDirectory, clerk: User
) -> None:
    directory.claims = {"email": clerk.email, "email_verified": True}
    begun = Client().post(reverse("directory-login"))
    page = come_back(client, directory.visit(begun["Location"]))
    assert (page.status_code, who(client)) == (401, None)


def test_an_answer_of_the_directory_holds_once(client: Client, directory: TownDirectory, clerk: User) -> None:
    directory.claims = {"email": clerk.email, "email_verified": True}
    answer = directory.visit(client.post(reverse("directory-login"))["Location"])
    assert come_back(client, answer).status_code == 302
    client.logout()
    assert (come_back(client, answer).status_code, who(client)) == (401, None)


def test_afterwards_it_leads_to_pages_of_this_house_only(
    client: Client, directory: TownDirectory, clerk: User
) -> None:
    directory.claims = {"email": clerk.email, "email_verified": True}
    begun = client.post(reverse("directory-login"), {"next": "https://boese.example/"})
    arrived = come_back(client, directory.visit(begun["Location"]))
    assert arrived["Location"] == reverse("start")


def test_a_directory_out_of_order_is_said(client: Client, directory: TownDirectory) -> None:
    directory.answers = False
    page = client.post(reverse("directory-login"))
    assert (page.status_code, who(client)) == (503, None)
    assert "Die Anmeldung der Stadt antwortet nicht" in page.content.decode()


def test_a_directory_that_fails_on_the_way_back_is_said(
    client: Client, directory: TownDirectory, clerk: User
) -> None:
    directory.claims = {"email": clerk.email, "email_verified": True}
    answer = directory.visit(client.post(reverse("directory-login"))["Location"])
    directory.answers = False
    page = come_back(client, answer)
    assert (page.status_code, who(client)) == (503, None)


def test_who_turns_back_is_told_that_nothing_has_happened(client: Client, directory: TownDirectory) -> None:
    answer = directory.visit(client.post(reverse("directory-login"))["Location"])
    turned = come_back(client, {"state": answer["state"], "error": "access_denied"})
    assert "Sie haben die Anmeldung abgebrochen" in client.get(turned["Location"]).content.decode()


def test_the_login_page_offers_it_where_there_is_one(client: Client, directory: TownDirectory) -> None:
    offered = "Anmelden mit: Konto der Stadt"
    assert offered in client.get(reverse("account_login")).content.decode()
    with override_settings(DIRECTORY=None, SOCIALACCOUNT_PROVIDERS={"openid_connect": {"APPS": []}}):
        assert offered not in client.get(reverse("account_login")).content.decode()
        assert client.post(reverse("directory-login")).status_code == 404
        assert come_back(client, {}).status_code == 404
