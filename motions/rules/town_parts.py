"""Ein Teil einer Umzugsdatei, der für sich steht: with every organ, person and seat it names, and nothing besides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from motions.importing.town_meeting_rows import ItemRow, MeetingRow
from motions.importing.town_rows import TownFile

_GROUP = "parliamentary_group"


def standing_alone(town: TownFile, *, first: dt.date, last: dt.date) -> TownFile:
    """Papers and meetings as they are, of the town only what they speak of in these days.

    The organs they name with the seats held in these days; of the people these and those named by results,
    attendance and recusals, with their Fraktionen. What was declared under the Ehrenordnung belongs to no meeting.
    """
    organs = _organs(town)
    memberships = [row for row in town.memberships if _holds(row, first, last)]
    substitutes = [row for row in town.substitutes if row.organization in organs and _holds(row, first, last)]
    persons = _named(town) | {row.person for row in memberships if row.organization in organs}
    persons |= {row.person for row in substitutes}
    groups = {row.id for row in town.organizations if row.organization_type == _GROUP}
    seats = [
        row
        for row in memberships
        if row.person in persons and (row.organization in organs or row.organization in groups)
    ]
    organs |= {row.organization for row in seats} | {row.parliamentary_group for row in substitutes}
    terms = [row for row in town.legislative_terms if _holds(row, first, last)]
    known_terms = {row.id for row in terms}
    known_meetings = {row.id for row in town.meetings}
    return replace(
        town,
        units=_kept(town.units, {row.lead_unit for row in town.papers}),
        legislative_terms=tuple(terms),
        organizations=tuple(
            replace(row, seatings=tuple(seat for seat in row.seatings if seat.term in known_terms))
            for row in town.organizations
            if row.id in organs
        ),
        persons=_kept(town.persons, persons),
        memberships=tuple(seats),
        substitutes=tuple(substitutes),
        interests=(),
        paper_types=_kept(town.paper_types, {row.paper_type for row in town.papers}),
        meetings=tuple(_within(row, known_meetings) for row in town.meetings),
    )


def _kept(rows: tuple[Any, ...], ids: set[str]) -> tuple[Any, ...]:
    return tuple(row for row in rows if row.id in ids)


def _holds(row: Any, first: dt.date, last: dt.date) -> bool:
    return bool(row.starts_on <= last and (row.ends_on is None or row.ends_on >= first))


def _organs(town: TownFile) -> set[str]:
    found = {row.organization for row in town.meetings}
    found |= {row.author_group for row in town.papers}
    found |= {station.organization for row in town.papers for station in row.consultations}
    found |= {item.treatment.referred_to for item in _items(town) if item.treatment}
    return found - {""}


def _named(town: TownFile) -> set[str]:
    found = {row.person for meeting in town.meetings for row in meeting.attendees}
    found |= {row.author_person for row in town.papers}
    for item in _items(town):
        found |= {row.person for row in item.recusals}
        if item.treatment:
            found.add(item.treatment.chaired_by)
            found |= {vote.person for ballot in item.treatment.ballots for vote in ballot.named_votes}
    return found - {""}


def _items(town: TownFile) -> Iterator[ItemRow]:
    return (item for meeting in town.meetings for item in meeting.items)


def _within(row: MeetingRow, meetings: set[str]) -> MeetingRow:
    """No word leads to a meeting that is not here."""
    return replace(
        row,
        items=tuple(
            replace(item, treatment=replace(item.treatment, deferred_to=""))
            if item.treatment and item.treatment.deferred_to not in meetings
            else item
            for item in row.items
        ),
    )
