"""Formulare zur Vorlage des Stellenplans: what is decided, from when on, and what budget law asks for."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Fieldset, Layout
from django import forms

from motions.forms.rule_form import DatedForm, say
from motions.models import Unit
from motions.rules.permissions import today
from staffing.models.choices import HearingBody
from staffing.models.council import REASON_MISSING
from staffing.rules.assessments import Answers
from staffing.rules.changes import Change
from staffing.rules.council import Order

from .assignment import day_field


class PaperForm(DatedForm):
    """Vorlage aus einer Änderung; the questions are those of §§ 76, 81, 82 and 83 GO NRW (S-03 to S-06)."""

    positions = forms.MultipleChoiceField(
        label="Welche Änderungen?",
        widget=forms.CheckboxSelectMultiple,
        help_text="Was Sie nicht auswählen, wartet in einer eigenen Fassung.",
    )
    since = day_field(
        "Gilt ab",
        "Geben Sie den Tag ein, ab dem die Änderung gelten soll.",
        help_text="Ab diesem Tag werden die Kosten gerechnet. In Kraft tritt sie nie vor dem Beschluss des Rates.",
    )
    lead_unit = forms.ModelChoiceField(
        label="Federführender Fachbereich", queryset=Unit.objects.none(), empty_label=None
    )
    is_budgeted = forms.BooleanField(label="Die Kosten sind im Haushalt gedeckt.", required=False)
    brings_deficit = forms.BooleanField(label="Es entsteht ein erheblicher Fehlbetrag.", required=False)
    is_considerable = forms.BooleanField(
        label="Nicht veranschlagte Aufwendungen sind erheblich, gemessen am ganzen Haushalt.", required=False
    )
    has_investment = forms.BooleanField(
        label="Es sind nicht veranschlagte Investitionen nötig.", required=False
    )
    changes_statute = forms.BooleanField(
        label="Die Haushaltssatzung regelt den Stellenplan selbst und muss geändert werden.", required=False
    )
    reason = forms.CharField(
        label="Warum ist eine Nachtragssatzung nötig oder nicht?",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="In der Regel ist sie nicht nötig. Nötig ist sie, wenn einer der vier Punkte darüber zutrifft.",
        error_messages={"required": REASON_MISSING},
    )
    is_provisional = forms.BooleanField(
        label="Zum Beginn gilt noch kein Haushalt (vorläufige Haushaltsführung, § 82 GO NRW).", required=False
    )
    is_owed = forms.BooleanField(
        label="Die Stelle ist rechtlich geboten oder unaufschiebbar.", required=False
    )
    is_consolidating = forms.BooleanField(
        label="Die Stadt hat ein Haushaltssicherungskonzept (§ 76 GO NRW).", required=False
    )
    consolidation_effect = forms.CharField(
        label="Wirkung auf das Konzept",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *args: Any, changes: list[Change], unit: Unit, is_whole: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        numbers = [str(change.position.number) for change in changes]
        labels = [
            f"{change.sign} {change.entry.title}, {change.entry.unit.code} ({change.word})"
            for change in changes
        ]
        positions = self.fields["positions"]
        assert isinstance(positions, forms.MultipleChoiceField)  # noqa: S101  declared above
        positions.choices = list(zip(numbers, labels, strict=True))
        positions.initial = numbers
        if is_whole:
            positions.disabled = True
            positions.help_text = "Über einen Stellenplan wird als Ganzes beschlossen."
        units = Unit.objects.order_by("code")
        self.fields["lead_unit"].queryset = units  # type: ignore[attr-defined]
        self.fields["lead_unit"].initial = unit
        say(
            self,
            positions="Wählen Sie mindestens eine Änderung aus.",
            lead_unit="Wählen Sie den Fachbereich, der die Vorlage schreibt.",
        )
        self.helper.layout = Layout(
            Fieldset("Was und ab wann", "positions", "since", "lead_unit"),
            Fieldset(
                "Braucht es eine Nachtragssatzung? (§ 81 Abs. 2 GO NRW)",
                "brings_deficit",
                "is_considerable",
                "has_investment",
                "changes_statute",
                "reason",
            ),
            Fieldset(
                "Haushalt",
                "is_budgeted",
                "is_provisional",
                "is_owed",
                "is_consolidating",
                "consolidation_effect",
            ),
        )

    def order(self) -> Order:
        """What the rule needs."""
        values = dict(self.cleaned_data)
        numbers = {int(number) for number in values.pop("positions")}
        since, lead_unit = values.pop("since"), values.pop("lead_unit")
        return Order(numbers, since, lead_unit, Answers(**values))


class HearingForm(DatedForm):
    """Anhörung eintragen (M-03)."""

    body = forms.ChoiceField(label="Wer wurde angehört?", choices=HearingBody, widget=forms.RadioSelect)
    heard_on = day_field("Tag", "Geben Sie den Tag der Anhörung ein.")
    document = forms.CharField(
        label="Schreiben oder Aktenzeichen",
        max_length=200,
        error_messages={"required": "Geben Sie das Schreiben oder das Aktenzeichen an."},
    )
    result = forms.CharField(
        label="Ergebnis", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        say(self, body="Wählen Sie, wer angehört wurde.")
        self.fields["heard_on"].initial = today()
