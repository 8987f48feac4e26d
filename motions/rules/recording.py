"""Sitzungsverlauf: opening, the call of each item, interruptions, closing (§§ 49, 50 GO NRW)."""

import datetime as dt

from django.db import transaction
from django.db.models import Max

from motions.models import AgendaItem, Appointment, Attendee, Meeting, Person, Treatment, User
from motions.models.choices import (
    CommitteeKind,
    MembershipRole,
    Office,
    OrganizationType,
    SeatKind,
)
from motions.models.period import holds_on

from . import attendance, chairs, contributions, organs, referrals
from .findings import OutdatedState, Refused, block
from .history import record
from .in_session import locked_meeting, locked_treatment
from .organs import Seat
from .transitions import Act

_WITHOUT_COUNCIL = (MembershipRole.EXPERT_CITIZEN, MembershipRole.ADVISORY_RESIDENT)


# --- opening and closing --------------------------------------------------------------------------------------


def open_meeting(act: Act[Meeting]) -> str:
    """Die Sitzung wird eröffnet."""
    act.row.opened_at = act.happened_at or act.now
    return ""


def begin(act: Act[Meeting]) -> None:
    """The list of attendees and a treatment for each announced item, once the meeting is in session."""
    Attendee.objects.bulk_create(_seats(act.row))
    items = act.row.items.announced()
    Treatment.objects.bulk_create(Treatment(item=item) for item in items.filter(treatment=None))


def close_meeting(act: Act[Meeting]) -> str:
    """Die Sitzung wird geschlossen; from now on its results are told and referrals take effect (O-01).

    After a correction of the record the meeting has still ended when it did.
    """
    act.row.closed_at = act.happened_at or act.row.closed_at or act.now
    referrals.carry_out(act.row, by=act.by, now=act.now)
    for effect in contributions.on_closing:
        effect(act)
    return ""


def _seats(meeting: Meeting) -> list[Attendee]:
    """Everybody who belongs to the organ on the day of the meeting, and the Bürgermeister (§ 40 Abs. 2 GO NRW)."""
    composition = organs.composition(meeting.organization, on=meeting.held_on)
    excused = set(meeting.replies.filter(is_coming=False).values_list("person", flat=True))
    rows = [_of_seat(meeting, seat) for seat in composition.seats]
    mayor = _mayor(meeting)
    if mayor and not any(seat.is_mayor for seat in composition.seats):
        rows.insert(0, mayor)
    for position, row in enumerate(rows, start=1):
        row.position, row.is_excused = position, row.person_id in excused
    return rows


def _of_seat(meeting: Meeting, seat: Seat) -> Attendee:
    member = seat.membership
    is_seated = has_mayor_a_vote(meeting) if seat.is_mayor else member.has_vote
    return Attendee(
        meeting=meeting,
        person=member.person,
        name=str(member.person),
        function=Office.MAYOR.label if seat.is_mayor else _function(seat),
        group=seat.group,
        seat=SeatKind.MEMBER if is_seated else SeatKind.ADVISORY,
        has_vote=is_seated,
        counts_as_council=member.role not in _WITHOUT_COUNCIL,
    )


def _function(seat: Seat) -> str:
    return "" if seat.membership.role == MembershipRole.MEMBER else seat.membership.function


def _mayor(meeting: Meeting) -> Attendee | None:
    """The Bürgermeister votes in the Rat and in the Hauptausschuss; elsewhere he may come and speak (A-18)."""
    held = Appointment.objects.filter(holds_on(meeting.held_on), office=Office.MAYOR).select_related(
        "user__person"
    )
    appointment = held.first()
    if appointment is None:
        return None
    has_vote = has_mayor_a_vote(meeting)
    return Attendee(
        meeting=meeting,
        person=appointment.user.person,
        name=appointment.user.get_full_name(),
        function=Office.MAYOR.label,
        seat=SeatKind.MEMBER if has_vote else SeatKind.ADVISORY,
        has_vote=has_vote,
        counts_as_council=has_vote,
    )


