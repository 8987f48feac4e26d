"""Anträge, Anfragen, Änderungsanträge und Antworten: whose words they are, and what may follow (V-17, A-15)."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hueckeswagen_ratsinfo.demo.kinds import load_templates
from motions.models import Membership, Organization, Paper, PaperTemplate
from motions.models.choices import PaperStatus, SuccessorKind
from motions.rules import amendments, drafting, invariants, permissions, successors
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, Refused
from motions.rules.workflow import RELEASE, RETURN, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, make_paper, make_released, make_submitted, step
from tests.people import Town

from .refusals import edit, refuse, rules_of
from .test_work_lists import questions

SECRET: dict[str, Any] = {"is_public": False, "secrecy_ground": "property"}


def begin(town: Town, kind: str, group: Organization | None, amends: Paper | None = None) -> Paper:
    with clearance("system"):
        return drafting.create_paper(
            by=town.office,
            now=timezone.now(),
            lead_unit=town.units["BM"],
            paper_type=town.types[kind],
            author_group=group,
            amends=amends,
        )


def motion(town: Town, **fields: Any) -> Paper:
    """A released motion of Grünes Forum."""
    return make_released(by=town.office, paper_type="motion", author_group=town.organs["GF"], **fields)


def amendment_to(paper: Paper, town: Town) -> Paper:
    with clearance("system"):
        return amendments.begin_amendment(paper, town.organs["GF"], by=town.office, now=timezone.now())


@pytest.mark.parametrize("kind", ["motion", "inquiry"])
def test_v17_what_comes_from_a_group_names_it(town: Town, kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        begin(town, kind, None)
    assert rules_of(refusal) == ["V-17"]
    assert begin(town, kind, town.organs["GF"]).author_group == town.organs["GF"]


@pytest.mark.parametrize("kind", ["resolution_proposal", "information", "petition"])
def test_v17_what_the_administration_or_inhabitants_write_comes_from_no_group(town: Town, kind: str) -> None:
    with pytest.raises(Refused) as refusal:
        begin(town, kind, town.organs["GF"])
    assert rules_of(refusal) == ["V-17"]
    assert begin(town, kind, None).author_group is None


def test_v17_a_committee_is_no_group(town: Town) -> None:
    with pytest.raises(Refused) as refusal:
        begin(town, "motion", town.organs["HFA"])
    assert rules_of(refusal) == ["V-17"]


def test_a15_an_amendment_names_the_paper_it_amends_and_nothing_else_does(town: Town) -> None:
    paper = make_released(by=town.clerk)
    with pytest.raises(Refused) as refusal:
        begin(town, "amendment", town.organs["GF"])
    assert rules_of(refusal) == ["A-15"]
    with pytest.raises(Refused) as refusal:
        begin(town, "motion", town.organs["GF"], amends=paper)
    assert rules_of(refusal) == ["A-15"]


def test_a15_an_amendment_takes_over_publicity_and_beratungsfolge(town: Town) -> None:
    paper = make_released(by=town.clerk, **SECRET)
    amendment = amendment_to(paper, town)
    with clearance("system"):
        rows = amendment.consultations.values_list("organization", "role", "is_public")
        assert list(rows) == list(paper.consultations.values_list("organization", "role", "is_public"))
    assert (amendment.amends, amendment.is_public, amendment.draft_resolution) == (paper, False, "")
    assert amendment.author_group == town.organs["GF"]


def test_a15_only_the_ratsbuero_and_the_lead_unit_record_an_amendment(town: Town) -> None:
    paper = make_released(by=town.clerk)
    for person in (town.outsider, town.mayor, town.council_member):
        with pytest.raises(NotPermitted):
            amendments.begin_amendment(paper, town.organs["GF"], by=person, now=timezone.now())
    draft = make_paper(by=town.clerk)
    with pytest.raises(NotPermitted):
        amendments.begin_amendment(draft, town.organs["GF"], by=town.office, now=timezone.now())


@pytest.mark.usefixtures("system")
def test_p06_an_amendment_to_a_secret_paper_stays_secret(town: Town) -> None:
    amendment = amendment_to(make_released(by=town.clerk, **SECRET), town)
    public = edit(amendment, town.office, is_public=True, secrecy_ground="", draft_resolution="<p>Eine.</p>")
    with clearance("system"):
        for row in public.consultations.all():
            row.is_public = True
            row.save()
    assert refuse(public, SUBMIT, by=town.office, note="eilig") == ["P-06"]


def test_citizens_find_the_amendment_at_its_paper_and_the_paper_at_its_amendment(
    town: Town, client: Client
) -> None:
    paper = motion(town)
    with clearance("system"):
        draft = edit(amendment_to(paper, town), town.office, draft_resolution="<p>Nur ein Brunnen.</p>")
    assert draft.reference == ""
    released = step(step(draft, SUBMIT, by=town.office), RELEASE, by=town.mayor, note="ok")
    at_paper = client.get(reverse("public-paper", args=[paper.slug])).content.decode()
    at_amendment = client.get(reverse("public-paper", args=[released.slug])).content.decode()
    assert reverse("public-paper", args=[released.slug]) in at_paper
    assert reverse("public-paper", args=[paper.slug]) in at_amendment
    with clearance("system"):
        assert released.documents.get().content["amends"] == paper.reference
        assert invariants.broken() == []


def test_v17_the_administration_answers_a_group_in_words_of_its_own(town: Town) -> None:
    paper = motion(town)
    with clearance("system"):
        answer = successors.create_successor(paper, SuccessorKind.ANSWER, by=town.office, now=timezone.now())
    assert (answer.author_group, answer.draft_resolution, answer.statement) == (None, "", "")
    assert answer.paper_type == town.types["information"]
    with clearance("system"):
        assert set(answer.consultations.values_list("role", flat=True)) == {"noting"}
        again = successors.create_successor(paper, SuccessorKind.ANSWER, by=town.office, now=timezone.now())
        assert again == answer


def test_v03_an_answer_bears_the_number_of_the_question(town: Town) -> None:
    paper = motion(town)
    with clearance("system"):
        answer = successors.create_successor(paper, SuccessorKind.ANSWER, by=town.office, now=timezone.now())
        edit(answer, town.office, statement="<p>Ja.</p>")
    submitted = step(answer, SUBMIT, by=town.office, note="ok")
    assert (submitted.reference, submitted.status) == (f"{paper.reference}/1", PaperStatus.SUBMITTED)


def test_v17_only_the_ratsbuero_records_new_words_of_a_group(town: Town) -> None:
    paper = motion(town, lead_unit=town.units["FB II"])
    with clearance("system"):
        assert permissions.follow_ups(town.clerk, paper) == [SuccessorKind.ANSWER]
        assert permissions.follow_ups(town.office, paper) == [SuccessorKind.REPLACEMENT, SuccessorKind.ANSWER]
        for kind in (SuccessorKind.REPLACEMENT, SuccessorKind.SUPPLEMENT):
            with pytest.raises(NotPermitted):
                successors.create_successor(paper, kind, by=town.clerk, now=timezone.now())


def card(town: Town, name: str) -> PaperTemplate:
    organs = town.organs | {"APBK": town.organs["ASJF"]}
    load_templates(town.types, organs)
    return PaperTemplate.objects.get(name=name)


def test_the_card_of_a_motion_asks_for_the_group_first(town: Town, login: Login) -> None:
    client, template = login(town.office), card(town, "Antrag einer Fraktion")
    answer = client.post(reverse("paper-new"), {"template": template.pk})
    address = reverse("petition-new", args=[template.pk])
    assert (answer.status_code, answer["Location"]) == (302, address)
    assert client.get(address).status_code == 200
    sent = {"author_group": "", "lead_unit": town.units["BM"].pk}
    assert client.post(address, sent).status_code == 422
    assert client.post(address, sent | {"author_group": town.organs["GF"].pk}).status_code == 302
    with clearance("system"):
        paper = Paper.objects.get()
    assert (paper.author_group, paper.paper_type) == (town.organs["GF"], town.types["motion"])


def test_a_card_of_the_administration_has_no_page_for_a_group(town: Town, login: Login) -> None:
    template = card(town, "Beschlussvorlage")
    assert login(town.office).get(reverse("petition-new", args=[template.pk])).status_code == 404


def test_a_type_and_a_group_that_do_not_fit_are_told_at_the_field(town: Town, login: Login) -> None:
    sent = {"paper_type": town.types["motion"].pk, "lead_unit": town.units["BM"].pk, "author_group": ""}
    answer = login(town.office).post(reverse("paper-new"), sent)
    assert (answer.status_code, "Wählen Sie die Fraktion" in answer.content.decode()) == (422, True)


def test_the_ratsbuero_records_an_amendment_on_the_page(town: Town, login: Login) -> None:
    paper = make_released(by=town.clerk)
    client, address = login(town.office), reverse("amendment-new", args=[paper.pk])
    assert address in client.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert client.get(address).status_code == 200
    assert client.post(address, {}).status_code == 422
    assert client.post(address, {"author_group": town.organs["GF"].pk}).status_code == 302
    with clearance("system"):
        assert Paper.objects.get(amends=paper).author_group == town.organs["GF"]
    assert login(town.outsider).get(address).status_code == 404


def test_a15_what_nobody_decides_has_no_amendment(town: Town) -> None:
    rows = [consultation(town.organs["HFA"], "noting")]
    inquiry = make_released(
        by=town.office, paper_type="inquiry", author_group=town.organs["GF"], consultations=rows
    )
    with clearance("system"):
        assert not permissions.may_record_amendment(town.office, inquiry)
        assert permissions.may_record_amendment(town.office, make_released(by=town.clerk))


def test_v03_one_answer_is_written_at_a_time(town: Town) -> None:
    paper = motion(town, lead_unit=town.units["FB II"])
    with clearance("system"):
        answer = successors.create_successor(paper, SuccessorKind.ANSWER, by=town.clerk, now=timezone.now())
        edit(answer, town.clerk, statement="<p>Ja.</p>")
        other = successors.create_successor(paper, SuccessorKind.ANSWER, by=town.office, now=timezone.now())
    assert other == answer


def test_v17_page_and_pdf_name_the_group_as_the_author(town: Town) -> None:
    with clearance("system"):
        content = motion(town).documents.get().content
    assert (content["drafter"], content["resolution_label"]) == (
        f"Fraktion {town.organs['GF'].name}",
        "Wortlaut der Fraktion",
    )


def test_the_ratsbuero_chooses_among_all_units_for_a_motion(town: Town) -> None:
    assert permissions.units_for_petitions(town.office) == {unit.pk for unit in town.units.values()}
    assert permissions.units_for_petitions(town.clerk) == {town.units["FB II"].pk}


# --- the page of the group ----------------------------------------------------------------------------------


def waiting_motion(town: Town) -> Paper:
    return make_submitted(by=town.office, paper_type="motion", author_group=town.organs["GF"])


def test_o03_a_group_follows_its_motion_and_sees_nothing_from_inside(town: Town, login: Login) -> None:
    paper = waiting_motion(town)
    note = "Formal nicht in Ordnung."
    step(paper, RETURN, by=town.mayor, note=note)
    with clearance("system"):
        edit(paper, town.office, administration_comment="<p>Die Verwaltung rät ab.</p>")
    client = login(town.group_member)
    address = reverse("petition-detail", args=[paper.pk])
    assert address in client.get(reverse("member-home")).content.decode()
    page = client.get(address).content.decode()
    words = ("Am Schlossplatz werden vier", "Zurückgegeben", "Zurückziehen", "Zur Freigabe gegeben")
    shown = [word in page for word in words]
    hidden = [words in page for words in (note, "Die Verwaltung rät ab", town.mayor.last_name)]
    assert (shown, hidden) == ([True] * 4, [False] * 3)


def test_o03_a_group_withdraws_its_motion_with_a_reason(town: Town, login: Login) -> None:
    paper = waiting_motion(town)
    client, address = login(town.group_member), reverse("petition-detail", args=[paper.pk])
    assert client.post(address, {"version": paper.version, "note": " "}).status_code == 422
    stale = client.post(address, {"version": 1, "note": "Wir beraten neu."})
    assert (stale.status_code, "Wir beraten neu." in stale.content.decode()) == (409, True)
    assert client.post(address, {"version": paper.version, "note": "Wir beraten neu."}).status_code == 302
    with clearance("system"):
        event = Paper.objects.get(pk=paper.pk).events.latest("pk")
    assert (event.to_status, event.actor, event.note) == (
        PaperStatus.WITHDRAWN,
        town.group_member,
        "Wir beraten neu.",
    )
    assert "Im Namen der Fraktion" not in client.get(address).content.decode()


@pytest.mark.parametrize("person", ["council_member", "expert_citizen", "office", "clerk", "administrator"])
def test_o03_the_page_of_a_group_is_closed_to_all_others(town: Town, login: Login, person: str) -> None:
    paper = waiting_motion(town)
    address = reverse("petition-detail", args=[paper.pk])
    client = login(getattr(town, person))
    assert (client.get(address).status_code, client.post(address, {}).status_code) == (404, 404)


def test_o03_who_left_the_group_finds_nothing(town: Town, login: Login) -> None:
    paper = waiting_motion(town)
    Membership.objects.filter(person=town.group_member.person, organization=town.organs["GF"]).update(
        ends_on=timezone.localdate() - dt.timedelta(days=1)
    )
    assert login(town.group_member).get(reverse("petition-detail", args=[paper.pk])).status_code == 404


def test_the_start_of_a_member_asks_as_often_for_many_motions_as_for_one(town: Town, login: Login) -> None:
    client = login(town.group_member)
    waiting_motion(town)
    few = questions(client, reverse("member-home"))
    for _ in range(6):
        waiting_motion(town)
    assert questions(client, reverse("member-home")) == few
