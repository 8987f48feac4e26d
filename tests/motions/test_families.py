"""Neufassung und Ergänzung (V-03): one text is valid, and nothing public leads to anything secret (P-06, I10)."""

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.models import Appointment, Paper, User
from motions.models.choices import PaperStatus
from motions.rules import drafting, invariants, permissions, successors
from motions.rules.clearance import clearance
from motions.rules.content import content_of
from motions.rules.drafting import Draft
from motions.rules.findings import Finding, NotPermitted, Refused
from motions.rules.transitions import Transition, perform
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, RESET, SUBMIT, WITHDRAW
from tests.factories import invite, make_attachment, make_paper, make_released, past_the_guards, step
from tests.people import Town

SECRET: dict[str, Any] = {"is_public": False, "secrecy_ground": "property"}


def follow_up(paper: Paper, by: User, kind: str = "replacement") -> Paper:
    with clearance("system"):
        return successors.create_successor(paper, kind, by=by, now=timezone.now())


def replace(paper: Paper, town: Town) -> Paper:
    """A released Neufassung."""
    return step(step(follow_up(paper, town.clerk), SUBMIT, by=town.clerk), RELEASE, by=town.mayor)


def edit(paper: Paper, by: User, **fields: object) -> None:
    with clearance("system"):
        fresh = Paper.objects.get(pk=paper.pk)
        drafting.save_draft(fresh, Draft(fields), version=fresh.version, by=by, now=timezone.now())


def statuses(*papers: Paper) -> list[str]:
    with clearance("system"):
        return [Paper.objects.get(pk=paper.pk).status for paper in papers]


def refused(paper: Paper, transition: Transition[Paper], by: User) -> tuple[Finding, ...]:
    with pytest.raises(Refused) as refusal:
        step(paper, transition, by=by, note="Grund")
    return refusal.value.findings


# --- one valid text -----------------------------------------------------------------------------------------


def test_two_clicks_on_neufassung_make_one(town: Town) -> None:
    original = make_released(by=town.clerk)
    assert follow_up(original, town.clerk) == follow_up(original, town.colleague)


def test_the_database_knows_one_open_replacement_only(town: Town) -> None:
    original = make_released(by=town.clerk)
    follow_up(original, town.clerk)
    other = follow_up(original, town.clerk, "supplement")
    with clearance("system"), pytest.raises(IntegrityError), transaction.atomic():
        Paper.objects.filter(pk=other.pk).update(successor_kind="replacement")


def test_a_second_replacement_supersedes_the_first_and_begins_with_its_text(town: Town) -> None:
    original = make_released(by=town.clerk)
    first = follow_up(original, town.clerk)
    edit(first, town.clerk, subject="Sechs Bänke")
    step(step(first, SUBMIT, by=town.clerk), RELEASE, by=town.mayor)
    second = replace(original, town)
    assert second.subject == "Sechs Bänke"
    assert statuses(original, first, second) == ["superseded", "superseded", "released"]
    with clearance("system"):
        assert invariants.broken() == []


@pytest.mark.parametrize(("transition", "left"), [(WITHDRAW, "withdrawn"), (RESET, "draft")])
def test_what_a_replacement_replaced_is_valid_again_when_it_is_taken_back(
    town: Town, transition: Transition[Paper], left: str
) -> None:
    original = make_released(by=town.clerk)
    first = replace(original, town)
    second = replace(original, town)
    step(second, transition, by=town.mayor, note="Falscher Betrag.")
    assert statuses(original, first, second) == ["superseded", "released", left]
    with clearance("system"):
        assert list(first.events.filter(act="revive").values_list("note", flat=True)) == [
            f"{second.reference} gilt nicht mehr: Falscher Betrag."
        ]
        assert invariants.broken() == []


@pytest.mark.parametrize("kind", ["replacement", "supplement"])
def test_v15_no_text_is_reset_under_its_successor(town: Town, kind: str) -> None:
    original = make_released(by=town.clerk)
    successor = follow_up(original, town.clerk, kind)
    assert [finding.rule for finding in refused(original, RESET, town.mayor)] == ["V-03"]
    step(successor, WITHDRAW, by=town.clerk, note="Doch nicht.")
    assert step(original, RESET, by=town.mayor, note="Fehler.").status == PaperStatus.DRAFT


def test_no_text_is_withdrawn_while_somebody_replaces_it(town: Town) -> None:
    original = make_released(by=town.clerk)
    follow_up(original, town.clerk)
    assert refused(original, WITHDRAW, town.mayor)[0].text == (
        "Zu dieser Vorlage gehört noch: Neufassung (Entwurf). "
        "Ziehen Sie das zuerst zurück oder führen Sie es zu Ende."
    )


