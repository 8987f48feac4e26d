"""Saving a draft: what is stored already is no change and no conflict; a day without local law is told."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from motions.models import Paper, User
from motions.rules import documents, drafting
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import OutdatedState, Refused
from motions.rules.workflow import REQUEST_CO_SIGNATURES, SUBMIT
from tests.conftest import Login
from tests.factories import consultation, euro_row, invite, make_co_signing, make_paper, step
from tests.people import Town

pytestmark = pytest.mark.usefixtures("system")
BEFORE_THE_LAW = dt.date(1995, 3, 1)


def save(paper: Paper, draft: Draft, *, by: User, version: int) -> Paper:
    return drafting.save_draft(paper, draft, version=version, by=by, now=timezone.now())


def whole(paper: Paper) -> Draft:
    """The stored text, as the editor sends it back."""
    return Draft(
        {name: getattr(paper, name) for name in drafting.TEXT_FIELDS},
        list(paper.consultations.values("organization_id", "planned_on", "is_public", "role")),
        [euro_row()],
        [invite(row.unit) for row in paper.participations.select_related("unit") if row.unit],
    )


@pytest.fixture
def paper(town: Town) -> Paper:
    return make_paper(by=town.clerk, financial_rows=[euro_row()], invitations=[invite(town.units["FB I"])])


def test_saving_without_a_change_makes_no_version(town: Town, paper: Paper) -> None:
    saved = save(paper, whole(paper), by=town.clerk, version=paper.version)
    assert (saved.version, saved.changed_at) == (paper.version, paper.changed_at)


def test_the_text_saved_in_passing_is_no_conflict_with_itself(town: Town, paper: Paper) -> None:
    seen = paper.version
    typed = Draft({"subject": "Sechs Bänke"})
    autosaved = save(paper, typed, by=town.clerk, version=seen)
    assert save(paper, typed, by=town.clerk, version=seen).version == autosaved.version
    with pytest.raises(OutdatedState):
        save(paper, Draft({"subject": "Acht Bänke"}), by=town.clerk, version=seen)


@pytest.mark.parametrize("part", ["consultations", "financial_rows", "invitations", "due_on", "fewer"])
def test_each_changed_part_makes_a_version(town: Town, paper: Paper, part: str) -> None:
    rat = consultation(town.organs["Rat"], "deciding")
    parts: dict[str, dict[str, Any]] = {
        "consultations": {"consultations": [rat]},
        "financial_rows": {"financial_rows": [euro_row(expense=Decimal(7))]},
        "invitations": {"invitations": [invite(town.units["FB I"]), invite(town.units["FB III"])]},
        "due_on": {"invitations": [invite(town.units["FB I"], due_on=dt.date(2030, 1, 1))]},
        "fewer": {"invitations": []},
    }
    assert (
        save(paper, Draft(**parts[part]), by=town.clerk, version=paper.version).version == paper.version + 1
    )


def test_v17_a_motion_is_saved_again_as_it_stands(town: Town) -> None:
    motion = make_co_signing(
        by=town.office, paper_type="motion", author_group=town.organs["GF"], financial_rows=[euro_row()]
    )
    assert save(motion, whole(motion), by=town.office, version=motion.version).version == motion.version


# --- a day before the local law -----------------------------------------------------------------------------


def test_v11_a_day_without_local_law_is_told_at_its_field(town: Town) -> None:
    paper = make_paper(by=town.clerk, dated_on=BEFORE_THE_LAW)
    with pytest.raises(Refused) as refused:
        step(paper, SUBMIT, by=town.clerk, note="eilig")
    assert [(found.rule, found.field, found.is_absolute) for found in refused.value.findings] == [
        ("V-11", "dated_on", True)
    ]
    assert refused.value.findings[0].text == (
        "Für den 01.03.1995 ist kein Ortsrecht hinterlegt. Ändern Sie das Datum der Vorlage."
    )


def test_the_pages_of_a_paper_without_local_law_stay_up(town: Town, login: Login) -> None:
    paper = make_paper(by=town.clerk, dated_on=BEFORE_THE_LAW)
    client = login(town.clerk)
    for page in ("", "bearbeiten/", "pruefen/"):
        assert client.get(f"/arbeit/vorlagen/{paper.pk}/{page}").status_code == 200
    with clearance("system"):
        assert documents.preview(paper).startswith(b"%PDF-")


def test_a_paper_without_local_law_can_still_be_co_signed(town: Town, login: Login) -> None:
    asked = [invite(town.units["FB I"])]
    paper = make_paper(by=town.clerk, dated_on=BEFORE_THE_LAW, invitations=asked)
    step(paper, REQUEST_CO_SIGNATURES, by=town.clerk)
    row = paper.participations.get()
    address = f"/arbeit/vorlagen/{paper.pk}/mitzeichnung/{row.pk}/"
    assert login(town.treasurer).get(address).status_code == 200
