"""Was in ein Archivpaket gehört: one meeting or a year, for one audience (SI-05, P-06).

The public edition asks with the eyes of a citizen, so it holds what everybody may read today and tells of nothing
else. The internal one is the whole: public and non-public part together, for those who may see everything.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Q, QuerySet, Value, When
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Attachment,
    IssuedDocument,
    Meeting,
    MeetingDocument,
    Paper,
    PublicDocument,
    Treatment,
    User,
)
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus
from motions.models.meeting import AgendaItemQuerySet, MeetingQuerySet
from motions.models.paper import PaperQuerySet

from . import meeting_permissions, permissions, public_documents
from .town_words import ISSUED_STATUS

# What took place, and what was called off: both are told to the archive.
OVER = (MeetingStatus.CLOSED, MeetingStatus.CANCELLED)
_CITIZEN = AnonymousUser()
_KINDS = (
    MeetingDocumentKind.AGENDA,
    MeetingDocumentKind.MANIFEST,
    MeetingDocumentKind.NOTICE,
    MeetingDocumentKind.MINUTES,
    MeetingDocumentKind.EXTRACT,
)
_PLACE_OF_KIND = Case(*(When(kind=kind, then=Value(place)) for place, kind in enumerate(_KINDS)))


@dataclass(frozen=True)
class Scope:
    """Eine Sitzung oder ein Jahr, in einer Ausfertigung."""

    edition: str
    meeting: Meeting | None = None
    year: int = 0

    @property
    def is_public(self) -> bool:
        """Everybody may read it."""
        return self.edition == Edition.PUBLIC

    @property
    def first(self) -> dt.date:
        """The first day it tells of."""
        return self.meeting.held_on if self.meeting else dt.date(self.year, 1, 1)

    @property
    def last(self) -> dt.date:
        """The last one."""
        return self.meeting.held_on if self.meeting else dt.date(self.year, 12, 31)

    @property
    def title(self) -> str:
        """What it is about, as people say it."""
        return f"Sitzung {self.meeting}" if self.meeting else f"Jahr {self.year}"

    @property
    def name(self) -> str:
        """The name of package and file; the internal one says so."""
        what = f"sitzung-{self.meeting.slug}" if self.meeting else f"jahr-{self.year}"
        return f"archivpaket-{what}-{'oeffentlich' if self.is_public else 'nichtoeffentlich'}".lower()


def meetings_of(scope: Scope) -> MeetingQuerySet:
    """The meetings that are over, by date."""
    rows = meeting_permissions.visible_meetings(_CITIZEN).filter(status__in=OVER)
    rows = rows.filter(pk=scope.meeting.pk) if scope.meeting else rows.filter(_in_year(scope.year))
    return rows.select_related("organization").by_date()


def open_meetings_of(year: int) -> MeetingQuerySet:
    """The meetings of a year that are not over: no package holds them yet."""
    rows = Meeting.objects.filter(_in_year(year)).exclude(status__in=OVER)
    return rows.select_related("organization").by_date()


def is_empty(scope: Scope) -> bool:
    """There is nothing of that time to be told; a year may have papers without any meeting."""
    return not any(rows(scope).exists() for rows in (meetings_of, papers_of, public_documents_of))


def years_of(user: User) -> set[int]:
    """The years of the issued papers a person may read, and of what else was issued."""
    papers = permissions.visible_papers(user).filter(status__in=ISSUED_STATUS, releases__isnull=False)
    others = public_documents.visible()
    days = {*papers.dates("dated_on", "year"), *others.dates("as_of", "year")}
    return {day.year for day in days}


def items_of(scope: Scope) -> AgendaItemQuerySet:
    """Their agendas as announced; for everybody the public part alone."""
    items = (
        meeting_permissions.visible_items(_CITIZEN).filter(is_public=True)
        if scope.is_public
        else AgendaItem.objects.all()
    )
    return items.filter(meeting__in=meetings_of(scope).order_by().values("pk")).announced().in_order()


def treatments_of(scope: Scope) -> QuerySet[Treatment]:
    """What came of these items."""
    rows = meeting_permissions.visible_treatments(_CITIZEN) if scope.is_public else Treatment.objects.all()
    return rows.filter(item__in=items_of(scope).order_by().values("pk"))


def papers_of(scope: Scope) -> PaperQuerySet:
    """The issued papers on these agendas, for a year also those of its days that stood on none; by number."""
    rows = (
        permissions.public_papers()
        if scope.is_public
        else Paper.objects.filter(status__in=ISSUED_STATUS, releases__isnull=False)
    )
    wanted = Q(consultations__items__in=items_of(scope).order_by().values("pk"))
    if scope.meeting is None:
        wanted |= Q(dated_on__year=scope.year)
    known = rows.filter(wanted).values("pk")
    return Paper.objects.filter(pk__in=known).order_by("reference_number", "reference_suffix", "pk")


def meeting_documents_of(scope: Scope) -> QuerySet[MeetingDocument]:
    """Einladungen and what follows of a meeting, as published; a Mappe is only a copy."""
    rows = (
        meeting_permissions.visible_meeting_documents(_CITIZEN)
        if scope.is_public
        else MeetingDocument.objects.filter(published_at__isnull=False)
    )
    rows = rows.filter(meeting__in=meetings_of(scope).order_by().values("pk"))
    rows = rows.filter(kind__in=_KINDS).select_related("meeting__organization", "item")
    rows = rows.defer("content").annotate(place_of_kind=_PLACE_OF_KIND)
    return rows.order_by(
        "meeting__starts_at", "meeting_id", "place_of_kind", "item", "-edition", "revision", "pk"
    )


def paper_documents_of(scope: Scope) -> QuerySet[IssuedDocument]:
    """Every issued version of these papers its readers may see."""
    rows = permissions.visible_documents(_CITIZEN) if scope.is_public else IssuedDocument.objects.all()
    rows = rows.filter(paper__in=papers_of(scope).order_by().values("pk"))
    return (
        rows.defer("content")
        .select_related("paper", "release")
        .order_by("paper__reference_number", "paper__reference_suffix", "release__revision", "-edition", "pk")
    )


def public_documents_of(scope: Scope) -> QuerySet[PublicDocument]:
    """What was issued of a year beside papers and meetings, such as each state of its Stellenplan (§ 8 KomHVO NRW)."""
    if scope.meeting is not None:
        return PublicDocument.objects.none()
    rows = public_documents.visible().filter(as_of__year=scope.year)
    return rows.defer("content").order_by("series", "revision")


def annexes_of(scope: Scope) -> QuerySet[Attachment]:
    """The annexes of these papers."""
    rows = permissions.visible_attachments(_CITIZEN) if scope.is_public else Attachment.objects.all()
    rows = rows.filter(paper__in=papers_of(scope).order_by().values("pk"))
    return rows.select_related("paper").order_by(
        "paper__reference_number", "paper__reference_suffix", "position", "pk"
    )


def _in_year(year: int) -> Q:
    """By the clock of the town."""
    first = timezone.make_aware(dt.datetime(year, 1, 1))
    return Q(starts_at__gte=first, starts_at__lt=timezone.make_aware(dt.datetime(year + 1, 1, 1)))
