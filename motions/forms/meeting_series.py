"""Formular für die Sitzungen eines Jahres: a rhythm or a list of days."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from motions.rules.planning_checks import Plan

from .checks import LinesField, plausible_day
from .meeting import PlaceForm, day_field

MOST_MEETINGS = 60


class SeriesForm(PlaceForm):
    """Viele Sitzungen auf einmal: every n weeks, or a list of days."""

    first_on = day_field("Erste Sitzung", required=False)
    every_weeks = forms.IntegerField(
        label="Alle … Wochen",
        min_value=1,
        max_value=26,
        required=False,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"), "Geben Sie eine Zahl zwischen 1 und 26 ein."
        ),
    )
    last_on = day_field("Bis spätestens", required=False)
    days = LinesField(
        label="Oder: einzelne Tage",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Ein Tag je Zeile, zum Beispiel 26.09.2027.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout = Layout(
            "organization",
            "starts",
            Row("place", "room"),
            "access_note",
            Row("first_on", "every_weeks", "last_on"),
            "days",
            "note",
            "override",
        )

    def clean_first_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["first_on"])

    def clean_last_on(self) -> dt.date | None:
        """A plausible day."""
        return plausible_day(self.cleaned_data["last_on"])

    def clean_days(self) -> list[dt.date]:
        """Every line is a day."""
        lines = [line.strip() for line in self.cleaned_data["days"].split("\n") if line.strip()]
        return [_read_day(line) for line in lines]

    def clean(self) -> dict[str, Any]:
        """Either a rhythm or a list, and not too many."""
        cleaned = super().clean()
        rhythm = [cleaned.get(name) for name in ("first_on", "every_weeks", "last_on")]
        if not self.errors and bool(cleaned["days"]) == any(rhythm):
            raise ValidationError("Geben Sie entweder einen Rhythmus oder einzelne Tage ein.")
        if any(rhythm) and not all(rhythm):
            raise ValidationError("Zum Rhythmus gehören die erste Sitzung, der Abstand und der letzte Tag.")
        if not self.errors and not 1 <= len(self.meeting_days()) <= MOST_MEETINGS:
            raise ValidationError(f"Planen Sie zwischen 1 und {MOST_MEETINGS} Sitzungen auf einmal.")
        return cleaned

    def meeting_days(self) -> list[dt.date]:
        """All days of the series, one more than allowed at most."""
        data = self.cleaned_data
        if data["days"]:
            return sorted(data["days"])
        step = dt.timedelta(weeks=data["every_weeks"])
        days = (data["first_on"] + number * step for number in range(MOST_MEETINGS + 1))
        return [day for day in days if day <= data["last_on"]]

    def plans(self) -> list[Plan]:
        """What was typed, for the rule."""
        data = self.cleaned_data
        where = {name: data[name] for name in ("place", "room", "access_note")}
        return [Plan(starts_at=self.at(day, data["starts"]), **where) for day in self.meeting_days()]


def _read_day(line: str) -> dt.date:
    found = re.fullmatch(r"(?:(\d{1,2})\.(\d{1,2})\.(\d{4})|(\d{4})-(\d{2})-(\d{2}))", line)
    try:
        if found is None:
            raise ValueError
        numbers = [int(part) for part in found.groups() if part]
        day = dt.date(*(numbers if found[4] else reversed(numbers)))
    except ValueError:
        raise ValidationError(f"„{line[:30]}“ ist kein Tag. Schreiben Sie zum Beispiel 26.09.2027.") from None
    return plausible_day(day) or day
