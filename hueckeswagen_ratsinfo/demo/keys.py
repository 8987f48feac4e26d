"""Schlüssel der Demo: an authority of its own, made at the first start, in the data folder and nowhere else."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from django.db.models import Q
from django.utils.text import slugify

from motions.models import Appointment, Membership, User
from motions.models.choices import MembershipRole, Office
from motions.rules.clearance import clearance
from motions.signing.identities import FILE, SECRETS, SECRETS_FILE
from motions.signing.throwaway import Holder, set_up

_OFFICES = (Office.MAYOR, Office.MEETING_OFFICE)

__all__ = ["SECRETS", "SECRETS_FILE", "make"]


def make(folder: Path, *, now: dt.datetime) -> None:
    """A Siegel, and a key for each person who signs minutes; nothing if it was done before."""
    if (folder / FILE).exists():
        return
    with clearance("system"):
        offices = Appointment.objects.filter(office__in=_OFFICES).values("user")
        chairs = Membership.objects.filter(role=MembershipRole.CHAIR).values("person")
        people = User.objects.filter(Q(pk__in=offices) | Q(person__in=chairs), is_active=True).distinct()
        holders = [Holder(slugify(user.get_full_name()), user.get_full_name(), user.email) for user in people]
    set_up(folder, holders, now=now)
