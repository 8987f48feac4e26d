"""Die Seiten der Personalstelle: begin, narrow, edit, freeze, compare; drafts for those who know them alone."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from motions.models import User
from motions.rules.clearance import clearance
from staffing.models import PlanEntry, Position, StaffingPlan
from staffing.rules import drafting, versions
from staffing.rules.listing import Listing, listing_of
from tests.conftest import Login
from tests.staffing import addresses
from tests.staffing.world import Plans
from tests.test_access import written_by_reading


@pytest.fixture
def draft(plans: Plans) -> StaffingPlan:
    """An amendment of 2023 in work; nothing is in it yet."""
    with clearance("system"):
        return drafting.begin("amendment", 2023, "Nachtrag", by=plans.town.personnel, now=timezone.now())


def listed(plan: StaffingPlan, number: int) -> PlanEntry:
    """The post in an amendment, or as it was before."""
    with clearance("system"):
        rows = PlanEntry.objects.filter(position__number=number, plan__in=[plan.pk, _budget(plan)])
        return versions.with_parts(rows).order_by("-plan_id").first() or PlanEntry()


def _budget(plan: StaffingPlan) -> int:
    return StaffingPlan.objects.get(year=plan.year, number=1).pk


def row(plan: StaffingPlan, number: int, **values: Any) -> dict[str, Any]:
    """What the form of a row sends."""
    entry = listed(plan, number)
    sent = {
        "seen": entry.pk,
        "title": entry.title,
        "unit": entry.unit.code,
        "grade": entry.grade.code,
        "fte": "1,00",
        "cost_center": entry.cost_center.code,
    }
    return sent | values


def whole(plan: StaffingPlan, number: int, **values: Any) -> dict[str, Any]:
    """What the whole form sends."""
    entry = listed(plan, number)
    rows = list(entry.shares.all())
    sent = row(plan, number) | {"fte": f"{entry.fte}", "occupied_fte": "0,00", "reason": "Mehr Fälle"}
    sent |= {"produkte-TOTAL_FORMS": len(rows), "produkte-INITIAL_FORMS": 0, "vermerke-TOTAL_FORMS": 0}
    sent |= {"vermerke-INITIAL_FORMS": 0}
    for place, share in enumerate(rows):
        sent |= {
            f"produkte-{place}-product": share.product.code,
            f"produkte-{place}-percent": str(share.percent),
        }
    return sent | values


def test_the_personnel_office_begins_a_plan_as_a_copy_and_an_amendment(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    sent = {"kind": "budget", "year": 2024, "title": "Stellenplan 2024"}
    answer = client.post(reverse("plan-new"), sent, follow=True)
    assert (answer.status_code, answer.context["page"].paginator.count) == (200, 80)
    refused = client.post(reverse("plan-new"), {"kind": "amendment", "year": 2031, "title": "x"})
    assert (refused.status_code, "kein Stellenplan in Kraft" in refused.content.decode()) == (422, True)


def test_drafts_are_read_by_the_leading_and_written_by_the_personnel_office(
    draft: StaffingPlan, plans: Plans, login: Login, client: Client
) -> None:
    town = plans.town
    people: list[tuple[User, int, int]] = [
        (town.personnel, 200, 200),
        (town.treasurer, 200, 403),
        (town.equality, 200, 403),
        (town.mayor, 200, 403),
        (town.unit_head, 404, 404),
        (town.outsider, 404, 404),
        (town.council_member, 403, 403),
    ]
    for user, reading, writing in people:
        visitor = login(user)
        read = [reverse(name) for name in addresses.READ]
        read += [reverse(name, args=[draft.pk]) for name in addresses.READ_OF_PLAN]
        read += [reverse(name, args=[34]) for name in addresses.READ_OF_POSITION]
        assert [visitor.get(address).status_code for address in read] == [reading] * len(read), user
        kept = [reverse(name) for name in addresses.KEPT]
        kept += [reverse(name, args=[draft.pk]) for name in addresses.KEPT_OF_PLAN]
        kept += [reverse(name, args=[draft.pk, 34]) for name in addresses.KEPT_OF_ENTRY]
        kept += [reverse(name, args=[34]) for name in addresses.KEPT_OF_POSITION]
        assert [visitor.get(address).status_code for address in kept] == [writing] * len(kept), user
        assert visitor.post(reverse("entry-take-back", args=[draft.pk, 34])).status_code == (
            302 if writing == 200 else writing
        )
    assert Client().get(reverse("plan-list")).status_code == 302


def test_reading_writes_nothing(draft: StaffingPlan, plans: Plans, login: Login) -> None:
    visitor = login(plans.town.personnel)
    read = [reverse(name) for name in ("staffing-plans", "grant-list", *addresses.READ, *addresses.KEPT)]
    of_plan = (*addresses.READ_OF_PLAN, *addresses.KEPT_OF_PLAN)
    read += [reverse(name, args=[draft.pk]) for name in of_plan]
    read += [reverse(name, args=[draft.pk, 34]) for name in addresses.KEPT_OF_ENTRY]
    of_position = (*addresses.READ_OF_POSITION, *addresses.KEPT_OF_POSITION)
    read += [reverse(name, args=[34]) for name in of_position]
    read += [reverse(name, args=[2023]) for name in ("staffing-plan", "staffing-plan-file")]
    assert written_by_reading(visitor, read) == []


def test_a_row_is_changed_with_its_sign_and_word(draft: StaffingPlan, plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    before = listed(draft, 34)
    sent = row(draft, 34, title="Soziale Dienste", fte="0,5")
    page = client.post(reverse("entry-row", args=[draft.pk, 34]), sent, follow=True).content.decode()
    assert "Soziale Dienste" in page
    assert ("geändert" in page, before.title in page, "vorher" in page) == (True, True, True)
    assert str(listed(draft, 34).fte) == "0.50"
    client.post(reverse("entry-take-back", args=[draft.pk, 34]))
    assert listed(draft, 34).pk == before.pk


def test_as_it_was_before_an_amendment_no_longer_names_a_post(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("entry-row", args=[draft.pk, 34])
    before = listed(draft, 34)
    client.post(address, row(draft, 34, fte="0,25"))
    client.post(address, row(draft, 34, fte=str(before.fte)))
    with clearance("system"):
        assert draft.entries.count() == 0


def test_the_slower_of_two_sees_both_versions_and_keeps_what_was_typed(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("entry-row", args=[draft.pk, 34])
    stale = row(draft, 34, title="Mein Titel")
    client.post(address, row(draft, 34, title="Anderer Titel"))
    answer = client.post(address, stale)
    page = answer.content.decode()
    assert (answer.status_code, "Anderer Titel" in page, "Mein Titel" in page) == (409, True, True)
    again = {**stale, "seen": answer.context["form"]["seen"].value()}
    assert client.post(address, again).status_code == 302
    assert listed(draft, 34).title == "Mein Titel"


def test_a_script_gets_the_row_the_errors_or_both_versions(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("entry-row", args=[draft.pk, 34])
    stale = row(draft, 34, title="Mein Titel")
    asked = {"headers": {"accept": "application/json"}}
    wrong = client.post(address, row(draft, 34, grade="E 9", fte="viel"), **asked)  # type: ignore[arg-type]
    assert (wrong.status_code, wrong.json()["errors"]["grade"]) == (
        422,
        "E 9 gibt es nicht. Geben Sie E 9a, E 9b oder E 9c ein.",
    )
    saved = client.post(address, row(draft, 34, title="Anderer Titel"), **asked)  # type: ignore[arg-type]
    assert (saved.status_code, "Anderer Titel" in saved.json()["row"]) == (200, True)
    late = client.post(address, stale, **asked)  # type: ignore[arg-type]
    told = late.json()
    assert (late.status_code, told["both"][0]) == (
        409,
        {"label": "Bezeichnung", "stored": "Anderer Titel", "typed": "Mein Titel"},
    )
    assert client.post(address, {**stale, "seen": told["seen"]}, **asked).status_code == 200  # type: ignore[arg-type]


def test_c01_the_whole_form_keeps_products_notes_and_reason(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("entry-edit", args=[draft.pk, 34])
    note = {"vermerke-TOTAL_FORMS": 1, "vermerke-0-kind": "phase_out", "vermerke-0-trigger": "date"}
    missing = client.post(address, whole(draft, 34, **note))
    assert (missing.status_code, "Tag ein" in missing.content.decode()) == (422, True)
    half = client.post(address, whole(draft, 34, **{"produkte-0-percent": "40"}))
    assert (half.status_code, "Verteilen Sie genau 100" in half.content.decode()) == (422, True)
    note["vermerke-0-on"] = "2026-12-31"
    assert client.post(address, whole(draft, 34, **note)).status_code == 302
    entry = listed(draft, 34)
    with clearance("system"):
        assert [(row.kind, str(row.on)) for row in entry.notes.all()] == [("phase_out", "2026-12-31")]
    assert entry.reason == "Mehr Fälle"


def test_s12_s14_who_is_no_post_is_pointed_to_the_lists(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("entry-new", args=[draft.pk])
    for title in ("Aushilfe im Freibad", "Auszubildende"):
        sent = whole(draft, 34, title=title, seen="0")
        page = client.post(address, sent, follow=True).content.decode()
        assert "bei den Listen ein" in page
    frozen = client.get(reverse("plan-freeze", args=[draft.pk])).context["hints"]
    assert [hint.finding.rule for hint in frozen] == ["S-12", "S-14"]


def test_s11_what_the_tariff_forces_is_flagged(draft: StaffingPlan, plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    sent = whole(draft, 34, grade="S 15", is_tariff_forced="on")
    assert client.post(reverse("entry-edit", args=[draft.pk, 34]), sent).status_code == 302
    hints = client.get(reverse("plan-freeze", args=[draft.pk])).context["hints"]
    assert [(hint.finding.rule, hint.entry.position.number) for hint in hints] == [("S-11", 34)]
    assert listed(draft, 34).is_tariff_forced


def test_a_post_ends_with_a_reason_and_is_shown_as_ended(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client, address = login(plans.town.personnel), reverse("entry-drop", args=[draft.pk, 34])
    seen = listed(draft, 34).pk
    assert client.post(address, {"seen": seen, "reason": ""}).status_code == 422
    page = client.post(address, {"seen": seen, "reason": "Aufgabe entfällt"}, follow=True)
    assert page.context["count"].dropped == 1
    assert client.post(address, {"seen": seen, "reason": "Noch einmal"}).status_code == 404


def test_only_declared_values_narrow_the_table(draft: StaffingPlan, plans: Plans, login: Login) -> None:
    client, address = login(plans.town.personnel), reverse("plan-version", args=[draft.pk])
    client.post(reverse("entry-row", args=[draft.pk, 34]), row(draft, 34, fte="0,25"))

    def count(**query: str) -> int:
        found: int = client.get(address, query).context["page"].paginator.count
        return found

    everything = count()
    assert (everything, count(fachbereich="Unfug", teil="c", gruppe="E 99", stand="x")) == (80, 80)
    assert count(teil="a") + count(teil="b") == 80
    assert (count(stand="veraendert"), count(stand="geändert"), count(stand="neu")) == (1, 1, 0)
    assert (count(q="34"), count(q="zzz"), count(vermerk="release_block")) == (
        1,
        0,
        count(vermerk="release_block"),
    )
    assert 0 < count(gruppe="E 9b") < 80


def test_s07_freezing_is_for_good(draft: StaffingPlan, plans: Plans, login: Login) -> None:
    client, address = login(plans.town.personnel), reverse("plan-freeze", args=[draft.pk])
    empty = client.post(address)
    assert (empty.status_code, "noch keine Stelle" in empty.content.decode()) == (422, True)
    stale = row(draft, 34, fte="0,25")
    client.post(reverse("entry-row", args=[draft.pk, 34]), stale)
    assert client.post(address).status_code == 302
    late = client.post(reverse("entry-row", args=[draft.pk, 34]), row(draft, 34, fte="0,75"))
    assert (late.status_code, "festgeschrieben" in late.content.decode()) == (409, True)
    made = client.post(reverse("plan-stage", args=[draft.pk]), {"stage": "council"}, follow=True)
    assert (made.status_code, made.context["plan"].stage) == (200, "council")


def test_s08_two_days_or_versions_are_compared(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    days = {"von_tag": "2022-12-31", "bis_tag": "2023-12-31"}
    answer = client.get(reverse("plan-compare"), days)
    table = answer.context["synopsis"]
    assert (str(table.total.before), str(table.total.after), table.agrees) == ("65.35", "66.85", True)
    versions_of = {"von": str(plans.budget.pk), "bis": str(plans.amendment.pk)}
    (change,) = client.get(reverse("plan-compare"), versions_of).context["changes"]
    assert (change.word, change.position.number, str(change.fte)) == ("neu", 33, "1.00")
    assert client.get(reverse("plan-compare"), {"von": "999999", "bis": "x"}).status_code == 422


def test_lists_beside_the_plan_are_edited(draft: StaffingPlan, plans: Plans, login: Login) -> None:
    client, address = login(plans.town.personnel), reverse("plan-lists", args=[draft.pk])
    sent = {
        "version": draft.version,
        "nachwuchs-TOTAL_FORMS": 1,
        "nachwuchs-INITIAL_FORMS": 0,
        "nachwuchs-0-name": "Anwärterin",
        "nachwuchs-0-pay": "Anwärterbezüge",
        "nachwuchs-0-planned": 2,
        "nachwuchs-0-employed": 1,
        "aushilfen-TOTAL_FORMS": 1,
        "aushilfen-INITIAL_FORMS": 0,
        "aushilfen-0-name": "Freibad",
        "aushilfen-0-budget": "28.000,00",
        "aushilfen-0-months": 5,
    }
    assert client.post(address, {**sent, "aushilfen-0-months": "13"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    with clearance("system"):
        assert list(draft.trainees.values_list("name", "planned")) == [("Anwärterin", 2)]
        assert [str(row.budget) for row in draft.temporary.all()] == ["28000.00"]
    assert client.post(address, sent).status_code == 409


def test_c05_capacity_elsewhere_stands_outside_of_the_plan(plans: Plans, login: Login) -> None:
    client = login(plans.town.personnel)
    sent = {
        "employer": "Nachbarstadt",
        "title": "Vollstreckung",
        "fte": "1,00",
        "share_here": "50",
        "starts_on": "2024-01-01",
        "followed_by": "33",
    }
    assert client.post(reverse("external-new"), {**sent, "followed_by": "٣"}).status_code == 422
    assert client.post(reverse("external-new"), sent).status_code == 302
    page = client.get(reverse("external-list")).content.decode()
    assert "Vollstreckung" in page
    assert client.get(reverse("staffing-plan", args=[2023])).context["sheet"].totals.posts == 80


def test_a_page_costs_the_same_for_1_change_and_for_40(
    draft: StaffingPlan, plans: Plans, login: Login
) -> None:
    client = login(plans.town.personnel)
    pages = [
        reverse("plan-version", args=[draft.pk]),
        reverse("plan-freeze", args=[draft.pk]),
        f"{reverse('plan-compare')}?von={plans.budget.pk}&bis={draft.pk}",
    ]
    counts: list[list[int]] = []
    for numbers in ((34,), range(35, 75)):
        with clearance("system"):
            for number in numbers:
                entry = listed(draft, number)
                changed = {**vars(listing_of(entry)), "title": f"Neu {number}", "reason": "x"}
                position = Position.objects.get(number=number)
                drafting.put(draft, position, Listing(**changed), version=None, by=plans.town.personnel)
        for address in pages:
            client.get(address)
        counts.append([])
        for address in pages:
            with CaptureQueriesContext(connection) as asked:
                assert client.get(address).status_code == 200
            counts[-1].append(len(asked))
    assert counts[0] == counts[1]
