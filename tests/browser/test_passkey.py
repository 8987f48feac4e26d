"""Passkeys: a key of the device is added, opens the house without a password, and is taken away again."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.urls import reverse
from playwright.sync_api import expect

from motions.rules.clearance import clearance

from .conftest import Visit
from .inspection import essentials
from .town import CLERK, user

_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def test_a_passkey_is_added_and_opens_the_house(arrive: Visit) -> None:
    clerk = arrive(CLERK)
    device = clerk.context.new_cdp_session(clerk.page)
    device.send("WebAuthn.enable")
    device.send("WebAuthn.addVirtualAuthenticator", {"options": _DEVICE})
    page = clerk.open("/konto/2fa/webauthn/add/")
    page.get_by_label("Name").fill("Diensthandy")
    page.get_by_label("Passwortlos").check()
    page.get_by_role("button", name="Hinzufügen").click()
    page.wait_for_url(lambda url: not url.endswith("/add/"))
    page = clerk.open("/konto/2fa/webauthn/")
    expect(page.get_by_role("row", name="Diensthandy")).to_contain_text("Passkey")
    with clearance("system"):
        key = Authenticator.objects.get(user=user(CLERK), type="webauthn").pk
    for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
        assert essentials(clerk.open(reverse(name, args=[key]))) == []
    assert essentials(clerk.open(reverse("mfa_reauthenticate_webauthn"))) == []

    clerk.context.clear_cookies()
    page = clerk.open("/konto/login/?next=/arbeit/")
    page.get_by_role("button", name="Mit Passkey anmelden").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Aufgaben")
