"""Die Vorlage aus dem Stellenplan: what stands in it, when it stands still, what the Rat makes of it (S-01, K-13)."""

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from motions.models import Paper, User
from motions.models.choices import PaperStatus
from motions.rules import impact_tables, paper_checks, successors, workflow
from motions.rules.content import content_of, text_hash
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.german_numbers import full_euro
from motions.rules.transitions import Act, expected_findings
from staffing.models import FundingGrant, FundingRate, Hearing, PlanEntry, StaffingPlan
from staffing.rules import assessments, council, council_checks, drafting, hearings, versions
from staffing.rules.assessments import Answers
from staffing.rules.council import Order
from staffing.rules.listing import Note, listing_of
from tests.factories import sign_all, step
from tests.meetings import make_meeting
from tests.resolutions import treat
from tests.staffing.world import NOW, Plans, make_draft

pytestmark = pytest.mark.usefixtures("system")
OCTOBER = dt.date(2023, 10, 1)
NO_STATUTE = Answers(reason="Die Förderung deckt die Kosten fast ganz.", is_budgeted=True)


@pytest.fixture
def draft(plans: Plans) -> StaffingPlan:
    """The post of the demo once more, not yet in any Vorlage: the funded position as an amendment in work."""
    return make_draft(plans)


def order(plans: Plans, plan: StaffingPlan, **fields: object) -> Order:
    numbers = set(PlanEntry.objects.filter(plan=plan).values_list("position__number", flat=True))
    given = Order(numbers, OCTOBER, plans.town.units["FB II"], NO_STATUTE)
    return replace(given, **fields)  # type: ignore[arg-type]


def proposed(plans: Plans, plan: StaffingPlan, **fields: object) -> Paper:
    return council.create_paper(plan, order(plans, plan, **fields), by=plans.town.personnel, now=NOW)


def keeper(plans: Plans) -> User:
    return plans.town.personnel


