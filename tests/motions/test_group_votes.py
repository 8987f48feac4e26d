"""Ergebnis nach Fraktionen (A-13): where the Geschäftsordnung asks for it, never in a secret ballot."""

from collections.abc import Mapping
from typing import Any

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import AgendaItem, Ballot, Bylaw, GroupVote
from motions.models.choices import BallotMode
from motions.rules import meeting_invariants, minutes_content, outcomes
from motions.rules.ballots import Vote
from motions.rules.clearance import clearance
from motions.rules.counting import Counts
from motions.rules.findings import Refused
from motions.rules.group_votes import summed
from tests.meetings import close_now
from tests.people import Town
from tests.sittings import decide, in_session, meeting_of, text_of, treatment

pytestmark = pytest.mark.usefixtures("system")
BIRDS = "Fraktion der Vögel"
TREES = "Fraktion der Bäume"


@pytest.fixture
def asked(town: Town) -> None:
    Bylaw.objects.filter(key="ballot.by_group").update(value=True)


@pytest.fixture
def item(town: Town) -> AgendaItem:
    """Two members of two Fraktionen and the Bürgermeisterin without one."""
    row = in_session(town, "Rat")
    seats = row.meeting.attendees.filter(has_vote=True)
    seats.filter(name="Quentin Rotkehlchen").update(group=BIRDS)
    seats.filter(name="Ada Ahornblatt").update(group=TREES)
    seats.filter(name="Clara Schlossgarten").update(group="")
    return row


def by_group(town: Town, item: AgendaItem, groups: Mapping[str, Counts], **fields: Any) -> Ballot:
    counts = summed(groups, voters=3, note=fields.pop("why", ""))
    decided = outcomes.vote_and_settle(
        item,
        Vote(counts=counts, groups=groups, **fields),
        version=treatment(item).version,
        by=town.office,
        now=timezone.now(),
    )
    return decided.ballots.get()


SAID = {TREES: Counts(1), BIRDS: Counts(0, 1), "": Counts(1)}


@pytest.mark.usefixtures("asked")
def test_a13_the_result_of_each_group_is_kept_and_printed(town: Town, item: AgendaItem) -> None:
    ballot = by_group(town, item, SAID)
    assert (ballot.yes_count, ballot.no_count, ballot.named_votes.count()) == (2, 1, 0)
    words = [f"{TREES}: Ja 1", f"{BIRDS}: Nein 1", "ohne Fraktion: Ja 1"]
    assert [str(row) for row in ballot.group_votes.all()] == words
    meeting = close_now(meeting_of(item), by=town.office)
    content = minutes_content.minutes_content(meeting, edition="public", revision=1, now=timezone.now())
    assert content["items"][0]["ballots"][0]["group_votes"] == words


def test_a13_without_the_rule_there_are_totals_only(town: Town, item: AgendaItem) -> None:
    assert refused(lambda: by_group(town, item, SAID)) == ["A-13"]
    assert decide(town, item, 2, 1).ballots.get().group_votes.count() == 0


@pytest.mark.usefixtures("asked")
def test_a13_groups_that_did_not_vote_alike_are_asked_for(town: Town, item: AgendaItem) -> None:
    assert refused(lambda: decide(town, item, 2, 1)) == ["A-13"]
    assert decide(town, item, 2, 1, note="Die Zählung nach Fraktionen fehlt.").outcome == "adopted"


@pytest.mark.usefixtures("asked")
def test_a13_a_unanimous_vote_tells_of_each_group_already(town: Town, item: AgendaItem) -> None:
    assert decide(town, item, 3).outcome == "adopted"


@pytest.mark.usefixtures("asked")
def test_a13_a_group_has_no_more_votes_than_people(town: Town, item: AgendaItem) -> None:
    assert refused(lambda: by_group(town, item, {TREES: Counts(2), "": Counts(1)})) == ["A-13"]


@pytest.mark.usefixtures("asked")
def test_a13_the_groups_are_together_the_result(town: Town, item: AgendaItem) -> None:
    assert refused(lambda: decide(town, item, 1, 2, groups=SAID)) == ["A-13"]


@pytest.mark.usefixtures("asked")
def test_a06_who_of_a_group_has_not_voted_is_explained(town: Town, item: AgendaItem) -> None:
    part = {TREES: Counts(1), "": Counts(1)}
    assert refused(lambda: by_group(town, item, part)) == ["A-06"]
    assert by_group(town, item, part, why="war am Telefon").not_voted_count == 1


@pytest.mark.usefixtures("asked")
@pytest.mark.parametrize("mode", ["secret", "by_name"])
def test_a12_a_secret_ballot_knows_no_groups(town: Town, item: AgendaItem, mode: str) -> None:
    assert "A-12" in refused(lambda: by_group(town, item, SAID, mode=mode))


