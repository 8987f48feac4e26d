"""Tonaufzeichnung als Hilfe für die Niederschrift: deleted after the period of the Geschäftsordnung (N-07)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from motions.models import AudioRecording, Meeting, User
from motions.models.choices import MeetingStatus, MinutesStatus

from . import bylaws, meeting_permissions
from .findings import NotPermitted, OutdatedState, Refused, block
from .history import record

_HELD = (MeetingStatus.IN_SESSION, MeetingStatus.CLOSED)


@dataclass(frozen=True)
class ToDelete:
    """Eine Aufzeichnung, deren Niederschrift unterschrieben ist; without a local rule it is due at once."""

    recording: AudioRecording
    due_on: dt.date
    is_overdue: bool


def note_recording(meeting: Meeting, *, kept_where: str, by: User, now: dt.datetime) -> AudioRecording:
    """Write down that a meeting was recorded and where that is kept; raises NotPermitted, OutdatedState, Refused."""
    _insist_on_office(by, meeting, now)
    if not kept_where.strip():
        raise Refused([block("N-07", "Nennen Sie den Ort der Aufzeichnung.", "kept_where", absolute=True)])
    with transaction.atomic():
        locked = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if locked.status not in _HELD:
            raise OutdatedState("Eine Aufzeichnung gibt es erst, wenn die Sitzung läuft.")
        if AudioRecording.objects.filter(meeting=locked).exists():
            raise OutdatedState("Die Aufzeichnung dieser Sitzung ist schon eingetragen.")
        row = AudioRecording.objects.create(
            meeting=locked, kept_where=kept_where.strip(), recorded_by=by, recorded_at=now
        )
        record(locked, "note_recording", "Tonaufzeichnung eingetragen", by=by, now=now)
    return row


def confirm_deletion(recording: AudioRecording, *, deleted_on: dt.date, by: User, now: dt.datetime) -> None:
    """Write down that the recording is deleted; before the minutes are signed it is still needed (N-07).

    Raises NotPermitted, OutdatedState or Refused.
    """
    _insist_on_office(by, recording.meeting, now)
    with transaction.atomic():
        row = AudioRecording.objects.select_for_update(of=("self",)).get(pk=recording.pk)
        if row.deleted_on is not None:
            raise OutdatedState("Die Löschung ist schon eingetragen. Es ist nichts mehr zu tun.")
        if not _is_signed(row.meeting):
            text = (
                "Die Niederschrift ist noch nicht unterschrieben. Bis dahin wird die Aufzeichnung gebraucht."
            )
            raise Refused([block("N-07", text, absolute=True)])
        if not timezone.localdate(row.recorded_at) <= deleted_on <= timezone.localdate(now):
            text = "Dieser Tag kann nicht stimmen. Geben Sie den Tag ein, an dem gelöscht wurde."
            raise Refused([block("N-07", text, "deleted_on", absolute=True)])
        row.deleted_on, row.deleted_by = deleted_on, by
        row.save(update_fields=["deleted_on", "deleted_by"])
        record(row.meeting, "delete_recording", "Tonaufzeichnung gelöscht", by=by, now=now)


def to_delete(*, on: dt.date) -> list[ToDelete]:
    """Recordings nobody needs any more, the oldest first."""
    rows = AudioRecording.objects.filter(deleted_on=None, meeting__minutes__status=MinutesStatus.SIGNED)
    rows = rows.select_related("meeting__organization", "meeting__minutes").order_by("meeting__starts_at")
    laws = bylaws.history("minutes.recording_days")
    dated = rows.annotate(signed_on=Max("meeting__minutes__signatures__signed_on"))
    return [_to_delete(row, laws, on) for row in dated]


def _to_delete(recording: AudioRecording, laws: bylaws.History, on: dt.date) -> ToDelete:
    signed_on: dt.date = vars(recording)["signed_on"] or recording.meeting.held_on
    days = int(laws.get("minutes.recording_days", signed_on) or 0)
    due_on = signed_on + dt.timedelta(days=days)
    return ToDelete(recording, due_on, due_on < on)


def _is_signed(meeting: Meeting) -> bool:
    minutes = getattr(meeting, "minutes", None)
    return minutes is not None and minutes.status == MinutesStatus.SIGNED


def _insist_on_office(by: User, meeting: Meeting, now: dt.datetime) -> None:
    if not meeting_permissions.may_manage_meeting(by, meeting, timezone.localdate(now)):
        raise NotPermitted("Tonaufzeichnungen führt das Ratsbüro.")
