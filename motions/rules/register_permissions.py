"""Wer die Register des Ratsbüros liest: the sets beside row-level security (migration 0041), both agree (I7)."""

from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from motions.models import (
    AudioRecording,
    InspectionRequest,
    Interest,
    MeetingDemand,
    Person,
    PublicSummary,
    User,
)

from . import meeting_permissions
from .permissions import Visitor

Row = TypeVar("Row", bound=Model)


def visible_demands(user: Visitor) -> QuerySet[MeetingDemand]:
    """Einberufungsverlangen: for the Ratsbüro and the Bürgermeister."""
    return _for_leading(MeetingDemand.objects.select_related("organ", "group", "meeting__organization"), user)


def visible_recordings(user: Visitor) -> QuerySet[AudioRecording]:
    """Tonaufzeichnungen: for the Ratsbüro and the Bürgermeister."""
    return _for_leading(AudioRecording.objects.select_related("meeting__organization", "deleted_by"), user)


def visible_inspections(user: Visitor) -> QuerySet[InspectionRequest]:
    """Anträge auf Akteneinsicht: for the Ratsbüro and the Bürgermeister."""
    return _for_leading(InspectionRequest.objects.all(), user)


def visible_summaries(user: Visitor) -> QuerySet[PublicSummary]:
    """Bekanntgaben: what is published for everybody, why something is not for the Ratsbüro and the Bürgermeister."""
    if _is_leading(user):
        return PublicSummary.objects.all()
    return PublicSummary.objects.exclude(text="")


def visible_interests(user: Visitor) -> QuerySet[Interest]:
    """Angaben nach der Ehrenordnung: the own ones, for the Ratsbüro all (R-08)."""
    if meeting_permissions.may_plan_meetings(user):
        return Interest.objects.all()
    if isinstance(user, User) and user.is_active and user.person_id is not None:
        return Interest.objects.filter(person=user.person_id)
    return Interest.objects.none()


def members() -> QuerySet[Person]:
    """Everybody who has or had a mandate: names of members are public."""
    return Person.objects.filter(Q(memberships__isnull=False)).distinct()


def _for_leading(rows: QuerySet[Row], user: Visitor) -> QuerySet[Row]:
    return rows if _is_leading(user) else rows.none()


def _is_leading(user: Visitor) -> bool:
    return isinstance(user, User) and user.is_active and meeting_permissions.sees_everything(user)
