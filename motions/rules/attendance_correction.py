"""Berichtigung der Anwesenheitsliste (Q-07): a time that was typed wrongly, checked anew against every vote."""

import datetime as dt

from django.db import IntegrityError, transaction
from django.utils import timezone

from motions.models import AttendanceInterval, Attendee, Ballot, Meeting, User
from motions.models.choices import BallotKind, SeatKind

from . import attendance
from .findings import Finding, OutdatedState, Refused, block
from .history import record
from .in_session import locked_meeting

_ADDED = (SeatKind.SUBSTITUTE, SeatKind.GUEST, SeatKind.ADMINISTRATION, SeatKind.LISTENER)


def correct(
    stay: AttendanceInterval,
    *,
    arrived_at: dt.datetime,
    left_at: dt.datetime | None,
    reason: str,
    by: User,
    now: dt.datetime,
) -> None:
    """Eine Zeit berichtigen; raises Refused (Q-07, Q-08), OutdatedState or NotPermitted."""
    with transaction.atomic():
        meeting, row = _locked(stay, reason, by=by, now=now)
        before, told = _electorates(meeting), _words(row)
        row.arrived_at, row.left_at = arrived_at, left_at
        _refuse([*_impossible(row, now), *_two_on_one_seat(row)])
        try:
            with transaction.atomic():
                row.save(update_fields=["arrived_at", "left_at"])
        except IntegrityError:
            text = f"{row.attendee} ist in dieser Zeit schon anwesend. Prüfen Sie beide Einträge."
            raise Refused([block("Q-07", text, "arrived", absolute=True)]) from None
        _refuse(_votes_moved(meeting, before))
        note = f"{told}, jetzt {_words(row)}. {reason.strip()}"
        record(
            meeting,
            "correct_attendance",
            f"Anwesenheit berichtigt: {row.attendee}",
            by=by,
            now=now,
            note=note,
        )


def take_back(stay: AttendanceInterval, *, reason: str, by: User, now: dt.datetime) -> None:
    """Einen Eintrag zurücknehmen; whoever came onto the list with it leaves it again.

    Raises Refused (Q-07), OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        meeting, row = _locked(stay, reason, by=by, now=now)
        before, told, attendee = _electorates(meeting), _words(row), row.attendee
        row.delete()
        if attendee.seat in _ADDED and not attendee.intervals.exists():
            attendee.delete()
        _refuse(_votes_moved(meeting, before))
        note = f"{told}. {reason.strip()}"
        words = f"Eintrag der Anwesenheit zurückgenommen: {attendee}"
        record(meeting, "take_back_attendance", words, by=by, now=now, note=note)


def _locked(
    stay: AttendanceInterval, reason: str, *, by: User, now: dt.datetime
) -> tuple[Meeting, AttendanceInterval]:
    meeting = locked_meeting(stay.attendee.meeting, by=by, now=now)
    row = AttendanceInterval.objects.select_related("attendee").filter(pk=stay.pk).first()
    if row is None:
        raise OutdatedState("Dieser Eintrag ist schon zurückgenommen. Prüfen Sie die Anwesenheitsliste.")
    if not reason.strip():
        raise Refused([block("Q-07", "Nennen Sie den Grund der Berichtigung.", "reason", absolute=True)])
    return meeting, row


def _impossible(row: AttendanceInterval, now: dt.datetime) -> list[Finding]:
    found = []
    if row.left_at is not None and row.left_at <= row.arrived_at:
        text = "Wer geht, muss vorher gekommen sein. Prüfen Sie die Uhrzeiten."
        found.append(block("Q-07", text, "left", absolute=True))
    if max(row.arrived_at, row.left_at or row.arrived_at) > now:
        text = "Eine Uhrzeit liegt in der Zukunft. Geben Sie die Uhrzeit ein, zu der es geschehen ist."
        found.append(block("Q-07", text, "arrived", absolute=True))
    return found


def _two_on_one_seat(row: AttendanceInterval) -> list[Finding]:
    """Member and substitute are never there at once (Q-08)."""
    mine = row.attendee
    others = [*mine.substituted_by.all()]
    if mine.substitutes_for is not None:
        others.append(mine.substitutes_for)
    return [
        block(
            "Q-08",
            f"{other} nimmt in dieser Zeit auf demselben Sitz teil. Prüfen Sie beide Zeiten.",
            absolute=True,
        )
        for other in others
        if any(_overlap(row, stay) for stay in other.intervals.all())
    ]


def _overlap(one: AttendanceInterval, other: AttendanceInterval) -> bool:
    return (other.left_at is None or one.arrived_at < other.left_at) and (
        one.left_at is None or other.arrived_at < one.left_at
    )


def _electorates(meeting: Meeting) -> dict[Ballot, list[Attendee]]:
    """Who could take part in each vote by the list as it stands; a vote on a Befangenheit has voters of its own."""
    rows = Ballot.objects.filter(treatment__item__meeting=meeting).exclude(kind=BallotKind.PROCEDURE)
    roll = attendance.roll(meeting)
    return {
        row: roll.voters(row.treatment.item, row.taken_at, without_mayor=row.without_mayor)
        for row in rows.select_related("treatment__item").order_by("taken_at", "pk")
    }


def _votes_moved(meeting: Meeting, before: dict[Ballot, list[Attendee]]) -> list[Finding]:
    """Votes that were right by the list before and are not any more (A-06)."""
    return [
        block(
            "A-06",
            f"{ballot.treatment.item.label}: Bei der Abstimmung um {_clock(ballot.taken_at)} Uhr sind {ballot.voters} "
            f"Stimmberechtigte eingetragen, danach wären es {len(voters)}. Nehmen Sie zuerst die Abstimmung zurück.",
            absolute=True,
        )
        for ballot, voters in _electorates(meeting).items()
        if voters != before[ballot] and len(voters) != ballot.voters
    ]


def _words(row: AttendanceInterval) -> str:
    return f"{_clock(row.arrived_at)} bis {_clock(row.left_at) if row.left_at else 'Ende'}"


def _clock(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"


def _refuse(found: list[Finding]) -> None:
    if found:
        raise Refused(found)
