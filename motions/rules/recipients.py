"""Wer eingeladen wird: members and substitutes on the day of the meeting, each on his or her way (E-03, E-04)."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from motions.models import Meeting, Membership, Organization, Person, Seating, SubstituteMembership, User
from motions.models.choices import Channel
from motions.models.notification import NotificationRhythm
from motions.models.period import holds_on


@dataclass(frozen=True)
class Recipient:
    """Eine Person mit dem Weg ihrer Einladung; ``channel`` is "" if there is none (E-03)."""

    person: Person
    channel: str
    is_substitute: bool = False
    gets_mail: bool = False

    @property
    def way(self) -> str:
        """The way in words; who wants no mails is told of nothing by this program (E-03)."""
        if not self.channel:
            return "kein Weg bekannt"
        is_silent = self.channel == Channel.PORTAL and not self.gets_mail
        return (
            f"{Channel(self.channel).label}, möchte keine E-Mails"
            if is_silent
            else Channel(self.channel).label
        )


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
    rhythms = _rhythms([*members, *others])
    return [
        *(_recipient(person, rhythms) for person in _by_name(members)),
        *(_recipient(person, rhythms, is_substitute=True) for person in _by_name(others)),
    ]


def uninvited(meeting: Meeting) -> list[Recipient]:
    """E-04: members of the day who were not sent the newest agenda, sworn in after it perhaps."""
    newest = meeting.invitations.order_by("-revision").first()
    if newest is None:
        return []
    reached = set(newest.deliveries.values_list("person", flat=True))
    return [row for row in of_meeting(meeting) if not row.is_substitute and row.person.pk not in reached]


def to_be_told(meeting: Meeting) -> list[Recipient]:
    """Whom no mail reaches: the Ratsbüro tells them itself that a meeting is cancelled or elsewhere."""
    return [row for row in of_meeting(meeting) if not row.gets_mail]


def without_mail(meeting: Meeting) -> set[int]:
    """Who has an account and wants no mails."""
    return {row.person.pk for row in to_be_told(meeting) if row.channel == Channel.PORTAL}


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


def _rhythms(people: list[Person]) -> dict[int | None, str]:
    """Who has an account, and when he or she wants mails."""
    rows = User.objects.filter(person__in=people, is_active=True)
    chosen = rows.values_list("person", "notification_choice__rhythm")
    return {person: rhythm or NotificationRhythm.AT_ONCE for person, rhythm in chosen}


def _recipient(person: Person, rhythms: dict[int | None, str], *, is_substitute: bool = False) -> Recipient:
    has_account = person.pk in rhythms
    channel = Channel.POST if person.wants_post else Channel.PORTAL if has_account else ""
    return Recipient(
        person,
        channel,
        is_substitute,
        rhythms.get(person.pk, NotificationRhythm.NONE) != NotificationRhythm.NONE,
    )


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda row: (row.last_name, row.first_name, row.pk))
