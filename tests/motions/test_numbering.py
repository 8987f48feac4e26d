"""Numbers and races: 32 people at once, on real connections (V-01 to V-05, security.md 5)."""

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.utils import timezone

from motions.models import IssuedDocument, Paper, Release
from motions.rules import amendments, copying, drafting, further_organs, invariants, numbering, successors
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft
from motions.rules.findings import OutdatedState
from motions.rules.further_organs import FurtherOrgan
from motions.rules.transitions import perform
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, WITHDRAW
from tests.factories import make_paper, make_released, make_submitted, step
from tests.people import Town, make_town

CROWD = 32


class Unlucky(Exception):
    """The transaction failed after it had drawn a number."""


def at_once(act: Callable[[int], object]) -> list[object]:
    """Everybody acts at the same moment, each on an own connection; exceptions are answers."""
    start = threading.Barrier(CROWD)

    def one(number: int) -> object:
        try:
            connection.ensure_connection()
            start.wait(30)
            with clearance("system"):
                return act(number)
        except Exception as problem:
            return problem
        finally:
            connection.close()

    with ThreadPoolExecutor(CROWD) as crowd:
        return list(crowd.map(one, range(CROWD)))


@pytest.fixture
def crowded_town(transactional_db: None) -> Town:
    """The small town, committed, so that other connections see it."""
    return make_town()


@pytest.mark.usefixtures("system")
def test_v01_the_number_runs_on_over_years_and_units(town: Town) -> None:
    first = make_paper(by=town.clerk)
    numbering.adopt(first, prefix="FB II", number=4753, year=2023, suffix=None)
    new_year = dt.datetime(2024, 1, 8, 9, tzinfo=dt.UTC)
    second = make_paper(by=town.personnel, now=new_year)
    assert step(second, REQUEST_CO_SIGNATURES, by=town.personnel, now=new_year).reference == "FB I/4754/2024"


@pytest.mark.usefixtures("system")
def test_v02_a_draft_has_no_number_and_a_withdrawn_one_is_never_given_again(town: Town) -> None:
    draft = make_paper(by=town.clerk)
    assert (draft.reference, draft.slug) == ("", None)
    paper = step(draft, REQUEST_CO_SIGNATURES, by=town.clerk)
    step(paper, WITHDRAW, by=town.clerk, note="Erledigt.")
    following = step(make_paper(by=town.clerk), REQUEST_CO_SIGNATURES, by=town.clerk)
    assert following.reference_number == (paper.reference_number or 0) + 1


def test_v05_thirty_two_registrations_at_once(crowded_town: Town) -> None:
    papers = [make_paper(by=crowded_town.clerk) for _ in range(CROWD)]
    began = time.perf_counter()

    def register(number: int) -> int | None:
        now = timezone.now()
        return perform(papers[number], REQUEST_CO_SIGNATURES, by=crowded_town.clerk, now=now).reference_number

    numbers = at_once(register)
    print(f"32 registrations at once: {time.perf_counter() - began:.2f} s")
    assert sorted(map(str, numbers), key=int) == [str(number) for number in range(1, CROWD + 1)]


def test_v05_failed_registrations_leave_no_gap(crowded_town: Town) -> None:
    papers = [make_paper(by=crowded_town.clerk) for _ in range(CROWD)]

    def register(number: int) -> int | None:
        done = perform(papers[number], REQUEST_CO_SIGNATURES, by=crowded_town.clerk, now=timezone.now())
        if number % 7 == 0:
            raise Unlucky
        return done.reference_number

    answers = at_once(register)
    numbers = sorted(answer for answer in answers if isinstance(answer, int))
    assert len(numbers) == CROWD - 5
    assert numbers == list(range(1, CROWD - 4))


def written_supplement(original: Paper, town: Town) -> Paper:
    """An untouched one would be opened again instead of a second."""
    now = timezone.now()
    paper = successors.create_successor(original, "supplement", by=town.clerk, now=now)
    return drafting.save_draft(
        paper, Draft({"subject": "Ergänzung"}), version=paper.version, by=town.clerk, now=now
    )


def test_v03_suffixes_at_once(crowded_town: Town) -> None:
    original = make_released(by=crowded_town.clerk)
    with clearance("system"):
        successors = [written_supplement(original, crowded_town) for _ in range(CROWD)]

    def register(number: int) -> int | None:
        paper = successors[number]
        return perform(
            paper, REQUEST_CO_SIGNATURES, by=crowded_town.clerk, now=timezone.now()
        ).reference_suffix

    assert sorted(map(str, at_once(register)), key=int) == [str(number) for number in range(1, CROWD + 1)]


def test_thirty_two_people_save_the_same_text_and_one_succeeds(crowded_town: Town) -> None:
    paper = make_paper(by=crowded_town.clerk)

    def save(number: int) -> str:
        draft = Draft({"subject": f"Fassung {number}"})
        return drafting.save_draft(
            paper, draft, version=paper.version, by=crowded_town.clerk, now=timezone.now()
        ).subject

    answers = at_once(save)
    saved = [answer for answer in answers if isinstance(answer, str)]
    told = [answer for answer in answers if isinstance(answer, OutdatedState)]
    assert (len(saved), len(told)) == (1, CROWD - 1)
    with clearance("system"):
        assert Paper.objects.get(pk=paper.pk).subject == saved[0]


def test_thirty_two_releases_make_one_release(crowded_town: Town) -> None:
    paper = make_submitted(by=crowded_town.clerk)
    answers = at_once(lambda number: perform(paper, RELEASE, by=crowded_town.mayor, now=timezone.now()))
    assert sum(isinstance(answer, Paper) for answer in answers) == 1
    assert sum(isinstance(answer, OutdatedState) for answer in answers) == CROWD - 1
    with clearance("system"):
        assert Release.objects.filter(paper=paper).count() == 1
        assert IssuedDocument.objects.filter(paper=paper).count() == 1
        assert paper.events.filter(act="release").count() == 1
        assert invariants.broken() == []


def test_what_many_begin_or_add_at_once_happens_once(crowded_town: Town) -> None:
    town = crowded_town
    paper = make_released(by=town.clerk)
    motion = make_released(by=town.office, paper_type="motion", author_group=town.organs["GF"])
    now = timezone.now()
    version = Paper.objects.get(pk=paper.pk).version
    organ = FurtherOrgan(town.organs["ASJF"], "noting")

    def add(_: int) -> object:
        return further_organs.add_organ(paper, organ, by=town.office, now=now, version=version)

    acts: list[Callable[[int], object]] = [
        lambda _: successors.create_successor(paper, "replacement", by=town.clerk, now=now).pk,
        lambda _: successors.create_successor(motion, "answer", by=town.office, now=now).pk,
        lambda _: copying.copy_paper(paper, by=town.clerk, now=now)[0].pk,
        lambda _: amendments.begin_amendment(paper, town.organs["GF"], by=town.office, now=now).pk,
    ]
    for act in acts:
        answers = at_once(act)
        assert [type(answer) for answer in answers] == [int] * CROWD
        assert len(set(answers)) == 1
    added = at_once(add)
    assert sum(isinstance(answer, Release) for answer in added) == 1
    assert sum(isinstance(answer, OutdatedState) for answer in added) == CROWD - 1
