"""Anträge, Anfragen, Änderungsanträge und Antworten: whose words they are, and what may follow (V-17, A-15)."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hueckeswagen_ratsinfo.demo.kinds import load_templates
from motions.models import Organization, Paper, PaperTemplate
from motions.models.choices import MembershipRole, PaperStatus, SuccessorKind
from motions.rules import amendments, double_clicks, drafting, invariants, permissions, successors
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import NotPermitted, Refused
from motions.rules.workflow import RELEASE, RESET, RETURN, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, make_paper, make_released, make_submitted, past_the_guards, step
from tests.people import Town, member

from .refusals import edit, refuse, rules_of
from .test_guards import refused

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


@pytest.mark.usefixtures("system")
def test_e07_a_motion_is_dated_with_its_receipt_which_lies_not_ahead(town: Town, login: Login) -> None:
    paper = begin(town, "motion", town.organs["GF"])
    today = timezone.localdate()
    assert (paper.received_on, begin(town, "resolution_proposal", None).received_on) == (today, None)
    client, address = login(town.office), reverse("paper-edit", args=[paper.pk])
    field = client.get(address).context["editor"].text["received_on"]
    assert field.value() == today
    earlier = today - dt.timedelta(days=12)
    edited = edit(paper, town.office, received_on=earlier)
    assert (edited.received_on, edited.came_in_on) == (earlier, earlier)
    with pytest.raises(Refused) as refusal:
        edit(edited, town.office, received_on=today + dt.timedelta(days=1))
    assert rules_of(refusal) == ["E-07"]


@pytest.mark.usefixtures("system")
def test_e07_the_day_of_receipt_is_set_right_when_the_wording_is_fixed_already(town: Town) -> None:
    paper = make_submitted(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    returned = step(paper, RETURN, by=town.mayor, note="Wann kam er an?")
    earlier = timezone.localdate() - dt.timedelta(days=12)
    assert edit(returned, town.office, received_on=earlier).came_in_on == earlier
    with pytest.raises(Refused) as refusal:
        edit(Paper.objects.get(pk=paper.pk), town.office, subject="Anders")
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


@pytest.mark.usefixtures("system")
def test_a15_only_the_ratsbuero_and_the_lead_unit_record_an_amendment(town: Town) -> None:
    paper = make_released(by=town.clerk)
    for person in (town.outsider, town.mayor, town.council_member):
        with pytest.raises(NotPermitted):
            amendments.begin_amendment(paper, town.organs["GF"], by=person, now=timezone.now())
    draft = make_paper(by=town.clerk)
    with pytest.raises(NotPermitted):
        amendments.begin_amendment(draft, town.organs["GF"], by=town.office, now=timezone.now())


@pytest.mark.usefixtures("system")
def test_a15_an_amendment_is_amended_by_nothing(town: Town) -> None:
    amendment = edit(
        amendment_to(make_released(by=town.clerk), town), town.office, draft_resolution="<p>Zwei.</p>"
    )
    released = step(step(amendment, SUBMIT, by=town.office), RELEASE, by=town.mayor, note="ok")
    with pytest.raises(NotPermitted):
        amendments.begin_amendment(released, town.organs["GF"], by=town.office, now=timezone.now())


@pytest.mark.usefixtures("system")
def test_a15_a_second_click_opens_the_same_amendment(town: Town) -> None:
    paper = make_released(by=town.clerk)
    first = amendment_to(paper, town)
    assert amendment_to(paper, town) == first
    edit(first, town.office, draft_resolution="<p>Zwei.</p>")
    assert amendment_to(paper, town) != first


@pytest.mark.usefixtures("system")
def test_a15_nothing_amends_a_paper_that_is_no_more(town: Town) -> None:
    paper = make_released(by=town.clerk)
    amendment = edit(amendment_to(paper, town), town.office, draft_resolution="<p>Zwei.</p>")
    step(paper, RESET, by=town.mayor, note="Fehler.")
    assert refuse(amendment, SUBMIT, by=town.office, note="eilig") == ["A-15"]
    with pytest.raises(NotPermitted):
        amendment_to(paper, town)


@pytest.mark.usefixtures("system")
def test_p06_a_paper_with_a_public_amendment_stays_public(town: Town) -> None:
    paper = make_released(by=town.clerk)
    amendment = edit(amendment_to(paper, town), town.office, draft_resolution="<p>Zwei.</p>")
    step(step(amendment, SUBMIT, by=town.office), RELEASE, by=town.mayor, note="ok")
    step(paper, RESET, by=town.mayor, note="Fehler.")
    rows = [consultation(town.organs["Rat"], "deciding", is_public=False)]
    fresh = Paper.objects.get(pk=paper.pk)
    secret = drafting.save_draft(
        fresh, Draft(SECRET, rows), version=fresh.version, by=town.clerk, now=timezone.now()
    )
    assert refuse(secret, SUBMIT, by=town.clerk, note="eilig") == ["P-06"]


@pytest.mark.usefixtures("system")
def test_i10_names_a_public_amendment_of_something_secret(town: Town) -> None:
    paper = make_released(by=town.clerk)
    amendment = edit(amendment_to(paper, town), town.office, draft_resolution="<p>Zwei.</p>")
    released = step(step(amendment, SUBMIT, by=town.office), RELEASE, by=town.mayor, note="ok")
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(**SECRET)
        assert list(invariants.public_names_nothing_secret()) == [
            f"I10: Die öffentliche Ausfertigung von {released.reference} nennt eine nichtöffentliche Vorlage."
        ]


def test_p06_an_amendment_tells_its_group_nothing_of_a_secret_paper(town: Town, login: Login) -> None:
    secret = make_released(by=town.clerk, subject="Verkauf der Villa", **SECRET)
    guest = member("Berta Heidelkraut", town.organs["GF"], role=MembershipRole.EXPERT_CITIZEN)
    with clearance("system"):
        amendment = edit(amendment_to(secret, town), town.office, draft_resolution="<p>Zwei.</p>")
        assert ("Villa" in amendment.subject, secret.reference in amendment.subject) == (False, False)
    submitted = step(amendment, SUBMIT, by=town.office)
    assert submitted.reference_number is not None
    with clearance("user", guest.pk):
        assert not Paper.objects.filter(pk=amendment.pk).exists()
        assert not permissions.group_papers(guest).exists()
    client = login(guest)
    assert client.get(reverse("petition-detail", args=[amendment.pk])).status_code == 404
    assert "Änderungsantrag" not in client.get(reverse("member-papers")).content.decode()


@pytest.mark.usefixtures("system")
def test_v17_the_database_lets_nothing_amend_itself(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    assert refused(lambda: Paper.objects.filter(pk=paper.pk).update(amends=paper.pk))


@pytest.mark.usefixtures("system")
def test_v17_a_motion_without_its_group_goes_no_further(town: Town) -> None:
    paper = make_paper(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    Paper.objects.filter(pk=paper.pk).update(author_group=None)
    assert refuse(paper, SUBMIT, by=town.office, note="eilig") == ["V-17"]


def test_v17_what_papers_rest_on_is_no_more_changed_in_the_reference_data(town: Town, login: Login) -> None:
    make_paper(by=town.clerk)
    client = login(town.administrator)
    used, free = (town.types[code] for code in ("resolution_proposal", "report"))
    pages = [
        client.get(reverse("admin:motions_papertype_change", args=[kind.pk])).content.decode()
        for kind in (used, free)
    ]
    assert ['name="behaviour"' in page for page in pages] == [False, True]


def test_two_groups_begin_two_drafts(town: Town) -> None:
    other = Organization.objects.create(
        name="Soziale Liste", short_name="SL", slug="sl", organization_type="parliamentary_group"
    )
    kind: dict[str, Any] = {"lead_unit": town.units["BM"], "paper_type": town.types["motion"]}
    with clearance("system"):
        drafts = [
            double_clicks.begin_paper(by=town.office, now=timezone.now(), author_group=group, **kind)
            for group in (town.organs["GF"], other, town.organs["GF"])
        ]
    assert [is_new for _, is_new in drafts] == [True, True, False]
    assert drafts[0][0] == drafts[2][0]


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
