"""Eine geförderte Stelle vom Antrag bis zur Besetzung: the journey of the sample, by clicks (S-01, S-02, K-03)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from types import SimpleNamespace
from typing import cast

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from motions.models import Organization, Paper
from motions.rules import drafting, workflow
from motions.rules.clearance import clearance
from motions.rules.draft_parts import Draft
from staffing.models import PlanEntry, StaffingPlan
from tests.factories import sign_all, step
from tests.meetings import make_meeting
from tests.people import Town
from tests.resolutions import treat

from .conftest import Visit
from .town import MAYOR, OFFICE, fresh, user

KEEPER = "Paula Porzellan"
TITLE = "Case-Management für Zugewanderte"
GRANT = "KIM, Case-Management ab Oktober 2023"
HFA, RAT = dt.date(2023, 8, 15), dt.date(2023, 9, 26)


def fill(page: Page, **values: str) -> None:
    for name, value in values.items():
        page.locator(f"[name='{name}']").first.fill(value)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).first.click()


def begin_with_a_post(page: Page) -> StaffingPlan:
    """An amendment of 2023 with the post of the sample on two products, half each."""
    page.locator("[name='kind'][value='amendment']").check()
    fill(page, year="2023", title=TITLE)
    page.locator("main form button[type='submit']").first.click()
    expect(page.locator(".messages")).to_contain_text("Die Fassung ist begonnen.")
    page.get_by_role("link", name="Stelle hinzufügen").first.click()
    fill(page, title=TITLE, unit="FB II", grade="S 12", fte="1,00", cost_center="120550")
    fill(page, reason="Der Träger führt die Aufgabe nicht fort.")
    fill(page, **{"produkte-0-product": "1.31.11.01", "produkte-0-percent": "50"})
    if not page.locator("[name='produkte-1-product']").count():
        page.get_by_role("button", name="Produkt hinzufügen").click()
    fill(page, **{"produkte-1-product": "1.31.11.02", "produkte-1-percent": "50"})
    page.locator("main form button[type='submit']").last.click()
    with clearance("system"):
        return StaffingPlan.objects.get(title=TITLE)


def number_of(plan: StaffingPlan) -> int:
    """The number of its only post."""
    with clearance("system"):
        return PlanEntry.objects.get(plan=plan).position.number


def fund(page: Page, number: int) -> None:
    """57,000 euro of the Land for this post, as the Kommunales Integrationszentrum has told in July 2023."""
    choose(page, "program", "Baustein 2")
    fill(page, title=GRANT, passed_on_by="Kreis, Kommunales Integrationszentrum", starts_on="2023-10-01")
    choose(page, "model", "fachbezogene Pauschale")
    choose(page, "lead_unit", "FB II")
    save(page)
    add(page, "stand", lambda: choose(page, "stage", "in Aussicht gestellt"), reached_on="2023-07-20")
    add(page, "satz", amount="57.000,00", starts_on="2023-10-01", source="Mitteilung des KI vom 20.07.2023")
    add(
        page,
        "stelle",
        lambda: choose(page, "position", f"{number} {TITLE}"),
        fte="1,00",
        starts_on="2023-10-01",
    )
    expect(page.locator("main")).to_contain_text("57.000,00")


def add(page: Page, part: str, chosen: Callable[[], None] = lambda: None, **values: str) -> None:
    """One part of the grant that is open."""
    page.locator(f"main a[href$='/{part}/neu/']").first.click()
    chosen()
    fill(page, **values)
    save(page)


def choose(page: Page, name: str, label: str) -> None:
    """The option that says this."""
    field = page.locator(f"[name='{name}']")
    value = field.locator("option", has_text=label).first.get_attribute("value")
    field.select_option(value)


def save(page: Page) -> None:
    page.locator("main form button[type='submit']").last.click()
    expect(page.locator(".messages")).to_contain_text("espeichert")


def release(paper: Paper) -> Paper:
    """Co-signed and released, as test_journeys.py does by clicks."""
    with clearance("system"):
        fields = {"climate_impact": "<p>keine</p>"}
        keeper = user(KEEPER)
        drafting.save_draft(paper, Draft(fields=fields), version=paper.version, by=keeper, now=timezone.now())
    asked = step(fresh(paper), workflow.REQUEST_CO_SIGNATURES, by=keeper)
    sign_all(asked)
    submitted = step(fresh(paper), workflow.SUBMIT, by=keeper, note="Mit dem Land geklärt.")
    return step(submitted, workflow.RELEASE, by=user(MAYOR), note="Geprüft.")


def decide(paper: Paper, organ: str, day: dt.date, outcome: str) -> None:
    with clearance("system"):
        row = Organization.objects.get(short_name=organ)
    starts_at = timezone.make_aware(dt.datetime.combine(day, dt.time(21)))
    town = cast("Town", SimpleNamespace(office=user(OFFICE)))
    # The town of the demo has met on this day already.
    meeting = make_meeting(row, starts_at=starts_at, slug=f"{day}-{row.slug}-zwei")
    treat(town, paper, meeting, outcome=outcome)


def occupy(page: Page, number: int) -> None:
    page.goto(
        page.url.split("/", 3)[0] + "//" + page.url.split("/")[2] + reverse("assignment-new", args=[number])
    )
    fill(page, holder="Nora Neuland", grade="S 12", step="1", fte="1,00", starts_on="2023-10-01")
    page.locator("main form button[type='submit']").first.click()


def test_s02_a_funded_post_holds_after_the_rat_and_is_occupied_afterwards(visit: Visit) -> None:
    page = visit(KEEPER).open(reverse("plan-new"))
    plan = begin_with_a_post(page)
    number = number_of(plan)
    fund(visit(KEEPER).open(reverse("grant-new")), number)
    page = visit(KEEPER).open(reverse("plan-paper", args=[plan.pk]))
    fill(page, since="2023-10-01", reason="Das Land trägt die Kosten fast ganz.")
    page.locator("[name='is_budgeted']").check()
    press(page, "Vorlage erstellen")
    expect(page.locator(".messages")).to_contain_text("Die Vorlage ist angelegt.")
    with clearance("system"):
        paper = Paper.objects.get(staffing_plans=plan)
    page = visit(KEEPER).open(reverse("paper-detail", args=[paper.pk]))
    table = page.locator("section", has=page.get_by_role("heading", name="Was es kostet und wer zahlt"))
    expect(table.locator("tr", has_text="2023").first).to_contain_text("14.250,00")
    expect(table.locator("tr", has_text="2023").first).to_contain_text("1.043,10")
    expect(table.locator("tr", has_text="2024").first).to_contain_text("57.000,00")
    for told in ("120550", "1.31.11.01 und 1.31.11.02"):
        expect(page.locator("main")).to_contain_text(told)
    paper = release(paper)
    decide(paper, "HFA", HFA, "recommended")
    page = visit().open(reverse("staffing-plan", args=[2023]))
    expect(page.get_by_text(f"{TITLE} (Fassung der Verwaltung): nicht in Kraft")).to_be_visible()
    page = visit(KEEPER).open(reverse("position-detail", args=[number]))
    occupy(page, number)
    expect(page.locator("main")).to_contain_text("Erst muss der Rat sie beschließen.")
    assert page.url.endswith(reverse("assignment-new", args=[number]))
    decide(paper, "Rat", RAT, "adopted")
    page = visit().open(reverse("staffing-plan", args=[2023]))
    expect(page.get_by_text(f"{TITLE}: in Kraft seit 1. Oktober 2023")).to_be_visible()
    page = visit(KEEPER).open(reverse("position-detail", args=[number]))
    occupy(page, number)
    expect(page.locator("main")).to_contain_text("Nora Neuland")
