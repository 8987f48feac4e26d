"""Ämter, die um eine Stellungnahme gebeten werden: by hand, with a deadline, never instead of a duty (M-01, M-02)."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from motions.models import Appointment, Notification, Paper, User
from motions.models.choices import Office
from motions.rules import co_signing, drafting, handover, participants, permissions, worklist
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft, Invitation
from motions.rules.findings import NotPermitted
from motions.rules.workflow import REQUEST_CO_SIGNATURES, SUBMIT
from tests.conftest import Login
from tests.factories import euro_row, invite, make_co_signing, make_paper, sign_all, step
from tests.people import Town, official

from .hostile.posting import draft_of, fresh, summary
from .refusals import refuse

MARCH = dt.date(2090, 3, 1)
LARGE = [euro_row(expense=Decimal(50_000))]


def asked(office: str, kind: str = "co_signature", **fields: Any) -> Invitation:
    return Invitation(None, kind, office=office, **fields)


def line(office: str, **values: str) -> dict[str, str]:
    return {f"beteiligung-{office}-{name}": value for name, value in values.items()}


def stored(paper: Paper) -> list[tuple[str, str, bool, dt.date | None, str]]:
    with clearance("system"):
        rows = paper.participations.exclude(office="").order_by("office", "kind")
        return list(rows.values_list("office", "kind", "is_mandatory", "due_on", "required_by"))


def save(paper: Paper, draft: Draft, by: User) -> None:
    with clearance("system"):
        row = fresh(paper)
        drafting.save_draft(row, draft, version=row.version, by=by, now=timezone.now())


@pytest.fixture
def guard(town: Town) -> User:
    """Dora Dolomit watches over the data of the town."""
    return official("Dora Dolomit", "Datenschutz", town.units["BM"], Office.DATA_PROTECTION)


def test_an_office_is_asked_in_the_editor_with_a_deadline(town: Town, guard: User, login: Login) -> None:
    paper, desk = make_paper(by=town.clerk), login(town.clerk)
    address = f"/arbeit/vorlagen/{paper.pk}/bearbeiten/"
    sent = line("data_protection", kind="co_signature", due_on="2090-03-01")
    sent |= line("equality", kind="acknowledgement") | line("treasurer", kind="")
    assert desk.post(address, draft_of(paper, **sent)).status_code == 302
    expected = [
        ("data_protection", "co_signature", False, MARCH, ""),
        ("equality", "acknowledgement", False, None, ""),
    ]
    assert stored(paper) == expected
    version = fresh(paper).version
    assert desk.post(address, draft_of(paper)).status_code == 302
    assert desk.post(address, draft_of(paper, **sent)).status_code == 302
    assert (stored(paper), fresh(paper).version) == (expected, version)
    assert summary(
        desk.post(address, draft_of(paper, **line("equality", kind="co_signature", due_on="bald")))
    ) == ["Gleichstellungsbeauftragte, Frist: Bitte ein gültiges Datum eingeben."]
    gone = line("data_protection", kind="") | line("equality", kind="")
    assert desk.post(address, draft_of(paper, **gone)).status_code == 302
    assert stored(paper) == []


@pytest.mark.usefixtures("system")
def test_only_offices_that_somebody_holds_are_offered(town: Town, guard: User) -> None:
    def offered() -> list[str]:
        return [row.office for row in participants.lines(paper) if row.unit is None]

    paper = make_paper(by=town.clerk)
    assert offered() == ["treasurer", "personnel", "equality", "data_protection"]
    paper = make_paper(by=town.clerk, invitations=[asked("data_protection")])
    Appointment.objects.filter(user=guard).update(ends_on=dt.date(2021, 1, 1))
    found = [row for row in participants.lines(paper) if row.office == "data_protection"]
    assert [(row.is_there, row.has_acted) for row in found] == [(False, False)]


@pytest.mark.usefixtures("system")
def test_the_holder_is_told_reads_and_answers(town: Town, guard: User) -> None:
    draft = make_paper(by=town.clerk, invitations=[asked("data_protection", due_on=MARCH)])
    assert permissions.visible_papers(guard).filter(pk=draft.pk).exists() is False
    paper = step(draft, REQUEST_CO_SIGNATURES, by=town.clerk)
    told = Notification.objects.filter(kind="co_signature_asked").values_list(
        "recipient__first_name", flat=True
    )
    assert list(told) == ["Dora"]
    with clearance("user", guard.pk):
        (row,) = worklist.to_sign_by(guard, on=timezone.localdate())
        assert (row.paper, row.due_on) == (paper, MARCH)
        co_signing.sign(row, decision="reserved", by=guard, now=timezone.now(), note="Löschfrist ergänzen.")
    for person in (town.treasurer, town.outsider):
        assert permissions.may_co_sign(person, row) is False
    assert step(paper, SUBMIT, by=town.clerk).status == "submitted"


@pytest.mark.parametrize("office", ["equality", "staff_council", "data_protection"])
def test_i7_an_office_that_is_only_asked_has_no_right_in_the_unit_it_sits_in(
    town: Town, login: Login, office: str
) -> None:
    unit = town.units["FB II"]
    holder = official("Dora Dolomit", "Beauftragte", unit, office)
    of_unit = make_paper(by=town.clerk)
    of_others = make_co_signing(by=town.outsider, invitations=[invite(unit, kind="acknowledgement")])
    for_office = make_co_signing(by=town.outsider, invitations=[asked(office)])
    with clearance("user", holder.pk):
        assert list(permissions.visible_papers(holder)) == list(Paper.objects.all()) == [for_office]
        assert [row.paper for row in worklist.to_sign_by(holder, on=timezone.localdate())] == [for_office]
    with clearance("system"):
        assert permissions.may_edit_paper(holder, of_unit) is False
        assert permissions.may_submit_paper(holder, of_unit) is False
        assert permissions.may_co_sign(holder, of_others.participations.get()) is False
        assert list(handover.colleagues(of_unit, on=timezone.localdate())) == [
            town.unit_head,
            town.colleague,
            town.clerk,
        ]
        with pytest.raises(NotPermitted):
            drafting.create_paper(
                by=holder, now=timezone.now(), lead_unit=unit, paper_type=town.types["information"]
            )
    desk = login(holder)
    assert desk.get(f"/arbeit/vorlagen/{of_unit.pk}/").status_code == 404
    assert desk.get(f"/arbeit/vorlagen/{for_office.pk}/").status_code == 200
    addresses = [reverse("paper-new"), reverse("paper-import")]
    assert [desk.get(address).status_code for address in addresses] == [403, 403]
    page = desk.get(reverse("desk")).content.decode()
    assert [address in page for address in addresses] == [False, False]


def test_who_works_in_the_unit_beside_such_an_office_keeps_the_rights(town: Town) -> None:
    paper = make_paper(by=town.clerk)
    Appointment.objects.create(
        user=town.colleague, office=Office.EQUALITY, unit=town.units["BM"], starts_on=dt.date(2021, 1, 1)
    )
    with clearance("user", town.colleague.pk):
        assert list(permissions.visible_papers(town.colleague)) == list(Paper.objects.all()) == [paper]
    assert permissions.may_edit_paper(town.colleague, paper) is True


@pytest.mark.usefixtures("system")
def test_m02_asking_by_hand_is_not_the_duty(town: Town) -> None:
    for kind in ("co_signature", "acknowledgement"):
        paper = make_paper(by=town.clerk, financial_rows=LARGE, invitations=[asked("treasurer", kind)])
        assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["M-02"]


@pytest.mark.usefixtures("system")
def test_m02_what_was_asked_by_hand_becomes_a_duty_and_keeps_its_deadline(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[asked("treasurer", due_on=MARCH)])
    save(paper, Draft(financial_rows=LARGE), town.clerk)
    assert stored(paper) == [("treasurer", "co_signature", True, MARCH, "M-02")]
    save(paper, Draft(invitations=[]), town.clerk)
    assert stored(paper) == [("treasurer", "co_signature", True, MARCH, "M-02")]
    assert [row.kinds for row in participants.lines(paper) if row.office == "treasurer"] == [
        ("acknowledgement",)
    ]
    assert refuse(paper, SUBMIT, by=town.clerk, note="eilig") == ["M-02"]
    sign_all(paper)
    assert step(paper, SUBMIT, by=town.clerk).status == "submitted"


@pytest.mark.usefixtures("system")
def test_m02_without_the_duty_whoever_was_asked_by_hand_stays_asked(town: Town) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[asked("treasurer", due_on=MARCH)])
    other = make_co_signing(by=town.clerk, financial_rows=LARGE)
    save(paper, Draft(financial_rows=LARGE), town.clerk)
    for row in (paper, other):
        save(row, Draft(financial_rows=[]), town.clerk)
    assert (stored(paper), stored(other)) == ([("treasurer", "co_signature", False, MARCH, "")], [])


@pytest.mark.usefixtures("system")
def test_m04_an_office_that_has_answered_stays(town: Town, guard: User) -> None:
    paper = make_co_signing(by=town.clerk, invitations=[asked("data_protection", is_mandatory=True)])
    sign_all(paper)
    save(paper, Draft(invitations=[invite(town.units["FB I"])]), town.clerk)
    assert stored(paper) == [("data_protection", "co_signature", True, None, "")]
