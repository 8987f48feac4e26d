"""Änderungen während der Mitzeichnung: what the timeline says, and who is told to look again (M-04)."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from motions.models import Notification, Paper, User
from motions.models.choices import Office
from motions.rules import co_signing, drafting
from motions.rules.clearance import clearance
from motions.rules.drafting import Draft, Invitation
from tests.factories import (
    euro_row,
    invite,
    make_attachment,
    make_co_signing,
    make_paper,
    make_submitted,
    sign_all,
)
from tests.people import Town, official

pytestmark = pytest.mark.usefixtures("system")


def at(minutes: int = 0) -> dt.datetime:
    return timezone.now() + dt.timedelta(minutes=minutes)


def save(paper: Paper, draft: Draft, *, by: User, minutes: int = 0) -> Paper:
    fresh = Paper.objects.get(pk=paper.pk)
    return drafting.save_draft(fresh, draft, version=fresh.version, by=by, now=at(minutes))


def write(paper: Paper, by: User, *, minutes: int = 0, **fields: Any) -> Paper:
    return save(paper, Draft(fields), by=by, minutes=minutes)


def changes(paper: Paper) -> list[str]:
    return list(paper.events.filter(act="change_text").values_list("note", flat=True))


def told(kind: str) -> list[str]:
    rows = Notification.objects.filter(kind=kind).order_by("pk")
    return list(rows.values_list("recipient__first_name", flat=True))


@pytest.fixture
def paper(town: Town) -> Paper:
    return make_co_signing(by=town.clerk, invitations=[invite(town.units["FB I"])])


def test_m04_the_timeline_names_what_changed_and_whose_signature_it_cost(town: Town, paper: Paper) -> None:
    sign_all(paper)
    rows = [euro_row(expense=Decimal(5))]
    save(paper, Draft({"statement": "<p>Neu.</p>", "subject": "Neu"}, financial_rows=rows), by=town.clerk)
    assert changes(paper) == [
        "Sachverhalt, Betreff, Beträge je Haushaltsjahr\nZu erneuern: Mitzeichnung FB I"
    ]
    event = paper.events.get(act="change_text")
    assert (event.label, event.actor, event.to_status) == ("Text geändert", town.clerk, "")


def test_m04_whoever_signed_is_told_once(town: Town, paper: Paper) -> None:
    sign_all(paper)
    for words in ("Eins", "Zwei", "Drei"):
        write(paper, town.clerk, statement=f"<p>{words}.</p>")
    assert told("signature_outdated") == ["Marta"]
    sign_all(paper)
    write(paper, town.clerk, statement="<p>Vier.</p>")
    assert told("signature_outdated") == ["Marta", "Marta"]


def test_m04_another_holder_is_told_for_one_who_left_the_office(town: Town, paper: Paper) -> None:
    row = paper.participations.get()
    co_signing.sign(row, decision="signed", by=town.treasurer, now=at())
    town.treasurer.appointments.update(user=town.outsider)
    write(paper, town.clerk, statement="<p>Neu.</p>")
    assert told("signature_outdated") == ["Timo"]


def test_who_saves_while_writing_changes_the_text_once(town: Town, paper: Paper) -> None:
    for words in ("Eins", "Zwei", "Drei"):
        write(paper, town.clerk, statement=f"<p>{words}.</p>")
    write(paper, town.clerk, statement="<p>Vier.</p>", subject="Vier")
    assert changes(paper) == ["Sachverhalt", "Betreff"]
    write(paper, town.clerk, statement="<p>Fünf.</p>", minutes=61)
    write(paper, town.colleague, statement="<p>Sechs.</p>", minutes=62)
    assert changes(paper) == ["Sachverhalt", "Betreff", "Sachverhalt", "Sachverhalt"]


def test_a_signature_in_between_begins_a_new_change(town: Town, paper: Paper) -> None:
    write(paper, town.clerk, statement="<p>Eins.</p>")
    co_signing.sign(paper.participations.get(), decision="signed", by=town.treasurer, now=at(1))
    write(paper, town.clerk, statement="<p>Zwei.</p>", minutes=2)
    assert changes(paper) == ["Sachverhalt", "Sachverhalt\nZu erneuern: Mitzeichnung FB I"]


def test_m04_an_annex_outdates_signatures_too_and_has_its_own_event(town: Town, paper: Paper) -> None:
    sign_all(paper)
    make_attachment(paper, by=town.clerk)
    assert (told("signature_outdated"), changes(paper)) == (["Marta"], [])


def test_who_is_asked_while_others_sign_is_told(town: Town, paper: Paper) -> None:
    official("Theo Ton", "Leitung", town.units["FB III"], Office.UNIT_HEAD)
    before = told("co_signature_asked")
    asked = [invite(town.units["FB I"]), Invitation(town.units["FB III"], "acknowledgement")]
    save(paper, Draft(invitations=asked), by=town.clerk)
    assert (before, told("co_signature_asked")) == (["Marta"], ["Marta", "Theo"])
    assert changes(paper) == ["Beteiligte Fachbereiche"]


def test_m02_an_amount_that_asks_the_treasurer_tells_the_treasurer(town: Town) -> None:
    paper = make_co_signing(by=town.clerk)
    save(paper, Draft(financial_rows=[euro_row(expense=Decimal(50_000))]), by=town.clerk)
    assert told("co_signature_asked") == ["Marta"]


def test_before_the_co_signing_nobody_is_told(town: Town) -> None:
    paper = make_paper(by=town.clerk, invitations=[invite(town.units["FB I"])])
    write(paper, town.clerk, statement="<p>Neu.</p>")
    assert (changes(paper), told("co_signature_asked")) == ([], [])


def test_p06_nobody_outside_of_the_administration_reads_of_the_change(town: Town, paper: Paper) -> None:
    write(paper, town.clerk, statement="<p>Neu.</p>")
    for person in (town.council_member, town.group_member):
        with clearance("user", person.pk):
            assert not paper.events.filter(act="change_text").exists()
    assert make_submitted(by=town.clerk).events.filter(act="change_text").count() == 0
