"""Zuordnung: lead unit and kind of a draft, as fields where there is a choice, else as words (V-04)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django import forms

from motions.models import Paper, PaperType, Unit, User
from motions.rules import permissions, placement

from .layout import helper

_NAMES = ("paper_type", "lead_unit")


class PlacementForm(forms.Form):
    """Vorlagenart und federführender Fachbereich."""

    hides_optional = True

    paper_type = forms.ModelChoiceField(
        label="Vorlagenart",
        help_text="Wählbar, bis die Nummer vergeben ist.",
        queryset=PaperType.objects.none(),
        required=False,
        empty_label=None,
        error_messages={"invalid_choice": "Diese Vorlagenart können Sie hier nicht wählen. Wählen Sie neu."},
    )
    lead_unit = forms.ModelChoiceField(
        label="Federführender Fachbereich",
        queryset=Unit.objects.none(),
        required=False,
        empty_label=None,
        help_text="Wer dort arbeitet, sieht den Entwurf.",
        error_messages={
            "invalid_choice": "Für diesen Fachbereich schreiben Sie nicht. Wählen Sie einen eigenen."
        },
    )

    def __init__(self, paper: Paper, data: Mapping[str, Any] | None, *, by: User, on: dt.date) -> None:
        super().__init__(data, initial={name: getattr(paper, f"{name}_id") for name in _NAMES})
        self.helper = helper()
        self.paper, self.is_drafter = paper, permissions.may_place_paper(by, paper)
        offered = {
            "paper_type": placement.paper_types(paper, by=by),
            "lead_unit": placement.lead_units(paper, by=by, on=on),
        }
        for name, rows in offered.items():
            if self.is_drafter and len(rows) > 1:
                self.fields[name].queryset = rows  # type: ignore[attr-defined]
            else:
                del self.fields[name]

    def changes(self) -> dict[str, Any]:
        """What was chosen; nothing chosen leaves it as it is stored."""
        return {name: row for name, row in self.cleaned_data.items() if row is not None}

    def fixed(self) -> list[tuple[str, str]]:
        """What cannot be chosen, with its name."""
        return [
            (str(self.base_fields[name].label), str(getattr(self.paper, name)))
            for name in _NAMES
            if name not in self.fields
        ]

    @property
    def reason(self) -> str:
        """Why there is nothing to choose."""
        if self.paper.reference_number is not None:
            return "Beides steht seit der Vergabe der Nummer fest."
        if self.paper.original_id is not None:
            return "Beides folgt der ursprünglichen Vorlage."
        return "" if self.is_drafter else "Beides ändert, wer die Vorlage verfasst hat."
