"""Umzug: the way of what comes from another system, by the same machine as every other status (domain.md 1.4, 1.7).

Nobody at a desk takes these steps: they are told of on the timeline as taken over, at the time they had there.
"""

import datetime as dt
from dataclasses import replace

from motions.models import Meeting, Minutes, Paper, Release, User
from motions.models.choices import (
    Edition,
    MeetingDocumentKind,
    MeetingStatus,
    MinutesStatus,
    Office,
    PaperStatus,
)

from . import documents, meeting_documents, offices
from .transitions import Act, Transition

_SAID = "Aus einem anderen System übernommen"


def _by_operator(user: User, row: Paper | Meeting | Minutes, on: dt.date) -> bool:
    """Whoever works at the shell of the server; no page offers these steps."""
    return user.is_active


def _release(act: Act[Paper]) -> str:
    """Freeze the text for its readers; the account that takes over answers for it."""
    is_deputy = offices.holds(act.by, Office.GENERAL_DEPUTY, on=act.on)
    release = Release.objects.create(
        paper=act.row,
        revision=1,
        released_by=act.by,
        office=Office.GENERAL_DEPUTY if is_deputy else Office.MAYOR,
        released_at=act.now,
    )
    documents.freeze(act.row, release)
    return ""


def _announce(act: Act[Meeting]) -> str:
    freeze_agenda(act.row, now=act.now)
    return ""


def freeze_agenda(meeting: Meeting, *, now: dt.datetime) -> None:
    """Write down the agenda as it was sent, for each audience, under the number of the last invitation."""
    if not meeting.items.announced().exists():
        return
    last = meeting.invitations.order_by("-revision").first()
    following = meeting_documents.next_revision(meeting, MeetingDocumentKind.AGENDA, edition=Edition.PUBLIC)
    revision = max(last.revision if last else 1, following)
    for edition in (Edition.PUBLIC, Edition.INTERNAL):
        content = meeting_documents.agenda_content(meeting, edition=edition, revision=revision, now=now)
        meeting_documents.freeze(
            meeting,
            MeetingDocumentKind.AGENDA,
            edition=edition,
            content=content,
            now=now,
            revision=revision,
            published_at=now,
        )


def _open(act: Act[Meeting]) -> str:
    act.row.opened_at = act.now
    return ""


def _close(act: Act[Meeting]) -> str:
    act.row.closed_at = act.now
    return ""


def _of_paper(name: str, sources: set[str], target: str) -> Transition[Paper]:
    return Transition[Paper](name, _SAID, _SAID, frozenset(sources), target, _by_operator)


SUBMIT = _of_paper("import_submit", {PaperStatus.DRAFT}, PaperStatus.SUBMITTED)
RELEASE = Transition[Paper](
    name="import_release",
    label=_SAID,
    done=_SAID,
    sources=frozenset({PaperStatus.SUBMITTED}),
    target=PaperStatus.RELEASED,
    may=_by_operator,
    effect=_release,
)
ENDINGS = {
    PaperStatus.SUPERSEDED: _of_paper("import_supersede", {PaperStatus.RELEASED}, PaperStatus.SUPERSEDED),
    PaperStatus.WITHDRAWN: _of_paper("import_withdraw", {PaperStatus.RELEASED}, PaperStatus.WITHDRAWN),
}

ANNOUNCE = Transition[Meeting](
    name="import_invite",
    label=_SAID,
    done=_SAID,
    sources=frozenset({MeetingStatus.PLANNED}),
    target=MeetingStatus.INVITED,
    may=_by_operator,
    effect=_announce,
)
# The agenda as it was sent comes from an Archivpaket (town_issued.py).
ANNOUNCE_AS_ISSUED = replace(ANNOUNCE, effect=lambda act: "")
OPEN = Transition[Meeting](
    name="import_open",
    label=_SAID,
    done=_SAID,
    sources=frozenset({MeetingStatus.INVITED}),
    target=MeetingStatus.IN_SESSION,
    may=_by_operator,
    effect=_open,
    writes=("opened_at",),
)
CLOSE = Transition[Meeting](
    name="import_close",
    label=_SAID,
    done=_SAID,
    sources=frozenset({MeetingStatus.IN_SESSION}),
    target=MeetingStatus.CLOSED,
    may=_by_operator,
    effect=_close,
    writes=("closed_at",),
)
CANCEL = Transition[Meeting](
    name="import_cancel",
    label=_SAID,
    done=_SAID,
    sources=frozenset({MeetingStatus.PLANNED, MeetingStatus.INVITED}),
    target=MeetingStatus.CANCELLED,
    may=_by_operator,
)


def _of_minutes(name: str, source: str, target: str) -> Transition[Minutes]:
    return Transition[Minutes](name, _SAID, _SAID, frozenset({source}), target, _by_operator)


MINUTES_READY = _of_minutes("import_minutes_ready", MinutesStatus.DRAFT, MinutesStatus.READY)
MINUTES_SIGNED = _of_minutes("import_minutes_signed", MinutesStatus.READY, MinutesStatus.SIGNED)
