"""Zu- und Absage zu einer Sitzung, and who comes instead: the substitutes of the same Fraktion in order (Q-08)."""

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from motions.models import Meeting, Membership, Person, Reply, SubstituteMembership, User
from motions.models.choices import MeetingStatus, OrganizationType
from motions.models.period import holds_on

from . import meeting_permissions
from .clearance import clearance
from .findings import NotPermitted, OutdatedState

_OPEN = (MeetingStatus.PLANNED, MeetingStatus.INVITED)


@dataclass(frozen=True)
class Absence:
    """Absage mit der gefundenen Stellvertretung; ``substitute`` is None where nobody is left in the order."""

    reply: Reply
    substitute: Person | None


def may_reply(user: User, meeting: Meeting) -> bool:
    """Members of the organ on the day of the meeting, for themselves, until it is opened."""
    if user.person is None or not user.is_active or meeting.status not in _OPEN:
        return False
    return Membership.held(user.person, meeting.held_on).filter(organization=meeting.organization_id).exists()


def own_reply(user: User, meeting: Meeting) -> Reply | None:
    """What the person last said."""
    return Reply.objects.filter(meeting=meeting, person=user.person_id).first() if user.person_id else None


def answer(meeting: Meeting, *, is_coming: bool, note: str = "", by: User, now: dt.datetime) -> Reply:
    """Say whether one comes; the newest word counts. Raises OutdatedState or NotPermitted."""
    with transaction.atomic():
        meeting = Meeting.objects.get(pk=meeting.pk)
        if meeting.status not in _OPEN:
            raise OutdatedState("Die Sitzung ist schon eröffnet oder abgesagt. Rufen Sie das Ratsbüro an.")
        if not may_reply(by, meeting):
            raise NotPermitted("Zu- oder absagen können die Mitglieder des Gremiums.")
        said = {"is_coming": is_coming, "note": note, "replied_by": by, "replied_at": now}
        reply, _ = Reply.objects.update_or_create(meeting=meeting, person=by.person, defaults=said)
        return reply


def substitute_of(meeting: Meeting, person: Person) -> Person | None:
    """Who comes instead of a member who has declined; other replies stay unknown to the member who asks."""
    with clearance("system"):
        found = [row.substitute for row in _absences(meeting) if row.reply.person_id == person.pk]
    return found[0] if found else None


def has_substitutes(meeting: Meeting) -> bool:
    """Committees have them; in the Rat nobody takes another's seat."""
    return meeting.organization.organization_type == OrganizationType.COMMITTEE


def absences(meeting: Meeting, *, by: User) -> list[Absence]:
    """Who declined, with the substitutes found, for the Ratsbüro. Raises NotPermitted."""
    _refuse_others(by)
    return _absences(meeting)


def acceptances(meeting: Meeting, *, by: User) -> list[Reply]:
    """Who has said to come, for the Ratsbüro. Raises NotPermitted."""
    _refuse_others(by)
    return list(Reply.objects.filter(meeting=meeting, is_coming=True).select_related("person"))


def _refuse_others(by: User) -> None:
    if not meeting_permissions.sees_everything(by):
        raise NotPermitted("Die Zu- und Absagen liest das Ratsbüro.")


def _absences(meeting: Meeting) -> list[Absence]:
    """Declined seats in the order of the replies; each takes the first of its Fraktion who is still free."""
    day, organ = meeting.held_on, meeting.organization_id
    replies = list(meeting.replies.select_related("person").order_by("replied_at", "pk"))
    seated = set(
        Membership.objects.filter(holds_on(day), organization=organ).values_list("person", flat=True)
    )
    taken = seated | {row.person_id for row in replies if not row.is_coming}
    groups = _groups([row.person_id for row in replies], day)
    rows = SubstituteMembership.objects.filter(holds_on(day), organization=organ).select_related("person")
    order = list(rows.order_by("position", "pk"))
    found = []
    for reply in replies:
        if reply.is_coming or reply.person_id not in seated:
            continue
        free = (
            row.person
            for row in order
            if row.parliamentary_group_id == groups.get(reply.person_id) and row.person_id not in taken
        )
        substitute = next(free, None)
        if substitute is not None:
            taken.add(substitute.pk)
        found.append(Absence(reply, substitute))
    return found


def _groups(people: list[int], day: dt.date) -> dict[int, int]:
    """The Fraktion of each person on a day."""
    of_group = Q(organization__organization_type=OrganizationType.PARLIAMENTARY_GROUP, person__in=people)
    return dict(Membership.objects.filter(holds_on(day), of_group).values_list("person", "organization"))