@pytest.mark.usefixtures("asked")
def test_a12_the_database_links_no_group_with_a_secret_ballot(town: Town, item: AgendaItem) -> None:
    ballot = by_group(town, item, SAID)
    for mode in (BallotMode.SECRET, BallotMode.BY_NAME):
        assert raises(lambda mode=mode: Ballot.objects.filter(pk=ballot.pk).update(mode=mode))
    ballot.group_votes.all().delete()
    Ballot.objects.filter(pk=ballot.pk).update(mode=BallotMode.SECRET)
    assert raises(lambda: GroupVote.objects.create(ballot=ballot, position=1, group=BIRDS, yes_count=1))


@pytest.mark.usefixtures("asked")
def test_a13_a_group_is_told_once_and_only_in_session(town: Town, item: AgendaItem) -> None:
    ballot = by_group(town, item, SAID)
    assert raises(lambda: GroupVote.objects.create(ballot=ballot, position=9, group=BIRDS))
    close_now(meeting_of(item), by=town.office)
    assert raises(lambda: ballot.group_votes.update(yes_count=5))


@pytest.mark.usefixtures("asked")
def test_i5_sums_of_the_groups_are_watched(town: Town, item: AgendaItem) -> None:
    ballot = by_group(town, item, SAID)
    assert list(meeting_invariants.groups_add_up()) == []
    ballot.group_votes.filter(group=BIRDS).update(no_count=2)
    assert len(list(meeting_invariants.groups_add_up())) == 1


@pytest.mark.usefixtures("asked")
def test_a13_the_office_enters_it_on_a_page(town: Town, item: AgendaItem, client: Client) -> None:
    client.force_login(town.office)
    url = reverse("ballot-by-group", args=[item.meeting_id, item.pk])
    assert url in text_of(client.get(reverse("meeting-record", args=[item.meeting_id])))
    page = text_of(client.get(url))
    assert [page.index(name) for name in (TREES, BIRDS, "Ohne Fraktion")] == sorted(
        page.index(name) for name in (TREES, BIRDS, "Ohne Fraktion")
    )
    sent = filled_in(client, url, {TREES: ("1", "", ""), BIRDS: ("", "1", "")})
    assert client.post(url, sent).status_code == 422
    sent = filled_in(
        client, url, {TREES: ("1", "", ""), BIRDS: ("", "1", ""), "Ohne Fraktion": ("1", "", "")}
    )
    assert client.post(url, sent).status_code == 302
    assert treatment(item).outcome == "adopted"
    assert client.post(url, sent).status_code == 409


def filled_in(client: Client, url: str, said: Mapping[str, tuple[str, str, str]]) -> dict[str, Any]:
    """What the browser sends after the page was opened and each Fraktion got its three numbers."""
    form = client.get(url).context["form"]
    fields = {name: [field.html_name for field in fields] for name, _, fields in form.groups}
    numbers = {
        key: typed for name, typed_ in said.items() for key, typed in zip(fields[name], typed_, strict=True)
    }
    return {"version": form["version"].value(), "seen": form["seen"].value(), **numbers}


@pytest.mark.usefixtures("asked")
def test_a13_a_number_never_goes_to_another_group_when_somebody_leaves(
    town: Town, item: AgendaItem, client: Client
) -> None:
    """The last of a Fraktion goes while the page is filled in: nothing is kept, and what was typed stays."""
    client.force_login(town.office)
    url = reverse("ballot-by-group", args=[item.meeting_id, item.pk])
    sent = filled_in(client, url, {TREES: ("1", "", ""), BIRDS: ("", "1", "")})
    item.meeting.attendees.get(group=TREES).intervals.update(left_at=timezone.now())
    answer = client.post(url, sent | {"not_voted_note": "draußen"})
    assert (answer.status_code, GroupVote.objects.count()) == (409, 0)
    assert "ist jemand gekommen oder gegangen" in text_of(answer)
    form = answer.context["form"]
    assert [(name, [field.value() or "" for field in fields]) for name, _, fields in form.groups] == [
        (BIRDS, ["", "1", ""]),
        ("Ohne Fraktion", ["", "", ""]),
    ]
    again = {field.html_name: field.value() or "" for field in form}
    assert client.post(url, again).status_code == 302
    assert [(row.group, row.no_count) for row in GroupVote.objects.all()] == [(BIRDS, 1), ("", 0)]


def test_a13_the_page_says_so_where_the_rule_does_not_ask(
    town: Town, item: AgendaItem, client: Client
) -> None:
    client.force_login(town.office)
    url = reverse("ballot-by-group", args=[item.meeting_id, item.pk])
    assert url not in text_of(client.get(reverse("meeting-record", args=[item.meeting_id])))
    assert "sieht kein Ergebnis nach Fraktionen vor" in text_of(client.get(url))


@pytest.mark.usefixtures("asked")
def test_a13_nobody_reads_it_before_the_meeting_is_over(town: Town, item: AgendaItem) -> None:
    by_group(town, item, SAID)
    with clearance("public"):
        assert GroupVote.objects.count() == 0
    close_now(meeting_of(item), by=town.office)
    with clearance("public"):
        assert GroupVote.objects.count() == 3


def refused(act: Any) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return sorted(finding.rule for finding in refusal.value.findings)


def raises(act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except (IntegrityError, InternalError, ProgrammingError):
        return True
    return False
