"""Wer was vom Stellenplan sieht und tun darf: the sets start every page, the database repeats them (migration 0002)."""

from django.db.models import Q, QuerySet

from motions.models import User
from motions.models.choices import Office
from motions.rules import offices, permissions
from motions.rules.permissions import Visitor, today
from staffing.models import FundingGrant, StaffingPlan

_LEADING = (
    Office.PERSONNEL,
    Office.TREASURER,
    Office.EQUALITY,
    Office.MAYOR,
    Office.GENERAL_DEPUTY,
    Office.MEETING_OFFICE,
)


def visible_plans(user: Visitor) -> QuerySet[StaffingPlan]:
    """Frozen versions whose paper the person may read, and those from before this system; drafts for the leading."""
    if sees_drafts(user):
        return StaffingPlan.objects.all()
    of_paper = Q(paper__in=permissions.visible_papers(user).values("pk"))
    former = Q(paper__isnull=True, decided_on__isnull=False)
    return StaffingPlan.objects.filter(of_paper | former, frozen_at__isnull=False)


def visible_grants(user: Visitor) -> QuerySet[FundingGrant]:
    """Grants: for the leading, and for the unit that leads one."""
    if not isinstance(user, User) or not user.is_active:
        return FundingGrant.objects.none()
    if sees_drafts(user):
        return FundingGrant.objects.all()
    return FundingGrant.objects.filter(lead_unit__in=offices.unit_ids(user, today()))


def sees_drafts(user: Visitor) -> bool:
    """Personnel office, Kämmerei, Gleichstellung, Bürgermeister and Ratsbüro know a plan before it is public."""
    return isinstance(user, User) and user.is_active and offices.holds(user, *_LEADING, on=today())


def keeps_plan(user: Visitor) -> bool:
    """The personnel office writes the Stellenplan."""
    return isinstance(user, User) and user.is_active and offices.holds(user, Office.PERSONNEL, on=today())
