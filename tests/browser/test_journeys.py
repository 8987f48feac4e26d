"""Wege durch das Haus with an upper bound of activations each (ux.md 9); typing is not counted."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from playwright.sync_api import FilePayload, Locator, Page, expect

from motions.models import Organization, Paper, Unit
from motions.rules.clearance import clearance
from tests.factories import PDF, invite, make_co_signing, make_submitted
from tests.meetings import make_item, make_meeting

from .conftest import Visit
from .inspection import essentials
from .town import CLERK, MAYOR, OFFICE, TREASURER, draft, editor, fresh, user
from .visitor import Visitor

TEXTS = {
    "Beschlussentwurf": "Die Wupperbrücke wird saniert.",
    "Sachverhalt": "Die Brücke hat Risse.",
    "Finanzielle Auswirkungen": "keine",
    "Auswirkungen auf Klima und Umwelt": "keine",
}


def press(page: Page, role: str, name: str, *, exact: bool = True) -> None:
    page.get_by_role(role, name=name, exact=exact).first.click()  # type: ignore[arg-type]


def write(page: Page, subject: str) -> None:
    """Fill in what the template leaves open; nothing is pressed."""
    page.get_by_label("Betreff", exact=True).fill(subject)
    expect(page.locator(".ProseMirror")).to_have_count(len(TEXTS))
    for name, text in TEXTS.items():
        page.get_by_role("textbox", name=name, exact=True).fill(text)


def begin(visitor: Visitor, subject: str) -> Page:
    """From the desk to the filled editor."""
    page = visitor.open(reverse("desk"))
    visitor.start_counting()
    press(page, "link", "Neue Vorlage")
    press(page, "button", "Beschlussvorlage")
    write(page, subject)
    return page


def submit(page: Page) -> None:
    press(page, "button", "Prüfen und einreichen")
    press(page, "button", "Zur Freigabe geben")
    expect(page.locator(".messages")).to_contain_text("Zur Freigabe gegeben")


def stored(subject: str) -> Paper:
    with clearance("system"):
        return Paper.objects.get(subject=subject)


def in_view(place: Locator) -> bool:
    box = place.bounding_box()
    assert box is not None
    return box["y"] >= 0 and box["y"] + box["height"] <= 800


def test_a_draft_from_a_template_is_submitted_in_at_most_eight_presses(clerk: Visitor) -> None:
    loads: list[str] = []
    clerk.page.on("framenavigated", lambda frame: loads.append(frame.url))
    page = begin(clerk, "Sanierung der Wupperbrücke")
    submit(page)
    assert clerk.interactions() == 4
    assert stored("Sanierung der Wupperbrücke").status == "submitted"
    between = [url for url in loads[1:] if not url.endswith(("/bearbeiten/", "/pruefen/"))]
    assert len(between) <= 2


def test_an_annex_and_another_order_need_at_most_twelve(clerk: Visitor) -> None:
    page = begin(clerk, "Sanierung mit Plan")
    press(page, "button", "Nach oben: Beratung 2")
    press(page, "button", "Speichern")
    with page.expect_file_chooser() as chooser:
        page.get_by_label("Datei", exact=True).click()
    chooser.value.set_files(FilePayload(name="plan.pdf", mimeType="application/pdf", buffer=PDF))
    page.get_by_label("Titel der Anlage").fill("Lageplan")
    page.get_by_label("Alle (öffentlich)").check()
    press(page, "button", "Anlage hochladen")
    expect(page.locator(".messages")).to_contain_text("Die Anlage ist hinzugefügt.")
    press(page, "button", "Prüfen und einreichen")
    page.get_by_label("Vermerk").fill("Der Rat berät zuerst.")
    press(page, "button", "Zur Freigabe geben")
    expect(page.locator(".messages")).to_contain_text("Zur Freigabe gegeben")
    assert clerk.interactions() <= 12
    paper = stored("Sanierung mit Plan")
    with clearance("system"):
        assert [row.organization.short_name for row in paper.consultations.all()] == ["Rat", "HFA"]
        assert paper.attachments.get().title == "Lageplan"


def test_the_mayor_releases_with_two_presses(visit: Visit) -> None:
    paper = make_submitted(by=user(CLERK), subject="Neue Laternen am Markt")
    visitor = visit(MAYOR)
    page = visitor.open(reverse("approvals"))
    visitor.start_counting()
    press(page, "link", "Neue Laternen am Markt")
    expect(page.get_by_text("Der Platz bietet heute keine Sitzgelegenheit.")).to_be_visible()
    press(page, "button", "Freigeben")
    expect(page.locator(".messages")).to_contain_text("Freigegeben.")
    assert visitor.interactions() == 2
    assert fresh(paper).status == "released"


def test_the_mayor_returns_with_a_reason_with_three_presses(visit: Visit) -> None:
    paper = make_submitted(by=user(CLERK), subject="Neue Poller am Markt")
    visitor = visit(MAYOR)
    page = visitor.open(reverse("approvals"))
    visitor.start_counting()
    press(page, "link", "Neue Poller am Markt")
    press(page, "link", "Zurückgeben")
    page.get_by_label("Grund").fill("Bitte die Zahl nennen.")
    press(page, "button", "Zurückgeben")
    expect(page.locator(".messages")).to_contain_text("Zurückgegeben.")
    assert visitor.interactions() == 3
    assert fresh(paper).status == "returned"


def test_the_treasurer_co_signs_from_her_desk_with_three_presses(visit: Visit) -> None:
    with clearance("system"):
        unit = Unit.objects.get(code="FB I")
    paper = make_co_signing(
        by=user(CLERK), subject="Zuschuss für die Bücherei", invitations=[invite(unit)], now=None
    )
    visitor = visit(TREASURER)
    page = visitor.open(reverse("desk"))
    visitor.start_counting()
    press(page, "link", "Zuschuss für die Bücherei")
    page.get_by_label("Mitgezeichnet", exact=True).check()
    press(page, "button", "Entscheidung speichern")
    expect(page.locator(".messages")).to_contain_text("Ihre Entscheidung ist gespeichert.")
    assert visitor.interactions() == 3
    with clearance("system"):
        assert paper.co_signatures.get().signed_by == user(TREASURER)


def test_a_citizen_finds_a_decision_proposal_in_two_presses(visit: Visit) -> None:
    visitor = visit(size={"width": 1280, "height": 800})
    page = visitor.open(reverse("home"))
    visitor.start_counting()
    page.get_by_label("Wörter oder Vorlagennummer").fill("Case-Management")
    visitor.press("Enter")
    press(page, "link", "Stellenplan 2023", exact=False)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Stellenplan 2023")
    assert visitor.interactions() <= 2
    assert in_view(page.get_by_text("Der Rat beschließt:").first)


def test_a_citizen_finds_what_was_released_a_moment_ago(visit: Visit) -> None:
    paper = make_submitted(by=user(CLERK), subject="Ein Steg am Stausee")
    address = reverse("public-papers") + "?q=Stausee"
    page = visit().open(address)
    expect(page.get_by_role("link", name="Ein Steg am Stausee")).to_have_count(0)
    press(visit(MAYOR).open(reverse("paper-check", args=[paper.pk])), "button", "Freigeben")
    expect(page.locator(".messages")).to_contain_text("Freigegeben.")
    press(visit().open(address), "link", "Ein Steg am Stausee")
    expect(page.get_by_text("Am Schlossplatz werden vier Bänke aufgestellt.")).to_be_visible()


IMPORTED = """Vorlage

