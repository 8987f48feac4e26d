"""Wer was vom Stellenplan sieht und tun darf (DS-08): sets that start every page; migration 0002 repeats them."""

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from motions.models import User
from motions.models.choices import Office
from motions.rules import offices, permissions
from motions.rules.permissions import Visitor, today
from staffing.models import ExternalCapacity, FundingGrant, Position, PositionAssignment, StaffingPlan

_LEADING = (
    Office.PERSONNEL,
    Office.TREASURER,
    Office.EQUALITY,
    Office.MAYOR,
    Office.GENERAL_DEPUTY,
    Office.MEETING_OFFICE,
)
KEEPING_GRANTS = (Office.PERSONNEL, Office.TREASURER)


def visible_plans(user: Visitor) -> QuerySet[StaffingPlan]:
    """Frozen versions whose paper the person may read, and those from before this system; drafts for the leading."""
    if sees_drafts(user):
        return StaffingPlan.objects.all()
    of_paper = Q(paper__in=permissions.visible_papers(user).values("pk"))
    former = Q(paper__isnull=True, decided_on__isnull=False)
    return StaffingPlan.objects.filter(of_paper | former, frozen_at__isnull=False)


def are_public(plans: Sequence[StaffingPlan]) -> bool:
    """Everybody may read each of these versions."""
    wanted = {plan.pk for plan in plans}
    return visible_plans(AnonymousUser()).filter(pk__in=wanted).count() == len(wanted)


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


def draft_plans(user: Visitor) -> QuerySet[StaffingPlan]:
    """The versions on the desk of those who know drafts; nothing for anybody else."""
    return StaffingPlan.objects.all() if sees_drafts(user) else StaffingPlan.objects.none()


def desk_positions(user: Visitor) -> QuerySet[Position]:
    """The posts with their history, for those who know drafts."""
    return Position.objects.all() if sees_drafts(user) else Position.objects.none()


def visible_external(user: Visitor) -> QuerySet[ExternalCapacity]:
    """Who did work of the town while employed elsewhere, for those who know drafts."""
    return ExternalCapacity.objects.all() if sees_drafts(user) else ExternalCapacity.objects.none()


def visible_assignments(user: Visitor) -> QuerySet[PositionAssignment]:
    """Who is on a post knows the personnel office alone (L-04)."""
    return PositionAssignment.objects.all() if keeps_plan(user) else PositionAssignment.objects.none()


def keeps_grants(user: Visitor) -> bool:
    """Personnel office and Kämmerei keep the grants; the database says the same (migration 0002)."""
    return isinstance(user, User) and user.is_active and offices.holds(user, *KEEPING_GRANTS, on=today())
