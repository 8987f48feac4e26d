"""The life of a Vorlage: every V-, M-, B- and P-rule, asked of the machine on real rows."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from motions.models import Membership, Paper, Substitution, User, Waiver
from motions.models.choices import MembershipRole, PaperStatus
from motions.rules import co_signing, drafting, permissions, waivers
from motions.rules.clearance import clearance
from motions.rules.content import text_hash
from motions.rules.drafting import Draft, Invitation
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.transitions import Act, Transition, perform
from motions.rules.workflow import (
    PAPER_STEPS,
    RELEASE,
    REQUEST_CO_SIGNATURES,
    RESET,
    RETURN,
    SUBMIT,
    WITHDRAW,
    open_to,
)
from tests.factories import (
    consultation,
    euro_row,
    invite,
    make_co_signing,
    make_paper,
    make_released,
    make_submitted,
    sign_all,
    step,
)
from tests.people import SINCE, Town, make_user

pytestmark = pytest.mark.usefixtures("system")


def rules_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return sorted(finding.rule for finding in refused.value.findings)


def refuse(paper: Paper, transition: Transition, *, by: User, note: str = "") -> list[str]:
    with pytest.raises(Refused) as refused:
        step(paper, transition, by=by, note=note)
    return rules_of(refused)


def edit(paper: Paper, by: User, **fields: object) -> Paper:
    fresh = Paper.objects.get(pk=paper.pk)
    return drafting.save_draft(fresh, Draft(fields), version=fresh.version, by=by, now=timezone.now())


# --- states -------------------------------------------------------------------------------------------------


def test_a_paper_travels_from_draft_to_release_with_one_event_for_each_act(town: Town) -> None:
    paper = make_paper(by=town.clerk, invitations=[invite(town.units["FB I"])])
    step(paper, REQUEST_CO_SIGNATURES, by=town.clerk)
    sign_all(paper)
    step(paper, SUBMIT, by=town.clerk)
    released = step(paper, RELEASE, by=town.mayor)
    assert released.status == PaperStatus.RELEASED
    assert list(paper.events.values_list("act", "from_status", "to_status")) == [
        ("create", "", "draft"),
        ("request_co_signatures", "draft", "co_signing"),
        ("co_sign", "", ""),
        ("submit", "co_signing", "submitted"),
        ("release", "submitted", "released"),
    ]


@pytest.mark.parametrize("transition", PAPER_STEPS, ids=lambda row: row.name)
def test_a_step_starts_only_where_the_table_says(town: Town, transition: Transition) -> None:
    paper = make_released(by=town.clerk)
    if paper.status in transition.sources:
        paper = step(paper, WITHDRAW, by=town.mayor, note="Erledigt.")
    with pytest.raises(OutdatedState):
        step(paper, transition, by=town.mayor, note="Grund")
    assert Paper.objects.get(pk=paper.pk).status == paper.status


@pytest.mark.parametrize("transition", [REQUEST_CO_SIGNATURES, SUBMIT, WITHDRAW], ids=lambda row: row.name)
def test_a_stranger_takes_no_step(town: Town, transition: Transition) -> None:
    paper = make_paper(by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, transition, by=town.outsider, note="Grund")
    assert paper.events.count() == 1


@pytest.mark.parametrize("transition", [RELEASE, RETURN], ids=lambda row: row.name)
def test_the_drafter_neither_releases_nor_returns(town: Town, transition: Transition) -> None:
    paper = make_submitted(by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, transition, by=town.clerk, note="Grund")


@pytest.mark.parametrize("transition", [RETURN, RESET, WITHDRAW], ids=lambda row: row.name)
def test_a_step_back_needs_its_reason(town: Town, transition: Transition) -> None:
    paper = make_released(by=town.clerk) if transition is not RETURN else make_submitted(by=town.clerk)
    assert refuse(paper, transition, by=town.mayor, note="  ") == ["V-15"]
    assert step(paper, transition, by=town.mayor, note="Zahlen prüfen.").status == transition.target


def test_the_buttons_of_a_person_are_the_steps_that_succeed(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    assert [row.name for row in open_to(town.mayor, paper)] == ["release", "return"]
    assert [row.name for row in open_to(town.clerk, paper)] == ["withdraw"]
    assert open_to(town.outsider, paper) == []


def test_a_second_click_is_told_so(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    step(paper, RELEASE, by=town.mayor)
    with pytest.raises(OutdatedState):
        step(paper, RELEASE, by=town.mayor)
    assert paper.releases.count() == 1


def test_a_stale_page_is_told_so(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    with pytest.raises(OutdatedState):
        perform(paper, RELEASE, by=town.mayor, now=timezone.now(), version=paper.version - 1)


# --- V rules ------------------------------------------------------------------------------------------------


def test_v03_a_replacement_keeps_the_number_and_the_original_stays_readable(town: Town) -> None:
    original = make_released(by=town.clerk)
    successor = drafting.create_successor(original, "replacement", by=town.clerk, now=timezone.now())
    assert list(successor.consultations.values_list("organization", "role")) == list(
        original.consultations.values_list("organization", "role")
    )
    step(successor, SUBMIT, by=town.clerk)
    released = step(successor, RELEASE, by=town.mayor)
    assert released.reference == f"{original.reference}/1"
    fresh = Paper.objects.get(pk=original.pk)
    assert fresh.status == PaperStatus.SUPERSEDED
    assert permissions.public_papers().filter(pk=original.pk).exists()


def test_v04_the_database_refuses_to_change_a_number(town: Town) -> None:
    paper = make_co_signing(by=town.clerk)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Paper.objects.filter(pk=paper.pk).update(reference_prefix="FB IX")
    town.units["FB II"].code = "FB 2"
    town.units["FB II"].save()
    assert Paper.objects.get(pk=paper.pk).reference == paper.reference


def test_v10_missing_parts_are_named_all_at_once(town: Town) -> None:
    paper = make_paper(by=town.clerk, subject="", draft_resolution="", consultations=[])
    with pytest.raises(Refused) as refused:
        step(paper, SUBMIT, by=town.clerk)
    assert [finding.text for finding in refused.value.findings] == [
        "Geben Sie den Betreff ein.",
        "Schreiben Sie den Beschlussentwurf.",
        "Legen Sie fest, welche Gremien beraten (Beratungsfolge).",
    ]


@pytest.mark.parametrize("name", ["financial_impact", "climate_impact"])
def test_v11_an_empty_impact_is_refused_the_word_keine_is_enough(town: Town, name: str) -> None:
    empty: dict[str, Any] = {name: ""}
    paper = make_paper(by=town.clerk, **empty)
    assert refuse(paper, SUBMIT, by=town.clerk, note="trotzdem") == ["V-11"]
    edit(paper, town.clerk, **{name: "<p>keine</p>"})
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_v12_an_information_decides_nothing(town: Town) -> None:
    rows = [consultation(town.organs["Rat"], "deciding")]
    paper = make_paper(by=town.clerk, paper_type="information", consultations=rows)
    assert refuse(paper, SUBMIT, by=town.clerk) == ["V-12"]


def test_v13_the_deputy_releases_in_representation_with_the_ground(town: Town) -> None:
    paper = make_submitted(by=town.clerk)
    for transition in (RELEASE, RETURN):
        with pytest.raises(NotPermitted):
            step(paper, transition, by=town.deputy, note="Grund")
    today = timezone.localdate()
    Substitution.objects.create(
        absent=town.mayor, substitute=town.deputy, ground="Urlaub", starts_on=today, ends_on=today
    )
    step(paper, RELEASE, by=town.deputy)
    release = paper.releases.get()
    assert (release.office, release.in_representation, release.substitution_ground) == (
        "general_deputy",
        True,
        "Urlaub",
    )
    assert paper.events.get(act="release").on_behalf == f"i. V. für {town.mayor}"
    assert paper.documents.get().content["release"]["in_representation"] is True


def test_v14_an_honorary_deputy_mayor_never_releases(town: Town) -> None:
    honorary = town.council_member
    assert honorary.person
    Membership.objects.create(
        person=honorary.person,
        organization=town.organs["Rat"],
        role=MembershipRole.DEPUTY_MAYOR,
        starts_on=SINCE,
    )
    paper = make_submitted(by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, RELEASE, by=honorary)


def test_v15_a_released_text_changes_only_after_a_reset_with_reason(town: Town) -> None:
    paper = make_released(by=town.clerk)
    with pytest.raises(OutdatedState):
        edit(paper, town.clerk, subject="Anders")
    step(paper, RESET, by=town.office, note="Betrag falsch.")
    edit(paper, town.clerk, subject="Anders")
    step(paper, SUBMIT, by=town.clerk)
    step(paper, RELEASE, by=town.mayor)
    assert [row.content["subject"] for row in paper.documents.order_by("release__revision")] == [
        "Neue Bänke am Schlossplatz",
        "Anders",
    ]


def test_v16_nobody_releases_the_own_paper(town: Town) -> None:
    paper = make_submitted(by=town.mayor, lead_unit=town.units["BM"])
    assert refuse(paper, RELEASE, by=town.mayor, note="doch") == ["V-16"]


def test_v17_the_administration_comments_on_a_motion_but_never_alters_it(town: Town) -> None:
    paper = make_co_signing(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    with pytest.raises(Refused) as refused:
        edit(paper, town.office, draft_resolution="<p>Weniger.</p>")
    assert rules_of(refused) == ["V-17"]
    edited = edit(paper, town.office, administration_comment="<p>Kosten: 500 €.</p>")
    assert edited.administration_comment == "<p>Kosten: 500 €.</p>"


def test_o03_a_motion_is_withdrawn_by_its_group_a_released_paper_by_the_mayor(town: Town) -> None:
    motion = make_co_signing(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    for person in (town.clerk, town.mayor, town.council_member):
        with pytest.raises(NotPermitted):
            step(motion, WITHDRAW, by=person, note="Erledigt.")
    assert step(motion, WITHDRAW, by=town.group_member, note="Erledigt.").status == PaperStatus.WITHDRAWN
    assert motion.events.get(act="withdraw").on_behalf == ""
    paper = make_released(by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, WITHDRAW, by=town.clerk, note="Erledigt.")
    step(paper, WITHDRAW, by=town.mayor, note="Erledigt.")
    assert not permissions.public_papers().filter(pk=paper.pk).exists()


# --- M rules ------------------------------------------------------------------------------------------------


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


# --- B, P and DS rules --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "sequence", [[("Rat", "deciding"), ("HFA", "advisory")], [("HFA", "deciding")], [("Rat", "advisory")]]
)
def test_b01_a_matter_of_the_council_ends_with_its_decision(
    town: Town, sequence: list[tuple[str, str]]
) -> None:
    rows = [consultation(town.organs[name], role) for name, role in sequence]
    paper = make_paper(by=town.clerk, consultations=rows, council_matter="statute")
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["B-01"]


def test_b02_a_recommendation_after_the_decision_needs_a_note(town: Town) -> None:
    rows = [
        consultation(town.organs["HFA"], "advisory", planned_on=dt.date(2026, 9, 27)),
        consultation(town.organs["Rat"], "deciding", planned_on=dt.date(2026, 9, 26)),
    ]
    paper = make_paper(by=town.clerk, consultations=rows)
    assert refuse(paper, SUBMIT, by=town.clerk) == ["B-02"]
    assert step(paper, SUBMIT, by=town.clerk, note="Eilbedürftig.").status == PaperStatus.SUBMITTED


def test_b06_mixed_publicity_needs_a_note(town: Town) -> None:
    rows = [
        consultation(town.organs["HFA"], "advisory", is_public=False),
        consultation(town.organs["Rat"], "deciding"),
    ]
    paper = make_paper(by=town.clerk, consultations=rows)
    assert refuse(paper, SUBMIT, by=town.clerk) == ["B-06"]


def test_b08_two_deciding_organs_need_a_note(town: Town) -> None:
    rows = [consultation(town.organs[name], "deciding") for name in ("HFA", "Rat")]
    assert refuse(make_paper(by=town.clerk, consultations=rows), SUBMIT, by=town.clerk) == ["B-08"]


def test_p02_a_non_public_paper_names_its_ground(town: Town) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="")
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["P-02"]


@pytest.mark.parametrize("matter", ["budget", "staffing_plan"])
def test_p04_budget_and_staffing_plan_are_public(town: Town, matter: str) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="other", council_matter=matter)
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["P-04"]


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


# --- exceptions ---------------------------------------------------------------------------------------------


def test_si06_only_the_ratsbuero_lets_a_paper_pass_and_says_why(town: Town) -> None:
    paper = make_paper(by=town.clerk, climate_impact="")
    act = Act(paper, town.clerk, timezone.now(), "")
    (finding,) = SUBMIT.findings(act)
    for person in (town.clerk, town.mayor):
        with pytest.raises(NotPermitted):
            waivers.waive(paper, finding, reason="Eilt.", by=person, now=timezone.now())
    with pytest.raises(Refused):
        waivers.waive(paper, finding, reason=" ", by=town.office, now=timezone.now())
    waivers.waive(paper, finding, reason="Wird nachgereicht.", by=town.office, now=timezone.now())
    assert list(Waiver.objects.values_list("rule", "reason")) == [("V-11", "Wird nachgereicht.")]
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_some_rules_know_no_exception(town: Town) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="")
    (finding,) = SUBMIT.findings(Act(paper, town.clerk, timezone.now(), ""))
    with pytest.raises(Refused):
        waivers.waive(paper, finding, reason="Eilt.", by=town.office, now=timezone.now())
    assert Waiver.objects.count() == 0


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
