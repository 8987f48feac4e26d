"""Ergebnisse und Wortlaut (B-03 to B-05, V-12, A-16, O-01 to O-04): what may be recorded and what it leads to."""

import datetime as dt
from collections.abc import Callable

import pytest
from django.utils import timezone

from motions.models import AgendaItem, Consultation, Paper
from motions.models.choices import Outcome
from motions.rules import outcomes, paper_checks, recording_checks, repeated_motions, voted_text
from motions.rules.findings import OutdatedState, Refused
from motions.rules.meeting_workflow import CLOSE, REOPEN
from motions.rules.transitions import Act, expected_findings, perform
from tests.factories import consultation, make_paper
from tests.meetings import close_now, make_meeting, make_paper_item, take
from tests.people import Town, person_of
from tests.sittings import (
    choose,
    consultations,
    decide,
    fill,
    in_session,
    meeting_of,
    opened,
    settle,
    treatment,
    vote,
)

pytestmark = pytest.mark.usefixtures("system")
OWN = "<p>Am Schlossplatz werden sechs Bänke aufgestellt.</p>"


def refused(act: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refusal:
        act()
    return [finding.rule for finding in refusal.value.findings]


@pytest.fixture
def sequence(town: Town) -> dict[str, Consultation]:
    """HFA recommends, Rat decides."""
    return consultations(
        town, consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")
    )


def labels(item: AgendaItem) -> list[str]:
    return [one.value for one in outcomes.allowed(item)]


def test_b05_an_advisory_organ_never_decides(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "HFA", consultation=sequence["HFA"])
    assert labels(item) == [
        "recommended",
        "recommended_amended",
        "not_recommended",
        "no_recommendation",
        "noted",
        "deferred",
        "removed_from_agenda",
        "referred",
        "withdrawn",
    ]
    vote(town, item)
    assert refused(lambda: settle(town, item, "adopted")) == ["B-05"]
    assert settle(town, item, "recommended").outcome == "recommended"


def test_b05_an_outcome_nobody_knows_is_refused(town: Town) -> None:
    item = in_session(town, "Rat")
    assert refused(lambda: settle(town, item, "nonsense")) == ["B-05"]


def test_v12_what_informs_is_noted(town: Town) -> None:
    row = consultations(town, consultation(town.organs["HFA"], "noting"), paper_type="information")["HFA"]
    item = in_session(town, "HFA", consultation=row)
    assert labels(item)[:2] == ["noted", "settled"]
    assert refused(lambda: settle(town, item, "adopted")) == ["B-05"]
    assert settle(town, item, "noted").outcome == "noted"


@pytest.mark.parametrize(
    ("counts", "hfa", "rat"),
    [((9, 1, 1), "recommended", ""), ((20, 2, 2), "", "adopted"), ((1, 9, 1), "not_recommended", "")],
)
def test_the_outcome_follows_from_role_and_votes(
    town: Town, sequence: dict[str, Consultation], counts: tuple[int, int, int], hfa: str, rat: str
) -> None:
    organ = "HFA" if hfa else "Rat"
    missing = sum(counts) - (2 if hfa else 3)
    fill(town.organs[organ], missing)
    item = in_session(town, organ, consultation=sequence[organ])
    assert decide(town, item, *counts).outcome == (hfa or rat)


def test_an_outcome_with_a_vote_needs_the_vote(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    assert refused(lambda: settle(town, item, "adopted")) == ["A-06"]
    assert refused(lambda: settle(town, item, "rejected")) == ["A-06"]


def test_the_final_text_names_the_organ(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "HFA", consultation=sequence["HFA"])
    row = decide(town, item)
    core = "<p>Am Schlossplatz werden vier Bänke aufgestellt.</p>"
    intro = "Der Haupt- und Finanzausschuss empfiehlt dem Rat, wie folgt zu beschließen:"
    assert row.final_text == f"<p>{intro}</p>{core}"
    assert voted_text.core_of(sequence["HFA"], row.final_text) == core
    rows = list(sequence.values())
    assert voted_text.core_of(sequence["HFA"], row.final_text, rows) == core


@pytest.fixture
def recommended(town: Town, sequence: dict[str, Consultation]) -> AgendaItem:
    """The item of the Rat after the HFA has recommended another text."""
    item = in_session(town, "HFA", consultation=sequence["HFA"])
    choose(town, item, "own", OWN)
    assert decide(town, item).outcome == "recommended_amended"
    close_now(item.meeting, by=town.office)
    return in_session(town, "Rat", consultation=sequence["Rat"])


def test_b04_the_voted_text_is_chosen_explicitly(town: Town, recommended: AgendaItem) -> None:
    texts = voted_text.texts(treatment(recommended))
    assert (texts.is_choice_needed, texts.recommendation) == (True, OWN)
    assert [piece.text for row in texts.difference for piece in row.pieces if piece.sort != "same"] == [
        "vier",
        "sechs",
    ]
    assert refused(lambda: decide(town, recommended)) == ["B-04"]
    choose(town, recommended, "recommendation")
    row = decide(town, recommended)
    assert (row.outcome, row.final_text) == ("adopted_amended", f"<p>Der Rat beschließt:</p>{OWN}")


def test_b04_the_draft_may_be_chosen_against_the_recommendation(town: Town, recommended: AgendaItem) -> None:
    choose(town, recommended, "draft")
    assert decide(town, recommended).outcome == "adopted"


def test_b03_a_missing_preparation_is_told_and_does_not_bind(
    town: Town, sequence: dict[str, Consultation]
) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    found = recording_checks.preparation_missing(item)
    assert [(row.rule, row.blocks, row.warns) for row in found] == [("B-03", False, False)]
    assert decide(town, item).outcome == "adopted"


def test_b03_nothing_is_missing_after_the_recommendation(town: Town, recommended: AgendaItem) -> None:
    assert recording_checks.preparation_missing(recommended) == []


def test_a16_an_adopted_amendment_needs_the_whole_text(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    vote(town, item, 2, 1, kind="amendment", subject="Sechs statt vier Bänke")
    assert refused(lambda: decide(town, item)) == ["A-16"]
    choose(town, item, "own", "")
    assert refused(lambda: decide(town, item)) == ["A-16"]
    choose(town, item, "own", OWN)
    row = decide(town, item, 3)
    assert (row.outcome, row.final_text) == ("adopted_amended", f"<p>Der Rat beschließt:</p>{OWN}")
    assert refused(lambda: settle(town, item, "adopted")) == ["A-16"]


def test_an_outcome_is_corrected_while_the_meeting_runs(town: Town) -> None:
    item = in_session(town, "Rat")
    settle(town, item, "noted")
    assert settle(town, item, "settled", reason="Durch Ö 1.").outcome == "settled"
    assert item.meeting.events.latest("pk").note == "zur Kenntnis genommen → erledigt"


def sequence_of(paper: Paper) -> list[str]:
    return [f"{row.organization.short_name}:{row.role}" for row in paper.consultations.order_by("position")]


def refer(town: Town, item: AgendaItem, organ: str) -> None:
    settle(town, item, "referred", referred_to=town.organs[organ], is_unanimously_referred=True)


def test_o01_a_referral_enters_the_sequence_once_the_meeting_is_closed(
    town: Town, sequence: dict[str, Consultation]
) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    assert refused(lambda: settle(town, item, "referred", is_unanimously_referred=True)) == ["O-01"]
    assert refused(lambda: settle(town, item, "referred", referred_to=town.organs["ASJF"])) == ["O-01"]
    assert refused(lambda: refer(town, item, "Rat")) == ["O-01"]
    refer(town, item, "ASJF")
    paper = sequence["Rat"].paper
    assert sequence_of(paper) == ["HFA:advisory", "Rat:deciding"]
    close_now(item.meeting, by=town.office)
    assert sequence_of(paper) == ["HFA:advisory", "ASJF:advisory", "Rat:deciding"]


def test_o01_closing_again_inserts_nothing_twice(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "HFA", consultation=sequence["HFA"])
    refer(town, item, "ASJF")
    close_now(item.meeting, by=town.office)
    take(meeting_of(item), REOPEN, by=town.office)
    close_now(meeting_of(item), by=town.office)
    assert sequence_of(sequence["Rat"].paper) == ["HFA:advisory", "ASJF:advisory", "Rat:deciding"]


def test_o01_a_dropped_referral_is_told(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "HFA", consultation=sequence["HFA"])
    refer(town, item, "ASJF")
    close_now(item.meeting, by=town.office)
    take(meeting_of(item), REOPEN, by=town.office)
    settle(town, item, "deferred")
    found = expected_findings(meeting_of(item), CLOSE, by=town.office, now=timezone.now())
    assert [row.rule for row in found if row.warns] == ["O-01"]
    assert sequence_of(sequence["Rat"].paper) == ["HFA:advisory", "ASJF:advisory", "Rat:deciding"]


def test_o02_deferred_to_a_later_meeting_or_open(town: Town, sequence: dict[str, Consultation]) -> None:
    later = make_meeting(town.organs["Rat"], starts_at=timezone.now() + dt.timedelta(days=60))
    other = make_meeting(town.organs["HFA"], starts_at=timezone.now() + dt.timedelta(days=60))
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    assert refused(lambda: settle(town, item, "deferred", deferred_to=other)) == ["O-02"]
    assert refused(lambda: settle(town, item, "deferred", deferred_to=meeting_of(item))) == ["O-02"]
    assert settle(town, item, "deferred").deferred_to is None
    assert settle(town, item, "deferred", deferred_to=later).deferred_to == later
    close_now(item.meeting, by=town.office)
    again = opened(town, make_paper_item(later, sequence["Rat"]))
    assert decide(town, again).outcome == "adopted"


def test_o03_only_the_author_withdraws_a_motion(town: Town) -> None:
    rows = consultation(town.organs["Rat"], "deciding")
    motion = consultations(town, rows, paper_type="motion", author_group=town.organs["GF"])["Rat"]
    item = in_session(town, "Rat", consultation=motion)
    assert refused(lambda: settle(town, item, "withdrawn")) == ["O-03"]
    row = settle(town, item, "withdrawn", withdrawn_by=town.organs["GF"])
    assert row.reason == "Zurückgezogen durch: Grünes Forum."


def test_o03_a_motion_of_one_member_is_withdrawn_by_that_member(town: Town) -> None:
    rows = consultation(town.organs["Rat"], "deciding")
    author = person_of(town.council_member)
    motion = consultations(town, rows, paper_type="motion", author_person=author)["Rat"]
    item = in_session(town, "Rat", consultation=motion)
    with pytest.raises(Refused, match="Diesen Antrag zieht nur Ada Ahornblatt zurück"):
        settle(town, item, "withdrawn", withdrawn_by=town.organs["GF"])
    assert settle(town, item, "withdrawn").reason == "Zurückgezogen durch: Ada Ahornblatt."


def test_o03_a_paper_of_the_administration_is_withdrawn_by_it(
    town: Town, sequence: dict[str, Consultation]
) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    assert refused(lambda: settle(town, item, "withdrawn", withdrawn_by=town.organs["GF"])) == ["O-03"]
    assert settle(town, item, "withdrawn").reason == "Zurückgezogen durch: Verwaltung."


def test_o04_removed_is_not_rejected_and_has_its_reason(
    town: Town, sequence: dict[str, Consultation]
) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    assert refused(lambda: settle(town, item, "removed_from_agenda")) == ["O-04"]
    row = settle(town, item, "removed_from_agenda", reason="Die Unterlagen fehlen.")
    assert (row.outcome, row.item.number) == ("removed_from_agenda", "1")


def test_a_second_clerk_cannot_overwrite(town: Town, sequence: dict[str, Consultation]) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    seen = treatment(item).version
    choose(town, item, "own", OWN)
    with pytest.raises(OutdatedState):
        outcomes.save_text(
            item, choice="draft", own="", reason="", version=seen, by=town.office, now=timezone.now()
        )
    assert treatment(item).voted_text == "own"


def test_b05_a_meeting_is_closed_when_every_item_is_settled(
    town: Town, sequence: dict[str, Consultation]
) -> None:
    item = in_session(town, "Rat", consultation=sequence["Rat"])
    meeting = meeting_of(item)
    assert refused(lambda: perform(meeting, CLOSE, by=town.office, now=timezone.now())) == ["B-05"]
    decide(town, item)
    assert perform(meeting, CLOSE, by=town.office, now=timezone.now()).status == "closed"
    with pytest.raises(OutdatedState):
        settle(town, item, "noted")


def test_q07_closing_asks_for_the_attendance(town: Town, sequence: dict[str, Consultation]) -> None:
    names = ["Ada Ahornblatt", "Quentin Rotkehlchen", "Clara Schlossgarten"]
    item = in_session(town, "Rat", consultation=sequence["Rat"], absent=names)
    settle(town, item, "deferred")
    found = expected_findings(meeting_of(item), CLOSE, by=town.office, now=timezone.now())
    assert [row.rule for row in found] == ["Q-07"]


def test_every_outcome_is_known_to_some_item() -> None:
    known = {one for rows in outcomes._BY_ROLE.values() for one in rows}
    rest = {Outcome.APPROVED, Outcome.ANNULLED, Outcome.CONTINUED, *outcomes._ALWAYS, *outcomes._OF_A_PAPER}
    assert known | rest == set(Outcome)


def test_o05_the_same_motion_soon_again_is_warned_about(town: Town) -> None:
    rows = consultation(town.organs["Rat"], "deciding")
    fields = {"paper_type": "motion", "author_group": town.organs["GF"]}
    motion = consultations(town, rows, **fields)["Rat"]
    item = in_session(town, "Rat", consultation=motion)
    decide(town, item, 1, 2)
    close_now(item.meeting, by=town.office)
    again = make_paper(by=town.clerk, consultations=[rows], **fields)  # type: ignore[arg-type]
    half_a_year = dt.timedelta(days=183)
    held = item.meeting.starts_at
    found = [repeated_motions.findings(again, now=now) for now in (held, held + half_a_year * 2)]
    assert [[row.rule for row in rows] for rows in found] == [["O-05"], []]
    other = make_paper(by=town.clerk, consultations=[rows], subject="Etwas anderes", **fields)  # type: ignore[arg-type]
    assert repeated_motions.findings(other, now=held) == []
    submitted = paper_checks.for_submission(Act(again, town.clerk, held, ""))
    assert "O-05" in [row.rule for row in submitted]
