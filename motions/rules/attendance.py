"""Anwesenheit mit Uhrzeiten (§ 49 GO NRW, Q-07, Q-08): who is there, who may vote, who stands in for whom."""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from motions.models import (
    AgendaItem,
    Appointment,
    AttendanceInterval,
    Attendee,
    Meeting,
    Membership,
    Person,
    Recusal,
    SubstituteMembership,
    User,
)
from motions.models.choices import Office, OrganizationType, SeatKind
from motions.models.period import holds_on

from .findings import Finding, Refused, block, warn
from .history import record
from .in_session import locked_meeting

_SEATED = (SeatKind.MEMBER, SeatKind.ADVISORY)


@dataclass(frozen=True)
class Roll:
    """Anwesenheitsliste einer Sitzung, read once: attendees with their times, and who is recused from what."""

    attendees: Sequence[Attendee]
    recused: frozenset[tuple[int, int]]
    mayors: frozenset[int]

    def present(self, at: dt.datetime) -> list[Attendee]:
        """Everybody in the room at a moment."""
        return [row for row in self.attendees if _is_there(row, at)]

    def voters(self, item: AgendaItem, at: dt.datetime, *, without_mayor: bool = False) -> list[Attendee]:
        """Who may vote on an item at a moment: has a vote, is there, is not recused (Q-07, R-01, A-17)."""
        return [
            row
            for row in self.present(at)
            if row.has_vote
            and (item.pk, row.person_id) not in self.recused
            and not (without_mayor and self.is_mayor(row))
        ]

    def recused_from(self, item: AgendaItem) -> list[Attendee]:
        """Who does not take part in an item."""
        return [row for row in self.attendees if (item.pk, row.person_id) in self.recused]

    def is_mayor(self, attendee: Attendee) -> bool:
        """The Bürgermeisterin or Bürgermeister of the day."""
        return attendee.pk in self.mayors


def roll(meeting: Meeting) -> Roll:
    """The list of a meeting as it stands now."""
    attendees = list(meeting.attendees.prefetch_related("intervals"))
    recused = Recusal.objects.filter(item__meeting=meeting).values_list("item", "person")
    people = set(
        Appointment.objects.filter(holds_on(meeting.held_on), office=Office.MAYOR).values_list(
            "user__person", flat=True
        )
    )
    mayors = (
        row.pk for row in attendees if row.has_vote and (row.person_id is None or row.person_id in people)
    )
    return Roll(attendees, frozenset(recused), frozenset(mayors))


def mark_present(
    meeting: Meeting, *, absent: Collection[Attendee], by: User, now: dt.datetime
) -> list[Attendee]:
    """Feststellung der Anwesenheit in one step: all members since the opening, but for those absent.

    Who has times already keeps them; raises OutdatedState or NotPermitted.
    """
    missing = {row.pk for row in absent}
    with transaction.atomic():
        meeting = locked_meeting(meeting, by=by, now=now)
        there = [row for row in not_recorded(meeting) if row.pk not in missing]
        since = meeting.opened_at or now
        AttendanceInterval.objects.bulk_create(
            AttendanceInterval(attendee=row, arrived_at=since) for row in there
        )
        meeting.attendees.filter(pk__in=[row.pk for row in there], is_excused=True).update(is_excused=False)
        record(meeting, "attendance", f"Anwesenheit festgestellt: {len(there)} Personen", by=by, now=now)
    return there


def arrive(
    attendee: Attendee, *, at: dt.datetime, by: User, now: dt.datetime, is_remote: bool = False
) -> None:
    """Jemand kommt oder schaltet sich zu; raises Refused (Q-07, Q-08, H-03), OutdatedState or NotPermitted."""
    with transaction.atomic():
        meeting = locked_meeting(attendee.meeting, by=by, now=now)
        at = max(at, meeting.opened_at or at)
        found = [*_out_of_time(at, now), *_already_there(attendee, at), *_both_there(attendee, at)]
        if is_remote and not meeting.is_hybrid:
            text = "Diese Sitzung ist nicht als hybride Sitzung einberufen. Zugeschaltet nimmt niemand teil."
            found.append(block("H-03", text, "what", absolute=True))
        _refuse(found)
        AttendanceInterval.objects.create(attendee=attendee, arrived_at=at, is_remote=is_remote)
        Attendee.objects.filter(pk=attendee.pk).update(is_excused=False)


