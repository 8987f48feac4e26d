"""Die Seiten auf dem Weg in den Rat, with the clearance each person really has (S-01, K-13, M-03)."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Paper
from motions.rules.clearance import clearance
from motions.rules.impact_tables import stored
from staffing.models import FundingRate, Hearing, StaffingPlan
from tests.conftest import Login
from tests.staffing.world import Plans, make_draft


@pytest.fixture
def draft(plans: Plans) -> StaffingPlan:
    """The funded post of the demo as an amendment in work."""
    return make_draft(plans)


def sent(plans: Plans, **values: Any) -> dict[str, Any]:
    """What the form of the Vorlage sends."""
    unit = plans.town.units["FB II"]
    return {
        "positions": ["33"],
        "since": "2023-10-01",
        "lead_unit": unit.pk,
        "reason": "Land zahlt.",
    } | values


def proposed(plans: Plans, draft: StaffingPlan, login: Login) -> tuple[Client, Paper]:
    client = login(plans.town.personnel)
    answer = client.post(reverse("plan-paper", args=[draft.pk]), sent(plans))
    with clearance("system"):
        draft.refresh_from_db()
        assert draft.paper is not None
        assert (answer.status_code, answer["Location"]) == (302, reverse("paper-edit", args=[draft.paper.pk]))
        return client, draft.paper


def test_s01_the_personnel_office_makes_a_vorlage_in_one_form(
    plans: Plans, draft: StaffingPlan, login: Login
) -> None:
    client, paper = proposed(plans, draft, login)
    page = client.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert "Was es kostet und wer zahlt" in page
    assert "Case-Management KIM (neu)" in page
    assert f'href="{reverse("plan-version", args=[draft.pk])}"' in page


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"positions": []}, "Wählen Sie mindestens eine Änderung aus."),
        ({"positions": ["99999"]}, "Wählen Sie mindestens eine Änderung aus."),
        ({"since": ""}, "Geben Sie den Tag ein, ab dem die Änderung gelten soll."),
        ({"since": "gestern"}, "Geben Sie den Tag ein, ab dem die Änderung gelten soll."),
        ({"lead_unit": ""}, "Wählen Sie den Fachbereich, der die Vorlage schreibt."),
        ({"reason": " "}, "Begründen Sie, warum eine Nachtragssatzung nötig ist oder nicht."),
    ],
)
def test_s01_what_is_missing_is_said_and_nothing_is_made(
    plans: Plans, draft: StaffingPlan, login: Login, values: dict[str, Any], told: str
) -> None:
    with clearance("system"):
        before = Paper.objects.count()
    answer = login(plans.town.personnel).post(reverse("plan-paper", args=[draft.pk]), sent(plans, **values))
    assert (answer.status_code, told in answer.content.decode()) == (422, True)
    with clearance("system"):
        assert Paper.objects.count() == before


def test_s01_a_second_click_opens_no_second_vorlage(plans: Plans, draft: StaffingPlan, login: Login) -> None:
    client, _ = proposed(plans, draft, login)
    again = client.post(reverse("plan-paper", args=[draft.pk]), sent(plans))
    assert (again.status_code, "schon eine Vorlage" in again.content.decode()) == (409, True)


def test_k13_changed_money_is_told_and_taken_over_with_one_press(
    plans: Plans, draft: StaffingPlan, login: Login
) -> None:
    client, paper = proposed(plans, draft, login)
    here = reverse("plan-version", args=[draft.pk])
    assert "K-13" not in client.get(here).content.decode()
    with clearance("system"):
        FundingRate.objects.update(amount=50_000)
    assert "K-13" in client.get(here).content.decode()
    answer = client.post(reverse("plan-figures", args=[draft.pk]), follow=True)
    assert "K-13" not in answer.content.decode()
    with clearance("system"):
        assert stored(paper)[1].rows[1][2] == "50.000,00\u00a0€"


def test_m03_a_hearing_is_recorded_and_shown(plans: Plans, draft: StaffingPlan, login: Login) -> None:
    client = login(plans.town.personnel)
    given = {
        "body": "staff_council",
        "heard_on": "2023-07-20",
        "document": "Schreiben vom 20.07.",
        "result": "",
    }
    answer = client.post(reverse("hearing-new", args=[draft.pk]), given, follow=True)
    assert "Personalrat: am 20.07.2023, Schreiben vom 20.07." in answer.content.decode()
    refused = client.post(reverse("hearing-new", args=[draft.pk]), given | {"document": ""})
    assert refused.status_code == 422
    with clearance("system"):
        assert Hearing.objects.filter(plan=draft).count() == 1


def test_s09_telling_the_authority_of_an_amendment_is_shown_as_optional(
    plans: Plans, draft: StaffingPlan, login: Login
) -> None:
    client, words = login(plans.town.personnel), "Freiwillig: Eine Pflicht, die Änderung"
    pages = [
        client.get(reverse("plan-version", args=[plan.pk])).content.decode() for plan in (draft, plans.budget)
    ]
    assert [words in page for page in pages] == [True, False]


def test_the_unit_that_writes_the_vorlage_never_reads_the_draft_of_the_plan(
    plans: Plans, draft: StaffingPlan, login: Login
) -> None:
    _, paper = proposed(plans, draft, login)
    client = login(plans.town.clerk)
    page = client.get(reverse("paper-detail", args=[paper.pk]))
    assert (page.status_code, reverse("plan-version", args=[draft.pk]) in page.content.decode()) == (
        200,
        False,
    )
    for name in ("plan-version", "plan-paper", "hearing-new"):
        assert client.get(reverse(name, args=[draft.pk])).status_code == 404
    assert client.post(reverse("plan-figures", args=[draft.pk])).status_code == 404
    checked = client.get(reverse("paper-check", args=[paper.pk])).content.decode()
    assert "S-13" in checked
    assert "M-03" in checked


def test_the_kaemmerei_reads_and_does_not_write(plans: Plans, draft: StaffingPlan, login: Login) -> None:
    client = login(plans.town.treasurer)
    assert client.get(reverse("plan-version", args=[draft.pk])).status_code == 200
    assert client.get(reverse("plan-paper", args=[draft.pk])).status_code == 403
    assert client.post(reverse("plan-figures", args=[draft.pk])).status_code == 403
