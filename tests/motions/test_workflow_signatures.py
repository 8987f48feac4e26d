"""Mitzeichnung und Kenntnisnahme: the M-rules, asked of the machine on real rows."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from motions.models import CoSignature, Paper, Substitution
from motions.models.choices import PaperStatus
from motions.rules import co_signing, drafting, worklist
from motions.rules.content import text_hash
from motions.rules.drafting import Draft, Invitation
from motions.rules.findings import NotPermitted, OutdatedState, Refused, Severity
from motions.rules.transitions import expected_findings
from motions.rules.workflow import (
    RELEASE,
    SUBMIT,
)
from tests.factories import (
    consultation,
    euro_row,
    invite,
    make_co_signing,
    make_paper,
    sign_all,
    step,
)
from tests.people import Town

from .refusals import edit, refuse, rules_of

pytestmark = pytest.mark.usefixtures("system")


def test_m01_a_missing_acknowledgement_needs_a_note_at_release(town: Town) -> None:
    invitation = Invitation(town.units["FB III"], "acknowledgement")
    paper = step(make_paper(by=town.clerk, invitations=[invitation]), SUBMIT, by=town.clerk)
    assert refuse(paper, RELEASE, by=town.mayor) == ["M-01"]
    step(paper, RELEASE, by=town.mayor, note="FB III ist im Urlaub.")
    assert paper.documents.get().content["participations"] == [
        {"name": "FB III", "acknowledged_on": "", "short_sign": ""}
    ]


@pytest.mark.parametrize(("expense", "expected"), [("9999.99", []), ("10000.00", ["M-02"])])
def test_m02_the_treasurer_is_mandatory_from_the_local_threshold(
    town: Town, expense: str, expected: list[str]
) -> None:
    paper = make_paper(by=town.clerk, financial_rows=[euro_row(expense=Decimal(expense))])
    if expected:
        assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == expected
    else:
        assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_m02_small_amounts_of_many_years_reach_the_threshold_together(town: Town) -> None:
    rows = [euro_row(year=year, expense=Decimal(4000)) for year in (2026, 2027, 2028)]
    assert refuse(make_paper(by=town.clerk, financial_rows=rows), SUBMIT, by=town.clerk) == ["M-02"]


def test_m02_an_income_reaches_the_threshold_as_an_expense_does(town: Town) -> None:
    rows = [euro_row(expense=Decimal(0), income=Decimal(10000))]
    assert refuse(make_paper(by=town.clerk, financial_rows=rows), SUBMIT, by=town.clerk) == ["M-02"]


def test_m02_a_missing_co_signature_of_the_treasurer_blocks(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, financial_rows=[euro_row(expense=Decimal(50_000))])
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["M-02"]
    sign_all(paper)
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_m03_an_effect_on_positions_invites_personnel_and_equality(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, affects_positions=True)
    assert list(paper.participations.values_list("office", "is_mandatory", "required_by")) == [
        ("equality", False, "M-03"),
        ("personnel", False, "M-03"),
        ("treasurer", True, "M-02"),
    ]


def test_m03_going_on_without_an_answer_of_the_invited_needs_a_reason(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, affects_positions=True)
    row = paper.participations.get(office="treasurer")
    co_signing.sign(row, decision="signed", by=town.treasurer, now=timezone.now())
    found = expected_findings(paper, SUBMIT, by=town.clerk, now=timezone.now())
    assert [(row.rule, row.severity) for row in found if "steht noch aus" in row.text] == [
        ("M-03", Severity.WARN),
        ("M-03", Severity.WARN),
    ]


def test_m03_the_drafter_is_reminded_of_the_hearing_of_the_personalrat(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, affects_positions=True)
    sign_all(paper)
    found = expected_findings(paper, SUBMIT, by=town.clerk, now=timezone.now())
    assert [(row.rule, row.severity) for row in found] == [("M-03", Severity.INFO)]
    submitted = step(paper, SUBMIT, by=town.clerk)
    told = expected_findings(submitted, RELEASE, by=town.mayor, now=timezone.now())
    assert [row.rule for row in told] == ["M-03"]


@pytest.mark.parametrize(
    "change",
    [
        {"is_public": False, "secrecy_ground": "property"},
        {"council_matter": "other"},
        {"affects_positions": True},
        {"has_own_wording": True},
        {"draft_resolution": "<p>Sechs Bänke.</p>"},
    ],
)
def test_m04_what_a_co_signer_answers_for_makes_the_signature_outdated(
    town: Town, change: dict[str, object]
) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    sign_all(paper)
    edited = edit(paper, town.clerk, **change)
    outdated = [row.is_outdated for row in co_signing.standings(edited) if row.participation.unit]
    assert outdated == [True]


def test_m04_another_date_of_a_meeting_leaves_the_signature_valid(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    sign_all(paper)
    rows = [consultation(town.organs["Rat"], "deciding", planned_on=dt.date(2026, 5, 5))]
    drafting.save_draft(
        paper, Draft(consultations=rows), version=paper.version, by=town.clerk, now=timezone.now()
    )
    assert [row.is_outdated for row in co_signing.standings(paper)] == [False]


def test_m04_an_outdated_voluntary_co_signature_is_renewed_too(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    sign_all(paper)
    edit(paper, town.clerk, statement="<p>Ganz anders.</p>")
    assert refuse(paper, SUBMIT, by=town.clerk, note="Nur ein Absatz.") == ["M-04"]
    sign_all(paper)
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_m04_a_change_of_the_text_makes_a_co_signature_outdated(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"], is_mandatory=True)])
    sign_all(paper)
    assert [row.is_outdated for row in co_signing.standings(paper)] == [False]
    edit(paper, town.clerk, statement="<p>Ganz anders.</p>")
    assert [row.is_outdated for row in co_signing.standings(Paper.objects.get(pk=paper.pk))] == [True]
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["M-04"]
    sign_all(paper)
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_m04_nobody_signs_a_text_that_changed_under_the_eyes(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    seen = text_hash(paper)
    edit(paper, town.clerk, subject="Anders")
    with pytest.raises(OutdatedState):
        co_signing.sign(
            paper.participations.get(), decision="signed", by=town.treasurer, now=timezone.now(), text=seen
        )


def test_m04_nobody_gets_rid_of_an_outdated_signature_by_making_it_voluntary(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"], is_mandatory=True)])
    sign_all(paper)
    edited = edit(paper, town.clerk, statement="<p>Ganz anders.</p>")
    draft = Draft(invitations=[invite(town.units["FB I"], is_mandatory=False)])
    saved = drafting.save_draft(edited, draft, version=edited.version, by=town.clerk, now=timezone.now())
    assert (saved.version, saved.participations.get().is_mandatory) == (edited.version, True)
    assert refuse(saved, SUBMIT, by=town.clerk, note="eilig") == ["M-04"]


def test_m05_a_refusal_needs_a_reason_and_then_a_note_of_the_drafter(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    row = paper.participations.get()
    with pytest.raises(Refused) as refused:
        co_signing.sign(row, decision="refused", by=town.treasurer, now=timezone.now())
    assert rules_of(refused) == ["M-05"]
    co_signing.sign(row, decision="refused", by=town.treasurer, now=timezone.now(), note="Zu teuer.")
    assert refuse(paper, SUBMIT, by=town.clerk) == ["M-05"]
    step(paper, SUBMIT, by=town.clerk, note="Der Rat soll entscheiden.")
    step(paper, RELEASE, by=town.mayor)
    assert "Zu teuer." not in str(paper.documents.get().content)


def test_m05_a_refusal_of_an_older_text_is_still_told(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    row = paper.participations.get()
    co_signing.sign(row, decision="refused", by=town.treasurer, now=timezone.now(), note="Zu teuer.")
    edit(paper, town.clerk, statement="<p>Etwas billiger.</p>")
    assert refuse(paper, SUBMIT, by=town.clerk) == ["M-04", "M-05"]
    found = worklist.waiting(Paper.objects.get(pk=paper.pk), on=timezone.localdate())
    assert (found.is_refused, found.with_whom) == (True, "FB I")


def test_m06_an_acknowledgement_is_no_signature_and_is_printed_with_day_and_sign(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[Invitation(town.units["FB III"], "acknowledgement")])
    row = paper.participations.get()
    with pytest.raises(Refused) as refused:
        co_signing.sign(row, decision="signed", by=town.outsider, now=timezone.now())
    assert rules_of(refused) == ["M-06"]
    now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    co_signing.sign(row, decision="acknowledged", by=town.outsider, now=now)
    step(paper, SUBMIT, by=town.clerk)
    step(paper, RELEASE, by=town.mayor)
    assert paper.documents.get().content["participations"] == [
        {"name": "FB III", "acknowledged_on": "2026-03-02", "short_sign": "To"}
    ]


def test_si01_kenntnis_genommen_keeps_person_unit_time_and_the_hash_of_the_text(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[Invitation(town.units["FB III"], "acknowledgement")])
    now = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
    co_signing.sign(paper.participations.get(), decision="acknowledged", by=town.outsider, now=now)
    row = CoSignature.objects.select_related("participation__unit").get()
    assert (row.signed_by, row.participation.unit, row.decision, row.signed_at, row.text_hash) == (
        town.outsider,
        town.units["FB III"],
        "acknowledged",
        now,
        text_hash(paper),
    )
    with pytest.raises(Exception, match="Cannot update"), transaction.atomic():
        CoSignature.objects.update(text_hash="0" * 64)


def test_m06_an_acknowledgement_of_an_earlier_text_is_not_printed(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[Invitation(town.units["FB III"], "acknowledgement")])
    sign_all(paper)
    edit(paper, town.clerk, statement="<p>Ganz anders.</p>")
    step(paper, SUBMIT, by=town.clerk)
    step(paper, RELEASE, by=town.mayor, note="Eilig.")
    assert paper.documents.get().content["participations"] == [
        {"name": "FB III", "acknowledged_on": "", "short_sign": ""}
    ]


def test_only_those_asked_co_sign(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    for person in (town.outsider, town.clerk, town.personnel, town.council_member):
        with pytest.raises(NotPermitted):
            co_signing.sign(paper.participations.get(), decision="signed", by=person, now=timezone.now())


def test_a_substitute_signs_in_representation(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])
    today = timezone.localdate()
    Substitution.objects.create(
        absent=town.treasurer, substitute=town.outsider, ground="Urlaub", starts_on=today
    )
    act = co_signing.sign(paper.participations.get(), decision="signed", by=town.outsider, now=timezone.now())
    assert act.for_absent == town.treasurer
