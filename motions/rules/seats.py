"""Wer an einem Sitzungstag sitzt oder vertritt: invited to the meeting, so reading what was sent for it (E-04).

An end of the mandate counts at once, also for meetings on whose day the person still had the seat.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from motions.models import AgendaItem, Meeting, Membership, Person, SubstituteMembership
from motions.models.meeting import MeetingQuerySet


def called_meetings(person: Person, *, on: dt.date) -> MeetingQuerySet:
    """Meetings on whose day the person is a member or a substitute of the organ."""
    day = OuterRef("starts_at__date")
    not_over = Q(ends_on__isnull=True) | Q(ends_on__gte=day) & Q(ends_on__gte=on)
    of_person = Q(person=person, organization=OuterRef("organization"), starts_on__lte=day) & not_over
    sits = Exists(Membership.objects.filter(of_person))
    stands_in = Exists(SubstituteMembership.objects.filter(of_person))
    return Meeting.objects.filter(sits | stands_in)


def called_papers(person: Person, *, on: dt.date) -> QuerySet[AgendaItem, int]:
    """The papers of what was sent for those meetings."""
    items = AgendaItem.objects.announced().filter(meeting__in=called_meetings(person, on=on).values("pk"))
    return items.filter(consultation__isnull=False).values_list("consultation__paper", flat=True)
