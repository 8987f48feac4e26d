"""Who sees what after a correction or a farewell: the query and the database answer alike (V-15, I7)."""

import datetime as dt

import pytest
from django.utils import timezone

from motions.models import Appointment, IssuedDocument, Paper
from motions.rules import drafting, permissions, reading
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.workflow import RELEASE, RESET, SUBMIT
from tests.factories import make_paper, make_released, step
from tests.people import Town


@pytest.fixture
def corrected(town: Town) -> Paper:
    """A public paper that was taken back and released again with a better text."""
    paper = step(make_released(by=town.clerk), RESET, by=town.mayor, note="Ein Name stand im Text.")
    with clearance("system"):
        draft = Draft({"statement": "<p>Ohne Namen.</p>"})
        drafting.save_draft(paper, draft, version=paper.version, by=town.clerk, now=timezone.now())
    return step(step(paper, SUBMIT, by=town.clerk), RELEASE, by=town.mayor)


def test_v15_citizens_find_only_the_edition_released_last(town: Town, corrected: Paper) -> None:
    as_a_citizen = permissions.visible_documents(town.administrator)
    with clearance("system"):
        assert list(as_a_citizen.values_list("release__revision", flat=True)) == [2]
    assert list(IssuedDocument.objects.values_list("release__revision", flat=True)) == [2]
    assert [row.release.revision for row in reading.versions(town.administrator, corrected)] == [2]


def test_v15_readers_of_the_non_public_parts_keep_every_edition(town: Town, corrected: Paper) -> None:
    for person in (town.clerk, town.council_member):
        with clearance("user", person.pk):
            assert sorted(IssuedDocument.objects.values_list("release__revision", flat=True)) == [1, 2]
            assert [row.release.revision for row in reading.versions(person, corrected)] == [2, 1]


def test_who_left_the_administration_reads_the_own_drafts_no_more(town: Town) -> None:
    secret = make_released(by=town.clerk, is_public=False, secrecy_ground="personnel")
    draft = make_paper(by=town.clerk)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    Appointment.objects.filter(user=town.clerk).update(ends_on=yesterday)
    mine = [secret.pk, draft.pk]
    with clearance("system"):
        assert not permissions.visible_papers(town.clerk).filter(pk__in=mine).exists()
        assert not permissions.desk_papers(town.clerk).exists()
    with clearance("user", town.clerk.pk):
        assert not Paper.objects.filter(pk__in=mine).exists()
        assert not IssuedDocument.objects.exists()


def test_a_disabled_account_of_the_lead_unit_sees_what_the_public_sees(town: Town) -> None:
    make_paper(by=town.colleague)
    town.clerk.is_active = False
    town.clerk.save()
    with clearance("user", town.clerk.pk):
        assert not Paper.objects.exists()
