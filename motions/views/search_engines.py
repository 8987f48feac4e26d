"""Suchmaschinen: what became public long ago stays readable, yet none leads there (DS-06)."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar

from django.http import HttpResponseBase

from motions.rules import meeting_calendar, permissions

_Response = TypeVar("_Response", bound=HttpResponseBase)


def found_for_years(response: _Response, day: dt.date) -> _Response:
    """The response, marked where the local law says that the day is too long ago."""
    if not meeting_calendar.is_day_for_search_engines(day, on=permissions.today()):
        response["X-Robots-Tag"] = "noindex"
    return response
