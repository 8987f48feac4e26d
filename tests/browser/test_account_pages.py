"""Seiten des Kontos, die eine eingerichtete App brauchen oder nur auf dem Weg hinein stehen: no fault."""

from __future__ import annotations

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from playwright.sync_api import expect

from motions.models import User
from tests.account.people import PASSWORD, with_password, with_second_factor

from .conftest import Visit
from .inspection import essentials, faults
from .places import Place

EQUIPPED = "Zoe Zirkon"
PLACES = (
    Place("account_change_password", EQUIPPED),
    Place("mfa_reauthenticate", EQUIPPED),
    Place("mfa_deactivate_totp", EQUIPPED),
    Place("mfa_view_recovery_codes", EQUIPPED),
    Place("account_inactive"),
    Place("account_reset_password_done"),
    Place("account_reset_password_from_key_done"),
)


@pytest.fixture(scope="module", autouse=True)
def equipped(transactional_db: None) -> User:
    """An account with password, app and codes."""
    first, last = EQUIPPED.split()
    account = User.objects.create(email="zoe.zirkon@example.org", first_name=first, last_name=last)
    with_second_factor(with_password(account))
    RecoveryCodes.activate(account)
    return account


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_every_page_is_accessible(place: Place, visit: Visit) -> None:
    assert essentials(visit(place.who).arrive_at(place.address())) == []


def test_the_page_that_asks_for_the_code_is_accessible(equipped: User, visit: Visit) -> None:
    page = visit().open("/konto/login/")
    page.get_by_label("E-Mail").fill(equipped.email)
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden", exact=True).click()
    page.wait_for_url("**/konto/2fa/authenticate/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert faults(page) == []
