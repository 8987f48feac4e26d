"""Dieselben Seiten in anderen Zuständen: with errors, very long texts, non-public, refused, on paper."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from django.urls import reverse
from playwright.sync_api import Page, Route, expect

from motions.models import Unit
from motions.rules.clearance import clearance
from tests.factories import invite, make_co_signing, make_paper

from .conftest import Visit
from .inspection import SMALL_PHONE, essentials, faults, too_wide
from .town import CLERK, TREASURER, draft, paper, user

# The editor stands for the field it hides.
REACHED = """(document.activeElement.closest(".prose-editor")?.querySelector("textarea")
    ?? document.activeElement).id"""
LONG_WORD = "Grundstücksverkehrsgenehmigungszuständigkeitsübertragungsverordnung" * 6
WIDE_TABLE = "<table><tbody>" + f"<tr>{'<td>123.456,78</td>' * 24}</tr>" * 2 + "</tbody></table>"


def _editor(page: Page) -> None:
    page.get_by_label("Betreff", exact=True).fill("Zu lang " * 80)
    page.get_by_label("Datum", exact=True).fill("1066-10-14")
    page.get_by_role("button", name="Haushaltsjahr hinzufügen").click()
    page.get_by_role("button", name="Speichern", exact=True).click()


def _send(label: str) -> Callable[[Page], None]:
    return lambda page: page.get_by_role("button", name=label, exact=True).click()


def _of_draft(name: str, *more: str) -> Callable[[], str]:
    return lambda: reverse(name, args=[draft().pk, *more])


def _co_signature() -> str:
    paper = make_co_signing(by=user(CLERK), invitations=[invite(Unit.objects.get(code="FB I"))])
    with clearance("system"):
        return reverse("co-sign", args=[paper.pk, paper.participations.get().pk])


def _hits() -> str:
    with clearance("system"):
        paper = make_paper(by=user(CLERK), statement="<p>Frau Buchfink, Bachweg 7, 02192 1234-56.</p>")
    return reverse("paper-check", args=[paper.pk])


# Who fills it in, where it is, and how it goes wrong.
FORMS: dict[str, tuple[str, Callable[[], str], Callable[[Page], None]]] = {
    "editor": (CLERK, _of_draft("paper-edit"), _editor),
    "step": (CLERK, _of_draft("paper-act", "withdraw"), _send("Zurückziehen")),
    "decisions": (CLERK, _hits, _send("Zur Freigabe geben")),
    "annex": (CLERK, _of_draft("attachment-add"), _send("Speichern")),
    "import": (CLERK, lambda: reverse("paper-import"), _send("Datei prüfen")),
    "co-sign": (TREASURER, _co_signature, _send("Entscheidung speichern")),
    "login": ("", lambda: reverse("account_login"), _send("Anmelden")),
}


@pytest.mark.parametrize("form", FORMS)
def test_errors_are_told_first_and_lead_to_the_field(form: str, visit: Visit) -> None:
    who, address, spoil = FORMS[form]
    page = visit(who).open(address())
    spoil(page)
    summary = page.locator("[data-error-summary]")
    expect(summary).to_be_focused()
    expect(page).to_have_title(re.compile("^Fehler: "))
    assert (faults if form == "login" else essentials)(page) == []
    link = summary.get_by_role("link").first
    wanted = link.get_attribute("href")
    link.click()
    assert f"#{page.evaluate(REACHED)}" == wanted


@pytest.mark.parametrize("name", ["paper-list", "paper-detail", "paper-edit"])
def test_very_long_texts_stay_on_the_page(name: str, visit: Visit) -> None:
    row = draft(subject=LONG_WORD, plain_words=LONG_WORD, statement=f"<p>{LONG_WORD}</p>{WIDE_TABLE}")
    page = visit(CLERK, SMALL_PHONE).open(reverse(name, args=[] if name == "paper-list" else [row.pk]))
    assert [*essentials(page), *too_wide(page)] == []


def test_what_is_not_public_says_so_everywhere(visit: Visit) -> None:
    row = draft(is_public=False, secrecy_ground="property", subject="Verkauf eines Gartens")
    visitor = visit(CLERK)
    for name in ("paper-detail", "paper-check"):
        expect(visitor.open(reverse(name, args=[row.pk])).locator(".nonpublic")).to_contain_text(
            "Nichtöffentlich"
        )
    rows = visitor.open(reverse("paper-list")).get_by_role("row", name="Verkauf eines Gartens")
    expect(rows.get_by_text("Nichtöffentlich", exact=True)).to_be_visible()


# All are built alike; these have a form, a reason or no context.
ERROR_PAGES = ("403_session", "404", "409", "413_text", "500")


@pytest.mark.parametrize("name", ERROR_PAGES)
def test_refusals_are_accessible_too(name: str, visit: Visit) -> None:
    html = render_to_string(f"{name}.html")

    def answer(route: Route) -> None:
        route.fulfill(content_type="text/html; charset=utf-8", body=html)

    visitor = visit()
    visitor.page.route("**/fehlerseite/", answer)
    assert essentials(visitor.open("/fehlerseite/")) == []


def test_a_page_that_is_not_there_shows_the_way_on(visit: Visit) -> None:
    page = visit().open("/vorlagen/fb-ii-1-1999/")
    expect(page.get_by_role("main").get_by_role("link").first).to_be_visible()


NOT_PRINTED = (
    ".site-nav, .utility, .breadcrumb, .site-footer, .skip-link, .button-row, .toolbar, .action-bar, .search"
)


@pytest.mark.parametrize(
    ("name", "who", "reference"),
    [
        ("public-paper", "", "4753"),
        ("paper-detail", CLERK, "4781"),
    ],
)
def test_on_paper_there_is_the_text_without_the_navigation(
    name: str, who: str, reference: str, visit: Visit
) -> None:
    row = paper(reference)
    page = visit(who).open(reverse(name, args=[row.slug if name == "public-paper" else row.pk]))
    page.emulate_media(media="print")
    shown = page.locator(NOT_PRINTED).filter(visible=True)
    expect(shown).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_text("Ferienprogramm" if who else "Case-Management").first).to_be_visible()