def test_s01_a_version_becomes_a_vorlage_with_everything_prefilled(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    draft.refresh_from_db()
    assert (draft.paper, draft.effective_on) == (paper, OCTOBER)
    assert paper.subject == "Änderung des Stellenplans 2023: Case-Management"
    assert (paper.council_matter, paper.affects_positions, paper.lead_unit.code) == (
        "staffing_plan",
        True,
        "FB II",
    )
    assert [row.organization.short_name for row in paper.consultations.all()] == ["HFA", "Rat"]
    assert paper.draft_resolution == (
        "<p>Im Stellenplan 2023 wird die Stelle „Case-Management KIM“ (S 12, 1,00 VZÄ, FB II, "
        "Kostenstelle 120550, Produkte 1.31.11.01 und 1.31.11.02, Vermerk: Refinanzierung Förderung KIM) zusätzlich "
        "eingerichtet.</p>"
    )
    assert "Eine Nachtragssatzung ist nicht erforderlich" in paper.financial_impact


def test_k03_the_tables_tell_what_the_post_costs_and_who_pays(plans: Plans, draft: StaffingPlan) -> None:
    changes, years = impact_tables.stored(proposed(plans, draft))
    assert changes.head[3:] == (
        "VZÄ bisher",
        "VZÄ neu",
        "Produkte",
        "Vermerk",
        "Kosten 2024",
        "Förderung 2024",
        "Eigenanteil 2024",
        "Vollkosten 2024",
    )
    assert changes.rows[0][0:5] == ("FB II", "Case-Management KIM (neu)", "S 12", "0,00", "1,00")
    assert changes.rows[0][5] == "1.31.11.01 (50\u00a0%), 1.31.11.02 (50\u00a0%)"
    gross, workplace = Decimal("65566.98"), 9_700
    assert changes.rows[0][7:] == tuple(
        full_euro(amount)
        for amount in (
            gross + workplace,
            Decimal(57_000),
            gross + workplace - 57_000,
            gross * Decimal("1.2") + workplace,
        )
    )
    assert [row[0] for row in years.rows] == ["2023", "2024", "2025", "2026", "2027"]
    assert [row[2] for row in years.rows] == ["14.250,00\u00a0€"] + ["57.000,00\u00a0€"] * 4
    own = [Decimal(row[3].replace(".", "").replace(",", ".").split("\u00a0")[0]) for row in years.rows]
    assert own == sorted(own)
    assert own[-1] > own[1] > 0


def test_k01_the_vorlage_says_how_sure_the_money_is(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    assert "KIM, Case-Management: in Aussicht gestellt" in paper.statement
    assert impact_tables.stored(paper)[1].note.startswith(
        "Förderung KIM, Case-Management: in Aussicht gestellt"
    )


def test_the_amounts_of_the_paper_are_those_of_its_table(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    found = content_of(paper, edition="internal")
    years = {row["year"]: row for row in found["financial"]["rows"]}
    assert (
        years[2023]["income"],
        years[2024]["income"],
        years[2024]["product"],
        years[2024]["cost_center"],
    ) == (
        "14250.00",
        "57000.00",
        "1.31.11.01, 1.31.11.02",
        "120550",
    )
    assert [table["caption"] for table in found["impact_tables"]] == [
        "Änderungen des Stellenplans",
        "Was es kostet und wer zahlt",
    ]


def test_s01_of_two_changes_the_one_not_chosen_waits_in_a_version_of_its_own(
    plans: Plans, draft: StaffingPlan
) -> None:
    other = versions.entries([plans.budget])[0]
    listing = replace(listing_of(other), title="Anders genannt", reason="Neu geordnet.")
    drafting.put(draft, other.position, listing, version=draft.version, by=keeper(plans))
    proposed(plans, draft, positions={33})
    rest = StaffingPlan.objects.get(title="Case-Management: weitere Änderungen")
    assert list(rest.entries.values_list("position__number", flat=True)) == [other.position.number]
    assert list(draft.entries.values_list("position__number", flat=True)) == [33]


def test_s01_nothing_chosen_makes_no_vorlage(plans: Plans, draft: StaffingPlan) -> None:
    before = Paper.objects.count()
    drafting.take_back(draft, draft.entries.get().position, version=draft.version, by=keeper(plans))
    with pytest.raises(Refused, match="mindestens eine Änderung"):
        proposed(plans, draft, positions=set())
    assert Paper.objects.count() == before


def test_s01_a_version_has_one_vorlage(plans: Plans, draft: StaffingPlan) -> None:
    proposed(plans, draft)
    with pytest.raises(OutdatedState, match="schon eine Vorlage"):
        proposed(plans, draft)


def test_only_the_personnel_office_makes_it(plans: Plans, draft: StaffingPlan) -> None:
    with pytest.raises(NotPermitted):
        council.create_paper(draft, order(plans, draft), by=plans.town.clerk, now=NOW)


def findings_at_submission(paper: Paper, by: User) -> list[tuple[str, str]]:
    found = council_checks.at_submission(Act(paper, by, NOW, ""))
    return [(row.rule, row.severity.value) for row in found]


def test_s13_m03_what_the_drafter_must_answer(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    assert findings_at_submission(paper, keeper(plans)) == [("S-13", "warn"), ("M-03", "warn")]
    told = {row.rule for row in paper_checks.for_submission(Act(paper, keeper(plans), NOW, ""))}
    assert {"S-13", "M-03"} <= told


def test_s13_a_post_that_ends_with_its_grant_is_no_risk(plans: Plans, draft: StaffingPlan) -> None:
    entry = draft.entries.get()
    note = Note("phase_out", "end_of_grant")
    listing = replace(listing_of(entry), notes=[note])
    drafting.put(draft, entry.position, listing, version=draft.version, by=keeper(plans))
    assert findings_at_submission(proposed(plans, draft), keeper(plans)) == [("M-03", "warn")]


def test_s13_a_post_that_ends_with_its_grant_costs_nothing_afterwards(
    plans: Plans, draft: StaffingPlan
) -> None:
    entry = draft.entries.get()
    listing = replace(listing_of(entry), notes=[Note("phase_out", "end_of_grant")])
    drafting.put(draft, entry.position, listing, version=draft.version, by=keeper(plans))
    FundingGrant.objects.update(ends_on=dt.date(2024, 12, 31))
    years = impact_tables.stored(proposed(plans, draft))[1]
    assert [(row[0], row[6]) for row in years.rows[2:]] == [
        (str(year), "0,00\u00a0€") for year in (2025, 2026, 2027)
    ]


def test_m03_a_hearing_is_a_line_with_day_and_document(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    given = {"by": keeper(plans), "now": NOW}
    hearings.record(draft, "staff_council", dt.date(2023, 7, 20), "Schreiben vom 20.07.2023", **given)  # type: ignore[arg-type]
    assert ("M-03", "warn") not in findings_at_submission(paper, keeper(plans))
    with pytest.raises(Refused, match="liegt in der Zukunft"):
        hearings.record(draft, "equality", dt.date(2023, 7, 25), "Vermerk", **given)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Schreiben oder das Aktenzeichen"):
        hearings.record(draft, "equality", dt.date(2023, 7, 20), " ", **given)  # type: ignore[arg-type]
    by = {"recorded_by": keeper(plans), "recorded_at": NOW}
    with pytest.raises(IntegrityError, match="hearing_happened"), transaction.atomic():
        Hearing.objects.create(
            plan=draft, body="equality", document="Vermerk", heard_on=dt.date(2023, 7, 25), **by
        )


def test_s01_another_table_than_the_plan_is_never_submitted(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    entry = draft.entries.get()
    half = replace(listing_of(entry), fte=Decimal("0.50"))
    drafting.put(draft, entry.position, half, version=None, by=keeper(plans))
    assert ("S-01", "block") in findings_at_submission(paper, keeper(plans))
    before = text_hash(paper)
    draft.refresh_from_db()
    council.renew_figures(draft, by=keeper(plans), now=NOW)
    paper.refresh_from_db()
    assert ("S-01", "block") not in findings_at_submission(paper, keeper(plans))
    assert text_hash(paper) != before


def submitted(plans: Plans, paper: Paper) -> Paper:
    Paper.objects.filter(pk=paper.pk).update(climate_impact="<p>keine</p>")
    paper.refresh_from_db()
    paper = step(paper, workflow.REQUEST_CO_SIGNATURES, by=keeper(plans))
    sign_all(paper)
    return step(paper, workflow.SUBMIT, by=keeper(plans), note="Mit dem Land geklärt.")


def released(plans: Plans, paper: Paper) -> Paper:
    return step(submitted(plans, paper), workflow.RELEASE, by=plans.town.mayor, note="Geprüft.")


def test_s07_what_is_submitted_stands_still_and_moves_again_when_returned(
    plans: Plans, draft: StaffingPlan
) -> None:
    paper = submitted(plans, proposed(plans, draft))
    entry = draft.entries.get()
    listing = listing_of(entry)
    with pytest.raises(OutdatedState, match="zur Freigabe gegeben"):
        drafting.put(draft, entry.position, listing, version=None, by=keeper(plans))
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        PlanEntry.objects.filter(plan=draft).update(title="Anders")
    step(paper, workflow.RETURN, by=plans.town.mayor, note="Bitte kürzen.")
    drafting.put(draft, entry.position, listing, version=None, by=keeper(plans))


def test_s07_the_release_freezes_the_version_with_the_paper(plans: Plans, draft: StaffingPlan) -> None:
    paper = released(plans, proposed(plans, draft))
    draft.refresh_from_db()
    assert (paper.status, draft.is_frozen, draft.frozen_by) == (PaperStatus.RELEASED, True, plans.town.mayor)
    with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
        paper.impact_tables.update(caption="Anders")


def test_k13_a_rate_that_changed_meanwhile_is_told_to_whoever_releases(
    plans: Plans, draft: StaffingPlan
) -> None:
    paper = submitted(plans, proposed(plans, draft))
    told = expected_findings(paper, workflow.RELEASE, by=plans.town.mayor, now=NOW)
    assert [row.rule for row in told if row.warns] == []
    FundingRate.objects.update(amount=Decimal(50_000))
    told = expected_findings(paper, workflow.RELEASE, by=plans.town.mayor, now=NOW)
    assert [row.rule for row in told if row.warns] == ["K-13"]


def test_k13_the_released_paper_keeps_its_figures_and_the_desk_is_told(
    plans: Plans, draft: StaffingPlan
) -> None:
    paper = released(plans, proposed(plans, draft))
    printed = impact_tables.stored(paper)
    draft.refresh_from_db()
    assert council_checks.drift_known_to(keeper(plans), paper, [draft]) == []
    FundingRate.objects.update(amount=Decimal(50_000))
    assert impact_tables.stored(paper) == printed
    assert [row.rule for row in council_checks.drift_known_to(keeper(plans), paper, [draft])] == ["K-13"]
    assert council_checks.drift_known_to(plans.town.outsider, paper, [draft]) == []


def test_k13_a_column_that_is_printed_only_since_then_is_no_drift(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    changes, years = impact_tables.stored(paper)
    kept = [place for place, label in enumerate(changes.head) if label not in ("Produkte", "Vollkosten 2024")]
    head, *rows = ([row[place] for place in kept] for row in (changes.head, *changes.rows))
    former = replace(changes, head=tuple(head), rows=tuple(map(tuple, rows)), note="Anders erklärt.")
    impact_tables.replace(paper, [former, years])
    draft.refresh_from_db()
    assert council_checks.drift(paper, draft) == []
    assert ("S-01", "block") not in findings_at_submission(paper, keeper(plans))
    FundingRate.objects.update(amount=Decimal(50_000))
    assert [row.rule for row in council_checks.drift(paper, draft)] == ["K-13"]


def test_k13_what_the_rat_has_changed_is_no_drift(plans: Plans, draft: StaffingPlan) -> None:
    paper = released(plans, proposed(plans, draft))
    draft.refresh_from_db()
    changed = drafting.begin_version_of(draft, "council", by=keeper(plans), now=NOW)
    entry = changed.entries.get()
    half = replace(listing_of(entry), fte=Decimal("0.50"))
    drafting.put(changed, entry.position, half, version=None, by=keeper(plans))
    assert council_checks.drift_known_to(keeper(plans), paper, [draft, changed]) == []
    assert council_checks.way(changed).drift == []


def test_s03_a_version_written_down_early_is_checked_all_the_same(plans: Plans, draft: StaffingPlan) -> None:
    paper = proposed(plans, draft)
    drafting.freeze(draft, by=keeper(plans), now=NOW)
    assert findings_at_submission(paper, keeper(plans)) == [("S-13", "warn"), ("M-03", "warn")]


def test_s01_figures_of_nothing_are_not_taken_over(plans: Plans, draft: StaffingPlan) -> None:
    proposed(plans, draft)
    draft.refresh_from_db()
    drafting.take_back(draft, draft.entries.get().position, version=None, by=keeper(plans))
    with pytest.raises(Refused, match="mindestens eine Änderung"):
        council.renew_figures(draft, by=keeper(plans), now=NOW)


def test_s02_the_post_of_the_vorlage_holds_after_the_rat_and_not_before(
    plans: Plans, draft: StaffingPlan
) -> None:
    paper = released(plans, proposed(plans, draft))
    starts_at = timezone.make_aware(dt.datetime(2023, 9, 12, 18))
    for organ, day, outcome in (("HFA", 12, "recommended"), ("Rat", 26, "adopted")):
        holding = versions.in_force(versions.of_year(keeper(plans), 2023), dt.date(2023, 12, 31))
        assert holding == [plans.budget]
        meeting = make_meeting(plans.town.organs[organ], starts_at=starts_at.replace(day=day))
        treat(plans.town, paper, meeting, outcome=outcome)
    known = versions.of_year(keeper(plans), 2023)
    draft.refresh_from_db()
    assert versions.in_force(known, dt.date(2023, 9, 30)) == [plans.budget]
    assert versions.in_force(known, OCTOBER) == [plans.budget, draft]


def test_v03_a_neufassung_takes_the_version_along(plans: Plans, draft: StaffingPlan) -> None:
    paper = released(plans, proposed(plans, draft))
    successor = successors.create_successor(paper, "replacement", by=plans.town.clerk, now=NOW)
    copy = StaffingPlan.objects.get(paper=successor)
    assert (copy.is_frozen, copy.effective_on, copy.number > draft.number) == (False, OCTOBER, True)
    assert impact_tables.stored(successor) == impact_tables.stored(paper)
    assert [row.position.number for row in copy.entries.all()] == [33]


@pytest.mark.parametrize(
    ("answers", "rules"),
    [
        (Answers(reason="x"), []),
        (Answers(reason="x", brings_deficit=True), ["S-03"]),
        (Answers(reason="x", is_considerable=True), ["S-03"]),
        (Answers(reason="x", has_investment=True), ["S-03"]),
        (Answers(reason="x", changes_statute=True), ["S-03"]),
        (Answers(reason="x", is_provisional=True), ["S-05"]),
        (Answers(reason="x", is_provisional=True, is_owed=True), []),
        (Answers(reason="x", is_consolidating=True), ["S-06"]),
        (Answers(reason="x", is_consolidating=True, consolidation_effect="Keine."), []),
    ],
)
def test_s03_s05_s06_what_budget_law_asks_for(
    plans: Plans, draft: StaffingPlan, answers: Answers, rules: list[str]
) -> None:
    assessment = assessments.record(draft, answers, by=keeper(plans))
    assert [row.rule for row in assessments.findings(assessment)] == rules


def test_s03_without_an_answer_nothing_goes_on_unasked(plans: Plans, draft: StaffingPlan) -> None:
    assert [row.rule for row in assessments.findings(None)] == ["S-03"]
    with pytest.raises(Refused, match="Begründen Sie"):
        assessments.record(draft, Answers(reason=" "), by=keeper(plans))


def test_s04_the_local_threshold_says_who_decides_about_the_expense(
    plans: Plans, draft: StaffingPlan
) -> None:
    assessment = assessments.record(draft, Answers(reason="Gering."), by=keeper(plans))
    told = [assessments.in_words(assessment, Decimal(amount), on=OCTOBER)[1] for amount in (19_999, 20_000)]
    assert told == [
        "Über die außerplanmäßige Aufwendung entscheidet die Kämmerin oder der Kämmerer "
        "(§ 83 GO NRW, Wertgrenze 20.000,00\u00a0€).",
        "Über die außerplanmäßige Aufwendung entscheidet der Rat (§ 83 GO NRW, Wertgrenze 20.000,00\u00a0€).",
    ]
