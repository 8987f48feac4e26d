"""From the one-time link to the desk, as in production: nobody is in the demo here."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.conf import settings
from django.test import Client
from django.urls import NoReverseMatch, reverse

from motions.models import User
from tests.account.people import PASSWORD, code_of, log_in, one_time_link, with_password, with_second_factor
from tests.conftest import Login
from tests.people import Town


@pytest.fixture(autouse=True)
def production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Passwords and second factors are asked for."""
    monkeypatch.setattr(settings, "DEMO", False)


def addresses(user: User) -> list[tuple[str, bool, bool]]:
    rows = EmailAddress.objects.filter(user=user)
    return list(rows.values_list("email", "verified", "primary"))


def set_up(client: Client, password: str) -> None:
    """The authenticator app, from the page that asks for it."""
    activate = reverse("mfa_activate_totp")
    asked = client.get(activate)
    if asked.status_code == 302:
        assert asked.headers["Location"].startswith(reverse("account_reauthenticate"))
        client.post(asked.headers["Location"], {"password": password})
    assert client.get(activate).status_code == 200
    code = code_of(client.session[SECRET_SESSION_KEY])
    assert client.post(activate, {"code": code}).headers["Location"] == reverse("mfa_view_recovery_codes")


def test_a_new_person_comes_from_the_link_to_the_desk(clerk: User, client: Client) -> None:
    client.post(reverse("account_reset_password"), {"email": clerk.email})
    form = client.get(one_time_link()).headers["Location"]
    done = client.post(form, {"password1": PASSWORD, "password2": PASSWORD})
    assert done.headers["Location"] == reverse("account_reset_password_from_key_done")
    assert addresses(clerk) == [(clerk.email, True, True)]

    assert log_in(client, clerk) == reverse("start")
    paper_list = reverse("paper-list")
    assert client.get(paper_list).headers["Location"] == reverse("mfa_index")
    set_up(client, PASSWORD)
    on = f'href="{paper_list}"'
    assert on in client.get(reverse("mfa_index")).content.decode()
    assert client.get(paper_list).status_code == 200
    assert "continue_at" not in client.session


def test_the_first_account_from_the_command_line_can_set_up_its_factor(client: Client, db: None) -> None:
    """Even if somebody has asked for a link that was not used."""
    first = User.objects.create_superuser("erste@example.org", PASSWORD, first_name="Erna", last_name="Erste")
    client.post(reverse("account_reset_password"), {"email": first.email})
    assert addresses(first) == [(first.email, False, False)]
    assert log_in(client, first) == reverse("start")
    set_up(client, PASSWORD)
    assert client.get(reverse("admin:index")).status_code == 200


def test_the_code_is_asked_for_at_the_next_login(clerk: User, client: Client) -> None:
    secret = with_second_factor(with_password(clerk))
    assert log_in(client, clerk) == reverse("mfa_authenticate")
    assert client.get(reverse("desk")).headers["Location"].startswith(reverse("account_login"))
    client.post(reverse("mfa_authenticate"), {"code": code_of(secret)})
    assert client.get(reverse("desk")).status_code == 200


def test_the_address_follows_the_account_and_nobody_else(town: Town, login: Login) -> None:
    """Whatever was taken before, the administration decides whose address it is."""
    clerk, colleague = town.clerk, town.colleague
    EmailAddress.objects.create(user=colleague, email="neu@example.org", verified=True)
    EmailAddress.objects.create(user=clerk, email="alt@example.org", verified=True, primary=True)
    with_second_factor(town.administrator)
    data = {
        "email": "Neu@Example.org",
        "first_name": clerk.first_name,
        "last_name": clerk.last_name,
        "is_active": "on",
        "appointments-TOTAL_FORMS": "0",
        "appointments-INITIAL_FORMS": "0",
    }
    change = reverse("admin:motions_user_change", args=[clerk.pk])
    assert login(town.administrator).post(change, data).status_code == 302
    clerk.refresh_from_db()
    assert clerk.email == "neu@example.org"
    assert addresses(clerk) == [("neu@example.org", True, True)]
    assert addresses(colleague) == []


@pytest.mark.parametrize(
    "name",
    ["account_email", "account_signup", "account_confirm_email", "account_email_verification_sent"],
)
def test_nobody_signs_up_or_changes_an_address_alone(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


@pytest.mark.parametrize("address", ["/konto/email/", "/konto/signup/", "/konto/confirm-email/"])
def test_the_pages_of_the_library_for_it_do_not_exist(clerk: User, login: Login, address: str) -> None:
    with_second_factor(clerk)
    data = {"email": "buergermeisterin@example.org", "action_add": ""}
    assert login(clerk).post(address, data).status_code == 404


def test_a_password_is_set_only_by_the_link_or_after_proving_possession(clerk: User, login: Login) -> None:
    with_second_factor(clerk)
    data = {"password1": PASSWORD, "password2": PASSWORD}
    response = login(clerk).post(reverse("account_set_password"), data)
    assert response.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    clerk.refresh_from_db()
    assert not clerk.has_usable_password()
