"""Formulare zu Abstimmung und Wahl: namentlich, nach Fraktionen, ein Wahlgang."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from motions.models import Attendee
from motions.models.choices import BallotKind, Choice
from motions.rules.counting import Counts
from motions.rules.elections import Election, Nominee

from .checks import LinesField, VersionField
from .recording import VOTED_KINDS, RefusableForm, count_field

_MOST_NOMINEES = 15
_SHOWN_NOMINEES = 3
_SAID = (("yes", "Ja"), ("no", "Nein"), ("abstention", "Enthaltung"))
_COME_OR_GONE = (
    "Seit Sie diese Seite geöffnet haben, ist jemand gekommen oder gegangen; es sind jetzt andere Fraktionen da. "
    "Prüfen Sie die Zahlen und tragen Sie sie noch einmal ein."
)


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
        for place in range(1, _MOST_NOMINEES + 1):
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
        return self._nominees(range(_SHOWN_NOMINEES + 1, _MOST_NOMINEES + 1))

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
            for n in range(1, _MOST_NOMINEES + 1)
            if data[f"name-{n}"].strip()
        ]
        counts = {name: data[name] or 0 for name in ("no", "abstention", "invalid", "not_voted")}
        return Election(nominees, **counts, not_voted_note=data["not_voted_note"], lot=data["lot"].strip())
