"""Guessing ends after ten wrong passwords, and guesses of strangers keep nobody out (security.md 3)."""

import pytest
from allauth.core.internal.ratelimit import get_ip
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client, RequestFactory
from django.urls import reverse

from motions.models import User
from tests.account.people import PASSWORD, log_in, one_time_link, with_password

START = "/start/"


def guess(mayor: User, *, times: int, **headers: str) -> None:
    for number in range(times):
        assert log_in(Client(), mayor, password=f"geraten-{number}", **headers) == ""


@pytest.fixture
def opened(mayor: User) -> User:
    """The mayor with a password."""
    return with_password(mayor)


def test_ten_guesses_are_evaluated(opened: User) -> None:
    guess(opened, times=9)
    assert log_in(Client(), opened) == START
    guess(opened, times=1)
    assert log_in(Client(), opened) == ""


def test_forged_forwarding_headers_change_nothing(opened: User) -> None:
    for number in range(10):
        guess(opened, times=1, **{"X-Forwarded-For": f"203.0.113.{number}"})
    assert log_in(Client(), opened, **{"X-Forwarded-For": "198.51.100.7"}) == ""


def test_nobody_locks_the_mayor_out_at_the_own_computer(opened: User) -> None:
    own = Client()
    assert log_in(own, opened) == START
    own.post(reverse("account_logout"))
    guess(opened, times=12)
    assert log_in(Client(), opened) == ""
    assert log_in(own, opened) == START


def test_the_own_computer_may_guess_ten_times_as_well(opened: User) -> None:
    own = Client()
    log_in(own, opened)
    own.post(reverse("account_logout"))
    for number in range(10):
        log_in(own, opened, password=f"geraten-{number}")
    assert log_in(own, opened) == ""


def test_the_computer_of_another_person_is_a_stranger(opened: User, clerk: User) -> None:
    other = Client()
    assert log_in(other, with_password(clerk)) == START
    other.post(reverse("account_logout"))
    guess(opened, times=10)
    assert log_in(other, opened) == ""


def test_a_forged_cookie_is_a_stranger(opened: User) -> None:
    guess(opened, times=10)
    forger = Client()
    forger.cookies[settings.DEVICE_COOKIE_NAME] = "abc x:1abcde:signature"
    assert log_in(forger, opened) == ""


def test_the_one_time_link_opens_a_locked_account(opened: User) -> None:
    guess(opened, times=10)
    person = Client()
    person.post(reverse("account_reset_password"), {"email": opened.email})
    form = person.get(one_time_link()).headers["Location"]
    person.post(form, {"password1": f"{PASSWORD}-neu", "password2": f"{PASSWORD}-neu"})
    assert log_in(person, opened, password=f"{PASSWORD}-neu") == START


@pytest.mark.parametrize(
    ("proxies", "address"),
    [(0, "127.0.0.1"), (1, "198.51.100.7")],
)
def test_only_the_proxy_of_the_house_says_where_a_request_comes_from(
    monkeypatch: pytest.MonkeyPatch, proxies: int, address: str
) -> None:
    monkeypatch.setattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", proxies)
    request = RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.9, 198.51.100.7"})
    assert get_ip(request) == address


def test_limits_hold_for_all_processes(db: None) -> None:
    cache.set("limit", 7)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM shared_cache")
        assert cursor.fetchone() == (1,)


def test_too_many_reports_of_barriers_are_refused(client: Client, town: object) -> None:
    address = reverse("accessibility-feedback")
    answers = [client.post(address, {"description": "Zu klein."}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "Das war zu oft hintereinander" in answers[-1].content.decode()
    assert len(mail.outbox) == 5


def test_unknown_addresses_get_no_mail(client: Client, town: object) -> None:
    data = {"email": "fremde@example.org"}
    response = client.post(reverse("account_reset_password"), data)
    assert response.headers["Location"] == reverse("account_reset_password_done")
    assert mail.outbox == []
