"""Anregungen und Beschwerden (§ 24 GO NRW, DS-03): the public version names nobody who wrote one."""

from typing import Any

import pytest

from motions.models import Paper
from motions.rules import personal_data
from motions.rules.clearance import clearance
from motions.rules.workflow import SUBMIT
from tests.factories import make_paper
from tests.motions.refusals import refuse
from tests.people import Town

WORDS = "<p>Frau Buchfink vom Bachweg 7 bittet um Tempo 30.</p>"


def petition(town: Town, **fields: Any) -> Paper:
    return make_paper(by=town.office, paper_type="petition", statement=WORDS, **fields)


def test_ds03_a_petition_is_refused_while_it_names_who_wrote_it(town: Town) -> None:
    paper = petition(town)
    with clearance("system"):
        found = personal_data.findings(paper)
    assert [(row.rule, row.blocks, row.is_absolute) for row in found] == [("DS-03", True, False)] * 2
    assert "nichtöffentliche Anlage" in found[0].text
    assert "DS-03" in refuse(paper, SUBMIT, by=town.office, note="ok")


def test_ds03_the_internal_version_is_full(town: Town) -> None:
    paper = petition(town, is_public=False, secrecy_ground="other")
    with clearance("system"):
        assert personal_data.findings(paper) == []


@pytest.mark.parametrize("kind", ["resolution_proposal"])
def test_ds03_what_the_administration_writes_is_a_decision_of_its_own(town: Town, kind: str) -> None:
    paper = make_paper(by=town.clerk, paper_type=kind, statement=WORDS)
    with clearance("system"):
        assert [(row.rule, row.warns) for row in personal_data.findings(paper)] == [("DS-01", True)] * 2
