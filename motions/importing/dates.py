"""Datumsangaben: the ways a German text writes a day."""

from __future__ import annotations

import re
from datetime import date

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januar jan jänner",
            "februar feb",
            "märz mär mrz",
            "april apr",
            "mai",
            "juni jun",
            "juli jul",
            "august aug",
            "september sept sep",
            "oktober okt",
            "november nov",
            "dezember dez",
        ),
        1,
    )
    for name in names.split()
}
# Later or earlier years are typing errors in a council's paper, not dates.
FIRST_YEAR, LAST_YEAR = 1900, 2100
DATE = re.compile(
    r"(?<![0-9./-])(?:"
    r"(?P<day>[0-9]{1,2})\. ?(?P<month>[0-9]{1,2})\. ?(?P<year>[0-9]{4}|[0-9]{2})"
    r"|(?P<iso_year>[0-9]{4})-(?P<iso_month>[0-9]{1,2})-(?P<iso_day>[0-9]{1,2})"
    r"|(?P<named_day>[0-9]{1,2})\. ?(?P<name>[A-Za-zä]{3,9})\.? (?P<named_year>[0-9]{4})"
    r")(?![0-9/-])"
)


def find_date(text: str) -> tuple[date | None, str]:
    """The first day named in the text and the rest of the text without it."""
    day, start, end = locate_date(text)
    if day is None:
        return None, text.strip()
    return day, f"{text[:start]} {text[end:]}".strip(" \t,;")


def locate_date(text: str) -> tuple[date | None, int, int]:
    """The first day named in the text, and where it begins and ends."""
    for found in DATE.finditer(text):
        day = _day(found)
        if day is not None:
            return day, found.start(), found.end()
    return None, 0, 0


def _day(found: re.Match[str]) -> date | None:
    if found["name"]:
        parts = (found["named_year"], MONTHS.get(found["name"].casefold(), 0), found["named_day"])
    elif found["iso_year"]:
        parts = (found["iso_year"], int(found["iso_month"]), found["iso_day"])
    else:
        parts = (_full_year(found["year"]), int(found["month"]), found["day"])
    year, month, day = int(parts[0]), parts[1], int(parts[2])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _full_year(year: str) -> str:
    if len(year) == 4:
        return year
    return f"20{year}" if int(year) < 70 else f"19{year}"
