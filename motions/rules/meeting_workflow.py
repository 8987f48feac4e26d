"""Lebenslauf einer Sitzung, von oben nach unten zu lesen (§§ 47–52 GO NRW).

planned → invited → in_session → closed; cancelled ends. The table is repeated in models/meeting_guards.py.
"""

from motions.models import Meeting, User
from motions.models.choices import MeetingStatus

from . import (
    conclusion,
    invitations,
    meeting_checks,
    meeting_permissions,
    permissions,
    planning,
    planning_checks,
    recording,
    recording_checks,
)
from .transitions import Transition

INVITE = Transition[Meeting](
    name="invite",
    label="Einladung versenden",
    done="Eingeladen",
    sources=frozenset({MeetingStatus.PLANNED}),
    target=MeetingStatus.INVITED,
    may=meeting_permissions.may_manage_meeting,
    findings=meeting_checks.for_invitation,
    effect=invitations.send,
    may_override=meeting_permissions.may_manage_meeting,
    writes=("second_summons",),
)
OPEN = Transition[Meeting](
    name="open",
    label="Sitzung eröffnen",
    done="Sitzung eröffnet",
    sources=frozenset({MeetingStatus.INVITED}),
    target=MeetingStatus.IN_SESSION,
    may=meeting_permissions.may_manage_meeting,
    findings=meeting_checks.for_opening,
    effect=recording.open_meeting,
    may_override=meeting_permissions.may_manage_meeting,
    writes=("opened_at",),
    afterwards=recording.begin,
)
CLOSE = Transition[Meeting](
    name="close",
    label="Sitzung schließen",
    done="Sitzung geschlossen",
    sources=frozenset({MeetingStatus.IN_SESSION}),
    target=MeetingStatus.CLOSED,
    may=meeting_permissions.may_manage_meeting,
    findings=recording_checks.for_closing,
    effect=recording.close_meeting,
    may_override=meeting_permissions.may_manage_meeting,
    writes=("closed_at",),
    afterwards=conclusion.follow_up,
)
REOPEN = Transition[Meeting](
    name="reopen",
    label="Aufzeichnung berichtigen",
    done="Aufzeichnung wieder geöffnet",
    sources=frozenset({MeetingStatus.CLOSED}),
    target=MeetingStatus.IN_SESSION,
    may=meeting_permissions.may_manage_meeting,
    findings=recording_checks.for_reopening,
    needs_note=True,
)
CANCEL = Transition[Meeting](
    name="cancel",
    label="Sitzung absagen",
    done="Sitzung abgesagt",
    sources=frozenset({MeetingStatus.PLANNED, MeetingStatus.INVITED}),
    target=MeetingStatus.CANCELLED,
    may=meeting_permissions.may_manage_meeting,
    findings=planning_checks.for_cancelling,
    effect=planning.cancel,
    needs_note=True,
    writes=("change_reason",),
)

# No step of the life cycle: the meeting stays what it is, everything else is as strict (E-12).
SUPPLEMENT = Transition[Meeting](
    name="supplement",
    label="Nachtrag versenden",
    done="Nachtrag versandt",
    sources=frozenset({MeetingStatus.INVITED}),
    target=MeetingStatus.INVITED,
    may=meeting_permissions.may_manage_meeting,
    findings=meeting_checks.for_supplement,
    effect=invitations.send,
    may_override=meeting_permissions.may_manage_meeting,
    writes=("second_summons",),
)

MEETING_STEPS = (INVITE, OPEN, CLOSE, REOPEN, CANCEL)


def open_to(user: User, meeting: Meeting) -> list[Transition[Meeting]]:
    """The steps a person may take with this meeting now: the buttons of its page."""
    return [
        step
        for step in MEETING_STEPS
        if meeting.status in step.sources and step.may(user, meeting, permissions.today())
    ]
