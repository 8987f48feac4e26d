"""Auskunft nach Art. 15 DSGVO (DS-11): what is kept about one person with a mandate, as rows for a table.

Titles of items are left out: a person may be recused from one (P-10). Notes are the person's own and no part of it.
What an account entered for the town (a notice, a scan, a fee month) stands among its acts, not once more by itself.
"""

import datetime as dt
from collections.abc import Iterator

from django.db.models import Q
from django.utils import timezone

from motions.models import (
    Appointment,
    Attendee,
    CalendarToken,
    CoSignature,
    Delivery,
    Event,
    FeeStatement,
    GroupAttendance,
    GroupSessionCorrection,
    Interest,
    LastVisit,
    Membership,
    MinutesObjection,
    NamedVote,
    Notification,
    NotificationChoice,
    Paper,
    Person,
    ReadRecord,
    Recusal,
    Reply,
    SignedUpload,
    SigningRequest,
    SubstituteMembership,
    Substitution,
    Treatment,
    UrgentDecision,
    User,
)

from . import group_sessions, meeting_permissions
from .clearance import clearance
from .csv_tables import Cell
from .findings import NotPermitted

HEAD = ("Bereich", "Von", "Bis", "Angabe")
Row = tuple[str, Cell, Cell, str]


def of_person(person: Person, *, by: User) -> list[Row]:
    """Everything about a person, in the order of HEAD; raises NotPermitted. The Ratsbüro answers such a request."""
    if not meeting_permissions.may_plan_meetings(by):
        raise NotPermitted("Auskunft über gespeicherte Daten gibt das Ratsbüro.")
    with clearance("system"):
        account = User.objects.filter(person=person).first()
        return [
            ("Person", None, None, str(person)),
            *_mandates(person),
            *_motions(person),
            *_meetings(person),
            *_votes(person),
            *_allowances(person),
            *(_account(account) if account else []),
        ]


def _mandates(person: Person) -> Iterator[Row]:
    for seat in Membership.objects.filter(person=person).select_related("organization"):
        yield "Mitgliedschaft", seat.starts_on, seat.ends_on, f"{seat.organization}: {seat.function}"
    for deputy in SubstituteMembership.objects.filter(person=person).select_related("organization"):
        yield "Stellvertretung", deputy.starts_on, deputy.ends_on, str(deputy.organization)
    for row in Interest.objects.filter(person=person):
        yield (
            "Angabe nach der Ehrenordnung",
            row.starts_on,
            row.ends_on,
            f"{row.get_kind_display()}: {row.body}",
        )


def _motions(person: Person) -> Iterator[Row]:
    """By number: what it is about may be for the ears of others only (P-06)."""
    for paper in Paper.objects.filter(author_person=person).select_related("paper_type").order_by("pk"):
        yield "Antrag ohne Fraktion", paper.dated_on, None, f"{paper.paper_type} {paper.reference}".strip()


def _meetings(person: Person) -> Iterator[Row]:
    attended = Attendee.objects.filter(person=person).prefetch_related("intervals")
    for row in attended.select_related("meeting__organization"):
        stays = [(_clock(stay.arrived_at), _clock(stay.left_at)) for stay in row.intervals.all()]
        times = ", ".join(f"{came} bis {left}" for came, left in stays) or "nicht anwesend"
        yield "Anwesenheit", row.meeting.held_on, None, f"{row.meeting} ({row.get_seat_display()}): {times}"
    for reply in Reply.objects.filter(person=person).select_related("meeting__organization"):
        words = f"{reply.meeting}: {'Zusage' if reply.is_coming else 'Absage'} {reply.note}".strip()
        yield "Zu- oder Absage", _day(reply.replied_at), None, words
    told = Delivery.objects.filter(person=person)
    for delivery in told.select_related("invitation__meeting__organization"):
        words = f"{delivery.invitation.meeting}: {delivery.get_channel_display()}"
        yield "Zustellung der Einladung", _day(delivery.provided_at), None, words
    for objection in MinutesObjection.objects.filter(person=person):
        yield "Einwendung gegen eine Niederschrift", objection.raised_on, None, objection.text