def leave(attendee: Attendee, *, at: dt.datetime, by: User, now: dt.datetime) -> None:
    """Jemand geht; raises Refused (Q-07), OutdatedState or NotPermitted."""
    with transaction.atomic():
        locked_meeting(attendee.meeting, by=by, now=now)
        _refuse(_out_of_time(at, now))
        changed = attendee.intervals.filter(arrived_at__lt=at, left_at=None).update(left_at=at)
        if not changed:
            text = (
                f"{attendee} ist um {_clock(at)} Uhr nicht als anwesend eingetragen. Prüfen Sie die Uhrzeit."
            )
            raise Refused([block("Q-07", text, "time", absolute=True)])


def excuse(attendee: Attendee, *, by: User, now: dt.datetime) -> None:
    """Entschuldigt fehlen; who has been there is not absent."""
    with transaction.atomic():
        locked_meeting(attendee.meeting, by=by, now=now)
        if attendee.intervals.exists():
            text = f"{attendee} ist mit Uhrzeit als anwesend eingetragen und kann nicht entschuldigt fehlen."
            raise Refused([block("Q-07", text, "what", absolute=True)])
        Attendee.objects.filter(pk=attendee.pk).update(is_excused=True)


def substitute(
    member: Attendee,
    deputy: SubstituteMembership,
    *,
    at: dt.datetime,
    by: User,
    now: dt.datetime,
    note: str = "",
) -> Attendee:
    """Stellvertretung: takes the vote of an absent member of the same Fraktion (Q-08).

    ``note`` says why somebody earlier in the order does not come. Raises Refused, OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        meeting = locked_meeting(member.meeting, by=by, now=now)
        at = max(at, meeting.opened_at or at)
        found = [
            *_out_of_time(at, now),
            *_unfit(meeting, member, deputy, at),
            *_out_of_order(meeting, deputy),
        ]
        if any(row.blocks for row in found) or (found and not note.strip()):
            raise Refused(found)
        row = Attendee.objects.create(
            meeting=meeting,
            person=deputy.person,
            name=str(deputy.person),
            function=f"Stellvertretung für {member}",
            group=deputy.parliamentary_group.name,
            seat=SeatKind.SUBSTITUTE,
            has_vote=member.has_vote,
            counts_as_council=_is_in_council(deputy, meeting.held_on),
            substitutes_for=member,
            position=member.position,
        )
        AttendanceInterval.objects.create(attendee=row, arrived_at=at)
        record(meeting, "substitute", f"{row} vertritt {member}", by=by, now=now, note=note.strip())
    return row


def add_guest(
    meeting: Meeting, *, name: str, function: str, seat: str, at: dt.datetime, by: User, now: dt.datetime
) -> Attendee:
    """Gäste, Verwaltung und zuhörende Ratsmitglieder: on the list, never with a vote."""
    with transaction.atomic():
        meeting = locked_meeting(meeting, by=by, now=now)
        _refuse(_out_of_time(at, now))
        last = meeting.attendees.order_by("-position").values_list("position", flat=True).first() or 0
        row = Attendee.objects.create(
            meeting=meeting, name=name, function=function, seat=seat, position=last + 1
        )
        AttendanceInterval.objects.create(attendee=row, arrived_at=max(at, meeting.opened_at or at))
    return row


def not_recorded(meeting: Meeting) -> QuerySet[Attendee]:
    """Seats nobody has said anything about yet; who is stood in for comes with a time of his or her own (Q-08)."""
    return meeting.attendees.filter(seat__in=_SEATED, intervals=None, substituted_by=None)


def stays(meeting: Meeting) -> QuerySet[AttendanceInterval]:
    """Every time on the list, each with its person."""
    return AttendanceInterval.objects.filter(attendee__meeting=meeting).select_related("attendee__meeting")


def people(meeting: Meeting) -> QuerySet[Person]:
    """Members of the organ and substitutes on the list: who may be recused."""
    return Person.objects.filter(pk__in=meeting.attendees.exclude(person=None).values("person"))


def is_stated(meeting: Meeting) -> bool:
    """Somebody of the organ was recorded as present; whoever is left then is absent (Q-07)."""
    return meeting.attendees.filter(seat__in=_SEATED, intervals__isnull=False).exists()


def deputies(meeting: Meeting) -> QuerySet[SubstituteMembership]:
    """Who may stand in on the day of the meeting, in the order of each Fraktion."""
    rows = SubstituteMembership.objects.filter(
        holds_on(meeting.held_on), organization=meeting.organization_id
    )
    return rows.select_related("person", "parliamentary_group", "organization")


def _is_there(attendee: Attendee, at: dt.datetime) -> bool:
    return any(
        row.arrived_at <= at and (row.left_at is None or at < row.left_at) for row in attendee.intervals.all()
    )


def _there_from(at: dt.datetime) -> Q:
    """Times that reach beyond a moment."""
    return Q(left_at=None) | Q(left_at__gt=at)


def _already_there(attendee: Attendee, at: dt.datetime) -> list[Finding]:
    if not attendee.intervals.filter(_there_from(at)).exists():
        return []
    text = f"{attendee} ist um {_clock(at)} Uhr oder danach schon als anwesend eingetragen."
    return [block("Q-07", text, "time", absolute=True)]


def _both_there(attendee: Attendee, at: dt.datetime) -> list[Finding]:
    """Member and substitute are never there at once (Q-08)."""
    related = Q(substitutes_for=attendee) | Q(pk=attendee.substitutes_for_id)
    others = Attendee.objects.filter(related, meeting=attendee.meeting_id)
    there = others.filter(Q(intervals__left_at__gt=at) | Q(intervals__left_at=None, intervals__isnull=False))
    return [
        block(
            "Q-08",
            f"{row} nimmt an der Stelle von {attendee} teil. Tragen Sie zuerst ein, wann {row} geht.",
            "attendee",
            absolute=True,
        )
        for row in there.distinct()
    ]


def _unfit(
    meeting: Meeting, member: Attendee, deputy: SubstituteMembership, at: dt.datetime
) -> list[Finding]:
    texts = []
    if member.seat != SeatKind.MEMBER or not member.group or deputy.parliamentary_group.name != member.group:
        texts.append(
            f"{deputy.person} kann {member} nicht vertreten: Die Stellvertretung kommt aus derselben Fraktion."
        )
    if member.intervals.filter(_there_from(at)).exists():
        texts.append(f"{member} ist selbst anwesend. Tragen Sie zuerst ein, wann {member} gegangen ist.")
    if meeting.attendees.filter(person=deputy.person_id).exists():
        texts.append(f"{deputy.person} steht schon auf der Anwesenheitsliste und stimmt nicht zweimal ab.")
    if deputy not in deputies(meeting):
        texts.append(f"{deputy.person} gehört am Sitzungstag nicht zu den Stellvertretungen.")
    return [block("Q-08", text, "deputy", absolute=True) for text in texts]


def _out_of_order(meeting: Meeting, deputy: SubstituteMembership) -> list[Finding]:
    """Those before in the order who are not here."""
    here = set(meeting.attendees.values_list("person", flat=True))
    before = [
        row
        for row in deputies(meeting)
        if row.parliamentary_group_id == deputy.parliamentary_group_id
        and row.position < deputy.position
        and row.person_id not in here
    ]
    return [
        warn(
            "Q-08",
            f"{row.person} geht in der Reihenfolge vor. Nennen Sie im Vermerk, warum sie oder er nicht kommt.",
            "note",
        )
        for row in before
    ]


def _out_of_time(at: dt.datetime, now: dt.datetime) -> list[Finding]:
    if at <= now:
        return []
    text = f"{_clock(at)} Uhr liegt in der Zukunft. Geben Sie die Uhrzeit ein, zu der es geschehen ist."
    return [block("Q-07", text, "time", absolute=True)]


def _is_in_council(deputy: SubstituteMembership, on: dt.date) -> bool:
    held = Membership.held(deputy.person, on)
    return held.filter(organization__organization_type=OrganizationType.COUNCIL).exists()


def _refuse(found: list[Finding]) -> None:
    if found:
        raise Refused(found)


def _clock(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M}"
