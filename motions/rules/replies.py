"""Zu- und Absage zu einer Sitzung, and who comes instead: the substitutes of the same Fraktion in order (Q-08)."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q

from motions.models import Meeting, Membership, Person, Reply, SubstituteMembership, User
from motions.models.choices import MeetingStatus, OrganizationType
from motions.models.period import holds_on

from . import meeting_permissions, notices
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
    """Say whether one comes; the newest word counts, and whom it concerns is told (Q-08).

    Raises OutdatedState or NotPermitted.
    """
    with transaction.atomic():
        # A member may not lock the row of a meeting; two replies at once must not both call the same substitute.
        with clearance("system"):
            meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if meeting.status not in _OPEN:
            raise OutdatedState("Die Sitzung ist schon eröffnet oder abgesagt. Rufen Sie das Ratsbüro an.")
        if not may_reply(by, meeting):
            raise NotPermitted("Zu- oder absagen können die Mitglieder des Gremiums.")
        said = {"is_coming": is_coming, "note": note, "replied_by": by, "replied_at": now}
        before = _called(meeting)
        known = own_reply(by, meeting)
        reply, _ = Reply.objects.update_or_create(meeting=meeting, person=by.person, defaults=said)
        if not is_coming and (known is None or known.is_coming):
            notices.member_declined(meeting, by=by, now=now)
        after = _called(meeting)
        notices.substitutes_changed(meeting, called=after - before, freed=before - after, by=by, now=now)
        return reply


def stands_in_for(meeting: Meeting, user: User) -> Person | None:
    """The member whose seat the person takes, as far as the replies stand."""
    if user.person_id is None:
        return None
    with clearance("system"):
        found = [row.reply.person for row in _absences(meeting) if row.substitute == user.person]
    return found[0] if found else None


def calls(user: User, meetings: Sequence[Meeting]) -> list[tuple[Meeting, Person]]:
    """The meetings among some to come in which the person takes a seat, with the member who has declined."""
    if user.person_id is None:
        return []
    ids = [row.pk for row in meetings]
    with clearance("system"):
        declined = Meeting.objects.filter(pk__in=ids, replies__is_coming=False)
        rows = declined.filter(organization__substitutes__person=user.person_id)
        likely = set(rows.values_list("pk", flat=True))
    named = ((row, stands_in_for(row, user)) for row in meetings if row.pk in likely)
    return [(row, member) for row, member in named if member is not None]


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


def _called(meeting: Meeting) -> set[Person]:
    with clearance("system"):
        return {row.substitute for row in _absences(meeting) if row.substitute is not None}


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
