"""Schlüssel der Demo: an authority of its own, made at the first start, in the data folder and nowhere else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db.models import Q
from django.utils.text import slugify

from motions.models import Appointment, Membership, User
from motions.models.choices import MembershipRole, Office
from motions.rules.clearance import clearance
from motions.signing.identities import ADVANCED, FILE, QUALIFIED, SECRETS, SECRETS_FILE
from motions.signing.throwaway import Holder, set_up

_OFFICES = (Office.MAYOR, Office.MEETING_OFFICE)

__all__ = ["SECRETS", "SECRETS_FILE", "make"]


def make(folder: Path, *, now: dt.datetime) -> None:
    """A Siegel, a qualified key for each person who signs minutes, an advanced one for the Allgemeine Vertretung.

    Nothing if it was done before.
    """
    if (folder / FILE).exists():
        return
    with clearance("system"):
        offices = Appointment.objects.filter(office__in=_OFFICES).values("user")
        chairs = Membership.objects.filter(role=MembershipRole.CHAIR).values("person")
        people = User.objects.filter(Q(pk__in=offices) | Q(person__in=chairs), is_active=True).distinct()
        holders = [_holder(user, QUALIFIED) for user in people]
        deputies = Appointment.objects.filter(office=Office.GENERAL_DEPUTY).values("user")
        others = User.objects.filter(pk__in=deputies, is_active=True).exclude(
            pk__in=[row.pk for row in people]
        )
        holders += [_holder(user, ADVANCED) for user in others]
    set_up(folder, holders, now=now)


def _holder(user: User, kind: str) -> Holder:
    return Holder(slugify(user.get_full_name()), user.get_full_name(), user.email, kind)