def test_a_withdrawn_original_is_not_continued_from_an_old_page(town: Town) -> None:
    stale = make_released(by=town.clerk)
    step(stale, RESET, by=town.mayor, note="Fehler.")
    with pytest.raises(NotPermitted):
        follow_up(stale, town.clerk)


# --- nothing public leads to anything secret ----------------------------------------------------------------


@pytest.mark.parametrize("kind", ["replacement", "supplement"])
def test_p06_no_public_text_follows_a_secret_one(town: Town, kind: str) -> None:
    successor = follow_up(make_released(by=town.clerk, **SECRET), town.clerk, kind)
    edit(successor, town.clerk, is_public=True, secrecy_ground="")
    with clearance("system"):
        successor.consultations.update(is_public=True)
        assert content_of(Paper.objects.get(pk=successor.pk), edition="public")["replaces"] == ""
    assert [finding.rule for finding in refused(successor, SUBMIT, town.clerk)] == ["P-06"]


def test_p06_no_secret_text_replaces_a_public_one(town: Town) -> None:
    successor = follow_up(make_released(by=town.clerk), town.clerk)
    edit(successor, town.clerk, **SECRET)
    with clearance("system"):
        successor.consultations.update(is_public=False)
    assert [finding.rule for finding in refused(successor, SUBMIT, town.clerk)] == ["P-06"]


def test_p06_a_public_text_may_have_a_secret_supplement(town: Town) -> None:
    successor = follow_up(make_released(by=town.clerk), town.clerk, "supplement")
    edit(successor, town.clerk, **SECRET)
    with clearance("system"):
        successor.consultations.update(is_public=False)
    assert step(successor, SUBMIT, by=town.clerk).status == PaperStatus.SUBMITTED


def test_i10_names_a_public_text_replaced_by_nothing_public(town: Town) -> None:
    original = make_released(by=town.clerk)
    successor = replace(original, town)
    with past_the_guards():
        assert list(invariants.public_names_nothing_secret()) == []
        Paper.objects.filter(pk=successor.pk).update(**SECRET)
        assert list(invariants.public_names_nothing_secret()) == [
            f"I10: {original.reference} ist ersetzt, aber durch keinen öffentlichen Text."
        ]
        Paper.objects.filter(pk=successor.pk).update(is_public=True, secrecy_ground="")
        Paper.objects.filter(pk=original.pk).update(**SECRET)
        assert list(invariants.public_names_nothing_secret()) == [
            f"I10: Die öffentliche Ausfertigung von {successor.reference} nennt eine nichtöffentliche Vorlage."
        ]


# --- an original the person may not see ---------------------------------------------------------------------


@pytest.fixture
def hidden(town: Town) -> Paper:
    """A supplement that FB III co-signs; its secret original is closed to FB III."""
    supplement = follow_up(make_released(by=town.clerk, **SECRET), town.clerk, "supplement")
    with clearance("system"):
        draft = Draft(invitations=[invite(town.units["FB III"])])
        drafting.save_draft(supplement, draft, version=supplement.version, by=town.clerk, now=timezone.now())
    return supplement


def test_a_co_signer_reads_a_supplement_whose_original_is_closed(town: Town, hidden: Paper) -> None:
    step(hidden, REQUEST_CO_SIGNATURES, by=town.clerk)
    with clearance("user", town.outsider.pk):
        paper = permissions.desk_papers(town.outsider).get(pk=hidden.pk)
        assert content_of(paper, edition="internal")["replaces"] == hidden.original.reference  # type: ignore[union-attr]


def test_v03_a_suffix_is_counted_over_what_the_submitter_cannot_see(town: Town, hidden: Paper) -> None:
    other = follow_up(Paper(pk=hidden.original_id), town.clerk, "supplement")
    step(other, REQUEST_CO_SIGNATURES, by=town.clerk)
    Appointment.objects.filter(user=town.clerk).update(unit=town.units["BM"])
    with clearance("user", town.clerk.pk):
        paper = permissions.desk_papers(town.clerk).get(pk=hidden.pk)
        done = perform(paper, REQUEST_CO_SIGNATURES, by=town.clerk, now=timezone.now())
    assert done.reference_suffix == 2


def test_v03_a_replacement_begins_with_the_annexes_of_the_text(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    make_attachment(paper, by=town.clerk, title="Lageplan")
    paper = step(step(paper, SUBMIT, by=town.clerk, note="x"), RELEASE, by=town.mayor, note="x")

    def kept(row: Paper) -> list[tuple[str, str, bool]]:
        with clearance("system"):
            return list(row.attachments.values_list("title", "sha256", "is_public"))

    assert kept(follow_up(paper, town.clerk)) == kept(paper) != []
    assert kept(follow_up(paper, town.clerk, "supplement")) == []
