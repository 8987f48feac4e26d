"""Was die Seite der Niederschrift zeigt: text, signers, scans, documents and what stands in the way."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from motions.models import (
    AgendaItem,
    Appointment,
    Meeting,
    MeetingDocument,
    Membership,
    Minutes,
    MinutesEntry,
    MinutesScan,
    Person,
    User,
)
from motions.models.choices import Edition, MeetingDocumentKind, Office
from motions.models.meeting import AgendaItemQuerySet
from motions.models.period import holds_on

from . import minutes, minutes_content, minutes_workflow
from .content import Content
from .findings import Finding
from .transitions import expected_findings


@dataclass(frozen=True)
class Part:
    """Ein Teil der Niederschrift: what it will say, its documents and its scan."""

    edition: str
    content: Content
    items: list[AgendaItem]
    scan: MinutesScan | None

    @property
    def is_secret(self) -> bool:
        """Not for citizens."""
        return self.edition == Edition.INTERNAL

    @property
    def rows(self) -> list[tuple[AgendaItem, Content]]:
        """Each item with what the Niederschrift says about it."""
        return list(zip(self.items, self.content["items"], strict=True))


def minutes_of(meeting: Meeting) -> Minutes | None:
    """The Niederschrift of a meeting that has been closed once."""
    return Minutes.objects.filter(meeting=meeting).select_related("meeting__organization").first()


def items(meeting: Meeting) -> AgendaItemQuerySet:
    """The items somebody can write about."""
    return meeting.items.announced()


def entry_of(item: AgendaItem) -> MinutesEntry:
    """The text as stored; an empty one of version 0 before the first."""
    return MinutesEntry.objects.filter(item=item).first() or MinutesEntry(item=item, version=0)


def parts(row: Minutes, *, now: dt.datetime) -> list[Part]:
    """Both parts as they would be printed now."""
    scans = {scan.edition: scan for scan in row.scans.all()}
    found = []
    for edition in minutes.parts(row.meeting):
        rows = minutes_content.items_of(row.meeting, edition)
        content = minutes_content.minutes_content(row.meeting, edition=edition, revision=1, now=now)
        found.append(Part(edition, content, rows, scans.get(edition)))
    return found


def documents(row: Minutes) -> list[tuple[str, MeetingDocument]]:
    """The frozen minutes with their names, the newest first."""
    rows = row.meeting.documents.filter(kind=MeetingDocumentKind.MINUTES).order_by("-revision", "-edition")
    return [(f"Niederschrift, {found.content['part']}, Fassung {found.revision}", found) for found in rows]


def extracts(row: Minutes) -> list[tuple[str, MeetingDocument]]:
    """The newest extract of each item, in the order of the agenda."""
    rows = row.meeting.documents.filter(kind=MeetingDocumentKind.EXTRACT).select_related("item")
    newest = {found.item_id: found for found in rows.order_by("revision")}
    in_order = sorted(newest.values(), key=_place)
    return [(f"Beschlussauszug {found.content['item']['label']}", found) for found in in_order]


def _place(document: MeetingDocument) -> tuple[bool, int]:
    item = document.item
    return (item is None or not item.is_public, item.position if item else 0)


def standing(row: Minutes, *, by: User, now: dt.datetime) -> list[Finding]:
    """What would stand in the way of the next step forward."""
    forward = {"draft": minutes_workflow.MAKE_READY, "ready": minutes_workflow.FINISH}.get(row.status)
    return expected_findings(row, forward, by=by, now=now) if forward else []


def minute_takers() -> QuerySet[User]:
    """Who can be entered as Schriftführung: the people of the Ratsbüro."""
    rows = Appointment.objects.filter(office=Office.MEETING_OFFICE)
    return User.objects.filter(pk__in=rows.values("user"), is_active=True)


def members(meeting: Meeting) -> QuerySet[Person]:
    """Who may object: the members of the organ on the day of the meeting."""
    rows = Membership.objects.filter(holds_on(meeting.held_on), organization=meeting.organization)
    return Person.objects.filter(pk__in=rows.values("person"))
