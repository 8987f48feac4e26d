"""Vorsitz in der Sitzung: who chaired which items, and so signs for them (R-05, N-02, § 52 GO NRW)."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from motions.models import AgendaItem, Meeting, Membership, Person, Treatment
from motions.models.choices import MembershipRole
from motions.models.period import holds_on

from . import attendance
from .attendance import Roll

_LEADING = (MembershipRole.CHAIR, MembershipRole.DEPUTY_CHAIR, MembershipRole.DEPUTY_MAYOR)


@dataclass(frozen=True)
class Chair:
    """Eine Person im Vorsitz und die Punkte, die sie geleitet hat, as text."""

    name: str
    covers: str


def of_organ(meeting: Meeting) -> Person | None:
    """Who chairs the organ on the day of the meeting."""
    rows = Membership.objects.filter(
        holds_on(meeting.held_on), organization=meeting.organization, role=MembershipRole.CHAIR
    )
    row = rows.select_related("person").first()
    return row.person if row else None


def in_line(meeting: Meeting) -> list[int]:
    """Who chairs the organ, then who stands in, as ids of persons (§§ 51, 67 GO NRW, R-05)."""
    rows = Membership.objects.filter(
        holds_on(meeting.held_on), organization=meeting.organization, role__in=_LEADING
    )
    ordered = sorted(rows, key=lambda row: (_LEADING.index(MembershipRole(row.role)), row.rank or 0, row.pk))
    return [row.person_id for row in ordered]


def presiding(item: AgendaItem, roll: Roll, *, at: dt.datetime) -> Person | None:
    """Who chairs an item: the first in the order who is there and not recused (R-05)."""
    there = {row.person_id: row for row in roll.present(at)}
    away = {row.person_id for row in roll.recused_from(item)}
    line = [row.person_id for row in roll.attendees if roll.is_mayor(row)]
    line += in_line(item.meeting)
    found = next((number for number in line if number in there and number not in away), None)
    return there[found].person if found else None


def appoint(row: Treatment, *, at: dt.datetime) -> None:
    """Who chairs the item of a locked treatment, unless somebody has said so already (N-02)."""
    if row.chaired_by is None:
        row.chaired_by = presiding(row.item, attendance.roll(row.item.meeting), at=at)


def of_items(meeting: Meeting, items: Sequence[AgendaItem]) -> list[Chair]:
    """Each chair once, in the order of the first item chaired; an item without a name counts for the organ's chair."""
    labels: dict[str, list[str]] = {}
    for item, person in _by_item(meeting, items):
        labels.setdefault(str(person), []).append(item.label)
    return [Chair(name, _ranges(own, [item.label for item in items])) for name, own in labels.items()]


def people_of_items(meeting: Meeting, items: Sequence[AgendaItem]) -> set[Person]:
    """The same people themselves."""
    return {person for _, person in _by_item(meeting, items)}


def _by_item(meeting: Meeting, items: Sequence[AgendaItem]) -> Iterator[tuple[AgendaItem, Person]]:
    usual = of_organ(meeting)
    for item in items:
        treatment = getattr(item, "treatment", None)
        person = (treatment.chaired_by if treatment else None) or usual
        if person is not None:
            yield item, person


def _ranges(own: list[str], every: list[str]) -> str:
    """ "Ö 1 bis Ö 6, Ö 9": neighbours in the agenda are told as from and until."""
    places = [every.index(label) for label in own]
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    words = [every[first] if first == last else f"{every[first]} bis {every[last]}" for first, last in runs]
    return ", ".join(words)
