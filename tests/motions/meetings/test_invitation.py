"""Einladung, Nachtrag, Bekanntmachung: in time, to everybody, frozen as it was sent (E-01 to E-06, E-13, SI-04)."""

import datetime as dt
from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.utils import timezone

from motions.models import Bylaw, Meeting, Membership, Notification, Person, SubstituteMembership, User
from motions.models.choices import Channel, Edition, MeetingStatus
from motions.rules import invitations, meeting_permissions, planning, public_notice, recipients
from motions.rules.clearance import clearance
from motions.rules.findings import Finding, OutdatedState, Refused
from motions.rules.meeting_checks import SHORT_NOTICE
from motions.rules.meeting_workflow import CANCEL, INVITE, OPEN, SUPPLEMENT
from motions.rules.planning_checks import Plan
from motions.rules.transitions import Transition, expected_findings, perform
from tests.meetings import announce, make_item, make_meeting, take
from tests.motions.refusals import rules_of
from tests.people import Town, make_town, member, person_of


def in_days(days: int) -> dt.datetime:
    day = timezone.localtime() + dt.timedelta(days=days)
    return day.replace(hour=18, minute=0, second=0, microsecond=0)


def ready(town: Town, organ: str = "HFA", days: int = 30, **fields: Any) -> Meeting:
    """A meeting with one public item that nothing stands against."""
    meeting = make_meeting(town.organs[organ], starts_at=in_days(days), **fields)
    make_item(meeting)
    return meeting


def invite(
    meeting: Meeting,
    town: Town,
    step: Transition[Meeting] = INVITE,
    *,
    note: str = "",
    let_pass: Collection[str] = (),
    now: dt.datetime | None = None,
) -> Meeting:
    fresh = Meeting.objects.get(pk=meeting.pk)
    return perform(fresh, step, by=town.office, now=now or timezone.now(), note=note, let_pass=let_pass)


def found(meeting: Meeting, town: Town, step: Transition[Meeting] = INVITE) -> list[Finding]:
    """What stands in the way today; a meeting is opened on its day."""
    fresh = Meeting.objects.get(pk=meeting.pk)
    now = fresh.starts_at if step is OPEN else timezone.now()
    return expected_findings(fresh, step, by=town.office, now=now)


def blocking(meeting: Meeting, town: Town, step: Transition[Meeting] = INVITE) -> list[str]:
    return [row.rule for row in found(meeting, town, step) if row.blocks]


def warned(meeting: Meeting, town: Town, step: Transition[Meeting] = INVITE) -> list[str]:
    return [row.rule for row in found(meeting, town, step) if row.warns]


@pytest.mark.parametrize(("days", "expected"), [(11, []), (10, ["E-01"])])
def test_e01_ten_full_days_lie_between(town: Town, system: None, days: int, expected: list[str]) -> None:
    assert blocking(ready(town, days=days), town) == expected


def test_e01_the_seventh_day_of_domain_is_refused(town: Town, system: None) -> None:
    """The meeting on 26 September 2023, seven full days: 18 September is the last day."""
    Bylaw.objects.filter(key="invitation.days").update(value=7)
    berlin = timezone.get_default_timezone()
    meeting = ready(town)
    Meeting.objects.filter(pk=meeting.pk).update(starts_at=dt.datetime(2023, 9, 26, 18, tzinfo=berlin))
    with pytest.raises(Refused) as refusal:
        invite(meeting, town, now=dt.datetime(2023, 9, 19, 8, tzinfo=berlin))
    assert rules_of(refusal) == ["E-01"]
    sent = invite(meeting, town, now=dt.datetime(2023, 9, 18, 23, tzinfo=berlin))
    assert (sent.status, sent.invitations.get().is_short_notice) == (MeetingStatus.INVITED, False)


def test_e02_short_notice_needs_a_reason_that_stands_in_the_invitation(town: Town, system: None) -> None:
    meeting = ready(town, days=5)
    with pytest.raises(Refused) as refusal:
        invite(meeting, town, let_pass=[SHORT_NOTICE])
    assert rules_of(refusal) == ["E-02"]
    sent = invite(
        meeting, town, let_pass=[SHORT_NOTICE], note="Die Frist des Landes läuft ab."
    ).invitations.get()
    assert (sent.is_short_notice, sent.urgency_reason) == (True, "Die Frist des Landes läuft ab.")
    agenda = meeting.documents.filter(edition=Edition.INTERNAL).get()
    assert agenda.content["urgency_reason"] == "Die Frist des Landes läuft ab."


