"""Dokumente einer Sitzung: frozen content for each audience, its PDF made once by a job (SI-04, § 48 GO NRW)."""

import datetime as dt
import uuid
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Max, Q, QuerySet
from django.utils import timezone

from motions.models import AgendaItem, Appointment, Meeting, MeetingDocument, Paper
from motions.models.choices import Edition, MeetingDocumentKind, Office, OrganizationType
from motions.models.period import holds_on
from motions.models.signature import SIGNED
from motions.pdf.isolation import render_isolated

from . import chairs, package_files, permissions, second_summons, short_address, version_chain
from .content import Content, moment, town_on
from .documents import Hindrance, fulfil
from .queue import LATE_AFTER, each_later, later

_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_PARTS = ((True, "Öffentlicher Teil"), (False, "Nichtöffentlicher Teil"))


def freeze(
    meeting: Meeting,
    kind: str,
    *,
    edition: str,
    content: Content,
    now: dt.datetime,
    revision: int | None = None,
    item: AgendaItem | None = None,
    published_at: dt.datetime | None = None,
) -> MeetingDocument:
    """Write down what is issued for one audience and have its PDF made by a job of the same transaction.

    Without a revision it is the next one of this kind, audience and item. Until ``published_at`` only the Ratsbüro
    reads it. The schema of the content decides how it is printed (pdf/kinds.py).
    """
    public_id = uuid.uuid4()
    revision = revision or next_revision(meeting, kind, edition=edition, item=item)
    # A package is a copy of other documents, each with an address and a chain of its own.
    if kind != MeetingDocumentKind.PACKAGE:
        rows = MeetingDocument.objects.filter(meeting=meeting, kind=kind, edition=edition, item=item)
        before = rows.filter(revision__lt=revision).order_by("-revision").first()
        content = version_chain.naming(before) | content | short_address.printed(public_id, edition)
    document = MeetingDocument.objects.create(
        public_id=public_id,
        meeting=meeting,
        kind=kind,
        edition=edition,
        revision=revision,
        item=item,
        content=content,
        issued_at=now,
        published_at=published_at,
    )
    later("issue_meeting_document", document_id=document.pk)
    return document


def next_revision(meeting: Meeting, kind: str, *, edition: str, item: AgendaItem | None = None) -> int:
    """The number of the revision that comes next, counted from 1."""
    rows = MeetingDocument.objects.filter(meeting=meeting, kind=kind, edition=edition, item=item)
    return (rows.aggregate(last=Max("revision"))["last"] or 0) + 1


def make(document_id: int, *, now: dt.datetime) -> Hindrance | None:
    """Make one PDF, if it does not exist yet; what hinders it is written down, so that people see it."""
    with transaction.atomic():
        document = MeetingDocument.objects.select_for_update().get(pk=document_id)
        # A package is put together from files that are there already, everything else is printed.
        is_package = document.kind == MeetingDocumentKind.PACKAGE
        return fulfil(document, partial(_bind, document) if is_package else render_isolated, now=now)


def _bind(document: MeetingDocument, content: Content) -> bytes:
    """The bytes of a package; which annexes keep it from a format is kept with them (D-07)."""
    whole = package_files.build(content)
    document.shortfalls = [{"title": title, "reason": reason} for title, reason in whole.shortfalls]
    document.save(update_fields=["shortfalls"])
    return whole.data


def overdue(*, now: dt.datetime) -> QuerySet[MeetingDocument]:
    """Documents whose PDF failed or should have been there for some time."""
    failed = Q(sha256="") & ~Q(failure="")
    return MeetingDocument.objects.filter(_late(now) | failed).select_related("meeting__organization")


def on_work_page(meeting: Meeting, *, now: dt.datetime) -> QuerySet[MeetingDocument]:
    """The documents of a meeting for the Ratsbüro; ``is_late`` says that a PDF should have been there long ago."""
    is_late = ExpressionWrapper(_late(now), output_field=BooleanField())
    return meeting.documents.select_related("item").prefetch_related(SIGNED).annotate(is_late=is_late)


def ask_again(*, now: dt.datetime) -> int:
    """Have overdue PDFs tried once more; returns how many."""
    return each_later("issue_meeting_document", "document_id", overdue(now=now))


def _late(now: dt.datetime) -> Q:
    return Q(sha256="", issued_at__lt=now - LATE_AFTER)


# --- what an agenda says ------------------------------------------------------------------------------------


