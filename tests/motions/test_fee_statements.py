"""Abrechnungen des Sitzungsgelds: closed once a month, corrected with a reason (G-01, G-02)."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from django.db.utils import DatabaseError, IntegrityError
from django.urls import reverse

from motions.models import (
    Bylaw,
    FeeMonth,
    FeeStatement,
    GroupSessionCorrection,
    Membership,
)
from motions.rules import fee_statements, group_sessions
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from tests.conftest import Login
from tests.motions.fees import (
    AFTER,
    FEE,
    MARCH,
    PARTIAL,
    close,
    held,
    session,
)
from tests.motions.refusals import rules_of
from tests.people import SINCE, Town, member, person_of


def test_g01_a_month_is_closed_once_and_after_its_end(town: Town) -> None:
    person = person_of(town.council_member)
    held(town, "HFA", (person, "member"))
    with pytest.raises(Refused) as refusal:
        close(town.office, now=dt.datetime(2024, 3, 31, 21, 59, tzinfo=dt.UTC))
    assert rules_of(refusal) == ["G-01"]
    for other in (town.mayor, town.clerk, town.council_member):
        with pytest.raises(NotPermitted):
            close(other)
    closed = close(town.office)
    assert {row.person: row.total for row in closed} == {
        person: PARTIAL + FEE,
        person_of(town.group_member): PARTIAL,
    }
    with pytest.raises(OutdatedState):
        close(town.office)
    assert closed[0].content["lines"][0] == {
        "on": "2024-03-01",
        "label": "Monatspauschale",
        "amount": "168.30",
        "remark": "",
    }


def test_g01_a_month_nobody_is_due_anything_for_is_closed_too(town: Town, login: Login) -> None:
    person, empty = person_of(town.council_member), dt.date(2011, 2, 1)
    Bylaw.objects.filter(key__startswith="fees.").update(starts_on=dt.date(2010, 1, 1))
    page = "/sitzungsdienst/sitzungsgeld/2011/2/"
    client = login(town.office)
    assert "Monat abschließen" in client.get(page).content.decode()
    answer = client.post(f"{page}abschliessen/", follow=True).content.decode()
    assert ("niemandem steht etwas zu" in answer, "Monat abschließen" in answer) == (True, False)
    with clearance("system"):
        assert (fee_statements.is_closed(empty), fee_statements.is_closed(MARCH)) == (True, False)
        assert FeeStatement.objects.count() == 0
    with pytest.raises(OutdatedState):
        close(town.office, empty)
    with clearance("system"), pytest.raises(OutdatedState):
        fee_statements.correct(person, empty, reason="Vergessen.", by=town.office, now=AFTER)
    with clearance("system"):
        assert (FeeMonth.objects.all().delete()[0], FeeMonth.objects.update(closed_at=AFTER)) == (0, 0)
    with clearance("system"), pytest.raises(IntegrityError), transaction.atomic():
        FeeMonth.objects.create(month=dt.date(2011, 3, 2), closed_by=town.office, closed_at=AFTER)
    with clearance("user", town.mayor.pk):
        assert FeeMonth.objects.count() == 0


def test_g01_a_closed_statement_stays_and_a_correction_is_a_further_row(town: Town) -> None:
    person = person_of(town.group_member)
    close(town.office)
    with clearance("system"), pytest.raises(OutdatedState):
        fee_statements.correct(person, MARCH, reason="Nichts.", by=town.office, now=AFTER)
    session(town, [person], dt.date(2024, 3, 11))
    with clearance("system"):
        row = next(row for row in fee_statements.month_list(MARCH) if row.person == person)
        assert (row.total, row.differs) == (PARTIAL, True)
        with pytest.raises(Refused) as refusal:
            fee_statements.correct(person, MARCH, reason=" ", by=town.office, now=AFTER)
        assert rules_of(refusal) == ["G-01"]
        fee_statements.correct(person, MARCH, reason="Sitzung fehlte.", by=town.office, now=AFTER)
        rows = person.fee_statements.order_by("revision").values_list("revision", "total", "reason")
        assert list(rows) == [(1, PARTIAL, ""), (2, PARTIAL + FEE, "Sitzung fehlte.")]
        payroll = list(fee_statements.payroll_rows(MARCH))
    assert payroll == [
        ["03/2024", "Ahornblatt", "Ada", 1, None, PARTIAL, ""],
        ["03/2024", "Rotkehlchen", "Quentin", 2, PARTIAL, PARTIAL + FEE, "Sitzung fehlte."],
    ]


def test_g01_somebody_forgotten_gets_a_correction_too(town: Town) -> None:
    close(town.office)
    late = person_of(member("Lena Libelle", town.organs["Rat"]))
    with clearance("system"):
        row = fee_statements.correct(late, MARCH, reason="Fehlte.", by=town.office, now=AFTER)
    assert (row.revision, row.total) == (2, PARTIAL)


def test_g01_the_database_keeps_a_statement_as_it_was(town: Town) -> None:
    close(town.office)
    with clearance("system"):
        rows = FeeStatement.objects.all()
        for change in (lambda: rows.update(total=0), rows.delete):
            with pytest.raises(DatabaseError, match="fee_statement_frozen"), transaction.atomic():
                change()
        person = person_of(town.council_member)
        wrong: tuple[tuple[str, dict[str, Any]], ...] = (
            ("revision_once", {}),
            ("of_a_month", {"month": dt.date(2024, 3, 2)}),
            ("not_negative", {"total": -1, "month": dt.date(2024, 5, 1)}),
            ("correction_has_reason", {"revision": 2}),
        )
        for name, fields in wrong:
            values: dict[str, Any] = {"month": MARCH, "revision": 1, "total": 1, "content": {}} | fields
            with pytest.raises(IntegrityError, match=name), transaction.atomic():
                FeeStatement.objects.create(person=person, closed_by=town.office, closed_at=AFTER, **values)


def test_g02_a_session_is_recorded_once_and_not_in_advance(town: Town) -> None:
    person = person_of(town.group_member)
    session(town, [person], dt.date(2024, 3, 11))
    for on in (dt.date(2024, 3, 11), dt.date(2024, 4, 6)):
        with pytest.raises(Refused) as refusal:
            session(town, [person], on)
        assert rules_of(refusal) == ["G-02"]
    with clearance("system"), pytest.raises(NotPermitted):
        fee_statements.record_session(
            town.organs["GF"], held_on=MARCH, is_remote=False, people=[], by=town.group_member, now=AFTER
        )


def test_g02_a_session_is_corrected_with_a_reason_and_what_it_said_stays(town: Town, login: Login) -> None:
    there, absent = person_of(town.group_member), person_of(town.council_member)
    Membership.objects.create(person=absent, organization=town.organs["GF"], starts_on=SINCE)
    row = session(town, [there], dt.date(2024, 3, 11))
    other = session(town, [there], dt.date(2024, 3, 18))
    address = reverse("group-session-correct", args=["gf", row.pk])
    client = login(town.office)
    form = client.get(address).context["form"]
    assert (form["people"].value(), form["version"].value()) == ([there.pk], 1)
    sent = {"held_on": "2024-03-12", "people": [absent.pk], "reason": "Name verwechselt", "version": 1}
    assert client.post(address, sent | {"reason": " "}).status_code == 422
    assert client.post(address, sent | {"held_on": f"{other.held_on}"}).status_code == 422
    assert client.post(address, sent | {"held_on": "2099-01-01"}).status_code == 422
    assert client.post(address, sent).status_code == 302
    late = client.post(address, sent | {"people": [there.pk]})
    assert (late.status_code, late.context["form"]["version"].value()) == (409, "2")
    with clearance("system"):
        log = GroupSessionCorrection.objects.get()
        assert (log.before, log.after, log.reason, log.corrected_by) == (
            f"11.03.2024, vor Ort, anwesend: {there}",
            f"12.03.2024, vor Ort, anwesend: {absent}",
            "Name verwechselt",
            town.office,
        )
        assert list(row.attendances.values_list("person", flat=True)) == [absent.pk]
        with pytest.raises(DatabaseError, match="frozen"), transaction.atomic():
            GroupSessionCorrection.objects.update(reason="Anders")
    assert "Name verwechselt" in client.get(address).content.decode()
    assert login(town.group_member).get(address).status_code == 403


def test_g02_only_the_ratsbuero_reads_and_writes_corrections(town: Town) -> None:
    row = session(town, [person_of(town.group_member)], dt.date(2024, 3, 11))
    act: dict[str, Any] = {
        "held_on": row.held_on,
        "is_remote": True,
        "people": [],
        "reason": "x",
        "version": 1,
    }
    with clearance("system"), pytest.raises(NotPermitted):
        group_sessions.correct(row, **act, by=town.group_member, now=AFTER)
    with clearance("user", town.office.pk):
        group_sessions.correct(row, **act, by=town.office, now=AFTER)
    seen = {}
    for user in (town.office, town.mayor, town.group_member):
        with clearance("user", user.pk):
            seen[user] = GroupSessionCorrection.objects.count()
    assert list(seen.values()) == [1, 0, 0]
    for user in (town.mayor, town.group_member):
        with clearance("user", user.pk), pytest.raises(DatabaseError), transaction.atomic():
            GroupSessionCorrection.objects.create(
                session=row, before="x", after="y", reason="z", corrected_by=user, corrected_at=AFTER
            )