def test_e02_short_notice_has_a_least_time_of_its_own(town: Town, system: None) -> None:
    meeting = ready(town, days=3)
    with pytest.raises(Refused) as refusal:
        invite(meeting, town, let_pass=[SHORT_NOTICE], note="Eilt.")
    assert rules_of(refusal) == ["E-02"]


def test_e01_the_ratsbuero_may_let_it_pass_and_it_is_written_down(town: Town, system: None) -> None:
    meeting = ready(town, days=2)
    (late,) = [row for row in found(meeting, town) if row.rule == "E-01"]
    sent = invite(meeting, town, let_pass=[late.key], note="Alle Mitglieder haben verzichtet.")
    assert "Regel E-01" in sent.events.latest("pk").note
    assert sent.invitations.get().is_short_notice is True


def test_e03_each_member_gets_it_on_his_or_her_way(town: Town, system: None) -> None:
    meeting = ready(town)
    elder = Person.objects.create(first_name="Greta", last_name="Haselmaus", wants_post=True)
    Membership.objects.create(person=elder, organization=town.organs["HFA"], starts_on=dt.date(2020, 11, 1))
    sent = invite(meeting, town).invitations.get()
    ways = {str(row.person): row.channel for row in sent.deliveries.all()}
    assert ways == {"Ada Ahornblatt": Channel.PORTAL, "Greta Haselmaus": Channel.POST}
    assert {row.provided_at for row in sent.deliveries.all()} == {sent.sent_at}


def test_e03_nobody_is_left_without_a_way(town: Town, system: None) -> None:
    meeting = ready(town)
    User.objects.filter(pk=town.council_member.pk).update(is_active=False)
    (late,) = [row for row in found(meeting, town) if row.rule == "E-03"]
    assert (late.blocks, "Ada Ahornblatt" in late.text) == (True, True)
    sent = invite(meeting, town, let_pass=[late.key], note="Wird persönlich übergeben.")
    assert sent.invitations.get().deliveries.count() == 0


def test_e04_the_members_of_the_day_are_invited_and_changes_are_told(town: Town, system: None) -> None:
    meeting = ready(town)
    leaving = Membership.objects.get(person=town.council_member.person, organization=town.organs["HFA"])
    leaving.ends_on = meeting.held_on - dt.timedelta(days=1)
    leaving.save()
    joining = person_of(member("Vera Waldkauz"))
    Membership.objects.create(person=joining, organization=town.organs["HFA"], starts_on=meeting.held_on)
    assert warned(meeting, town) == ["E-04", "E-04"]
    sent = invite(meeting, town, note="Geprüft.").invitations.get()
    assert [row.person for row in sent.deliveries.all()] == [joining]


def test_e04_who_joins_after_the_invitation_is_told_at_the_opening_and_invited_late(
    town: Town, system: None
) -> None:
    meeting = announce(ready(town), by=town.office)
    joining = person_of(member("Vera Waldkauz"))
    Membership.objects.create(person=joining, organization=town.organs["HFA"], starts_on=timezone.localdate())
    assert "E-04" in warned(meeting, town, OPEN)
    act: dict[str, Any] = {"by": town.office, "now": timezone.now(), "version": meeting.version}
    assert [row.person for row in invitations.invite_late(meeting, **act)] == [joining]
    assert meeting.invitations.get().deliveries.filter(person=joining).count() == 1
    assert Notification.objects.filter(recipient__person=joining, kind="meeting_invited").count() == 1
    with pytest.raises(OutdatedState):
        invitations.invite_late(meeting, **act)
    assert "E-04" not in warned(meeting, town, OPEN)


def test_e04_substitutes_are_informed(town: Town, system: None) -> None:
    meeting = ready(town)
    substitute = person_of(town.group_member)
    SubstituteMembership.objects.create(
        organization=town.organs["HFA"],
        person=substitute,
        parliamentary_group=town.organs["GF"],
        position=1,
        starts_on=dt.date(2020, 11, 1),
    )
    User.objects.filter(pk=town.group_member.pk).update(is_active=False)
    assert (blocking(meeting, town), warned(meeting, town)) == ([], ["E-03"])
    User.objects.filter(pk=town.group_member.pk).update(is_active=True)
    rows = {str(row.person): row.is_substitute for row in recipients.of_meeting(meeting)}
    assert rows == {"Ada Ahornblatt": False, "Quentin Rotkehlchen": True}
    invite(meeting, town)
    assert meeting.invitations.get().deliveries.get(person=substitute).is_substitute is True


