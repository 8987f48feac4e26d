"""Bekanntmachung von Zeit, Ort und Tagesordnung in der Form der Hauptsatzung (§ 48 Abs. 1 GO NRW, E-05)."""

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from motions.models import Event, Meeting, PublicNotice, User
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus

from . import bylaws, meeting_documents, meeting_permissions
from .content import Content
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record


def usual_form(meeting: Meeting) -> str:
    """How the Hauptsatzung wants it made known; raises BylawMissing."""
    return bylaws.text("notice.form", on=meeting.held_on)


def standing() -> QuerySet[PublicNotice]:
    """Notices of the time that holds: recorded after the meeting was moved the last time, if it was (E-05)."""
    moved = Event.objects.filter(
        meeting=OuterRef("meeting"), act="move", happened_at__gt=OuterRef("recorded_at")
    )
    return PublicNotice.objects.exclude(Exists(moved))


def record_notice(
    meeting: Meeting, *, form: str, published_on: dt.date, by: User, now: dt.datetime, version: int
) -> PublicNotice:
    """Write down that the agenda as invited was made known, and freeze what was made known.

    Raises OutdatedState (somebody was faster, or nobody is invited yet), NotPermitted or Refused.
    """
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.version != version or locked.status != MeetingStatus.INVITED:
            raise OutdatedState(
                "Die Sitzung wurde inzwischen geändert. Prüfen Sie, was schon bekannt gemacht ist."
            )
        if not meeting_permissions.may_manage_meeting(by, locked, timezone.localdate(now)):
            raise NotPermitted("Die Bekanntmachung trägt das Ratsbüro ein.")
        _refuse_implausible(locked, published_on, timezone.localdate(now))
        revision = locked.notices.count() + 1
        notice = PublicNotice.objects.create(
            meeting=locked,
            revision=revision,
            form=form.strip(),
            published_on=published_on,
            recorded_by=by,
            recorded_at=now,
        )
        _freeze(notice)
        locked.version += 1
        locked.save(update_fields=["version"])
        words = f"{notice.form}, {published_on:%d.%m.%Y}"
        record(locked, "notice", "Bekanntmachung eingetragen", by=by, now=now, note=words)
    return notice


def to_hang_out(meeting: Meeting) -> Content:
    """What is to be made known, before anybody records that it was: the agenda as everybody was invited to it."""
    sent = meeting.invitations.order_by("-revision").first()
    return meeting_documents.agenda_content(
        meeting,
        edition=Edition.PUBLIC,
        revision=meeting.notices.count() + 1,
        now=sent.sent_at if sent else meeting.status_since,
        kind=MeetingDocumentKind.NOTICE,
    )


def _refuse_implausible(meeting: Meeting, published_on: dt.date, today: dt.date) -> None:
    first = meeting.invitations.order_by("revision").first()
    if published_on > today:
        text = "Tragen Sie die Bekanntmachung ein, sobald sie geschehen ist."
    elif first is not None and published_on < timezone.localdate(first.sent_at):
        text = "Dieser Tag liegt vor der Einladung. Bekannt gemacht wird die Tagesordnung, zu der eingeladen ist."
    else:
        return
    raise Refused([block("E-05", text, "published_on", absolute=True)])


def _freeze(notice: PublicNotice) -> None:
    meeting, kind = notice.meeting, MeetingDocumentKind.NOTICE
    content = meeting_documents.agenda_content(
        meeting, edition=Edition.PUBLIC, revision=notice.revision, now=notice.recorded_at, kind=kind
    )
    meeting_documents.freeze(
        meeting,
        kind,
        edition=Edition.PUBLIC,
        content=content,
        now=notice.recorded_at,
        revision=notice.revision,
        published_at=notice.recorded_at,
    )
