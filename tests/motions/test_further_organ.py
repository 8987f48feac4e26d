"""Ein weiteres Gremium nach der Freigabe (B-07): public all the while, written down, printed again."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Consultation, Paper
from motions.models.choices import PaperStatus
from motions.rules import further_organs, invariants
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.further_organs import FurtherOrgan
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RESET, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, invite, make_paper, make_released, step
from tests.people import Town

from .council import made
from .refusals import rules_of
from .test_guards import refused
from .test_workflow_waivers import let_pass


def add(paper: Paper, town: Town, organ: str = "ASJF", role: str = "advisory", **more: Any) -> None:
    """The Ratsbüro adds an organ, before the Rat unless said otherwise."""
    act = {name: more.pop(name) for name in ("note", "override") if name in more}
    by = more.pop("by", town.office)
    with clearance("system"):
        fresh = Paper.objects.get(pk=paper.pk)
        version = more.pop("version", fresh.version)
        wanted = FurtherOrgan(town.organs[organ], role, **{"before": 2, **more})
        further_organs.add_organ(fresh, wanted, by=by, now=timezone.now(), version=version, **act)


def sequence(paper: Paper) -> list[str]:
    with clearance("system"):
        rows = paper.consultations.order_by("position").select_related("organization")
        return [row.organization.short_name for row in rows]


def test_b07_the_paper_stays_in_force_and_gets_a_new_revision(town: Town) -> None:
    paper = make_released(by=town.clerk)
    add(paper, town)
    assert sequence(paper) == ["HFA", "ASJF", "Rat"]
    with clearance("system"):
        fresh = Paper.objects.get(pk=paper.pk)
        first, second = fresh.releases.order_by("revision")
        assert (fresh.status, second.revision) == (PaperStatus.RELEASED, 2)
        assert (second.released_by, second.released_at) == (town.mayor, first.released_at)
        assert (first.revised_by, second.revised_by) == (None, town.office)
        content = second.documents.get().content
        organs = [row["organization"] for row in content["consultations"]]
        assert organs == [row.name for row in (town.organs[code] for code in ("HFA", "ASJF", "Rat"))]
        assert content["release"]["revised_on"] == timezone.localdate().isoformat()
        assert first.documents.get().content["release"]["revised_on"] == ""
        assert invariants.broken() == []


def test_b07_the_addition_is_written_down(town: Town) -> None:
    paper = make_released(by=town.clerk)
    add(paper, town, note="Auf Wunsch des Vorsitzes.")
    with clearance("system"):
        event = paper.events.latest("pk")
        assert (event.act, event.actor, event.note) == (
            "add_organ",
            town.office,
            "Auf Wunsch des Vorsitzes.",
        )


def test_b07_an_organ_at_the_end_comes_last(town: Town) -> None:
    paper = make_released(by=town.clerk)
    add(paper, town, role="noting", before=None)
    assert sequence(paper) == ["HFA", "Rat", "ASJF"]


def test_b01_the_rat_stays_the_last_to_decide(town: Town) -> None:
    paper = make_released(by=town.clerk, council_matter="statute")
    with pytest.raises(Refused) as refusal:
        add(paper, town, before=None, note="Wichtig.")
    assert rules_of(refusal) == ["B-01", "B-02"]
    assert sequence(paper) == ["HFA", "Rat"]


def test_b01_the_ratsbuero_may_let_it_pass_with_a_reason_that_is_stored(town: Town) -> None:
    paper = make_released(by=town.clerk, council_matter="statute")
    with pytest.raises(Refused):
        add(paper, town, before=None, override=True)
    with pytest.raises(Refused):
        add(paper, town, before=None, override=True, note="Wichtig.", by=town.mayor)
    add(paper, town, before=None, override=True, note="Der Rat hat verwiesen.")
    with clearance("system"):
        assert paper.events.latest("pk").note == "Ausnahme von Regel B-01. Der Rat hat verwiesen."


def test_p06_nobody_lets_a_secret_paper_be_debated_in_public(town: Town) -> None:
    paper = make_released(by=town.clerk, is_public=False, secrecy_ground="property")
    with pytest.raises(Refused) as refusal:
        add(paper, town, override=True, note="Egal.")
    assert rules_of(refusal) == ["B-06", "P-06"]


def test_v12_an_information_is_decided_by_no_further_organ(town: Town) -> None:
    rows = [consultation(town.organs["HFA"], "noting")]
    paper = make_released(by=town.clerk, paper_type="information", consultations=rows)
    with pytest.raises(Refused) as refusal:
        add(paper, town, role="deciding", note="Egal.")
    assert rules_of(refusal) == ["V-12"]


def test_b02_a_date_out_of_order_needs_a_note(town: Town) -> None:
    rows = [consultation(town.organs["Rat"], "deciding", planned_on=dt.date(2027, 3, 1))]
    paper = make_released(by=town.clerk, consultations=rows)
    late: dict[str, Any] = {"before": 1, "planned_on": dt.date(2027, 4, 1)}
    with pytest.raises(Refused) as refusal:
        add(paper, town, **late)
    assert rules_of(refusal) == ["B-02"]
    add(paper, town, **late, note="Der Rat wird verschoben.")
    assert sequence(paper) == ["ASJF", "Rat"]


def test_b07_what_was_wrong_before_is_not_asked_again(town: Town) -> None:
    rows = [consultation(town.organs[name], "deciding") for name in ("HFA", "Rat")]
    paper = make_released(by=town.clerk, consultations=rows)
    add(paper, town)
    assert sequence(paper) == ["HFA", "ASJF", "Rat"]


@pytest.mark.parametrize("person", ["clerk", "unit_head", "council_member", "administrator", "deputy"])
def test_b07_only_the_ratsbuero_and_who_releases_add_an_organ(town: Town, person: str) -> None:
    paper = make_released(by=town.clerk)
    with pytest.raises(NotPermitted):
        add(paper, town, by=getattr(town, person))


def test_b07_nothing_is_added_to_a_paper_changed_meanwhile(town: Town) -> None:
    paper = make_released(by=town.clerk)
    with pytest.raises(OutdatedState):
        add(paper, town, version=paper.version - 1)


def test_b07_nothing_is_added_to_a_paper_taken_back(town: Town) -> None:
    paper = step(make_released(by=town.clerk), RESET, by=town.mayor, note="Fehler im Text.")
    with pytest.raises(OutdatedState):
        add(paper, town)


def test_b07_the_database_lets_the_sequence_of_a_released_paper_only_grow(town: Town) -> None:
    paper = make_released(by=town.clerk)
    with clearance("system"):
        rows = Consultation.objects.filter(paper=paper)
        assert refused(lambda: rows.filter(position=1).update(role="deciding"))
        assert refused(lambda: rows.filter(position=1).update(organization=town.organs["ASJF"]))
        assert refused(lambda: rows.filter(position=1).update(paper=make_paper(by=town.clerk)))
        assert refused(lambda: rows.filter(position=2).delete())


def sent(town: Town, paper: Paper, **fields: Any) -> dict[str, Any]:
    row = {"organization": town.organs["ASJF"].pk, "role": "advisory", "is_public": "1", "before": "2"}
    return {**row, "version": paper.version, "note": "", **fields}


def test_the_ratsbuero_adds_an_organ_on_the_page(town: Town, login: Login) -> None:
    paper = make_released(by=town.clerk)
    client, address = login(town.office), reverse("consultation-add", args=[paper.pk])
    assert address in client.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert client.get(address).status_code == 200
    answer = client.post(address, sent(town, paper))
    assert (answer.status_code, answer["Location"]) == (302, reverse("paper-detail", args=[paper.pk]))
    assert sequence(paper) == ["HFA", "ASJF", "Rat"]
    twice = client.post(address, sent(town, paper))
    assert (twice.status_code, sequence(paper)) == (409, ["HFA", "ASJF", "Rat"])


def test_a_refused_addition_keeps_what_was_typed(town: Town, login: Login) -> None:
    paper = make_released(by=town.clerk, council_matter="statute")
    address = reverse("consultation-add", args=[paper.pk])
    answer = login(town.office).post(address, sent(town, paper, before="", note="Bitte."))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert ["Darüber entscheidet allein der Rat" in page, "Bitte." in page] == [True, True]


def test_citizens_read_the_paper_all_the_while(town: Town, client: Client) -> None:
    paper = make_released(by=town.clerk)
    add(paper, town)
    page = client.get(reverse("public-paper", args=[paper.slug]))
    assert (page.status_code, town.organs["ASJF"].name in page.content.decode()) == (200, True)


def test_b02_every_date_out_of_order_is_told(town: Town) -> None:
    days = [dt.date(2027, 3, day) for day in (9, 1)]
    rows = [
        consultation(town.organs[name], role, planned_on=day)
        for name, role, day in zip(("HFA", "Rat"), ("advisory", "deciding"), days, strict=True)
    ]
    paper = make_released(by=town.clerk, consultations=rows)
    with pytest.raises(Refused) as refusal:
        add(paper, town, before=1, planned_on=dt.date(2027, 4, 1))
    assert rules_of(refusal) == ["B-02"]


def test_b08_one_more_that_decides_needs_a_note_of_its_own(town: Town) -> None:
    rows = [consultation(town.organs[name], "deciding") for name in ("HFA", "Rat")]
    paper = make_released(by=town.clerk, consultations=rows)
    with pytest.raises(Refused) as refusal:
        add(paper, town, role="deciding")
    assert rules_of(refusal) == ["B-08"]


def test_b07_a_group_or_an_abolished_organ_treats_nothing(town: Town) -> None:
    paper = make_released(by=town.clerk)
    with pytest.raises(Refused) as refusal:
        add(paper, town, organ="GF")
    assert rules_of(refusal) == ["B-07"]
    type(town.organs["ASJF"]).objects.filter(pk=town.organs["ASJF"].pk).update(is_active=False)
    with pytest.raises(Refused):
        add(paper, town)


def test_b07_an_exception_granted_before_still_holds(town: Town) -> None:
    paper = make_paper(by=town.clerk, invitations=[invite(town.units["FB I"], is_mandatory=True)])
    step(paper, REQUEST_CO_SIGNATURES, by=town.clerk)
    let_pass(paper, SUBMIT, town)
    step(step(paper, SUBMIT, by=town.clerk), RELEASE, by=town.mayor)
    add(paper, town)
    with clearance("system"):
        assert list(invariants.valid_signatures()) == []


def test_b07_a_revision_prints_what_was_released_but_for_the_organs(town: Town) -> None:
    paper = make_released(by=town.clerk)
    type(town.units["FB II"]).objects.filter(pk=town.units["FB II"].pk).update(name="Umbenannt")
    add(paper, town)
    with clearance("system"):
        first, second = (row.content for row in paper.documents.order_by("release__revision"))
    changed = {name for name in first if first[name] != second[name]}
    # Each document has an address of its own.
    assert changed - {"created_at", "check_url"} == {"consultations", "wordings", "release", "revision"}


def test_b07_citizens_keep_the_pdf_until_the_new_one_is_made(town: Town, client: Client) -> None:
    paper = make_released(by=town.clerk)
    made(paper)
    with clearance("system"):
        old = paper.documents.get()
    add(paper, town)
    assert client.get(reverse("document-file", args=[old.public_id])).status_code == 200
    made(paper)
    with clearance("system"):
        new = paper.documents.latest("pk")
    assert client.get(reverse("document-file", args=[new.public_id])).status_code == 200


def test_b07_an_organ_is_added_by_somebody_present(town: Town, login: Login) -> None:
    paper = make_released(by=town.clerk)
    town.office.set_password("ein langes Kennwort für den Test")
    town.office.save()
    client, address = login(town.office), reverse("consultation-add", args=[paper.pk])
    answer = client.post(address, sent(town, paper))
    assert (answer.status_code, reverse("account_reauthenticate") in answer["Location"]) == (302, True)
    assert sequence(paper) == ["HFA", "Rat"]
