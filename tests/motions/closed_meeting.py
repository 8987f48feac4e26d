"""Eine geschlossene Sitzung des HFA mit beiden Teilen, made for the tests of its minutes."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from motions.models import (
    AgendaItem,
    AttendanceInterval,
    Attendee,
    Ballot,
    Meeting,
    MeetingDocument,
    Membership,
    Minutes,
    Recusal,
    Treatment,
    User,
)
from motions.rules import meeting_documents, minutes
from motions.rules.minutes_workflow import MAKE_READY
from motions.rules.transitions import perform
from tests.meetings import announce, close_now, make_item, make_meeting, open_now
from tests.people import SINCE, Town, member, person_of

START = timezone.localtime().replace(hour=18, minute=0, second=0, microsecond=0) + dt.timedelta(days=30)


def at(minutes_later: int) -> dt.datetime:
    """A moment after the opening."""
    return START + dt.timedelta(minutes=minutes_later)


@dataclass(frozen=True)
class Scene:
    """A closed meeting of the HFA: Ö 1 and Ö 2 until 19:00, N 1 until 19:30; one came late, one for N 1 only."""

    meeting: Meeting
    first: AgendaItem
    second: AgendaItem
    secret: AgendaItem
    minutes: Minutes


def make_chair(town: Town) -> User:
    """Karima Lindenduft chairs the HFA."""
    user = member("Karima Lindenduft")
    Membership.objects.create(
        person=person_of(user), organization=town.organs["HFA"], role="chair", starts_on=SINCE
    )
    return user


def make_scene(town: Town) -> Scene:
    """The meeting as its class says; the caller works at the clearance "system"."""
    make_chair(town)
    meeting = make_meeting(town.organs["HFA"], starts_at=START, minute_taker=town.office)
    first, second = make_item(meeting, "Spielplatz"), make_item(meeting, "Jugendclub")
    secret = make_item(meeting, "Verkauf an die Mondstein GmbH", is_public=False)
    meeting = open_now(announce(meeting, by=town.office), by=town.office, now=START)
    meeting.attendees.all().delete()  # what the opening has listed: this scene has a list of its own
    for place, (name, came, went) in enumerate(
        [("Karima Lindenduft", 0, 90), ("Rana Silberdistel", 15, 90), ("Nils Otterbach", 70, 90)]
    ):
        row = Attendee.objects.create(
            meeting=meeting, name=name, seat="member", has_vote=True, position=place
        )
        AttendanceInterval.objects.create(attendee=row, arrived_at=at(came), left_at=at(went))
    Attendee.objects.create(
        meeting=meeting, name="Elif Farnkraut", seat="member", is_excused=True, position=9
    )
    treat(first, 0, 30, yes=2)
    treat(second, 30, 60, yes=1, no=1)
    treat(secret, 60, 90, yes=3)
    Recusal.objects.create(
        item=second,
        person=person_of(town.group_member),
        ground="board",
        declared_by=town.office,
        declared_at=at(30),
    )
    meeting = close_now(meeting, by=town.office, now=at(90))
    for item in (first, second, secret):
        item.refresh_from_db()
    return Scene(meeting, first, second, secret, minutes.begin(meeting, now=at(90)))


def make_ready(town: Town) -> Scene:
    """The same, its minutes of both parts printed and ready to be signed."""
    made = make_scene(town)
    row = Minutes.objects.get(pk=made.minutes.pk)
    perform(row, MAKE_READY, by=town.office, now=timezone.now(), note="ok")
    for document in MeetingDocument.objects.filter(meeting=made.meeting, kind="minutes"):
        assert meeting_documents.make(document.pk, now=timezone.now()) is None
    return made


def treat(item: AgendaItem, begin: int, end: int, *, yes: int, no: int = 0) -> None:
    """An item treated between two minutes, with its ballot."""
    treatment, _ = Treatment.objects.update_or_create(
        item=item,
        defaults={
            "started_at": at(begin),
            "ended_at": at(end),
            "outcome": "adopted" if yes > no else "rejected",
            "final_text": f"<p>Beschluss zu {item.title}.</p>",
        },
    )
    Ballot.objects.create(
        treatment=treatment,
        position=1,
        statutory_member_count=11,
        voters=yes + no,
        yes_count=yes,
        no_count=no,
        abstention_count=0,
        taken_at=at(end),
    )
