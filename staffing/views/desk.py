"""Wer den Stellenplan bearbeitet oder kennt, and what everybody else is told: nothing (404)."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404

from motions.models import User
from motions.views.person import staff_of
from staffing.models import Position, StaffingPlan
from staffing.rules import permissions


def reader_of(request: HttpRequest) -> User:
    """Someone who knows drafts; for others there is no such page."""
    user = staff_of(request)
    if not permissions.sees_drafts(user):
        raise Http404
    return user


def keeper_of(request: HttpRequest) -> User:
    """The personnel office; those who only read are told so."""
    user = reader_of(request)
    if not permissions.keeps_plan(user):
        raise PermissionDenied("Den Stellenplan führt die Personalstelle.")
    return user


def plan_or_404(user: User, pk: int) -> StaffingPlan:
    """A version on the desk."""
    return get_object_or_404(permissions.draft_plans(user).select_related("paper", "frozen_by"), pk=pk)


def position_or_404(user: User, number: int) -> Position:
    """A post by its number."""
    return get_object_or_404(permissions.desk_positions(user), number=number)
