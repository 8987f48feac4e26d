"""Sitzungen im Umzugsformat: agenda, presence, results; see town_rows.py and docs/handbook/datenuebernahme.md."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from motions.importing.town_fields import (
    below,
    count,
    day,
    flag,
    ident,
    lines,
    moment,
    one_below,
    ref,
    rich,
    text,
    word,
)


@dataclass(frozen=True)
class NamedVoteRow:
    """Stimme in namentlicher Abstimmung."""

    person: str = ref("person", needed=True)
    choice: str = word("Choice", needed=True)


@dataclass(frozen=True)
class GroupVoteRow:
    """Stimmen einer Fraktion in offener Abstimmung."""

    group: str = text(200)
    yes_count: int = count(default=0)
    no_count: int = count(default=0)
    abstention_count: int = count(default=0)


@dataclass(frozen=True)
class CandidateRow:
    """Wahlvorschlag mit seinen Stimmen."""

    name: str = text(200, needed=True)
    votes: int = count(needed=True)
    drawn_by_lot: bool = flag()


@dataclass(frozen=True)
class ExclusionRow:
    """Antrag, die Öffentlichkeit auszuschließen, on which the ballot was taken; non-public (P-03)."""

    moved_by: str = text(200, needed=True)
    ground: str = word("SecrecyGround", needed=True)
    debate: str = lines()
    continued_as: str = ref("item")
    recorded_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class BallotRow:
    """Abstimmung oder Wahlgang."""

    kind: str = word("BallotKind", default="main")
    subject: str = text(300)
    mode: str = word("BallotMode", default="open")
    majority: str = word("Majority", default="simple")
    statutory_member_count: int = count(needed=True)
    voters: int = count(needed=True)
    is_unanimous: bool = flag()
    yes_count: int | None = count()
    no_count: int | None = count()
    abstention_count: int | None = count()
    invalid_count: int = count(default=0)
    not_voted_count: int = count(default=0)
    not_voted_note: str = text(200)
    without_mayor: bool = flag()
    taken_at: dt.datetime = moment(needed=True)
    named_votes: tuple[NamedVoteRow, ...] = below(NamedVoteRow)
    group_votes: tuple[GroupVoteRow, ...] = below(GroupVoteRow)
    candidates: tuple[CandidateRow, ...] = below(CandidateRow)
    exclusion: ExclusionRow | None = one_below(ExclusionRow)


@dataclass(frozen=True)
class TreatmentRow:
    """Behandlung eines Punktes mit ihrem Ergebnis."""

    position: int | None = count()
    started_at: dt.datetime | None = moment()
    ended_at: dt.datetime | None = moment()
    chaired_by: str = ref("person")
    outcome: str = word("Outcome")
    voted_text: str = word("VotedText")
    final_text: str = rich()
    reason: str = lines()
    deferred_to: str = ref("meeting")
    referred_to: str = ref("organization")
    added_consultation: str = ref("consultation")
    quorum_lacking: bool = flag()
    debated_with: str = ref("item")
    ballots: tuple[BallotRow, ...] = below(BallotRow)


@dataclass(frozen=True)
class RecusalRow:
    """Befangenheit zu einem Punkt: the legal ground only."""

    person: str = ref("person", needed=True)
    ground: str = word("RecusalGround", needed=True)
    stays_in_audience: bool = flag()
    declared_at: dt.datetime = moment(needed=True)


@dataclass(frozen=True)
class ItemRow:
    """Tagesordnungspunkt (OParl AgendaItem); the list is the agenda in its order."""

    id: str = ident()
    parent: str = ref("item")
    kind: str = word("ItemKind", default="other")
    number: str = text(12)
    title: str = text(500, needed=True)
    is_public: bool = flag(True)
    public_title: str = text(200)
    secrecy_ground: str = word("SecrecyGround")
    consultation: str = ref("consultation")
    is_tabled: bool = flag()
    announced_at: dt.datetime | None = moment(yields=True)
    extension_reason: str = lines()
    accepted_note: str = text(300)
    recusals: tuple[RecusalRow, ...] = below(RecusalRow)
    treatment: TreatmentRow | None = one_below(TreatmentRow)


@dataclass(frozen=True)
class PresenceRow:
    """Anwesenheitszeit."""

    arrived_at: dt.datetime = moment(needed=True)
    left_at: dt.datetime | None = moment()
    is_remote: bool = flag()


@dataclass(frozen=True)
class AttendeeRow:
    """Teilnehmende Person in ihrer Eigenschaft."""

    id: str = ident()
    person: str = ref("person")
    name: str = text(200, needed=True)
    function: str = text(200)
    group: str = text(200)
    seat: str = word("SeatKind", needed=True)
    has_vote: bool = flag()
    counts_as_council: bool = flag()
    substitutes_for: str = ref("attendee")
    is_excused: bool = flag()
    intervals: tuple[PresenceRow, ...] = below(PresenceRow)


@dataclass(frozen=True)
class InvitationRow:
    """Einladung oder Nachtrag, without the names of those who got it."""

    revision: int = count(needed=True)
    sent_at: dt.datetime = moment(needed=True)
    is_short_notice: bool = flag()
    urgency_reason: str = lines()


@dataclass(frozen=True)
class NoticeRow:
    """Bekanntmachung."""

    revision: int = count(needed=True)
    form: str = text(200, needed=True)
    published_on: dt.date = day(needed=True)


@dataclass(frozen=True)
class MeetingRow:
    """Sitzung (OParl Meeting) mit Tagesordnung und Ergebnissen."""

    id: str = ident()
    organization: str = ref("organization", needed=True)
    status: str = word("MeetingStatus", needed=True)
    slug: str = text(120, yields=True)
    starts_at: dt.datetime = moment(needed=True)
    planned_end_at: dt.datetime | None = moment()
    place: str = text(200, needed=True)
    room: str = text(100)
    access_note: str = text(300)
    editorial_deadline_on: dt.date | None = day()
    is_hybrid: bool = flag()
    moved_from: dt.datetime | None = moment()
    change_reason: str = text(300)
    second_summons: bool = flag()
    opened_at: dt.datetime | None = moment()
    closed_at: dt.datetime | None = moment()
    invitations: tuple[InvitationRow, ...] = below(InvitationRow)
    notices: tuple[NoticeRow, ...] = below(NoticeRow)
    attendees: tuple[AttendeeRow, ...] = below(AttendeeRow)
    items: tuple[ItemRow, ...] = below(ItemRow)
