"""Formulare zur Anwesenheit, Befangenheit, Wahl und namentlichen Abstimmung."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone

from motions.models import AttendanceInterval, Attendee, Meeting, Person, SubstituteMembership
from motions.models.choices import BallotKind, Choice, RecusalGround, SeatKind
from motions.rules import attendance, in_session
from motions.rules.counting import Counts
from motions.rules.elections import Election, Nominee

from .checks import LinesField, VersionField
from .named_choices import DeputyField
from .recording import VOTED_KINDS, RefusableForm, count_field

MOST_NOMINEES = 15
_SHOWN_NOMINEES = 3
_GUESTS = (SeatKind.GUEST, SeatKind.ADMINISTRATION, SeatKind.LISTENER)
_MOVES = [("leave", "geht"), ("arrive", "kommt"), ("excuse", "fehlt entschuldigt")]
_MOVES_OF_HYBRID = [
    ("connect", "ist zugeschaltet"),
    ("leave", "geht oder verliert die Verbindung"),
    ("arrive", "kommt in den Saal"),
    ("excuse", "fehlt entschuldigt"),
]
_SAID = (("yes", "Ja"), ("no", "Nein"), ("abstention", "Enthaltung"))
_COME_OR_GONE = (
    "Seit Sie diese Seite geöffnet haben, ist jemand gekommen oder gegangen; es sind jetzt andere Fraktionen da. "
    "Prüfen Sie die Zahlen und tragen Sie sie noch einmal ein."
)
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


class SubjectForm(RefusableForm):
    """Worüber abgestimmt wird: the whole text, a part of it, an Änderungsantrag or the procedure (A-15, A-19)."""

    kind = forms.ChoiceField(
        label="Gegenstand", required=False, choices=[(one.value, one.label) for one in VOTED_KINDS]
    )
    subject = forms.CharField(label="Worüber genau", required=False, max_length=300)

    def about(self) -> tuple[str, str]:
        """What the ballot is about; nothing chosen means the whole text."""
        data = self.cleaned_data
        return data["kind"] or BallotKind.MAIN, data["subject"]


class ByNameForm(SubjectForm):
    """Namentliche Abstimmung: one choice for each who may vote (A-11)."""

    hides_optional = True  # every vote is asked for; only the rule can say what is missing
    version = VersionField()
    note = LinesField(
        label="Vermerk zur Abstimmung",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, electorate: Sequence[Attendee], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._electorate = {f"vote-{row.pk}": row for row in electorate}
        for name, row in self._electorate.items():
            label = f"{row.name}, {row.group}" if row.group else row.name
            self.fields[name] = forms.ChoiceField(
                label=label, required=False, choices=Choice.choices, widget=forms.RadioSelect
            )

    @property
    def named_fields(self) -> list[forms.BoundField]:
        """One for each voter."""
        return [self[name] for name in self._electorate]

    def named(self) -> dict[Attendee, str]:
        """Who has said what; who is missing is the rule's question."""
        said = {row: self.cleaned_data.get(name, "") for name, row in self._electorate.items()}
        return {row: choice for row, choice in said.items() if choice}


class ByGroupForm(SubjectForm):
    """Abstimmung nach Fraktionen: Ja, Nein and Enthaltung of each that has somebody there (A-13).

    Whoever comes or goes while it is filled in changes which Fraktionen there are: a number keeps its Fraktion, and is
    looked at once more.
    """

    hides_optional = True  # nothing typed counts as none
    version = VersionField()
    not_voted_note = forms.CharField(label="Warum nicht abgestimmt", required=False, max_length=200)
    note = LinesField(
        label="Vermerk zur Abstimmung",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: QueryDict | None = None, *, strengths: Mapping[str, int], initial: dict[str, Any]
    ) -> None:
        present = " ".join(map(_key, strengths))
        self.is_outdated = data is not None and data.get("seen", "") != present
        if data is not None:
            data = data.copy()
            data["seen"] = present
        super().__init__(data, initial={**initial, "seen": present})
        self._strengths = strengths
        for group in strengths:
            for name, label in _SAID:
                self.fields[f"{name}-{_key(group)}"] = count_field(label)

    def clean(self) -> dict[str, Any]:
        if self.is_outdated:
            raise forms.ValidationError(_COME_OR_GONE)
        return super().clean()

    @property
    def groups(self) -> list[tuple[str, int, list[forms.BoundField]]]:
        """Each Fraktion with how many of it are there, and its three fields."""
        return [
            (group or "Ohne Fraktion", count, [self[f"{name}-{_key(group)}"] for name, _ in _SAID])
            for group, count in self._strengths.items()
        ]

    def counted(self) -> dict[str, Counts]:
        """What each Fraktion has said."""
        said = {
            group: [self.cleaned_data[f"{name}-{_key(group)}"] or 0 for name, _ in _SAID]
            for group in self._strengths
        }
        return {group: Counts(yes, no, abstention) for group, (yes, no, abstention) in said.items()}


def _key(group: str) -> str:
    """A Fraktion in the name of a field, whatever its own name is made of."""
    return hashlib.sha256(group.encode()).hexdigest()[:8]


class ElectionForm(RefusableForm):
    """Ein Wahlgang (A-14)."""

    hides_optional = True  # most lines stay empty
    version = VersionField()
    subject = forms.CharField(
        label="Was wird gewählt",
        max_length=300,
        error_messages={
            "required": "Schreiben Sie, wer gewählt wird, zum Beispiel „Vorsitz im Bauausschuss“."
        },
    )
    is_secret = forms.BooleanField(label="geheim, mit Stimmzetteln", required=False, initial=True)
    no = count_field("Nein")
    abstention = count_field("Enthaltung")
    invalid = count_field("Ungültig")
    not_voted = count_field("Nicht abgestimmt")
    not_voted_note = forms.CharField(label="Warum nicht abgestimmt", required=False, max_length=200)
    lot = forms.CharField(
        label="Durch Los bestimmt",
        required=False,
        max_length=200,
        help_text="Nur bei Stimmengleichheit im zweiten Wahlgang: der gezogene Name.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in range(1, MOST_NOMINEES + 1):
            self.fields[f"name-{place}"] = forms.CharField(
                label=f"Wahlvorschlag {place}", required=False, max_length=200
            )
            self.fields[f"votes-{place}"] = count_field(f"Stimmen für Vorschlag {place}")

    @property
    def first_nominees(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Name and votes side by side: as many as most elections have."""
        return self._nominees(range(1, _SHOWN_NOMINEES + 1))

    @property
    def further_nominees(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The others, folded away until they are needed."""
        return self._nominees(range(_SHOWN_NOMINEES + 1, MOST_NOMINEES + 1))

    @property
    def has_further(self) -> bool:
        """Something stands in one of the folded lines."""
        return any(name.value() or votes.value() for name, votes in self.further_nominees)

    def _nominees(self, places: range) -> list[tuple[forms.BoundField, forms.BoundField]]:
        return [(self[f"name-{place}"], self[f"votes-{place}"]) for place in places]

    def election(self) -> Election:
        """The round for the rule."""
        data = self.cleaned_data
        nominees = [
            Nominee(data[f"name-{n}"].strip(), data[f"votes-{n}"] or 0)
            for n in range(1, MOST_NOMINEES + 1)
            if data[f"name-{n}"].strip()
        ]
        counts = {name: data[name] or 0 for name in ("no", "abstention", "invalid", "not_voted")}
        return Election(nominees, **counts, not_voted_note=data["not_voted_note"], lot=data["lot"].strip())
