"""Sitzungsverlauf am Browser: a small meeting by keyboard alone, and a page that warns while one types."""

from __future__ import annotations

from django.urls import reverse
from playwright.sync_api import Page, expect

from motions.models import AgendaItem, Ballot, Meeting, Treatment
from motions.rules.clearance import clearance

from .conftest import Visit
from .town import OFFICE, in_session
from .visitor import Visitor


def told(meeting: Meeting) -> list[tuple[str, int, bool]]:
    """Outcome, number of ballots and whether it is over, item by item."""
    with clearance("system"):
        rows = Treatment.objects.filter(item__meeting=meeting).order_by("item__position")
        return [(row.outcome, row.ballots.count(), row.is_done) for row in rows]


def at(visitor: Visitor, meeting: Meeting) -> Page:
    page = visitor.open(reverse("meeting-record", args=[meeting.pk]))
    expect(page.locator("form[data-record]")).to_be_visible()
    return page


def heading(page: Page, words: str) -> None:
    expect(page.locator(".record__head h2")).to_contain_text(words)


def test_x04_a_meeting_is_recorded_by_keyboard_alone(visit: Visit) -> None:
    meeting = in_session(41, ("Erster Punkt", "Zweiter Punkt", "Dritter Punkt"))
    office = visit(OFFICE)
    page = at(office, meeting)
    heading(page, "Erster Punkt")
    office.press("Alt+e")
    expect(page.locator(".record__outcome")).to_contain_text("beschlossen")
    office.press("Alt+n")
    heading(page, "Zweiter Punkt")
    with clearance("system"):
        voters = meeting.attendees.filter(has_vote=True).count()
    page.locator("[name='yes']").focus()
    page.keyboard.type("2")
    office.press("Tab")
    page.keyboard.type("1")
    expect(page.locator("[data-sum]")).to_contain_text(f"= 3, anwesend sind {voters}.")
    page.locator("[name='no']").fill(str(voters - 2))
    expect(page.locator("[data-sum]")).to_contain_text("Die Summe stimmt")
    page.get_by_role("button", name="Stimmen eintragen").focus()
    office.press("Enter")
    expect(page.locator(".record__outcome")).to_contain_text("abgelehnt")
    office.press("Alt+n")
    heading(page, "Dritter Punkt")
    page.get_by_role("button", name="Zur Kenntnis genommen").focus()
    office.press("Space")
    expect(page.locator(".record__outcome")).to_contain_text("zur Kenntnis genommen")
    assert told(meeting) == [("adopted", 1, True), ("rejected", 1, True), ("noted", 0, True)]
    page.get_by_role("link", name="Sitzung schließen").focus()
    office.press("Enter")
    page.get_by_role("button", name="Sitzung schließen").focus()
    office.press("Enter")
    expect(page.locator(".messages")).to_contain_text("Sitzung geschlossen")


def test_einstimmig_and_next_item_are_two_interactions(visit: Visit) -> None:
    meeting = in_session(42, ("Erster Punkt", "Zweiter Punkt"))
    office = visit(OFFICE)
    page = at(office, meeting)
    office.start_counting()
    page.get_by_role("button", name="Einstimmig", exact=True).click()
    expect(page.locator(".record__outcome")).to_be_visible()
    page.get_by_role("button", name="Nächster TOP").click()
    heading(page, "Zweiter Punkt")
    assert office.interactions() == 2


def test_two_quick_presses_on_einstimmig_make_one_ballot(visit: Visit) -> None:
    meeting = in_session(43, ("Einziger Punkt",))
    page = at(visit(OFFICE), meeting)
    page.get_by_role("button", name="Einstimmig", exact=True).dblclick()
    expect(page.locator(".record__outcome")).to_be_visible()
    with clearance("system"):
        assert Ballot.objects.filter(treatment__item__meeting=meeting).count() == 1


def test_the_text_is_saved_in_passing_and_a_second_clerk_is_told(visit: Visit, arrive: Visit) -> None:
    meeting = in_session(44, ("Einziger Punkt",))
    page = at(visit(OFFICE), meeting)
    other = at(arrive(OFFICE), meeting)
    page.get_by_label("Begründung oder Verweis").fill("Zuerst")
    state = "#aufzeichnung [data-save-state]"
    expect(page.locator(state)).to_contain_text("Gespeichert um")
    other.get_by_label("Begründung oder Verweis").fill("Danach")
    expect(other.locator(state)).to_contain_text("inzwischen geändert")
    other.get_by_role("button", name="Beide Fassungen vergleichen").click()
    expect(other.get_by_role("table", name="Unterschiede")).to_contain_text("Zuerst")
    expect(other.get_by_label("Begründung oder Verweis")).to_have_value("Danach")
    with clearance("system"):
        assert AgendaItem.objects.get(meeting=meeting).treatment.reason == "Zuerst"


def test_without_script_everything_is_a_form(arrive: Visit) -> None:
    meeting = in_session(47, ("Erster Punkt", "Zweiter Punkt"))
    page = at(arrive(OFFICE, java_script_enabled=False), meeting)
    page.get_by_role("button", name="Einstimmig", exact=True).click()
    expect(page.locator(".record__outcome")).to_contain_text("beschlossen")
    page.get_by_role("button", name="Nächster TOP").click()
    heading(page, "Zweiter Punkt")
