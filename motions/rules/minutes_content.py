"""Inhalt von Niederschrift und Beschlussauszug: made of what was recorded, one part at a time (§ 52 GO NRW, N-06).

The public part is built from public items only and knows of the other one nothing but when it took place.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from motions.models import (
    AgendaItem,
    Attendee,
    Ballot,
    ExclusionMotion,
    Meeting,
    MinutesEntry,
    Recusal,
    Treatment,
    User,
)
from motions.models.choices import BallotKind, Edition, Majority, SeatKind

from . import bylaws, chairs, combining, counting, elections, exclusions, minutes_objections
from .content import Content, moment, town_on

_ABSTENTIONS = "ballot.unanimous_with_abstentions"
_OF_THE_ORGAN = (SeatKind.MEMBER, SeatKind.SUBSTITUTE, SeatKind.ADVISORY)


@dataclass(frozen=True)
class Span:
    """Zeit eines Teils: what happens outside of it is told in the other document."""

    starts_at: dt.datetime
    ends_at: dt.datetime


def items_of(meeting: Meeting, edition: str) -> list[AgendaItem]:
    """The items of one part in the order of the agenda, with everything a Niederschrift tells about them."""
    rows = meeting.items.announced().filter(is_public=edition == Edition.PUBLIC)
    of_treatment = ("chaired_by", "debated_with", "deferred_to__organization", "referred_to")
    related = (f"treatment__{name}" for name in of_treatment)
    rows = rows.select_related("consultation__paper", "entry", *related)
    return list(
        rows.prefetch_related(
            "recusals__person",
            "treatment__ballots__named_votes__person",
            "treatment__ballots__group_votes",
            "treatment__ballots__candidates",
        ).in_order()
    )


def minutes_content(meeting: Meeting, *, edition: str, revision: int, now: dt.datetime) -> Content:
    """One part of the Niederschrift."""
    items = items_of(meeting, edition)
    span = span_of(meeting, items, edition)
    taker = meeting.minute_taker
    return {
        "schema": "ratsinfo-minutes/1",
        **_head(meeting, edition, "Niederschrift", revision, now),
        "opened_at": moment(span.starts_at),
        "closed_at": moment(span.ends_at),
        "interruptions": _interruptions(meeting, span),
        "attendance": attendance(meeting, span),
        "other_part": _other_part(meeting, edition),
        "chairs": [{"name": row.name, "covers": row.covers} for row in chairs.of_items(meeting, items)],
        "minute_taker": taker.get_full_name() if taker else "",
        "items": [_item(item, meeting.held_on) for item in items],
        "exclusions": []
        if edition == Edition.PUBLIC
        else [_exclusion(row) for row in exclusions.of_meeting(meeting)],
    }


def extract_content(item: AgendaItem, *, by: User, revision: int, now: dt.datetime) -> Content:
    """One Beschlussauszug (N-08): organ, date, TOP, wording, vote, publicity, certification."""
    meeting = item.meeting
    edition = Edition.PUBLIC if item.is_public else Edition.INTERNAL
    return {
        "schema": "ratsinfo-extract/1",
        **_head(meeting, edition, "Beschlussauszug", revision, now),
        "item": _item(item, meeting.held_on) | {"entry": ""},
        "certified_by": by.get_full_name(),
        "certified_on": timezone.localdate(now).isoformat(),
    }


def span_of(meeting: Meeting, items: list[AgendaItem], edition: str) -> Span:
    """When a part took place; the public one lasts from the opening on, the other one from its first item."""
    opened = meeting.opened_at or meeting.starts_at
    closed = meeting.closed_at or opened
    others = meeting.items.announced().filter(is_public=edition != Edition.PUBLIC)
    treated = [row.treatment for row in items if hasattr(row, "treatment")]
    ends = [row.ended_at for row in treated if row.ended_at]
    starts = [row.started_at for row in treated if row.started_at]
    if edition == Edition.PUBLIC:
        return Span(opened, max(ends) if ends and others.exists() else closed)
    return Span(min(starts) if starts else opened, max(ends) if ends else closed)


def attendance(meeting: Meeting, span: Span) -> dict[str, list[dict[str, str]]]:
    """Who was there during a part, with times where somebody came later or left earlier (Q-07)."""
    rows = meeting.attendees.prefetch_related("intervals").select_related("substitutes_for")
    told: dict[str, list[dict[str, str]]] = {"present": [], "absent": [], "others": []}
    for row in rows:
        times = _times(row, span)
        if row.seat in _OF_THE_ORGAN:
            told["present" if times is not None else "absent"].append(_person(row, times))
        elif times is not None:
            told["others"].append(_person(row, times))
    return told


def _interruptions(meeting: Meeting, span: Span) -> list[dict[str, str]]:
    """From when until when the meeting was interrupted; of each part only what began in it (N-06)."""
    rows = meeting.events.filter(act__in=["interrupt", "resume"]).order_by("happened_at", "pk")
    found: list[dict[str, str]] = []
    since: dt.datetime | None = None
    for row in rows:
        if row.act == "interrupt":
            since = row.happened_at
        elif since is not None:
            if span.starts_at <= since < span.ends_at:
                found.append({"from": moment(since), "until": moment(min(row.happened_at, span.ends_at))})
            since = None
    return found


def _times(row: Attendee, span: Span) -> str | None:
    """ "" for the whole part, None for somebody who was not there."""
    parts = []
    for stay in row.intervals.all():
        left = stay.left_at or span.ends_at
        if stay.arrived_at >= span.ends_at or left <= span.starts_at:
            continue
        words = ["zugeschaltet"] * stay.is_remote
        if stay.arrived_at > span.starts_at:
            words.append(f"ab {_clock(stay.arrived_at)}")
        if left < span.ends_at:
            words.append(f"bis {_clock(left)}")
        parts.append(" ".join(words))
    return ", ".join(filter(None, parts)) if parts else None


def _person(row: Attendee, times: str | None) -> dict[str, str]:
    return {
        "name": row.name,
        "function": row.function,
        "group": row.group,
        "substitutes_for": row.substitutes_for.name if row.substitutes_for else "",
        "times": times or "",
        "excused": "entschuldigt" if row.is_excused and times is None else "",
    }


def _head(meeting: Meeting, edition: str, kind: str, revision: int, now: dt.datetime) -> Content:
    organ, day = meeting.organization, meeting.held_on
    return {
        "town": town_on(day),
        "type": kind,
        "status": "released",
        "subject": f"{organ.name}, {day:%d.%m.%Y}",
        "organ": {"name": organ.name, "short_name": organ.short_name, "article": organ.article},
        "date": day.isoformat(),
        "place": meeting.place,
        "room": meeting.room,
        "is_public": edition == Edition.PUBLIC,
        "part": "Öffentlicher Teil" if edition == Edition.PUBLIC else "Nichtöffentlicher Teil",
        "revision": revision,
        "created_at": moment(now),
    }


def _other_part(meeting: Meeting, edition: str) -> dict[str, str]:
    """When the public was excluded; nothing else of that part is told (N-06)."""
    if edition != Edition.PUBLIC:
        return {}
    secret = Treatment.objects.filter(item__meeting=meeting, item__is_public=False, started_at__isnull=False)
    starts = [row.started_at for row in secret if row.started_at]
    ends = [row.ended_at for row in secret if row.ended_at]
    if not starts or not ends:
        return {}
    return {"from": moment(min(starts)), "until": moment(max(ends))}


def _item(item: AgendaItem, on: dt.date) -> Content:
    treatment: Treatment | None = getattr(item, "treatment", None)
    entry: MinutesEntry | None = getattr(item, "entry", None)
    paper = item.consultation.paper if item.consultation else None
    told = {
        "label": item.label,
        "is_below": item.parent_id is not None,
        "title": item.title,
        "reference": paper.reference if paper else "",
        "is_tabled": item.is_tabled,
        "extension_reason": item.extension_reason,
        "recusals": [_recusal(row) for row in item.recusals.all()],
        "objections": _objections(item),
        "entry": entry.text if entry else "",
    }
    return told | (_result(treatment, on) if treatment else _result(Treatment(), on))


def _exclusion(motion: ExclusionMotion) -> Content:
    """What was said about excluding the public: for the non-public part alone (P-03)."""
    item = motion.ballot.treatment.item
    return {
        "label": item.label,
        "title": item.title,
        "moved_by": motion.moved_by,
        "ground": motion.get_ground_display(),
        "debate": motion.debate,
        "continued_as": motion.continued_as.label if motion.continued_as else "",
    }


def _result(treatment: Treatment, on: dt.date) -> Content:
    chair = treatment.chaired_by
    return {
        "outcome": treatment.get_outcome_display() if treatment.outcome else "",
        "final_text": treatment.final_text,
        "reason": treatment.reason,
        "deferred_to": str(treatment.deferred_to) if treatment.deferred_to else "",
        "referred_to": str(treatment.referred_to) if treatment.referred_to else "",
        "quorum_lacking": treatment.quorum_lacking,
        "debated_with": combining.in_words(treatment),
        "chaired_by": str(chair) if chair else "",
        "ballots": _ballots(list(treatment.ballots.all()), on) if treatment.pk else [],
    }


def _ballots(rows: list[Ballot], on: dt.date) -> list[Content]:
    leaves = bylaws.is_on(_ABSTENTIONS, on=on)
    return [
        _ballot(
            row,
            elections.label(row, rows)
            if row.kind == BallotKind.ELECTION
            else counting.label(row, abstentions_leave_unanimous=leaves),
        )
        for row in rows
    ]


def _ballot(ballot: Ballot, label: str) -> Content:
    return {
        "kind": "Abstimmung" if ballot.kind == BallotKind.MAIN else ballot.get_kind_display(),
        "subject": ballot.subject,
        "mode": ballot.get_mode_display(),
        "label": label,
        "counts": _counts(ballot),
        "majority": ballot.get_majority_display() if ballot.majority != Majority.SIMPLE else "",
        "not_voted_note": ballot.not_voted_note if ballot.not_voted_count else "",
        "named_votes": [
            {"name": str(vote.person), "choice": vote.get_choice_display()}
            for vote in ballot.named_votes.all()
        ],
        "group_votes": [str(row) for row in ballot.group_votes.all()],
        "candidates": [
            {"name": row.name, "votes": row.votes, "by_lot": row.drawn_by_lot}
            for row in ballot.candidates.all()
        ],
    }


def _counts(ballot: Ballot) -> list[dict[str, Any]]:
    """The numbers people read; what nobody did is left out, but Ja and Nein are always told."""
    if ballot.yes_count is None:
        return []
    rows = [
        ("Ja", ballot.yes_count, True),
        ("Nein", ballot.no_count, True),
        ("Enthaltung", ballot.abstention_count, True),
        ("ungültig", ballot.invalid_count, False),
        ("nicht abgestimmt", ballot.not_voted_count, False),
    ]
    return [{"label": label, "count": count} for label, count, always in rows if count or always]


def _recusal(row: Recusal) -> str:
    """Name, legal basis and where the person was; never the private reason (R-02)."""
    where = "war im Zuhörerbereich" if row.stays_in_audience else "hat den Sitzungsraum verlassen"
    return f"{row.person} war befangen nach {row.get_ground_display()}, hat nicht mitgewirkt und {where}."


def _objections(item: AgendaItem) -> list[str]:
    """Einwendungen the item is about, each with whose and against which Niederschrift (N-05)."""
    return [
        f"{row.person} zur Niederschrift vom {row.minutes.meeting.held_on:%d.%m.%Y}: {row.text}"
        for row in minutes_objections.at_item(item)
    ]


def _clock(at: dt.datetime) -> str:
    return f"{timezone.localtime(at):%H:%M} Uhr"
