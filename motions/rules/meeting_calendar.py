"""Sitzungskalender: dates are public, in a list, in a month and as iCalendar (§ 48 Abs. 1 GO NRW, RFC 5545)."""

import calendar
import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from motions.models import Meeting, Organization
from motions.models.choices import MeetingStatus
from motions.models.meeting import MeetingQuerySet
from motions.models.period import months_after

from . import bylaws, meeting_permissions
from .meeting_documents import public_address
from .permissions import Visitor, today

SHOWN_BACK = dt.timedelta(days=366)
_USUAL_LENGTH = dt.timedelta(hours=2)
_STATES = {MeetingStatus.PLANNED: "TENTATIVE", MeetingStatus.CANCELLED: "CANCELLED"}


@dataclass(frozen=True)
class Day:
    """Ein Tag im Monatsblatt."""

    date: dt.date
    meetings: list[Meeting]
    is_in_month: bool


def dates(user: Visitor, *, organ: str = "") -> MeetingQuerySet:
    """The meetings of one organ by its slug, or of all, with what a row shows."""
    rows = meeting_permissions.visible_meetings(user).select_related("organization")
    return rows.filter(organization__slug=organ) if organ else rows


def is_for_search_engines(meeting: Meeting, *, on: dt.date) -> bool:
    """Until so many years after the meeting as the local law says; without a value for ever (DS-06)."""
    return is_day_for_search_engines(meeting.held_on, on=on)


def is_day_for_search_engines(day: dt.date, *, on: dt.date) -> bool:
    """The same for whatever else became public on a day."""
    known = bylaws.known("public.search_engine_years", on=on)
    if not known:
        return True
    return months_after(day, 12 * int(known[0])) >= on


def coming(rows: MeetingQuerySet, *, on: dt.date) -> MeetingQuerySet:
    """From a day on, the next one first; cancelled ones stay to be read."""
    return rows.filter(starts_at__gte=_midnight(on)).by_date()


def next_dates(user: Visitor, *, organ: str = "", limit: int) -> list[Meeting]:
    """The next meetings from today on that are not over yet."""
    rows = coming(dates(user, organ=organ), on=today()).exclude(status=MeetingStatus.CLOSED)
    return list(rows[:limit])


def past(rows: MeetingQuerySet, *, on: dt.date) -> MeetingQuerySet:
    """Before a day, the last one first."""
    return rows.filter(starts_at__lt=_midnight(on)).order_by("-starts_at", "organization__name", "pk")


def weeks(rows: MeetingQuerySet, month: dt.date) -> list[list[Day]]:
    """The weeks of a month from Monday to Sunday, each day with its meetings."""
    days = calendar.Calendar().monthdatescalendar(month.year, month.month)
    first, last = days[0][0], days[-1][-1]
    found: dict[dt.date, list[Meeting]] = {}
    within = rows.filter(
        starts_at__gte=_midnight(first), starts_at__lt=_midnight(last + dt.timedelta(days=1))
    )
    for meeting in within.by_date():
        found.setdefault(meeting.held_on, []).append(meeting)
    return [[Day(day, found.get(day, []), day.month == month.month) for day in week] for week in days]


def neighbours(meeting: Meeting) -> tuple[Meeting | None, Meeting | None]:
    """The meeting of the same organ before and after this one."""
    rows = Meeting.objects.filter(organization=meeting.organization_id).exclude(pk=meeting.pk)
    rows = rows.select_related("organization")
    before = rows.filter(starts_at__lte=meeting.starts_at).order_by("-starts_at", "-pk").first()
    after = rows.filter(starts_at__gt=meeting.starts_at).order_by("starts_at", "pk").first()
    return before, after


def meeting_organs() -> list[Organization]:
    """The organs that meet or met, by name."""
    return list(Organization.objects.filter(meetings__isnull=False).distinct().order_by("name"))


def feed(rows: MeetingQuerySet, *, on: dt.date, name: str = "Sitzungen") -> bytes:
    """The dates from a year back on for a calendar program: organ, time and place, nothing that is treated (P-06)."""
    made = Calendar()
    made.add("prodid", "-//Ratsinformation//Sitzungen//DE")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    made.add("x-wr-calname", name)
    for meeting in coming(rows, on=on - SHOWN_BACK):
        made.add_component(_entry(meeting))
    return bytes(made.to_ical())


def _entry(meeting: Meeting) -> Event:
    """One meeting; its address stays, its SEQUENCE grows with each change of time, place or Stand."""
    entry = Event()
    cancelled = "Abgesagt: " if meeting.status == MeetingStatus.CANCELLED else ""
    host = urlsplit(settings.PUBLIC_ADDRESS).hostname or "ratsinformation"
    entry.add("uid", f"{meeting.slug}@{host}")
    entry.add("dtstamp", meeting.status_since.astimezone(dt.UTC))
    entry.add("dtstart", meeting.starts_at.astimezone(dt.UTC))
    entry.add("dtend", (meeting.planned_end_at or meeting.starts_at + _USUAL_LENGTH).astimezone(dt.UTC))
    entry.add("summary", cancelled + one_line(meeting.organization.name))
    entry.add("location", one_line(meeting.where))
    entry.add("sequence", meeting.version - 1)
    entry.add("status", _STATES.get(MeetingStatus(meeting.status), "CONFIRMED"))
    if address := public_address(meeting):
        entry.add("url", address)
    return entry


def one_line(text: str) -> str:
    """Nobody begins another property with a line break in the name of a place."""
    return " ".join(text.split())


def _midnight(day: dt.date) -> dt.datetime:
    """The beginning of a day in the town."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
