"""The second net: what the database itself shows, without any filter of ours (stack.md 6)."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connection, models
from django.db.utils import ProgrammingError

from motions.models import (
    Attachment,
    Consultation,
    CoSignature,
    Event,
    FinancialRow,
    IssuedDocument,
    Paper,
    Participation,
    Release,
)
from motions.rules import invariants, permissions
from motions.rules.clearance import clearance
from motions.rules.drafting import Invitation
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RESET, SUBMIT
from tests.factories import euro_row, invite, make_attachment, make_paper, make_released, sign_all, step
from tests.people import Town, make_town
from tests.standing import Ground, Standing

PROTECTED = (
    Paper,
    Consultation,
    FinancialRow,
    Attachment,
    Participation,
    CoSignature,
    Event,
    Release,
    IssuedDocument,
)


def make_secret(town: Town) -> Paper:
    invitations = [invite(town.units["FB I"]), Invitation(town.units["FB III"], "acknowledgement")]
    draft = make_paper(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        invitations=invitations,
        financial_rows=[euro_row()],
    )
    make_attachment(draft, by=town.clerk)
    paper = step(draft, REQUEST_CO_SIGNATURES, by=town.clerk)
    sign_all(paper)
    paper = step(paper, SUBMIT, by=town.clerk, note="Geprüft.")
    return step(paper, RELEASE, by=town.mayor, note="Geprüft.")


@pytest.fixture(scope="module")
def standing_secret(ground: Ground) -> Standing[Paper]:
    """The secret, built once for this file."""
    return ground.build(make_secret)


@pytest.fixture
def secret(town: Town, standing_secret: Standing[Paper]) -> Paper:
    """A released non-public paper with every kind of row."""
    return standing_secret.put_back()


def seen(model: type[models.Model]) -> int:
    return int(model._default_manager.count())


@pytest.mark.parametrize("model", PROTECTED, ids=lambda model: model.__name__)
def test_nothing_set_means_public(town: Town, secret: Paper, model: type) -> None:
    assert seen(model) == 0
    with clearance("system"):
        assert seen(model) > 0


def test_the_public_sees_released_public_papers_only(town: Town) -> None:
    public = make_released(by=town.clerk)
    make_paper(by=town.clerk)
    assert list(Paper.objects.values_list("pk", flat=True)) == [public.pk]
    assert seen(IssuedDocument) == 1
    assert seen(Event) == 0
    assert seen(CoSignature) == 0


def test_a_non_public_annex_of_a_public_paper_is_hidden(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    make_attachment(paper, by=town.clerk, is_public=False)
    make_attachment(paper, by=town.clerk, title="Plan")
    step(step(paper, SUBMIT, by=town.clerk, note="ok"), RELEASE, by=town.mayor, note="ok")
    assert list(Attachment.objects.values_list("title", flat=True)) == ["Plan"]
    assert list(IssuedDocument.objects.values_list("edition", flat=True)) == ["public"]
    with clearance("user", town.council_member.pk):
        assert seen(Attachment) == 2
        assert seen(IssuedDocument) == 2


@pytest.mark.parametrize(
    ("name", "papers", "events"),
    [
        ("clerk", 1, 7),
        ("colleague", 1, 7),
        ("outsider", 1, 7),
        ("council_member", 1, 0),
        ("expert_citizen", 0, 0),
        ("administrator", 0, 0),
    ],
)
def test_each_person_sees_the_own_share(
    town: Town, secret: Paper, name: str, papers: int, events: int
) -> None:
    with clearance("user", getattr(town, name).pk):
        assert Paper.objects.filter(pk=secret.pk).count() == papers
        assert Event.objects.filter(paper=secret).count() == events


def test_a_disabled_account_sees_what_the_public_sees(town: Town, secret: Paper) -> None:
    town.mayor.is_active = False
    town.mayor.save()
    with clearance("user", town.mayor.pk):
        assert seen(Paper) == 0


def test_withdrawal_takes_effect_at_once(town: Town) -> None:
    paper = make_released(by=town.clerk)
    assert seen(Paper) == 1
    step(paper, RESET, by=town.mayor, note="Fehler.")
    assert (seen(Paper), seen(IssuedDocument)) == (0, 0)


def test_both_nets_agree_for_everybody(town: Town, secret: Paper) -> None:
    make_released(by=town.clerk)
    make_paper(by=town.outsider)
    with clearance("system"):
        assert list(invariants.two_nets_agree()) == []
    assert set(permissions.public_papers()) == set(Paper.objects.all())


def test_the_level_ends_with_its_block(town: Town, secret: Paper) -> None:
    with clearance("system"):
        with clearance("user", town.council_member.pk):
            assert seen(Paper) == 1
            assert seen(Event) == 0
        assert seen(Event) > 0
    assert seen(Paper) == 0
    with pytest.raises(ValueError, match="x"), clearance("system"):
        raise ValueError("x")
    assert seen(Paper) == 0


def test_the_level_that_holds_already_costs_one_question(
    town: Town, django_assert_num_queries: Callable[..., Any]
) -> None:
    with clearance("system"):
        with django_assert_num_queries(1), clearance("system"):
            pass
        assert seen(Event) == 0
        make_paper(by=town.clerk)
        with pytest.raises(ValueError, match="x"), clearance("system"):
            raise ValueError("x")
        assert seen(Event) > 0
        with clearance("user", town.mayor.pk), clearance("user", town.council_member.pk):
            assert seen(Event) == 0
        assert seen(Event) > 0


def test_the_public_writes_nothing(town: Town) -> None:
    paper = make_released(by=town.clerk)
    assert Paper.objects.filter(pk=paper.pk).update(subject="Gekapert") == 0
    assert Consultation.objects.filter(paper=paper).delete() == (0, {})
    with pytest.raises(ProgrammingError):
        Event.objects.create(paper=paper, act="x", label="x", actor=town.clerk, happened_at=paper.created_at)


def test_the_history_is_closed_and_append_only(town: Town, secret: Paper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM motions_paperevent")
        assert cursor.fetchone() == (0,)
    with clearance("user", town.mayor.pk), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM motions_paperevent")
        assert cursor.fetchone() == (0,)
    with clearance("system"), connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM motions_paperevent")
        assert cursor.fetchone()[0] > 0


def test_every_table_of_papers_is_protected_and_binds_its_owner(db: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity FROM pg_class c"
            " WHERE c.relkind = 'r' AND c.relname LIKE 'motions_%'"
            " AND (c.relname = 'motions_paper' OR EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid"
            "      AND a.attname = 'paper_id') OR c.relname LIKE '%event' AND c.relname <> 'motions_event')"
        )
        rows = cursor.fetchall()
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        (is_mighty,) = cursor.fetchone()
        cursor.execute("SELECT count(*) FROM pg_matviews")
        (views,) = cursor.fetchone()
    assert len(rows) >= 17
    assert [name for name, on, forced in rows if not (on and forced)] == []
    assert (is_mighty, views) == (False, 0)


def test_sixteen_threads_on_the_pool_never_see_a_row_too_many(transactional_db: None) -> None:
    town = make_town()
    make_released(by=town.clerk)
    make_released(by=town.clerk, is_public=False, secrecy_ground="property")

    def look(number: int) -> int:
        try:
            if number % 2:
                with clearance("user", town.mayor.pk):
                    assert seen(Paper) == 2
            return seen(Paper)
        finally:
            connection.close()

    with ThreadPoolExecutor(16) as threads:
        assert set(threads.map(look, range(160))) == {1}
