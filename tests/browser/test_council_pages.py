"""Jede Seitenart rund um Sitzungen: no fault for axe, structure, reflow, as the person it is made for."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Meeting, ResolutionObjection
from motions.rules.clearance import clearance
from tests.resolutions import object_to

from .conftest import Visit
from .inspection import essentials, faults
from .places import MEMBER, Place, kept, result, seen, statement, task
from .town import CLERK, OFFICE, in_session, item, meeting, user

PUBLIC = (
    Place("meetings"),
    Place("meetings", query="?ansicht=monat", state="month"),
    Place("meeting", arguments=seen("2023-09-26")),
    Place("agenda-item", arguments=seen("2023-09-26", "4753")),
    Place("meeting-package", arguments=seen("HFA")),
    Place("public-resolutions"),
)
MEMBERS = (
    Place("member-home", MEMBER),
    Place("member-papers", MEMBER),
    Place("member-meeting", MEMBER, seen("HFA")),
    Place("member-reply", MEMBER, seen("HFA")),
    Place("member-item", MEMBER, seen("HFA", "4783")),
    Place("recusal-declare", MEMBER, seen("HFA", "4783")),
    Place("notes", MEMBER),
    Place("calendar-settings", MEMBER),
    Place("notification-choice", MEMBER),
    Place("own-fees", MEMBER),
    Place("own-interests", MEMBER),
    Place("resolution-control", MEMBER),
)
PLANNING = (
    Place("meeting-board", OFFICE),
    Place("meeting-new", OFFICE),
    Place("meeting-series", OFFICE),
    Place("meeting-plan", OFFICE, kept("HFA")),
    Place("meeting-change", OFFICE, kept("HFA")),
    Place("meeting-cancel", OFFICE, kept("HFA")),
    Place("agenda-edit", OFFICE, kept("HFA")),
    Place("agenda-item-edit", OFFICE, kept("HFA", "4783")),
    Place("meeting-invite", OFFICE, kept("Rat")),
    Place("meeting-supplement", OFFICE, kept("HFA")),
    Place("meeting-notice", OFFICE, kept("HFA")),
    Place("meeting-replies", OFFICE, seen("HFA")),
)
AFTERWARDS = (
    Place("record-step", OFFICE, lambda: [meeting("HFA").pk, "open"]),
    Place("meeting-minutes", OFFICE, kept("2023-08-15")),
    Place("minutes-entry", OFFICE, kept("ASKS", "Sportstätten im Winter")),
    Place("task-list", CLERK),
    Place("task-detail", CLERK, task),
    Place("resolutions-without-task", OFFICE),
    Place("task-new", OFFICE, result("2023-09-26", "4753")),
    Place("objection-list", OFFICE),
    Place("objection-new", OFFICE, result("2023-09-26", "4753")),
    Place("urgent-decision-list", OFFICE),
    Place("urgent-decision-new", OFFICE),
    Place("demand-list", OFFICE),
    Place("demand-new", OFFICE),
    Place("audio-list", OFFICE),
    Place("archive-list", OFFICE),
    Place("archive-new", OFFICE, query="?was=jahr-2023"),
    Place("meeting-audio", OFFICE, kept("2023-09-26")),
    Place("summary-list", OFFICE),
    Place("summary-decide", OFFICE, result("2023-12-12", "4769")),
    Place("inspection-list", OFFICE),
    Place("inspection-new", OFFICE),
    Place("interest-members", OFFICE),
    Place("fee-months", OFFICE),
    Place("fee-month", OFFICE, lambda: [2023, 9]),
    Place("fee-statement", OFFICE, statement),
    Place("group-sessions", OFFICE, lambda: ["gruenes-forum"]),
)
# The same pages with nothing on them, before and after, secret, still being written.
OTHERS = (
    Place("meetings", query="?ansicht=vergangen", state="past"),
    Place("meeting", arguments=seen("Rat"), state="planned"),
    Place("meeting", MEMBER, seen("HFA"), state="invited"),
    Place("member-item", MEMBER, seen("HFA", "4784"), state="secret"),
    Place("agenda-item", MEMBER, seen("2023-12-12", "4769"), state="secret, closed"),
    Place("meeting-plan", OFFICE, kept("Rat"), state="planned"),
    Place("meeting-plan", OFFICE, kept("2023-09-26"), state="closed"),
    Place("agenda-edit", OFFICE, kept("Rat"), state="empty"),
    Place("meeting-minutes", OFFICE, kept("ASKS"), state="draft"),
    Place("meeting-record", OFFICE, kept("2024-03-19"), state="closed"),
    Place("task-list", OFFICE, state="all units"),
    Place("own-fees", "Emil Mohnfeld", state="expert"),
)
ALL = (*PUBLIC, *MEMBERS, *PLANNING, *AFTERWARDS)


@pytest.mark.parametrize("place", ALL, ids=str)
def test_every_page_is_accessible(place: Place, visit: Visit) -> None:
    assert faults(visit(place.who).open(place.address())) == []


@pytest.mark.parametrize("place", OTHERS, ids=str)
def test_every_page_is_accessible_in_other_states(place: Place, visit: Visit) -> None:
    assert essentials(visit(place.who).open(place.address())) == []


@pytest.fixture(scope="module")
def session(transactional_db: None) -> Meeting:
    """A meeting of the Rat going on, with two items."""
    return in_session(46, ("Erster Punkt", "Zweiter Punkt"))


@pytest.mark.parametrize("view", ["meeting-record", "record-attendance", "record-extension"])
def test_the_pages_of_a_meeting_in_session_are_accessible(view: str, session: Meeting, visit: Visit) -> None:
    assert faults(visit(OFFICE).open(reverse(view, args=[session.pk]))) == []


@pytest.mark.parametrize("view", ["ballot-by-group", "ballot-by-name", "ballot-election", "item-exclude"])
def test_the_pages_of_a_ballot_are_accessible(view: str, session: Meeting, visit: Visit) -> None:
    with clearance("system"):
        key = session.items.get(title="Erster Punkt").pk
    assert faults(visit(OFFICE).open(reverse(view, args=[session.pk, key]))) == []


def test_the_page_of_an_objection_is_accessible(visit: Visit) -> None:
    with clearance("system"):
        row: ResolutionObjection = object_to(
            item("2024-03-19", "4778").treatment, "legality", by=user(OFFICE)
        )
    assert faults(visit(OFFICE).open(reverse("objection-detail", args=[row.pk]))) == []


def test_every_title_tells_its_page_from_the_others(client: Client, transactional_db: None) -> None:
    titles: dict[str, list[str]] = {}
    for place in ALL:
        client.logout()
        if place.who:
            client.force_login(user(place.who))
        html = client.get(place.address()).content.decode()
        titles.setdefault(html.split("<title>")[1].split("</title>")[0], []).append(str(place))
    assert [places for places in titles.values() if len(places) > 1] == []
