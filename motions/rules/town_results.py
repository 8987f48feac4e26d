"""Umzug: Anwesenheit und Ergebnisse; written while the meeting is in session, as the database demands."""

from typing import Any

from motions.importing.town_meeting_rows import (
    AttendeeRow,
    BallotRow,
    ExclusionRow,
    ItemRow,
    MeetingRow,
    TreatmentRow,
)
from motions.models import (
    AgendaItem,
    AttendanceInterval,
    Attendee,
    Ballot,
    Candidate,
    ExclusionMotion,
    GroupVote,
    Meeting,
    NamedVote,
    Treatment,
)
from motions.models.choices import BallotMode, Outcome

from .town_work import Work

_STAYS = "Die Sitzung ist eröffnet oder beendet. Die Angabe bleibt, wie sie ist."


def write(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> None:
    """Who was there and what came out, for a meeting that has just been opened."""
    _attendees(meeting, row, work, place)
    for number, item in enumerate(row.items):
        found = work.standing(item, AgendaItem, place)
        if item.treatment is not None and found is not None:
            _treatment(found, item.treatment, work, f"{place}.items[{number}].treatment")


def compare(row: ItemRow, present: ItemRow | None, work: Work, place: str) -> None:
    """What the file says otherwise about an item that stays."""
    row = work.tidy(row, place)
    if present is None:
        work.keep(place, "Der Punkt kommt nicht mehr dazu: Die Sitzung ist eröffnet oder beendet.")
        return
    for name in work.differing(row, present):
        work.keep(f"{place}.{name}", _STAYS)
    if {work.tidy(found, place) for found in row.recusals} != set(present.recusals):
        work.keep(f"{place}.recusals", _STAYS)
    if _tidy(row.treatment, work, f"{place}.treatment") != present.treatment:
        work.keep(f"{place}.treatment", _STAYS)


def _tidy(row: TreatmentRow | None, work: Work, place: str) -> TreatmentRow | None:
    return None if row is None else work.tidy(row, place)


def _attendees(meeting: Meeting, row: MeetingRow, work: Work, place: str) -> None:
    """Members first, then those who stand in for them."""
    rows = list(enumerate(row.attendees))
    for number, attendee in [found for found in rows if not found[1].substitutes_for] + [
        found for found in rows if found[1].substitutes_for
    ]:
        _attendee(meeting, attendee, number, work, f"{place}.attendees[{number}]")


def _attendee(meeting: Meeting, row: AttendeeRow, number: int, work: Work, place: str) -> None:
    row = work.tidy(row, place)
    attendee = Attendee(meeting=meeting, position=number + 1, **work.values(row))
    other = attendee.substitutes_for
    if other is not None and other.meeting_id != meeting.pk:
        work.refuse(f"{place}.substitutes_for", "Die vertretene Person gehört zu einer anderen Sitzung.")
        return
    if work.make(row, attendee, place):
        for count, interval in enumerate(row.intervals):
            presence = AttendanceInterval(attendee=attendee, **work.values(interval))
            work.save(presence, f"{place}.intervals[{count}]")


def _treatment(item: AgendaItem, row: TreatmentRow, work: Work, place: str) -> None:
    row = work.tidy(row, place)
    if row.outcome == Outcome.REFERRED and not row.referred_to:
        work.refuse(f"{place}.referred_to", "Nennen Sie das Gremium, an das verwiesen wurde (O-01).")
        return
    treatment = Treatment(item=item, **work.values(row))
    if not work.save(treatment, place):
        return
    work.report.created["treatment"] += 1
    for number, ballot in enumerate(row.ballots):
        _ballot(treatment, ballot, number, work, f"{place}.ballots[{number}]")


def _ballot(treatment: Treatment, row: BallotRow, number: int, work: Work, place: str) -> None:
    row = work.tidy(row, place)
    if row.named_votes and row.mode != BallotMode.BY_NAME:
        text = "Stimmen einzelner Personen gibt es nur bei einer namentlichen Abstimmung (A-11, A-12)."
        work.refuse(f"{place}.named_votes", text)
        return
    if row.group_votes and row.mode != BallotMode.OPEN:
        text = "Stimmen nach Fraktionen gibt es nur bei einer offenen Abstimmung (A-12, A-13)."
        work.refuse(f"{place}.group_votes", text)
        return
    ballot = Ballot(treatment=treatment, position=number + 1, **work.values(row))
    if not work.save(ballot, place):
        return
    work.report.created["ballot"] += 1
    if row.exclusion is not None:
        _exclusion(ballot, row.exclusion, work, f"{place}.exclusion")
    for count, vote in enumerate(row.named_votes):
        where = f"{place}.named_votes[{count}]"
        values: dict[str, Any] = work.values(work.tidy(vote, where))
        work.save(NamedVote(ballot=ballot, **values), where)
    for count, group in enumerate(row.group_votes):
        where = f"{place}.group_votes[{count}]"
        counted: dict[str, Any] = work.values(work.tidy(group, where))
        work.save(GroupVote(ballot=ballot, position=count + 1, **counted), where)
    for count, candidate in enumerate(row.candidates):
        where = f"{place}.candidates[{count}]"
        found = work.values(work.tidy(candidate, where))
        work.save(Candidate(ballot=ballot, position=count + 1, **found), where)


def _exclusion(ballot: Ballot, row: ExclusionRow, work: Work, place: str) -> None:
    row = work.tidy(row, place)
    motion = ExclusionMotion(ballot=ballot, recorded_by=work.by, **work.values(row))
    if motion.continued_as is not None and motion.continued_as.meeting_id != ballot.treatment.item.meeting_id:
        work.refuse(f"{place}.continued_as", "Dieser Punkt gehört zu einer anderen Sitzung.")
    elif work.save(motion, place):
        work.report.created["exclusion"] += 1
