"""Was von Vorlagen immer gilt (security.md 4): broken past every guard, each is named by check_invariants."""

import datetime as dt
from collections.abc import Iterator

import pgtrigger
import pytest
from django.db import connection
from django.db.models import F

from motions.models import Event, Paper, Release
from motions.rules import invariants
from motions.rules.clearance import clearance
from tests.factories import make_released
from tests.people import Town
from tests.standing import Ground, Standing


@pytest.fixture(scope="module")
def standing(ground: Ground) -> Standing[Paper]:
    return ground.build(lambda town: make_released(by=town.clerk, subject="Bänke am Marktplatz"))


@pytest.fixture
def paper(standing: Standing[Paper], town: Town) -> Paper:
    """Released and public."""
    return standing.put_back()


@pytest.fixture(autouse=True)
def past_every_guard(paper: Paper) -> Iterator[None]:
    """As somebody could who reaches the database itself."""
    guards = [f"{model._meta.label}:{trigger.name}" for model, trigger in pgtrigger.registered()]
    with clearance("system"), pgtrigger.ignore(*guards), connection.constraint_checks_disabled():
        yield


def test_a_released_paper_breaks_nothing(paper: Paper) -> None:
    assert [sentence for invariant in invariants.ALL[:11] for sentence in invariant()] == []


def test_i01_a_number_above_the_counter_is_found(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(reference_number=F("reference_number") + 7)
    (sentence,) = invariants.numbers_once()
    assert sentence.endswith("liegt über dem Zähler.")


def test_i02_a_released_paper_without_its_sequence_is_found(paper: Paper) -> None:
    paper.consultations.all().delete()
    assert list(invariants.required_parts()) == [f"I2: {paper} ist freigegeben, aber unvollständig."]


def test_i03_a_text_changed_after_the_release_is_found(paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(statement="<p>Ganz anders.</p>")
    assert list(invariants.released_text_unchanged()) == [
        f"I3: {paper.reference} weicht von der Freigabe ab: statement."
    ]


def test_i08_a_public_paper_nobody_released_is_found(paper: Paper) -> None:
    paper.documents.all().delete()
    paper.releases.all().delete()
    assert list(invariants.public_has_publisher()) == [
        f"I8: {paper.reference} ist öffentlich, aber niemand hat sie freigegeben."
    ]


def test_i12_an_act_without_its_event_is_found(paper: Paper) -> None:
    last = paper.events.exclude(to_status="").latest("pk")
    Event.objects.filter(pk=last.pk).delete()
    assert list(invariants.one_event_per_act()) == [
        f"I12: Der Verlauf von {paper} endet nicht beim Stand „{paper.get_status_display()}“."
    ]


def test_i12_a_gap_between_two_acts_is_found(paper: Paper) -> None:
    middle = paper.events.exclude(to_status="").order_by("pk")[1]
    Event.objects.filter(pk=middle.pk).delete()
    assert list(invariants.one_event_per_act()) == [f"I12: Der Verlauf von {paper} hat eine Lücke."]


def test_i16_what_is_visible_before_its_release_is_found(paper: Paper) -> None:
    later = paper.releases.get().released_at + dt.timedelta(days=3)
    Release.objects.filter(paper=paper).update(released_at=later)
    assert list(invariants.nothing_from_the_future()) == [
        f"I16: {paper.reference} ist vor der Freigabe sichtbar."
    ]


def test_i16_an_act_before_there_was_a_paper_is_found(paper: Paper) -> None:
    first = paper.events.earliest("pk")
    Event.objects.filter(pk=first.pk).update(happened_at=paper.created_at - dt.timedelta(days=1))
    assert list(invariants.nothing_from_the_future()) == [f"I16: {paper} hat ein Ereignis vor der Anlage."]
