"""Formulare zur Anwesenheit und Befangenheit."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from motions.models import AttendanceInterval, Attendee, Meeting, Person, SubstituteMembership
from motions.models.choices import RecusalGround, SeatKind
from motions.rules import attendance, in_session

from .checks import LinesField
from .named_choices import DeputyField
from .recording import RefusableForm

_GUESTS = (SeatKind.GUEST, SeatKind.ADMINISTRATION, SeatKind.LISTENER)
_MOVES = [("leave", "geht"), ("arrive", "kommt"), ("excuse", "fehlt entschuldigt")]
_MOVES_OF_HYBRID = [
    ("connect", "ist zugeschaltet"),
    ("leave", "geht oder verliert die Verbindung"),
    ("arrive", "kommt in den Saal"),
    ("excuse", "fehlt entschuldigt"),
]
_WHEN = "Geben Sie eine Uhrzeit ein, zum Beispiel 18:30."
_TIME = "Geben Sie eine Uhrzeit ein, zum Beispiel 18:30, oder lassen Sie das Feld leer für jetzt."


class TimedForm(RefusableForm):
    """Etwas geschieht zu einer Uhrzeit; nothing typed means now."""

    time = forms.TimeField(
        label="Uhrzeit (leer: jetzt)",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _TIME},
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting

    def at(self, now: dt.datetime) -> dt.datetime:
        """The moment meant."""
        time = self.cleaned_data["time"]
        return in_session.moment(self.meeting, time) if time else now


class PresenceForm(RefusableForm):
    """Alle anwesend bis auf …: those marked are absent."""

    absent = forms.ModelMultipleChoiceField(
        label="Nicht anwesend",
        required=False,
        queryset=Attendee.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text="Wer abgesagt hat oder schon als abwesend festgestellt ist, ist angekreuzt. Alle anderen gelten "
        "ab der Eröffnung als anwesend.",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["absent"]
        rows = attendance.not_recorded(meeting)
        field.queryset = rows  # type: ignore[attr-defined]
        is_stated = attendance.is_stated(meeting)
        self.initial["absent"] = [row.pk for row in rows if is_stated or row.is_excused]


class MoveForm(TimedForm):
    """Kommen und Gehen."""

    attendee = forms.ModelChoiceField(
        label="Wer",
        queryset=Attendee.objects.none(),
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie, wer kommt oder geht."},
    )
    what = forms.ChoiceField(
        label="Was",
        choices=_MOVES,
        error_messages={"required": "Wählen Sie, ob jemand kommt oder geht."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["attendee"].queryset = self.meeting.attendees.all()  # type: ignore[attr-defined]
        if self.meeting.is_hybrid:
            self.fields["what"].choices = _MOVES_OF_HYBRID  # type: ignore[attr-defined]


class StayForm(RefusableForm):
    """Zeit einer Person berichtigen; a time shown and not changed stays the very moment it was."""

    arrived = forms.TimeField(
        label="gekommen",
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _WHEN, "invalid": _WHEN},
    )
    left = forms.TimeField(
        label="gegangen (leer: noch da)",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": _WHEN},
    )
    reason = LinesField(
        label="Grund der Berichtigung",
        max_length=300,
        widget=forms.TextInput,
        error_messages={"required": "Nennen Sie den Grund der Berichtigung."},
    )

    def __init__(self, *args: Any, stay: AttendanceInterval, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.stay = stay
        self.initial.update({"arrived": _shown(stay.arrived_at), "left": _shown(stay.left_at)})

    def times(self) -> tuple[dt.datetime, dt.datetime | None]:
        """Both moments for the rule."""
        stay, data = self.stay, self.cleaned_data
        left = self._moment(data["left"], stay.left_at) if data["left"] else None
        return self._moment(data["arrived"], stay.arrived_at), left

    def _moment(self, typed: dt.time, kept: dt.datetime | None) -> dt.datetime:
        if kept is not None and typed == _shown(kept):
            return kept
        return in_session.moment(self.stay.attendee.meeting, typed)


def _shown(at: dt.datetime | None) -> dt.time | None:
    return timezone.localtime(at).time().replace(second=0, microsecond=0) if at else None


class SubstituteForm(TimedForm):
    """Stellvertretung für ein abwesendes Mitglied (Q-08)."""

    member = forms.ModelChoiceField(
        label="Für",
        queryset=Attendee.objects.none(),
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie das abwesende Mitglied."},
    )
    deputy = DeputyField(
        label="Stellvertretung",
        queryset=SubstituteMembership.objects.none(),
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie die Stellvertretung."},
    )
    note = LinesField(label="Vermerk", required=False, max_length=300, widget=forms.TextInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        members = self.meeting.attendees.filter(seat=SeatKind.MEMBER)
        self.fields["member"].queryset = members  # type: ignore[attr-defined]
        self.fields["deputy"].queryset = attendance.deputies(self.meeting)  # type: ignore[attr-defined]


class GuestForm(TimedForm):
    """Gäste und Verwaltung."""

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Geben Sie den Namen ein."}
    )
    function = forms.CharField(label="Funktion", required=False, max_length=200)
    seat = forms.ChoiceField(label="Eigenschaft", choices=[(one.value, one.label) for one in _GUESTS])


class RecusalForm(RefusableForm):
    """Befangenheit zu einem Punkt: the legal ground, never the private reason (R-02)."""

    person = forms.ModelChoiceField(
        label="Wer ist befangen",
        queryset=Person.objects.none(),
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie, wer befangen ist."},
    )
    ground = forms.ChoiceField(
        label="Rechtsgrund",
        choices=[("", "Bitte wählen"), *RecusalGround.choices],
        error_messages={"required": "Wählen Sie den Rechtsgrund."},
    )
    stays_in_audience = forms.BooleanField(label="bleibt im Zuhörerbereich", required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = attendance.people(meeting)  # type: ignore[attr-defined]
