"""Wer eingeladen wird: members and substitutes on the day of the meeting, each on his or her way (E-03, E-04)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from motions.models import Meeting, Membership, Organization, Person, Seating, SubstituteMembership, User
from motions.models.choices import Channel
from motions.models.period import holds_on


@dataclass(frozen=True)
class Recipient:
    """Eine Person mit dem Weg ihrer Einladung; ``channel`` is "" if there is none (E-03)."""

    person: Person
    channel: str
    is_substitute: bool = False

    @property
    def way(self) -> str:
        """The way in words."""
        return Channel(self.channel).label if self.channel else "kein Weg bekannt"


@dataclass(frozen=True)
class Change:
    """Wechsel in der Besetzung zwischen heute und dem Sitzungstag (E-04)."""

    person: Person
    joins: bool


def of_meeting(meeting: Meeting) -> list[Recipient]:
    """Members first, then the substitutes who are no members; by name."""
    members = _members(meeting.organization, meeting.held_on)
    rows = SubstituteMembership.objects.filter(
        holds_on(meeting.held_on), organization=meeting.organization_id
    ).select_related("person")
    others = {row.person for row in rows} - set(members)
    reachable = _with_account([*members, *others])
    return [
        *(Recipient(person, _channel(person, reachable)) for person in _by_name(members)),
        *(Recipient(person, _channel(person, reachable), True) for person in _by_name(others)),
    ]


def changes(meeting: Meeting, *, on: dt.date) -> list[Change]:
    """E-04: who belongs to the organ today but not on the day of the meeting, or the other way round."""
    now = set(_members(meeting.organization, on))
    then = set(_members(meeting.organization, meeting.held_on))
    joining, leaving = _by_name(then - now), _by_name(now - then)
    return [*(Change(row, True) for row in joining), *(Change(row, False) for row in leaving)]


def vacant_seats(meeting: Meeting) -> int:
    """How many seats nobody holds on the day of the meeting; 0 if their number is not recorded."""
    seating = Seating.objects.filter(
        holds_on(meeting.held_on, "term__"), organization=meeting.organization_id
    ).first()
    voting = Membership.objects.filter(
        holds_on(meeting.held_on), organization=meeting.organization_id, has_vote=True
    ).count()
    return max(0, seating.statutory_member_count - voting) if seating else 0


def _members(organ: Organization, on: dt.date) -> list[Person]:
    rows = Membership.objects.filter(holds_on(on), organization=organ).select_related("person")
    return [row.person for row in rows]


def _with_account(people: list[Person]) -> set[int | None]:
    rows = User.objects.filter(person__in=people, is_active=True)
    return set(rows.values_list("person", flat=True))


def _channel(person: Person, reachable: set[int | None]) -> str:
    if person.wants_post:
        return Channel.POST
    return Channel.PORTAL if person.pk in reachable else ""


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda row: (row.last_name, row.first_name, row.pk))
