"""Pages and mails of the account say "Sie", name the town, and lead to no sign-up."""

import re
from html import unescape

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core import mail
from django.test import Client
from django.urls import reverse

from motions.models import User
from tests.account.people import PASSWORD, one_time_link, with_password, with_second_factor

FAMILIAR = re.compile(r"\b(du|dich|dir|dein\w*|gib|bitte (gib|versuche|melde|lass))\b", re.IGNORECASE)


def words_of(page: bytes) -> str:
    """What is read, without what only programs see."""
    text = re.sub(r"<(script|style)\b.*?</\1>", " ", page.decode(), flags=re.DOTALL)
    return unescape(re.sub(r"<[^>]+>", " ", text))


def test_the_mail_with_the_link_names_the_town(clerk: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": clerk.email})
    (message,) = mail.outbox
    assert message.subject == "Ratsinformation Hückeswagen: Passwort setzen"
    body = str(message.body)
    assert FAMILIAR.findall(body) == []
    assert [line for line in body.splitlines() if "testserver" in line] == [
        f"http://testserver{one_time_link()}"
    ]
    assert body.endswith("Ratsinformation der Schloss-Stadt Hückeswagen")


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_login", "Anmelden"),
        ("account_reset_password", "Passwort vergessen"),
        ("account_reset_password_done", "Sehen Sie in Ihrem Postfach nach"),
        ("account_reset_password_from_key_done", "Ihr Passwort ist gesetzt"),
        ("account_inactive", "Ihr Konto ist gesperrt"),
    ],
)
def test_pages_before_the_login_say_sie(client: Client, db: None, name: str, title: str) -> None:
    page = client.get(reverse(name)).content
    assert f"<h1>{title}</h1>" in page.decode()
    assert FAMILIAR.findall(words_of(page)) == []
    assert "signup" not in page.decode()


def test_a_forgotten_password_is_asked_about_behind_the_fields(client: Client, db: None) -> None:
    page = client.get(reverse("account_login")).content.decode()
    link = f'href="{reverse("account_reset_password")}"'
    assert page.count(link) == 1
    assert page.index('name="password"') < page.index(link)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("account_change_password", "Passwort ändern"),
        ("account_reauthenticate", "Sind Sie es noch?"),
        ("mfa_index", "Anmeldung in zwei Schritten"),
        ("mfa_deactivate_totp", "Authenticator-App abmelden"),
        ("mfa_view_recovery_codes", "Notfallcodes"),
        ("mfa_generate_recovery_codes", "Neue Notfallcodes erzeugen"),
    ],
)
def test_pages_of_the_account_say_sie(clerk: User, client: Client, name: str, title: str) -> None:
    with_second_factor(with_password(clerk))
    client.force_login(clerk)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    client.get(reverse("mfa_generate_recovery_codes"))
    client.post(reverse("mfa_generate_recovery_codes"))
    page = client.get(reverse(name)).content
    assert f"<h1>{title}</h1>" in page.decode()
    assert FAMILIAR.findall(words_of(page)) == []


def test_a_dead_link_says_what_to_do(client: Client, db: None) -> None:
    page = client.get("/konto/password/reset/key/1-abc-def/").content.decode()
    assert "<h1>Der Link gilt nicht mehr</h1>" in page
    assert f'href="{reverse("account_reset_password")}"' in page


def test_two_different_passwords_are_refused_politely(clerk: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": clerk.email})
    form = client.get(one_time_link()).headers["Location"]
    page = client.post(form, {"password1": PASSWORD, "password2": PASSWORD + "!"}).content
    assert "Geben Sie beide Male dasselbe Passwort ein." in words_of(page)
    assert FAMILIAR.findall(words_of(page)) == []


def test_codes_are_handed_out_as_a_text_to_whoever_has_just_proved_to_be_there(
    clerk: User, client: Client
) -> None:
    with_second_factor(with_password(clerk))
    client.force_login(clerk)
    RecoveryCodes.activate(clerk)
    address = reverse("mfa_download_recovery_codes")
    assert client.get(address).headers["Location"].startswith(reverse("account_reauthenticate"))
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    codes = client.get(address).content.decode().split()
    assert set(RecoveryCodes.activate(clerk).get_unused_codes()) <= set(codes)
