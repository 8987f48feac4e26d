"""Ausnahmen (SI-06): the Ratsbüro lets one finding of one text pass, on the check page, at every open state."""

import pytest
from django.test import Client
from django.utils import timezone

from motions.models import Paper, User, Waiver
from motions.models.choices import PaperStatus
from motions.rules import drafting, invariants, waivers, workflow
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import NotPermitted, OutdatedState, Refused, block
from motions.rules.transitions import Act, Transition
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RETURN, SUBMIT
from tests.conftest import Login
from tests.factories import invite, make_paper, make_submitted, past_the_guards, step
from tests.people import Town


def let_pass(paper: Paper, transition: Transition[Paper], town: Town, *, number: int = 0) -> None:
    """The Ratsbüro lets the finding with this number pass."""
    now = timezone.now()
    with clearance("system"):
        fresh = Paper.objects.get(pk=paper.pk)
        finding = workflow.foreseen(fresh, transition, by=town.office, now=now)[number]
        waivers.waive(fresh, finding, reason="Wird nachgereicht.", by=town.office, now=now)


def refused(paper: Paper, transition: Transition[Paper], by: User) -> list[str]:
    with pytest.raises(Refused) as refusal:
        step(paper, transition, by=by)
    return [finding.key for finding in refusal.value.findings]


def edit(paper: Paper, by: User, draft: Draft) -> None:
    with clearance("system"):
        fresh = Paper.objects.get(pk=paper.pk)
        drafting.save_draft(fresh, draft, version=fresh.version, by=by, now=timezone.now())


def test_an_exception_covers_its_finding_and_no_other_of_the_same_rule(town: Town) -> None:
    paper = make_paper(by=town.clerk, consultations=[], draft_resolution="")
    assert refused(paper, SUBMIT, town.clerk) == ["V-10:draft_resolution:", "V-10:consultations:"]
    let_pass(paper, SUBMIT, town, number=1)
    assert refused(paper, SUBMIT, town.clerk) == ["V-10:draft_resolution:"]


def test_an_exception_for_one_co_signer_covers_no_other(town: Town) -> None:
    asked = [invite(town.units[code], is_mandatory=True) for code in ("FB I", "FB III")]
    paper = step(make_paper(by=town.clerk, invitations=asked), REQUEST_CO_SIGNATURES, by=town.clerk)
    let_pass(paper, SUBMIT, town)
    assert refused(paper, SUBMIT, town.clerk) == ["M-04:participations:FB III"]


def test_an_exception_for_a_long_finding_is_stored_and_covers_no_other_with_the_same_beginning(
    town: Town,
) -> None:
    paper, now = make_paper(by=town.clerk), timezone.now()
    long = "Anschrift „" + "Straße der Anliegerinnen und Anlieger, Haus " * 5
    first, second = (
        block("DS-03", "Streichen Sie es.", "statement", about=long + end) for end in ("1“", "2“")
    )
    with clearance("system"):
        waivers.waive(paper, first, reason="Anonymisiert.", by=town.office, now=now)
        covered = waivers.covered(paper)
    assert (len(first.key), first.key in covered, second.key in covered) == (100, True, False)
    assert block("M-04", "", "participations", about="FB I").key == "M-04:participations:FB I"


