"""Kalenderabo der eigenen Gremien (iCalendar, RFC 5545): organ, time and place, never what is treated (P-06)."""

import datetime as dt
import hashlib
import secrets

from django.db import transaction
from django.utils import timezone

from motions.models import CalendarToken, User

from . import meeting_calendar, meeting_permissions
from .clearance import clearance
from .findings import NotPermitted


def token_of(user: User) -> CalendarToken | None:
    """The address in force, of which only the check sum is known."""
    return CalendarToken.objects.filter(user=user, revoked_at__isnull=True).first()


def create(*, by: User, now: dt.datetime) -> str:
    """A new secret address; it is shown this once, and the one before ends. Raises NotPermitted."""
    if by.person is None:
        raise NotPermitted("Ein Kalenderabo gibt es für Mitglieder der Gremien.")
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=by.pk)
        revoke(by=by, now=now)
        CalendarToken.objects.create(user=by, digest=_digest(secret), created_at=now)
    return secret


def revoke(*, by: User, now: dt.datetime) -> None:
    """End the address at once; whoever holds it finds nothing any more."""
    CalendarToken.objects.filter(user=by, revoked_at__isnull=True).update(revoked_at=now)


def owner_of(secret: str) -> User | None:
    """Whose calendar it is; nobody's once it is revoked or the account is closed."""
    with clearance("system"):
        token = CalendarToken.objects.filter(
            digest=_digest(secret), revoked_at__isnull=True, user__is_active=True
        ).select_related("user__person")
        found = token.first()
    return found.user if found else None


def feed(user: User, *, now: dt.datetime) -> bytes:
    """The meetings of the person's organs of today, from a year back on; made at the clearance of the public."""
    rows = meeting_permissions.own_meetings(user).select_related("organization")
    return meeting_calendar.feed(rows, on=timezone.localdate(now), name="Meine Sitzungen")


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
