"""Nur mit der Tastatur: where the focus is can be seen, and nothing covers it (WCAG 2.4.7, 2.4.11)."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from motions.models import Paper
from motions.rules.clearance import clearance
from tests.account.people import PASSWORD, code_of, with_password, with_second_factor

from .conftest import Visit
from .inspection import SMALL_PHONE, skip_link_faults, walk
from .town import CLERK, MAYOR, paper, user

STEPS = 30
DRAFT = "4781"
# In the order of the page.
TEXTS = {
    "Beschlussentwurf": "Der Zaun wird gebaut.",
    "Sachverhalt": "Am Bach fehlt ein Zaun.",
    "Finanzielle Auswirkungen": "keine",
    "Auswirkungen auf Klima und Umwelt": "keine",
}


@pytest.mark.parametrize(
    ("name", "who", "reference"),
    [
        ("home", "", ""),
        ("paper-list", CLERK, ""),
        ("paper-check", MAYOR, "4780"),
        ("paper-edit", CLERK, DRAFT),
    ],
)
def test_the_focus_can_always_be_seen(name: str, who: str, reference: str, visit: Visit) -> None:
    page = visit(who).open(reverse(name, args=[paper(reference).pk] if reference else []))
    assert skip_link_faults(page) == []
    assert walk(page, STEPS) == []


def test_the_bar_at_the_bottom_of_a_phone_covers_nothing(visit: Visit) -> None:
    page = visit(CLERK, SMALL_PHONE).open(reverse("paper-edit", args=[paper(DRAFT).pk]))
    page.get_by_label("Aktenzeichen").focus()
    assert walk(page, STEPS) == []


def test_a_draft_is_written_and_submitted_with_tab_and_enter_alone(visit: Visit) -> None:
    """From the login with its second step to the message that it is done; no pointer, no shortcut of ours."""
    author = with_password(user("Bea Basalt"))
    secret = with_second_factor(author)
    visitor = visit()
    page = visitor.open(reverse("account_login"))
    for name, text in (("E-Mail-Adresse", author.email), ("Passwort", PASSWORD)):
        visitor.tab_to(name)
        page.keyboard.type(text)
    visitor.press("Enter")
    page.wait_for_url("**/2fa/authenticate/")
    if visitor.focused() != "Code":
        visitor.tab_to("Code")
    page.keyboard.type(code_of(secret))
    visitor.press("Enter")
    page.wait_for_url("**/arbeit/")
    visitor.tab_to("Neue Vorlage")
    visitor.press("Enter")
    expect(page.get_by_role("button", name="Beschlussvorlage", exact=True)).to_be_visible()
    visitor.tab_to("Beschlussvorlage")
    visitor.press("Enter")
    expect(page.locator(".ProseMirror")).to_have_count(len(TEXTS))
    for name, text in {"Betreff": "Ein Zaun am Bach", **TEXTS}.items():
        visitor.tab_to(name)
        visitor.press("Control+a")  # the text of the template
        page.keyboard.type(text)
    for name in ("Prüfen und einreichen", "Zur Freigabe geben"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_visible()
        visitor.tab_to(name)
        visitor.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Zur Freigabe gegeben")
    with clearance("system"):
        assert Paper.objects.get(subject="Ein Zaun am Bach").status == "submitted"
