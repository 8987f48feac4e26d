"""What is asked before a step is asked again before the next one, and only as far as the local law says."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from motions.models import Bylaw, PaperTemplate
from motions.models.choices import PaperStatus
from motions.rules import workflow
from motions.rules.findings import Refused, Severity
from motions.rules.transitions import expected_findings
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, SUBMIT
from tests.factories import consultation, euro_row, make_paper, make_submitted, step
from tests.people import Town

from .refusals import edit, refuse

pytestmark = pytest.mark.usefixtures("system")


def set_bylaw(key: str, value: object) -> None:
    Bylaw.objects.filter(key=key).update(value=value)


def test_v10_nobody_is_asked_to_sign_a_paper_without_a_subject(town: Town) -> None:
    paper = make_paper(by=town.clerk, subject=" ")
    assert refuse(paper, REQUEST_CO_SIGNATURES, by=town.clerk, note="eilig") == ["V-10"]


@pytest.mark.parametrize("markup", ["<p></p>", "<p> </p><ul><li></li></ul>"])
def test_v10_a_resolution_of_tags_alone_is_no_resolution(town: Town, markup: str) -> None:
    paper = make_paper(by=town.clerk)
    type(paper).objects.filter(pk=paper.pk).update(draft_resolution=markup)
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["V-10"]


def test_v16_the_town_may_do_without_four_eyes(town: Town) -> None:
    set_bylaw("release.four_eyes", False)
    paper = make_submitted(by=town.mayor, lead_unit=town.units["BM"])
    assert step(paper, RELEASE, by=town.mayor).status == PaperStatus.RELEASED


def test_a_block_that_arose_since_submission_stops_the_release(town: Town) -> None:
    paper = make_submitted(by=town.clerk, financial_rows=[euro_row()])
    set_bylaw("co_signature.treasurer_from", "1.00")
    assert refuse(paper, RELEASE, by=town.mayor, note="trotzdem") == ["M-02"]


def test_a_justified_warning_is_told_to_the_mayor_and_needs_no_second_note(town: Town) -> None:
    rows = [consultation(town.organs[name], "deciding") for name in ("HFA", "Rat")]
    paper = make_submitted(by=town.clerk, consultations=rows)
    found = expected_findings(paper, RELEASE, by=town.mayor, now=timezone.now())
    assert [(row.rule, row.warns, row.blocks) for row in found] == [("B-08", False, False)]
    assert step(paper, RELEASE, by=town.mayor).status == PaperStatus.RELEASED


def test_m03_the_offices_of_an_effect_withdrawn_in_time_are_asked_no_more(town: Town) -> None:
    paper = step(make_paper(by=town.clerk, affects_positions=True), REQUEST_CO_SIGNATURES, by=town.clerk)
    assert sorted(paper.participations.values_list("office", flat=True)) == [
        "equality",
        "personnel",
        "treasurer",
    ]
    edit(paper, town.clerk, affects_positions=False)
    assert list(paper.participations.values_list("office", flat=True)) == []
    assert SUBMIT in workflow.open_to(town.clerk, paper)


@pytest.mark.parametrize(
    ("fields", "rule"),
    [
        ({"statement": "<table><tbody><tr><td>a</td><td>b</td></tr></tbody></table>"}, "D-03"),
        ({"statement": "<p>Der Verein erhält … €.</p>"}, "V-10"),
        ({"statement": '<p>Mehr dazu <a href="https://example.org">hier</a>.</p>'}, "X-01"),
    ],
)
def test_a_text_hard_to_read_is_told_and_stops_nobody(town: Town, fields: dict[str, Any], rule: str) -> None:
    paper = make_paper(by=town.clerk, **fields)
    found = expected_findings(paper, SUBMIT, by=town.clerk, now=timezone.now())
    assert [(row.rule, row.severity, row.field) for row in found] == [(rule, Severity.INFO, "statement")]
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


@pytest.mark.parametrize(
    ("text", "expenses", "told"),
    [
        ("<p>Die Bänke kosten 12.000 €.</p>", [], "Der Text nennt Beträge, die Tabelle ist leer."),
        ("<p>Der Zuschuss beträgt 500,00 Euro.</p>", [], "Der Text nennt Beträge, die Tabelle ist leer."),
        ("<p>Keine.</p>", ["12000"], "Der Text nennt keine Auswirkungen, die Tabelle schon."),
        ("<p>Die Bänke kosten 12.000 €.</p>", ["12000"], ""),
        ("<p>Keine.</p>", [], ""),
        ("<p>Keine, nur 500 Euro.</p>", ["500"], ""),
    ],
)
def test_v11_text_and_table_of_the_finances_say_the_same(
    town: Town, text: str, expenses: list[str], told: str
) -> None:
    paper = make_paper(by=town.clerk, financial_impact=text)
    for expense in expenses:
        paper.financial_rows.create(year=2026, expense=Decimal(expense), product="1.11", position=1)
    found = expected_findings(paper, SUBMIT, by=town.clerk, now=timezone.now())
    assert [row.text.partition(". ")[0] + "." for row in found if row.rule == "V-11"] == (
        [told] if told else []
    )


@pytest.mark.parametrize("field", ["subject", "draft_resolution", "statement"])
def test_v10_what_a_template_asks_has_to_be_replaced(town: Town, field: str) -> None:
    PaperTemplate.objects.create(
        name="Muster", paper_type=town.types["resolution_proposal"], statement="<p>[Warum jetzt?]</p>"
    )
    text: dict[str, Any] = {field: "Bänke [Warum jetzt?]"}
    paper = make_paper(by=town.clerk, **text)
    with pytest.raises(Refused) as refusal:
        step(paper, SUBMIT, by=town.clerk, note="eilig")
    assert [(row.rule, row.field) for row in refusal.value.findings] == [("V-10", field)]
    edit(paper, town.clerk, **{field: "Bänke [Anlage 1]"})
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_v10_an_information_says_something(town: Town) -> None:
    rows = [consultation(town.organs["HFA"], "noting")]
    fields: dict[str, Any] = {"paper_type": "information", "consultations": rows, "draft_resolution": ""}
    paper = make_paper(by=town.clerk, statement="", **fields)
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["V-10"]
    edit(paper, town.clerk, statement="<p>Der Stand.</p>")
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


@pytest.mark.parametrize(
    "rows",
    [
        [("Rat", "deciding"), ("HFA", "advisory")],
        [("HFA", "advisory"), ("HFA", "advisory"), ("Rat", "deciding")],
    ],
    ids=["advice-after-the-decision", "the-same-task-twice"],
)
def test_b02_a_senseless_sequence_needs_a_note(town: Town, rows: list[tuple[str, str]]) -> None:
    sequence = [consultation(town.organs[organ], role) for organ, role in rows]
    paper = make_paper(by=town.clerk, consultations=sequence)
    assert refuse(paper, SUBMIT, by=town.clerk) == ["B-02"]
    assert step(paper, SUBMIT, by=town.clerk, note="So gewollt.").status == PaperStatus.SUBMITTED


def test_b02_an_organ_may_first_note_and_then_decide(town: Town) -> None:
    rows = [consultation(town.organs["Rat"], role) for role in ("noting", "deciding")]
    paper = make_paper(by=town.clerk, consultations=rows)
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_b02_no_organ_meets_before_the_paper_was_written(town: Town) -> None:
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    rows = [consultation(town.organs["Rat"], "deciding", planned_on=yesterday)]
    assert refuse(make_paper(by=town.clerk, consultations=rows), SUBMIT, by=town.clerk) == ["B-02"]


def test_v11_an_amount_that_cannot_be_booked_is_told(town: Town) -> None:
    paper = make_paper(by=town.clerk, financial_impact="<p>Bänke.</p>", financial_rows=[euro_row(product="")])
    found = expected_findings(paper, SUBMIT, by=town.clerk, now=timezone.now())
    assert [(row.rule, row.severity) for row in found] == [("V-11", Severity.INFO)]
    row = euro_row(product="", cost_center="120550")
    named = make_paper(by=town.clerk, financial_impact="<p>Bänke.</p>", financial_rows=[row])
    assert expected_findings(named, SUBMIT, by=town.clerk, now=timezone.now()) == []