Datum: 04.05.2023

TOP\tBetreff Ein Bücherschrank am Bahnhof
Beschlussentwurf: Der Rat beschließt, einen Bücherschrank aufzustellen.

Beratungsfolge\tTermin\tBehandlung
Haupt- und Finanzausschuss\t15.08.2023\töffentlich
Rat\t26.09.2023\töffentlich

Sachverhalt:

Viele Menschen tauschen gern Bücher.

Finanzielle Auswirkungen:

keine

Auswirkungen auf Klima und Umwelt:

keine
"""


def test_a_text_file_is_taken_over_with_four_presses(clerk: Visitor) -> None:
    page = clerk.open(reverse("desk"))
    clerk.start_counting()
    press(page, "link", "Vorlage aus Textdatei übernehmen")
    with page.expect_file_chooser() as chooser:
        page.locator("input[type='file']").click()
    data = IMPORTED.encode()
    chooser.value.set_files(FilePayload(name="vorlage.txt", mimeType="text/plain", buffer=data))
    press(page, "button", "Datei prüfen")
    expect(page.get_by_role("heading", name="Verstanden")).to_be_visible()
    assert essentials(page) == []
    press(page, "button", "Als Entwurf speichern")
    expect(page.locator(".messages")).to_contain_text("als Entwurf angelegt")
    assert clerk.interactions() == 4
    paper = stored("Ein Bücherschrank am Bahnhof")
    assert (paper.status, paper.dated_on) == ("draft", dt.date(2023, 5, 4))
    assert "einen Bücherschrank aufzustellen" in paper.draft_resolution


def test_the_demo_lets_everybody_in_with_one_press(visit: Visit) -> None:
    visitor = visit()
    page = visitor.open(reverse("demo-login"))
    visitor.start_counting()
    press(page, "button", f"Anmelden als {CLERK}", exact=False)
    expect(page.get_by_role("link", name=f"Mein Konto: {CLERK}")).to_be_visible()
    assert visitor.interactions() == 1


def test_without_script_the_editor_still_saves_and_submits(arrive: Visit) -> None:
    row = draft(subject="Ohne Skript")
    visitor = arrive(CLERK, java_script_enabled=False)
    page = visitor.open(editor(row))
    page.get_by_label("Sachverhalt").fill("<p>Von Hand geschrieben.</p>")
    page.locator("[name='beratung-0-planned_on']").fill("2090-02-01")
    press(page, "button", "Speichern")
    expect(page.locator(".messages")).to_contain_text("Gespeichert um")
    assert fresh(row).statement == "<p>Von Hand geschrieben.</p>"
    submit(page)
    assert fresh(row).status == "submitted"


def test_the_ratsbuero_moves_an_item_from_twelve_to_three_with_the_keyboard(visit: Visit) -> None:
    with clearance("system"):
        meeting = make_meeting(Organization.objects.get(short_name="HFA"))
    rows = [make_item(meeting, f"Punkt {number}") for number in range(1, 13)]
    visitor = visit(OFFICE)
    page = visitor.open(reverse("agenda-edit", args=[meeting.pk]))
    visitor.start_counting()
    place = page.locator(f"#an-{rows[11].pk}")
    place.fill("3")
    place.press("Enter")
    expect(page.locator(".messages")).to_contain_text("„Punkt 12“ steht jetzt an Position 3.")
    assert visitor.interactions() <= 3
    assert f"#punkt-{rows[11].pk}" in page.url
    assert essentials(page) == []
