"""The life of a Vorlage: every V-, M-, B- and P-rule, asked of the machine on real rows."""

from typing import Any

import pytest
from django.db import transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from motions.models import Membership, Paper, Substitution
from motions.models.choices import MembershipRole, PaperStatus
from motions.rules import permissions, successors
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.transitions import Transition, perform
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
    invite,
    make_co_signing,
    make_paper,
    make_released,
    make_submitted,
    sign_all,
    step,
)
from tests.people import Town

from .refusals import edit, refuse, rules_of

pytestmark = pytest.mark.usefixtures("system")


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
def test_a_step_starts_only_where_the_table_says(town: Town, transition: Transition[Paper]) -> None:
    paper = make_released(by=town.clerk)
    if paper.status in transition.sources:
        paper = step(paper, WITHDRAW, by=town.mayor, note="Erledigt.")
    with pytest.raises(OutdatedState):
        step(paper, transition, by=town.mayor, note="Grund")
    assert Paper.objects.get(pk=paper.pk).status == paper.status


@pytest.mark.parametrize("transition", [REQUEST_CO_SIGNATURES, SUBMIT, WITHDRAW], ids=lambda row: row.name)
def test_a_stranger_takes_no_step(town: Town, transition: Transition[Paper]) -> None:
    paper = make_paper(by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, transition, by=town.outsider, note="Grund")
    assert paper.events.count() == 1


@pytest.mark.parametrize("transition", [RELEASE, RETURN], ids=lambda row: row.name)
def test_the_drafter_neither_releases_nor_returns(town: Town, transition: Transition[Paper]) -> None:
    paper = make_submitted(by=town.clerk)
    with pytest.raises(NotPermitted):
        step(paper, transition, by=town.clerk, note="Grund")


@pytest.mark.parametrize("transition", [RETURN, RESET, WITHDRAW], ids=lambda row: row.name)
def test_a_step_back_needs_its_reason(town: Town, transition: Transition[Paper]) -> None:
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
    successor = successors.create_successor(original, "replacement", by=town.clerk, now=timezone.now())
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
    with pytest.raises(Refused) as refusal:
        make_paper(by=town.clerk, paper_type="information", consultations=rows)
    assert rules_of(refusal) == ["V-12"]


def test_v12_a_paper_that_became_an_information_still_has_to_lose_its_decision(town: Town) -> None:
    rows = [consultation(town.organs["Rat"], "deciding")]
    paper = edit(
        make_paper(by=town.clerk, consultations=rows), town.clerk, paper_type=town.types["information"]
    )
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["V-12"]


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
    Membership.objects.filter(person=honorary.person, organization=town.organs["Rat"]).update(
        role=MembershipRole.DEPUTY_MAYOR
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
