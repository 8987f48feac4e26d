"""Jede Seitenart rund um Sitzungen: no fault for axe, structure, reflow, as the person it is made for."""

from __future__ import annotations

import pytest
from django.test import Client

from . import rows
from .conftest import Visit
from .inspection import essentials, faults
from .places import MEMBER, Place, kept, result, seen, statement, task
from .town import CLERK, OFFICE, TREASURER, meeting, user

PUBLIC = (
    Place("meetings"),
    Place("meetings", query="?ansicht=monat", state="month"),
    Place("meeting", arguments=seen("2023-09-26")),
    Place("agenda-item", arguments=seen("2023-09-26", "4753")),
    Place("meeting-package", arguments=seen("HFA")),
    Place("public-resolutions"),
    Place("document-check"),
    Place("document-state", arguments=rows.code),
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
    Place("note-edit", MEMBER, rows.note),
    Place("signatures-due", OFFICE),
    Place("minutes-to-sign", OFFICE, rows.to_sign),
)
BEFORE = (
    Place("co-sign", TREASURER, rows.co_signature),
    Place("attachment-edit", CLERK, rows.annex),
    Place("document-seal", OFFICE, rows.document),
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
    Place("task-change", OFFICE, task),
    Place("objection-detail", OFFICE, rows.objection),
    Place("demand-convene", OFFICE, rows.demand),
    Place("inspection-detail", OFFICE, rows.inspection),
    Place("member-interests", OFFICE, rows.member),
    Place("group-session-correct", OFFICE, rows.group_session),
    Place("background-work", OFFICE),
    Place("extracts-seal", OFFICE, kept("2023-09-26")),
)
# A meeting of the Rat that is going on.
IN_SESSION = (
    Place("meeting-record", OFFICE, rows.under_way),
    Place("record-attendance", OFFICE, rows.under_way),
    Place("record-stay", OFFICE, rows.under_way_stay),
    Place("record-extension", OFFICE, rows.under_way),
    Place("item-exclude", OFFICE, rows.under_way_item),
    Place("ballot-by-group", OFFICE, rows.under_way_item),
    Place("ballot-by-name", OFFICE, rows.under_way_item),
    Place("ballot-election", OFFICE, rows.under_way_item),
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
ALL = (*PUBLIC, *MEMBERS, *BEFORE, *PLANNING, *AFTERWARDS, *IN_SESSION)


@pytest.mark.parametrize("place", ALL, ids=str)
def test_every_page_is_accessible(place: Place, visit: Visit) -> None:
    assert faults(visit(place.who).arrive_at(place.address())) == []


@pytest.mark.parametrize("place", OTHERS, ids=str)
def test_every_page_is_accessible_in_other_states(place: Place, visit: Visit) -> None:
    assert essentials(visit(place.who).arrive_at(place.address())) == []


def test_every_title_tells_its_page_from_the_others(client: Client, transactional_db: None) -> None:
    titles: dict[str, list[str]] = {}
    for place in ALL:
        client.logout()
        if place.who:
            client.force_login(user(place.who))
        html = client.get(place.address()).content.decode()
        titles.setdefault(html.split("<title>")[1].split("</title>")[0], []).append(str(place))
    assert [places for places in titles.values() if len(places) > 1] == []