def test_an_exception_ends_with_the_text_it_was_granted_for(town: Town) -> None:
    paper = make_paper(by=town.clerk, climate_impact="")
    let_pass(paper, SUBMIT, town)
    step(step(paper, SUBMIT, by=town.clerk), RETURN, by=town.mayor, note="Bitte kürzen.")
    assert step(paper, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED
    step(paper, RETURN, by=town.mayor, note="Bitte kürzen.")
    edit(paper, town.clerk, Draft({"statement": "<p>Kürzer.</p>"}))
    assert refused(paper, SUBMIT, town.clerk) == ["V-11:climate_impact:"]
    let_pass(paper, SUBMIT, town)
    with clearance("system"):
        assert Waiver.objects.count() == 2


def test_an_exception_ends_with_the_beratungsfolge_it_was_granted_for(town: Town) -> None:
    rows = [{"organization_id": town.organs["HFA"].pk, "role": "deciding", "is_public": True}]
    paper = make_paper(by=town.clerk, council_matter="statute", consultations=rows)
    let_pass(paper, SUBMIT, town)
    edit(paper, town.clerk, Draft(consultations=[{**rows[0], "organization_id": town.organs["ASJF"].pk}]))
    assert refused(paper, SUBMIT, town.clerk) == ["B-01:consultations:"]


def test_nobody_lets_a_text_pass_that_changed_under_the_eyes(town: Town) -> None:
    paper = make_paper(by=town.clerk, climate_impact="")
    now = timezone.now()
    with clearance("system"):
        (finding,) = workflow.foreseen(paper, SUBMIT, by=town.office, now=now)
        edit(paper, town.clerk, Draft({"subject": "Anders"}))
        with pytest.raises(OutdatedState):
            waivers.waive(paper, finding, reason="Eilt.", by=town.office, now=now)


def test_i4_accepts_an_exception_for_the_missing_signature_only(town: Town) -> None:
    asked = [invite(town.units["FB I"], is_mandatory=True)]
    paper = step(
        make_paper(by=town.clerk, invitations=asked, climate_impact=""), REQUEST_CO_SIGNATURES, by=town.clerk
    )
    let_pass(paper, SUBMIT, town)
    let_pass(paper, SUBMIT, town)
    step(paper, SUBMIT, by=town.clerk)
    with clearance("system"):
        assert list(invariants.valid_signatures()) == []
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(statement="<p>Anders.</p>")
        assert len(list(invariants.valid_signatures())) == 1


@pytest.mark.usefixtures("system")
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


@pytest.mark.usefixtures("system")
def test_some_rules_know_no_exception(town: Town) -> None:
    paper = make_paper(by=town.clerk, is_public=False, secrecy_ground="")
    (finding,) = SUBMIT.findings(Act(paper, town.clerk, timezone.now(), ""))
    with pytest.raises(Refused):
        waivers.waive(paper, finding, reason="Eilt.", by=town.office, now=timezone.now())
    assert Waiver.objects.count() == 0


# --- on the page --------------------------------------------------------------------------------------------


def test_v16_the_ratsbuero_lets_the_emergency_pass_on_the_check_page(town: Town, login: Login) -> None:
    paper = make_submitted(by=town.mayor, lead_unit=town.units["BM"])
    client, address = login(town.office), f"/arbeit/vorlagen/{paper.pk}/pruefen/"
    shown = client.get(address)
    assert [finding.key for finding, _ in shown.context["must"]] == ["V-16::"]
    assert shown.context["may_act"] is False
    assert f'action="/arbeit/vorlagen/{paper.pk}/schritt/release/"' not in shown.content.decode()
    assert address in client.get(f"/arbeit/vorlagen/{paper.pk}/").content.decode()
    sent = client.post(
        f"/arbeit/vorlagen/{paper.pk}/ausnahme/", {"finding": "V-16::", "reason": "Die Vertretung ist krank."}
    )
    assert (sent.status_code, sent.headers["Location"]) == (302, address)
    assert step(paper, RELEASE, by=town.mayor).status == PaperStatus.RELEASED


@pytest.mark.parametrize("status", ["draft", "co_signing", "submitted", "returned"])
def test_the_ratsbuero_opens_the_check_page_at_every_open_state(
    town: Town, login: Login, status: str
) -> None:
    paper = make_paper(by=town.clerk)
    if status != "draft":
        step(paper, REQUEST_CO_SIGNATURES, by=town.clerk)
    if status == "submitted":
        step(paper, SUBMIT, by=town.clerk)
    if status == "returned":
        step(paper, RETURN, by=town.mayor, note="Kürzen.")
    response = login(town.office).get(f"/arbeit/vorlagen/{paper.pk}/pruefen/")
    assert (response.status_code, response.context["paper"].status) == (200, status)


def test_a_waiver_for_a_rule_that_nothing_violates_is_refused(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, climate_impact="")
    address = f"/arbeit/vorlagen/{paper.pk}/ausnahme/"
    client: Client = login(town.office)
    for key in ("V-11", "V-11:financial_impact:", "V-10:consultations:"):
        assert client.post(address, {"finding": key, "reason": "Eilt."}).status_code == 409
    with clearance("system"):
        assert Waiver.objects.count() == 0


def test_after_a_conflict_the_page_offers_the_step_for_the_new_text(town: Town, login: Login) -> None:
    paper = make_submitted(by=town.clerk)
    client, address = login(town.mayor), f"/arbeit/vorlagen/{paper.pk}/schritt/release/"
    told = client.post(address, {"version": paper.version - 1, "note": "Gelesen."})
    assert told.status_code == 409
    form = told.context["form"]
    again = {"version": form["version"].value(), "note": form["note"].value()}
    assert again == {"version": str(paper.version), "note": "Gelesen."}
    assert client.post(address, again).status_code == 302
    with clearance("system"):
        assert Paper.objects.get(pk=paper.pk).status == PaperStatus.RELEASED