def _votes(person: Person) -> Iterator[Row]:
    """By name only: of a secret or an open ballot nobody knows who said what (A-12)."""
    votes = NamedVote.objects.filter(person=person)
    for vote in votes.select_related("ballot__treatment__item__meeting__organization"):
        item = vote.ballot.treatment.item
        words = f"{item.meeting}, TOP {item.label}: {vote.get_choice_display()}"
        yield "Namentliche Stimme", item.meeting.held_on, None, words
    recused = Recusal.objects.filter(person=person)
    for recusal in recused.select_related("item__meeting__organization"):
        item = recusal.item
        words = f"{item.meeting}, TOP {item.label}: {recusal.get_ground_display()}"
        yield "Befangenheit", item.meeting.held_on, None, words
    urgent = UrgentDecision.objects.filter(second_person=person)
    for decision in urgent:
        yield "Dringlichkeitsentscheidung", decision.decided_on, None, "mitentschieden (§ 60 Abs. 1 GO NRW)"
    led = Treatment.objects.filter(chaired_by=person)
    for row in led.select_related("item__meeting__organization"):
        yield "Vorsitz", row.item.meeting.held_on, None, f"{row.item.meeting}, TOP {row.item.label}"


def _allowances(person: Person) -> Iterator[Row]:
    for paid in FeeStatement.objects.filter(person=person).order_by("month", "revision"):
        yield (
            "Abrechnung",
            paid.month,
            None,
            f"{paid.total} Euro, Fassung {paid.revision} {paid.reason}".strip(),
        )
    for there in GroupAttendance.objects.filter(person=person).select_related("session__organization"):
        yield "Fraktionssitzung", there.session.held_on, None, str(there.session)
    yield from _corrected(person)


def _corrected(person: Person) -> Iterator[Row]:
    """What a correction says of this person alone; who else was there is no answer to this request (Art. 15 Abs. 4)."""
    rows = GroupSessionCorrection.objects.filter(
        Q(before__contains=str(person)) | Q(after__contains=str(person))
    )
    for row in rows.select_related("session__organization"):
        told = [group_sessions.of_one(person, text) for text in (row.before, row.after)]
        if any(is_there for _, is_there in told):
            before, after = (
                f"{held}, {'anwesend' if is_there else 'nicht anwesend'}" for held, is_there in told
            )
            words = f"{row.session.organization}: vorher {before}; nachher {after}"
            yield "Berichtigte Fraktionssitzung", _day(row.corrected_at), None, words


def _account(user: User) -> Iterator[Row]:
    yield "Konto", None, None, f"{user.get_full_name()}, {user.email} {user.phone}".strip()
    for office in Appointment.objects.filter(user=user):
        yield "Amt", office.starts_on, office.ends_on, office.get_office_display()
    for away in Substitution.objects.filter(Q(absent=user) | Q(substitute=user)).select_related(
        "absent", "substitute"
    ):
        yield (
            "Vertretung im Amt",
            away.starts_on,
            away.ends_on,
            f"{away.absent}, vertreten durch {away.substitute}",
        )
    for choice in NotificationChoice.objects.filter(user=user):
        yield "E-Mails", None, None, choice.get_rhythm_display()
    for told in Notification.objects.filter(recipient=user):
        yield "Benachrichtigung", _day(told.created_at), None, told.get_kind_display()
    for feed in CalendarToken.objects.filter(user=user):
        yield (
            "Kalenderadresse",
            _day(feed.created_at),
            feed.revoked_at and _day(feed.revoked_at),
            "mein Kalender",
        )
    for visit in LastVisit.objects.filter(user=user).select_related("meeting__organization"):
        yield "Zuletzt gesehen", _day(visit.seen_at), None, str(visit.meeting)
    yield from _signed(user)
    for read in ReadRecord.objects.filter(reader=user).select_related("paper", "meeting__organization"):
        where = read.paper.reference if read.paper else str(read.meeting)
        yield "Leseprotokoll", _day(read.read_at), None, f"{where}: {read.part}"
    for event in Event.objects.filter(actor=user).select_related("paper", "meeting__organization"):
        where = event.paper.reference if event.paper else str(event.meeting)
        yield "Handlung", _day(event.happened_at), None, f"{where}: {event.label}"


def _signed(user: User) -> Iterator[Row]:
    for co_signed in CoSignature.objects.filter(Q(signed_by=user) | Q(for_absent=user)).select_related(
        "paper"
    ):
        words = f"{co_signed.paper.reference}: {co_signed.get_decision_display()} {co_signed.note}".strip()
        yield "Mitzeichnung", _day(co_signed.signed_at), None, words
    for order in SigningRequest.objects.filter(asked_by=user):
        yield "Signaturauftrag", _day(order.asked_at), None, f"{order.get_kind_display()}, {order.signer}"
    for upload in SignedUpload.objects.filter(uploaded_by=user).select_related("of_meeting__meeting"):
        yield "Hochgeladene Unterschrift", _day(upload.uploaded_at), None, str(upload.of_meeting.meeting)


def _day(at: dt.datetime) -> dt.date:
    return timezone.localdate(at)


def _clock(at: dt.datetime | None) -> str:
    return f"{timezone.localtime(at):%H:%M}" if at else "zum Ende"
