"""A session ends after a pause, after twelve hours, and everywhere at once."""

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import User
from tests.people import Town


def session_of(client: Client, user: User, **minutes: int) -> None:
    """A session whose login or last request was some minutes ago."""
    client.force_login(user)
    session = client.session
    for key, ago in minutes.items():
        session[key] = (timezone.now() - dt.timedelta(minutes=ago)).isoformat()
    session.save()


@pytest.mark.parametrize(
    ("person", "page", "pause", "is_in"),
    [
        ("clerk", "desk", 29, True),
        ("clerk", "desk", 31, False),
        ("administrator", "components", 31, False),
        ("council_member", "member-home", 59, True),
        ("council_member", "member-home", 61, False),
    ],
)
def test_a_long_pause_ends_the_session(
    town: Town, client: Client, person: str, page: str, pause: int, is_in: bool
) -> None:
    session_of(client, getattr(town, person), last_request_at=pause)
    response = client.get(reverse(page))
    login = f"{reverse('account_login')}?next={reverse(page)}"
    assert response.headers.get("Location") == (None if is_in else login)


def test_twelve_hours_end_the_session_of_the_busiest(clerk: User, client: Client) -> None:
    session_of(client, clerk, logged_in_at=12 * 60 - 1, last_request_at=1)
    assert client.get(reverse("desk")).status_code == 200
    session_of(client, clerk, logged_in_at=12 * 60 + 1, last_request_at=1)
    page = client.get(reverse("desk"), follow=True).content.decode()
    assert "Eine Anmeldung gilt höchstens zwölf Stunden." in page


def test_working_on_does_not_move_the_login(clerk: User, client: Client) -> None:
    session_of(client, clerk, logged_in_at=60, last_request_at=1)
    before = client.session["logged_in_at"]
    client.get(reverse("desk"))
    assert client.session["logged_in_at"] == before


@pytest.mark.parametrize(("person", "minutes"), [("clerk", 30), ("council_member", 60)])
def test_the_browser_is_told_how_long_a_pause_may_be(
    town: Town, client: Client, person: str, minutes: int
) -> None:
    client.force_login(getattr(town, person))
    page = client.get(reverse("organizations")).content.decode()
    assert f'data-session-minutes="{minutes}"' in page


def test_one_click_ends_all_sessions_of_a_person(town: Town) -> None:
    own, phone, colleague = Client(), Client(), Client()
    for browser, user in ((own, town.clerk), (phone, town.clerk), (colleague, town.colleague)):
        browser.force_login(user)
    assert reverse("log-out-everywhere") in own.get(reverse("mfa_index")).content.decode()
    assert own.post(reverse("log-out-everywhere")).headers["Location"] == reverse("account_login")
    answers = [browser.get(reverse("desk")).status_code for browser in (own, phone, colleague)]
    assert answers == [302, 302, 200]


def test_messages_travel_in_no_cookie(clerk: User, client: Client) -> None:
    session_of(client, clerk, last_request_at=61)
    client.get(reverse("desk"))
    assert "messages" not in client.cookies
    assert "nach längerer Pause" in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("address", ["/", "/static/css/base.css", "/gibt-es-nicht/"])
def test_no_other_site_embeds_what_is_ours(client: Client, town: Town, address: str) -> None:
    assert client.get(address).headers["Cross-Origin-Resource-Policy"] == "same-origin"
