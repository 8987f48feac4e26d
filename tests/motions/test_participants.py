"""Beteiligte Fachbereiche im Editor: each has its own kind, duty and deadline, and who has acted stays (M-01)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import Paper, Unit, User
from motions.rules import co_signing, participants
from motions.rules.clearance import clearance
from tests.conftest import Login
from tests.factories import invite, make_co_signing, make_paper
from tests.people import Town

from .hostile.posting import draft_of, fresh, participant, summary

MARCH, APRIL = dt.date(2090, 3, 1), dt.date(2090, 4, 1)


@pytest.fixture
def desk(login: Login, clerk: User) -> Client:
    return login(clerk)


def address(paper: Paper) -> str:
    return f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"


def save(desk: Client, paper: Paper, **lines: str) -> Any:
    return desk.post(address(paper), draft_of(paper, **lines))


def stored(paper: Paper) -> list[tuple[str, str, bool, dt.date | None]]:
    with clearance("system"):
        rows = paper.participations.filter(office="").order_by("unit__code", "pk")
        return list(rows.values_list("unit__code", "kind", "is_mandatory", "due_on"))


def sign(paper: Paper, by: User, decision: str = "signed") -> None:
    with clearance("system"):
        row = paper.participations.earliest("pk")
        co_signing.sign(row, decision=decision, by=by, now=timezone.now())


def test_each_unit_has_its_own_kind_duty_and_deadline(desk: Client, clerk: User, town: Town) -> None:
    paper = make_paper(by=clerk)
    lines = participant(town.units["FB I"], "co_signature", is_mandatory="on", due_on="2090-03-01")
    lines |= participant(town.units["FB III"], "co_signature", due_on="2090-04-01")
    lines |= participant(town.units["BM"], "acknowledgement", is_mandatory="on")
    assert save(desk, paper, **lines).status_code == 302
    expected = [
        ("BM", "acknowledgement", False, None),
        ("FB I", "co_signature", True, MARCH),
        ("FB III", "co_signature", False, APRIL),
    ]
    assert stored(paper) == expected
    version = fresh(paper).version
    page = desk.get(address(paper))
    again = {
        f"{line.prefix}-{name}": line[name].value() or ""
        for line in page.context["editor"].participants.lines
        for name in line.fields
    }
    sent = {name: "on" if value is True else str(value) for name, value in again.items()}
    assert save(desk, paper, **sent).status_code == 302
    assert (stored(paper), fresh(paper).version) == (expected, version)


def test_different_values_made_elsewhere_survive_a_save_of_something_else(
    desk: Client, clerk: User, town: Town
) -> None:
    asked = [
        invite(town.units["FB I"], is_mandatory=True, due_on=MARCH),
        invite(town.units["FB III"], due_on=APRIL),
    ]
    paper = make_paper(by=clerk, invitations=asked)
    before = stored(paper)
    lines = participant(town.units["FB I"], "co_signature", is_mandatory="on", due_on="2090-03-01")
    lines |= participant(town.units["FB III"], "co_signature", due_on="2090-04-01")
    assert save(desk, paper, subject="Anders", **lines).status_code == 302
    assert stored(paper) == before


def test_a_unit_leaves_and_changes_its_kind(desk: Client, clerk: User, town: Town) -> None:
    paper = make_paper(by=clerk, invitations=[invite(town.units["FB I"]), invite(town.units["FB III"])])
    lines = participant(town.units["FB I"], "") | participant(town.units["FB III"], "acknowledgement")
    assert save(desk, paper, **lines).status_code == 302
    assert stored(paper) == [("FB III", "acknowledgement", False, None)]


def test_a_line_that_did_not_arrive_removes_nobody(desk: Client, clerk: User, town: Town) -> None:
    paper = make_paper(by=clerk, invitations=[invite(town.units["FB I"], is_mandatory=True, due_on=MARCH)])
    assert save(desk, paper).status_code == 302
    assert stored(paper) == [("FB I", "co_signature", True, MARCH)]


def test_who_has_signed_stays_and_the_page_says_so(desk: Client, clerk: User, town: Town) -> None:
    paper = make_co_signing(by=clerk, invitations=[invite(town.units["FB I"])])
    sign(paper, town.treasurer)
    answer = desk.get(address(paper))
    page = answer.content.decode()
    first = answer.context["editor"].participants.lines[1]
    assert (first.line.unit.code, first.fields["kind"].choices) == (
        "FB I",
        [("co_signature", "Mitzeichnung")],
    )
    told = "FB I hat über die Mitzeichnung schon entschieden und bleibt beteiligt."
    assert told in page
    for kind in ("", "acknowledgement"):
        answer = save(desk, paper, **participant(town.units["FB I"], kind))
        assert (answer.status_code, summary(answer)) == (
            422,
            [
                "FB I – Finanzen, Beteiligung: FB I – Finanzen hat über die Mitzeichnung schon entschieden. "
                "Die Beteiligung bleibt."
            ],
        )
    assert save(desk, paper, **participant(town.units["FB I"], "co_signature")).status_code == 302
    assert stored(paper) == [("FB I", "co_signature", False, None)]


def test_who_has_taken_note_can_still_be_asked_to_sign(desk: Client, clerk: User, town: Town) -> None:
    unit = town.units["FB III"]
    paper = make_co_signing(by=clerk, invitations=[invite(unit, kind="acknowledgement")])
    sign(paper, town.outsider, decision="acknowledged")
    lines = participant(unit, "acknowledgement") | participant(unit, "co_signature", "-2", is_mandatory="on")
    assert save(desk, paper, **lines).status_code == 302
    assert stored(paper) == [
        ("FB III", "acknowledgement", False, None),
        ("FB III", "co_signature", True, None),
    ]
    assert save(desk, paper, **participant(unit, "", "-2")).status_code == 302
    assert stored(paper) == [("FB III", "acknowledgement", False, None)]


def test_a_unit_asked_twice_keeps_a_line_for_each(town: Town, clerk: User) -> None:
    """As an import may have stored it."""
    unit = town.units["FB I"]
    paper = make_paper(by=clerk, invitations=[invite(unit), invite(unit, kind="acknowledgement")])
    with clearance("system"):
        found = [(line.unit.code, line.kinds) for line in participants.lines(paper) if line.unit == unit]
    assert found == [("FB I", ("co_signature",)), ("FB I", ("acknowledgement",))]


def test_a_closed_unit_asked_before_is_shown_and_can_go(desk: Client, clerk: User, town: Town) -> None:
    unit = town.units["FB I"]
    paper = make_paper(by=clerk, invitations=[invite(unit, due_on=MARCH)])
    Unit.objects.filter(pk=unit.pk).update(is_active=False)
    assert save(desk, paper, **participant(unit, "co_signature", due_on="2090-03-01")).status_code == 302
    assert stored(paper) == [("FB I", "co_signature", False, MARCH)]
    answer = save(desk, paper, **participant(unit, "acknowledgement"))
    assert summary(answer) == [
        "FB I – Finanzen, Beteiligung: Diesen Fachbereich gibt es nicht mehr. Wählen Sie „nicht beteiligt“."
    ]
    assert save(desk, paper, **participant(unit, "")).status_code == 302
    assert stored(paper) == []


def test_a_deadline_that_is_over_is_refused_unless_it_is_stored(
    desk: Client, clerk: User, town: Town
) -> None:
    today = timezone.localdate()
    long_ago, yesterday = today - dt.timedelta(days=90), today - dt.timedelta(days=1)
    first, second = town.units["FB I"], town.units["FB III"]
    paper = make_paper(by=clerk, invitations=[invite(first, due_on=long_ago)])
    over = "Frist: Die Frist liegt in der Vergangenheit. Geben Sie ein späteres Datum ein."

    old = participant(first, "co_signature", due_on=long_ago.isoformat())
    new = participant(second, "co_signature", due_on=yesterday.isoformat())
    assert summary(save(desk, paper, **old, **new)) == [f"{second}, {over}"]
    changed = participant(first, "co_signature", due_on=yesterday.isoformat())
    assert summary(save(desk, paper, **changed)) == [f"{first}, {over}"]

    nobody = participant(second, "", due_on=yesterday.isoformat())
    assert save(desk, paper, **old, **nobody).status_code == 302
    assert stored(paper) == [("FB I", "co_signature", False, long_ago)]
    soon = participant(second, "co_signature", due_on=today.isoformat())
    assert save(desk, paper, **old, **soon).status_code == 302
    assert stored(paper)[1] == ("FB III", "co_signature", False, today)


def test_untouched_rows_leave_no_history(desk: Client, clerk: User, town: Town) -> None:
    asked = [invite(town.units["FB I"]), invite(town.units["FB III"])]
    paper = make_paper(by=clerk, invitations=asked)
    lines = participant(town.units["FB I"], "co_signature")
    lines |= participant(town.units["FB III"], "co_signature", due_on="2090-03-01")
    save(desk, paper, **lines)
    with clearance("system"):
        rows: list[Any] = list(paper.participations.order_by("unit__code"))
        assert [row.row_history.count() for row in rows] == [1, 2]


def test_the_editor_asks_as_often_for_ten_units_as_for_one(desk: Client, clerk: User, town: Town) -> None:
    def queries(paper: Paper) -> int:
        desk.get(address(paper))
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(address(paper)).status_code == 200
        return len(asked)

    one = make_paper(by=clerk, invitations=[invite(town.units["FB I"])])
    units = [
        Unit.objects.create(code=f"FB {number}", name=f"Fachbereich {number}") for number in range(10, 20)
    ]
    ten = make_paper(by=clerk, invitations=[invite(unit) for unit in units])
    assert queries(ten) == queries(one)
