"""Beteiligte Fachbereiche und Ämter: each with its own kind, duty and deadline; those that have acted stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from motions.models import Paper
from motions.models.choices import ParticipationKind
from motions.rules import permissions
from motions.rules.drafting import Invitation
from motions.rules.participants import Line, lines

from .checks import plausible_day
from .layout import helper

_NOT_ASKED = ("", "nicht beteiligt")
_DONE = {
    ParticipationKind.CO_SIGNATURE: "hat über die Mitzeichnung schon entschieden",
    ParticipationKind.ACKNOWLEDGEMENT: "hat schon Kenntnis genommen",
}


class ParticipantForm(forms.Form):
    """Eine Zeile: wie ein Fachbereich oder ein Amt beteiligt wird."""

    hides_optional = True

    kind = forms.ChoiceField(label="Beteiligung", required=False)
    is_mandatory = forms.BooleanField(label="Verpflichtend: ohne sie keine Freigabe", required=False)
    due_on = forms.DateField(
        label="Frist", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(
        self, line: Line, data: Mapping[str, Any] | None, *, prefix: str, is_second: bool = False
    ) -> None:
        asked, self.is_second = line.asked, is_second
        initial = asked and {"kind": asked.kind, "is_mandatory": asked.is_mandatory, "due_on": asked.due_on}
        self.line, self.place = line, f"{line.name}, "
        self.has_arrived = data is not None and f"{prefix}-kind" in data
        super().__init__(data if self.has_arrived else None, prefix=prefix, initial=initial or {})
        self.helper = helper()
        labels = dict(ParticipationKind.choices)
        choices = [(kind, labels[kind]) for kind in line.kinds]
        field = self.fields["kind"]
        field.choices = choices if line.has_acted else [_NOT_ASKED, *choices]  # type: ignore[attr-defined]
        field.required = line.has_acted
        stays = f"{line.name} {self.done}. Die Beteiligung bleibt." if line.has_acted else ""
        wrong = stays or "Diese Art der Beteiligung steht hier nicht zur Wahl. Wählen Sie neu."
        field.error_messages |= {"required": wrong, "invalid_choice": wrong}
        if ParticipationKind.CO_SIGNATURE not in line.kinds:
            del self.fields["is_mandatory"]

    @property
    def done(self) -> str:
        """What was done already, in words; empty as long as it may be taken out."""
        asked = self.line.asked
        return _DONE[ParticipationKind(asked.kind)] if asked and self.line.has_acted else ""

    def clean_kind(self) -> str:
        """Who is not there any more is asked no more, unless it was asked before."""
        chosen: str = self.cleaned_data["kind"]
        asked = self.line.asked
        if chosen and not self.line.is_there and (asked is None or asked.kind != chosen):
            what = "Diesen Fachbereich" if self.line.unit else "Dieses Amt"
            raise ValidationError(f"{what} gibt es nicht mehr. Wählen Sie „nicht beteiligt“.")
        return chosen

    def clean_due_on(self) -> dt.date | None:
        """A plausible day that is still to come; a stored one stays, however old it has become."""
        due_on, asked = plausible_day(self.cleaned_data["due_on"]), self.line.asked
        is_stored = asked is not None and due_on == asked.due_on
        takes_part = bool(self.cleaned_data.get("kind"))
        if due_on is not None and due_on < permissions.today() and takes_part and not is_stored:
            raise ValidationError("Die Frist liegt in der Vergangenheit. Geben Sie ein späteres Datum ein.")
        return due_on

    def is_valid(self) -> bool:
        """A line that did not arrive is no mistake: it stays as it is stored."""
        return not self.has_arrived or super().is_valid()

    def invitation(self) -> Invitation | None:
        """What was chosen; nothing for a unit or an office that takes no part."""
        unit, office, asked = self.line.unit, self.line.office, self.line.asked
        if not self.has_arrived:
            return Invitation(unit, asked.kind, asked.is_mandatory, asked.due_on, office) if asked else None
        kind = self.cleaned_data["kind"]
        if not kind:
            return None
        is_mandatory = kind == ParticipationKind.CO_SIGNATURE and self.cleaned_data.get("is_mandatory", False)
        return Invitation(unit, kind, is_mandatory, self.cleaned_data["due_on"], office)


class Participants:
    """Alle Zeilen, units before offices; a second line of the same has a prefix of its own."""

    def __init__(self, paper: Paper, data: Mapping[str, Any] | None, *, prefix: str) -> None:
        self.lines: list[ParticipantForm] = []
        seen: set[str] = set()
        for line in lines(paper):
            is_second = line.mark in seen
            own = f"{prefix}-{line.mark}-2" if is_second else f"{prefix}-{line.mark}"
            seen.add(line.mark)
            self.lines.append(ParticipantForm(line, data, prefix=own, is_second=is_second))

    def is_valid(self) -> bool:
        """Every line is asked, so that all errors show at once."""
        return not [line for line in self.lines if not line.is_valid()]

    def invitations(self) -> list[Invitation]:
        """For rules/drafting.py."""
        found = [line.invitation() for line in self.lines]
        return [invitation for invitation in found if invitation is not None]