def agenda_content(
    meeting: Meeting,
    *,
    edition: str,
    revision: int,
    now: dt.datetime,
    kind: str = MeetingDocumentKind.AGENDA,
    urgency_reason: str = "",
) -> Content:
    """Einladung, Nachtrag oder Bekanntmachung: time, place and every announced item, for one audience.

    The public edition holds public rows only, and of each non-public item nothing but its number and the abstract
    title (E-13, P-06). Why the notice is short is the word of the Ratsbüro to the members (E-02).
    """
    is_public = edition == Edition.PUBLIC
    again = _second_time(meeting, is_public=is_public)
    starts = timezone.localtime(meeting.starts_at)
    organ = meeting.organization
    return {
        "schema": "ratsinfo-agenda/1",
        "town": town_on(timezone.localdate(now)),
        "type": _label(kind, revision),
        "status": "released",
        "is_public": is_public,
        "organ": {"name": organ.name, "short_name": organ.short_name, "slug": organ.slug},
        "subject": f"{organ.name}, {starts:%d.%m.%Y}",
        "date": starts.date().isoformat(),
        "weekday": _WEEKDAYS[starts.weekday()],
        "time": f"{starts:%H:%M}",
        "place": meeting.place,
        "room": meeting.room,
        "access_note": meeting.access_note,
        "is_hybrid": meeting.is_hybrid,
        "second_summons": bool(again),
        "second_summons_for": again,
        "urgency_reason": "" if is_public else urgency_reason,
        "parts": _parts(meeting, is_public=is_public),
        "chair": _chair(meeting),
        "revision": revision,
        "created_at": moment(now),
        "public_url": public_address(meeting) if is_public else "",
    }


def _second_time(meeting: Meeting, *, is_public: bool) -> list[str]:
    """The items the express hint of the second summons is about (Q-03); everybody reads of public ones only."""
    if not meeting.second_summons:
        return []
    items = meeting.items.announced().in_order().select_related("consultation__paper")
    rows = second_summons.items_put_off(meeting, items)
    return [row.label for row in rows if row.is_public or not is_public]


def public_address(meeting: Meeting) -> str:
    """Where everybody finds the meeting; empty where the town has no public address."""
    return f"{settings.PUBLIC_ADDRESS}/sitzungen/{meeting.slug}/" if settings.PUBLIC_ADDRESS else ""


def _label(kind: str, revision: int) -> str:
    if kind == MeetingDocumentKind.NOTICE:
        return "Bekanntmachung"
    return "Einladung" if revision == 1 else "Nachtrag"


def _parts(meeting: Meeting, *, is_public: bool) -> list[dict[str, Any]]:
    """The parts that have items, the public one first."""
    rows = meeting.items.announced().in_order().select_related("consultation__paper")
    papers = permissions.public_papers() if is_public else Paper.objects.issued()
    shown = set(papers.filter(consultations__items__meeting=meeting).values_list("pk", flat=True))
    sent = list(meeting.invitations.order_by("sent_at").values_list("sent_at", flat=True))
    parts = []
    for part, label in _PARTS:
        entries: dict[int, dict[str, Any]] = {}
        top: list[dict[str, Any]] = []
        for item in rows:
            if item.is_public != part:
                continue
            is_open = item.is_public or not is_public
            entry = _entry(item, sent, shown) if is_open else _abstract(item, sent)
            entries[item.pk] = entry
            above = entries.get(item.parent_id or 0)
            (top if above is None else above["children"]).append(entry)
        if top:
            parts.append({"label": label, "is_public": part, "items": top})
    return parts


def _entry(item: AgendaItem, sent: list[dt.datetime], shown: set[int]) -> dict[str, Any]:
    paper = item.consultation.paper if item.consultation else None
    return {
        "label": item.label,
        "number": item.number,
        "is_public": item.is_public,
        "title": item.title,
        "paper": {"reference": paper.reference, "slug": paper.slug} if paper and paper.pk in shown else None,
        "is_tabled": item.is_tabled,
        "added_in": _added_in(item, sent),
        "extension_reason": item.extension_reason,
        "children": [],
    }


def _abstract(item: AgendaItem, sent: list[dt.datetime]) -> dict[str, Any]:
    """What everybody may know of a non-public item (E-13)."""
    return {
        "label": item.label,
        "number": item.number,
        "is_public": False,
        "title": item.public_title,
        "paper": None,
        "is_tabled": False,
        "added_in": _added_in(item, sent),
        "extension_reason": "",
        "children": [],
    }


def _added_in(item: AgendaItem, sent: list[dt.datetime]) -> int:
    """The revision with which an item came: the first invitation, or a later one (E-12)."""
    return 1 + sum(at < item.announced_at for at in sent if item.announced_at)


def _chair(meeting: Meeting) -> dict[str, str] | None:
    """Who invites: in the Rat the Bürgermeister, in a committee its chair on that day (E-16)."""
    if meeting.organization.organization_type == OrganizationType.COUNCIL:
        rows = Appointment.objects.filter(holds_on(meeting.held_on), office=Office.MAYOR)
        office = rows.select_related("user").first()
        return {"name": office.user.get_full_name(), "function": office.user.function} if office else None
    chair = chairs.of_organ(meeting)
    return {"name": str(chair), "function": "Vorsitz"} if chair else None
