"""Who may come to the pages of meetings: every address is answered and refused as its row says (security.md 1.2)."""

import datetime as dt

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from motions.rules import meeting_documents
from tests.factories import consultation, make_released
from tests.meeting_addresses import ADDRESSES, PEOPLE, Address, Council
from tests.meetings import (
    announce,
    close_now,
    make_item,
    make_meeting,
    make_paper_item,
    open_now,
)
from tests.people import Town, person_of
from tests.resolutions import object_to, resolve
from tests.standing import Ground, Standing
from tests.test_access import written_by_reading


def make_council(town: Town) -> Council:
    """One meeting in each state that matters for access."""
    hfa = town.organs["HFA"]
    paper = make_released(by=town.clerk, consultations=[consultation(hfa, "deciding")])
    planned, invited, closed = (make_meeting(hfa, starts_at=_day(number)) for number in range(3))
    item = make_paper_item(invited, paper.consultations.get())
    secret = make_item(invited, "Verkauf an die Muster GmbH", is_public=False)
    treated = make_item(closed)
    closed = close_now(open_now(announce(closed, by=town.office), by=town.office), by=town.office)
    invited = announce(invited, by=town.office)
    for row in (item, secret):
        row.refresh_from_db()
    agendas = [invited.documents.get(edition=edition) for edition in ("public", "internal")]
    for agenda in agendas:
        meeting_documents.make(agenda.pk, now=timezone.now())
    treatment = resolve(town, by_organ="HFA")
    task = treatment.tasks.get()
    objection = object_to(treatment, "legality", by=town.office)
    return Council(
        planned,
        invited,
        closed,
        item,
        treated,
        secret,
        paper,
        agenda=agendas[0],
        secret_agenda=agendas[1],
        treatment=treatment,
        task=task,
        objection=objection,
        member=person_of(town.council_member).pk,
    )


@pytest.fixture(scope="module")
def standing_council(ground: Ground) -> Standing[Council]:
    """Made once for this file."""
    return ground.build(make_council)


@pytest.fixture
def council(town: Town, standing_council: Standing[Council], system: None) -> Council:
    return standing_council.put_back()


def _day(number: int) -> dt.datetime:
    return timezone.localtime() + dt.timedelta(days=30 + number)


@pytest.mark.parametrize("place", range(len(PEOPLE)), ids=lambda place: PEOPLE[place] or "citizen")
def test_each_person_is_answered_as_the_table_says(
    town: Town, council: Council, client: Client, place: int
) -> None:
    if PEOPLE[place]:
        client.force_login(getattr(town, PEOPLE[place]))
    answers = {address.of(council): _status(client, address, council) for address in ADDRESSES}
    assert answers == {address.of(council): address.statuses[place] for address in ADDRESSES}


def test_what_changes_something_is_posted_with_a_token(town: Town, council: Council, client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    for one in (client, strict):
        one.force_login(town.office)
    posted = [address.of(council) for address in ADDRESSES if address.is_posted]
    assert {name: client.get(name).status_code for name in posted} == dict.fromkeys(posted, 405)
    assert {name: strict.post(name).status_code for name in posted} == dict.fromkeys(posted, 403)


_NOTED = ("motions_readrecord", "motions_lastvisit")


@pytest.mark.parametrize("person", ["council_member", "office"])
def test_reading_writes_nothing_but_who_read_what(
    town: Town, council: Council, client: Client, person: str
) -> None:
    """The reading log (P-09), and when a member was last here: what is new since then is told apart."""
    client.force_login(getattr(town, person))
    read = [address.of(council) for address in ADDRESSES if not address.is_posted]
    assert written_by_reading(client, read, known=_NOTED) == []


def _status(client: Client, address: Address, council: Council) -> int:
    """The answer, and everything as it was before for the next one."""
    with transaction.atomic():
        ask = client.post if address.is_posted else client.get
        status = ask(address.of(council)).status_code
        transaction.set_rollback(True)
    return int(status)


def test_h01_nobody_but_the_office_enters_a_vote() -> None:
    """There is no online voting: members have no page that takes a vote, the Ratsbüro records what was cast."""
    pages = (
        "item-record",
        "item-autosave",
        "ballot-by-group",
        "ballot-by-name",
        "ballot-election",
        "item-exclude",
    )
    member = PEOPLE.index("council_member")
    answered = {row.name: row.statuses[member] for row in ADDRESSES if row.name in pages}
    assert answered == dict.fromkeys(pages, 403)
