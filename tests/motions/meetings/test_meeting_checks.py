"""Was vor Versand und Eröffnung geprüft wird: agenda, notice, preparation (E-04 to E-16, B-03, N-03, P)."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from motions.models import Meeting, Membership
from motions.models.choices import Edition
from motions.rules import public_notice
from motions.rules.findings import OutdatedState, Refused
from motions.rules.meeting_workflow import OPEN, SUPPLEMENT
from motions.rules.transitions import perform
from tests.factories import consultation, make_released
from tests.meetings import announce, make_item, make_meeting, make_paper_item, take
from tests.motions.refusals import rules_of
from tests.people import Town, person_of

from .test_invitation import blocking, found, note_down, ready, warned


def test_e04_vacant_seats_are_told(town: Town, system: None) -> None:
    texts = [row.text for row in found(ready(town), town) if row.rule == "E-04"]
    assert texts == ["Am Sitzungstag nicht besetzt: 24 Sitze."]


def test_e04_an_organ_without_members_is_not_invited(town: Town, system: None) -> None:
    assert blocking(ready(town, "RPA"), town) == ["E-04"]


def test_e05_an_agenda_without_public_items_is_not_sent(town: Town, system: None) -> None:
    meeting = make_meeting(town.organs["HFA"])
    make_item(meeting, is_public=False)
    assert blocking(meeting, town) == ["E-05"]


def test_e05_the_rat_is_not_opened_before_it_was_made_known(town: Town, system: None) -> None:
    meeting = announce(ready(town, "Rat", minute_taker=town.office), by=town.office)
    assert blocking(meeting, town, OPEN) == ["E-05"]
    note_down(meeting, town)
    assert (blocking(meeting, town, OPEN), warned(meeting, town, OPEN)) == ([], [])


def test_e05_a_supplement_is_made_known_again(town: Town, system: None) -> None:
    meeting = announce(ready(town, "Rat", minute_taker=town.office), by=town.office)
    note_down(meeting, town)
    make_item(meeting, "Neu")
    take(meeting, SUPPLEMENT, by=town.office)
    assert warned(meeting, town, OPEN) == ["E-05"]
    note_down(meeting, town)
    assert warned(meeting, town, OPEN) == []


def test_e06_e16_committees_are_told_what_differs(town: Town, system: None) -> None:
    Membership.objects.create(
        person=person_of(town.council_member), organization=town.organs["ASJF"], starts_on=dt.date(2021, 1, 1)
    )
    told = [row.rule for row in found(ready(town, "ASJF"), town) if not row.blocks and not row.warns]
    assert told == ["E-04", "E-06", "E-16"]
    assert [row.rule for row in found(ready(town, "Rat"), town)] == ["E-04"]


def test_e07_e08_what_nobody_may_claim_is_asked_again(town: Town, system: None) -> None:
    rows = [consultation(town.organs["HFA"], "deciding")]
    paper = make_released(
        by=town.clerk, consultations=rows, paper_type="motion", author_group=town.organs["GF"]
    )
    meeting = ready(town, days=12)
    item = make_paper_item(meeting, paper.consultations.get())
    assert warned(meeting, town) == ["E-07", "E-08"]
    type(item).objects.filter(pk=item.pk).update(accepted_note="Freiwillig aufgenommen.")
    assert warned(meeting, town) == []


def test_e11_nothing_is_opened_with_items_nobody_was_told_of(town: Town, system: None) -> None:
    meeting = announce(ready(town, minute_taker=town.office), by=town.office)
    make_item(meeting, "Neu", is_tabled=True)
    assert blocking(meeting, town, OPEN) == ["E-11"]


def test_e13_a_secret_item_needs_an_abstract_title(town: Town, system: None) -> None:
    meeting = ready(town)
    make_item(meeting, "Verkauf an die Muster GmbH", is_public=False, public_title="")
    (missing,) = [row for row in found(meeting, town) if row.rule == "E-13"]
    assert missing.is_absolute is True


def test_p04_the_budget_is_not_sent_in_the_secret_part(town: Town, system: None) -> None:
    rows = [consultation(town.organs["HFA"], "advisory"), consultation(town.organs["Rat"], "deciding")]
    paper = make_released(by=town.clerk, consultations=rows, council_matter="budget")
    meeting = ready(town)
    row = paper.consultations.get(position=1)
    secret: dict[str, Any] = {"is_public": False, "secrecy_ground": "other", "public_title": "Geld"}
    make_item(meeting, paper.subject, kind="paper", consultation=row, **secret)
    assert blocking(meeting, town) == ["P-04"]


def test_p05_the_filling_of_a_post_is_asked_about(town: Town, system: None) -> None:
    meeting = ready(town)
    make_item(meeting, "Einstellung von Frau Muster")
    assert warned(meeting, town) == ["P-05"]


def test_b03_a_missing_preparation_is_told_and_asked_at_the_opening(town: Town, system: None) -> None:
    rows = [consultation(town.organs["ASJF"], "advisory"), consultation(town.organs["HFA"], "deciding")]
    paper = make_released(by=town.clerk, consultations=rows)
    meeting = ready(town, minute_taker=town.office)
    make_paper_item(meeting, paper.consultations.get(position=2))
    assert "B-03" in [row.rule for row in found(meeting, town)]
    assert warned(meeting, town) == []
    announce(meeting, by=town.office)
    assert warned(meeting, town, OPEN) == ["B-03"]


def test_q07_a_meeting_is_opened_before_its_day_with_a_reason_only(town: Town, system: None) -> None:
    meeting = announce(ready(town, minute_taker=town.office), by=town.office)
    day_before = meeting.starts_at - dt.timedelta(days=1)
    act: dict[str, Any] = {"by": town.office, "now": day_before, "version": meeting.version}
    with pytest.raises(Refused) as refused:
        perform(meeting, OPEN, **act)
    assert [(row.rule, row.key) for row in refused.value.findings] == [("Q-07", "Q-07:day:")]
    early = perform(meeting, OPEN, **act, note="Sturm angekündigt", let_pass=["Q-07:day:"])
    assert (early.status, early.opened_at) == ("in_session", day_before)
    assert "Sturm angekündigt" in early.events.order_by("pk").last().note  # type: ignore[union-attr]


def test_n03_a_meeting_without_minute_taker_is_asked_about(town: Town, system: None) -> None:
    meeting = announce(ready(town), by=town.office)
    assert warned(meeting, town, OPEN) == ["N-03"]


def test_e05_a_notice_is_frozen_with_what_was_made_known(town: Town, system: None) -> None:
    meeting = ready(town, "Rat")
    make_item(meeting, "Verkauf an die Muster GmbH", is_public=False)
    announce(meeting, by=town.office)
    note_down(meeting, town)
    document = meeting.documents.get(kind="notice")
    assert (document.edition, document.content["type"]) == (Edition.PUBLIC, "Bekanntmachung")
    assert "Muster GmbH" not in str(document.content)
    assert public_notice.usual_form(meeting) == "Aushang an der Bekanntmachungstafel am Schloss"


def test_e05_what_is_to_hang_out_is_the_public_agenda_before_it_is_recorded(town: Town, system: None) -> None:
    meeting = ready(town)
    make_item(meeting, "Verkauf an die Muster GmbH", is_public=False)
    meeting = announce(meeting, by=town.office)
    content = public_notice.to_hang_out(meeting)
    assert (content["type"], "Muster GmbH" in str(content)) == ("Bekanntmachung", False)
    assert "Grundstücksangelegenheit" in str(content)


@pytest.mark.parametrize("days", [-1, 1])
def test_e05_a_notice_lies_between_invitation_and_today(town: Town, system: None, days: int) -> None:
    meeting = announce(ready(town), by=town.office)
    with pytest.raises(Refused) as refusal:
        note_down(meeting, town, published_on=timezone.localdate() + dt.timedelta(days=days))
    assert rules_of(refusal) == ["E-05"]


def test_e05_a_notice_sent_twice_is_recorded_once(town: Town, system: None) -> None:
    meeting = announce(ready(town), by=town.office)
    version = Meeting.objects.get(pk=meeting.pk).version
    note_down(meeting, town, version=version)
    with pytest.raises(OutdatedState):
        note_down(meeting, town, version=version)
    assert meeting.notices.count() == 1


def test_e05_nothing_is_made_known_before_the_invitation(town: Town, system: None) -> None:
    with pytest.raises(OutdatedState):
        note_down(ready(town), town)
