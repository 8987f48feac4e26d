"""Abstimmungen neben der über den ganzen Text: the procedure where nothing is decided, a part by name (A-11, A-15)."""

import pytest
from django.test import Client
from django.urls import reverse

from motions.models import Ballot, Organization, Paper
from motions.rules import ballots
from motions.templatetags.formats import printable
from tests.factories import consultation
from tests.motions.test_ballots import released_amendment
from tests.people import Town
from tests.sittings import consultations, give_person, in_session, press, record, text_of, treatment

pytestmark = pytest.mark.usefixtures("system")


def test_a15_the_procedure_is_voted_on_where_an_item_only_informs(town: Town, office: Client) -> None:
    row = consultations(town, consultation(town.organs["HFA"], "noting"), paper_type="information")["HFA"]
    item = in_session(town, "HFA", consultation=row)
    assert "Abstimmung zur Geschäftsordnung" in text_of(office.get(record(item)))
    answer = press(office, item, "unanimous", subject="Schluss der Debatte")
    assert answer.status_code == 302
    (ballot,) = treatment(item).ballots.all()
    assert (ballot.kind, ballot.subject) == ("procedure", "Schluss der Debatte")
    assert treatment(item).outcome == ""


def test_a11_a_part_is_voted_on_by_name_and_settles_nothing(town: Town, office: Client) -> None:
    give_person(town)
    item = in_session(town, "Rat")
    address = reverse("ballot-by-name", args=[item.meeting_id, item.pk])
    named = {f"vote-{row.pk}": "yes" for row in item.meeting.attendees.filter(has_vote=True)}
    sent = {"version": treatment(item).version, "kind": "part", "note": "Q-01"}
    answer = office.post(address, sent | named)
    assert (answer.status_code, "Schreiben Sie, worüber abgestimmt wurde." in text_of(answer)) == (422, True)
    assert office.post(address, sent | named | {"subject": "Punkt 2"}).status_code == 302
    (ballot,) = treatment(item).ballots.all()
    assert (ballot.kind, ballot.mode, ballot.named_votes.count()) == ("part", "by_name", len(named))
    assert treatment(item).outcome == ""


def test_a15_an_amendment_is_chosen_and_its_text_is_on_the_page(town: Town, office: Client) -> None:
    row = consultations(town, consultation(town.organs["Rat"], "deciding"))["Rat"]
    first, second = (released_amendment(town, row.paper) for _ in range(2))
    item = in_session(town, "Rat", consultation=row)
    page = text_of(office.get(record(item)))
    assert printable(first.draft_resolution) in page
    assert "der weitestgehende zuerst" in page
    assert press(office, item, "unanimous", amendment=first.pk, note="Q-01").status_code == 302
    (ballot,) = treatment(item).ballots.all()
    assert (ballot.kind, ballot.subject) == ("amendment", ballots.amendment_subject(first))
    assert ballots.open_amendments(treatment(item)) == [second]
    Organization.objects.filter(pk__in=[first.author_group_id]).update(name="Umbenannt", short_name="UB")
    renamed, other = Paper.objects.get(pk=str(first.pk)), Paper.objects.get(pk=str(second.pk))
    assert ballots.amendment_subject(renamed) != ballot.subject
    assert [list(Ballot.objects.filter(ballots.on_amendment(row))) for row in (renamed, other)] == [
        [ballot],
        [],
    ]
