"""Dringliche Entscheidungen (U-01 to U-06): by two, with reasons, and approved in the next meeting."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection, transaction
from django.db.utils import DatabaseError, IntegrityError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from motions.models import Meeting, Paper, Treatment, UrgentDecision, User
from motions.models.choices import Outcome
from motions.rules import office_duties, outcomes, urgent, urgent_checks
from motions.rules.clearance import clearance
from motions.rules.findings import NotPermitted, OutdatedState, Refused
from motions.rules.meeting_workflow import CLOSE
from motions.rules.transitions import expected_findings
from tests.conftest import Login
from tests.factories import consultation, make_released, past_the_guards
from tests.meetings import announce, make_item, make_meeting
from tests.motions.refusals import rules_of
from tests.people import Town, member, person_of
from tests.resolutions import treat
from tests.sittings import in_session, meeting_of, settle, vote
from tests.standing import Ground, Standing

DAY = dt.date(2026, 3, 10)
LATER = dt.datetime(2026, 4, 14, 18, 0, tzinfo=ZoneInfo("Europe/Berlin"))


def make_released_paper(town: Town) -> Paper:
    return make_released(by=town.clerk, consultations=[consultation(town.organs["Rat"], "deciding")])


@pytest.fixture(scope="module")
def standing_paper(ground: Ground) -> Standing[Paper]:
    """Made once for this file."""
    return ground.build(make_released_paper)


@pytest.fixture
def paper(town: Town, standing_paper: Standing[Paper]) -> Paper:
    return standing_paper.put_back()


def decision(town: Town, paper: Paper, **fields: Any) -> UrgentDecision:
    values = {
        "level": "mayor",
        "organ": town.organs["Rat"],
        "decided_on": DAY,
        "needed_by": DAY + dt.timedelta(days=2),
        "why_no_meeting": "Beide tagen erst im April.",
        "disadvantage": "Das Dach stürzt ein.",
        "decided_by": town.mayor,
        "signed_on": DAY,
        "second_person": person_of(town.council_member),
        "second_signed_on": DAY,
    }
    return UrgentDecision(paper=paper, **values | fields)


def first_level(town: Town, paper: Paper, **fields: Any) -> UrgentDecision:
    nobody = dict.fromkeys(("decided_by", "signed_on", "second_person", "second_signed_on"))
    return decision(town, paper, level="main_committee", **nobody | fields)


def save(row: UrgentDecision, *, by: User, note: str = "") -> UrgentDecision:
    with clearance("system"):
        return urgent.record_decision(row, note=note, by=by, now=timezone.now())


def refused(row: UrgentDecision, *, by: User, note: str = "") -> list[str]:
    with pytest.raises(Refused) as refusal:
        save(row, by=by, note=note)
    return sorted(set(rules_of(refusal)))


# --- who decides --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["decided_by", "signed_on", "second_person", "second_signed_on"])
def test_u01_two_people_decide_and_sign(town: Town, paper: Paper, missing: str) -> None:
    assert refused(decision(town, paper, **{missing: None}), by=town.office) == ["U-01"]
    row = decision(town, paper, recorded_by=town.office, recorded_at=timezone.now(), **{missing: None})
    with clearance("system"), pytest.raises(IntegrityError, match="by_two"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("missing", ["why_no_meeting", "disadvantage"])
def test_u01_both_reasons_are_written_down(town: Town, paper: Paper, missing: str) -> None:
    row = decision(town, paper, recorded_by=town.office, recorded_at=timezone.now(), **{missing: ""})
    with clearance("system"), pytest.raises(IntegrityError, match="has_reasons"), transaction.atomic():
        row.save()


@pytest.mark.parametrize("missing", ["why_no_meeting", "disadvantage"])
def test_u01_a_decision_without_reasons_is_refused_with_a_sentence(
    town: Town, paper: Paper, missing: str
) -> None:
    assert refused(decision(town, paper, **{missing: " "}), by=town.office) == ["U-01"]


def test_u01_who_decides_holds_the_office_on_that_day(town: Town, paper: Paper) -> None:
    assert refused(decision(town, paper, decided_by=town.deputy), by=town.office) == ["U-01"]
    assert refused(decision(town, paper, decided_by=town.unit_head), by=town.office) == ["U-01"]


def test_u01_the_main_committee_decides_for_the_rat_only(town: Town, paper: Paper) -> None:
    assert refused(first_level(town, paper, organ=town.organs["ASJF"]), by=town.office) == ["U-01"]
    assert save(first_level(town, paper), by=town.office).pk is not None


def test_u02_the_second_person_is_a_ratsmitglied(town: Town, paper: Paper) -> None:
    citizen = person_of(town.expert_citizen)
    assert refused(decision(town, paper, second_person=citizen), by=town.office) == ["U-02"]
    outside = person_of(member("Rolf Ratsherr", town.organs["Rat"]))
    of_committee = decision(town, paper, organ=town.organs["ASJF"], second_person=outside)
    assert refused(of_committee, by=town.office) == ["U-02"]
    inside = person_of(member("Rita Ratsfrau", town.organs["Rat"], town.organs["ASJF"]))
    assert save(decision(town, paper, organ=town.organs["ASJF"], second_person=inside), by=town.office).pk


def test_u02_nobody_decides_alone(town: Town, paper: Paper) -> None:
    seat = person_of(member("Clara Schloss", town.organs["Rat"]))
    User.objects.filter(person=seat).update(person=None)
    User.objects.filter(pk=town.mayor.pk).update(person=seat)
    town.mayor.refresh_from_db()
    assert refused(decision(town, paper, second_person=seat), by=town.office) == ["U-02"]


def test_u05_a_meeting_of_the_main_committee_in_time_goes_first(town: Town, paper: Paper) -> None:
    make_meeting(town.organs["HFA"], starts_at=LATER.replace(month=3, day=12))
    assert refused(decision(town, paper), by=town.office) == ["U-05"]
    assert save(decision(town, paper), by=town.office, note="Der HFA ist nicht beschlussfähig.").pk


def test_u06_a_staffing_plan_asks_for_a_word(town: Town, paper: Paper) -> None:
    with past_the_guards():
        Paper.objects.filter(pk=paper.pk).update(council_matter="staffing_plan")
    paper.refresh_from_db()
    assert refused(first_level(town, paper), by=town.office) == ["U-06"]
    assert save(first_level(town, paper), by=town.office, note="Eine Stelle verfällt.").pk


def test_only_the_ratsbuero_records_it_and_once(town: Town, paper: Paper) -> None:
    for person in ("clerk", "mayor", "council_member"):
        with pytest.raises(NotPermitted):
            save(decision(town, paper), by=getattr(town, person))
    save(decision(town, paper), by=town.office)
    with pytest.raises(OutdatedState):
        save(decision(town, paper), by=town.office)


# --- the approval -------------------------------------------------------------------------------------------


def test_u03_the_approval_is_put_on_the_next_meeting(town: Town, paper: Paper) -> None:
    rat = town.organs["Rat"]
    last = make_meeting(rat, starts_at=LATER + dt.timedelta(days=30))
    following = make_meeting(rat, starts_at=LATER)
    make_meeting(rat, starts_at=LATER.replace(month=3, day=1))
    save(decision(town, paper), by=town.office)
    with clearance("system"):
        items = {meeting: meeting.items.count() for meeting in Meeting.objects.order_by("starts_at")}
        assert (items[following], items[last], sum(items.values())) == (1, 0, 1)
        item = following.items.get()
        assert (item.title, item.is_public, item.kind) == (paper.subject, True, "paper")


def test_u03_an_organ_that_was_not_foreseen_is_added(town: Town) -> None:
    paper = make_released(
        by=town.clerk,
        is_public=False,
        secrecy_ground="property",
        consultations=[consultation(town.organs["ASJF"], "deciding", is_public=False)],
    )
    meeting = make_meeting(town.organs["Rat"], starts_at=LATER)
    save(decision(town, paper), by=town.office)
    with clearance("system"):
        added = paper.consultations.get(organization=town.organs["Rat"])
        assert (added.role, added.is_public, added.planned_on) == ("deciding", False, LATER.date())
        item = meeting.items.get()
        assert (item.consultation, item.is_public) == (added, False)
        assert item.public_title == "Grundstücksangelegenheit"


def test_u03_an_invited_meeting_gets_the_approval_for_a_supplement(town: Town, paper: Paper) -> None:
    """The item waits for a Nachtrag, and whatever kind the paper is, the organ approves or annuls."""
    meeting = make_meeting(town.organs["Rat"], starts_at=LATER)
    make_item(meeting)
    announce(meeting, by=town.office)
    save(decision(town, paper), by=town.office)
    with clearance("system"):
        item = meeting.items.get(consultation__paper=paper)
        assert item.announced_at is None
        assert outcomes.allowed(item)[:2] == [Outcome.APPROVED, Outcome.ANNULLED]


@pytest.mark.parametrize(("outcome", "left"), [("approved", 0), ("annulled", 0), ("deferred", 1)])
def test_u03_it_waits_until_the_organ_has_spoken(town: Town, paper: Paper, outcome: str, left: int) -> None:
    save(decision(town, paper), by=town.office)
    meeting = make_meeting(town.organs["Rat"], starts_at=LATER)
    with clearance("system"):
        assert [found.rule for found in urgent_checks.for_closing(meeting)] == ["U-03"]
    treat(town, paper, meeting, outcome=outcome, reason="Verträge bestehen.")
    with clearance("system"):
        rows = urgent.awaited(town.office)
        assert [row.is_overdue for row in rows] == [True] * left
        duties = office_duties.of(town.office, on=LATER.date())
        assert [duty.page for duty in duties if duty.rule == "U-03"] == ["urgent-decision-list"] * left
        assert len(urgent_checks.for_closing(meeting)) == left


def test_u03_a_meeting_before_the_decision_owes_nothing(town: Town, paper: Paper) -> None:
    save(decision(town, paper), by=town.office)
    earlier = make_meeting(town.organs["Rat"], starts_at=LATER.replace(month=3, day=9))
    other = make_meeting(town.organs["HFA"], starts_at=LATER)
    with clearance("system"):
        assert [*urgent_checks.for_closing(earlier), *urgent_checks.for_closing(other)] == []


def test_u03_the_ratsbuero_cannot_close_the_next_meeting_silently(town: Town, paper: Paper) -> None:
    save(decision(town, paper), by=town.office)
    with clearance("system"):
        item = in_session(town, "Rat", title="Bericht", starts_at=LATER)
        found = expected_findings(meeting_of(item), CLOSE, by=town.office, now=LATER)
        assert [row.blocks for row in found if row.rule == "U-03"] == [True]


def test_u04_nothing_is_annulled_without_a_word_on_what_stays(town: Town) -> None:
    paper = make_released(
        by=town.clerk,
        paper_type="urgent_decision",
        consultations=[consultation(town.organs["Rat"], "deciding")],
    )
    with clearance("system"):
        item = in_session(town, "Rat", consultation=paper.consultations.get())
        vote(town, item, 0, 3)
        with pytest.raises(Refused) as refusal:
            settle(town, item, "annulled")
        assert rules_of(refusal) == ["U-04"]
        assert settle(town, item, "annulled", reason="Der Auftrag gilt.").reason == "Der Auftrag gilt."


def test_u04_who_annuls_says_which_rights_have_arisen(town: Town) -> None:
    rules = [
        [found.rule for found in urgent_checks.for_outcome(Treatment(outcome=outcome, reason=reason))]
        for outcome, reason in (("annulled", " "), ("annulled", "Der Vertrag gilt."), ("approved", ""))
    ]
    assert rules == [["U-04"], [], []]


# --- both nets, guards, pages -------------------------------------------------------------------------------


def test_both_nets_show_it_to_those_who_work_on_the_paper(town: Town, paper: Paper) -> None:
    save(decision(town, paper), by=town.office)
    expected = {"office": 1, "mayor": 1, "clerk": 1, "outsider": 0, "council_member": 0, "administrator": 0}
    by_query, by_database = {}, {}
    for name in expected:
        user = getattr(town, name)
        with clearance("system"):
            by_query[name] = urgent_checks.visible_urgent_decisions(user).count()
        with clearance("user", user.pk):
            by_database[name] = UrgentDecision.objects.count()
    assert by_query == by_database == expected
    assert (
        UrgentDecision.objects.count(),
        urgent_checks.visible_urgent_decisions(AnonymousUser()).count(),
    ) == (
        0,
        0,
    )


def test_what_was_decided_stays(town: Town, paper: Paper) -> None:
    save(decision(town, paper), by=town.office)
    with clearance("system"):
        rows = UrgentDecision.objects.all()
        for change in (lambda: rows.update(disadvantage="Keiner."), rows.delete):
            with pytest.raises(DatabaseError, match="urgent_decision_frozen"), transaction.atomic():
                change()


def test_u03_the_ratsbuero_records_it_on_its_page(town: Town, paper: Paper, login: Login) -> None:
    client = login(town.office)
    sent = {
        "paper": paper.pk,
        "level": "mayor",
        "organ": town.organs["Rat"].pk,
        "decided_on": "2026-03-10",
        "needed_by": "2026-03-12",
        "why_no_meeting": "Beide tagen erst im April.",
        "disadvantage": "Das Dach stürzt ein.",
        "decided_by": town.mayor.pk,
        "signed_on": "2026-03-10",
        "second_person": person_of(town.expert_citizen).pk,
        "second_signed_on": "2026-03-10",
        "note": "",
    }
    address = "/sitzungsdienst/dringlichkeit/neu/"
    answer = client.post(address, sent)
    assert (answer.status_code, "Wählen Sie ein Ratsmitglied" in answer.content.decode()) == (422, True)
    assert client.post(address, {}).status_code == 422
    assert (
        client.post(address, sent | {"second_person": person_of(town.council_member).pk}).status_code == 302
    )
    assert paper.subject in client.get("/sitzungsdienst/dringlichkeit/").content.decode()


def test_a_long_list_of_decisions_asks_as_often_as_a_short_one(town: Town, login: Login) -> None:
    client = login(town.office)

    def one_more() -> None:
        rows = [consultation(town.organs["Rat"], "deciding")]
        save(decision(town, make_released(by=town.clerk, consultations=rows)), by=town.office)

    def asked() -> int:
        client.get("/sitzungsdienst/dringlichkeit/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/sitzungsdienst/dringlichkeit/")
        return len(queries)

    one_more()
    few = asked()
    one_more()
    one_more()
    assert asked() == few
