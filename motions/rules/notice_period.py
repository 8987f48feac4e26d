"""Ladungsfrist: counted by the local rule in its mode, with the holidays of Nordrhein-Westfalen (E-01, E-02)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from holidays import country_holidays

from motions.models import Meeting
from motions.models.choices import NoticeMode

from . import bylaws

_ONE_DAY = dt.timedelta(days=1)
_SATURDAY = 5
_WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@dataclass(frozen=True)
class Day:
    """Ein Tag der Rechnung: which one, what it is called, and whether it counts."""

    on: dt.date
    name: str
    counts: bool


@dataclass(frozen=True)
class NoticePeriod:
    """Ladungsfrist einer Sitzung: ``last_day`` is the last day on which the invitation may go out.

    ``days`` holds the way there, from the day of the meeting back to the last day, for people who count after us.
    """

    meeting_on: dt.date
    wanted: int
    mode: NoticeMode
    last_day: dt.date
    days: tuple[Day, ...]

    def is_kept(self, *, on: dt.date) -> bool:
        """An invitation sent on this day is in time."""
        return on <= self.last_day


def holiday(day: dt.date) -> str:
    """The name of a holiday in Nordrhein-Westfalen, or ""."""
    return _holidays(day.year).get(day, "")


@lru_cache(maxsize=64)
def _holidays(year: int) -> Mapping[dt.date, str]:
    """Asked for each day of each meeting; the library reckons a whole year every time."""
    return dict(country_holidays("DE", subdiv="NW", years=year, language="de"))


def count(meeting_on: dt.date, *, wanted: int, mode: str) -> NoticePeriod:
    """Count back from a meeting (E-01).

    Full days and working days lie whole between dispatch and meeting; of calendar days the day of dispatch is one.
    Saturdays are no working days here, in favour of those who are invited.
    """
    mode = NoticeMode(mode)
    days, day, left = [], meeting_on, wanted
    while left:
        day -= _ONE_DAY
        counts = mode != NoticeMode.WORKING_DAYS or not (day.weekday() >= _SATURDAY or holiday(day))
        left -= counts
        days.append(_named(day, counts=counts))
    last = day if mode == NoticeMode.CALENDAR_DAYS else day - _ONE_DAY
    return NoticePeriod(meeting_on, wanted, mode, last, tuple(days))


def of_meeting(meeting: Meeting, *, is_short: bool = False) -> NoticePeriod:
    """The period the local law asks for on the day of the meeting; the short one for urgent cases (E-02).

    Raises BylawMissing.
    """
    key = "invitation.short_days" if is_short else "invitation.days"
    wanted, mode = bylaws.values(key, "invitation.mode", on=meeting.held_on)
    return count(meeting.held_on, wanted=int(wanted), mode=mode)


def _named(day: dt.date, *, counts: bool) -> Day:
    name = holiday(day)
    return Day(day, f"{_WEEKDAYS[day.weekday()]} ({name})" if name else _WEEKDAYS[day.weekday()], counts)
