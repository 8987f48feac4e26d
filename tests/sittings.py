"""Eine laufende Sitzung für Tests: seats filled, opened, everybody there; fresh rows, at the clearance "system"."""

from collections.abc import Collection, Mapping
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Attendee,
    Ballot,
    Consultation,
    Meeting,
    Membership,
    Organization,
    Person,
    Treatment,
)
from motions.rules import attendance, ballots, outcomes
from motions.rules.ballots import Vote
from motions.rules.counting import Counts
from motions.rules.outcomes import Result
from tests.factories import make_released
from tests.meetings import announce, make_item, make_meeting, make_paper_item, open_now
from tests.people import SINCE, Town


def fill(organ: Organization, count: int, **fields: Any) -> list[Person]:
    """So many further members of an organ."""
    start = Person.objects.count()
    people = [
        Person.objects.create(first_name="Mia", last_name=f"Mitglied {number:03}")
        for number in range(start, start + count)
    ]
    for person in people:
        Membership.objects.create(person=person, organization=organ, starts_on=SINCE, **fields)
    return people


def give_person(town: Town) -> Person:
    """The Bürgermeisterin as somebody who can be named in a list."""
    town.mayor.person = Person.objects.create(first_name="Clara", last_name="Schlossgarten")
    town.mayor.save(update_fields=["person"])
    return town.mayor.person


def in_session(
    town: Town,
    organ: str,
    *,
    consultation: Consultation | None = None,
    title: str = "Neue Bänke",
    absent: Collection[str] = (),
    **fields: Any,
) -> AgendaItem:
    """The one item of a meeting in session; everybody is there but those named."""
    meeting = make_meeting(town.organs[organ], **fields)
    item = make_paper_item(meeting, consultation) if consultation else make_item(meeting, title)
    return opened(town, item, absent=absent)


def opened(town: Town, item: AgendaItem, *, absent: Collection[str] = ()) -> AgendaItem:
    """The item once its meeting is open and the attendance is stated."""
    meeting = meeting_of(item)
    if not meeting.is_announced:
        announce(meeting, by=town.office)
    meeting = open_now(meeting, by=town.office)
    missing = meeting.attendees.filter(name__in=absent)
    attendance.mark_present(meeting, absent=list(missing), by=town.office, now=timezone.now())
    return fresh(item)


def consultations(town: Town, *rows: Mapping[str, Any], **fields: Any) -> dict[str, Consultation]:
    """The Beratungsfolge of a released paper by the short names of its organs."""
    paper = make_released(by=town.clerk, consultations=list(rows), **fields)
    return {row.organization.short_name: row for row in paper.consultations.all()}


def fresh(item: AgendaItem) -> AgendaItem:
    """The item as it is stored now."""
    return AgendaItem.objects.select_related("meeting__organization", "consultation__paper").get(pk=item.pk)


def treatment(item: AgendaItem) -> Treatment:
    """What is recorded about an item."""
    return Treatment.objects.select_related("item").get(item=item)


def counted(*numbers: int) -> Counts | None:
    """Ja, Nein, Enthaltung; nothing: "einstimmig"."""
    return Counts(**dict(zip(("yes", "no", "abstention"), numbers, strict=False))) if numbers else None  # type: ignore[arg-type]


def vote(town: Town, item: AgendaItem, *numbers: int, **fields: Any) -> Ballot:
    """A ballot that settles nothing: Ja, Nein, Enthaltung; without numbers "einstimmig"."""
    counts = counted(*numbers)
    version = treatment(item).version
    act = {name: fields.pop(name) for name in ("note", "override") if name in fields}
    sent = Vote(counts=counts, **fields)
    return ballots.take(item, sent, version=version, by=town.office, now=timezone.now(), **act)


def decide(town: Town, item: AgendaItem, *numbers: int, **fields: Any) -> Treatment:
    """A ballot on the main text with its outcome, as one press does it."""
    counts = counted(*numbers)
    version = treatment(item).version
    act = {name: fields.pop(name) for name in ("note", "override") if name in fields}
    sent = Vote(counts=counts, **fields)
    return outcomes.vote_and_settle(item, sent, version=version, by=town.office, now=timezone.now(), **act)


def settle(town: Town, item: AgendaItem, outcome: str, **fields: Any) -> Treatment:
    """An outcome."""
    version = treatment(item).version
    return outcomes.settle(
        item, Result(outcome, **fields), version=version, by=town.office, now=timezone.now()
    )


def choose(town: Town, item: AgendaItem, choice: str, own: str = "") -> Treatment:
    """The text that is voted on."""
    version = treatment(item).version
    now = timezone.now()
    return outcomes.save_text(
        item, choice=choice, own=own, reason="", version=version, by=town.office, now=now
    )


def attendee(item: AgendaItem, name: str) -> Attendee:
    """Somebody on the list."""
    return item.meeting.attendees.get(name=name)


def meeting_of(item: AgendaItem) -> Meeting:
    """The meeting as it is stored now."""
    return Meeting.objects.select_related("organization").get(pk=item.meeting_id)


def record(item: AgendaItem) -> str:
    """The address of the page of its meeting."""
    return reverse("meeting-record", args=[item.meeting_id])


def press(client: Client, item: AgendaItem, act: str, **fields: Any) -> Any:
    """One button of the form as the browser sends it."""
    sent = {"act": act, "version": treatment(item).version, "voted_text": "draft"} | fields
    return client.post(reverse("item-record", args=[item.meeting_id, item.pk]), sent)


def text_of(answer: Any) -> str:
    """The page as it is read."""
    return str(answer.content.decode())


def step_of(item: AgendaItem, name: str) -> str:
    """The address of a step of its meeting."""
    return reverse("record-step", args=[item.meeting_id, name])
