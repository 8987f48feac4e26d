"""What a person does to come in: one-time link, password, code of the authenticator app."""

import re
import time

from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from django.test import Client
from django.urls import reverse

from motions.models import User

PASSWORD = "Kieselstein-Kormoran-1085"


def with_password(user: User) -> User:
    """An account that has been opened."""
    user.set_password(PASSWORD)
    user.save()
    return user


def with_second_factor(user: User) -> str:
    """The secret of an authenticator app that has been set up."""
    secret: str = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    """What the app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return str(format_hotp_value(hotp_value(secret, counter)))


def log_in(client: Client, user: User, *, password: str = PASSWORD, **extra: str) -> str:
    """Fill in the login page; where it leads, or "" when it refuses."""
    data = {"login": user.email, "password": password}
    response = client.post(reverse("account_login"), data, headers=extra or None)
    return response.headers.get("Location", "")


def one_time_link() -> str:
    """The address in the newest mail."""
    found = re.search(r"https?://[^/\s]+(/konto/password/reset/key/\S+)", str(mail.outbox[-1].body))
    assert found is not None
    return found.group(1)


def minutes_ago(minutes: float) -> float:
    """A moment as the login records it."""
    return time.time() - minutes * 60
