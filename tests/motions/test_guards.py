"""Sperren in der Datenbank: a plain UPDATE past all rules changes nothing that was released (I3, C-01)."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError

from motions.models import Attachment, Consultation, FinancialRow, IssuedDocument, Paper, Release
from motions.models.choices import PaperStatus
from motions.models.guards import STEPS
from motions.rules import invariants
from motions.rules.clearance import clearance
from motions.rules.workflow import PAPER_STEPS, RELEASE, REVIVE, SUBMIT, SUPERSEDE
from tests.factories import euro_row, make_attachment, make_paper, past_the_guards, step
from tests.people import Town
from tests.standing import Ground, Standing


def make_submitted_whole(town: Town) -> Paper:
    draft = make_paper(by=town.clerk, financial_rows=[euro_row()])
    make_attachment(draft, by=town.clerk)
    return step(draft, SUBMIT, by=town.clerk, note="ok")


@pytest.fixture(scope="module")
def standing_paper(ground: Ground) -> Standing[Paper]:
    """The paper, built once for this file."""
    return ground.build(make_submitted_whole)


@pytest.fixture
def paper(town: Town, standing_paper: Standing[Paper]) -> Paper:
    """Submitted, with one row in every table of parts."""
    return standing_paper.put_back()


def released(paper: Paper, town: Town) -> Paper:
    return step(paper, RELEASE, by=town.mayor, note="ok")


def refused(change: Callable[[], object]) -> bool:
    """The database has refused a statement."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


@pytest.mark.parametrize(
    "values",
    [
        {"subject": "Gekapert"},
        {"draft_resolution": "<p>Anders.</p>"},
        {"statement": "<p>Anders.</p>"},
        {"financial_impact": "<p>viel</p>"},
        {"administration_comment": "<p>Nein.</p>"},
        {"is_public": False, "secrecy_ground": "property"},
        {"dated_on": "2020-01-01"},
        {"signatory": "Jemand anders"},
    ],
    ids=lambda values: next(iter(values)),
)
def test_i3_the_text_stays_from_the_submission_on(town: Town, paper: Paper, values: dict[str, Any]) -> None:
    with clearance("system"):
        rows = Paper.objects.filter(pk=paper.pk)
        assert refused(lambda: rows.update(**values))
        released(paper, town)
        assert refused(lambda: rows.update(**values))
        assert refused(lambda: rows.update(status=PaperStatus.DRAFT, **values))


@pytest.mark.parametrize("model", [Consultation, FinancialRow, Attachment], ids=lambda model: model.__name__)
def test_i3_parts_neither_come_nor_change_nor_go(town: Town, paper: Paper, model: Any) -> None:
    """A further organ after the release is the one exception (B-07, test_further_organ.py)."""
    with clearance("system"):
        rows = model.objects.filter(paper=paper)
        more = rows.first()
        more.pk, more.public_id, more.position = None, None, 9
        draft = make_paper(by=town.clerk)
        assert refused(lambda: rows.update(position=7))
        assert refused(lambda: rows.update(paper=draft))
        assert refused(lambda: rows.delete())
        assert refused(lambda: model.objects.bulk_create([more]))


def test_v13_the_database_knows_the_same_steps_as_the_machine() -> None:
    steps = {(source, each.target) for each in (*PAPER_STEPS, SUPERSEDE, REVIVE) for source in each.sources}
    assert steps == STEPS


def test_v13_no_other_step_is_possible(town: Town, paper: Paper) -> None:
    with clearance("system"):
        rows = Paper.objects.filter(pk=paper.pk)
        targets = {PaperStatus.DRAFT, PaperStatus.CO_SIGNING, PaperStatus.SUPERSEDED}
        for target in targets:
            assert refused(lambda target=target: rows.update(status=target))  # type: ignore[misc]


def test_i8_no_release_without_the_person_who_released(town: Town, paper: Paper) -> None:
    with clearance("system"):
        rows = Paper.objects.filter(pk=paper.pk)
        assert refused(lambda: rows.update(status=PaperStatus.RELEASED))
        assert released(paper, town).status == PaperStatus.RELEASED


def test_si04_a_document_stays_with_its_release(town: Town, paper: Paper) -> None:
    released(paper, town)
    other = step(make_paper(by=town.clerk), SUBMIT, by=town.clerk, note="ok")
    released(other, town)
    with clearance("system"):
        release = Release.objects.get(paper=other)
        assert refused(
            lambda: IssuedDocument.objects.filter(paper=paper).update(release=release, edition="x")
        )
        assert refused(lambda: IssuedDocument.objects.filter(paper=paper).update(release=release))


def test_i9_annexes_are_compared_with_those_released(town: Town, paper: Paper) -> None:
    reference = released(paper, town).reference
    with past_the_guards():
        assert list(invariants.annexes_as_released()) == []
        Attachment.objects.filter(paper=paper).update(sha256="0" * 64)
        assert list(invariants.annexes_as_released()) == [
            f"I9: Die Anlagen von {reference} sind nicht die freigegebenen."
        ]


def test_c2_a_person_changes_only_papers_of_the_own_desk_or_group(town: Town) -> None:
    draft = make_paper(by=town.clerk)
    changed = {}
    for name in ("clerk", "colleague", "office", "outsider", "council_member", "administrator"):
        with clearance("user", getattr(town, name).pk):
            changed[name] = Paper.objects.filter(pk=draft.pk).update(version=7)
    assert changed == {
        "clerk": 1,
        "colleague": 1,
        "office": 1,
        "outsider": 0,
        "council_member": 0,
        "administrator": 0,
    }


def test_c2_reading_gives_no_right_to_change(town: Town, paper: Paper) -> None:
    released(paper, town)
    for name in ("outsider", "council_member", "expert_citizen"):
        with clearance("user", getattr(town, name).pk):
            rows = Paper.objects.filter(pk=paper.pk)
            assert (rows.count(), rows.update(version=7)) == (1, 0)
