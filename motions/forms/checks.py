"""Prüfungen beim Tippen: what a field refuses, each time with a sentence that says what to do."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motions.pdf.sources import unprintable

YEARS = (1990, 2100)
MOST_MARKS = 30
_SHOWN = 8
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HEAP = re.compile(rf"[^\w\s\x00-\u02ff]{{{MOST_MARKS + 1},}}")


def refuse_unprintable(text: str) -> str:
    """The PDF has no picture for every character of the world; say so now, not at release (D-03)."""
    missing = unprintable(text)
    if missing:
        raise ValidationError(
            f"Diese Zeichen können nicht gedruckt werden: {_named(missing)}. Ersetzen Sie sie."
        )
    turning = set(_DIRECTIONS.findall(text))
    if turning:
        numbers = ", ".join(f"U+{ord(character):04X}" for character in sorted(turning))
        raise ValidationError(
            f"Der Text enthält unsichtbare Zeichen, die die Schreibrichtung umkehren ({numbers}). "
            "Löschen Sie die Stelle und tippen Sie sie neu."
        )
    if any(_marks(heap) > MOST_MARKS for heap in _HEAP.findall(text)):
        raise ValidationError("Auf einem Buchstaben stehen zu viele Zeichen übereinander. Entfernen Sie sie.")
    return text


def refuse_unprintable_texts(form: forms.BaseForm) -> None:
    """The same for every text of a form, each error at its field."""
    for name, value in list(form.cleaned_data.items()):
        if isinstance(value, str):
            try:
                refuse_unprintable(value)
            except ValidationError as error:
                form.add_error(name, error)


def plausible_day(day: dt.date | None) -> dt.date | None:
    """Years outside of 1990 to 2100 are typing errors."""
    if day is not None and not YEARS[0] <= day.year <= YEARS[1]:
        raise ValidationError(f"Geben Sie ein Datum zwischen {YEARS[0]} und {YEARS[1]} ein.")
    return day


class LinesField(forms.CharField):
    """Mehrzeiliger Text; a browser sends two characters for a line end, people count one."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Every line end is one character."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class VersionField(forms.IntegerField):
    """Fassung, die die Person vor sich hatte.

    Nobody types it: what is no number counts as older than every version, so that the answer is a comparison
    with everything typed (409) and never an error about a field that nobody sees.
    """

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput)

    def clean(self, value: Any) -> int:
        """The number; 0 for anything else."""
        try:
            return int(super().clean(value))
        except ValidationError:
            return 0


def _named(characters: set[str]) -> str:
    return ", ".join(
        f"{character} (U+{ord(character):04X})" if character.isprintable() else f"U+{ord(character):04X}"
        for character in sorted(characters)[:_SHOWN]
    )


def _marks(heap: str) -> int:
    """The longest run of marks without a letter of their own."""
    longest = run = 0
    for character in heap:
        run = run + 1 if unicodedata.combining(character) else 0
        longest = max(longest, run)
    return longest
