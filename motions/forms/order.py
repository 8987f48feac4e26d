"""Formulare zum Gang der Sitzung: items debated together or added, and the exclusion of the public."""

from __future__ import annotations

from typing import Any

from django import forms

from motions.models import AgendaItem, Consultation, Meeting
from motions.models.choices import SecrecyGround
from motions.rules import combining, extensions
from motions.rules.counting import Counts
from motions.rules.exclusions import Exclusion
from motions.rules.extensions import Extension

from .checks import LinesField, VersionField
from .named_choices import PaperField
from .recording import RefusableForm, count_field


class ResolvedForm(RefusableForm):
    """Was das Gremium sofort beschließt, with the votes for it; they stand at the end."""

    resolved = ""
    is_unanimous = forms.BooleanField(required=False)
    yes = count_field("Ja")
    no = count_field("Nein")
    abstention = count_field("Enthaltung")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["is_unanimous"].label = f"{self.resolved} wurde einstimmig beschlossen"
        votes = ("is_unanimous", "yes", "no", "abstention")
        self.order_fields([name for name in self.fields if name not in votes])

    def counts(self) -> Counts | None:
        """The votes; none where it is enough that all were for it (A-07)."""
        data = self.cleaned_data
        typed: dict[str, Any] = {name: data[name] or 0 for name in ("yes", "no", "abstention")}
        return None if data["is_unanimous"] else Counts(**typed)


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


class ExclusionForm(ResolvedForm):
    """Antrag, bei einem Punkt die Öffentlichkeit auszuschließen (P-03)."""

    resolved = "Der Ausschluss"
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

    def exclusion(self) -> Exclusion:
        """What was typed, for the rule."""
        names = ("moved_by", "ground", "public_title", "debate")
        return Exclusion(**{name: self.cleaned_data[name] for name in names}, counts=self.counts())


class ExtensionForm(ResolvedForm):
    """Erweiterung der Tagesordnung (E-09)."""

    resolved = "Die Erweiterung"
    consultation = PaperField(
        label="Vorlage",
        required=False,
        queryset=Consultation.objects.none(),
        empty_label="ohne Vorlage",
    )
    title = forms.CharField(
        label="Titel",
        max_length=500,
        required=False,
        help_text="Bei einer Vorlage darf das Feld leer bleiben; dann gilt ihr Betreff.",
    )
    after = forms.ModelChoiceField(
        label="Nach welchem Punkt",
        queryset=AgendaItem.objects.none(),
        empty_label="Bitte wählen",
        error_messages={"required": "Wählen Sie, nach welchem Punkt der neue behandelt wird."},
        help_text="Der neue Punkt bekommt dessen Nummer mit einem Buchstaben und gehört in denselben Teil.",
    )
    secrecy_ground = forms.ChoiceField(
        label="Grund der Nichtöffentlichkeit (nur im nichtöffentlichen Teil)",
        required=False,
        choices=SecrecyGround.choices,
    )
    public_title = forms.CharField(
        label="Titel für die Öffentlichkeit (nur im nichtöffentlichen Teil)", required=False, max_length=200
    )
    reason = LinesField(
        label="Warum die Sache nicht warten kann",
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["consultation"].queryset = extensions.candidates(meeting)  # type: ignore[attr-defined]
        self.fields["after"].queryset = meeting.items.announced().in_order()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A title there must be, the paper's own if none is typed."""
        cleaned = super().clean()
        paper = cleaned.get("consultation")
        cleaned["title"] = cleaned.get("title") or (paper.paper.subject if paper else "")
        if not cleaned["title"]:
            self.add_error("title", "Geben Sie den Titel ein oder wählen Sie eine Vorlage.")
        return cleaned

    def extension(self) -> Extension:
        """What was typed, for the rule."""
        names = ("title", "reason", "after", "consultation", "public_title", "secrecy_ground")
        return Extension(**{name: self.cleaned_data[name] for name in names}, counts=self.counts())