def test_e13_p06_the_public_agenda_holds_the_abstract_title_only(town: Town, system: None) -> None:
    meeting = ready(town)
    make_item(meeting, "Verkauf an die Muster GmbH", is_public=False)
    announce(meeting, by=town.office)
    public = meeting.documents.get(edition=Edition.PUBLIC)
    internal = meeting.documents.get(edition=Edition.INTERNAL)
    assert ("Muster GmbH" in str(public.content), "Muster GmbH" in str(internal.content)) == (False, True)
    assert "Grundstücksangelegenheit" in str(public.content)
    assert list(meeting_permissions.visible_meeting_documents(AnonymousUser())) == [public]


def test_si04_the_agenda_as_invited_stays_beside_the_one_with_the_supplement(
    town: Town, system: None
) -> None:
    meeting = announce(ready(town), by=town.office)
    make_item(meeting, "Nachgereicht")
    take(meeting, SUPPLEMENT, by=town.office)
    first, second = (
        row.content for row in meeting.documents.filter(edition=Edition.PUBLIC).order_by("revision")
    )
    assert ["Nachgereicht" in str(row) for row in (first, second)] == [False, True]
    assert [row.revision for row in meeting.invitations.all()] == [1, 2]
    assert [row.deliveries.count() for row in meeting.invitations.all()] == [1, 1]


def test_e12_a_supplement_without_a_new_item_is_none(town: Town, system: None) -> None:
    meeting = announce(ready(town), by=town.office)
    with pytest.raises(Refused) as refusal:
        invite(meeting, town, SUPPLEMENT)
    assert rules_of(refusal) == ["E-12"]


def test_e01_a_late_supplement_is_refused(town: Town, system: None) -> None:
    meeting = announce(ready(town, days=5), by=town.office)
    make_item(meeting, "Neu")
    assert blocking(meeting, town, SUPPLEMENT) == ["E-01"]


def test_who_was_invited_to_a_meeting_is_invited_to_the_new_time(town: Town, system: None) -> None:
    meeting = announce(ready(town), by=town.office)
    later, version = in_days(40), Meeting.objects.get(pk=meeting.pk).version
    planning.change_meeting(
        meeting,
        Plan(later, "Heimatmuseum"),
        by=town.office,
        now=timezone.now(),
        version=version,
        reason="Saal belegt.",
    )
    dates = [row.content["date"] for row in meeting.documents.filter(edition=Edition.INTERNAL)]
    assert sorted(dates) == [meeting.held_on.isoformat(), timezone.localdate(later).isoformat()]
    assert [row.revision for row in meeting.invitations.all()] == [1, 2]


def test_a_cancelled_meeting_says_why(town: Town, system: None) -> None:
    meeting = announce(ready(town), by=town.office)
    with pytest.raises(Refused):
        invite(meeting, town, CANCEL)
    cancelled = invite(meeting, town, CANCEL, note="Zu wenige Punkte.")
    cancelled.refresh_from_db()
    assert (cancelled.status, cancelled.change_reason) == (MeetingStatus.CANCELLED, "Zu wenige Punkte.")


def note_down(meeting: Meeting, town: Town, **fields: Any) -> None:
    fresh = Meeting.objects.get(pk=meeting.pk)
    act: dict[str, Any] = {
        "form": "Aushang",
        "published_on": timezone.localdate(),
        "version": fresh.version,
    } | fields
    public_notice.record_notice(fresh, by=town.office, now=timezone.now(), **act)


def test_numbers_are_drawn_in_one_write(town: Town, system: None) -> None:
    meeting = ready(town)
    for number in range(5):
        make_item(meeting, f"Punkt {number}")
    invitations.announce_items(meeting, now=timezone.now())
    numbers = list(meeting.items.order_by("position").values_list("number", flat=True))
    assert numbers == ["1", "2", "3", "4", "5", "6"]


@pytest.mark.usefixtures("transactional_db")
def test_of_two_clerks_who_send_at_once_one_does() -> None:
    town = make_town()
    meeting = ready(town)

    def click(_: int) -> str:
        try:
            with clearance("system"):
                invite(meeting, town)
        except OutdatedState:
            return "late"
        finally:
            connection.close()
        return "sent"

    with ThreadPoolExecutor(8) as many:
        assert sorted(many.map(click, range(8))) == ["late"] * 7 + ["sent"]
    with clearance("system"):
        assert meeting.invitations.get().deliveries.count() == 1
