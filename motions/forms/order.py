"""Formulare zum Gang der Sitzung: items debated together, and the exclusion of the public."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import AgendaItem
from motions.models.choices import SecrecyGround
from motions.rules import combining
from motions.rules.counting import Counts
from motions.rules.exclusions import Exclusion

from .checks import LinesField, VersionField
from .recording import RefusableForm, count_field


class CombineForm(RefusableForm):
    """Mit welchem Punkt dieser gemeinsam beraten wird."""

    version = VersionField()
    debated_with = forms.ModelChoiceField(
        label="Gemeinsam beraten mit",
        required=False,
        queryset=AgendaItem.objects.none(),
        empty_label="Allein",
        help_text="Auf Beschluss des Gremiums. Jeder Punkt behält seine Nummer und bekommt sein eigenes Ergebnis.",
    )

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["debated_with"].queryset = combining.partners(item)  # type: ignore[attr-defined]


class ExclusionForm(RefusableForm):
    """Antrag, bei einem Punkt die Öffentlichkeit auszuschließen (P-03)."""

    version = VersionField()
    moved_by = forms.CharField(
        label="Antrag von", max_length=200, error_messages={"required": "Nennen Sie, wer den Antrag stellt."}
    )
    ground = forms.ChoiceField(
        label="Grund",
        choices=[("", "Bitte wählen"), *SecrecyGround.choices],
        error_messages={"required": "Wählen Sie den Grund aus."},
    )
    public_title = forms.CharField(
        label="Allgemeiner Titel für die Öffentlichkeit",
        max_length=200,
        help_text="So heißt der Punkt für alle, wenn er nichtöffentlich weitergeht: „Grundstücksangelegenheit“.",
        error_messages={"required": "Nennen Sie den allgemeinen Titel, den alle lesen."},
    )
    debate = LinesField(
        label="Beratung über den Antrag",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Steht nur im nichtöffentlichen Teil der Niederschrift. Öffentlich ist allein das Ergebnis.",
    )
    is_unanimous = forms.BooleanField(label="Der Ausschluss wurde einstimmig beschlossen", required=False)
    yes = count_field("Ja")
    no = count_field("Nein")
    abstention = count_field("Enthaltung")

    def exclusion(self) -> Exclusion:
        """What was typed, for the rule."""
        data = self.cleaned_data
        typed: dict[str, Any] = {name: data[name] or 0 for name in ("yes", "no", "abstention")}
        return Exclusion(
            **{name: data[name] for name in ("moved_by", "ground", "public_title", "debate")},
            counts=None if data["is_unanimous"] else Counts(**typed),
        )
