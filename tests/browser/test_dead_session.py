"""Eine Sitzung, die beim Schreiben endet: the text stays in its window and is saved after a login in another one."""

from __future__ import annotations

from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from .conftest import Visit
from .inspection import faults
from .town import CLERK, draft, editor, fresh


def test_the_text_stays_in_its_window_until_the_person_is_logged_in_again(arrive: Visit) -> None:
    clerk, row = arrive(CLERK).with_a_clock(), draft()
    page = clerk.open(editor(row))
    key = next(cookie["value"] for cookie in clerk.context.cookies() if cookie["name"] == "sessionid")
    Session.objects.filter(session_key=key).delete()
    subject = page.get_by_label("Betreff", exact=True)
    subject.fill("Bänke aus Holz")
    clerk.pause()
    told = page.get_by_role("alertdialog", name="Sie sind nicht mehr angemeldet")
    expect(told.get_by_role("alert")).to_contain_text("Ihr Text bleibt in diesem Fenster.")
    assert faults(page) == []
    page.get_by_role("button", name="Speichern", exact=True).press("Enter")
    expect(subject).to_have_value("Bänke aus Holz")
    assert clerk.focused() == "Neu anmelden (öffnet ein neues Fenster)"
    assert fresh(row).subject != "Bänke aus Holz"

    with clerk.context.expect_page() as opened:
        told.get_by_role("link").click()
    login = opened.value
    assert login.url.endswith(f"/konto/login/?next={editor(row).replace('/', '%2F')}")
    # The login by which the demo lets people in; it ends like every other one with a new session and new tokens.
    login.goto(clerk.address + "/demo/")
    login.locator("form", has=login.locator(f"input[value='{row.drafter.email}']")).get_by_role(
        "button"
    ).click()
    expect(login.get_by_role("heading", level=1)).to_contain_text("Aufgaben")
    login.close()
    page.evaluate("dispatchEvent(new Event('focus'))")
    expect(page.get_by_text("Gespeichert um")).to_be_visible()
    expect(told).to_have_count(0)
    assert fresh(row).subject == "Bänke aus Holz"
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