def has_mayor_a_vote(meeting: Meeting) -> bool:
    """Only in the Rat and in the Haupt- und Finanzausschuss (§§ 40, 57 Abs. 3 GO NRW, A-18)."""
    organ = meeting.organization
    return organ.organization_type == OrganizationType.COUNCIL or organ.committee_kind == CommitteeKind.MAIN


# --- item after item ------------------------------------------------------------------------------------------


def call(item: AgendaItem, *, version: int, by: User, now: dt.datetime) -> Treatment:
    """Einen Punkt aufrufen; in which order is recorded (E-10), and who chairs (R-05).

    Raises OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        if row.started_at is None:
            last = Treatment.objects.filter(item__meeting=item.meeting_id).aggregate(Max("position"))
            row.position = (last["position__max"] or 0) + 1
            row.started_at = now
            chairs.appoint(row, at=now)
        row.save(update_fields=["version", "position", "started_at", "chaired_by"])
    return row


def finish(item: AgendaItem, *, version: int, by: User, now: dt.datetime) -> Treatment:
    """Einen Punkt abschließen: what has no matter to decide is done when the next one is called."""
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        row.started_at = row.started_at or now
        row.ended_at = row.ended_at or now
        chairs.appoint(row, at=row.started_at)
        row.save(update_fields=["version", "started_at", "ended_at", "chaired_by"])
    return row


def set_chair(item: AgendaItem, person: Person, *, version: int, by: User, now: dt.datetime) -> Treatment:
    """Den Vorsitz eines Punktes eintragen oder berichtigen, the eldest member included (R-05, N-02, § 67 GO NRW).

    Raises Refused for somebody who is not on the list as present or is recused, OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        roll = attendance.roll(row.item.meeting)
        moments = [one for one in (row.started_at, row.ended_at) if one] or [now]
        if all(person.pk not in {one.person_id for one in roll.present(at)} for at in moments):
            text = (
                f"{person} ist bei {item.label} nicht als anwesend eingetragen. Prüfen Sie die Anwesenheit."
            )
            raise Refused([block("N-02", text, "chair", absolute=True)])
        if person.pk in {one.person_id for one in roll.recused_from(row.item)}:
            text = f"{person} ist zu {item.label} befangen. Wählen Sie, wer den Punkt geleitet hat."
            raise Refused([block("R-05", text, "chair", absolute=True)])
        row.chaired_by = person
        row.save(update_fields=["version", "chaired_by"])
        record(row.item.meeting, "chair", f"{item.label}: Vorsitz {person}", by=by, now=now)
    return row


def state_lack_of_quorum(
    item: AgendaItem, *, is_lacking: bool, version: int, by: User, now: dt.datetime
) -> Treatment:
    """Der Vorsitz stellt die Beschlussunfähigkeit zu einem Punkt fest, or takes that back (Q-02, Q-03)."""
    with transaction.atomic():
        row = locked_treatment(item, version=version, by=by, now=now)
        row.quorum_lacking = is_lacking
        row.save(update_fields=["version", "quorum_lacking"])
        words = "festgestellt" if is_lacking else "nicht mehr festgestellt"
        record(row.item.meeting, "quorum", f"{item.label}: Beschlussunfähigkeit {words}", by=by, now=now)
    return row


# --- interruptions --------------------------------------------------------------------------------------------


def interrupt(meeting: Meeting, *, is_over: bool, by: User, now: dt.datetime) -> None:
    """Die Sitzung wird unterbrochen oder fortgesetzt; raises OutdatedState on a second press."""
    with transaction.atomic():
        meeting = locked_meeting(meeting, by=by, now=now)
        if is_interrupted(meeting) is not is_over:
            raise OutdatedState("Das ist schon eingetragen. Prüfen Sie den aktuellen Stand.")
        act, words = ("resume", "Sitzung fortgesetzt") if is_over else ("interrupt", "Sitzung unterbrochen")
        record(meeting, act, words, by=by, now=now)


def is_interrupted(meeting: Meeting) -> bool:
    """The last word about it was an interruption."""
    last = meeting.events.filter(act__in=["interrupt", "resume"]).order_by("-happened_at", "-pk").first()
    return last is not None and last.act == "interrupt"
