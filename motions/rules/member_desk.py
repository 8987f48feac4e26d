"""Meine Sitzungen: the own meetings, each agenda with its papers and what is new in it for this member (ux.md 8.2)."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import cast

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When

from motions.models import (
    AgendaItem,
    IssuedDocument,
    LastVisit,
    Meeting,
    MeetingDocument,
    OnlineAccess,
    Paper,
    Recusal,
    User,
)
from motions.models.choices import Edition, MeetingStatus
from motions.models.signature import SIGNED

from . import meeting_permissions, notes, permissions, reading, results, visits
from .results import Result


class State(StrEnum):
    """Was ein Punkt für dieses Mitglied ist."""

    NEW = "neu"
    CHANGED = "geändert"
    READ = "gelesen"
    UNREAD = ""


@dataclass(frozen=True)
class Entry:
    """Ein Punkt der Tagesordnung, wie das Mitglied ihn liest; paper and document only where they may be read."""

    item: AgendaItem
    paper: Paper | None
    document: IssuedDocument | None
    state: State
    note_count: int
    result: Result | None = None

    @property
    def address(self) -> str:
        """Its place in the address, "oe-5" or "n-2"."""
        return self.item.address

    @property
    def anchor(self) -> str:
        """Its place on the page of the agenda, to come back to."""
        return f"top-{self.address}"

    @property
    def is_fresh(self) -> bool:
        """New or changed since the last visit."""
        return self.state in (State.NEW, State.CHANGED)


def upcoming(user: User) -> list[Meeting]:
    """The meetings of the own organs to come, the next first; one in session is still to come."""
    rows = meeting_permissions.own_meetings(user).filter(
        Q(starts_at__date__gte=permissions.today()) | Q(status=MeetingStatus.IN_SESSION)
    )
    return list(rows.exclude(status=MeetingStatus.CLOSED).select_related("organization").by_date())


def past(user: User) -> QuerySet[Meeting]:
    """The closed meetings of the own organs, the latest first."""
    rows = meeting_permissions.own_meetings(user).filter(status=MeetingStatus.CLOSED)
    return rows.select_related("organization").order_by("-starts_at")


def readable_meetings(user: User) -> QuerySet[Meeting]:
    """Meetings a member opens at the desk: every one, with the items that are his or hers to read (P-08, P-09)."""
    if user.person is None:
        return Meeting.objects.none()
    return meeting_permissions.visible_meetings(user).select_related("organization")


def agenda(user: User, meeting: Meeting, *, now: dt.datetime) -> list[Entry]:
    """The items of one meeting."""
    return entries(user, [meeting], now=now)


def entries(user: User, meetings: Iterable[Meeting], *, now: dt.datetime) -> list[Entry]:
    """The announced items of some meetings in their order, with what is new since the visit before the present one.

    The same number of queries for 1 and for 40.
    """
    meetings = list(meetings)
    rows = (
        meeting_permissions.visible_items(user).announced().filter(meeting__in=[row.pk for row in meetings])
    )
    rows = rows.select_related("meeting__organization").annotate(paper_id=F("consultation__paper"))
    place = {meeting.pk: number for number, meeting in enumerate(meetings)}
    items = sorted(rows.in_order(), key=lambda item: place[item.meeting_id])
    papers = _papers(user, items)
    documents = newest_documents(user, papers.values())
    seen = visits.of_meetings(user, meetings)
    own = Counter(
        notes.own_notes(user).filter(item__in=[row.pk for row in items]).values_list("item", flat=True)
    )
    outcomes = _results(user, meetings)
    found = []
    for item in items:
        paper = papers.get(_paper_id(item))
        document = documents.get(paper.pk) if paper else None
        state = _state(item, document, seen, now=now)
        found.append(Entry(item, paper, document, state, own[item.pk], outcomes.get(item.pk)))
    return found


def online_access(user: User, meeting: Meeting) -> OnlineAccess | None:
    """Die Einwahl in eine hybride Sitzung, until it is over (§ 58a GO NRW)."""
    if meeting.status in (MeetingStatus.CLOSED, MeetingStatus.CANCELLED):
        return None
    return meeting_permissions.visible_online_access(user).filter(meeting=meeting).first()


def own_recusal(user: User, item: AgendaItem) -> Recusal | None:
    """What the person has declared about an item."""
    return Recusal.objects.filter(item=item, person=user.person_id).first() if user.person_id else None


def recusal_elsewhere(user: User, item: AgendaItem) -> Recusal | None:
    """What the person declared about the same paper in another meeting: a proposal to do it again (R-06)."""
    if user.person_id is None or item.consultation is None:
        return None
    rows = Recusal.objects.filter(
        person=user.person_id, item__consultation__paper=item.consultation.paper_id
    ).exclude(item=item)
    return rows.select_related("item__meeting__organization").order_by("-declared_at").first()


def may_declare(user: User, item: AgendaItem) -> bool:
    """The member declares a Befangenheit ahead: in the own organs, about what was sent, until the meeting is closed."""
    is_open = item.meeting.status in (MeetingStatus.INVITED, MeetingStatus.IN_SESSION)
    is_member = meeting_permissions.own_meetings(user).filter(pk=item.meeting_id).exists()
    return is_open and is_member and own_recusal(user, item) is None


def may_withdraw(item: AgendaItem) -> bool:
    """A declaration about a public item is taken back by whoever made it, until the meeting is closed."""
    return item.is_public and item.meeting.status in (MeetingStatus.INVITED, MeetingStatus.IN_SESSION)


def first_to_read(rows: Iterable[Entry]) -> Entry | None:
    """The first item with a paper, in the order of the agenda."""
    return next((entry for entry in rows if entry.document), None)


def documents(user: User, meeting: Meeting) -> QuerySet[MeetingDocument]:
    """The issued documents of a meeting that the person may read and that are made."""
    rows = meeting_permissions.visible_meeting_documents(user).filter(meeting=meeting, item__isnull=True)
    return rows.exclude(sha256="").prefetch_related(SIGNED).order_by("kind", "-revision", "edition")


def newest_documents(user: User, papers: Iterable[Paper]) -> dict[int, IssuedDocument]:
    """The newest revision of each paper in the fullest edition the person may read."""
    fullest = Case(
        When(edition=Edition.INTERNAL, then=Value(1)), default=Value(0), output_field=IntegerField()
    )
    rows = permissions.visible_documents(user).filter(paper__in=[paper.pk for paper in papers])
    rows = rows.select_related("release", "paper").order_by("release__revision", fullest)
    return {row.paper_id: row for row in rows}


def _papers(user: User, items: list[AgendaItem]) -> dict[int | None, Paper]:
    wanted = {key for item in items if (key := _paper_id(item)) is not None}
    rows = reading.readable_papers(user).filter(pk__in=wanted).select_related("paper_type")
    return {paper.pk: paper for paper in rows}


def _results(user: User, meetings: Iterable[Meeting]) -> dict[int, Result]:
    closed = [row.pk for row in meetings if row.status == MeetingStatus.CLOSED]
    return results.by_item(user, item__meeting__in=closed) if closed else {}


def _paper_id(item: AgendaItem) -> int | None:
    """Annotated by ``entries``."""
    key: int | None = getattr(item, "paper_id", None)
    return key


def _state(
    item: AgendaItem,
    document: IssuedDocument | None,
    seen: dict[tuple[int, int | None], LastVisit],
    *,
    now: dt.datetime,
) -> State:
    """Read in its present form, changed since it was read, or new since the last look at the agenda."""
    sent_at = cast("dt.datetime", item.announced_at)
    changed_at = max(sent_at, document.release.written_at) if document else sent_at
    if (own := seen.get((item.meeting_id, item.pk))) is not None:
        return State.READ if own.seen_at >= changed_at else State.CHANGED
    before = visits.since(seen.get((item.meeting_id, None)), now=now)
    if before is None or sent_at > before:
        return State.NEW
    return State.CHANGED if changed_at > before else State.UNREAD
