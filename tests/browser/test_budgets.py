"""Haushalt der Seiten (ux.md 10): bytes and requests of a first visit, with nothing kept from earlier pages.

Texts are counted as gzip would send them: the server under test compresses nothing, a real one sends Brotli,
which is smaller still. So the figures here are never better than in life.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass

import pytest
from django.urls import reverse
from playwright.sync_api import Response

from .conftest import Visit
from .places import MEMBER, Place, kept, seen
from .town import CLERK, OFFICE, in_session, paper
from .visitor import Visitor

PUBLIC = DESK = (120_000, 12)
EDITOR = (300_000, 18)
_PACKED = ("font/", "image/png", "application/pdf")


@dataclass(frozen=True)
class Cost:
    """Was ein Aufruf kostet."""

    size: int
    requests: int


def first_visit(visitor: Visitor, address: str) -> Cost:
    """Open a page as if nothing had been kept, and weigh all that came."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    tools = visitor.context.new_cdp_session(visitor.page)
    tools.send("Network.setCacheDisabled", {"cacheDisabled": True})
    visitor.page.on("response", note)
    visitor.open(address)
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.remove_listener("response", note)
    tools.detach()
    return Cost(sum(_weight(answer) for answer in answers), len(answers))


def _weight(answer: Response) -> int:
    body = answer.body()
    is_packed = (answer.header_value("content-type") or "").startswith(_PACKED)
    return len(body) if is_packed else len(gzip.compress(body, mtime=0))


def within(budget: tuple[int, int], cost: Cost, name: str) -> bool:
    """Bytes and requests are within the budget; the figures are told."""
    print(f"{name}: {cost.size} bytes, {cost.requests} requests")
    return cost.size <= budget[0] and cost.requests <= budget[1]


@pytest.mark.parametrize(
    ("name", "who", "reference", "budget"),
    [
        ("home", "", "", PUBLIC),
        ("public-paper", "", "4753", PUBLIC),
        ("account_login", "", "", PUBLIC),
        ("desk", CLERK, "", DESK),
        ("paper-detail", CLERK, "4781", DESK),
        ("paper-edit", CLERK, "4781", EDITOR),
    ],
)
def test_a_first_visit_stays_within_its_budget(
    name: str, who: str, reference: str, budget: tuple[int, int], visit: Visit
) -> None:
    found = paper(reference) if reference else None
    key = [] if found is None else [found.slug if name == "public-paper" else found.pk]
    assert within(budget, first_visit(visit(who), reverse(name, args=key)), name)


@pytest.mark.parametrize(
    ("place", "budget"),
    [
        (Place("meetings"), PUBLIC),
        (Place("meeting", arguments=seen("2023-09-26")), PUBLIC),
        (Place("agenda-item", arguments=seen("2023-09-26", "4753")), PUBLIC),
        (Place("public-resolutions"), PUBLIC),
        (Place("member-home", MEMBER), DESK),
        (Place("member-meeting", MEMBER, seen("HFA")), DESK),
        (Place("member-item", MEMBER, seen("HFA", "4783")), DESK),
        (Place("meeting-board", OFFICE), DESK),
        (Place("meeting-plan", OFFICE, kept("HFA")), DESK),
        (Place("agenda-edit", OFFICE, kept("HFA")), DESK),
        (Place("meeting-minutes", OFFICE, kept("2023-08-15")), DESK),
        (Place("task-list", CLERK), DESK),
        (Place("minutes-entry", OFFICE, kept("ASKS", "Sportstätten im Winter")), EDITOR),
    ],
    ids=str,
)
def test_a_first_visit_around_a_meeting_stays_within_its_budget(
    place: Place, budget: tuple[int, int], visit: Visit
) -> None:
    assert within(budget, first_visit(visit(place.who), place.address()), place.view)


def test_the_record_of_a_meeting_in_session_is_as_light_as_an_editor(visit: Visit) -> None:
    address = reverse("meeting-record", args=[in_session(48, ("Erster Punkt", "Zweiter Punkt")).pk])
    assert within(EDITOR, first_visit(visit(OFFICE), address), "meeting-record")
