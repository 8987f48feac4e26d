"""Formulare des Sitzungsgeldes: a Fraktionssitzung, and the reason of a correction."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from motions.models import Person

from .again import sent_again
from .checks import LinesField, VersionField, plausible_day
from .rule_form import PrintedForm, RuleForm


class GroupSessionForm(RuleForm):
    """Wann die Fraktion getagt hat, und wer da war."""

    held_on = forms.DateField(
        label="Datum",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages=dict.fromkeys(("required", "invalid"), "Geben Sie das Datum der Sitzung ein."),
    )
    is_remote = forms.BooleanField(label="Digital oder hybrid", required=False)
    people = forms.ModelMultipleChoiceField(
        label="Anwesend",
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("required", "invalid_choice"), "Haken Sie an, wer da war."),
    )

    def __init__(self, *args: Any, members: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = members  # type: ignore[attr-defined]

    def clean_held_on(self) -> Any:
        """Years far away are typing errors."""
        return plausible_day(self.cleaned_data["held_on"])


class CorrectedSessionForm(GroupSessionForm):
    """Was richtig ist, und warum es bisher anders eingetragen war."""

    reason = LinesField(
        label="Grund der Berichtigung",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Nennen Sie den Grund der Berichtigung."},
    )
    version = VersionField()

    def ask_again(self, version: int) -> None:
        """The same words beside what was corrected meanwhile, to be looked at before they are sent."""
        self.data = sent_again(self.data, version=version)


class CorrectionForm(PrintedForm):
    """Warum eine abgeschlossene Abrechnung berichtigt wird."""

    reason = LinesField(
        label="Grund der Berichtigung",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Die Person liest ihn auf ihrer Abrechnung.",
        error_messages={"required": "Nennen Sie den Grund der Berichtigung."},
    )
