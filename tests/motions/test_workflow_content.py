"""What a Vorlage says and who deliberates on it: B-, P- and DS-rules, asked of the machine."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from motions.models import Paper
from motions.models.choices import PaperStatus
from motions.rules import permissions
from motions.rules.clearance import clearance
from motions.rules.findings import Refused
from motions.rules.transitions import expected_findings
from motions.rules.workflow import RELEASE, SUBMIT
from tests.factories import (
    consultation,
    make_attachment,
    make_paper,
    make_released,
    step,
)
from tests.people import Town, make_user

from .refusals import refuse, rules_of

pytestmark = pytest.mark.usefixtures("system")


@pytest.mark.parametrize(
    "sequence", [[("Rat", "deciding"), ("HFA", "advisory")], [("HFA", "deciding")], [("Rat", "advisory")]]
)
def test_b01_a_matter_of_the_council_ends_with_its_decision(
    town: Town, sequence: list[tuple[str, str]]
) -> None:
    rows = [consultation(town.organs[name], role) for name, role in sequence]
    paper = make_paper(by=town.clerk, consultations=rows, council_matter="statute")
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig")[0] == "B-01"


def test_b02_a_recommendation_after_the_decision_needs_a_note(town: Town) -> None:
    rows = [
        consultation(town.organs["HFA"], "advisory", planned_on=dt.date(2026, 9, 27)),
        consultation(town.organs["Rat"], "deciding", planned_on=dt.date(2026, 9, 26)),
    ]
    paper = make_paper(by=town.clerk, consultations=rows, dated_on=dt.date(2026, 9, 1))
    assert refuse(paper, SUBMIT, by=town.clerk) == ["B-02"]
    assert step(paper, SUBMIT, by=town.clerk, note="Eilbedürftig.").status == PaperStatus.SUBMITTED


def test_b06_mixed_publicity_needs_a_note(town: Town) -> None:
    rows = [
        consultation(town.organs["HFA"], "advisory", is_public=False),
        consultation(town.organs["Rat"], "deciding"),
    ]
    paper = make_paper(by=town.clerk, consultations=rows)
    assert refuse(paper, SUBMIT, by=town.clerk) == ["B-06"]
    assert "gehört in eine nichtöffentliche Anlage." in said(paper, town, "B-06")
    make_attachment(paper, by=town.clerk, is_public=False)
    assert "prüfen Sie den übrigen Text." in said(paper, town, "B-06")
    step(paper, SUBMIT, by=town.clerk, note="Der HFA berät über den Kaufpreis.")
    released = step(paper, RELEASE, by=town.mayor)
    assert sorted(released.documents.values_list("edition", flat=True)) == ["internal", "public"]


def said(paper: Paper, town: Town, rule: str) -> str:
    """What the check page says about a rule."""
    found = expected_findings(Paper.objects.get(pk=paper.pk), SUBMIT, by=town.clerk, now=timezone.now())
    return " ".join(row.text for row in found if row.rule == rule)


@pytest.mark.parametrize(
    ("subject", "changes", "is_told"),
    [
        ("Erlass der Hundesteuersatzung", {}, True),
        ("SATZUNG über Beiträge", {}, True),
        ("Erlass der Hundesteuersatzung", {"council_matter": "statute"}, False),
        ("Haushaltssatzung 2027", {"council_matter": "budget"}, False),
        ("Bericht zur Hundesteuersatzung", {"paper_type": "information"}, False),
        ("Besatzung der Feuerwache", {}, False),
    ],
)
def test_b01_a_statute_in_the_subject_is_a_hint_to_ask_the_rat(
    town: Town, subject: str, changes: dict[str, Any], is_told: bool
) -> None:
    rows = [consultation(town.organs["Rat"], "noting" if "paper_type" in changes else "deciding")]
    paper = make_paper(by=town.clerk, subject=subject, consultations=rows, **changes)
    assert said(paper, town, "B-01").startswith("Der Betreff nennt eine Satzung.") is is_told


def test_b08_two_deciding_organs_need_a_note(town: Town) -> None:
    rows = [consultation(town.organs[name], "deciding") for name in ("HFA", "Rat")]
    assert refuse(make_paper(by=town.clerk, consultations=rows), SUBMIT, by=town.clerk) == ["B-08"]


def test_p02_a_non_public_paper_names_its_ground(town: Town) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="")
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["P-02"]


@pytest.mark.parametrize(
    ("matter", "rules"), [("budget", ["P-04"]), ("staffing_plan", ["M-02", "M-03", "M-03", "P-04"])]
)
def test_p04_budget_and_staffing_plan_are_public(town: Town, matter: str, rules: list[str]) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="other", council_matter=matter)
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == rules


def test_p06_a_public_paper_is_not_debated_in_secret_only(town: Town) -> None:
    rows = [consultation(town.organs["Rat"], "deciding", is_public=False)]
    paper = make_paper(by=town.clerk, consultations=rows)
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["P-06"]


@pytest.mark.parametrize(
    "words", ["Frau Buchfink", "kontakt@example.org", "DE89 3704 0044 0532 0130 00", "Flurstück 12/3"]
)
def test_ds01_personal_data_in_a_public_paper_needs_a_decision(town: Town, words: str) -> None:
    paper = make_paper(by=town.clerk, statement=f"<p>Es schreibt {words} dazu.</p>")
    with pytest.raises(Refused) as refused:
        step(paper, SUBMIT, by=town.clerk)
    assert rules_of(refused) == ["DS-01"]
    assert words in refused.value.findings[0].text
    secret = make_paper(
        by=town.clerk,
        statement=f"<p>Es schreibt {words} dazu.</p>",
        is_public=False,
        secrecy_ground="personnel",
    )
    assert step(secret, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_p08_and_p09_who_reads_a_released_non_public_paper(town: Town) -> None:
    paper = make_released(by=town.clerk, is_public=False, secrecy_ground="property")
    stranger = make_user("Nora Niemand")
    readers = {
        person.last_name
        for person in (
            town.clerk,
            town.colleague,
            town.outsider,
            town.mayor,
            town.office,
            town.council_member,
            town.expert_citizen,
            town.administrator,
            stranger,
        )
        if permissions.visible_papers(person).filter(pk=paper.pk).exists()
    }
    assert readers == {"Schiefer", "Lehm", "Schlossgarten", "Sandstein", "Ahornblatt"}
    with clearance("user", town.expert_citizen.pk):
        assert not Paper.objects.filter(pk=paper.pk).exists()
