"""Nichts geht verloren: saving in passing, two people at one draft, the end of a session (ux.md 3.4)."""

from __future__ import annotations

from typing import Any, cast

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, FilePayload, Page, expect

from motions.models import Paper
from motions.rules.clearance import clearance

from .conftest import Visit
from .inspection import essentials
from .town import CLERK, draft, editor, fresh
from .visitor import Visitor


@pytest.fixture
def row() -> Paper:
    """A draft."""
    return draft()


@pytest.fixture
def clerk(arrive: Visit) -> Visitor:
    """Selma Schiefer at a window whose clock may be put forward."""
    return arrive(CLERK).with_a_clock()


def write(visitor: Visitor, row: Paper, subject: str) -> Page:
    """Open the editor, change the subject and pause; a moment after the last key the page saves."""
    page = visitor.open(editor(row))
    page.get_by_label("Betreff", exact=True).fill(subject)
    visitor.pause()
    return page


def test_a_draft_is_saved_in_passing_and_the_page_says_when(clerk: Visitor, row: Paper) -> None:
    page = write(clerk, row, "Bänke aus Holz")
    expect(page.get_by_text("Gespeichert um")).to_be_visible()
    assert fresh(row).subject == "Bänke aus Holz"
    page.get_by_label("Betreff", exact=True).fill("Bänke aus Stein")
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert fresh(row).subject == "Bänke aus Stein"


def test_an_incomplete_row_is_told_and_all_the_rest_is_stored(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    page.get_by_label("Betreff", exact=True).fill("Halb fertig")
    page.get_by_role("button", name="Beratung hinzufügen").click()
    clerk.pause()
    expect(page.get_by_text("Noch nicht gespeichert: Beratungsfolge (Gremium fehlt).")).to_be_visible()
    assert fresh(row).subject == "Halb fertig"
    page.get_by_label("Betreff", exact=True).fill("Fast fertig")
    clerk.pause()
    expect(page.locator("input[name='version']")).to_have_value(str(row.version + 2))
    assert fresh(row).subject == "Fast fertig"


def test_the_window_asks_before_an_incomplete_row_is_lost(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", stay)
    page.get_by_role("button", name="Beratung hinzufügen").click()
    clerk.pause()
    expect(page.get_by_text("Noch nicht gespeichert: Beratungsfolge (Gremium fehlt).")).to_be_visible()
    page.get_by_role("link", name="Aufgaben").first.click()
    page.wait_for_url("**/arbeit/")
    assert asked == ["beforeunload"]


def with_annex(visitor: Visitor, row: Paper, asked: list[str]) -> Page:
    """The editor with a chosen file, not yet uploaded; questions of the browser are noted and answered with yes."""
    page = visitor.open(editor(row))

    def leave(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", leave)
    plan = FilePayload(name="plan.txt", mimeType="text/plain", buffer=b"Lageplan")
    page.get_by_label("Datei", exact=True).set_input_files(plan)
    page.get_by_label("Titel der Anlage").fill("Lageplan")
    page.get_by_label("Alle (öffentlich)").check()
    return page


def upload(page: Page) -> None:
    page.get_by_role("button", name="Anlage hochladen").click()
    expect(page.locator(".messages")).to_contain_text("Die Anlage ist hinzugefügt.")


def test_an_annex_is_uploaded_after_the_text_is_saved(arrive: Visit, row: Paper) -> None:
    asked: list[str] = []
    page = with_annex(arrive(CLERK), row, asked)
    page.get_by_label("Betreff", exact=True).fill("Bänke nach Plan")
    upload(page)
    assert asked == []
    assert fresh(row).subject == "Bänke nach Plan"
    with clearance("system"):
        assert row.attachments.get().title == "Lageplan"


def test_the_window_asks_before_an_annex_discards_what_cannot_be_saved(arrive: Visit, row: Paper) -> None:
    asked: list[str] = []
    page = with_annex(arrive(CLERK), row, asked)
    page.get_by_role("button", name="Beratung hinzufügen").click()
    upload(page)
    assert asked == ["beforeunload"]


def test_two_people_at_one_draft_lose_nothing(arrive: Visit, clerk: Visitor, row: Paper) -> None:
    mine, hers = clerk, arrive("Lorenz Lehm").with_a_clock()
    page = mine.open(editor(row))
    other = write(hers, row, "Bänke aus Stein")
    expect(other.get_by_text("Gespeichert um")).to_be_visible()
    page.get_by_label("Betreff", exact=True).fill("Bänke aus Holz")
    mine.pause()
    expect(page.get_by_text("Lorenz Lehm hat die Vorlage um")).to_be_visible()
    assert fresh(row).subject == "Bänke aus Stein"

    mine.start_counting()
    page.get_by_role("button", name="Beide Fassungen vergleichen").click()
    difference = page.get_by_role("row", name="Betreff")
    expect(difference).to_contain_text("Bänke aus Stein")
    expect(difference).to_contain_text("Bänke aus Holz")
    expect(page.get_by_label("Betreff", exact=True)).to_have_value("Bänke aus Holz")
    assert essentials(page) == []
    page.get_by_role("button", name="Speichern", exact=True).click()
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert mine.interactions() <= 3
    assert fresh(row).subject == "Bänke aus Holz"
    with clearance("system"):
        assert "Bänke aus Stein" in cast("Any", row).row_history.values_list("subject", flat=True)


def test_without_a_connection_the_text_stays_and_is_saved_later(clerk: Visitor, row: Paper) -> None:
    page = clerk.open(editor(row))
    page.get_by_label("Betreff", exact=True).fill("Bänke im Funkloch")
    clerk.context.set_offline(True)
    clerk.pause()
    expect(page.get_by_text("Keine Verbindung. Ihr Text bleibt in diesem Fenster erhalten")).to_be_visible()
    assert clerk.take_complaints() == ["Failed to load resource: net::ERR_INTERNET_DISCONNECTED"]
    clerk.context.set_offline(False)
    expect(page.get_by_text("Gespeichert um")).to_be_visible()
    assert fresh(row).subject == "Bänke im Funkloch"


def test_the_end_of_a_session_is_announced_and_put_off_by_one_press(arrive: Visit) -> None:
    clerk = arrive(CLERK).with_a_clock()
    page = clerk.open(reverse("desk"))
    page.get_by_role("link", name="Neue Vorlage").first.focus()
    page.clock.fast_forward("25:01")
    warning = page.get_by_role("alertdialog", name="Ihre Anmeldung läuft ab")
    expect(warning.get_by_role("alert")).to_contain_text("in fünf Minuten abgemeldet")
    assert essentials(page) == []
    warning.get_by_role("button", name="Angemeldet bleiben").click()
    expect(warning).to_have_count(0)
    assert clerk.focused() == "Neue Vorlage"
    page.clock.fast_forward("24:00")
    expect(warning).to_have_count(0)
    page.clock.fast_forward("02:00")
    expect(warning).to_be_visible()
