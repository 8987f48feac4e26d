"""Beschlussauszüge (N-08): one for each resolution, all of a meeting in one run."""

import datetime as dt

from django.db import transaction

from motions.models import AgendaItem, Meeting, MeetingDocument, User
from motions.models.choices import Edition, MeetingDocumentKind, MeetingStatus

from . import meeting_documents, meeting_permissions, minutes_content
from .findings import NotPermitted, Refused, block
from .german_numbers import many
from .history import record


def resolutions(meeting: Meeting) -> list[AgendaItem]:
    """The items an extract is made of: those with an outcome."""
    return [item for item in _items(meeting) if hasattr(item, "treatment") and item.treatment.outcome]


def issue_all(meeting: Meeting, *, by: User, now: dt.datetime) -> list[MeetingDocument]:
    """Freeze an extract of each resolution, as public as its item; unchanged ones are not issued again.

    Raises NotPermitted, or Refused while the meeting is not closed.
    """
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Beschlussauszüge fertigt das Ratsbüro.")
    with transaction.atomic():
        locked = Meeting.objects.select_for_update().get(pk=meeting.pk)
        if locked.status != MeetingStatus.CLOSED:
            text = "Schließen Sie zuerst die Sitzung, dann fertigen Sie die Auszüge."
            raise Refused([block("N-08", text, absolute=True)])
        made = [document for item in resolutions(locked) if (document := _issue(item, by=by, now=now))]
        if made:
            words = many(len(made), "Beschlussauszug gefertigt", "Beschlussauszüge gefertigt")
            record(locked, "issue_extracts", words, by=by, now=now)
    return made


def renew(meeting: Meeting, *, by: User, now: dt.datetime) -> list[MeetingDocument]:
    """Issue anew what a corrected record makes outdated: nobody goes on reading the old result (N-08)."""
    known = set(meeting.documents.filter(kind=MeetingDocumentKind.EXTRACT).values_list("item", flat=True))
    rows = [item for item in _items(meeting) if item.pk in known] if known else []
    return [made for item in rows if (made := _issue(item, by=by, now=now))]


def _items(meeting: Meeting) -> list[AgendaItem]:
    parts = (Edition.PUBLIC, Edition.INTERNAL)
    return [item for part in parts for item in minutes_content.items_of(meeting, part)]


def _issue(item: AgendaItem, *, by: User, now: dt.datetime) -> MeetingDocument | None:
    last = item.documents.filter(kind=MeetingDocumentKind.EXTRACT).order_by("-revision").first()
    revision = last.revision + 1 if last else 1
    content = minutes_content.extract_content(item, by=by, revision=revision, now=now)
    if last is not None and last.content["item"] == content["item"]:
        return None
    return meeting_documents.freeze(
        item.meeting,
        MeetingDocumentKind.EXTRACT,
        edition=Edition.PUBLIC if item.is_public else Edition.INTERNAL,
        content=content,
        revision=revision,
        item=item,
        now=now,
        published_at=now,
    )
