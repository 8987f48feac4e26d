"""Sachbearbeitung: the line at the end of a Vorlage is written in the editor, seen, printed and handed on (4.3)."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import Paper
from motions.rules import copying, personal_data, successors
from motions.rules.clearance import clearance
from motions.rules.content import text_hash
from tests.conftest import Login
from tests.factories import make_co_signing, make_paper, make_released
from tests.people import Town

from .hostile.posting import draft_of, fresh

LINE = "Sozialplanung, Raum 12"
SHOWN = f"Sachbearbeitung: {LINE}"


def test_the_line_is_a_field_of_the_editor_and_stands_on_the_page(town: Town, login: Login) -> None:
    paper, desk = make_paper(by=town.clerk), login(town.clerk)
    sent = draft_of(paper, signatory=LINE)
    assert desk.post(reverse("paper-edit", args=[paper.pk]), sent).status_code == 302
    assert fresh(paper).signatory == LINE
    assert SHOWN in desk.get(reverse("paper-detail", args=[paper.pk])).content.decode()
    assert f'value="{LINE}"' in desk.get(reverse("paper-edit", args=[paper.pk])).content.decode()


def test_citizens_read_the_line_as_it_was_released(town: Town, client: Client) -> None:
    paper = make_released(by=town.clerk, signatory=LINE)
    assert SHOWN in client.get(reverse("public-paper", args=[paper.slug])).content.decode()


def test_v03_a_neufassung_and_a_copy_take_the_line_over(town: Town) -> None:
    paper = make_released(by=town.clerk, signatory=LINE)
    with clearance("user", town.clerk.pk):
        now = timezone.now()
        copied, _ = copying.copy_paper(fresh(paper), by=town.clerk, now=now)
        newer = successors.create_successor(fresh(paper), "replacement", by=town.clerk, now=now)
    assert (copied.signatory, newer.signatory) == (LINE, LINE)


def test_m04_who_works_on_the_matter_is_nothing_a_co_signer_answers_for(town: Town) -> None:
    paper = make_co_signing(by=town.clerk)
    other = Paper(**{field.attname: getattr(paper, field.attname) for field in Paper._meta.concrete_fields})
    other.signatory = LINE
    with clearance("system"):
        assert text_hash(other) == text_hash(paper)


@pytest.mark.usefixtures("system")
def test_d08_a_name_in_the_line_is_a_hit_a_function_is_none(town: Town) -> None:
    paper = make_paper(by=town.clerk, signatory=town.colleague.get_full_name())
    assert [(row.rule, row.field) for row in personal_data.findings(paper)] == [("D-08", "signatory")]
    assert personal_data.findings(make_paper(by=town.clerk, signatory=LINE)) == []
