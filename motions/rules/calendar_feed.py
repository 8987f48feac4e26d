"""Kalenderabo der eigenen Gremien (iCalendar, RFC 5545): organ, time and place, never what is treated (P-06)."""

import datetime as dt
import hashlib
import secrets
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from icalendar import Calendar, Event

from motions.models import CalendarToken, Meeting, User
from motions.models.choices import MeetingStatus

from . import meeting_permissions
from .clearance import clearance
from .findings import NotPermitted

_SHOWN_BACK = dt.timedelta(days=366)
_USUAL_LENGTH = dt.timedelta(hours=2)
_STATUS = {MeetingStatus.PLANNED: "TENTATIVE", MeetingStatus.CANCELLED: "CANCELLED"}


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
    calendar = Calendar()
    calendar.add("prodid", "-//Ratsinformation//Sitzungen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Meine Sitzungen")
    rows = meeting_permissions.own_meetings(user).filter(starts_at__gte=now - _SHOWN_BACK)
    for meeting in rows.select_related("organization").by_date():
        calendar.add_component(_entry(meeting, now))
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting, now: dt.datetime) -> Event:
    """One meeting; its address stays, its SEQUENCE grows with each change of time, place or Stand."""
    entry = Event()
    cancelled = "Abgesagt: " if meeting.status == MeetingStatus.CANCELLED else ""
    entry.add("uid", f"{meeting.slug}@{_host()}")
    entry.add("dtstamp", now.astimezone(dt.UTC))
    entry.add("dtstart", meeting.starts_at.astimezone(dt.UTC))
    entry.add("dtend", (meeting.planned_end_at or meeting.starts_at + _USUAL_LENGTH).astimezone(dt.UTC))
    entry.add("summary", cancelled + _line(meeting.organization.name))
    entry.add("location", _line(meeting.where))
    entry.add("sequence", meeting.version - 1)
    entry.add("status", _STATUS.get(MeetingStatus(meeting.status), "CONFIRMED"))
    return entry


def _host() -> str:
    return urlsplit(settings.PUBLIC_ADDRESS).hostname or "ratsinformation"


def _line(text: str) -> str:
    """One line: nobody begins another property with a break in the name of a place."""
    return " ".join(text.split())


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
