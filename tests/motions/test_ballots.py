"""Abstimmungen und Wahlen (A-01 to A-19): golden values, sums, names, secrecy, order, races."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from motions.models import Ballot, IssuedDocument, NamedVote, Paper
from motions.models.choices import Choice
from motions.rules import (
    amendments,
    attendance,
    ballots,
    counting,
    documents,
    drafting,
    elections,
    minutes_content,
    outcomes,
    progress,
    recusals,
    results,
    stations,
)
from motions.rules.ballots import Vote
from motions.rules.counting import Counts
from motions.rules.drafting import Draft
from motions.rules.elections import Election, Nominee
from motions.rules.findings import OutdatedState, Refused
from motions.rules.meeting_workflow import REOPEN
from motions.rules.permissions import Visitor
from motions.rules.workflow import RELEASE, REQUEST_CO_SIGNATURES, SUBMIT
from tests.factories import TEXT, consultation, make_released, sign_all, step
from tests.meetings import close_now, take
from tests.people import Town
from tests.sittings import (
    attendee,
    consultations,
    decide,
    fill,
    give_person,
    in_session,
    settle,
    treatment,
    vote,
)


def refused(act: object) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()  # type: ignore[operator]
    return [finding.rule for finding in refusal.value.findings]


def row(yes: int, no: int, abstention: int = 0, **fields: object) -> Ballot:
    counts = {"yes_count": yes, "no_count": no, "abstention_count": abstention}
    return Ballot(statutory_member_count=25, **counts | fields)


@pytest.mark.parametrize(
    ("counts", "is_carried", "label"),
    [
        ((12, 12, 1), False, "bei Stimmengleichheit abgelehnt"),
        ((5, 4, 16), True, "mehrheitlich bei 16 Enthaltungen"),
        ((20, 0, 0), True, "einstimmig"),
        ((20, 0, 5), True, "einstimmig bei 5 Enthaltungen"),
        ((20, 0, 1), True, "einstimmig bei 1 Enthaltung"),
        ((0, 18, 0), False, "einstimmig abgelehnt"),
        ((9, 1, 1), True, "mehrheitlich bei 1 Enthaltung"),
        ((20, 2, 2), True, "mehrheitlich bei 2 Enthaltungen"),
        ((8, 14, 3), False, "mehrheitlich abgelehnt bei 3 Enthaltungen"),
        ((0, 0, 25), False, "bei Stimmengleichheit abgelehnt"),
    ],
)
def test_a01_to_a05_result_and_label(counts: tuple[int, ...], is_carried: bool, label: str) -> None:
    ballot = row(*counts)
    assert counting.is_carried(ballot) is is_carried
    assert counting.label(ballot, abstentions_leave_unanimous=True) == label


def test_a04_some_towns_say_mehrheitlich() -> None:
    label = counting.label(row(20, 0, 5), abstentions_leave_unanimous=False)
    assert label == "mehrheitlich bei 5 Enthaltungen"


@pytest.mark.parametrize(
    ("ballot", "words"),
    [
        (row(20, 0), "einstimmig (Ja 20, Nein 0, Enthaltung 0)"),
        (row(20, 0, 5), "Ja 20, Nein 0, Enthaltung 5"),
        (row(12, 0, majority="statutory"), "Ja 12, Nein 0, Enthaltung 0"),
        (row(0, 18), "Ja 0, Nein 18, Enthaltung 0"),
    ],
)
def test_a08_what_was_not_carried_is_not_read_out_as_einstimmig(ballot: Ballot, words: str) -> None:
    assert results.votes_in_words(ballot) == words


@pytest.mark.parametrize(("yes", "is_carried"), [(12, False), (13, True)])
def test_a08_the_hauptsatzung_needs_13_of_25(yes: int, is_carried: bool) -> None:
    ballot = row(yes, 2, 1, majority="statutory")
    assert counting.is_carried(ballot) is is_carried
    label = counting.label(ballot, abstentions_leave_unanimous=True)
    assert (label == "abgelehnt, nötig waren 13 Ja-Stimmen") is not is_carried


@pytest.mark.parametrize(("yes", "is_carried"), [(16, False), (17, True)])
def test_a09_two_thirds_of_the_statutory_number(yes: int, is_carried: bool) -> None:
    assert counting.is_carried(row(yes, 2, majority="two_thirds")) is is_carried


@pytest.mark.parametrize(("counts", "is_decisive"), [((13, 12), True), ((15, 10), False), ((12, 13), False)])
def test_r04_one_vote_less_changes_the_outcome(counts: tuple[int, int], is_decisive: bool) -> None:
    assert counting.is_decisive(row(*counts)) is is_decisive


pytestmark = pytest.mark.usefixtures("system")


@pytest.fixture
def rat(town: Town) -> None:
    """24 Ratsmitglieder and the Bürgermeisterin: 25."""
    fill(town.organs["Rat"], 22)


@pytest.mark.usefixtures("rat")
def test_a01_a_tie_rejects_and_nothing_else_can_be_recorded(town: Town) -> None:
    item = in_session(town, "Rat")
    assert decide(town, item, 12, 12, 1).outcome == "rejected"
    assert refused(lambda: settle(town, item, "adopted")) == ["A-01"]
    assert treatment(item).outcome == "rejected"


@pytest.mark.usefixtures("rat")
def test_a02_abstentions_do_not_count(town: Town) -> None:
    item = in_session(town, "Rat")
    assert decide(town, item, 5, 4, 16).outcome == "adopted"
    assert refused(lambda: settle(town, item, "rejected")) == ["A-01"]


@pytest.mark.usefixtures("rat")
def test_a06_sums_are_checked_against_those_present(town: Town) -> None:
    item = in_session(town, "Rat", absent=[f"Mia Mitglied {number:03}" for number in range(3, 10)])
    with pytest.raises(Refused) as refusal:
        decide(town, item, 12, 3, 2)
    assert str(refusal.value) == (
        "Ja 12 + Nein 3 + Enthaltung 2 = 17, anwesend sind 18. Prüfen Sie die Stimmen oder die Anwesenheit."
    )
    silent = Counts(12, 3, 2, not_voted=1)
    version, now = treatment(item).version, timezone.now()
    act: dict[str, Any] = {"version": version, "by": town.office, "now": now}
    assert refused(lambda: ballots.take(item, Vote(counts=silent), **act)) == ["A-06"]
    told = Counts(12, 3, 2, not_voted=1, not_voted_note="war am Telefon")
    assert ballots.take(item, Vote(counts=told), **act).not_voted_count == 1


def test_a07_einstimmig_without_numbers(town: Town) -> None:
    item = in_session(town, "Rat")
    decided = decide(town, item)
    ballot = decided.ballots.get()
    assert (decided.outcome, ballot.is_unanimous, ballot.yes_count) == ("adopted", True, None)
    assert counting.label(ballot, abstentions_leave_unanimous=True) == "einstimmig"


def test_a07_a_second_press_makes_no_second_ballot(town: Town) -> None:
    item = in_session(town, "Rat")
    version, now = treatment(item).version, timezone.now()
    outcomes.vote_and_settle(item, Vote(), version=version, by=town.office, now=now)
    with pytest.raises(OutdatedState):
        outcomes.vote_and_settle(item, Vote(), version=version, by=town.office, now=now)
    assert Ballot.objects.count() == 1
    assert refused(lambda: decide(town, item)) == ["A-15"]


@pytest.mark.usefixtures("rat")
def test_a08_the_title_asks_for_the_majority(town: Town) -> None:
    item = in_session(town, "Rat", title="Änderung der Hauptsatzung")
    assert refused(lambda: decide(town, item)) == ["A-08"]
    assert refused(lambda: decide(town, item, 12, 0, 13, majority="simple")) == ["A-08"]
    decided = decide(town, item, 12, 0, 13)
    assert (decided.outcome, decided.ballots.get().majority) == ("rejected", "statutory")


@pytest.mark.usefixtures("rat")
def test_a08_the_ratsbuero_may_let_it_pass_with_a_reason(town: Town) -> None:
    item = in_session(town, "Rat", title="Bericht zur Hauptsatzung")
    decided = decide(town, item, 12, 0, 13, majority="simple", override=True, note="Nur ein Bericht.")
    assert decided.outcome == "adopted"
    assert item.meeting.events.latest("pk").note == "Nur ein Bericht."


@pytest.mark.usefixtures("rat")
def test_a10_dismissal_of_a_chair_warns(town: Town) -> None:
    item = in_session(town, "Rat", title="Abberufung des Vorsitzes im ASJF")
    assert refused(lambda: decide(town, item, 20, 5, majority="simple")) == ["A-10"]
    assert decide(town, item, 20, 5).ballots.get().majority == "two_thirds"


def test_a11_a_list_by_name_is_complete(town: Town) -> None:
    give_person(town)
    item = in_session(town, "Rat")
    ada, quentin, clara = (
        attendee(item, name) for name in ("Ada Ahornblatt", "Quentin Rotkehlchen", "Clara Schlossgarten")
    )
    part = {ada: Choice.YES, quentin: Choice.NO}
    found = refused(lambda: decide(town, item, mode="by_name", named=part))
    assert found == ["A-06", "A-11"]
    decided = decide(town, item, mode="by_name", named=part | {clara: Choice.YES})
    ballot = decided.ballots.get()
    assert (ballot.yes_count, ballot.no_count, decided.outcome) == (2, 1, "adopted")
    assert dict(ballot.named_votes.values_list("person__last_name", "choice")) == {
        "Ahornblatt": "yes",
        "Rotkehlchen": "no",
        "Schlossgarten": "yes",
    }


def test_q07_who_was_not_there_is_in_no_list(town: Town) -> None:
    give_person(town)
    item = in_session(town, "Rat", absent=["Ada Ahornblatt"])
    everybody = dict.fromkeys(item.meeting.attendees.all(), Choice.YES)
    assert refused(lambda: decide(town, item, mode="by_name", named=everybody)) == ["A-06", "A-11"]


def test_a12_a_secret_ballot_has_totals_only(town: Town) -> None:
    item = in_session(town, "Rat")
    named = {attendee(item, "Ada Ahornblatt"): Choice.YES}
    assert "A-12" in refused(lambda: decide(town, item, mode="secret", named=named))
    assert refused(lambda: decide(town, item, mode="secret")) == ["A-12"]
    assert decide(town, item, 2, 1, mode="secret").outcome == "adopted"
    assert NamedVote.objects.count() == 0


def test_h04_a_secret_ballot_of_a_hybrid_meeting_names_its_system(town: Town) -> None:
    item = in_session(town, "HFA", is_hybrid=True)
    assert refused(lambda: decide(town, item, 2, mode="secret")) == ["H-04"]
    decide(town, item, 2, mode="secret", note="System Wahlurne 3.")
    assert item.meeting.events.latest("pk").note == "System Wahlurne 3."


def elect(town: Town, item: object, *votes: tuple[str, int], **fields: object) -> Ballot:
    election = Election([Nominee(*one) for one in votes], **fields)  # type: ignore[arg-type]
    return vote(town, item, kind="election", subject="Vorsitz", election=election)  # type: ignore[arg-type]


def test_a13_an_open_vote_keeps_totals_only(town: Town) -> None:
    item = in_session(town, "Rat")
    named = {attendee(item, "Ada Ahornblatt"): Choice.YES}
    assert "A-13" in refused(lambda: decide(town, item, mode="open", named=named))
    ballot = decide(town, item, 2, 1).ballots.get()
    assert (ballot.yes_count, ballot.no_count, ballot.named_votes.count()) == (2, 1, 0)


@pytest.mark.usefixtures("rat")
def test_a14_more_than_half_of_the_valid_votes_elects(town: Town) -> None:
    item = in_session(town, "Rat")
    elect(town, item, ("Ada", 13), ("Quentin", 11), abstention=1)
    assert elections.elected(treatment(item)) == ["Ada"]
    assert settle(town, item, "elected").outcome == "elected"
    assert results.result_of(treatment(item)).votes == "Ada 13, Quentin 11"
    assert refused(lambda: elect(town, item, ("Ada", 25))) == ["A-14"]


@pytest.mark.usefixtures("rat")
def test_a14_no_votes_are_valid(town: Town) -> None:
    item = in_session(town, "Rat")
    elect(town, item, ("Ada", 12), no=12, abstention=1)
    assert elections.elected(treatment(item)) == []
    assert refused(lambda: settle(town, item, "elected")) == ["A-14"]


@pytest.mark.usefixtures("rat")
def test_a14_the_second_round_is_between_the_best_and_the_lot_ends_a_tie(town: Town) -> None:
    item = in_session(town, "Rat")
    elect(town, item, ("Ada", 10), ("Quentin", 9), ("Mia", 6))
    assert refused(lambda: elect(town, item, ("Ada", 12), ("Mia", 13))) == ["A-14"]
    tie = (("Ada", 12), ("Quentin", 12))
    assert refused(lambda: elect(town, item, *tie, invalid=1)) == ["A-14"]
    elect(town, item, *tie, invalid=1, lot="Quentin")
    assert elections.elected(treatment(item)) == ["Quentin"]
    row = next(iter(minutes_content.items_of(item.meeting, "public")))
    told = minutes_content.extract_content(row, by=town.office, revision=1, now=timezone.now())["item"][
        "ballots"
    ]
    assert [one["label"] for one in told] == ["ohne Mehrheit, zweiter Wahlgang nötig", "gewählt: Quentin"]


@pytest.mark.usefixtures("rat")
def test_a14_an_election_sums_up_to_those_present(town: Town) -> None:
    item = in_session(town, "Rat")
    assert refused(lambda: elect(town, item, ("Ada", 13), ("Quentin", 11))) == ["A-06"]


def released_amendment(town: Town, paper: Paper) -> Paper:
    """An Änderungsantrag of the Grünes Forum that is public before the meeting."""
    now = timezone.now()
    begun = amendments.begin_amendment(paper, town.organs["GF"], by=town.office, now=now)
    rows = [consultation(town.organs["Rat"], "deciding")]
    drafting.save_draft(
        begun, Draft(dict(TEXT), rows, [], []), version=begun.version, by=town.office, now=now
    )
    begun = step(begun, REQUEST_CO_SIGNATURES, by=town.office)
    sign_all(begun)
    return step(step(begun, SUBMIT, by=town.office, note="x"), RELEASE, by=town.mayor, note="x")


def test_a15_amendments_are_voted_before_the_main_text(town: Town) -> None:
    rows = [consultation(town.organs["Rat"], "deciding")]
    paper = make_released(by=town.clerk, consultations=rows)
    amendment = released_amendment(town, paper)
    item = in_session(town, "Rat", consultation=paper.consultations.get())
    assert [row.pk for row in ballots.open_amendments(treatment(item))] == [amendment.pk]
    assert refused(lambda: decide(town, item)) == ["A-15"]
    subject = ballots.amendment_subject(amendment)
    vote(town, item, 1, 2, kind="amendment", subject=subject)
    assert ballots.open_amendments(treatment(item)) == []
    assert decide(town, item).outcome == "adopted"


def test_a15_what_became_of_an_amendment_stands_at_its_own_paper(town: Town) -> None:
    paper = make_released(by=town.clerk, consultations=[consultation(town.organs["Rat"], "deciding")])
    amendment = released_amendment(town, paper)
    item = in_session(town, "Rat", consultation=paper.consultations.get())
    vote(town, item, 1, 2, kind="amendment", subject=ballots.amendment_subject(amendment))
    decide(town, item)

    def told(user: Visitor) -> list[tuple[str, str]]:
        ways = stations.of_paper(user, amendment, documents.newest(amendment) or IssuedDocument(content={}))
        return [
            *((row.label, row.votes) for row in progress.stations(user, amendment)),
            *((row.outcome, row.votes) for row in ways),
        ]

    citizen = AnonymousUser()
    assert told(citizen) == [("noch ohne Termin", ""), ("", "")]
    close_now(item.meeting, by=town.office)
    assert told(citizen) == [("abgelehnt", "Ja 1, Nein 2, Enthaltung 0")] * 2


@pytest.mark.usefixtures("rat")
def test_a17_the_mayor_has_no_vote_on_his_own_matters(town: Town) -> None:
    give_person(town)
    item = in_session(town, "Rat", title="Entlastung der Bürgermeisterin")
    assert refused(lambda: decide(town, item, 25)) == ["A-06"]
    everybody = dict.fromkeys(item.meeting.attendees.all(), Choice.YES)
    assert "A-11" in refused(lambda: decide(town, item, mode="by_name", named=everybody))
    ballot = decide(town, item, 24).ballots.get()
    assert (ballot.voters, ballot.without_mayor) == (24, True)


def test_a19_one_item_carries_several_ballots(town: Town) -> None:
    item = in_session(town, "Rat")
    assert refused(lambda: vote(town, item, 3, kind="part")) == ["A-19"]
    vote(town, item, 3, kind="part", subject="Punkt 1")
    vote(town, item, 1, 2, kind="part", subject="Punkt 2")
    assert [row.subject for row in treatment(item).ballots.all()] == ["Punkt 1", "Punkt 2"]
    assert refused(lambda: settle(town, item, "adopted")) == ["A-19"]


def test_r03_a_disputed_ground_is_voted_without_the_person(town: Town) -> None:
    item = in_session(town, "Rat")
    ada = attendee(item, "Ada Ahornblatt")
    ballot = vote(town, item, 1, 1, kind="procedure", subject="Befangenheit", without=ada)
    assert ballot.voters == 2


def test_a_vote_taken_back_opens_the_item_again(town: Town) -> None:
    item = in_session(town, "Rat")
    ballot = decide(town, item).ballots.get()
    version = treatment(item).version
    ballots.take_back(ballot, version=version, by=town.office, now=timezone.now())
    row = treatment(item)
    assert (row.outcome, row.ended_at, row.ballots.count()) == ("", None, 0)
    assert decide(town, item, 1, 2).outcome == "rejected"


def test_paper_9_of_the_demo_ends_in_a_tie(town: Town) -> None:
    fill(town.organs["Rat"], 22)
    row = consultations(town, consultation(town.organs["Rat"], "deciding"))["Rat"]
    item = in_session(town, "Rat", consultation=row)
    person = attendee(item, "Ada Ahornblatt").person
    assert person
    recusals.declare(item, person, ground="board", by=town.office, now=timezone.now())
    decided = decide(town, item, 12, 12)
    assert (decided.outcome, decided.ballots.get().voters) == ("rejected", 24)


def test_q07_a_correction_counts_those_who_were_there_then(town: Town) -> None:
    item = in_session(town, "Rat")
    ballot = decide(town, item).ballots.get()
    ada, later = attendee(item, "Ada Ahornblatt"), timezone.now() + dt.timedelta(hours=1)
    attendance.leave(ada, at=later, by=town.office, now=later)
    close_now(item.meeting, by=town.office, now=later)
    take(item.meeting, REOPEN, by=town.office)
    given = {"version": treatment(item).version, "by": town.office, "now": later + dt.timedelta(days=1)}
    ballots.take_back(ballot, **given)  # type: ignore[arg-type]
    sent = Vote(counts=Counts(2, 1))
    given |= {"version": treatment(item).version}
    decided = outcomes.vote_and_settle(item, sent, **given)  # type: ignore[arg-type]
    assert (decided.outcome, decided.ballots.get().voters) == ("adopted", 3)


@pytest.mark.usefixtures("rat")
def test_a17_the_clerk_may_say_that_the_mayor_has_no_vote(town: Town) -> None:
    item = in_session(town, "Rat")
    give_person(town)
    assert decide(town, item, 24, without_mayor=True).ballots.get().voters == 24
