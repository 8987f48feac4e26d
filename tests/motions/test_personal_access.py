"""Auskunft nach Art. 15 DSGVO (DS-11): complete, for the Ratsbüro alone, without titles of items."""

from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from motions import models
from motions.models import Person, User
from motions.models.choices import Choice
from motions.rules import fee_statements, group_sessions, personal_access
from motions.rules.findings import NotPermitted
from tests.conftest import Login
from tests.people import Town, person_of
from tests.sittings import attendee, decide, give_person, in_session, text_of

# Every table that names a person with a mandate; whoever adds one decides here whether the person is told of it.
TOLD = {
    models.Membership,
    models.SubstituteMembership,
    models.Interest,
    models.Attendee,
    models.Reply,
    models.Delivery,
    models.MinutesObjection,
    models.NamedVote,
    models.Recusal,
    models.Treatment,
    models.UrgentDecision,
    models.Paper,
    models.FeeStatement,
    models.GroupAttendance,
    models.User,
}
TOLD_OF_ACCOUNT = {
    *(models.Appointment, models.Substitution, models.ReadRecord, models.Event, models.CoSignature),
    *(models.NotificationChoice, models.Notification, models.CalendarToken, models.LastVisit),
    *(models.SigningRequest, models.SignedUpload),
}
# Entered for the town: each such act is an Event of the account, or tells of somebody else.
ACTS_OF_OFFICE = {
    *(models.Paper, models.Meeting, models.Attachment, models.Release, models.Waiver, models.Invitation),
    *(models.Reply, models.Recusal, models.AudioRecording, models.MeetingDemand, models.ExclusionMotion),
    *(models.GroupSession, models.FeeMonth, models.FeeStatement, models.InspectionRequest, models.Interest),
    *(models.PublicNotice, models.MinutesEntry, models.MinutesSignature, models.MinutesScan),
    *(models.MinutesObjection, models.ResolutionObjection, models.PublicSummary, models.TaskReport),
    *(models.UrgentDecision, models.ArchivePackage, models.GroupSessionCorrection),
}
OWN = {models.Note}


def test_ds11_every_table_that_names_an_account_is_decided_on() -> None:
    naming = {row.related_model for row in User._meta.get_fields(include_hidden=True) if row.auto_created}
    tables = {row for row in naming if isinstance(row, type) and not row._meta.auto_created}
    ours = {row for row in tables if row.__module__.startswith("motions.models")}
    histories = {row for row in ours if row is not models.Event and row.__name__.endswith("Event")}
    assert ours - histories - {User} == TOLD_OF_ACCOUNT | ACTS_OF_OFFICE | OWN


def test_ds11_every_table_that_names_a_person_is_in_it() -> None:
    naming = {row.related_model for row in Person._meta.get_fields(include_hidden=True) if row.auto_created}
    assert {row for row in naming if isinstance(row, type) and not row.__name__.endswith("Event")} - {
        Person
    } == TOLD


@pytest.mark.usefixtures("system")
def test_ds11_votes_by_name_attendance_and_seats_of_a_member(town: Town) -> None:
    give_person(town)
    item = in_session(town, "Rat", title="Geheimvogel")
    named = dict.fromkeys(item.meeting.attendees.filter(has_vote=True), Choice.YES)
    ada = attendee(item, "Ada Ahornblatt")
    decide(town, item, mode="by_name", named=named | {ada: Choice.NO})
    rows = personal_access.of_person(person_of(town.council_member), by=town.office)
    told = {(row[0], row[3].rpartition(": ")[2]) for row in rows}
    assert ("Namentliche Stimme", "Nein") in told
    assert {"Person", "Mitgliedschaft", "Anwesenheit", "Zustellung der Einladung", "Konto"} <= {
        row[0] for row in rows
    }
    assert "Geheimvogel" not in str(rows)


@pytest.mark.usefixtures("system")
def test_ds11_a_12_of_a_secret_ballot_nothing_is_told(town: Town) -> None:
    item = in_session(town, "Rat")
    decide(town, item, 2, 1, mode="secret")
    rows = personal_access.of_person(person_of(town.council_member), by=town.office)
    assert [row for row in rows if row[0] == "Namentliche Stimme"] == []


@pytest.mark.usefixtures("system")
def test_ds11_g02_who_was_taken_out_of_a_corrected_session_is_told_of_it_and_of_nobody_else(
    town: Town,
) -> None:
    wrong, right = person_of(town.council_member), person_of(town.group_member)
    other = Person.objects.create(first_name=wrong.first_name, last_name=f"{wrong.last_name}-Zeder")
    now = timezone.now()
    group, day = town.organs["GF"], timezone.localdate(now)
    act: dict[str, Any] = {"held_on": day, "is_remote": False, "by": town.office, "now": now}
    session = fee_statements.record_session(group, people=[wrong], **act)
    group_sessions.correct(session, people=[right], reason="Verwechselt.", version=1, **act)
    group_sessions.correct(session, people=[right, other], reason="Fehlte.", version=2, **act)
    for person, told in (
        (wrong, [("anwesend", "nicht anwesend")]),
        (other, [("nicht anwesend", "anwesend")]),
    ):
        rows = [
            row
            for row in personal_access.of_person(person, by=town.office)
            if row[0].startswith("Berichtigte")
        ]
        held = f"{day:%d.%m.%Y}, vor Ort"
        assert rows == [
            (
                "Berichtigte Fraktionssitzung",
                day,
                None,
                f"{group}: vorher {held}, {before}; nachher {held}, {after}",
            )
            for before, after in told
        ]


def test_ds11_nobody_but_the_office_asks(town: Town, login: Login) -> None:
    with pytest.raises(NotPermitted):
        personal_access.of_person(person_of(town.council_member), by=town.mayor)
    person = person_of(town.council_member)
    page = login(town.office).get(reverse("member-interests", args=[person.pk]))
    address = reverse("member-data", args=[person.pk])
    assert address in text_of(page)
    answer = login(town.office).get(address)
    assert (answer["Content-Type"], "Ada Ahornblatt" in text_of(answer)) == ("text/csv; charset=utf-8", True)
    assert login(town.council_member).get(address).status_code == 403
